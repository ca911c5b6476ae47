"""The picture next to the form. In a narrow window, the form takes precedence.

The picture gets the width that the form leaves. It shrinks with the window, and hides before the
form lacks room. F9 hides it, or shows it at any width; the form then scrolls sideways.
"""

from __future__ import annotations

from exifilm_form.form.form_page import FormPage
from exifilm_form.gtk import Gdk, GLib, Gtk

_LEAST = 208
"""The least width of a useful picture, in pixels."""
_SHARE = 1 / 3
"""The picture's share of the width, if the form leaves more."""

_FRAME = 16 + 8 + 14
"""Pixels between the form and the window's edge: margins, the handle and a scrollbar."""


class Panes(Gtk.Paned):
    """The picture on one side, the form on the other, a handle between them."""

    def __init__(self, look: Gtk.Widget, desk: Gtk.Widget, page: FormPage) -> None:
        super().__init__(wide_handle=True)
        self._look, self._desk, self._page = look, desk, page
        self._wanted: bool | None = None
        """Whether the user asked for the picture, or for none; None: neither yet."""
        self._width = 0
        self._pulled: int | None = None
        """The position to which the user dragged the handle."""
        look.set_no_show_all(True)
        self.pack1(look, False, True)
        self.pack2(desk, True, False)
        self.connect("size-allocate", self._on_size)
        self.connect_after("button-release-event", self._on_pulled)
        self.connect_after("move-handle", self._on_pulled)

    def toggle(self) -> None:
        """Hide the picture, or show it at any width."""
        self._wanted = not self._look.get_visible()
        self._pulled = None
        self._share_out()

    def _on_size(self, _panes: Gtk.Widget, size: Gdk.Rectangle) -> None:
        if size.width != self._width:
            self._width = size.width
            GLib.idle_add(self._share_out, priority=GLib.PRIORITY_HIGH_IDLE)

    def _on_pulled(self, *_event: object) -> bool:
        self._pulled = self.get_position()
        return False

    def _share_out(self) -> bool:
        """Give the picture the width that the form leaves; hide it if that is too little."""
        left = self._width - self._page.comfortable_width() - _FRAME
        room = min(left, self._pulled or int(self._width * _SHARE))
        shown = room >= min(_LEAST, self._pulled or _LEAST)
        if self._wanted is not None:
            shown, room = self._wanted, max(room, _LEAST)
        if shown:
            self.set_position(room)
        self._look.set_visible(shown)
        return False
