"""The look of the drawing of the standards. `test_standards.py` runs this in a Python with GTK."""

from __future__ import annotations

from typing import Any

from child import pixels, report, settle, window
from exifilm_form.form.standards import StandardsDrawing, described
from gi.repository import Gtk

from exifilm_core.film.movements import MOVEMENTS

REST = dict.fromkeys(MOVEMENTS)


def shown(front: dict[str, float], rear: dict[str, float], width: int = 480) -> dict[str, Any]:
    """The drawn upper (or right) and other end of each standard, and the description."""
    drawing = StandardsDrawing()
    window_of = window(drawing, width, 200)
    blank = ink_at(drawing)
    drawing.set_movements(REST | front, REST | rear)
    settle()
    filled = ink_at(drawing)
    ends = {}
    for name, view in zip(("side", "above"), drawing.views(), strict=True):
        for standard, x, movements in (("front", 12, drawing.front), ("rear", -12, drawing.rear)):
            place = view.pose(movements)
            top, bottom = view.at(place.end(x, 15)), view.at(place.end(x, -15))
            middle = view.at((x, 0))
            ends[f"{standard} {name}"] = {
                "top": [top[0] - middle[0], middle[1] - top[1]],
                "bottom": [bottom[0] - middle[0], middle[1] - bottom[1]],
                "inked": filled(*view.at(place.end(x, 14))),
            }
    accessible = drawing.get_accessible()
    answer = {
        "ends": ends,
        "differs": blank.seen != filled.seen,
        "name": accessible.get_name(),
        "described": accessible.get_description(),
    }
    window_of.destroy()
    return answer


class ink_at:  # noqa: N801 - reads as a function
    """Whether there is ink at a point."""

    def __init__(self, drawing: Gtk.Widget) -> None:
        colour = pixels(drawing)
        size = range(drawing.get_allocated_height()), range(drawing.get_allocated_width())
        ground = colour(0, 0)
        self.seen = [[colour(x, y) != ground for x in size[1]] for y in size[0]]

    def __call__(self, x: float, y: float) -> bool:
        near = (-1, 0, 1)
        return any(self.seen[int(y) + down][int(x) + right] for down in near for right in near)


def probe_rest() -> Any:
    return shown({}, {})


def probe_rise_and_tilt() -> Any:
    return shown({"rise": 12.0, "tilt": 5.0}, {"rise": -12.0, "tilt": -5.0})


def probe_shift_and_swing() -> Any:
    return shown({"shift": 10.0, "swing": 8.0}, {"shift": -10.0, "swing": -8.0})


def probe_far_too_much() -> Any:
    far = {"rise": 1000.0, "shift": -1000.0, "tilt": 90.0, "swing": -90.0}
    return shown(far, far)


def probe_no_room() -> Any:
    return shown({"rise": 12.0}, {}, width=20)["described"]


def probe_words() -> Any:
    at_rest = dict.fromkeys(MOVEMENTS, 0.0)
    return [
        described(REST | {"rise": 12.0, "tilt": 5.0}, REST),
        described(REST | {"rise": -7.5}, REST | {"shift": 10.0, "swing": -3.0}),
        described(REST, REST),
        described(at_rest, at_rest),
        described(at_rest, at_rest | {"tilt": -0.5}),
    ]


if __name__ == "__main__":
    report(globals())
