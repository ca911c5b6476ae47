"""The preview of a printed document: the complete page in the available room, or closer.

In a worker, Ghostscript renders the page at the screen's resolution, and a label shows that it is
busy. Until the page is ready, the preview shows the previous one, scaled; it never blocks.
"""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from exifilm_core.printing import document, ghostscript
from exifilm_form.gtk import Gdk, GLib, Gtk, Pango, cairo
from exifilm_form.session.failures import as_sentence, in_words
from exifilm_form.session.texts import _
from exifilm_form.session.worker import Deliver, Worker

_POINTS = 72.0
"""Points in an inch."""
_PIXELS = 96.0
"""Pixels in an inch of the screen if the page has its printed size."""
_STEP = 1.25
_SMALLEST, _CLOSEST = 0.1, 5.0
"""The largest zoom, as a multiple of the size on paper."""
_FINEST = 400.0
"""The highest resolution for Ghostscript, in dots an inch."""
_MARGIN = 8
_SETTLED = 120
"""Milliseconds that the size must stay unchanged before the page is rendered again."""

_ZOOMS = {
    Gdk.KEY_plus: _STEP,
    Gdk.KEY_equal: _STEP,
    Gdk.KEY_KP_Add: _STEP,
    Gdk.KEY_minus: 1 / _STEP,
    Gdk.KEY_KP_Subtract: 1 / _STEP,
    Gdk.KEY_0: 0.0,
    Gdk.KEY_KP_0: 0.0,
}
_TURNS = {Gdk.KEY_Page_Up: -1, Gdk.KEY_Page_Down: 1}
_PANS = {
    Gdk.KEY_Left: (-1, 0),
    Gdk.KEY_Right: (1, 0),
    Gdk.KEY_Up: (0, -1),
    Gdk.KEY_Down: (0, 1),
}


