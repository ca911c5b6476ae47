"""The mouse in the grid: clicks, with Ctrl and Shift, and the rubber band.

A band begins on free ground, or on a scan that is not selected. With Ctrl or Shift, its scans join
those selected before. At the edge of the view the grid scrolls. The session takes the selection
when the button is released.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from exifilm_form.gtk import Gdk, GLib, Gtk, cairo
from exifilm_form.pictures.scan_grid import ScanGrid
from exifilm_form.session.grid import Grid
from exifilm_form.session.selection import Selection

_SHIFT, _CONTROL = Gdk.ModifierType.SHIFT_MASK, Gdk.ModifierType.CONTROL_MASK
_TICK = 25
"""Milliseconds between two steps while the grid scrolls by itself."""
_FASTEST = 60
"""Pixels of a step."""


class Point(NamedTuple):
    """A point of the grid's page."""

    x: float
    y: float


class RubberBand:
    """Turns the pointer's events into selections."""

    def __init__(
        self,
        sheet: ScanGrid,
        grid: Grid,
        chosen: Callable[[Selection], None],
        entered: Callable[[], None],
    ) -> None:
        """`entered`: go to the form."""
        self._sheet, self._grid = sheet, grid
        self._chosen, self._entered = chosen, entered
        self._start: Point | None = None
        """Where the button was pressed; None while it is not."""
        self._end = Point(0, 0)
        self._held = 0
        self._drawn = False
        self._stays: frozenset[int] = frozenset()
        """What was selected before, and stays so."""
        self._timer = 0
        sheet.add_events(
            Gdk.EventMask.BUTTON_PRESS_MASK
            | Gdk.EventMask.BUTTON_RELEASE_MASK
            | Gdk.EventMask.BUTTON1_MOTION_MASK
        )
        sheet.connect("button-press-event", self._on_press)
        sheet.connect("motion-notify-event", self._on_motion)
        sheet.connect("button-release-event", self._on_release)
        sheet.connect("grab-broken-event", lambda *_of: self.cancel())
        sheet.connect_after("draw", self._on_draw)
        sheet.connect("destroy", lambda *_of: self.cancel())

    def cancel(self) -> bool:
        """Select nothing by this press of the button."""
        if self._timer:
            GLib.source_remove(self._timer)
        if self._drawn:
            self._sheet.show_selected(None)
            self._sheet.queue_draw()
        self._timer, self._start, self._drawn = 0, None, False
        return False

    @property
    def is_drawn(self) -> bool:
        """Whether a band is being drawn."""
        return self._drawn

    # ── the button ───────────────────────────────────────────────────────────────────────────

    def _on_press(self, sheet: ScanGrid, event: Gdk.EventButton) -> bool:
        if event.button != Gdk.BUTTON_PRIMARY:
            return False
        sheet.grab_focus()
        if event.type == Gdk.EventType.DOUBLE_BUTTON_PRESS:
            self.cancel()
            if sheet.place_at(event.x, event.y) >= 0:
                self._entered()
        elif event.type == Gdk.EventType.BUTTON_PRESS:
            self._start = self._end = Point(event.x, event.y)
            self._held = event.state & Gtk.accelerator_get_default_mod_mask()
        return True

    def _on_motion(self, sheet: ScanGrid, event: Gdk.EventMotion) -> bool:
        if self._start is None:
            return False
        self._end = Point(event.x, event.y)
        if not self._drawn:
            start = tuple(map(int, self._start))
            if not sheet.drag_check_threshold(*start, int(event.x), int(event.y)):
                return True
            place = sheet.place_at(*self._start)
            if place >= 0 and self._grid.is_selected(sheet.shown[place]):
                return True
            self._drawn = True
            joins = bool(self._held & (_CONTROL | _SHIFT))
            self._stays = self._grid.selected_and_shown() if joins else frozenset()
            self._timer = GLib.timeout_add(_TICK, self._scroll)
        self._show()
        return True

    def _on_release(self, sheet: ScanGrid, event: Gdk.EventButton) -> bool:
        if self._start is None or event.button != Gdk.BUTTON_PRIMARY:
            return False
        start, drawn, banded = self._start, self._drawn, self._banded()
        self.cancel()
        if drawn:
            self._chosen(self._grid.of(banded))
        elif not sheet.drag_check_threshold(int(start.x), int(start.y), int(event.x), int(event.y)):
            self._click(sheet.place_at(*start))
        return True

    def _click(self, place: int) -> None:
        if place < 0:
            if not self._held:
                self._chosen(self._grid.open_alone())
            return
        index = self._sheet.shown[place]
        if self._held & _SHIFT:
            cursor, adding = self._sheet.cursor, bool(self._held & _CONTROL)
            self._chosen(self._grid.extended(index, cursor, adding=adding))
        elif self._held & _CONTROL:
            self._chosen(self._grid.toggled(index))
        else:
            self._chosen(Selection.only(index))

    # ── the band ─────────────────────────────────────────────────────────────────────────────

    def _banded(self) -> frozenset[int]:
        assert self._start
        places = self._sheet.places_in(*self._start, *self._end)
        return self._stays | {self._sheet.shown[place] for place in places}

    def _show(self) -> None:
        self._sheet.show_selected(self._banded())
        self._sheet.queue_draw()

    def _scroll(self) -> bool:
        """Scroll while the pointer is above the view or below it."""
        adjustment = self._sheet.get_vadjustment()
        value = adjustment.get_value()
        bottom = value + self._sheet.get_allocated_height()
        beyond = min(self._end.y - value, 0) or max(self._end.y - bottom, 0)
        if beyond:
            adjustment.set_value(value + min(max(beyond / 2, -_FASTEST), _FASTEST))
            by = adjustment.get_value() - value
            self._end = Point(self._end.x, self._end.y + by)
            self._show()
        return True

    def _on_draw(self, sheet: ScanGrid, context: cairo.Context) -> bool:
        if self._drawn and self._start:
            style, value = sheet.get_style_context(), sheet.get_vadjustment().get_value()
            (left, right), (top, bottom) = (
                sorted(pair) for pair in zip(self._start, self._end, strict=True)
            )
            style.save()
            style.add_class("rubberband")
            place = left, top - value, right - left, bottom - top
            Gtk.render_background(style, context, *place)
            Gtk.render_frame(style, context, *place)
            style.restore()
        return False
