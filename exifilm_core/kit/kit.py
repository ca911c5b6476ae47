"""A kit: what a few letters mean in it, what its items fill in, and what of it a record has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exifilm_core.errors import ExifilmError, shortened
from exifilm_core.film.film_names import key_of
from exifilm_core.film.films import Catalogue
from exifilm_core.kinds.folding import folded, words_of
from exifilm_core.kit.items import (
    SORTS,
    Item,
    Set,
    Table,
    Thing,
    begins,
    in_order,
    shown,
    told,
)
from exifilm_core.messages import Text
from exifilm_core.messages.kit import Kits
from exifilm_core.messages.values import either
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.value import Value

_NAMED = 5
"""The things that a message lists at most."""


class Kit(Value):
    """The items, sets and tables of a photographer's file, in its order."""

    items: tuple[Item, ...] = ()
    sets: tuple[Set, ...] = ()
    tables: tuple[Table, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.sets or self.tables)

    def of(self, sort: str) -> list[Item]:
        """The items of a sort."""
        return [item for item in self.items if item.sort == sort]

    def things(self, sort: str = "") -> list[Thing]:
        """The items of a sort, or else all items and sets."""
        return [*self.of(sort)] if sort else [*self.items, *self.sets]

    # ── what words mean ──────────────────────────────────────────────────────────────────────

    def meant(self, text: str, sort: str = "") -> list[Thing]:
        """The things that the text may mean: those with this name, else those with all its words.

        A few letters of a word will do: "nik 150". A holder means the film in it. With a `sort`,
        only such items.
        """
        name, words = folded(text.strip()), words_of(text.replace(",", " "))
        if not words:
            return []
        things = self.things(sort)
        return (
            [thing for thing in things if folded(thing.name) == name]
            or [thing for thing in things if name in thing.names]
            or [
                item.in_holder(holder)
                for item in self.items
                for holder in item.holders
                if folded(holder) == name and sort in ("", item.sort)
            ]
            or [thing for thing in things if begins(thing.words, words)]
        )

    def called(self, text: str, sort: str = "") -> Thing:
        """The only thing that the text means. ExifilmError if it means none or several.

        Letters that find one item and some sets mean the item: sets are named after their items.
        """
        found = self.meant(text, sort)
        if len(items := [thing for thing in found if isinstance(thing, Item)]) == 1:
            return items[0]
        if len(found) == 1:
            return found[0]
        quoted = shortened(text)
        if found:
            things = either(map(_told, found[:_NAMED]))
            raise ExifilmError(Kits.SEVERAL_IN_KIT(text=quoted, things=things))
        if near := self._near(text, sort):
            raise ExifilmError(Kits.NOT_IN_KIT_BUT(text=quoted, near=either(near)))
        raise ExifilmError(Kits.NOT_IN_KIT(text=quoted))

    def item(self, text: str, sort: str) -> Item:
        """The only item of that sort that the text means. Errors as for `called`."""
        found = self.called(text, sort)
        assert isinstance(found, Item)  # a sort has no sets
        return found

    def _near(self, text: str, sort: str) -> list[str]:
        import difflib

        names = {folded(thing.name): thing.name for thing in self.things(sort)}
        near = difflib.get_close_matches(folded(text.strip()), names, n=3, cutoff=0.6)
        return [names[name] for name in near]

    # ── what things fill in ──────────────────────────────────────────────────────────────────

    def values(
        self, things: Iterable[Thing], film: str = "", catalogue: Catalogue | None = None
    ) -> dict[str, Any]:
        """The values that these fill in together. A later item replaces one of the same sort.

        A filter with a factor for the film, which is `film` or else that of the things, fills in
        that factor.
        """
        found: dict[str, Any] = {}
        filtered: Item | None = None
        for thing in things:
            for item in thing.items if isinstance(thing, Set) else (thing,):
                for field in SORTS[item.sort].fields:
                    found.pop(field, None)
                found |= item.values
                filtered = item if item.sort == "filter" else filtered
            if isinstance(thing, Set):
                found |= thing.own
                filtered = None if _FILTER & thing.own.keys() else filtered
        if filtered and (factor := factor_for(filtered, film or found.get("film", ""), catalogue)):
            found["filter_factor"] = factor
        return in_order(found)

    def used(self, field: str) -> list[str]:
        """The texts that the kit's items have in a field, to be suggested for it."""
        if field == ExposureRecord.holder.name:
            return [holder for item in self.items for holder in item.holders]
        return list(dict.fromkeys(t for item in self.items for t in shown(item.values, [field])))

    def named(self, sort: str, text: str) -> list[Item]:
        """The items of a sort whose main field has this text."""
        name, main = folded(text.strip()), SORTS[sort].main
        return [item for item in self.of(sort) if folded(str(item.values.get(main, ""))) == name]

    # ── what of the kit a record has ─────────────────────────────────────────────────────────

    def item_of(self, record: Mapping[str, Any] | ExposureRecord, sort: str) -> Item | None:
        """The item of a sort that a record names; None if none or several could be it.

        `record` may be a mapping with the filled fields only.
        """
        values = record.filled() if isinstance(record, ExposureRecord) else record
        kind = SORTS[sort]
        name = folded(str(values.get(kind.main, "")))
        if not name:
            return None
        found = [item for item in self.of(sort) if name in item.names]
        if kind.second and (second := values.get(kind.second)) is not None:
            same = [item for item in found if same_value(item.values.get(kind.second), second)]
            found = same or [item for item in found if item.values.get(kind.second) is None]
        return found[0] if len(found) == 1 else None

    def set_of(self, name: str, record: ExposureRecord) -> Set:
        """A set of what a record has of the kit, and of what else stays in the camera bag."""
        items = [item for sort in SORTS if (item := self.item_of(record, sort))]
        given = self.values(items)
        own = {
            field.name: value
            for field in ExposureRecord.fields()
            if field.stays
            and (value := record[field.name]) is not None
            and given.get(field.name) != value
        }
        return Set(name, tuple(items), own)

    def table(self, values: Mapping[str, Any], catalogue: Catalogue) -> Table | None:
        """The photographer's table of developing times for film, developer and dilution.

        A table that says nothing of the dilution is for any. ExifilmError if several remain.
        """
        film = values.get("film")
        found = [t for t in self.tables if film and same_film(t.about["film"], film, catalogue)]
        for field in SORTS["developer"].fields + SORTS["film"].fields:
            value = values.get(field)
            if field == "film" or value is None:
                continue
            same = [table for table in found if same_value(table.about.get(field), value)]
            silent = [table for table in found if table.about.get(field) is None]
            if field in _DECIDING:
                found = same or silent
            elif len(found) > 1:
                found = same or silent or found
        if len(found) > 1:
            tables = either(told(table.about) for table in found)
            raise ExifilmError(Kits.SEVERAL_TABLES(tables=tables))
        return found[0] if found else None


