"""The two standards of the camera, drawn with their rise, shift, tilt and swing as entered.

The widget shows the two drawings of the paper form, measured in its points, and moves the standards
by the same law (`exifilm_core.film.movements`), with the numbers next to them. The subject is on
the right as seen from the side, and at the top as seen from above. So the drawing itself shows
which way is +.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from exifilm_core.film.movements import (
    APART,
    BELLOWS,
    HALF,
    MOVEMENTS,
    STANDARDS,
    Movements,
    Pose,
    from_above,
    from_the_side,
)
from exifilm_core.record import ExposureRecord
from exifilm_form.gtk import Gdk, Gtk, Pango, PangoCairo, cairo
from exifilm_form.session.mixed_words import MIXED
from exifilm_form.session.texts import _, labels_of

Point = tuple[float, float]

# Points on the paper form, from the middle of each drawing.
_TALL = 54.0
_SIDE_LEFT, _SIDE_RIGHT = 21.0, 29.0
_ABOVE_LEFT, _ABOVE_RIGHT = 19.0, 24.0
_LEFT_TO_RIGHT = "\u200e"
"""Keeps the sign before the number in right-to-left text too."""


class View(NamedTuple):
    """One drawing: its middle in the widget, pixels a point, and its orientation."""

    middle: Point
    scale: float
    from_above: bool

    def at(self, point: Point) -> Point:
        """A point of the paper's drawing, in pixels. The subject lies along its +x."""
        x, y = point
        if self.from_above:
            return self.middle[0] + y * self.scale, self.middle[1] - x * self.scale
        return self.middle[0] + x * self.scale, self.middle[1] - y * self.scale

    def pose(self, movements: Movements) -> Pose:
        """A standard with these movements in this view."""
        return from_above(movements) if self.from_above else from_the_side(movements)


