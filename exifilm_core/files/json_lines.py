"""Files of JSON lines that are only ever added to.

A line that cannot be read (an interrupted write, a damaged disk) is counted and left out. The
others stay readable, and a later line never joins a damaged one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.file_systems import sync
from exifilm_core.files.user_folders import unwritable
from exifilm_core.messages.files import Files

if TYPE_CHECKING:
    from concurrent.futures import Executor

T = TypeVar("T")
_AT_ONCE = 8
"""How many files are synced at the same time."""


def add_lines(lines: Sequence[tuple[Path, dict[str, Any]]]) -> list[ExifilmError | None]:
    """Add a line to each of several files, on the disk before this returns; why one failed.

    All are written before the first is synced, so that the disk writes them together.
    """
    problems: list[ExifilmError | None] = [None] * len(lines)
    with ExitStack() as opened:
        written: dict[int, IO[bytes]] = {}
        for number, (path, data) in enumerate(lines):
            try:
                written[number] = opened.enter_context(_to_add(path))
                _write_line(written[number], data)
            except OSError as problem:
                problems[number] = unwritable(path, problem)
        for number, failed in zip(written, _synced([*written.values()]), strict=True):
            if failed and not problems[number]:
                problems[number] = unwritable(lines[number][0], failed)
    return problems


def _to_add(path: Path) -> IO[bytes]:
    try:
        return path.open("ab+", buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("ab+", buffering=0)


def _synced(files: Sequence[IO[bytes]]) -> list[OSError | None]:
    """Sync files that were just written, several at a time: the disk takes them together."""
    if len(files) < 2:
        return [_sync(file) for file in files]
    return [*_threads().map(_sync, files)]


@cache
def _threads() -> Executor:
    """Threads that sync, kept for the next time: saves of many come here for every chunk."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(_AT_ONCE, "syncing")


def _sync(file: IO[bytes]) -> OSError | None:
    try:
        sync(file)
    except OSError as problem:
        return problem
    return None


def _write_line(file: IO[bytes], data: dict[str, Any]) -> None:
    line = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()
    if file.tell() and not _ends_a_line(file):
        line = b"\n" + line
    line += b"\n"
    while line:  # a full disk takes a part of it, and then says so
        line = line[file.write(line) :]


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
