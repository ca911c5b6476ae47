"""The SQLite file of the index: found, opened, created, deleted.

Each file has a name of its own that no other ever gets, and the highest counts: so a file that is
thrown away can still be open in another process, and harms none. A file of another version is
thrown away too.

A write that fails because the disk is full, read-only or locked is given up; the work goes on
without it. Every other error of SQLite means damage.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from exifilm_core.files.locks import BusyError, file_lock
from exifilm_core.index import tables

_NAME = re.compile(r"index-(\d{19,20})\.sqlite3(-wal|-shm|(-new)?(-journal)?)?")
_LOCK = "making.lock"
_WAIT = 5.0
"""Seconds that a write waits for another process's."""
FAULTS = (sqlite3.Error, UnicodeError)
"""What sqlite3 raises: also an error whose own words are damaged."""
_NOT_DAMAGE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


def current(folder: Path) -> Path | None:
    """The file of the index in this folder; None if there is none."""
    files = [path for path in _files(folder) if path.suffix == ".sqlite3"]
    return max(files, key=_number_of, default=None)


def size(folder: Path) -> int:
    """The bytes that the index takes on the disk."""
    found = 0
    for path in _files(folder):
        with contextlib.suppress(OSError):
            found += path.stat().st_size
    return found


def delete(folder: Path, *, only: Path | None = None, besides: Path | None = None) -> None:
    """Delete the files of all indexes, of this one, or of all besides one. OSError if it fails."""
    for path in _files(folder):
        number = _number_of(path)
        is_chosen = only is None or number == _number_of(only)
        if is_chosen and (besides is None or number != _number_of(besides)):
            path.unlink(missing_ok=True)
    if only is besides is None:
        (folder / _LOCK).unlink(missing_ok=True)


def opened(folder: Path) -> tuple[Path, sqlite3.Connection]:
    """The file of the index in this folder, made if there is none, and a connection to it.

    sqlite3.Error or OSError if that is not possible.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)  # others may not read what the records say
    before = current(folder)
    if before:
        try:
            connection = _connected(before)
            if _is_of_this_version(connection):
                return before, connection
            connection.close()
        except FAULTS as problem:
            if not is_damage(problem):
                raise
    return _made(folder, before)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all that is written here, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(*FAULTS):
            connection.execute("ROLLBACK")
        raise


def is_damage(problem: Exception) -> bool:
    """Whether the file is damaged, rather than full, locked, read-only or unreachable."""
    if isinstance(problem, sqlite3.ProgrammingError):
        return False  # another thread has closed it
    code = getattr(problem, "sqlite_errorcode", None)
    return code is None or code & 0xFF not in _NOT_DAMAGE


def _made(folder: Path, before: Path | None) -> tuple[Path, sqlite3.Connection]:
    """A new, empty file, which takes the place of the others; `before` was the current one.

    It gets its name when it is complete: another process may look for it at any moment. One process
    at a time makes one, or two would delete each other's.
    """
    try:
        with file_lock(folder / _LOCK, _WAIT):
            path = current(folder)
            if path is None or path == before:  # else another process was quicker
                path = _new_file(folder, before)
                with contextlib.suppress(OSError):  # Windows keeps a file that is open elsewhere
                    delete(folder, besides=path)
    except BusyError as problem:
        raise TimeoutError("other processes of ExiFilm are making the index") from problem
    return path, _connected(path)


def _new_file(folder: Path, before: Path | None) -> Path:
    number = max(time.time_ns(), _number_of(before) + 1 if before else 0)
    path = folder / f"index-{number:019}.sqlite3"
    making = folder / f"{path.name}-new"
    try:
        with contextlib.closing(sqlite3.connect(making, isolation_level=None)) as connection:
            connection.execute("PRAGMA page_size = 8192")  # most rows take 1.5 KB
            connection.executescript(f"BEGIN; {tables.creation()}")
            connection.execute("INSERT INTO made_by VALUES (?)", [tables.version()])
            connection.execute("COMMIT")
        making.rename(path)
    finally:
        with contextlib.suppress(OSError):
            making.unlink(missing_ok=True)
    return path


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cell_size_check = ON")
        # A file system without shared memory, as of a network, stays with a journal.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except FAULTS:
        connection.close()
        raise
    return connection


def _is_of_this_version(connection: sqlite3.Connection) -> bool:
    try:
        found = connection.execute("SELECT version FROM made_by").fetchall()
    except FAULTS:
        connection.close()
        raise
    return found == [(tables.version(),)]


def _files(folder: Path) -> list[Path]:
    """All files of indexes in the folder, with SQLite's own beside them."""
    try:
        return [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return []


def _number_of(path: Path) -> int:
    match = _NAME.fullmatch(path.name)
    return int(match[1]) if match else 0
