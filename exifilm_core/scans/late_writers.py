"""Other programs that write a file while ExiFilm reads or replaces it.

darktable truncates its sidecar and fills it again, so a reader may find an incomplete file. And a
program that opened a file before ExiFilm replaced it writes into the old version, which has lost
its name. The file itself shows both: its status changes, and its content is complete or not. Other
programs would ignore any lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from exifilm_core.errors import WrittenMeanwhileError
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.messages.files import Files
from exifilm_core.scans.formats import has_sidecar, sidecar_of
from exifilm_core.scans.xmp_packet import refuse_broken

TIMEOUT = 5.0
"""Seconds that another program may take to write a file."""
ABANDONED = 1.5
"""Seconds since the last write after which an incomplete file stays incomplete."""
STEP = 0.05
"""Seconds between two looks at a file."""
_CLOCK_TICK = 0.02
"""Seconds in which two writes may have the same time."""
_QUIET = 0.5
"""Seconds without a write after which a file that is not XML counts as complete."""
_MOST_COMPARED = 1 << 24

Signature = tuple[int, int, int, bytes]
"""Modification time, size, inode and, of a sidecar, the digest of its content."""


def signature_of(path: Path) -> Signature | None:
    """A value that changes when any program writes the file; None if it does not exist."""
    try:
        status = path.stat()
        return _signature(status, path.read_bytes() if _is_compared(path, status) else b"")
    except (OSError, ValueError):
        return None


def signature_as_read(found: FileTags) -> Signature | None:
    """The signature of a file before it was read: a later write gives it another one."""
    if found.status is None or (found.content is None and _is_compared(found.path, found.status)):
        return None
    content = found.content if _is_compared(found.path, found.status) else None
    return _signature(found.status, content or b"")


def refuse_another(path: Path, seen: Signature | None, now: Signature | None) -> None:
    """WrittenMeanwhileError when the file has another signature than the one seen."""
    if now != seen:
        raise WrittenMeanwhileError(Files.JUST_WRITTEN(), file=path)


def read_complete(scan: Path, exiftool: ExifTool) -> tuple[FileTags, FileTags | None]:
    """The tags of an image and its sidecar, once no other program is writing the sidecar."""
    deadline = time.monotonic() + TIMEOUT
    while True:
        paths = [scan]
        if has_sidecar(scan):
            paths.append(sidecar_of(scan))
            if _age(paths[1]) < _CLOCK_TICK:
                time.sleep(_CLOCK_TICK)  # or another write might have the same time
        image, *beside = exiftool.read(paths)
        sidecar = beside[0] if beside else None
        if was_complete(sidecar) or time.monotonic() > deadline:
            return image, sidecar
        time.sleep(STEP)


def was_complete(sidecar: FileTags | None) -> bool:
    """Whether no program was writing the sidecar while it was read; if so, notes its content."""
    if sidecar is None or sidecar.status is None or not stat.S_ISREG(sidecar.status.st_mode):
        return True
    content = _content_of(sidecar)
    if content is not None and (_is_complete(content) or _age(sidecar.path) >= ABANDONED):
        sidecar.content = content
    return sidecar.content is not None


def _content_of(sidecar: FileTags) -> bytes | None:
    """The sidecar's content when its tags were read, None if it has changed since."""
    try:
        content = sidecar.path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        content = b""  # ExifTool reports why it cannot be read
    try:
        now = sidecar.path.stat()
    except OSError:
        return None
    was = sidecar.status
    return content if was and _signature(now) == _signature(was) else None


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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    @property
    def signature(self) -> Signature | None:
        """As `signature_of`, for this version under any name."""
        if self._file is None:
            return signature_of(self._path)
        status = os.fstat(self._file.fileno())
        return _signature(status, self._content() if _is_compared(self._path, status) else b"")

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
            if _is_complete(self._content()) if _is_xmp(self._path) else quiet > _QUIET:
                self._file.seek(0)
                return self._file
            if quiet > TIMEOUT:
                return None

    def _content(self) -> bytes:
        assert self._file
        self._file.seek(0)
        return self._file.read()


def _signature(status: os.stat_result, content: bytes = b"") -> Signature:
    digest = hashlib.sha256(content).digest() if content else b""
    return (status.st_mtime_ns, status.st_size, status.st_ino, digest)


def _is_compared(path: Path, status: os.stat_result) -> bool:
    return _is_xmp(path) and stat.S_ISREG(status.st_mode) and status.st_size < _MOST_COMPARED


def _is_xmp(path: Path) -> bool:
    return path.suffix == ".xmp"


def _is_complete(xmp: bytes) -> bool:
    try:
        refuse_broken(xmp)
    except ValueError:
        return False
    return bool(xmp.strip())


def _age(path: Path) -> float:
    """Seconds since the last write by this clock; a large number if another clock set it."""
    with contextlib.suppress(OSError):
        if (age := time.time() - path.stat().st_mtime) > -_CLOCK_TICK:
            return age
    return 1e9
