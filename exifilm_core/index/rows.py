"""A row of the index: the state of the files, and what was read from them, each with a checksum.

SQLite notices most damage to its file, but not all: a changed byte within a value is one. So each
row's checksum covers the scan's path too, and is compared whenever the row is used.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from pathlib import Path
from typing import Any

from exifilm_core.readers import FileTags
from exifilm_core.tags import not_utf8

_STATE = struct.Struct("<qqqQ")
_INODE = (1 << 64) - 1
YOUNG = 2.0
"""Seconds in which a file may change again unnoticed, because clocks of file systems are coarse."""


class DamagedRowError(Exception):
    """A row does not have its checksum, or cannot be understood."""


def status_of(path: str | Path) -> os.stat_result | None:
    """The status of a file; None if there is none, or none can be found out."""
    try:
        return os.stat(path)  # noqa: PTH116 - of a text: ten thousand of them are asked at once
    except (OSError, ValueError):
        return None


def state_of(image: os.stat_result | None, sidecar: os.stat_result | None = None) -> bytes:
    """The state of image and sidecar: of each its size, its two times of change, its inode."""
    state = _packed(image) if image else b""
    return state + _packed(sidecar) if sidecar else state


def _packed(status: os.stat_result) -> bytes:
    return _STATE.pack(
        status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _INODE
    )


def is_young(status: os.stat_result, when: float) -> bool:
    """Whether a file read then might have changed again in the same tick of its clock."""
    return max(status.st_mtime, status.st_ctime) > when - YOUNG


def checksum(*parts: bytes | None) -> int:
    """The CRC-32 of these parts, one after the other; None is another than b""."""
    return zlib.crc32(b"".join([b"\0" if part is None else part for part in parts]))


def refuse_damage(crc: object, *parts: bytes | None) -> bool:
    """True; DamagedRowError if these parts of a row have another checksum, or another type."""
    try:
        if checksum(*parts) == crc:
            return True
    except TypeError:
        pass
    raise DamagedRowError


def packed_tags(image: FileTags, sidecar: FileTags | None) -> bytes:
    """The tags of both files exactly as they were read."""
    parts = [[found.file_type, not_utf8.to_json(found.tags)] for found in (image, sidecar) if found]
    return zlib.compress(json.dumps(parts, separators=(",", ":")).encode("ascii"), 1)


def unpacked_tags(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Type and tags of the image and, if there is one, of the sidecar. DamagedRowError."""
    try:
        return [
            (str(file_type), not_utf8.from_json(tags))
            for file_type, tags in json.loads(zlib.decompress(data))
        ]
    except (ValueError, TypeError, AttributeError, zlib.error) as problem:
        raise DamagedRowError from problem
