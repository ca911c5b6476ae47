"""Keeps the main loop responsive, and measures how long it was blocked (`session/trace.py`)."""

from __future__ import annotations

import gc
import sys
import time

from exifilm_form.gtk import GLib, Gtk
from exifilm_form.session import trace

_TICK = 5
"""Milliseconds between two checks of the main loop."""
_TURN = 0.0005
"""Seconds. A worker that computes lets the main thread go on after this time; Python's own 5 ms
add up while many scans are saved."""


def take_turns() -> None:
    """Let the main thread interrupt workers soon, which compute or search for garbage.

    Modules stay: a search that goes through them too stops every thread for 50 ms.
    """
    sys.setswitchinterval(_TURN)
    gc.freeze()


def watch(window: Gtk.Window) -> None:
    """Log the first drawing, and then each new longest time that the main loop was blocked.

    Also log each new longest time that this thread worked; other threads took the difference.
    """
    if not trace.is_on():
        return
    last = work = longest = most_work = 0.0

    def tick() -> bool:
        nonlocal last, work, longest, most_work
        now, worked = time.monotonic(), time.thread_time()
        if worked - work > most_work:
            most_work = worked - work
            trace.emit("worked", seconds=round(most_work, 4))
        if (blocked := now - last - _TICK / 1000) > longest:
            longest = blocked
            trace.emit("blocked", seconds=round(blocked, 4))
        last, work = now, worked
        return True

    def drawn(*_about: object) -> bool:
        nonlocal last, work
        window.disconnect(first)
        trace.emit("shown")
        last, work = time.monotonic(), time.thread_time()
        GLib.timeout_add(_TICK, tick, priority=GLib.PRIORITY_HIGH)
        return False

    first = window.connect_after("draw", drawn)
