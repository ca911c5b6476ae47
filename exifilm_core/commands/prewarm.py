"""Start ExifTool before Python loads the rest of ExiFilm.

Both take the same time; on two processors, a command that reads scans starts twice as fast. To show
scans that the quick reader reads, ExifTool is not started at all. For a command that saves, it also
loads what it needs to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exifilm_core.commands.table import SAVE_SCANS

if TYPE_CHECKING:
    from exifilm_core.exiftool import ExifTool

_LONGEST = 1.0
"""Seconds to wait for the process: long enough for any, and no harm if it takes longer."""


def start_exiftool_for(words: Sequence[str]) -> None:
    """Start the shared ExifTool if the command will need it; waits until the process is there.

    A command that shows scans needs it if the first of them does, and an exchange if it is to set
    fields. It may start later for others.
    """
    files = [word for word in words[1:] if not word.startswith("-")]
    if words[0] == "show" and files and _is_read_quickly(files[0]):
        return
    if words[0] == "exchange" and not (files and _may_set(files[0])):
        return
    _start(to_write=words[0] in SAVE_SCANS and "--dry-run" not in words)


def _may_set(request: str) -> bool:
    """Whether a request seems to be one to set fields; it is read and checked later."""
    path = Path(request)
    try:
        return path.is_file() and b'"set"' in path.read_bytes()
    except (OSError, ValueError):
        return False


def _is_read_quickly(file: str) -> bool:
    from exifilm_core.readers.quick import read
    from exifilm_core.readers.quick.quick_reader import is_on

    try:
        return is_on() and bool(read(Path(file)))
    except Exception:  # noqa: BLE001 - whatever it is, ExifTool then reads the file
        return False


def _start(*, to_write: bool) -> None:
    import threading

    from exifilm_core.commands.streams import occupy_closed_streams
    from exifilm_core.exiftool import ExifTool

    occupy_closed_streams()
    exiftool = ExifTool.shared()
    threading.Thread(target=_answer, args=(exiftool, to_write), daemon=True).start()
    exiftool.created.wait(_LONGEST)  # or imports here would slow down the start there


def _answer(exiftool: ExifTool, to_write: bool) -> None:
    try:
        if to_write:
            exiftool.prepare_to_write()
        else:
            exiftool.version()
    except Exception:  # noqa: BLE001 - the command meets and reports it
        return
    finally:
        exiftool.created.set()
