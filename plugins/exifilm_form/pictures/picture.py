"""The picture of a scan: fitted to its room, or closer by wheel, keys, buttons or pinch.

A worker decodes the picture, inverts it if wanted, and repeatedly halves it; the main thread only
draws. So neither a huge file nor a damaged one blocks the window. A first picture as large as the
widget appears soon, a finer one when the photographer zooms in. Another file cancels both.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_form.gtk import Gdk, GLib, GObject, Gtk, cairo
from exifilm_form.pictures import decoding, positives
from exifilm_form.pictures.decoded import Decoded
from exifilm_form.pictures.view import View
from exifilm_form.session.texts import _
from exifilm_form.session.worker import Worker

_FIRST_LEAST, _FIRST_MOST = 1024, 2560
_FINEST = 4096
"""Pixels along the longer side: of the first picture, and of the one for zooming in."""
_WAIT = 250
"""Milliseconds after which a spinner replaces the previous picture."""
_STEP = 1.25
_PANS = {
    Gdk.KEY_Left: (-0.1, 0.0),
    Gdk.KEY_Right: (0.1, 0.0),
    Gdk.KEY_Up: (0.0, -0.1),
    Gdk.KEY_Down: (0.0, 0.1),
}


class ScanPicture(Gtk.Overlay):
    """One file's picture, or the reason that there is none. Emits `looked` when it changes."""

    __gsignals__ = {"looked": (GObject.SignalFlags.RUN_LAST, None, ())}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._asked = 0
        self._detail = 0
        self._decoded: Decoded | None = None
        self._decoded_detail = 0
        self._positive = False
        self._levels: list[cairo.ImageSurface] = []
        self.view = View()
        self._held = (0.5, 0.5)
        self._waiting = 0
        self._worker = Worker(
            partial(GLib.idle_add, priority=GLib.PRIORITY_DEFAULT_IDLE), "picture"
        )
        self.area = Gtk.DrawingArea(can_focus=True, hexpand=True, vexpand=True)
        self.area.add_events(
            Gdk.EventMask.SCROLL_MASK
            | Gdk.EventMask.SMOOTH_SCROLL_MASK
            | Gdk.EventMask.BUTTON_PRESS_MASK
            | Gdk.EventMask.TOUCH_MASK
        )
        self.message = Gtk.Label(
            wrap=True,
            max_width_chars=40,
            margin=12,
            no_show_all=True,
            justify=Gtk.Justification.CENTER,
        )
        self.message.get_style_context().add_class("dimmed")
        self.note = Gtk.Label(
            justify=Gtk.Justification.CENTER,
            halign=Gtk.Align.CENTER,
            valign=Gtk.Align.END,
            margin=6,
            no_show_all=True,
        )
        self.note.get_style_context().add_class("osd")
        self.spinner = Gtk.Spinner(
            halign=Gtk.Align.CENTER, valign=Gtk.Align.CENTER, width_request=32, no_show_all=True
        )
        self.add(self.area)
        for above in (self.message, self.note, self.spinner):
            self.add_overlay(above)
            self.set_overlay_pass_through(above, True)
        self.area.connect("draw", self._on_draw)
        self.area.connect("key-press-event", self._on_key)
        self.area.connect("scroll-event", self._on_scroll)
        self.area.connect("button-press-event", self._on_press)
        self.area.connect("size-allocate", lambda *_of: self._look())
        self._drag = Gtk.GestureDrag(widget=self.area)
        self._drag.connect("drag-begin", self._on_drag_begin)
        self._drag.connect("drag-update", self._on_drag_update)
        self._pinch = Gtk.GestureZoom(widget=self.area)
        self._pinch.connect("begin", lambda *_of: setattr(self, "_pinched_from", self.zoom))
        self._pinch.connect("scale-changed", self._on_pinch)
        self._pinched_from = 1.0
        self._keys = {
            **dict.fromkeys((Gdk.KEY_plus, Gdk.KEY_equal, Gdk.KEY_KP_Add), self.zoom_in),
            **dict.fromkeys((Gdk.KEY_minus, Gdk.KEY_KP_Subtract), self.zoom_out),
            **dict.fromkeys((Gdk.KEY_0, Gdk.KEY_KP_0, Gdk.KEY_KP_Insert), self.fit),
            **dict.fromkeys((Gdk.KEY_1, Gdk.KEY_KP_1, Gdk.KEY_KP_End), self.show_pixels),
        }
        self.connect("destroy", lambda *_of: self._forget(close=True))
        self._say()

    # ── which picture ────────────────────────────────────────────────────────────────────────

    def show_file(self, path: Path | None) -> None:
        """Show this file's picture soon, complete; None shows nothing."""
        self._forget()
        self._path, self._detail, self._decoded = path, 0, None
        self.view.fit_in()
        if path is None:
            self._show([], (0, 0), _("No picture."))
            return
        self._waiting = GLib.timeout_add(_WAIT, self._on_long_wait)
        width, height = self.area.get_allocated_width(), self.area.get_allocated_height()
        longest = max(width, height) * self.get_scale_factor()
        self._ask(min(max(-(-longest // 256) * 256, _FIRST_LEAST), _FIRST_MOST))
        self._say()

    def show_positive(self, wanted: bool) -> None:
        """Show the scan of a negative as a positive, or as it is in the file."""
        self._positive = wanted
        if self._decoded:
            self._asked += 1  # discards a finer picture; it is requested again later
            self._ask(self._decoded_detail, self._decoded)

    @property
    def is_loading(self) -> bool:
        """Whether a picture, or a finer one, is still loading."""
        return self._detail > 0 and self._worker.pending > 0

    def _forget(self, *, close: bool = False) -> None:
        """Cancel the outstanding requests."""
        self._asked += 1
        self._stop_waiting()
        if close:
            self._worker.close()

    def _ask(self, longest: int, known: Decoded | None = None) -> None:
        """Request the file decoded at this size, or only inverted if `known` is its picture."""
        path, number, positive = self._path, self._asked, self._positive
        assert path
        self._detail = longest

        def job() -> tuple[Decoded, list[cairo.ImageSurface]] | None:
            decoded = known or decoding.decode(path, longest, lambda: self._asked != number)
            if decoded is None:
                return None
            pixbuf = positives.positive(decoded.pixbuf) if positive else decoded.pixbuf
            return decoded, decoding.surfaces(pixbuf)

        self._worker.do(job, partial(self._on_decoded, number, longest, positive))

    def _on_decoded(
        self, number: int, longest: int, positive: bool, result: Any, error: Exception | None
    ) -> None:
        if number != self._asked:
            return
        if result and positive != self._positive:  # the user switched during decoding
            self._ask(longest, result[0])
            return
        self._stop_waiting()
        if result:
            self._decoded, levels = result
            self._decoded_detail = longest
            assert self._decoded
            self._show(levels, (self._decoded.width, self._decoded.height))
        elif isinstance(error, ExifilmError):
            self._show([], (0, 0), error.message)
        else:  # the worker has already reported such an error
            self._show([], (0, 0), _("The picture in this file cannot be decoded."))

    def _show(
        self, levels: list[cairo.ImageSurface], size: tuple[int, int], message: str = ""
    ) -> None:
        self._levels, self.view.size = levels, size
        self.message.set_text(message)
        self.message.set_visible(bool(message))
        self.note.set_text("\n".join(self._notes()))
        self.note.set_visible(bool(levels) and bool(self._notes()))
        self._look()

    def _notes(self) -> list[str]:
        """Further remarks on the displayed picture."""
        decoded, notes = self._decoded, []
        if decoded and decoded.pages > 1:
            words = _("Page {number} of {count} is shown.")
            notes.append(words.format(number=decoded.number, count=decoded.pages))
        if decoded and decoded.damaged:
            notes.append(_("Parts of this file are damaged."))
        return notes

    def _on_long_wait(self) -> bool:
        self._waiting = 0
        if self._path is not None:
            self._show([], (0, 0))
            self.spinner.show()
            self.spinner.start()
        return False

    def _stop_waiting(self) -> None:
        if self._waiting:
            GLib.source_remove(self._waiting)
            self._waiting = 0
        self.spinner.stop()
        self.spinner.hide()

    def _say(self) -> None:
        """Update screen readers and listeners."""
        self.emit("looked")
        accessible = self.area.get_accessible()
        accessible.set_name(_("Picture of the scan"))
        if self._path is None:
            accessible.set_description(_("No picture."))
            return
        name = printable_path(Path(self._path.name))
        if self._levels:
            said = _("{name}, {width} × {height} pixels, shown at {percent} %").format(
                name=name,
                width=self.view.size[0],
                height=self.view.size[1],
                percent=self.percent,
            )
            said = ". ".join([said, *self._notes()])
        else:
            said = ": ".join([name, self.message.get_text() or _("loading …")])
        accessible.set_description(said)

    # ── zoom and position ────────────────────────────────────────────────────────────────────

    @property
    def scale(self) -> float:
        """Pixels of the widget for a pixel of the scan."""
        return self.view.scale

    @property
    def zoom(self) -> float:
        """The zoom relative to the fitted picture, which is 1.0."""
        return self.view.zoom

    @property
    def percent(self) -> int:
        """The scan's scale on the screen, in per cent; 0 while there is no picture."""
        return self.view.percent if self._levels else 0

    def place(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the complete picture in the widget."""
        return self.view.place()

    def zoom_to(self, zoom: float, x: float | None = None, y: float | None = None) -> None:
        """Set the zoom relative to fitted (1.0); the point at x, y stays there."""
        if self._levels:
            self.view.zoom_to(zoom, x, y)
            self._look()

    def zoom_in(self) -> None:
        """Zoom in a step."""
        self.zoom_to(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """Zoom out a step."""
        self.zoom_to(self.zoom / _STEP)

    def fit(self) -> None:
        """Fit the complete scan into the widget."""
        self.zoom_to(1.0)

    def show_pixels(self, x: float | None = None, y: float | None = None) -> None:
        """Show each pixel of the scan as one of the screen; the point at x, y stays there."""
        self.zoom_to(self.view.actual / self.view.fitted, x, y)

    def _pan_to(self, across: float, down: float) -> None:
        self.view.pan_to(across, down)
        self._look()

    def _look(self) -> None:
        """Keep the picture in the widget, request a finer one if there is one, and redraw."""
        view = self.view
        view.room = self.area.get_allocated_width(), self.area.get_allocated_height()
        view.density = self.get_scale_factor()
        view.settle()
        if self._levels:
            had = max(self._levels[0].get_width(), self._levels[0].get_height())
            needed = max(view.size) * view.scale * view.density
            if self._detail < _FINEST and had < min(needed, max(view.size)) * 0.95:
                self._ask(_FINEST)
        window = self.area.get_window()
        if window:
            cursor = "grab" if view.is_cut else "default"
            window.set_cursor(Gdk.Cursor.new_from_name(window.get_display(), cursor))
        self._say()
        self.area.queue_draw()

    def _on_draw(self, area: Gtk.DrawingArea, context: cairo.Context) -> bool:
        style = area.get_style_context()
        room = area.get_allocated_width(), area.get_allocated_height()
        Gtk.render_background(style, context, 0, 0, *room)
        if self._levels:
            left, top, width, height = self.place()
            needed = width * self.get_scale_factor()
            level = next(
                (s for s in reversed(self._levels) if s.get_width() >= needed), self._levels[0]
            )
            context.save()
            context.translate(left, top)
            context.scale(width / level.get_width(), height / level.get_height())
            context.set_source_surface(level, 0, 0)
            context.get_source().set_filter(cairo.Filter.BILINEAR)
            context.paint()
            context.restore()
        if area.has_visible_focus():
            Gtk.render_focus(style, context, 1, 1, room[0] - 2, room[1] - 2)
        return False

    # ── mouse and keys ───────────────────────────────────────────────────────────────────────

    def _on_key(self, _area: Gtk.Widget, event: Gdk.EventKey) -> bool:
        modifiers = event.state & Gtk.accelerator_get_default_mod_mask()
        if modifiers & ~Gdk.ModifierType.SHIFT_MASK:
            return False
        if action := self._keys.get(event.keyval):
            action()
            return True
        if event.keyval in _PANS and self.view.is_cut:
            _left, _top, width, height = self.place()
            across, down = _PANS[event.keyval]
            room, middle = self.view.room, self.view.middle
            self._pan_to(middle[0] + across * room[0] / width, middle[1] + down * room[1] / height)
            return True
        return False

    def _on_scroll(self, _area: Gtk.Widget, event: Gdk.EventScroll) -> bool:
        steps = {Gdk.ScrollDirection.UP: 1.0, Gdk.ScrollDirection.DOWN: -1.0}.get(event.direction)
        if event.direction == Gdk.ScrollDirection.SMOOTH:
            steps = -event.delta_y
        if not steps:
            return False
        self.zoom_to(self.zoom * _STEP**steps, event.x, event.y)
        return True

    def _on_press(self, _area: Gtk.Widget, event: Gdk.EventButton) -> bool:
        self.area.grab_focus()
        if event.type == Gdk.EventType._2BUTTON_PRESS and event.button == Gdk.BUTTON_PRIMARY:
            if self.view.is_fitted:
                self.show_pixels(event.x, event.y)
            else:
                self.fit()
            return True
        return False

    def _on_drag_begin(self, _gesture: Gtk.GestureDrag, _x: float, _y: float) -> None:
        self._held = self.view.middle

    def _on_drag_update(self, _gesture: Gtk.GestureDrag, across: float, down: float) -> None:
        if self._levels:
            _left, _top, width, height = self.place()
            self._pan_to(self._held[0] - across / width, self._held[1] - down / height)

    def _on_pinch(self, gesture: Gtk.GestureZoom, scale: float) -> None:
        found, x, y = gesture.get_bounding_box_center()
        self.zoom_to(self._pinched_from * scale, *((x, y) if found else (None, None)))
