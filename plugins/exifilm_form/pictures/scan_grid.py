"""The grid of scans: small pictures with texts, of which only those in view exist.

Its cells lie on one long page, which the scrolled window around it moves. A cell that leaves the
view is lent to a scan that enters it. So ten thousand scans cost no more than a screenful.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from exifilm_form.gtk import Atk, Gdk, GLib, GObject, Gtk
from exifilm_form.pictures.grid_cell import GAP, LINES, PAD, Card, GridCell
from exifilm_form.pictures.loading import Loader
from exifilm_form.session.failures import in_words
from exifilm_form.session.host import HostScan

SIZES = (6.5, 8.5, 11.0, 14.5, 19.0)
"""The widths of a picture's frame to choose from, in heights of a line."""
_ASPECT = 0.75


class ScanGrid(Gtk.Layout):
    """Cells for the scans `shown`. `grid_keys.py` and `rubber_band.py` choose among them."""

    __gsignals__ = {"laid": (GObject.SignalFlags.RUN_LAST, None, ())}  # noqa: RUF012

    def __init__(self, scans: Sequence[HostScan], card: Callable[[int], Card]) -> None:
        """`card(index)` gives the texts of a scan."""
        super().__init__(can_focus=True, hexpand=True, vexpand=True)
        self._scans, self._card = scans, card
        self.shown: Sequence[int] = ()
        self._place: Callable[[int], int] = lambda _index: -1
        self.cursor = -1
        """The scan that has the keyboard's focus, -1 for none."""
        self._selected: Collection[int] = frozenset()
        self._drawn: Collection[int] | None = None
        self._cells: dict[int, GridCell] = {}
        self._spare: list[GridCell] = []
        self._size = 1
        self._columns = 1
        self._cell = self._picture = (1, 1)
        self._laid_in = (0, 0)
        self._due = 0
        self.loader = Loader(self._cells.__contains__, self._on_loaded)
        self._why: dict[int, str] = {}
        """Why there is no picture, by the number of the scan."""
        accessible = self.get_accessible()
        accessible.set_role(Atk.Role.LIST)
        self.connect("size-allocate", self._on_allocate)
        self.connect("style-updated", lambda *_of: self._measure())
        self.connect("direction-changed", lambda *_of: self._start_over())
        self.connect("notify::scale-factor", lambda *_of: self._start_over())
        for event in ("focus-in-event", "focus-out-event"):
            self.connect_after(event, self._on_focus)
        self.connect("destroy", self._on_destroy)
        self._measure()

    # ── contents ─────────────────────────────────────────────────────────────────────────────

    def show_scans(self, shown: Sequence[int], place: Callable[[int], int]) -> None:
        """Show these scans in this order; `place(index)` is a scan's place in it, or -1."""
        self.shown, self._place = shown, place
        self._lay_out()

    def mark(self, selected: Collection[int], cursor: int) -> None:
        """Mark these scans as selected; the cursor has the focus ring."""
        self._selected, self._drawn = selected, None
        moved = cursor != self.cursor
        self.cursor = cursor
        self._show_states()
        if moved and (cell := self._cells.get(cursor)):
            self.get_accessible().emit(
                "active-descendant-changed", cell.get_accessible().__gpointer__
            )

    def move_cursor(self, cursor: int) -> None:
        """Move the focus ring alone."""
        self.mark(self._selected, cursor)

    def show_selected(self, selected: Collection[int] | None) -> None:
        """Draw these as selected for the time being; None: those that are."""
        self._drawn = selected
        self._show_states()

    def refresh(self, index: int) -> None:
        """The record of that scan is another."""
        if cell := self._cells.get(index):
            cell.lend(index, self._card(index))

    def refresh_all(self) -> None:
        """The texts of all scans are others."""
        for index in self._cells:
            self.refresh(index)

    def show_positives(self, wanted: bool) -> None:
        """Show scans of negatives as positives, or as they are in the files."""
        if self.loader.show_positives(wanted):
            self.lay()

    @property
    def size(self) -> int:
        """Which of the sizes the pictures have."""
        return self._size

    def set_size_of_pictures(self, size: int) -> None:
        """Show the pictures in another of the sizes."""
        self._size = min(max(size, 0), len(SIZES) - 1)
        self._measure()

    @property
    def cells(self) -> dict[int, GridCell]:
        """The existing cells, by the numbers of their scans."""
        return self._cells

    # ── positions ────────────────────────────────────────────────────────────────────────────

    def _measure(self) -> None:
        """Measure the sizes that follow the theme's font."""
        line = self.create_pango_layout("X").get_pixel_size().height
        wide = round(line * SIZES[self._size])
        picture = wide, round(wide * _ASPECT)
        cell = wide + 2 * PAD, picture[1] + 3 * PAD + LINES * line
        if (picture, cell) != (self._picture, self._cell):
            self._picture, self._cell = picture, cell
            self.set_size_request(cell[0] + 2 * GAP, cell[1])
            self._start_over()

    def _start_over(self) -> None:
        """Drop all pictures and cells; make those in view again."""
        self.loader.start_over(self._picture, self.get_scale_factor())
        for cell in [*self._cells.values(), *self._spare]:
            cell.destroy()
        self._cells.clear()
        self._spare.clear()
        self._lay_out()

    def _on_allocate(self, _grid: Gtk.Widget, place: Gdk.Rectangle) -> None:
        """Lay out the cells after GTK has allocated all sizes; none may move before."""
        if (place.width, place.height) != self._laid_in:
            self._laid_in = place.width, place.height
            self._due = self._due or GLib.idle_add(
                self._on_size_given, priority=GLib.PRIORITY_HIGH_IDLE
            )

    def _on_size_given(self) -> bool:
        self._due = 0
        self._lay_out()
        return False

    def _lay_out(self) -> None:
        """Share out the width; keep the scan in the view's upper corner there."""
        room = self.get_allocated_width()
        columns = max((room - GAP) // (self._cell[0] + GAP), 1)
        if columns != self._columns:
            first = self.in_view().start
            self._columns = columns
            value = GAP + first // columns * self._step if first else 0
        else:
            value = self._value
        rows = -(-len(self.shown) // columns)
        whole = GAP + rows * self._step
        self.set_size(max(room, 1), max(whole, 1))
        adjustment = self.get_vadjustment()
        height = self.get_allocated_height()
        adjustment.configure(
            min(value, max(whole - height, 0)), 0, max(whole, height), self._step / 3,
            max(height - self._step, self._step), height,
        )  # fmt: skip
        self.lay()

    @property
    def _step(self) -> int:
        """From one row to the next, in pixels."""
        return self._cell[1] + GAP

    @property
    def _value(self) -> int:
        return int(self.get_vadjustment().get_value())

    @property
    def columns(self) -> int:
        """How many cells are in a row."""
        return self._columns

    @property
    def rows_in_view(self) -> int:
        """How many rows are completely visible, at least one."""
        return max(int(self.get_allocated_height() - GAP) // self._step, 1)

    def rectangle(self, place: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a place on the page."""
        row, column = divmod(place, self._columns)
        room = self.get_allocated_width() - GAP
        left, right = (room * n // self._columns for n in (column, column + 1))
        if self.is_mirrored:
            left, right = room - right, room - left
        return left + GAP, GAP + row * self._step, right - left - GAP, self._cell[1]

    def place_at(self, x: float, y: float) -> int:
        """The place of the cell at a point of the page, -1 for free ground."""
        for place in self.places_in(x, y, x, y):
            return place
        return -1

    def places_in(self, x: float, y: float, x2: float, y2: float) -> list[int]:
        """The places of the cells that a rectangle between two points of the page touches."""
        (left, right), (top, bottom) = sorted((x, x2)), sorted((y, y2))
        rows = range(max(int(top - GAP) // self._step, 0), int(bottom - GAP) // self._step + 1)
        found = []
        for place in range(
            rows.start * self._columns, min(rows.stop * self._columns, len(self.shown))
        ):
            at, under, width, height = self.rectangle(place)
            if at < right + 1 and left < at + width and under < bottom + 1 and top < under + height:
                found.append(place)
        return found

    @property
    def is_mirrored(self) -> bool:
        """Whether one reads from the right to the left."""
        return bool(self.get_direction() == Gtk.TextDirection.RTL)

    def in_view(self) -> range:
        """The places that are at least partly visible."""
        height = self.get_allocated_height()
        if height <= 1:
            return range(0)
        first = max((self._value - GAP) // self._step, 0) * self._columns
        last = ((self._value + height - GAP) // self._step + 1) * self._columns
        return range(min(first, len(self.shown)), min(last, len(self.shown)))

    def scroll_to(self, index: int) -> None:
        """Scroll a scan into view, as far as needed."""
        if (place := self._place(index)) >= 0 and self.get_allocated_height() > 1:
            _left, top, _width, height = self.rectangle(place)
            self.get_vadjustment().clamp_page(top - GAP, top + height + GAP)

    # ── cells ────────────────────────────────────────────────────────────────────────────────

    def lay(self) -> None:
        """Place cells in view, free those out of view, and request pictures."""
        in_view = {self.shown[place]: place for place in self.in_view()}
        for index in [index for index in self._cells if index not in in_view]:
            self._put_away(self._cells.pop(index))
        for index, place in in_view.items():
            cell = self._cells.get(index) or self._lent(index)
            left, top, width, height = self.rectangle(place)
            if cell.at != (left, top, width):
                cell.at = left, top, width
                cell.set_size_request(width, height)
                self.move(cell, left, top)
            self.loader.ask(index, self._scans[index].path)
        self._show_states()
        self.emit("laid")

    def _lent(self, index: int) -> GridCell:
        if self._spare:
            cell = self._spare.pop()
        else:
            cell = GridCell(self._picture)
            self.put(cell, 0, 0)
        self._cells[index] = cell
        cell.lend(index, self._card(index))
        self._fill(index, cell)
        cell.show()
        return cell

    def _put_away(self, cell: GridCell) -> None:
        cell.hide()
        self._spare.append(cell)

    def _fill(self, index: int, cell: GridCell) -> None:
        """Give a cell the picture of its scan, if it has been loaded."""
        kept = self.loader.kept
        small = kept.get(index)
        cell.show_picture(small and small.shown, self._why.get(index, "") if index in kept else "")

    def _show_states(self) -> None:
        focused = self.has_focus()
        selected = self._selected if self._drawn is None else self._drawn
        for index, cell in self._cells.items():
            cell.show_state(selected=index in selected, focused=focused and index == self.cursor)

    def _on_loaded(self, index: int, error: Exception | None) -> None:
        if error:
            self._why[index] = in_words(error)
        if cell := self._cells.get(index):
            self._fill(index, cell)

    def _on_focus(self, *_of: Any) -> bool:
        self._show_states()
        return False

    def _on_destroy(self, *_of: Any) -> None:
        if self._due:
            GLib.source_remove(self._due)
        self.loader.close()
