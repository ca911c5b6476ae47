"""Files of JSON lines that are only ever added to.

A line that cannot be read (an interrupted write, a damaged disk) is counted and left out. The
others stay readable, and a later line never joins a damaged one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.file_systems import sync
from exifilm_core.files.user_folders import unwritable
from exifilm_core.messages.files import Files

T = TypeVar("T")


def add_line(path: Path, data: dict[str, Any]) -> None:
    """Add a line, on the disk before this returns. ExifilmError if that fails."""
    line = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("ab+") as file:
            if file.tell() and not _ends_a_line(file):
                line = b"\n" + line
            file.write(line + b"\n")
            sync(file)
    except OSError as problem:
        raise unwritable(path, problem) from problem


def read_lines(path: Path, meaning: Callable[[Any], T]) -> tuple[list[T], int]:
    """The meaning of each line, and the number of unreadable lines; ([], 0) without such a file.

    `meaning` takes a line's JSON, and raises Python's own errors for JSON that it cannot use.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return [], 0
    except OSError as problem:
        unread = Files.CANNOT_READ_JOURNAL(path=str(path), reason=reason_of(problem))
        raise ExifilmError(unread) from problem
    found: list[T] = []
    damaged = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            found.append(meaning(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            damaged += 1
    return found, damaged


def _ends_a_line(file: Any) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")
