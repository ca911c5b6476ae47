"""The child process of a GTK test: shows a widget, moves a pointer, types keys.

`gtk_probe.py` runs a script under a display of its own. `report` calls each function of the script
whose name begins with `probe_`, and prints their results as JSON. An exception anywhere, also in a
callback of GTK, counts as a result and fails the test that asks for it; `test_tests.py` in
tests/setup sees that a test asks for each.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "plugins")]

import gi  # noqa: E402

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

_problems: list[str] = []


def settle(until: Callable[[], bool] | None = None, seconds: float = 20.0) -> None:
    """Run the main loop until it is idle and the condition holds."""
    end = time.monotonic() + seconds
    while True:
        while Gtk.events_pending():
            Gtk.main_iteration_do(False)
        if until is None or until():
            return
        if time.monotonic() > end:
            raise TimeoutError("what was waited for did not come")
        time.sleep(0.002)


def window(widget: Gtk.Widget, width: int, height: int) -> Gtk.Window:
    """A bare window with the widget in it; the widget has the focus."""
    shown = Gtk.Window()
    shown.set_default_size(width, height)
    shown.add(widget)
    shown.show_all()
    settle()
    focus(shown, True)
    return shown


def focus(shown: Gtk.Window, here: bool) -> None:
    """Give the window the focus, as a window manager would."""
    event = Gdk.Event.new(Gdk.EventType.FOCUS_CHANGE)
    event.window = shown.get_window()
    event.send_event = True
    event.in_ = here
    shown.event(event)
    settle()


def point(widget: Gtk.Widget, kind: Gdk.EventType, x: float, y: float) -> None:
    """One event of the pointer's first button."""
    event = Gdk.Event.new(kind)
    event.window = widget.get_window()
    event.send_event = True
    event.x, event.y = x, y
    pointer = Gdk.Display.get_default().get_default_seat().get_pointer()
    event.set_device(pointer)
    if kind == Gdk.EventType.MOTION_NOTIFY:
        event.state = Gdk.ModifierType.BUTTON1_MASK
    else:
        event.button = 1
    widget.event(event)
    settle()


def drag(widget: Gtk.Widget, start: tuple[float, float], *stops: tuple[float, float]) -> None:
    """Press at a point, move over the others, and release at the last."""
    point(widget, Gdk.EventType.BUTTON_PRESS, *start)
    for stop in stops:
        point(widget, Gdk.EventType.MOTION_NOTIFY, *stop)
    point(widget, Gdk.EventType.BUTTON_RELEASE, *(stops or (start,))[-1])


def key(
    widget: Gtk.Widget,
    name: str,
    *,
    shift: bool = False,
    control: bool = False,
    alt: bool = False,
) -> None:
    """Press a key in the widget's window: "Left", "plus", "Tab"."""
    event = Gdk.Event.new(Gdk.EventType.KEY_PRESS)
    event.window = widget.get_toplevel().get_window()
    event.send_event = True
    event.keyval = Gdk.keyval_from_name(name)
    keymap = Gdk.Keymap.get_for_display(Gdk.Display.get_default())
    found, keys = keymap.get_entries_for_keyval(event.keyval)
    event.hardware_keycode = keys[0].keycode if found else 0
    event.state = (Gdk.ModifierType.SHIFT_MASK if shift else 0) | (
        Gdk.ModifierType.CONTROL_MASK if control else 0
    )
    event.state |= Gdk.ModifierType.MOD1_MASK if alt else 0
    event.set_device(Gdk.Display.get_default().get_default_seat().get_keyboard())
    Gtk.main_do_event(event)
    settle()


def pixels(widget: Gtk.Widget) -> Callable[[float, float], tuple[int, int, int]]:
    """A function from a point of the drawn widget to its colour."""
    import cairo

    until = time.monotonic() + 0.1  # a frame or two, for GTK to allocate sizes
    settle(lambda: time.monotonic() > until)
    width, height = widget.get_allocated_width(), widget.get_allocated_height()
    surface = cairo.ImageSurface(cairo.Format.RGB24, width, height)
    widget.draw(cairo.Context(surface))
    surface.flush()
    data, stride = surface.get_data(), surface.get_stride()

    def colour(x: float, y: float) -> tuple[int, int, int]:
        at = int(y) * stride + int(x) * 4
        return data[at + 2], data[at + 1], data[at]

    return colour


def heard(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Record a callback's exception."""
    _problems.append("".join(traceback.format_exception(kind, error, trace)))


def report(names: dict[str, Any]) -> None:
    """Call the `probe_…` functions and print their results."""
    sys.excepthook = heard
    answers: dict[str, Any] = {}
    for name, call in list(names.items()):
        if name.startswith("probe_"):
            _problems.clear()
            try:
                answer = call()
                settle()
            except Exception:  # noqa: BLE001 - it is the result
                _problems.append(traceback.format_exc())
            answers[name] = {"problems": list(_problems)} if _problems else {"answer": answer}
    print("\n" + json.dumps(answers), flush=True)
