"""The zone scale: Zones 0 to X as tones, with the readings under them, to be dragged.

It looks like the scale on the paper form. The photographer places one reading on it, and
`exifilm_core.film.zones` computes the places of the others. Those that are not placed hang where
they fall, in grey and with a hollow arrow. Tones are not text: 0 is on the left and X on the right
in every language. The list at the end of the line has the readings that hang nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exifilm_core.film import zones
from exifilm_core.film.readings import ZONES, Reading
from exifilm_form.form.zone_labels import Label, Room, Said, set_words
from exifilm_form.form.zone_painting import Painter, ScaleView
from exifilm_form.gtk import Gdk, GObject, Gtk, cairo
from exifilm_form.session.reading_words import described, falls, measured, told, up_the_scale
from exifilm_form.session.texts import _

_LEAST_LANES, _MOST_LANES = 3, 12


@dataclass(frozen=True)
class _Drag:
    """A dragged reading: the pointer's starting point, and the result if released now."""

    number: int
    grip: float
    x: float
    y: float
    readings: tuple[Reading, ...]
    moved: bool = False


class ZoneScale(Gtk.DrawingArea):
    """Zones 0 to X with readings on them. Emits `readings-changed` when the user moved one.

    The user drags a reading, or chooses it by Tab, Up and Down. Left and Right move it a zone, with
    Shift a third. 0 to 9 and X place it, Enter moves it to its computed place, Delete removes it.
    """

    __gsignals__ = {"readings-changed": (GObject.SignalFlags.RUN_LAST, None, ())}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(can_focus=True, has_tooltip=True)
        self._readings: tuple[Reading, ...] = ()
        self._chosen: int | None = None
        self._drag: _Drag | None = None
        self._labels: list[Label] | None = None
        self._side: int | None = None
        self._mixed = False
        self.get_accessible().set_name(_("Zone scale"))
        self.add_events(
            Gdk.EventMask.BUTTON_PRESS_MASK
            | Gdk.EventMask.BUTTON_RELEASE_MASK
            | Gdk.EventMask.BUTTON1_MOTION_MASK
        )
        self._say()

    # ── contents ─────────────────────────────────────────────────────────────────────────────

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings, each with its zone or None."""
        return self._readings

    def set_readings(self, readings: Sequence[Reading] | None, *, mixed: bool = False) -> None:
        """Show these readings instead. Emits no signal; cancels a drag.

        `mixed`: the selected scans have different ones, of which the scale shows none.
        """
        self._drag = None
        self._mixed = mixed
        self._show(tuple(readings or ()))

    @property
    def chosen(self) -> int | None:
        """The number of the reading that keys move."""
        return self._chosen

    def _show(self, readings: tuple[Reading, ...]) -> None:
        if len(readings) != len(self._readings):
            self.queue_resize()
        self._readings = readings
        if self._chosen is not None and self._chosen >= len(readings):
            self._chosen = None
        self._changed()

    def _changed(self) -> None:
        self._labels = self._side = None
        self._say()
        self.queue_draw()

    def _take(self, readings: tuple[Reading, ...]) -> None:
        """Show the user's change, and emit the signal."""
        if readings != self._readings:
            self._show(readings)
            self.emit("readings-changed")

    def _say(self) -> None:
        """Update screen readers: the chosen reading, and the places of all."""
        words = described(self._now(), self._chosen if self.has_focus() else None)
        self.get_accessible().set_description(self._hint() if self._mixed else words)

    def _order(self) -> list[int]:
        """The order for Tab."""
        return up_the_scale(self._readings)

    def _now(self) -> tuple[Reading, ...]:
        """The readings now; during a drag, as they would be if it ended here."""
        return self._drag.readings if self._drag else self._readings

    # ── positions ────────────────────────────────────────────────────────────────────────────

    @property
    def em(self) -> float:
        """The height of a line of the theme's font, the unit of all other lengths."""
        return float(self.create_pango_layout("X").get_pixel_size().height)

    def scale_box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the tones."""
        em, width = self.em, self.get_allocated_width()
        side = self._side_width()
        rtl = self.get_direction() == Gtk.TextDirection.RTL
        return (side if rtl else 0.0, 0.0, width - side, round(em * 1.7))

    def x_of(self, zone: float) -> float:
        """The x of a zone's middle, in pixels."""
        left, _top, width, _height = self.scale_box()
        return left + (zone + 0.5) * width / len(ZONES)

    def zone_at(self, x: float) -> float:
        """The zone, to a third, whose middle is nearest."""
        left, _top, width, _height = self.scale_box()
        return zones.on_scale(zones.nearest_third((x - left) * len(ZONES) / width - 0.5))

    def _side_width(self) -> int:
        """Room for readings that hang nowhere; during a drag it stays the same."""
        if self._side is None:
            all_of, hangs = self._readings, zones.hangs_on
            off = [r for n, r in enumerate(all_of) if hangs(all_of, n) is None]
            em = self.em
            widest = max(
                (set_words(self, r.area, measured(r), 1e6, em).width for r in off), default=0.0
            )
            wanted = max(widest + em * 1.4, em * 6)
            self._side = round(min(wanted, self.get_allocated_width() * 0.3)) if off else 0
        return self._side

    def labels(self) -> list[Label]:
        """The labels of all readings, where they are now."""
        if self._labels is None:
            left, _top, width, floor = self.scale_box()
            room = Room(self, left, width, floor, self._side_width(), self.em)
            now = self._now()
            said = [
                (
                    zones.hangs_on(now, n),
                    Said(n, now[n].area, self._value(now, n), falls(now, n)),
                )
                for n in range(len(now))
            ]
            placed = [(words, self.x_of(zone)) for zone, words in said if zone is not None]
            others = [words for zone, words in said if zone is None]
            self._labels = [*room.placed(placed), *room.listed(others, self._chosen)]
        return self._labels

    def _value(self, now: Sequence[Reading], number: int) -> str:
        """The value; for the reading that the user moves, its zone."""
        value, zone = measured(now[number]), zones.hangs_on(now, number)
        if number == self._chosen and self._shows_chosen() and zone is not None:
            value += f" · {zones.spoken(zone)}"
        return value

    def reading_at(self, x: float, y: float) -> int | None:
        """The reading whose text, mark or leader is at this point."""
        _left, top, _width, height = self.scale_box()
        for label in self.labels():
            if label.holds(x, y):
                return label.number
        near = [
            (abs(label.x - x), label.number)
            for label in self.labels()
            if label.x is not None and top <= y <= label.top + label.height
        ]
        distance, number = min(near, default=(0.0, None))
        reach = self.em * 0.5 if y > height else self.em
        return number if distance <= reach else None

    # ── GTK's requests ───────────────────────────────────────────────────────────────────────

    def do_get_preferred_width(self) -> tuple[int, int]:
        """Wide enough for the zones' names; best as wide as the paper form's, in print size."""
        em = self.em
        return int(em * 16), int(em * 34)

    def do_get_preferred_height(self) -> tuple[int, int]:
        """The tones, and a lane for each reading."""
        lanes = min(max(len(self._readings), _LEAST_LANES), _MOST_LANES)
        height = int(self.em * (2.4 + 1.25 * lanes)) + 1
        return height, height

    def do_size_allocate(self, allocation: Gdk.Rectangle) -> None:
        """A new size moves all labels."""
        Gtk.DrawingArea.do_size_allocate(self, allocation)
        self._labels = self._side = None

    def do_style_updated(self) -> None:
        """A new font or theme moves them too."""
        Gtk.DrawingArea.do_style_updated(self)
        self._labels = self._side = None
        self.queue_resize()

    def do_direction_changed(self, _before: Gtk.TextDirection) -> None:
        """The list of readings that are not placed changes sides."""
        self._changed()

    def do_query_tooltip(self, x: int, y: int, keyboard: bool, tooltip: Gtk.Tooltip) -> bool:
        """The full text of a reading, if its label may be shortened."""
        number = self._chosen if keyboard else self.reading_at(x, y)
        if number is None:
            return False
        tooltip.set_text(told(self._readings, number))
        return True

    def do_draw(self, context: cairo.Context) -> bool:
        """Draw the tones, then the readings."""
        chosen = self._chosen if self._shows_chosen() else None
        view = ScaleView(self.scale_box(), self.em, self.labels(), chosen, self._hint())
        Painter(self, context, view).paint()
        return False

    def _hint(self) -> str:
        if self._mixed and not self._readings:
            return _("‹mixed›: the selected scans have different readings.")
        if not self._readings:
            return _("Type readings below, such as: moss EV 7 on III. Drag one to place it.")
        if all(reading.zone is None for reading in self._readings):
            return _("Drag one reading onto its zone; the others move with it.")
        return ""

    # ── mouse ────────────────────────────────────────────────────────────────────────────────

    def do_button_press_event(self, event: Gdk.EventButton) -> bool:
        """Begin to drag a reading; a double click moves it to its computed place."""
        if event.button != Gdk.BUTTON_PRIMARY:
            return False
        self.grab_focus()
        number = self.reading_at(event.x, event.y)
        if number is None:
            return False
        self._choose(number)
        if event.type == Gdk.EventType._2BUTTON_PRESS:
            self._drag = None
            self._fall(number)
        elif event.type == Gdk.EventType.BUTTON_PRESS:
            zone = zones.hangs_on(self._readings, number)
            grip = 0.0 if zone is None else self.x_of(zone) - event.x
            self._drag = _Drag(number, grip, event.x, event.y, self._readings)
        return True

    def do_motion_notify_event(self, event: Gdk.EventMotion) -> bool:
        """Show the result of releasing the reading here."""
        if not self._drag:
            return False
        readings = self._dragged_to(event.x, event.y)
        self._drag = replace(self._drag, readings=readings)
        self._changed()
        return True

    def do_button_release_event(self, event: Gdk.EventButton) -> bool:
        """Release the reading."""
        if not self._drag or event.button != Gdk.BUTTON_PRIMARY:
            return False
        readings = self._dragged_to(event.x, event.y)
        self._drag = None
        self._take(readings)
        self._changed()
        return True

    def _dragged_to(self, x: float, y: float) -> tuple[Reading, ...]:
        """The readings for this pointer; far from the scale, the reading is not placed."""
        assert self._drag
        number, started = self._drag.number, self._drag
        if not started.moved and self.drag_check_threshold(
            int(started.x), int(started.y), int(x), int(y)
        ):
            self._drag = started = replace(started, moved=True)
        if not started.moved:
            return self._readings
        left, _top, width, _height = self.scale_box()
        off = self.em * 2
        if not left - off / 4 <= x <= left + width + off / 4 and self._side_width():
            return zones.taken_off(self._readings, number)
        if not -off <= y <= self.get_allocated_height() + off:
            return zones.taken_off(self._readings, number)
        return zones.placed(self._readings, number, self.zone_at(x + started.grip))

    # ── keys ─────────────────────────────────────────────────────────────────────────────────

    def do_focus(self, direction: Gtk.DirectionType) -> bool:
        """Tab goes from reading to reading, and after the last to the next widget."""
        steps = {Gtk.DirectionType.TAB_FORWARD: 1, Gtk.DirectionType.TAB_BACKWARD: -1}
        step, order = steps.get(direction, 0), self._order()
        if not self.has_focus():
            if order and step:
                self._chosen = order[0 if step > 0 else -1]
            self.grab_focus()
            return True
        return bool(step) and self._step(step)

    def do_focus_in_event(self, event: Gdk.EventFocus) -> bool:
        """Show the focus on a reading."""
        order = self._order()
        if self._chosen is None and order:
            self._chosen = order[0]
        self._changed()
        return bool(Gtk.DrawingArea.do_focus_in_event(self, event))

    def do_focus_out_event(self, event: Gdk.EventFocus) -> bool:
        """Remove the focus from the reading."""
        self._changed()
        return bool(Gtk.DrawingArea.do_focus_out_event(self, event))

    def do_key_press_event(self, event: Gdk.EventKey) -> bool:
        """Choose, move, place, or remove a reading."""
        key = Gdk.keyval_to_lower(event.keyval)
        modifiers = event.state & Gtk.accelerator_get_default_mod_mask()
        shift = modifiers == Gdk.ModifierType.SHIFT_MASK
        if modifiers and not shift:
            return False
        if key == Gdk.KEY_Escape and self._drag:
            self._drag = None
            self._changed()
            return True
        if self._drag or not self._readings:
            return False
        if key in _CHOOSING and not shift:
            self._step(_CHOOSING[key])
            return True
        if self._chosen is None:
            return False
        if key in _MOVING:
            self._move(_MOVING[key], by_thirds=shift)
        elif key in (Gdk.KEY_Return, Gdk.KEY_KP_Enter):
            self._fall(self._chosen)
        elif key in (Gdk.KEY_Delete, Gdk.KEY_BackSpace, Gdk.KEY_KP_Delete):
            self._take(zones.taken_off(self._readings, self._chosen))
        elif (zone := _typed_zone(key)) is not None:
            self._take(zones.placed(self._readings, self._chosen, zone))
        else:
            return False
        return True

    def _step(self, step: int) -> bool:
        """Choose the next reading; False at the end of them."""
        order = self._order()
        at = order.index(self._chosen) + step if self._chosen in order else 0
        if not 0 <= at < len(order):
            return False
        self._choose(order[at])
        return True

    def _choose(self, number: int) -> None:
        self._chosen = number
        self._changed()

    def _move(self, way: int, *, by_thirds: bool) -> None:
        assert self._chosen is not None
        zone = self._readings[self._chosen].zone
        if zone is None:
            self._fall(self._chosen)
        else:
            zone = zones.next_third(zone, way) if by_thirds else zone + way
            self._take(zones.placed(self._readings, self._chosen, zone))

    def _fall(self, number: int) -> None:
        """Move a reading to its place relative to the placed ones, or to the meter's zone."""
        if self._readings[number].zone is None:
            zone = zones.falls_on(self._readings, number)
            zone = zones.METERED if zone is None else zone
            self._take(zones.placed(self._readings, number, zone))

    def _shows_chosen(self) -> bool:
        """Whether the chosen reading stands out."""
        return self.has_focus() or self._drag is not None


_CHOOSING = {Gdk.KEY_Up: -1, Gdk.KEY_Down: 1, Gdk.KEY_KP_Up: -1, Gdk.KEY_KP_Down: 1}
_MOVING = {Gdk.KEY_Left: -1, Gdk.KEY_Right: 1, Gdk.KEY_KP_Left: -1, Gdk.KEY_KP_Right: 1}


def _typed_zone(key: int) -> float | None:
    """The zone for a typed digit, or X."""
    if key == Gdk.KEY_x:
        return zones.LIGHTEST
    sign = chr(Gdk.keyval_to_unicode(key))
    return float(sign) if sign in "0123456789" else None
