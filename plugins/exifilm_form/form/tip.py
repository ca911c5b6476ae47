"""Help for the field under the pointer, where it does not cover the row below.

GTK puts a tooltip under its widget, over the next row. So this tip is a popover above the field. If
there is no room above, it appears at the field's side.
"""

from __future__ import annotations

from collections.abc import Callable

from exifilm_form.gtk import Gtk, Pango

Words = Callable[[], tuple[str, str]]
_WIDTH = 60
"""The most letters in a line."""
_HIDING = ("leave-notify-event", "key-press-event", "button-press-event", "scroll-event", "unmap")


class Tip:
    """The only tip of a form; it shows help for the field under the pointer."""

    def __init__(self) -> None:
        self.popover: Gtk.Popover | None = None
        self._shown_for: Gtk.Widget | None = None
        self._place: tuple[int, int] | None = None
        """Where the pointer rests in that widget."""
        self._ended = False
        """Whether the tip ended there; GTK asks again as long as the pointer rests."""
        self._value = _line("value")
        self._help = _line("dimmed")

    def serve(self, writing: Gtk.Widget, words: Words) -> None:
        """Show `words()`, a value and help, when the pointer rests on the widget."""
        writing.set_has_tooltip(True)
        writing.connect("query-tooltip", self._on_rest, words)
        for signal in _HIDING:
            writing.connect(signal, self._on_end)

    def _on_rest(
        self, writing: Gtk.Widget, x: int, y: int, by_key: bool, _tip: Gtk.Tooltip, words: Words
    ) -> bool:
        if self.popover is None:
            self.popover = self._make(writing)
        if self._shown_for is writing and self._place == (x, y) and self._ended:
            return False
        self._place, self._ended = (x, y), False
        if not by_key and not (self.popover.get_visible() and self._shown_for is writing):
            self._show(writing, *words())
        return False

    def _on_end(self, writing: Gtk.Widget, *_event: object) -> bool:
        if self._shown_for is writing:
            self.hide()
            self._ended = True
        return False

    def hide(self) -> None:
        """Hide the tip after other input."""
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


def _line(style: str) -> Gtk.Label:
    line = Gtk.Label(xalign=0, wrap=True, wrap_mode=Pango.WrapMode.WORD_CHAR)
    line.set_max_width_chars(_WIDTH)
    line.get_style_context().add_class(style)
    return line
