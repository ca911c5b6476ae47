"""Mouse and keys on a zone scale. `test_zone_scale.py` runs this in a Python with GTK."""

from __future__ import annotations

import itertools
import random
import time
from typing import Any

from child import drag, key, pixels, point, report, settle, window
from exifilm_form.form.zone_scale import ZoneScale
from gi.repository import Gdk, Gtk

from exifilm_core.film.readings import Reading
from exifilm_core.kinds.readings import Readings

THREE = "shade EV 9 on III; snow EV 13.5 on VII½; rock 128 cd/m² on IV"


class Shown:
    """A zone scale in a window, and how often it emitted `readings-changed`."""

    def __init__(self, text: str, width: int = 800, height: int = 160) -> None:
        self.scale = ZoneScale()
        self.scale.set_readings(Readings().parse(text) if text else None)
        self.signals: list[list[float | None]] = []
        self.scale.connect("readings-changed", lambda _scale: self.signals.append(self.zones()))
        self.entry = Gtk.Entry()
        self.after = Gtk.Entry()
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.pack_start(self.entry, False, False, 0)
        box.pack_start(self.scale, True, True, 0)
        box.pack_start(self.after, False, False, 0)
        self.window = window(box, width, height)
        settle()

    def zones(self) -> list[float | None]:
        return [r.zone if r.zone is None else round(r.zone, 4) for r in self.scale.readings]

    def label(self, number: int) -> Any:
        return next(label for label in self.scale.labels() if label.number == number)

    def middle(self, number: int) -> tuple[float, float]:
        label = self.label(number)
        return label.left + label.width / 2, label.top + label.height / 2

    def drop(self, number: int, zone: float) -> None:
        """Drag a reading's label so that its mark is on a zone."""
        x, y = self.middle(number)
        by = self.scale.x_of(zone) - self.scale.x_of(self.scale.readings[number].zone or 0)
        drag(self.scale, (x, y), (x + by / 2, y), (x + by, y))

    def drop_hanging(self, number: int, zone: float) -> None:
        """Drag a reading that is not placed from where it hangs."""
        x, y = self.middle(number)
        by = self.scale.x_of(zone) - self.label(number).x
        drag(self.scale, (x, y), (x + by / 2, y), (x + by, y))

    def end(self) -> dict[str, Any]:
        described = self.scale.get_accessible().get_description()
        self.window.destroy()
        return {"zones": self.zones(), "signals": self.signals, "described": described}


def probe_tones() -> Any:
    shown = Shown(THREE)
    colour = pixels(shown.scale)
    _left, top, width, height = shown.scale.scale_box()
    at = [colour(shown.scale.x_of(zone) - width / 26, top + height / 2) for zone in range(11)]
    marks = [colour(shown.label(n).x, top + height + shown.scale.em * 0.3) for n in range(3)]
    beside = colour(shown.scale.x_of(9.2), top + height + shown.scale.em * 0.3)
    shown.end()
    return {"tones": at, "marks": marks, "beside": beside}


def probe_right_to_left() -> Any:
    Gtk.Widget.set_default_direction(Gtk.TextDirection.RTL)
    try:
        shown = Shown(THREE + "; lamp 5000 lx")
        xs = [shown.scale.x_of(zone) for zone in range(11)]
        listed = shown.label(3)
        shown.end()
    finally:
        Gtk.Widget.set_default_direction(Gtk.TextDirection.LTR)
    return {"xs": xs, "listed": listed.left + listed.width}


def probe_drag() -> Any:
    shown = Shown(THREE)
    shown.drop(0, 4)
    return shown.end()


def probe_drag_by_the_mark_to_a_third() -> Any:
    shown = Shown(THREE)
    _left, _top, _width, height = shown.scale.scale_box()
    y = height + 4
    start = shown.scale.x_of(3)
    drag(shown.scale, (start, y), (start + 30, y), (shown.scale.x_of(3.3), y))
    return shown.end()


def probe_click_only() -> Any:
    shown = Shown(THREE)
    drag(shown.scale, shown.middle(1), shown.middle(1))
    return shown.end() | {"chosen": shown.scale.chosen}


def probe_escape_gives_a_drag_up() -> Any:
    shown = Shown(THREE)
    x, y = shown.middle(0)
    point(shown.scale, Gdk.EventType.BUTTON_PRESS, x, y)
    point(shown.scale, Gdk.EventType.MOTION_NOTIFY, x + 200, y)
    seen = shown.label(0).x - shown.scale.x_of(3)
    key(shown.scale, "Escape")
    point(shown.scale, Gdk.EventType.BUTTON_RELEASE, x + 200, y)
    return shown.end() | {"moved_meanwhile": seen}


def probe_drag_onto_the_scale_and_off() -> Any:
    shown = Shown("shade EV 9 on III; lamp 5000 lx")
    x, y = shown.middle(1)
    beside = x > shown.scale.x_of(10)
    drag(shown.scale, (x, y), (x - 50, y), (shown.scale.x_of(6), y))
    placed = shown.zones()
    x, y = shown.middle(0)
    drag(shown.scale, (x, y), (x, y + 100), (x, 600))
    return shown.end() | {"beside": beside, "placed": placed}


