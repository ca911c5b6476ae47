"""The lock that lets one process at a time save a scan, of those that share a data folder.

Where the file system has flock, the system frees the lock of a killed process. Elsewhere a file is
the lock while it is there. A killed process leaves that file behind: filelock finds out that the
process is gone, if it was one of this machine; any file counts as left behind when it is old.
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
from exifilm_core.messages.files import Files
from exifilm_core.scans.file_systems import has_flock
from exifilm_core.scans.folders import data_folder, unwritable

if TYPE_CHECKING:
    from filelock import BaseFileLock

TIMEOUT = 60
"""Seconds that a save waits for another."""
LEFT_BEHIND = 600
"""The age in seconds of a lock file that no save holds any more: none takes that long."""


@contextmanager
def only_one_saves(scan: Path) -> Iterator[None]:
    """Hold the right to save this scan; others of ours wait. ExifilmError after a minute.

    The locks are few, and shared by scans that have nothing to do with each other: a lock's file
    cannot be removed safely, and an archive has a hundred thousand scans.
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
        with suppress(OSError):  # the save is done; the lock ends with the process
            lock.release()


def _lock(path: Path) -> BaseFileLock:
    from filelock import FileLock, SoftFileLock

    if has_flock(path):
        return FileLock(path)
    path = path.with_suffix(".held")  # where there was flock once, the other file is always there
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > LEFT_BEHIND:
            path.unlink()
    return SoftFileLock(path)
