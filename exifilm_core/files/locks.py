"""The lock that lets one process at a time save a scan, among those that share a data folder.

Where the file system has flock, the system releases the lock of a killed process. Elsewhere the
lock is a file, which a killed process leaves behind. filelock finds out that a process of this
machine has ended; any lock file counts as left behind after some time.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from exifilm_core.errors import ExifilmError
from exifilm_core.files.file_systems import CONTENTION
from exifilm_core.files.user_folders import data_folder, unwritable
from exifilm_core.messages.files import Files

TIMEOUT = 60
"""Seconds that a save waits for another."""
LEFT_BEHIND = 600
"""The age in seconds of a lock file that no save can still hold."""
_STEP = 0.05
"""Seconds between two attempts."""


@contextmanager
def save_lock(scan: Path) -> Iterator[None]:
    """Hold the lock to save this scan; other processes of ours wait. ExifilmError after a minute.

    Unrelated scans share a small number of locks: a lock file cannot be removed safely, and an
    archive has a hundred thousand scans. A thread may save scans that share a lock, each once.
    """
    real = os.path.realpath(scan)
    try:
        _take(real, timeout=TIMEOUT)
    except BusyError as problem:
        raise ExifilmError(Files.LOCKED(), file=scan) from problem
    try:
        yield
    finally:
        _release(real)


@contextmanager
def file_lock(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock on that file. BusyError if others hold it for so many seconds; OSError."""
    lock = _lock(path, timeout)
    try:
        yield
    finally:
        with suppress(OSError):  # it ends with the process
            lock.release()


class SaveLocks:
    """The locks to save several scans, so far as nobody holds them, until `release`."""

    def __init__(self, scans: Iterable[Path]) -> None:
        """Take them, without waiting for any."""
        self.busy: set[Path] = set()
        """The scans that another process or thread may be saving, or this one already."""
        self._taken: list[str] = []
        for scan in scans:
            real = os.path.realpath(scan)
            try:
                _take(real, timeout=0)
            except (BusyError, ExifilmError):
                self.busy.add(scan)
            else:
                self._taken.append(real)

    def release(self) -> None:
        """Release all of them."""
        while self._taken:
            _release(self._taken.pop())


class BusyError(Exception):
    """Somebody holds the lock."""


class _Mine(threading.local):
    """What this thread holds: the locks by their numbers, and for which scans."""

    def __init__(self) -> None:
        self.locks: dict[int, Lock] = {}
        self.scans: dict[int, set[str]] = {}


_mine = _Mine()


def _number(scan: str) -> int:
    return hashlib.sha256(os.fsencode(scan)).digest()[0]


def _take(scan: str, *, timeout: float) -> None:
    number = _number(scan)
    scans = _mine.scans.setdefault(number, set())
    if scan in scans:
        raise BusyError
    if not scans:
        path = data_folder() / "locks" / f"{number:02x}.lock"
        try:
            try:
                _mine.locks[number] = _lock(path, timeout)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                _mine.locks[number] = _lock(path, timeout)
        except OSError as problem:
            raise unwritable(path.parent, problem) from problem
    scans.add(scan)


def _release(scan: str) -> None:
    number = _number(scan)
    _mine.scans[number].remove(scan)
    if not _mine.scans[number]:
        with suppress(OSError):  # the save is complete; the lock ends with the process
            _mine.locks.pop(number).release()


def _lock(path: Path, timeout: float) -> Lock:
    """The lock on that file, taken. BusyError when others hold it for so long."""
    if sys.platform != "win32":
        with suppress(_NoFlockError):
            return _Flock(path, timeout)
        path = path.with_suffix(".held")  # where flock once worked, the other file always exists
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > LEFT_BEHIND:
                path.unlink()
    from filelock import FileLock, SoftFileLock, Timeout

    lock = FileLock(path) if sys.platform == "win32" else SoftFileLock(path)
    try:
        lock.acquire(timeout=timeout)
    except Timeout as problem:
        raise BusyError from problem
    return lock


def lock_while_alive(path: Path) -> Lock:
    """The lock on that file, which the system releases at the end of this process.

    BusyError when others hold it; OSError where the file system has no such lock.
    """
    return _lock(path, 0) if sys.platform == "win32" else _Flock(path, 0)


class Lock(Protocol):
    """A lock that is taken."""

    def release(self) -> None:
        """Release it, once."""


class _NoFlockError(OSError):
    """The file system has no flock."""


class _Flock:
    """A lock by flock alone: filelock's own takes ten times as long as the lock."""

    def __init__(self, path: Path, timeout: float) -> None:
        import fcntl

        self._file = path.open("ab")
        last = time.monotonic() + timeout
        try:
            while True:
                try:
                    fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except OSError as problem:
                    if problem.errno not in CONTENTION:
                        raise _NoFlockError from problem
                if time.monotonic() >= last:
                    raise BusyError
                time.sleep(_STEP)
        except BaseException:
            self._file.close()
            raise

    def release(self) -> None:
        """Release it, also in a program that another thread is just starting."""
        import fcntl

        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._file.close()