def probe_hanging() -> dict[str, Any]:
    """Readings that are not placed: two that fall on the scale, and two that do not."""
    text = "shade EV 9 on III; moon EV 12; rock EV 10½; sun EV 30; lamp 5000 lx"
    shown = Shown(text, 900, 200)
    scale, colour = shown.scale, pixels(shown.scale)
    _left, top, _width, height = scale.scale_box()
    arrow = top + height + scale.em * 0.28
    hangs = {n: shown.label(n).x and shown.label(n).x - scale.x_of(0) for n in range(5)}
    step = scale.x_of(1) - scale.x_of(0)
    told = {
        "on": {n: None if x is None else round(x / step, 3) for n, x in hangs.items()},
        "arrows": [colour(round(shown.label(n).x), arrow) for n in (0, 1)],
        "paper": colour(scale.x_of(9), arrow),
        "before": scale.get_accessible().get_description(),
    }
    scale.grab_focus()
    order = []
    for _press in range(5):
        order.append(scale.chosen)
        key(shown.window, "Tab")
    scale.grab_focus()
    shown.drop_hanging(1, 7)
    return shown.end() | told | {"order": order}


def probe_first_one_placed() -> Any:
    shown = Shown("shade EV 9; snow EV 13")
    x, y = shown.middle(0)
    drag(shown.scale, (x, y), (x - 50, y), (shown.scale.x_of(3), y))
    return shown.end()


def probe_keys() -> Any:
    shown = Shown(THREE)
    shown.entry.grab_focus()
    key(shown.window, "Tab")
    first = shown.scale.chosen
    key(shown.window, "Right")
    right = shown.zones()
    key(shown.window, "Left", shift=True)
    third = shown.zones()
    key(shown.window, "Down")
    second = shown.scale.chosen
    key(shown.window, "Delete")
    off = shown.zones()
    key(shown.window, "Return")
    fallen = shown.zones()
    key(shown.window, "5")
    typed = shown.zones()
    seen = {"first": first, "right": right, "third": third, "second": second}
    return shown.end() | seen | {"off": off, "fallen": fallen, "typed": typed}


def probe_tab_goes_through_and_on() -> Any:
    shown = Shown(THREE)
    shown.entry.grab_focus()
    chosen = []
    for _press in range(4):
        key(shown.window, "Tab")
        chosen.append(shown.scale.chosen if shown.scale.is_focus() else "on")
    back = []
    for _press in range(4):
        key(shown.window, "ISO_Left_Tab", shift=True)
        back.append(shown.scale.chosen if shown.scale.is_focus() else "on")
    shown.end()
    empty = Shown("")
    empty.entry.grab_focus()
    key(empty.window, "Tab")
    here = empty.scale.is_focus()
    key(empty.window, "Tab")
    return {"chosen": chosen, "back": back, "empty": [here, empty.after.is_focus()]}


def probe_twelve_readings_at_many_widths() -> Any:
    text = "; ".join(
        f"the {n}th of the areas that were measured EV {4 + n * 0.8:.1f}" for n in range(12)
    )
    found = []
    for width in (320, 400, 600, 900, 1300):
        shown = Shown(text, width, 330)
        shown.scale.grab_focus()
        key(shown.window, "5")
        boxes = [
            (label.left, label.top, label.left + label.width, label.top + label.height)
            for label in shown.scale.labels()
        ]
        found.append(
            {
                "boxes": boxes,
                "width": shown.scale.get_allocated_width(),
                "height": shown.scale.get_allocated_height(),
                "shortened": sum(label.words.shortened for label in shown.scale.labels()),
            }
        )
        shown.end()
    return found


def probe_any_readings() -> Any:
    """Readings of any number, length and zone, in the height that the widget requests."""
    chance = random.Random(7)
    shown = Shown("", 700, 160)
    faults, tried = [], 0
    for _time in range(60):
        readings = tuple(
            Reading(
                "grass by the old stone wall"[: chance.randrange(27)],
                round(chance.uniform(1, 17), 1),
                "EV",
                chance.choice((0.0, 10.0, 9.9, 5.0, round(chance.uniform(0, 10), 2))),
            )
            for _number in range(chance.randrange(1, 13))
        )
        shown.scale.set_readings(readings)
        until = time.monotonic() + 0.05
        settle(lambda until=until: time.monotonic() > until)
        labels = shown.scale.labels()
        tried += len(readings)
        if sorted(label.number for label in labels) != list(range(len(readings))):
            faults.append(f"{len(labels)} of {readings}")
        for one, other in itertools.combinations(labels, 2):
            apart = max(one.left, other.left) >= min(
                one.left + one.width, other.left + other.width
            ) or max(one.top, other.top) >= min(one.top + one.height, other.top + other.height)
            if not apart:
                faults.append(f"{one.number} over {other.number} of {readings}")
    shown.end()
    return {"faults": faults, "tried": tried}


def probe_other_readings_while_dragging() -> Any:
    shown = Shown(THREE)
    x, y = shown.middle(2)
    point(shown.scale, Gdk.EventType.BUTTON_PRESS, x, y)
    point(shown.scale, Gdk.EventType.MOTION_NOTIFY, x + 90, y)
    shown.scale.set_readings(Readings().parse("shade EV 9 on III"))
    point(shown.scale, Gdk.EventType.MOTION_NOTIFY, x + 100, y)
    point(shown.scale, Gdk.EventType.BUTTON_RELEASE, x + 100, y)
    return shown.end()


if __name__ == "__main__":
    report(globals())
