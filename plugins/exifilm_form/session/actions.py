"""An action on several scans: what it saves or undoes, how far it has come, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from exifilm_core.record import ExposureRecord
from exifilm_form.session.field_counts import in_scans_shortly
from exifilm_form.session.several_sheet import SeveralSheet
from exifilm_form.session.texts import in_order


class Saved:
    """What an action has saved: the scans' saves in the journal, to be undone together."""

    def __init__(self) -> None:
        self.saves: dict[int, str] = {}
        self.changed: dict[int, tuple[str, ...]] = {}
        """The fields that it changed in each of these scans, undone by now or not."""
        self.moment = 0
        """When the last of them was asked for."""

    def in_words(self, indices: Iterable[int]) -> str:
        """The fields that it changed in these scans; "" for none."""
        return in_scans_shortly(self.changed.get(index, ()) for index in indices)

    def fields_in(self, indices: Iterable[int]) -> tuple[str, ...]:
        """The fields that it changed in these scans and could undo, in the order of the form."""
        return in_order(
            {name for index in indices if index in self.saves for name in self.changed[index]}
        )


class Action:
    """The values that each scan gets, or the saves that are undone; and how far it has come."""

    def __init__(self, indices: Iterable[int], saved: Saved, sheet: SeveralSheet | None) -> None:
        self.indices = tuple(indices)
        self.saved, self.sheet = saved, sheet
        self.values: Mapping[int, Mapping[str, Any]] = {}
        self.before: Mapping[int, ExposureRecord] = {}
        """The records to which the values go, as far as they are known."""
        self.undoes = False
        self.words = ""
        """What it does, while it is under way."""
        self.stopped = False
        self.done = 0
        """How many scans have a result."""
        self.problems: dict[int, str] = {}
        self.left: list[int] = []
        """The scans that were left because the action was cancelled."""
        self.warnings: dict[str, None] = {}
        self.invalid: tuple[str, ...] = ()
        """The fields that were left out, because what was typed is invalid."""


class Progress(NamedTuple):
    """How far the present action has come."""

    words: str
    done: int
    of: int
    stops: bool
    """Whether it was cancelled, and ends after the scans that are just being saved."""
