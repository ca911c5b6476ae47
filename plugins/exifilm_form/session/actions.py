"""An action on several scans: what it saves or undoes, how far it has come, and its words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from exifilm_form.session.several_sheet import SeveralSheet
from exifilm_form.session.texts import fields_in_words, in_order, ngettext


class Saved:
    """What an action has saved: the scans' saves in the journal, to be undone together."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = in_order(names)
        """The fields that it set, in the order of the form."""
        self.saves: dict[int, str] = {}
        self.moment = 0
        """When the last of them was asked for."""


class Action:
    """The values that each scan gets, or the saves that are undone; and how far it has come."""

    def __init__(self, indices: Iterable[int], saved: Saved, sheet: SeveralSheet | None) -> None:
        self.indices = tuple(indices)
        self.saved, self.sheet = saved, sheet
        self.values: Mapping[int, Mapping[str, Any]] = {}
        self.undoes = False
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


def fields_and_scans(names: Collection[str], scans: int) -> str:
    """The fields and the number of scans: "Lens, Aperture in 20 scans", "9 fields in 36 scans"."""
    words = ngettext("{fields} in {count} scan", "{fields} in {count} scans", scans)
    return words.format(fields=fields_in_words(names), count=scans)
