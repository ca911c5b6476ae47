"""Reads the file of a kit: tables such as [[lens]] and [[set]], with fields as a record has them.

A value is what a photographer writes in the form, as a text or a number. What is wrong is reported
with its line, and does not count; the rest does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from exifilm_core.errors import ExifilmError, InvalidFieldError, InvalidValueError, shortened
from exifilm_core.files.own_toml import Part, Problem, parts_of
from exifilm_core.kinds import DarkroomTime, Development, Factor, Time
from exifilm_core.kinds.folding import folded
from exifilm_core.kit.items import (
    FACTORS,
    HOLDERS,
    SORTS,
    SPEEDS,
    TABLE_FIELDS,
    Item,
    Set,
    Table,
    in_order,
)
from exifilm_core.kit.kit import Kit
from exifilm_core.messages import Text
from exifilm_core.messages.fields import Fields
from exifilm_core.messages.kit import KitFile
from exifilm_core.record.exposure_record import ExposureRecord

SET, TABLE, ITEMS, TIMES = "set", "development", "items", "n"
EXAMPLES = {
    SPEEDS: 'speeds = { "1/60" = "1/52" }',
    FACTORS: 'factors = { "Ilford HP5 Plus" = 4 }',
    TIMES: 'n = { "N-1" = "7", "N" = "9" }',
}
"""What the tables in a table look like."""
HEADINGS = (*SORTS, SET, TABLE)
"""What a table of the file may be called."""


def kit_of(text: str) -> tuple[Kit, list[Problem]]:
    """The kit of a file's text, and the mistakes in it, in the order of their lines."""
    reader = _Reader()
    for part in parts_of(text):
        reader.read(part)
    reader.make_sets()
    return reader.kit(), sorted(reader.problems, key=lambda problem: problem.line)


