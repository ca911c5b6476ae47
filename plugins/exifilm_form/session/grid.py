"""Which scans the grid shows, in which order, and how the selection moves in that order.

The query is the core's, so the grid finds what `exifilm find` finds. It asks the records in memory,
as typed or as last read; a scan not read yet joins once it is read. Ten thousand records take some
tenths of a second, so `go_on` judges them a few at a time, and the scans shown change at the end.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from exifilm_core.kinds import Text
from exifilm_core.kinds.folding import folded
from exifilm_core.record import ExposureRecord
from exifilm_core.record.query import Query, asked, searched
from exifilm_form.session.all_scans import AllScans
from exifilm_form.session.host import HostScan, shown_name
from exifilm_form.session.selection import Selection
from exifilm_form.session.texts import ngettext, translated
from exifilm_form.session.typed_query import arguments_of

NUMBER = ExposureRecord.image_id.name
_NATURAL = Text(numbered=True)
"""The order of texts that have none of their own: scan 9 before scan 10."""
_A_FEW = 20
"""Scans judged between two looks at the clock."""


class Order(NamedTuple):
    """What the scans are sorted by."""

    field: str = ""
    """A field's name; "": the order of the list, which is that of the files' names."""
    descending: bool = False


class Editing(Protocol):
    """What this needs of the session."""

    scans: Sequence[HostScan]
    all: AllScans
    selection: Selection


class Grid:
    """The scans that match a query, in an order. The main thread alone may use it."""

    def __init__(self, editing: Editing) -> None:
        self._editing = editing
        self._everything = range(len(editing.scans))
        self.shown: Sequence[int] = self._everything
        """The scans in the grid, by their numbers in the list, in its order."""
        self._places: dict[int, int] | None = None
        self.order = Order()
        self._query = Query()
        self.problem = ""
        """What is wrong with the query as typed; the grid still shows what the last one found."""
        self._due: dict[int, None] = {}
        self._found: set[int] = set()
        self._keys: dict[int, float | str | None] = {}
        self._texts: dict[int, str] = {}
        """The texts of scans in which a search has looked for words."""

    # ── which scans, in which order ──────────────────────────────────────────────────────────

    def seek(self, text: str) -> bool:
        """Show the scans that match words and conditions; then call `go_on` until it is done.

        Returns whether that is another query than before, and a valid one.
        """
        found = asked(arguments_of(text))
        self.problem = translated(found.problems[0]) if found.problems else ""
        if found.problems or found.query == self._query:
            return False
        self._query = found.query
        self._begin()
        return True

    def sort(self, order: Order) -> bool:
        """Sort the scans by a field; then call `go_on` until it is done.

        Returns whether that is another order than before.
        """
        if order == self.order:
            return False
        if order.field != self.order.field:
            self._keys.clear()
        self.order = order
        self._begin()
        return True

    def stands(self, index: int) -> None:
        """The record of that scan is another, or was read; `go_on` puts the scan in its place."""
        self._texts.pop(index, None)
        if not self._is_plain:
            self._due[index] = None

    @property
    def is_due(self) -> bool:
        """Whether `go_on` has something to do."""
        return bool(self._due)

    def go_on(self, seconds: float) -> bool:
        """Judge scans for about this time; returns whether the scans shown are others now."""
        end, waiting = time.monotonic() + seconds, list(self._due)
        for at in range(0, len(waiting), _A_FEW):
            for index in waiting[at : at + _A_FEW]:
                self._judge(index)
                del self._due[index]
            if time.monotonic() > end:
                break
        return not self._due and self._arrange()

    @property
    def _is_plain(self) -> bool:
        return not any(self._query) and not self.order.field

    def _begin(self) -> None:
        self._due = dict.fromkeys(self._everything)

    def _judge(self, index: int) -> None:
        record = self._editing.all.record(index)
        if self._matches(index, record):
            self._found.add(index)
        else:
            self._found.discard(index)
        if self.order.field:
            self._keys[index] = self._key(index, record)

    def _matches(self, index: int, record: ExposureRecord | None) -> bool:
        if not any(self._query):
            return True
        if record is None or not self._query.holds(record):
            return False
        if not self._query.words:
            return True
        if index not in self._texts:
            scan = self._editing.scans[index]
            self._texts[index] = searched(record, scan.path.name if scan.path else scan.name)
        return self._query.has_words_in(self._texts[index])

    def _key(self, index: int, record: ExposureRecord | None) -> float | str | None:
        """What the scan is sorted by; None for no value. All of one field can be compared."""
        name = self.order.field
        value = record[name] if record else None
        if value is None and name == NUMBER:
            value = self._editing.all.number(index)[0] or None
        if value is None:
            return None
        kind = ExposureRecord.field(name).kind
        key: float | str = (
            kind.span(value)[0] if kind.ordered else _NATURAL.span(folded(kind.show(value)))[0]
        )
        return key

    def _arrange(self) -> bool:
        """Put the scans that match in their order, those without a value last."""
        before = self.shown
        if self._is_plain and not self.order.descending:
            self.shown = self._everything
        else:
            found, keys = sorted(self._found), self._keys
            if self.order.field:
                valued = [index for index in found if keys[index] is not None]
                valued.sort(key=keys.__getitem__, reverse=self.order.descending)  # type: ignore[arg-type]
                self.shown = valued + [index for index in found if keys[index] is None]
            else:
                self.shown = found[::-1] if self.order.descending else found
        self._places = None
        return list(before) != list(self.shown)

    # ── where they are ───────────────────────────────────────────────────────────────────────

    def place(self, index: int) -> int:
        """The place of a scan in the grid, -1 if it is not shown."""
        if self._places is None:
            self._places = {each: place for place, each in enumerate(self.shown)}
        return self._places.get(index, -1)

    def ordered(self, indices: Iterable[int]) -> tuple[int, ...]:
        """These scans in the order of the grid; those that it does not show follow."""
        shown = len(self.shown)

        def place(index: int) -> tuple[int, int]:
            at = self.place(index)
            return (shown if at < 0 else at), index

        return tuple(sorted(indices, key=place))

    def count_in_words(self) -> str:
        """How many scans are shown and selected: "23 of 120 scans · 5 selected"."""
        shown, all_ = len(self.shown), len(self._everything)
        if shown == all_:
            words = ngettext("{count} scan", "{count} scans", all_).format(count=all_)
        else:
            words = ngettext("{shown} of {count} scan", "{shown} of {count} scans", all_)
            words = words.format(shown=shown, count=all_)
        chosen = self._editing.selection.chosen
        hidden = sum(1 for index in chosen if self.place(index) < 0)
        if len(chosen) > 1:
            said = ngettext("{count} selected", "{count} selected", len(chosen))
            words += " · " + said.format(count=len(chosen))
            if hidden:
                said = ngettext("{count} of them hidden", "{count} of them hidden", hidden)
                words += ", " + said.format(count=hidden)
        return words

    # ── the selection ────────────────────────────────────────────────────────────────────────

    def is_selected(self, index: int) -> bool:
        """Whether the scan is among those selected."""
        return index in self._editing.selection.chosen

    def selected_and_shown(self) -> frozenset[int]:
        """The selected scans that the grid shows."""
        chosen = self._editing.selection.chosen
        return frozenset(index for index in chosen if self.place(index) >= 0)

    def open_alone(self) -> Selection:
        """The open scan alone."""
        return Selection.only(self._editing.selection.open)

    def everything(self) -> Selection:
        """All scans shown."""
        return self.of(self.shown)

    def of(self, indices: Iterable[int]) -> Selection:
        """These scans; the open one stays open if it is among them, else the first shown is."""
        selection, chosen = self._editing.selection, frozenset(indices)
        if not chosen:
            return selection
        first = selection.open if selection.open in chosen else min(chosen, key=self.place)
        return Selection(first, chosen, first)

    def toggled(self, index: int) -> Selection:
        """With this scan too, or without it if it was selected; one always stays.

        Scans that the grid does not show are selected no longer: nobody would see that they are.
        """
        chosen = self.selected_and_shown() ^ {index}
        if not chosen:
            return Selection.only(index)
        here = self.place(index)
        nearest = min(chosen, key=lambda each: (each != index, abs(self.place(each) - here)))
        return Selection(nearest, chosen, index)

    def extended(self, index: int, cursor: int = -1, *, adding: bool = False) -> Selection:
        """All scans shown from the anchor to this one; `adding`: and those selected before.

        If the grid does not show the anchor, they begin at the open scan, or else at the `cursor`.
        """
        selection = self._editing.selection
        begins = (selection.anchor, selection.open, cursor, index)
        anchor = next(each for each in begins if self.place(each) >= 0)
        first, last = sorted((self.place(anchor), self.place(index)))
        chosen = frozenset(self.shown[first : last + 1])
        if adding:
            chosen |= self.selected_and_shown()
        return Selection(index, chosen, anchor)

    def name(self, index: int) -> str:
        """The name of the scan's file, or of the host's image."""
        return shown_name(self._editing.scans[index])
