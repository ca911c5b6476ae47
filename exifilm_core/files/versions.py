"""The version of a file: its signature, and the detection of other programs that write the file.

A program that opened a file before ExiFilm replaced it writes into the old version, which has lost
its name. The old version, kept open, shows that: its status changes. Other programs would ignore
any lock.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path
from typing import IO, Self

from exifilm_core.errors import WrittenMeanwhileError
from exifilm_core.files.xml import refuse_invalid
from exifilm_core.messages.files import Files

TIMEOUT = 5.0
"""Seconds that another program may take to write a file."""
STEP = 0.05
"""Seconds between two looks at a file."""
_QUIET = 0.5
"""Seconds without a write after which a file that is not XML counts as complete."""
_MOST_COMPARED = 1 << 24

Signature = tuple[int, int, int, bytes]
"""Modification time, size, inode and, of a sidecar, the digest of its content."""


def signature_of(path: Path) -> Signature | None:
    """A value that changes when any program writes the file; None if it does not exist."""
    return state_of(path)[0]


def _signature(path: Path, status: os.stat_result) -> Signature:
    return signature(status, path.read_bytes() if is_compared(path, status) else b"")


def state_of(path: Path) -> tuple[Signature | None, int | None]:
    """The signature, and when the file or its status last changed, in nanoseconds.

    A program cannot set that time, as it can the modification time. But a new name changes it too,
    so it is no part of the signature. On Windows it is the time of creation. None for both if there
    is no file.
    """
    try:
        status = path.stat()
        return _signature(path, status), status.st_ctime_ns
    except (OSError, ValueError):
        return None, None


def refuse_another(path: Path, seen: Signature | None, now: Signature | None) -> None:
    """WrittenMeanwhileError when the file has another signature than the one seen."""
    if now != seen:
        raise WrittenMeanwhileError(Files.JUST_WRITTEN(), file=path)


class Held:
    """The present version of a file, kept open while another file takes its name.

    Windows cannot keep a file open for that; late writers go unnoticed there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        if os.name == "posix":
            with contextlib.suppress(OSError):
                self._file = path.open("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file:
            self._file.close()

    @property
    def signature(self) -> Signature | None:
        """As `signature_of`, for this version under any name."""
        if self._file is None:
            return signature_of(self._path)
        status = os.fstat(self._file.fileno())
        return signature(status, self._content() if is_compared(self._path, status) else b"")

    def written_since(self, seen: Signature | None) -> IO[bytes] | None:
        """The content that another program has written into it since, once that is complete.

        None if none has, or if it stopped in the middle.
        """
        if self._file is None or self.signature == seen:
            return None
        last, since = self.signature, time.monotonic()
        while True:
            time.sleep(STEP)
            now = self.signature
            if now != last:
                last, since = now, time.monotonic()
                continue
            quiet = time.monotonic() - since
            if is_complete(self._content()) if _is_xmp(self._path) else quiet > _QUIET:
                self._file.seek(0)
                return self._file
            if quiet > TIMEOUT:
                return None

    def _content(self) -> bytes:
        assert self._file
        self._file.seek(0)
        return self._file.read()


def signature(status: os.stat_result, content: bytes = b"") -> Signature:
    """The signature of a file with this status and, if that is compared, this content."""
    if not content:
        return (status.st_mtime_ns, status.st_size, status.st_ino, b"")
    import hashlib  # most files have no sidecar

    digest = hashlib.sha256(content).digest()
    return (status.st_mtime_ns, status.st_size, status.st_ino, digest)


def is_compared(path: Path, status: os.stat_result) -> bool:
    """Whether the content is a part of the signature: so with sidecars."""
    return _is_xmp(path) and stat.S_ISREG(status.st_mode) and status.st_size < _MOST_COMPARED


def _is_xmp(path: Path) -> bool:
    return os.fspath(path).endswith(".xmp")


def is_complete(xmp: bytes) -> bool:
    """Whether the content of a sidecar is a valid document, and not empty."""
    try:
        refuse_invalid(xmp)
    except ValueError:
        return False
    return bool(xmp.strip())
