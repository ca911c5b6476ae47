"""The keyboard in the grid: arrows, Home and End, pages; Shift extends, Ctrl moves the focus alone.

They act as in a file manager. What they select, the session takes at once.
"""

from __future__ import annotations

from collections.abc import Callable

from exifilm_form.gtk import Gdk, Gtk
from exifilm_form.pictures.scan_grid import ScanGrid
from exifilm_form.session.grid import Grid
from exifilm_form.session.selection import Selection

_SHIFT, _CONTROL = Gdk.ModifierType.SHIFT_MASK, Gdk.ModifierType.CONTROL_MASK


class GridKeys:
    """Turns key presses into selections. Keys that are not for the grid go on to the window."""

    def __init__(
        self,
        sheet: ScanGrid,
        grid: Grid,
        chosen: Callable[[Selection], None],
        entered: Callable[[], None],
        typed: Callable[[Gdk.EventKey], None],
    ) -> None:
        """`entered`: go to the form; `typed`: a letter, which is for the search."""
        self._sheet, self._grid = sheet, grid
        self._chosen, self._entered, self._typed = chosen, entered, typed
        sheet.connect("key-press-event", self._on_key)

    def _on_key(self, _sheet: Gtk.Widget, event: Gdk.EventKey) -> bool:
        held = event.state & Gtk.accelerator_get_default_mod_mask()
        key = Gdk.keyval_to_lower(event.keyval)
        if held & ~(_SHIFT | _CONTROL):
            return False
        if key in (Gdk.KEY_Return, Gdk.KEY_KP_Enter, Gdk.KEY_ISO_Enter) and not held:
            self._enter()
        elif key == Gdk.KEY_Escape and not held:
            self._chosen(self._grid.open_alone())
        elif key == Gdk.KEY_a and held == _CONTROL:
            self._chosen(self._grid.everything())
        elif key in (Gdk.KEY_space, Gdk.KEY_KP_Space):
            self._space(held)
        elif (place := self._place_by(key)) is not None:
            self._go(place, held)
        elif not held & _CONTROL and Gdk.keyval_to_unicode(event.keyval) > ord(" "):
            self._typed(event)
        else:
            return False
        return True

    def _enter(self) -> None:
        """Go to the form of what is selected; of the focused scan, if it is not among that."""
        cursor = self._sheet.cursor
        if self._grid.place(cursor) >= 0 and not self._grid.is_selected(cursor):
            self._chosen(Selection.only(cursor))
        self._entered()

    def _space(self, held: int) -> None:
        cursor = self._sheet.cursor
        if self._grid.place(cursor) < 0:
            return
        if held & _SHIFT:
            self._chosen(self._grid.extended(cursor, adding=bool(held & _CONTROL)))
        elif held & _CONTROL:
            self._chosen(self._grid.toggled(cursor))
        else:
            self._chosen(Selection.only(cursor))

    def _place_by(self, key: int) -> int | None:
        """The place to which a key leads; None if it leads nowhere."""
        columns, last = self._sheet.columns, len(self._sheet.shown) - 1
        onward = -1 if self._sheet.is_mirrored else 1
        page = self._sheet.rows_in_view * columns
        steps = {
            **dict.fromkeys((Gdk.KEY_Right, Gdk.KEY_KP_Right), onward),
            **dict.fromkeys((Gdk.KEY_Left, Gdk.KEY_KP_Left), -onward),
            **dict.fromkeys((Gdk.KEY_Down, Gdk.KEY_KP_Down), columns),
            **dict.fromkeys((Gdk.KEY_Up, Gdk.KEY_KP_Up), -columns),
            **dict.fromkeys((Gdk.KEY_Page_Down, Gdk.KEY_KP_Page_Down), page),
            **dict.fromkeys((Gdk.KEY_Page_Up, Gdk.KEY_KP_Page_Up), -page),
            **dict.fromkeys((Gdk.KEY_Home, Gdk.KEY_KP_Home), -last),
            **dict.fromkeys((Gdk.KEY_End, Gdk.KEY_KP_End), last),
        }
        if key not in steps:
            return None
        here = self._grid.place(self._sheet.cursor)
        if here < 0:
            return 0
        there = here + steps[key]
        if steps[key] in (columns, -columns) and not 0 <= there <= last:
            # Down from above a gap in the last row leads to its end; Up in the first row, nowhere.
            below = there > last and here // columns < last // columns
            return last if below else here
        return min(max(there, 0), last)

    def _go(self, place: int, held: int) -> None:
        if not 0 <= place < len(self._sheet.shown):
            return
        index = self._sheet.shown[place]
        if held & _SHIFT:
            cursor, adding = self._sheet.cursor, bool(held & _CONTROL)
            self._chosen(self._grid.extended(index, cursor, adding=adding))
        elif held & _CONTROL:
            self._sheet.move_cursor(index)
        else:
            self._chosen(Selection.only(index))
        self._sheet.scroll_to(index)
