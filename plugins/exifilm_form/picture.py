"""The scan to look at: as large as there is room, closer by wheel, keys or pinch.

The one idea: the main thread only ever draws what a worker has decoded and halved down already,
so neither a huge file nor a broken one stops the window. A first picture as large as the widget
comes soon; a finer one is decoded when somebody looks closer. What was asked for before another
file is shown is given up.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import cairo
import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

from exifilm_core.errors import ExifilmError, printable_path  # noqa: E402
from exifilm_form import decoding  # noqa: E402
from exifilm_form.texts import _  # noqa: E402
from exifilm_form.worker import Worker  # noqa: E402

_FIRST_LEAST, _FIRST_MOST = 1024, 2560
_FINEST = 4096
"""Pixels along the longer side: of the first picture, and of the one to look closer at."""
_PATIENCE = 250
"""Milliseconds after which the picture before is taken away, and it is shown that one waits."""
_STEP = 1.25
_CLOSEST = 4.0
"""Pixels of the screen that a pixel of the scan fills at most."""
_KEYS = {
    Gdk.KEY_plus: _STEP,
    Gdk.KEY_equal: _STEP,
    Gdk.KEY_KP_Add: _STEP,
    Gdk.KEY_minus: 1 / _STEP,
    Gdk.KEY_KP_Subtract: 1 / _STEP,
    Gdk.KEY_0: 0.0,
    Gdk.KEY_KP_0: 0.0,
    Gdk.KEY_KP_Insert: 0.0,
}
_PANS = {
    Gdk.KEY_Left: (-0.1, 0.0),
    Gdk.KEY_Right: (0.1, 0.0),
    Gdk.KEY_Up: (0.0, -0.1),
    Gdk.KEY_Down: (0.0, 0.1),
}


class ScanPicture(Gtk.Overlay):
    """Shows one file's picture, or in its place what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self._asked = 0
        self._detail = 0
        self._levels: list[cairo.ImageSurface] = []
        self._size = (0, 0)
        self._zoom, self._middle = 1.0, (0.5, 0.5)
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
            label=_("Parts of this file are damaged."),
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
        self._pinch.connect("begin", lambda *_of: setattr(self, "_pinched_from", self._zoom))
        self._pinch.connect("scale-changed", self._on_pinch)
        self._pinched_from = 1.0
        self.connect("destroy", lambda *_of: self._forget(close=True))
        self._say()

    # ── which picture ────────────────────────────────────────────────────────────────────────

    def show_file(self, path: Path | None) -> None:
        """Show this file's picture soon, and whole; None shows nothing."""
        self._forget()
        self._path, self._detail = path, 0
        self._zoom, self._middle = 1.0, (0.5, 0.5)
        if path is None:
            self._show([], (0, 0))
            return
        self._waiting = GLib.timeout_add(_PATIENCE, self._on_long_wait)
        width, height = self.area.get_allocated_width(), self.area.get_allocated_height()
        longest = max(width, height) * self.get_scale_factor()
        self._ask(min(max(-(-longest // 256) * 256, _FIRST_LEAST), _FIRST_MOST))
        self._say()

    @property
    def zoom(self) -> float:
        """How much larger than whole: 1.0 shows all of it."""
        return self._zoom

    @property
    def is_loading(self) -> bool:
        """Whether a picture, or a finer one, is still to come."""
        return self._detail > 0 and self._worker.pending > 0

    def _forget(self, *, close: bool = False) -> None:
        """Give up what was asked for."""
        self._asked += 1
        self._stop_waiting()
        if close:
            self._worker.close()

    def _ask(self, longest: int) -> None:
        path, number = self._path, self._asked
        assert path
        self._detail = longest

        def job() -> tuple[decoding.Decoded, list[cairo.ImageSurface]] | None:
            decoded = decoding.decode(path, longest, lambda: self._asked != number)
            return decoded and (decoded, decoding.surfaces(decoded.pixbuf))

        self._worker.do(job, partial(self._on_decoded, number))

    def _on_decoded(self, number: int, result: Any, error: Exception | None) -> None:
        if number != self._asked:
            return
        self._stop_waiting()
        if result:
            decoded, levels = result
            self._show(levels, (decoded.width, decoded.height), damaged=decoded.damaged)
        elif isinstance(error, ExifilmError):
            self._show([], (0, 0), error.message)
        else:  # the worker has told whoever looks after such errors
            self._show([], (0, 0), _("The picture in this file cannot be decoded."))

    def _show(
        self,
        levels: list[cairo.ImageSurface],
        size: tuple[int, int],
        message: str = "",
        *,
        damaged: bool = False,
    ) -> None:
        self._levels, self._size = levels, size
        self.message.set_text(message)
        self.message.set_visible(bool(message))
        self.note.set_visible(damaged)
        self._look()

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
        """Tell screen readers what is shown."""
        accessible = self.area.get_accessible()
        accessible.set_name(_("Picture of the scan"))
        if self._path is None:
            accessible.set_description(_("No picture."))
            return
        name = printable_path(Path(self._path.name))
        if self._levels:
            said = _("{name}, {width} × {height} pixels, shown at {percent} %").format(
                name=name,
                width=self._size[0],
                height=self._size[1],
                percent=max(1, round(self.scale * self.get_scale_factor() * 100)),
            )
        else:
            said = f"{name}: {self.message.get_text() or _('loading …')}"
        accessible.set_description(said)

    # ── how it is looked at ──────────────────────────────────────────────────────────────────

    @property
    def _fit(self) -> float:
        """Widget's pixels for a pixel of the scan when all of it is seen."""
        width, height = self._size
        if not width or not height:
            return 1.0
        whole = self.area.get_allocated_width() / width, self.area.get_allocated_height() / height
        return min(*whole, _CLOSEST)

    @property
    def scale(self) -> float:
        """Widget's pixels for a pixel of the scan."""
        return self._fit * self._zoom

    def place(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the whole picture in the widget."""
        width, height = self._size[0] * self.scale, self._size[1] * self.scale
        left = self.area.get_allocated_width() / 2 - self._middle[0] * width
        top = self.area.get_allocated_height() / 2 - self._middle[1] * height
        return left, top, width, height

    def zoom_to(self, zoom: float, x: float | None = None, y: float | None = None) -> None:
        """Look so much closer than at the whole (1.0), with what is at x, y staying there."""
        if not self._levels:
            return
        middle = self.area.get_allocated_width() / 2, self.area.get_allocated_height() / 2
        x, y = (middle[0] if x is None else x), (middle[1] if y is None else y)
        left, top, width, height = self.place()
        at = (x - left) / width, (y - top) / height
        closest = max(_CLOSEST / self.get_scale_factor() / self._fit, 1.0)
        self._zoom = min(max(zoom, 1.0), closest)
        grown = self._size[0] * self.scale, self._size[1] * self.scale
        self._middle = tuple(at[way] - ((x, y)[way] - middle[way]) / grown[way] for way in (0, 1))  # type: ignore[assignment]
        self._look()

    def pan_to(self, across: float, down: float) -> None:
        """Put this point of the picture (0 to 1) in the middle, as far as it can be."""
        self._middle = (across, down)
        self._look()

    def _look(self) -> None:
        """Keep the picture in the widget, ask for a finer one where there is one, and draw."""
        room = self.area.get_allocated_width(), self.area.get_allocated_height()
        if self._levels:
            kept = []
            for way in (0, 1):
                half = room[way] / (self._size[way] * self.scale) / 2
                kept.append(0.5 if half >= 0.5 else min(max(self._middle[way], half), 1 - half))
            self._middle = (kept[0], kept[1])
            had = max(self._levels[0].get_width(), self._levels[0].get_height())
            needed = max(self._size) * self.scale * self.get_scale_factor()
            if self._detail < _FINEST and had < min(needed, max(self._size)) * 0.95:
                self._ask(_FINEST)
        window = self.area.get_window()
        if window:
            cursor = "grab" if self._zoom > 1 else "default"
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

    # ── the hand and the keys ────────────────────────────────────────────────────────────────

    def _on_key(self, _area: Gtk.Widget, event: Gdk.EventKey) -> bool:
        modifiers = event.state & Gtk.accelerator_get_default_mod_mask()
        if modifiers & ~Gdk.ModifierType.SHIFT_MASK:
            return False
        if event.keyval in _KEYS:
            step = _KEYS[event.keyval]
            self.zoom_to(self._zoom * step if step else 1.0)
            return True
        if event.keyval in _PANS and self._zoom > 1:
            _left, _top, width, height = self.place()
            across, down = _PANS[event.keyval]
            room = self.area.get_allocated_width(), self.area.get_allocated_height()
            self.pan_to(
                self._middle[0] + across * room[0] / width,
                self._middle[1] + down * room[1] / height,
            )
            return True
        return False

    def _on_scroll(self, _area: Gtk.Widget, event: Gdk.EventScroll) -> bool:
        steps = {Gdk.ScrollDirection.UP: 1.0, Gdk.ScrollDirection.DOWN: -1.0}.get(event.direction)
        if event.direction == Gdk.ScrollDirection.SMOOTH:
            steps = -event.delta_y
        if not steps:
            return False
        self.zoom_to(self._zoom * _STEP**steps, event.x, event.y)
        return True

    def _on_press(self, _area: Gtk.Widget, event: Gdk.EventButton) -> bool:
        self.area.grab_focus()
        if event.type == Gdk.EventType._2BUTTON_PRESS and event.button == Gdk.BUTTON_PRIMARY:
            whole = self._zoom > 1
            self.zoom_to(
                1.0 if whole else 1 / self._fit / self.get_scale_factor(), event.x, event.y
            )
            return True
        return False

    def _on_drag_begin(self, _gesture: Gtk.GestureDrag, _x: float, _y: float) -> None:
        self._held = self._middle

    def _on_drag_update(self, _gesture: Gtk.GestureDrag, across: float, down: float) -> None:
        if self._levels:
            _left, _top, width, height = self.place()
            self.pan_to(self._held[0] - across / width, self._held[1] - down / height)

    def _on_pinch(self, gesture: Gtk.GestureZoom, scale: float) -> None:
        found, x, y = gesture.get_bounding_box_center()
        self.zoom_to(self._pinched_from * scale, *((x, y) if found else (None, None)))