class _Reader:
    """What has been read so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._items: list[Item] = []
        self._sets: list[Set] = []
        self._tables: list[Table] = []
        self._asked: list[tuple[_TableReader, str]] = []
        """The sets, which may name items that come later in the file."""

    def kit(self) -> Kit:
        return Kit(tuple(self._items), tuple(self._sets), tuple(self._tables))

    def read(self, part: Part) -> None:
        try:
            data = part.data()
        except tomllib.TOMLDecodeError as problem:
            self.problems.append(part.problem(problem))
            return
        for heading, tables in data.items():
            if heading not in HEADINGS:
                known = ", ".join(f"[[{name}]]" for name in HEADINGS)
                self._note(part, heading, KitFile.NOT_AN_ITEM(key=shortened(heading), known=known))
            elif not isinstance(tables, list):
                self._note(part, heading, KitFile.ONE_BRACKET(key=heading))
            else:
                for table in tables:
                    self._table(heading, _TableReader(part, table, self.problems))

    def _note(self, part: Part, key: str, text: Text) -> None:
        self.problems.append(Problem(part.line_of(key), text))

    def _table(self, heading: str, table: _TableReader) -> None:
        if heading == TABLE:
            if found := table.times():
                self._tables.append(found)
        elif heading == SET:
            if name := table.name(SET, ""):
                self._asked.append((table, name))
        elif (item := table.item(heading)) and self._is_new(item.sort, item.name, table):
            self._items.append(item)

    def _is_new(self, sort: str, name: str, table: _TableReader) -> bool:
        known = [i.name for i in self._items if i.sort == sort] if sort != SET else [
            each.name for each in self._sets
        ]  # fmt: skip
        if folded(name) not in map(folded, known):
            return True
        table.note("name", KitFile.NAME_TAKEN(sort=sort, name=shortened(name)))
        return False

    def make_sets(self) -> None:
        """Make the sets, after all items are known."""
        for table, name in self._asked:
            found = table.set_of(name, self.kit())
            if found and self._is_new(SET, name, table):
                self._sets.append(found)


class _TableReader:
    """One table of the file. It notes each mistake with its line."""

    def __init__(self, part: Part, table: Any, problems: list[Problem]) -> None:
        self._part, self._problems = part, problems
        self._table: dict[str, Any] = table if isinstance(table, dict) else {}

    def note(self, key: str, text: Text) -> None:
        self._problems.append(Problem(self._part.line_of(key), text))

    def name(self, sort: str, main: str) -> str:
        """The name of the table, or else its main field; "" and a note without either."""
        name = self._table.get("name", self._table.get(main, ""))
        if not isinstance(name, str):
            self.note("name", KitFile.NAME_NOT_TEXT())
            return ""
        name = " ".join(name.split())
        if not name:
            self.note("name", KitFile.NO_NAME(sort=sort))
        return name

    def item(self, sort: str) -> Item | None:
        """The item of a table; None and a note without a name."""
        kind = SORTS[sort]
        name = self.name(sort, kind.main)
        if not name:
            return None
        own = (kind.own,) if kind.own else ()
        values = self._fields(sort, kind.fields, ("name", *own))
        if kind.main not in self._named:
            values[kind.main] = name
        return Item(
            sort,
            name,
            in_order(values),
            self._speeds() if kind.own == SPEEDS else {},
            self._factors() if kind.own == FACTORS else {},
            self._holders() if kind.own == HOLDERS else (),
        )

    def set_of(self, name: str, kit: Kit) -> Set | None:
        """The set of a table; None and a note if it fills in nothing."""
        fields = [field.name for field in ExposureRecord.fields()]
        own = self._fields(SET, fields, ("name", ITEMS), listed=False)
        names = self._table.get(ITEMS, [])
        if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
            self.note(ITEMS, KitFile.NOT_ITEMS())
            names = []
        items = []
        for each in names:
            try:
                thing = kit.called(each)
            except ExifilmError as problem:
                self.note(ITEMS, problem.text)
            else:
                items += [thing] if isinstance(thing, Item) else []
        if not items and not own:
            self.note("name", KitFile.EMPTY_SET())
            return None
        return Set(name, tuple(items), in_order(own))

    def times(self) -> Table | None:
        """The table of developing times; None and a note for one without film or times."""
        about = self._fields(TABLE, TABLE_FIELDS, (TIMES,))
        if "film" not in about:
            self.note("film", KitFile.NO_TABLE_FILM())
            return None
        times = self._pairs(TIMES, Development(), DarkroomTime(), _not_a_time)
        return Table(in_order(about), dict(sorted(times.items()))) if times else None

    # ── fields ───────────────────────────────────────────────────────────────────────────────

    def _fields(
        self, sort: str, fields: Collection[str], besides: Collection[str], *, listed: bool = True
    ) -> dict[str, Any]:
        """The values of the table's fields, by their names or labels."""
        found: dict[str, Any] = {}
        self._named = set[str]()
        for key, written in self._table.items():
            if key in besides:
                continue
            try:
                field = ExposureRecord.field(key)
            except ExifilmError as problem:
                known = ", ".join((*besides, *fields))
                not_of_sort = KitFile.NOT_OF_SORT(sort=sort, key=shortened(key), known=known)
                self.note(key, not_of_sort if listed else problem.text)
                continue
            if field.name not in fields:
                known = ", ".join((*besides, *fields))
                self.note(key, KitFile.NOT_OF_SORT(sort=sort, key=shortened(key), known=known))
                continue
            text = _text_of(written)
            if text is None:
                self.note(key, KitFile.KEY_NOT_VALUE(key=shortened(key)))
                continue
            if field.name in self._named:
                self.note(key, KitFile.FIELD_TWICE_IN_KIT(key=shortened(key)))
                continue
            self._named.add(field.name)
            try:
                values = field.written(text)
            except InvalidFieldError as problem:
                self.note(key, problem.text)
                continue
            for name, value in values.items():
                if found.setdefault(name, value) != value:
                    self.note(key, Fields.GIVEN_TWICE(name=name))
        return found

    # ── what only some sorts have ────────────────────────────────────────────────────────────

    def _pairs(
        self,
        key: str,
        left: Any,
        right: Any,
        no_pair: Callable[[str, str], Text],
    ) -> dict[Any, Any]:
        """The pairs of a table in the table, in the notations of two kinds."""
        pairs = self._table.get(key, {})
        if not isinstance(pairs, Mapping):
            self.note(key, KitFile.NOT_PAIRS(key=key, example=EXAMPLES[key]))
            return {}
        found = {}
        for one, other in pairs.items():
            text = _text_of(other)
            try:
                first = left.parse(one) if left else one.strip() or None
                second = None if text is None else right.parse(text)
            except InvalidValueError:
                first = second = None
            if first is None or second is None:
                self.note(one, no_pair(shortened(one), shortened(str(other))))
            else:
                found[first] = second
        return found

    def _speeds(self) -> dict[float, float]:
        return self._pairs(SPEEDS, Time(), Time(), _not_a_speed)

    def _factors(self) -> dict[str, float]:
        return self._pairs(FACTORS, None, Factor(), _not_a_factor)

    def _holders(self) -> tuple[str, ...]:
        holders = self._table.get(HOLDERS, [])
        if not isinstance(holders, list):
            holders = [holders]
        texts = [_text_of(holder) for holder in holders]
        if not all(texts):
            self.note(HOLDERS, KitFile.NOT_HOLDERS())
        return tuple(dict.fromkeys(text.strip() for text in texts if text))


def _not_a_speed(mark: str, time: str) -> Text:
    return KitFile.NOT_A_SPEED(mark=mark, time=time, example='"1/60" = "1/52"')


def _not_a_factor(film: str, factor: str) -> Text:
    return KitFile.NOT_A_FACTOR(text=factor, film=film)


def _not_a_time(stops: str, time: str) -> Text:
    return KitFile.NOT_A_TIME(stops=stops, time=time, example='"N+1" = "13"')


def _text_of(written: Any) -> str | None:
    """The text of a value as a photographer would type it; None for what is none."""
    if isinstance(written, str):
        return written
    if isinstance(written, bool):
        return None
    if isinstance(written, (int, float, date)):
        return str(written)
    return None
