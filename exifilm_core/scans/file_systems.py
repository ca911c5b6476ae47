"""What some file systems lack: permissions, times, fsync, locks, or being written at all.

The one idea: a call that a file system does not have is no failure by itself (exFAT, shares of a
network, FUSE). Who makes the call looks afterwards whether what it was for is missing; what only a
failing disk says (EIO, ENOSPC, EDQUOT) is an error as everywhere.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

_UNSUPPORTED = {
    errno.EPERM,
    errno.EACCES,  # shares answer so
    errno.EINVAL,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
}
_CONTENTION = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK}


@contextmanager
def where_supported() -> Iterator[None]:
    """Pass over that a file system has no such call, or allows it to nobody."""
    try:
        yield
    except NotImplementedError:
        pass
    except OSError as problem:
        if problem.errno not in _UNSUPPORTED:
            raise


def sync(file: IO[Any]) -> None:
    """Put what was written to the file on the disk, where the file system lets itself be asked."""
    file.flush()
    with where_supported():
        os.fsync(file.fileno())


def has_flock(path: Path) -> bool:
    """Whether this file, made if need be, can be locked as filelock's FileLock does it.

    FileLock itself says it in as many ways as it has versions: by an error, by a warning, or by
    waiting for a lock that nobody holds. OSError when the file cannot be written.
    """
    with path.open("ab+") as file:
        try:
            import fcntl
        except ImportError:
            return True  # Windows, where there are other locks
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as problem:
            return problem.errno in _CONTENTION
        return True


def is_read_only(path: Path) -> bool:
    """Whether the file, which may not be written, lies on a file system that is never written."""
    try:
        if hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY:
            return True
        path.open("rb+").close()  # a server may know what the mount does not
    except OSError as problem:
        return problem.errno == errno.EROFS
    return False