class PagePreview(Gtk.Box):
    """One page of a document, with controls to turn pages and zoom."""

    def __init__(self, deliver: Deliver) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        self._worker = Worker(deliver, "preview")
        self._head, self._pages = b"", list[bytes]()
        self._size = (1.0, 1.0)
        self.page = 0
        self.zoom: float | None = None
        """The zoom, relative to the size on paper; None fits the page into the room."""
        self._surface: cairo.ImageSurface | None = None
        self._drawn: tuple[int, float] | None = None
        """The page that the surface shows, and its dots an inch."""
        self._asked = 0
        self._due = 0
        self._middle: tuple[float, float] | None = None
        """The point of the page that stays in the middle when the zoom changes."""
        self._make()
        self.connect("destroy", lambda *_of: self._close())

    def _make(self) -> None:
        self.area = Gtk.DrawingArea(can_focus=True, hexpand=True, vexpand=True)
        self.area.add_events(Gdk.EventMask.BUTTON_PRESS_MASK | Gdk.EventMask.SCROLL_MASK)
        self.area.get_accessible().set_name(_("Preview of the page"))
        self.area.connect("draw", self._on_draw)
        self.area.connect("size-allocate", lambda *_of: self._keep_middle())
        self.area.connect("key-press-event", self._on_key)
        self.area.connect("button-press-event", lambda *_of: self.area.grab_focus())
        self.area.connect("scroll-event", self._on_scroll)
        self._scrolled = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        self._scrolled.add(self.area)
        self._scrolled.connect("size-allocate", lambda *_of: self._resized())
        self.status = Gtk.Label(
            halign=Gtk.Align.CENTER,
            valign=Gtk.Align.CENTER,
            wrap=True,
            max_width_chars=40,
            no_show_all=True,
        )
        for name in ("osd", "preview-status"):
            self.status.get_style_context().add_class(name)
        above = Gtk.Overlay()
        above.add(self._scrolled)
        above.add_overlay(self.status)
        above.set_overlay_pass_through(self.status, True)
        self.pack_start(above, True, True, 0)
        self.pack_start(self._make_bar(), False, False, 0)

    def _make_bar(self) -> Gtk.Widget:
        def button(icon: str, name: str, key: str, action: Any) -> Gtk.Button:
            made = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON)
            made.get_accessible().set_name(name)
            made.set_tooltip_text(f"{name} ({key})")
            made.connect("clicked", lambda _button: action())
            return made

        turn = "go-{}-symbolic".format
        self._previous = button(
            turn("previous"), _("Previous page"), "Ctrl+Page Up", lambda: self.turn(-1)
        )
        self._next = button(turn("next"), _("Next page"), "Ctrl+Page Down", lambda: self.turn(1))
        self._place = Gtk.Label(ellipsize=Pango.EllipsizeMode.END, width_chars=12)
        self._percent = Gtk.Label(width_chars=6)
        bar = Gtk.Box(spacing=6)
        for each in (self._previous, self._place, self._next):
            bar.pack_start(each, False, False, 0)
        zoom = "zoom-{}-symbolic".format
        self._closer = Gtk.Box(spacing=6)
        for each in (
            button(zoom("out"), _("Zoom out"), "Ctrl+−", lambda: self.zoom_by(1 / _STEP)),
            self._percent,
            button(zoom("in"), _("Zoom in"), "Ctrl++", lambda: self.zoom_by(_STEP)),
            button(zoom("fit-best"), _("Fit page"), "Ctrl+0", lambda: self.zoom_by(0)),
        ):
            self._closer.pack_start(each, False, False, 0)
        bar.pack_end(self._closer, False, False, 0)
        return bar

    # ── display ──────────────────────────────────────────────────────────────────────────────

    @property
    def is_drawing(self) -> bool:
        """Whether the page in its wanted form is not ready yet."""
        return bool(self._due or self._worker.pending)

    @property
    def pages(self) -> int:
        return len(self._pages)

    @property
    def scale(self) -> float:
        """Pixels of the screen for a point of the paper."""
        if self.zoom is not None:
            return self.zoom * _PIXELS / _POINTS
        room = self._scrolled.get_allocated_width(), self._scrolled.get_allocated_height()
        fits: list[float] = [(room[way] - 2 * _MARGIN - 2) / self._size[way] for way in (0, 1)]
        return max(min(fits), 0.01)

    def wait(self) -> None:
        """Show that the document is being made."""
        self._say(_("Drawing…"))

    def show_trouble(self, words: str) -> None:
        """Show why there is no page."""
        self.show_document(b"", (1.0, 1.0))
        self._say(words)

    def show_document(self, postscript: bytes, size: tuple[float, float]) -> None:
        """Show the first page of the document; its pages have this width and height in points."""
        self._head, self._pages = document.parts(postscript)
        self._size, self._drawn = size, None
        self._surface = self._surface if self._pages else None
        self.page = 0
        self._asked += 1
        self._say("")
        self._look()

    def turn(self, step: int) -> None:
        """Turn this many pages forward; a negative number turns back."""
        page = max(0, min(self.page + step, len(self._pages) - 1))
        if page != self.page:
            self.page = page
            self._look()

    def zoom_by(self, factor: float) -> None:
        """Multiply the zoom by this factor; 0 fits the page."""
        now = self.scale * _POINTS / _PIXELS
        across, down = self._scrolled.get_hadjustment(), self._scrolled.get_vadjustment()
        self._middle = _middle_of(across), _middle_of(down)
        self.zoom = min(max(now * factor, _SMALLEST), _CLOSEST) if factor else None
        self._look()

    def _keep_middle(self) -> None:
        """Scroll to the point that was in the middle before the size changed."""
        if self._middle:
            bars = self._scrolled.get_hadjustment(), self._scrolled.get_vadjustment()
            for bar, part in zip(bars, self._middle, strict=True):
                bar.set_value(part * bar.get_upper() - bar.get_page_size() / 2)
            self._middle = None

    def _say(self, words: str) -> None:
        self.status.set_text(words)
        self.status.set_visible(bool(words))

    def _resized(self) -> None:
        if self.zoom is None:
            self._look()

    def _look(self) -> None:
        """Show the available rendering, and request a better one if the size needs it."""
        pages = len(self._pages)
        zoomed = [round(side * self.scale) + 2 * _MARGIN for side in self._size]
        self.area.set_size_request(*(zoomed if self.zoom is not None else (-1, -1)))
        self._previous.set_sensitive(self.page > 0)
        self._next.set_sensitive(self.page < pages - 1)
        self._closer.set_sensitive(pages > 0)
        percent = round(100 * self.scale * _POINTS / _PIXELS)
        said = _("Page {page} of {pages}").format(page=self.page + 1, pages=pages) if pages else ""
        self._place.set_text(said)
        self._percent.set_text(_("{percent} %").format(percent=percent) if pages else "")
        self.area.get_accessible().set_description(
            " ".join(filter(None, (said, self._percent.get_text())))
        )
        if pages and self._drawn != (self.page, self._dpi()):
            self._say(_("Drawing…"))
            if self._due:
                GLib.source_remove(self._due)
            settled = 0 if self._drawn is None or self._drawn[0] != self.page else _SETTLED
            self._due = GLib.timeout_add(settled, self._ask)
        self.area.queue_draw()

    def _dpi(self) -> float:
        """Dots an inch that match the screen's resolution."""
        density: int = self.get_scale_factor()
        return min(round(self.scale * _POINTS * density, 1), _FINEST)

    def _ask(self) -> bool:
        self._due = 0
        self._asked += 1
        asked, page, dpi = self._asked, self.page, self._dpi()
        postscript = self._head + self._pages[page] if self._pages else b""

        def job() -> cairo.ImageSurface | None:
            if asked != self._asked or not postscript:
                return None  # a later request has replaced this one
            png = io.BytesIO(ghostscript.to_png(postscript, dpi))
            return cairo.ImageSurface.create_from_png(png)

        self._worker.do(job, partial(self._shown, asked, (page, dpi)))
        return False

    def _shown(
        self, asked: int, drawn: tuple[int, float], result: Any, error: Exception | None
    ) -> None:
        if asked != self._asked or not self._pages:
            return
        self._surface, self._drawn = result, drawn
        self._say(as_sentence(in_words(error)) if error else "")
        self.area.queue_draw()

    def _close(self) -> None:
        self._asked += 1
        self._worker.close()
        if self._due:
            GLib.source_remove(self._due)
            self._due = 0

    def _on_draw(self, area: Gtk.DrawingArea, context: cairo.Context) -> bool:
        style = area.get_style_context()
        room = area.get_allocated_width(), area.get_allocated_height()
        Gtk.render_background(style, context, 0, 0, *room)
        if self._pages:
            width, height = (side * self.scale for side in self._size)
            left = round(max((room[0] - width) / 2, _MARGIN))
            top = round(max((room[1] - height) / 2, _MARGIN))
            context.set_source_rgba(0, 0, 0, 0.25)
            context.rectangle(left + 2, top + 2, width, height)
            context.fill()
            context.set_source_rgb(1, 1, 1)
            context.rectangle(left, top, width, height)
            context.fill()
            if self._surface:
                context.save()
                context.translate(left, top)
                context.scale(
                    width / self._surface.get_width(), height / self._surface.get_height()
                )
                context.set_source_surface(self._surface, 0, 0)
                context.paint()
                context.restore()
        if area.has_visible_focus():
            Gtk.render_focus(style, context, 1, 1, room[0] - 2, room[1] - 2)
        return False

    # ── keys ─────────────────────────────────────────────────────────────────────────────────

    def takes(self, event: Gdk.EventKey) -> bool:
        """Zoom or turn the page by Ctrl and a key, wherever the focus is in the window."""
        control = event.state & Gtk.accelerator_get_default_mod_mask()
        if control & ~Gdk.ModifierType.SHIFT_MASK != Gdk.ModifierType.CONTROL_MASK:
            return False
        return self._does(event.keyval)

    def _does(self, key: int) -> bool:
        if key in _ZOOMS:
            self.zoom_by(_ZOOMS[key])
        elif key in _TURNS:
            self.turn(_TURNS[key])
        else:
            return False
        return True

    def _on_key(self, _area: Gtk.Widget, event: Gdk.EventKey) -> bool:
        if event.state & Gtk.accelerator_get_default_mod_mask() & ~Gdk.ModifierType.SHIFT_MASK:
            return False
        if event.keyval in _PANS and self.zoom is not None:
            for way, step in enumerate(_PANS[event.keyval]):
                along = (self._scrolled.get_hadjustment(), self._scrolled.get_vadjustment())[way]
                along.set_value(along.get_value() + step * along.get_page_size() / 8)
            return True
        return self._does(event.keyval)

    def _on_scroll(self, _area: Gtk.Widget, event: Gdk.EventScroll) -> bool:
        if not event.state & Gdk.ModifierType.CONTROL_MASK:
            return False  # GTK scrolls the page
        if event.direction in (Gdk.ScrollDirection.UP, Gdk.ScrollDirection.DOWN):
            self.zoom_by(_STEP if event.direction == Gdk.ScrollDirection.UP else 1 / _STEP)
        return True


def _middle_of(bar: Gtk.Adjustment) -> float:
    """The middle of the visible part, from 0 at one end to 1 at the other."""
    middle: float = bar.get_value() + bar.get_page_size() / 2
    upper: float = bar.get_upper()
    return middle / max(upper, 1)
