"""Help for the field under the pointer, where it does not cover the row below.

GTK puts a tooltip under its widget, over the next row. So this tip is a popover above the field. If
there is no room above, it appears at the field's side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exifilm_form.gtk import Gdk, Gtk, Pango

Words = Callable[[], tuple[str, str]]
_WIDTH = 60
"""The most letters in a line."""
_OTHER_INPUT = ("key-press-event", "button-press-event", "scroll-event")
_GONE = ("leave-notify-event", "unmap")


class Tip:
    """The only tip of a form; it shows help for the field under the pointer."""

    def __init__(self) -> None:
        self.popover: Gtk.Popover | None = None
        self._shown_for: Gtk.Widget | None = None
        self._ended_at: tuple[int, int] | None = None
        """Where the pointer was at the last other input; GTK asks again as long as it rests."""
        self._value = _line("value")
        self._help = _line("dimmed")

    def serve(self, writing: Gtk.Widget, words: Words) -> None:
        """Show `words()`, a value and help, when the pointer rests on the widget."""
        writing.set_has_tooltip(True)
        writing.connect("query-tooltip", self._on_rest, words)
        for signal in _OTHER_INPUT:
            writing.connect(signal, self._on_end, self.hide)
        for signal in _GONE:
            writing.connect(signal, self._on_end, self._close)

    def _on_rest(
        self, writing: Gtk.Widget, _x: int, _y: int, by_key: bool, _tip: Gtk.Tooltip, words: Words
    ) -> bool:
        if self.popover is None:
            self.popover = self._make(writing)
        if self._ended_at == _pointer():
            return False
        if not by_key and not (self.popover.get_visible() and self._shown_for is writing):
            self._show(writing, *words())
        return False

    def _on_end(self, writing: Gtk.Widget, *event: Any) -> bool:
        if self._shown_for is writing:
            *_event, end = event
            end()
        return False

    def hide(self) -> None:
        """Hide the tip after other input, until the pointer moves."""
        self._ended_at = _pointer()
        self._close()

    def _close(self) -> None:
        if self.popover and self.popover.get_visible():
            self.popover.hide()

    def _make(self, writing: Gtk.Widget) -> Gtk.Popover:
        lines = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, margin=6)
        for line in (self._value, self._help):
            lines.pack_start(line, False, False, 0)
        lines.show()
        popover = Gtk.Popover(relative_to=writing, modal=False, can_focus=False)
        popover.get_style_context().add_class("tip")
        popover.add(lines)
        return popover

    def _show(self, writing: Gtk.Widget, value: str, words: str) -> None:
        assert self.popover
        self._shown_for = writing
        for line, text in ((self._value, value), (self._help, words)):
            line.set_text(text)
            line.set_visible(bool(text))
        self.popover.set_relative_to(writing)
        self.popover.set_position(self._side(writing))
        self.popover.show()

    def _side(self, writing: Gtk.Widget) -> Gtk.PositionType:
        assert self.popover
        window = writing.get_toplevel()
        left, top = writing.translate_coordinates(window, 0, 0)
        _least, size = self.popover.get_preferred_size()
        if top >= size.height:
            return Gtk.PositionType.TOP
        room = window.get_allocated_width() - left - writing.get_allocated_width()
        return Gtk.PositionType.RIGHT if room >= size.width else Gtk.PositionType.LEFT


def _pointer() -> tuple[int, int]:
    """The place of the pointer on the screen."""
    seat = Gdk.Display.get_default().get_default_seat()
    _screen, x, y = seat.get_pointer().get_position()
    return x, y


def _line(style: str) -> Gtk.Label:
    line = Gtk.Label(xalign=0, wrap=True, wrap_mode=Pango.WrapMode.WORD_CHAR)
    line.set_max_width_chars(_WIDTH)
    line.get_style_context().add_class(style)
    return line
