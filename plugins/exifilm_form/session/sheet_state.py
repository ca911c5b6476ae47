"""The record of one scan during editing: as opened, as saved, and as typed.

`first` is the opened record, `kept` the record in the scan, `typed` the record to save. `wrong`
keeps invalid texts by their fields' names; they are neither saved nor lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from itertools import count
from typing import Any, NamedTuple

from exifilm_core.errors import Difference, InvalidFieldError
from exifilm_core.record import ExposureRecord
from exifilm_core.record.shared import Values
from exifilm_form.session.texts import in_order, translated


class State(Enum):
    """The state of one scan; the first that applies, in this order."""

    LOADING = "its record has not been read yet"
    UNREADABLE = "its record cannot be read"
    SAVING = "it is being saved"
    CHANGED_ON_DISK = "another program changed it; the photographer has to choose"
    FAILED = "it could not be saved"
    INVALID = "something typed is invalid"
    EDITED = "something typed is not saved yet"
    LOADED = "all that was typed is saved"


CLOSED = (State.LOADING, State.UNREADABLE)
"""The states in which the fields are read-only."""


_moments = count(1)


def moment() -> int:
    """A number above all earlier ones. It tells which of two changes is the later one."""
    return next(_moments)


class Step(NamedTuple):
    """One step of editing: the texts to go back to, and when it was."""

    texts: dict[str, str]
    moment: int


class Wrong(NamedTuple):
    """An invalid text, and the reason."""

    text: str
    reason: str


class Mixed(NamedTuple):
    """That several scans differ in a field, in which nothing was typed."""

    emptied: bool
    """Whether it is to be emptied in all of them."""
    values: Callable[[], Values]
    """Counts the values."""


class SheetState:
    """One scan's record during editing."""

    def __init__(self) -> None:
        self.first: ExposureRecord | None = None
        self.kept: ExposureRecord | None = None
        self.typed = ExposureRecord()
        self.wrong: dict[str, Wrong] = {}
        self.problem = ""
        """Why the last reading or saving failed."""
        self.differences: dict[str, Difference] = {}
        """What another program changed, until the photographer has chosen."""
        self.saving: ExposureRecord | None = None
        """The record that a worker is saving now."""
        self._disk: ExposureRecord | None = None
        self._steps: list[Step] = []
        self._writing: str | None = None

    @property
    def state(self) -> State:
        if self.kept is None:
            return State.UNREADABLE if self.problem else State.LOADING
        if self.saving is not None:
            return State.SAVING
        if self.differences:
            return State.CHANGED_ON_DISK
        if self.problem:
            return State.FAILED
        if self.wrong:
            return State.INVALID
        return State.EDITED if self.unsaved else State.LOADED

    @property
    def unsaved(self) -> bool:
        """Whether the scan still lacks a valid value."""
        return self.kept is not None and self.to_save() != self.kept

    def to_save(self) -> ExposureRecord:
        """The record to save; an invalid text leaves the value that is in the scan."""
        assert self.kept is not None
        return self.typed.replace(**{name: self.kept[name] for name in self.wrong})

    def text(self, name: str) -> str:
        """The text of the field's box."""
        wrong = self.wrong.get(name)
        return wrong.text if wrong else self.typed.show(name)

    def mixed(self, name: str) -> Mixed | None:
        """The field's values, if several scans differ in it; one scan does not."""
        return None

    @property
    def invalid(self) -> tuple[str, ...]:
        """The fields with an invalid entry, in the order of the form."""
        return in_order(self.wrong)

    # ── typing ───────────────────────────────────────────────────────────────────────────────

    def write(self, name: str, text: str) -> Wrong | None:
        """Set the field's text; returns what is wrong with it, if anything."""
        before = self.text(name)
        filled = self._writing == name and len(self.last_step.texts) > 1
        if text != before or filled:  # N+1, after N+1, 7 min: no longer fills the time
            if self._writing != name or not self._steps:
                self._take_step({name: before})
                self._writing = name
            self._take_typed(name, text)
        return self.wrong.get(name)

    def _take_typed(self, name: str, text: str) -> None:
        """Set a text that may fill other fields too; those that it fills no longer come back."""
        step, partners = self._steps[-1].texts, ExposureRecord.field(name).partners
        for each in partners:
            if each in step:
                self._take_text(each, step.pop(each))
        before = {each: self.text(each) for each in partners}
        self._take_text(name, text)
        step.update((each, old) for each, old in before.items() if self.text(each) != old)

    def put(self, values: Mapping[str, Any]) -> None:
        """Set these values, as one step; each replaces its field's text."""
        step = {name: self.text(name) for name in values}
        for name, value in values.items():
            self.typed[name] = value
            self.wrong.pop(name, None)
        if any(self.text(name) != text for name, text in step.items()):
            self._take_step(step)
        self._writing = None

    def records_now(self) -> list[ExposureRecord]:
        """The record as typed; of several scans, that of each."""
        return [self.typed]

    def records_before(self, name: str) -> list[ExposureRecord]:
        """The records as typed, but this field as it was before typing began in it."""
        record = self.typed.replace()
        if (text := self._before_typing(name)) is not None:
            record[name] = settled(name, text)
        return [record]

    def follow(self, values: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        """Set these values of each record, as one step, but not over an invalid text.

        Returns the names of the fields.
        """
        [valid] = [{n: v for n, v in each.items() if n not in self.wrong} for each in values]
        self.put(valid)
        return tuple(valid)

    def _before_typing(self, name: str) -> str | None:
        """The field's text before the typing that is under way in it; None if there is none."""
        return self.last_step.texts.get(name) if self._writing == name else None

    def _take_step(self, step: dict[str, str]) -> None:
        """Remember these texts, to go back to them."""
        self._steps.append(Step(step, moment()))
        self._writing = None

    @property
    def writing(self) -> str | None:
        """The field in which typing is under way."""
        return self._writing

    def leave(self) -> None:
        """End the step: the focus left the field, and the next typing starts another."""
        self._writing = None

    def step_back(self) -> tuple[str, ...]:
        """Undo the last step; returns its fields."""
        self._writing = None
        if not self._steps:
            return ()
        texts = self._steps.pop().texts
        for name, text in texts.items():
            self._take_text(name, text)
        return tuple(texts)

    @property
    def last_step(self) -> Step:
        """The step to undo next; one without fields, before all others, if there is none."""
        return self._steps[-1] if self._steps else Step({}, 0)

    def put_first(self) -> None:
        """Revert to the opened record, as one step."""
        if self.first is not None:
            names = {*self.typed.changes_to(self.first), *self.wrong}
            self.put({name: self.first[name] for name in names})

    def forget_wrong(self) -> None:
        """Drop the invalid texts."""
        self.wrong.clear()

    def _take_text(self, name: str, text: str) -> None:
        try:
            values = ExposureRecord.field(name).written(text)
        except InvalidFieldError as refusal:
            self.wrong[name] = Wrong(text, translated(refusal.problem))
            return
        for filled, value in values.items():
            self.typed[filled] = value
            self.wrong.pop(filled, None)

    # ── reading and saving ───────────────────────────────────────────────────────────────────

    def arrived(self, record: ExposureRecord) -> None:
        """The record was read. Typed values stay, and may need a choice."""
        self.problem = ""
        if self.kept is None or not (self.unsaved or self.wrong):
            self.first = record if self.first is None else self.first
            self.kept, self.typed = record, record.replace()
            self._writing = None
        elif record != self.kept:
            self.changed_on_disk(record)

    def changed_on_disk(self, disk: ExposureRecord) -> None:
        """Another program saved that record; the photographer has to choose what to keep."""
        assert self.kept is not None
        self._disk = disk
        self.differences = {
            name: Difference(
                disk.field(name).label, self.kept.show(name), disk.show(name), self.text(name)
            )
            for name in self.kept.changes_to(disk)
        }
        if not self.differences:
            self.kept = disk

    def is_mine(self, name: str) -> bool:
        """Whether the photographer changed the field that another program changed too."""
        assert self.kept is not None
        return name in self.wrong or self.typed[name] != self.kept[name]

    def choose(self, theirs: Iterable[str]) -> None:
        """Set these fields as they are on disk, by the photographer's choice."""
        assert self._disk is not None
        for name in theirs:
            self.typed[name] = self._disk[name]
            self.wrong.pop(name, None)
        self.kept, self._disk = self._disk, None
        self.differences = {}
        self.problem = ""
        self._steps.clear()
        self._writing = None

    def saved(self, record: ExposureRecord) -> None:
        """The save is done; the scan holds this record now."""
        asked, self.saving = self.saving, None
        assert asked is not None
        for name in asked.changes_to(record):
            if self.typed[name] == asked[name] and name not in self.wrong:
                self.typed[name] = record[name]
        self.kept = record
        self.problem = ""

    def saved_together(self, record: ExposureRecord, names: Iterable[str]) -> None:
        """These fields were saved here and in other scans; what was typed in others stays."""
        assert self.kept is not None
        for name in {*names, *self.kept.changes_to(record)}:
            if name in names or (name not in self.wrong and self.typed[name] == self.kept[name]):
                self.typed[name] = record[name]
                self.wrong.pop(name, None)
        self.kept = record
        if self.differences:
            self.changed_on_disk(record)

    def failed(self, problem: str) -> None:
        """Reading or saving failed; all that was typed stays."""
        self.saving = None
        self.problem = problem


def settled(name: str, text: str) -> Any:
    """The value of a text; None of an invalid one."""
    try:
        return ExposureRecord.field(name).written(text).get(name)
    except InvalidFieldError:
        return None
