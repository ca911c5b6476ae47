"""The lock that lets one process at a time save a scan, among those that share a data folder.

Where the file system has flock, the system releases the lock of a killed process. Elsewhere the
lock is a file, which a killed process leaves behind. filelock finds out that a process of this
machine has ended; any lock file counts as left behind after some time.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from exifilm_core.errors import ExifilmError
from exifilm_core.files.file_systems import has_flock
from exifilm_core.files.user_folders import data_folder, unwritable
from exifilm_core.messages.files import Files

if TYPE_CHECKING:
    from filelock import BaseFileLock

TIMEOUT = 60
"""Seconds that a save waits for another."""
LEFT_BEHIND = 600
"""The age in seconds of a lock file that no save can still hold."""


@contextmanager
def save_lock(scan: Path) -> Iterator[None]:
    """Hold the lock to save this scan; other processes of ours wait. ExifilmError after a minute.

    Unrelated scans share a small number of locks: a lock file cannot be removed safely, and an
    archive has a hundred thousand scans.
    """
    from filelock import Timeout

    number = hashlib.sha256(os.fsencode(os.path.realpath(scan))).digest()[0]
    path = data_folder() / "locks" / f"{number:02x}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock(path)
        lock.acquire(timeout=TIMEOUT)
    except Timeout as problem:
        raise ExifilmError(Files.LOCKED(), file=scan) from problem
    except OSError as problem:
        raise unwritable(path.parent, problem) from problem
    try:
        yield
    finally:
        with suppress(OSError):  # the save is complete; the lock ends with the process
            lock.release()


def _lock(path: Path) -> BaseFileLock:
    from filelock import FileLock, SoftFileLock

    if has_flock(path):
        return FileLock(path)
    path = path.with_suffix(".held")  # where flock once worked, the other file always exists
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > LEFT_BEHIND:
            path.unlink()
    return SoftFileLock(path)