class StandardsDrawing(Gtk.DrawingArea):
    """Both standards and the bellows between them, from the side and from above."""

    def __init__(self) -> None:
        super().__init__()
        self.front: Movements = dict.fromkeys(MOVEMENTS)
        self.rear: Movements = dict.fromkeys(MOVEMENTS)
        self.mixed: tuple[str, ...] = ()
        """The fields in which the selected scans differ; they are drawn at zero, and marked."""
        self.get_accessible().set_name(_("Front and rear standard"))
        self._say()

    def set_movements(self, front: Movements, rear: Movements, mixed: Collection[str] = ()) -> None:
        """Show these movements: mm for rise and shift, degrees for tilt and swing, or None."""
        self.front, self.rear, self.mixed = dict(front), dict(rear), tuple(mixed)
        self._say()
        self.queue_draw()

    def _say(self) -> None:
        words = described(self.front, self.rear)
        if self.mixed:
            words += " " + _("{mixed}: {fields}").format(mixed=MIXED, fields=labels_of(self.mixed))
        self.get_accessible().set_description(words)

    @property
    def em(self) -> float:
        """The height of a line of the theme's font."""
        return float(self.create_pango_layout("X").get_pixel_size().height)

    def views(self) -> tuple[View, View]:
        """From the side, and from above, as large as the widget and the numbers allow."""
        width, height = self.get_allocated_width(), self.get_allocated_height()
        em, room = self.em, self._number_width()
        across = _SIDE_LEFT + _SIDE_RIGHT + _ABOVE_LEFT + _ABOVE_RIGHT
        # The right drawing's numbers and both left-hand standards' numbers are next to them.
        beside = room * 3
        scale = max(min((height - em * 1.5) / _TALL, (width - beside) / across), 0.1)
        left = (width - beside - across * scale) / 2
        middle = (height - em * 1.4) / 2
        side = left + room + _SIDE_LEFT * scale
        above = side + (_SIDE_RIGHT + _ABOVE_LEFT) * scale + room
        return View((side, middle), scale, False), View((above, middle), scale, True)

    def _number_width(self) -> float:
        shown = [number(n, v) for each in (self.front, self.rear) for n, v in each.items()]
        shown += [MIXED] if self.mixed else []
        widest = max((self._set_text(text).get_pixel_size().width for text in shown), default=0)
        return max(widest, self.em * 2.2)

    def do_get_preferred_width(self) -> tuple[int, int]:
        """The width of the drawings at half their best size, with numbers."""
        em = self.em
        return int(em * 15), int(em * 24)

    def do_get_preferred_height(self) -> tuple[int, int]:
        """The height of the drawings at half their best size, with numbers."""
        em = self.em
        return int(em * 8), int(em * 10)

    def do_draw(self, context: cairo.Context) -> bool:
        """Draw both views."""
        style = self.get_style_context()
        size = self.get_allocated_width(), self.get_allocated_height()
        Gtk.render_background(style, context, 0, 0, *size)
        ink = style.get_color(self.get_state_flags())
        is_set = any(value for each in (self.front, self.rear) for value in each.values())
        for view in self.views():
            pen = _Pen(context, view, ink)
            pen.ground()
            pen.camera(Pose(), Pose(), *((0.3, 0.35) if is_set else (1.0, 0.9)))
            pen.signs(0.55 if is_set else 1.0)
            if is_set:
                # Thin enough to tell a movement of a few millimetres from none.
                pen.camera(view.pose(self.rear), view.pose(self.front), 1.0, 0.7)
            self._write(pen)
        return False

    def _write(self, pen: _Pen) -> None:
        """Draw the numbers next to the standards, and the names of the views."""
        view, em = pen.view, self.em
        title = self._set_text(_("from above") if view.from_above else _("from the side"), 0.9)
        bottom = self.get_allocated_height() - em * 1.2
        pen.text(title, view.middle[0], bottom, 0.5, 0.7)
        for text, point, part in self._numbers(view):
            layout = self._set_text(text)
            x, y = view.at(point)
            pen.text(layout, x, y - layout.get_pixel_size().height / 2, part, 1.0)

    def _numbers(self, view: View) -> Iterator[tuple[str, Point, float]]:
        """Each number, its point, and the part of it that lies left of the point."""
        move, turn = ("shift", "swing") if view.from_above else ("rise", "tilt")
        if view.from_above:
            places: list[Point] = [(19.0, 12.5), (1.5, 22.0), (-20.5, -3.0), (-20.5, 3.0)]
            parts = (0.0, 0.0, 1.0, 0.0)
        else:
            places = [(23.0, -2.0), (29.0, 13.6), (-21.0, -2.0), (-21.0, 13.6)]
            parts = (0.0, 0.0, 1.0, 1.0)
        shown = [(standard, name) for standard in STANDARDS for name in (move, turn)]
        for (standard, name), place, part in zip(shown, places, parts, strict=True):
            movements = self.front if standard == "front" else self.rear
            text = number(name, movements.get(name))
            if f"{standard}_{name}" in self.mixed:
                text = MIXED
            if text:
                yield text, place, part

    def _set_text(self, text: str, size: float = 1.0) -> Pango.Layout:
        layout = self.create_pango_layout(text)
        layout.set_text(_LEFT_TO_RIGHT + text if text[:1] in "-0123456789" else text, -1)
        attributes = Pango.AttrList()
        attributes.insert(Pango.attr_scale_new(size))
        layout.set_attributes(attributes)
        return layout


