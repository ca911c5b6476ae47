"""The sheet of several scans: what their records share, and what was typed for all of them.

It is a `SheetState` whose `kept` record is what the scans share. A field in which they differ is
empty there, and mixed. What was typed is the difference to that record, so a field that nobody
touched changes nothing. To empty a mixed field is a choice of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from exifilm_core.record import ExposureRecord
from exifilm_core.record.shared import Values, shared, values_in
from exifilm_form.session.sheet_state import Mixed, SheetState, State, settled


class _Before(NamedTuple):
    """What was typed before a step."""

    own: dict[int, dict[str, Any]]
    emptied: set[str]
    typed: dict[str, Any]


class SeveralSheet(SheetState):
    """The record that several scans share, during editing."""

    def __init__(self, indices: Iterable[int]) -> None:
        super().__init__()
        self.indices = tuple(indices)
        self.saves_under_way = 0
        """How many actions are saving what was typed here."""
        self.own: dict[int, dict[str, Any]] = {}
        """Values that are to be saved in one scan alone, by its number."""
        self._records: dict[int, ExposureRecord] = {}
        """The records that can be read, by the scans' numbers."""
        self._followed: dict[int, _Before] = {}
        """What was typed before a step that changed single scans, by the steps before it."""
        self._emptied_before: dict[int, set[str]] = {}
        """The fields emptied in all scans before a step, by the steps before it."""
        self._mixed: frozenset[str] = frozenset()
        self._counted: dict[str, Values] = {}
        self._emptied: set[str] = set()

    @property
    def state(self) -> State:
        state = super().state
        return State.SAVING if self.saves_under_way and state is State.LOADED else state

    @property
    def unsaved(self) -> bool:
        return self.kept is not None and bool(self._emptied or self.own or super().unsaved)

    # ── what the scans have ──────────────────────────────────────────────────────────────────

    def share(self, records: Mapping[int, ExposureRecord]) -> None:
        """Take what these records share, by the scans' numbers; what was typed stays."""
        self._records = dict(records)
        self._share(self._typed_for_all())

    def _share(self, typed: Mapping[str, Any]) -> None:
        """Take what the records share with the values of their own, and these typed for all."""
        found = shared(self._with_own().values())
        self._mixed, self._counted = found.mixed, {}
        self._emptied &= found.mixed
        self.kept = self.first = found.record
        self.typed = found.record.replace(**typed)

    def _typed_for_all(self) -> dict[str, Any]:
        if self.kept is None:
            return {}
        return {name: self.typed[name] for name in self.kept.changes_to(self.typed)}

    def _with_own(self) -> dict[int, ExposureRecord]:
        """The records with the values that are to be saved in one scan alone."""
        return _replaced(self._records, self.own) if self.own else self._records

    def mixed(self, name: str) -> Mixed | None:
        if name not in self._mixed or self.text(name):
            return None
        return Mixed(name in self._emptied, lambda: self.values(name))

    def values(self, name: str) -> Values:
        """The field's values in the scans."""
        if name not in self._counted:
            self._counted[name] = values_in([*self._with_own().values()], [name])[0]
        return self._counted[name]

    # ── what is to be saved ──────────────────────────────────────────────────────────────────

    def changes(self) -> dict[int, dict[str, Any]]:
        """What is to be saved in each scan: None empties a field."""
        assert self.kept is not None
        common = self._common()
        if not common and not self.own:
            return {}
        each = {index: self.own.get(index, {}) | common for index in self.indices}
        return {index: values for index, values in each.items() if values}

    def _common(self) -> dict[str, Any]:
        """What is to be saved in all of them."""
        assert self.kept is not None
        new = self.to_save()
        emptied = {name: None for name in self._emptied if not self.text(name)}
        return {name: new[name] for name in self.kept.changes_to(new)} | emptied

    def as_typed(self, index: int, record: ExposureRecord) -> ExposureRecord:
        """That record with what is to be saved in that scan, if it is one of these."""
        nothing = not (self.own or self._emptied) and self.typed == self.kept
        if self.kept is None or nothing or index not in self._records:
            return record
        return record.replace(**(self.own.get(index, {}) | self._common()))

    def put_each(self, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Set values of its own in each scan, as one step, over all that was typed for them."""
        assert self.kept is not None
        for name in {name for each in values.values() for name in each} & self.wrong.keys():
            del self.wrong[name]
            self.typed[name] = self.kept[name]
        for index in values.keys() - self._records.keys():  # its save will fail, and be reported
            self.own.setdefault(index, {}).update(values[index])
        self.follow([values.get(index, {}) for index in self._records])

    def records_now(self) -> list[ExposureRecord]:
        return [*_replaced(self._records, self.changes()).values()]

    def records_before(self, name: str) -> list[ExposureRecord]:
        assert self.kept is not None
        text, records = self._before_typing(name), self.records_now()
        for record, before in zip(records, self._with_own().values(), strict=True):
            if text == self.kept.show(name):  # nothing was typed for all
                record[name] = before[name]
            elif text is not None:
                record[name] = settled(name, text)
        return records

    def follow(self, values: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        """Set these values in each scan, as one step, but not over an invalid text.

        What they set replaces what was typed for all. Returns the names of the fields.
        """
        self.leave()
        names = tuple(dict.fromkeys(n for each in values for n in each if n not in self.wrong))
        if not names:
            return ()
        typed, changes = self._typed_for_all(), self.changes()
        self._remember(names)
        for index, each in zip(self._records, values, strict=True):
            before = changes.get(index, {})
            given = {n: each.get(n, before.get(n)) for n in names if n in each or n in before}
            if given:
                self.own.setdefault(index, {}).update(given)
        self._emptied -= {*names}
        self._share({name: value for name, value in typed.items() if name not in names})
        return names

    def _remember(self, names: Iterable[str]) -> None:
        """Begin a step that changes these fields in each scan."""
        own = {index: dict(values) for index, values in self.own.items()}
        before = _Before(own, set(self._emptied), self._typed_for_all())
        self._followed[len(self._steps)] = before
        self._take_step({name: self.text(name) for name in names})

    def step_back(self) -> tuple[str, ...]:
        """Undo the last step; returns its fields."""
        before = self._followed.pop(len(self._steps) - 1, None)
        if before is None:
            emptied = self._emptied_before.pop(len(self._steps) - 1, None)
            names = super().step_back()
            if emptied is not None:
                self._emptied = emptied & self._mixed
            return names
        self._writing = None
        self.own, self._emptied = before.own, before.emptied
        self._share(before.typed)
        return tuple(self._steps.pop().texts)

    def asked(self) -> None:
        """All that was typed is being saved: typing goes on from there."""
        assert self.kept is not None
        new = self.to_save()
        names = {*self.kept.changes_to(new), *self._emptied}
        self._records = _replaced(self._records, self.changes())
        self._mixed -= names
        self._emptied.clear()
        self.own = {}
        self.kept = self.first = new
        self.problem = ""
        self._steps.clear()
        self._followed.clear()
        self._emptied_before.clear()

    def propose(self, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Take over what could not be saved: as typed where it is the same for all scans."""
        names = dict.fromkeys(name for each in values.values() for name in each)
        for name in names:
            given = [values.get(index, {}) for index in self.indices]
            first = given[0].get(name)
            if all(name in each and each[name] == first for each in given):
                if first is None and name in self._mixed:
                    self._emptied.add(name)
                else:
                    self.typed[name] = first
                continue
            for index, each in zip(self.indices, given, strict=True):
                if name in each:
                    self.own.setdefault(index, {})[name] = each[name]

    def empty(self, name: str) -> None:
        """Empty a mixed field in all scans, as one step."""
        self._take_step({name: self.text(name)})
        super()._take_text(name, "")
        self._emptied.add(name)

    def put(self, values: Mapping[str, Any]) -> None:
        super().put(values)
        self._emptied -= values.keys()

    def put_first(self) -> None:
        """Drop all that was typed, as one step; another has what each scan was to get."""
        if self.own:
            typed = self._typed_for_all()
            self._remember({name for values in self.own.values() for name in values})
            self.own = {}
            self._share(typed)
        for name in tuple(self._emptied):
            self._take_step({name: ""})
        self._emptied.clear()
        super().put_first()

    def _take_step(self, step: dict[str, str]) -> None:
        self._emptied_before[len(self._steps)] = set(self._emptied)
        super()._take_step(step)

    def _take_typed(self, name: str, text: str) -> None:
        kept = self._emptied - {name}
        super()._take_typed(name, text)
        self._emptied |= kept

    def _take_text(self, name: str, text: str) -> None:
        self._emptied.discard(name)
        super()._take_text(name, text)


def _replaced(
    records: Mapping[int, ExposureRecord], values: Mapping[int, Mapping[str, Any]]
) -> dict[int, ExposureRecord]:
    """The records with these values, by the scans' numbers."""
    return {index: record.replace(**values.get(index, {})) for index, record in records.items()}
