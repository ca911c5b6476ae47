"""Reads one file quickly: which container it is, and the tags in it."""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from exifilm_core.readers.quick import boxes, jpeg, png, psd, tiff, webp
from exifilm_core.readers.quick.contents import Contents
from exifilm_core.readers.quick.source import Source, file
from exifilm_core.readers.quick.unsure import UnsureError
from exifilm_core.readers.reader import FileTags

if TYPE_CHECKING:  # the sorts of tag need all kinds of value, and time to load them
    from exifilm_core.tags.styles import Raw

_OPENING = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe must not make us wait
    | getattr(os, "O_BINARY", 0)  # Windows would change line ends
)
_Reading = Callable[[Source, Contents], str]
_BY_SUFFIX: dict[str, tuple[tuple[bytes, ...], _Reading]] = {
    # A file by another suffix may be another type to ExifTool.
    **dict.fromkeys((".jpg", ".jpeg", ".jpe"), ((b"\xff\xd8\xff",), jpeg.read)),
    **dict.fromkeys(
        (".tif", ".tiff", ".btf", ".tf8"),
        ((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), tiff.read),
    ),
    ".png": ((b"\x89PNG\r\n\x1a\n",), png.read),
    **dict.fromkeys((".psd", ".psb"), ((b"8BPS",), psd.read)),
    ".webp": ((b"RIFF",), webp.read),
    **dict.fromkeys((".jp2", ".jpx", ".jpf", ".jpm"), ((boxes.JP2_SIGNATURE,), boxes.read_jp2)),
    ".jxl": ((boxes.JXL_SIGNATURE, boxes.JXL_PICTURE), boxes.read_jxl),
    **dict.fromkeys((".heic", ".heif", ".hif", ".avif"), ((b"",), boxes.read_heif)),
}
_XML, _META = b"<?xml", b"<x:xmpmeta"
_FIRST = 256
"""The bytes from which ExifTool tells a sidecar."""


def read(path: Path) -> FileTags:
    """The tags of the file that a record consults, as ExifTool gives them.

    UnsureError where only ExifTool is sure to read it right; OSError when it cannot be read.
    """
    descriptor = os.open(path, _OPENING)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or not status.st_size:
            raise UnsureError("not a file with contents")
        source, contents = file(descriptor, status.st_size), Contents()
        kind = _read(path.suffix.lower(), source, contents)
    finally:
        os.close(descriptor)
    tags = cast("dict[str, Raw]", contents.tags)
    return FileTags(path, kind, tags, status=status, more=contents.more)


def _read(suffix: str, source: Source, contents: Contents) -> str:
    """Put the tags into the contents; ExifTool's name of the file's type."""
    try:
        if suffix == ".xmp":
            return _sidecar(source, contents)
        beginnings, reading = _BY_SUFFIX.get(suffix, ((), None))
        if reading is None or not source.at(0, min(12, source.size)).startswith(beginnings):
            raise UnsureError("format, or its suffix")
        return reading(source, contents)
    except (struct.error, zlib.error, IndexError, ValueError) as problem:
        raise UnsureError("a damaged structure") from problem


def _sidecar(source: Source, contents: Contents) -> str:
    packet = source.at(0, source.size)
    if packet.startswith(_XML) and _META not in packet[:_FIRST]:
        raise UnsureError("XML that may be no XMP")
    contents.xmp(packet)
    return "XMP"
