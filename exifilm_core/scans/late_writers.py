"""Other programs that write a sidecar while ExiFilm reads it.

darktable truncates its sidecar and fills it again, so a reader may find an incomplete file. The
file itself shows that: its status changes, and its content is complete or not.
"""

from __future__ import annotations

import contextlib
import stat
import time
from pathlib import Path

from exifilm_core.files.formats import has_sidecar, sidecar_of
from exifilm_core.files.versions import (
    STEP,
    TIMEOUT,
    Signature,
    is_compared,
    is_complete,
    signature,
)
from exifilm_core.readers import FileTags, Reader

ABANDONED = 1.5
"""Seconds since the last write after which an incomplete file stays incomplete."""
_CLOCK_TICK = 0.02
"""Seconds in which two writes may have the same time."""


def signature_as_read(found: FileTags) -> Signature | None:
    """The signature of a file before it was read: a later write gives it another one."""
    if found.status is None or (found.content is None and is_compared(found.path, found.status)):
        return None
    content = found.content if is_compared(found.path, found.status) else None
    return signature(found.status, content or b"")


def read_complete(scan: Path, reader: Reader) -> tuple[FileTags, FileTags | None]:
    """The tags of an image and its sidecar, once no other program is writing the sidecar."""
    deadline = time.monotonic() + TIMEOUT
    while True:
        paths = [scan]
        if has_sidecar(scan):
            paths.append(sidecar_of(scan))
            if is_just_written(paths[1]):
                time.sleep(_CLOCK_TICK)
        image, *beside = reader.read(paths)
        sidecar = beside[0] if beside else None
        if was_complete(sidecar) or time.monotonic() > deadline:
            return image, sidecar
        time.sleep(STEP)


def is_just_written(sidecar: Path) -> bool:
    """Whether another write that comes now might have the same time as the last."""
    return _age(sidecar) < _CLOCK_TICK


def was_complete(sidecar: FileTags | None) -> bool:
    """Whether no program was writing the sidecar while it was read; if so, notes its content."""
    if sidecar is None or sidecar.status is None or not stat.S_ISREG(sidecar.status.st_mode):
        return True
    content = _content_of(sidecar)
    if content is not None and (is_complete(content) or _age(sidecar.path) >= ABANDONED):
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
    return content if was and signature(now) == signature(was) else None


def _age(path: Path) -> float:
    """Seconds since the last write by this clock; a large number if another clock set it."""
    with contextlib.suppress(OSError):
        if (age := time.time() - path.stat().st_mtime) > -_CLOCK_TICK:
            return age
    return 1e9