class _Pen:
    """Draws in the points of a view, with lines as on paper."""

    def __init__(self, context: cairo.Context, view: View, ink: Gdk.RGBA) -> None:
        self.context, self.view, self.ink = context, view, ink

    def ground(self) -> None:
        """The rail, from the side; the axis, from above."""
        if self.view.from_above:
            self.context.set_dash([2 * self.view.scale, self.view.scale])
            self._stroke([(-19, 0), (21, 0)], 0.25, 0.8)
            self.context.set_dash([])
            return
        self._stroke([(-19, -22), (19, -22)], 0.4)
        for x in (-APART, APART):
            self._stroke([(x, -22), (x, -15)], 0.25)

    def camera(self, rear: Pose, front: Pose, strength: float, weight: float) -> None:
        """Both standards and the bellows between."""
        for side in (1, -1):
            reach = side * HALF * BELLOWS
            bellows = [rear.end(-APART, reach), front.end(APART, reach)]
            self._stroke(bellows, 0.3, strength)
        for x, each in ((-APART, rear), (APART, front)):
            self._stroke([each.end(x, -HALF), each.end(x, HALF)], weight, strength)
        holder = [rear.along(-APART, -1.7, side * HALF * BELLOWS) for side in (1, -1)]
        self._stroke(holder, weight, strength)
        lens = [front.along(APART, *at) for at in ((0, -4.5), (3, -2), (3, 2), (0, 4.5))]
        self._start(weight, strength)
        self.context.move_to(*self.view.at(lens[0]))
        self.context.curve_to(*(part for at in lens[1:] for part in self.view.at(at)))
        self.context.stroke()

    def signs(self, strength: float) -> None:
        """The direction that is + for each movement of the front standard."""
        self._stroke([(19, -8), (19, 3)], 0.4, strength)
        self._arrow_head((19, 5), 90, strength)
        self._plus((19, 8.5), strength)
        way = 1 if self.view.from_above else -1
        arc = [self._on_turn(90 + way * step) for step in range(0, 27, 2)]
        self._stroke(arc, 0.4, strength)
        self._arrow_head(self._on_turn(90 + way * 32), 90 + way * 118, strength)
        self._plus(self._on_turn(90 + way * 44), strength)

    @staticmethod
    def _on_turn(angle: float) -> Point:
        turned = math.radians(angle)
        return APART + 19 * math.cos(turned), 19 * math.sin(turned)

    def _arrow_head(self, tip: Point, angle: float, strength: float) -> None:
        turned = math.radians(angle)
        cos, sin = math.cos(turned), math.sin(turned)
        self._start(0.4, strength)
        for at, draw in zip(
            ((0, 0), (-3, 1.1), (-3, -1.1)),
            (self.context.move_to, self.context.line_to, self.context.line_to),
            strict=True,
        ):
            x, y = tip[0] + at[0] * cos - at[1] * sin, tip[1] + at[0] * sin + at[1] * cos
            draw(*self.view.at((x, y)))
        self.context.close_path()
        self.context.fill()

    def _plus(self, point: Point, strength: float) -> None:
        x, y = point
        self._stroke([(x - 1.5, y), (x + 1.5, y)], 0.4, strength)
        self._stroke([(x, y - 1.5), (x, y + 1.5)], 0.4, strength)

    def text(
        self, layout: Pango.Layout, x: float, top: float, part: float, strength: float
    ) -> None:
        """A line of text; that part of it is left of x. In pixels."""
        self._start(1, strength)
        self.context.move_to(round(x - layout.get_pixel_size().width * part), round(top))
        PangoCairo.show_layout(self.context, layout)

    def _start(self, weight: float, strength: float) -> None:
        ink = self.ink
        self.context.set_source_rgba(ink.red, ink.green, ink.blue, ink.alpha * strength)
        self.context.set_line_width(max(weight * self.view.scale, 0.8))

    def _stroke(self, points: list[Point], weight: float, strength: float = 1.0) -> None:
        self._start(weight, strength)
        for number, point in enumerate(points):
            (self.context.line_to if number else self.context.move_to)(*self.view.at(point))
        self.context.stroke()


def number(movement: str, value: float | None) -> str:
    """The value in the form's notation: "12 mm", "-3°"; "" for zero."""
    return ExposureRecord.field(f"front_{movement}").kind.show(value) if value else ""


_WORDS: dict[str, Callable[[str, bool], str]] = {
    "rise": lambda n, plus: (_("{number} rise") if plus else _("{number} fall")).format(number=n),
    "shift": lambda n, plus: (
        _("{number} shift to the right") if plus else _("{number} shift to the left")
    ).format(number=n),
    "tilt": lambda n, plus: (
        _("{number} tilt forward") if plus else _("{number} tilt backward")
    ).format(number=n),
    "swing": lambda n, plus: (
        _("{number} swing clockwise") if plus else _("{number} swing counter-clockwise")
    ).format(number=n),
}


def described(front: Movements, rear: Movements) -> str:
    """The movements in words: "front: 12 mm rise, 5° tilt forward; rear: 3° swing clockwise"."""
    parts = [
        pattern.format(movements=words)
        for pattern, movements in ((_("front: {movements}"), front), (_("rear: {movements}"), rear))
        if (words := ", ".join(_worded(movements)))
    ]
    return "; ".join(parts) or _("All movements at zero.")


def _worded(movements: Movements) -> Iterator[str]:
    for name in MOVEMENTS:
        if value := movements.get(name):
            yield _WORDS[name](number(name, abs(value)), value > 0)
