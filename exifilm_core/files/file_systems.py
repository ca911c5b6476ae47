"""Features that some file systems lack: permissions, times, fsync, locks, or writing.

A call that the file system does not support is no failure by itself (exFAT, network shares, FUSE).
The caller checks afterwards whether its purpose is met. Errors of a failing disk (EIO, ENOSPC,
EDQUOT) are errors everywhere.
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
    errno.EACCES,  # the answer of network shares
    errno.EINVAL,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
}
CONTENTION = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK}
"""What flock says of a lock that others hold."""


@contextmanager
def where_supported() -> Iterator[None]:
    """Ignore that a file system does not support a call, or does not permit it to anybody."""
    try:
        yield
    except NotImplementedError:
        pass
    except OSError as problem:
        if problem.errno not in _UNSUPPORTED:
            raise


def sync(file: IO[Any]) -> None:
    """Write the file to the disk, where the file system supports it."""
    file.flush()
    with where_supported():
        os.fsync(file.fileno())


def is_read_only(path: Path) -> bool:
    """Whether the file, which cannot be written, is on a read-only file system."""
    try:
        if hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY:
            return True
        path.open("rb+").close()  # the server may be read-only although the mount is not
    except OSError as problem:
        return problem.errno == errno.EROFS
    return False
