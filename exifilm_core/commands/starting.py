"""A command that reads scans starts ExifTool first, and loads what else it needs meanwhile.

ExifTool takes as long to start as Python takes to load the rest of ExiFilm, and there are two
processors to do it on: together they take half the time.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from exifilm_core.errors import ExifilmError

if TYPE_CHECKING:
    from exifilm_core.exiftool import ExifTool


def start_exiftool() -> None:
    """Start the ExifTool that everybody shares, and do not wait for it."""
    # A process is started by a fork, for which logging makes ready while it is loaded: to load it
    # here at the same time would leave its lock to the fork.
    import logging  # noqa: F401

    from exifilm_core.exiftool import ExifTool

    threading.Thread(target=_start, args=(ExifTool.shared(),), daemon=True).start()


def _start(exiftool: ExifTool) -> None:
    with contextlib.suppress(ExifilmError):  # whoever needs it is told when it is needed
        exiftool.version()
