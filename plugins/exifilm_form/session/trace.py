"""A log of the window for tests and measurements: its faults, and the times of its steps.

If the environment variable EXIFILM_FORM_WITNESS names a file, each event adds a line of JSON to it.
The events: a fault with its traceback; the window was drawn; a scan opened for typing; several
scans were saved; and the longest times that the main loop was blocked, and its thread at work,
since the window appeared.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from types import TracebackType
from typing import Any

_file = os.environ.get("EXIFILM_FORM_WITNESS", "")


def is_on() -> bool:
    """Whether somebody asked for the log."""
    return bool(_file)


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
