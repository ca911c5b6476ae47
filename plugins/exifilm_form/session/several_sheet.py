"""The sheet of several scans: what their records share, and what was typed for all of them.

It is a `SheetState` whose `kept` record is what the scans share. A field in which they differ is
empty there, and mixed. What was typed is the difference to that record, so a field that nobody
touched changes nothing. To empty a mixed field is a choice of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exifilm_core.record import ExposureRecord
from exifilm_core.record.shared import Values, shared, values_in
from exifilm_form.session.sheet_state import Mixed, SheetState, State


class SeveralSheet(SheetState):
    """The record that several scans share, during editing."""

    def __init__(self, indices: Iterable[int]) -> None:
        super().__init__()
        self.indices = tuple(indices)
        self.saves_under_way = 0
        """How many actions are saving what was typed here."""
        self.own: dict[int, dict[str, Any]] = {}
        """Values that are to be saved in one scan alone, by its number."""
        self._records: Sequence[ExposureRecord] = ()
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

    def share(self, records: Sequence[ExposureRecord]) -> None:
        """Take what these records share; what was typed stays."""
        found = shared(records)
        typed: dict[str, Any] = {}
        if self.kept is not None:
            typed = {name: self.typed[name] for name in self.kept.changes_to(self.typed)}
        self._records, self._mixed, self._counted = records, found.mixed, {}
        self._emptied &= found.mixed
        self.kept = self.first = found.record
        self.typed = found.record.replace(**typed)

    def mixed(self, name: str) -> Mixed | None:
        if name not in self._mixed or self.text(name):
            return None
        return Mixed(name in self._emptied, lambda: self.values(name))

    def values(self, name: str) -> Values:
        """The field's values in the scans."""
        if name not in self._counted:
            self._counted[name] = values_in(self._records, [name])[0]
        return self._counted[name]

    # ── what is to be saved ──────────────────────────────────────────────────────────────────

    def changes(self) -> dict[int, dict[str, Any]]:
        """What is to be saved in each scan: None empties a field."""
        assert self.kept is not None
        new = self.to_save()
        common = {name: new[name] for name in self.kept.changes_to(new)}
        common |= {name: None for name in self._emptied if not self.text(name)}
        if not common and not self.own:
            return {}
        each = {index: self.own.get(index, {}) | common for index in self.indices}
        return {index: values for index, values in each.items() if values}

    def asked(self) -> None:
        """All that was typed is being saved: typing goes on from there."""
        assert self.kept is not None
        new = self.to_save()
        names = {*self.kept.changes_to(new), *self._emptied}
        self._mixed -= names
        self._emptied.clear()
        self.own = {}
        self.kept = self.first = new
        self.problem = ""
        self._steps.clear()

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
        """Drop all that was typed, as one step."""
        for name in tuple(self._emptied):
            self._take_step({name: ""})
        self._emptied.clear()
        self.own = {}
        super().put_first()

    def step_back(self) -> tuple[str, ...]:
        # A step's first field is the one typed in; a choice for one that it filled comes back.
        kept = self._emptied.intersection([*self.last_step.texts][1:])
        names = super().step_back()
        self._emptied |= kept
        return names

    def _take_typed(self, name: str, text: str) -> None:
        kept = self._emptied - {name}
        super()._take_typed(name, text)
        self._emptied |= kept

    def _take_text(self, name: str, text: str) -> None:
        self._emptied.discard(name)
        super()._take_text(name, text)
