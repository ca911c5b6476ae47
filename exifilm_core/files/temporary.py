"""Folders of ours for temporary files, and the removal of those that a killed process left.

A living process holds a lock in its folder. The system releases that lock when the process ends in
any way. So process numbers, which another process may have now, do not matter, and folders of other
programs stay.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from exifilm_core.files.locks import BusyError, Lock, lock_while_alive

PREFIX = "exifilm-"
_LOCK = "in-use.lock"
_YOUNG = 60
"""Seconds after its creation in which a folder might not be locked yet."""


class OwnFolder:
    """A folder for temporary files that no other user may read, until `remove`.

    A context manager that gives its path. OSError when it cannot be made.
    """

    def __init__(self) -> None:
        # On Windows an open file stays; the next sweep removes the folder.
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._lock: Lock | None = None
        with contextlib.suppress(OSError, BusyError):  # without locks there is no sweep either
            self._lock = lock_while_alive(self.path / _LOCK)

    def remove(self) -> None:
        """Remove the folder and its contents."""
        if self._lock:
            self._lock.release()
            self._lock = None
        self._folder.cleanup()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_error: object) -> None:
        self.remove()


@cache
def sweep_once() -> None:
    """`sweep`, the first time that it is called."""
    sweep()


def sweep() -> None:
    """Remove the folders that killed processes of this user have left."""
    with contextlib.suppress(OSError):
        for folder in [*_left()]:
            _remove_unlocked(folder)


def _left() -> Iterator[Path]:
    """This user's folders that are old enough to be locked if they are in use."""
    with os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if not entry.name.startswith(PREFIX) or not entry.is_dir(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError):  # another process has just removed it
                status = entry.stat(follow_symlinks=False)
                ours = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
                if ours and time.time() - status.st_mtime > _YOUNG:
                    yield Path(entry.path)


def _remove_unlocked(folder: Path) -> None:
    if not (folder / _LOCK).is_file():
        return
    with contextlib.suppress(OSError, BusyError):
        lock = lock_while_alive(folder / _LOCK)
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
