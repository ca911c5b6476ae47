"""A log of the window for tests and measurements: its faults, and the times of its steps.

If the environment variable EXIFILM_FORM_WITNESS names a file, each event adds a line of JSON to it.
The events: a fault with its traceback; the window was drawn; a scan opened for typing; a save
ended; and the longest time that the main loop was blocked since the window appeared.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from types import TracebackType
from typing import Any

_TICK = 5
"""Milliseconds between two checks of the main loop."""
_file = os.environ.get("EXIFILM_FORM_WITNESS", "")
_longest = 0.0
_last = 0.0
_most_work = 0.0
_work = 0.0


def emit(event: str, **what: Any) -> None:
    """Add an event, with the time of day in seconds."""
    if _file:
        line = json.dumps({"event": event, "time": time.time()} | what)
        with open(_file, "a", encoding="utf-8") as file:  # noqa: PTH123 - one line, one write
            file.write(line + "\n")


def watch() -> None:
    """Log every uncaught exception, also those in GTK's callbacks."""
    if not _file:
        return
    usual = sys.excepthook

    def told(
        kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        emit("fault", said="".join(traceback.format_exception(kind, problem, trace)))
        usual(kind, problem, trace)

    sys.excepthook = told


def watch_main_loop(window: Any) -> None:
    """Log the first drawing, and then each new longest time that the main loop was blocked.

    Also log each new longest time that this thread worked; other threads took the difference.
    """
    if not _file:
        return
    from gi.repository import GLib

    def tick() -> bool:
        global _last, _longest, _work, _most_work
        now, work = time.monotonic(), time.thread_time()
        if (worked := work - _work) > _most_work:
            _most_work = worked
            emit("worked", seconds=round(worked, 4))
        _work = work
        if (blocked := now - _last - _TICK / 1000) > _longest:
            _longest = blocked
            emit("blocked", seconds=round(blocked, 4))
        _last = now
        return True

    def drawn(*_about: Any) -> bool:
        global _last, _work
        window.disconnect(first)
        emit("shown")
        _last, _work = time.monotonic(), time.thread_time()
        GLib.timeout_add(_TICK, tick, priority=GLib.PRIORITY_HIGH)
        return False

    first = window.connect_after("draw", drawn)