_FILTER = {"filter", "filter_factor"}
_DECIDING = ("developer", "dilution")
"""A table for another of these is no table for the film; one for another EI may be."""


def same_film(one: str, other: str, catalogue: Catalogue | None) -> bool:
    """Whether two names mean the same film: HP5+ and Ilford HP5 Plus."""
    if key_of(one) == key_of(other):
        return True
    if catalogue is None:
        return False
    first, second = catalogue.meant(one), catalogue.meant(other)
    return len(first) == len(second) == 1 and first[0].full_name == second[0].full_name


def factor_for(item: Item, film: str, catalogue: Catalogue | None) -> float | None:
    """The factor of a filter for a film: its own for that film, else its plain one."""
    for name, factor in item.factors.items() if film else ():
        if same_film(name, film, catalogue):
            return factor
    plain: float | None = item.values.get("filter_factor")
    return plain


def same_value(one: Any, other: Any) -> bool:
    """Whether two settled values are the same; texts without regard to case and accents."""
    if isinstance(one, str) and isinstance(other, str):
        return folded(one) == folded(other)
    return bool(one == other)


def _told(thing: Thing) -> Text:
    sort = thing.sort if isinstance(thing, Item) else "set"
    return Kits.SORT_AND_NAME(name=shortened(thing.name), sort=sort)
