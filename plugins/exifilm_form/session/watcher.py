"""What a session tells its listener, which is the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol


class Watcher(Protocol):
    """The listener of a session; the form implements it."""

    def opened(self) -> None:
        """Another scan is open, or the open one has another record: fill in all of it."""

    def called_back(self) -> None:
        """A failed save reopened a scan; the next keys were meant for another."""

    def wrote(self, names: Iterable[str]) -> None:
        """These fields of the open scan changed, but not by typing."""

    def undone(self, names: Sequence[str], words: str) -> None:
        """These fields, in the order of the form, are as before a step or an action.

        `words` tell which; they are "" for an action, which tells so when it is done.
        """

    def stands(self, index: int) -> None:
        """The state of that scan, or its row in the list, changed."""

    def said(self, index: int, words: str) -> None:
        """A successful save has a message."""
