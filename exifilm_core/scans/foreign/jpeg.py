"""The segments of a JPEG, and everything from the picture on (ITU-T T.81, B.1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from exifilm_core.readers.quick import UnsureError
from exifilm_core.scans.foreign.window import HarmError, Window, refuse_difference

_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_CONTINUED = b"http://ns.adobe.com/xmp/extension/\0"
_PICTURES = b"MPF\0"
_APP1, _APP2, _SCAN = 0xE1, 0xE2, 0xDA


@dataclass
class Jpeg:
    """A file's blocks, and the other segments before the picture."""

    exif: bytes | None = None
    xmp: bytes | None = None
    others: list[tuple[int, bytes]] = field(default_factory=list)
    """The marker and the bytes of each, in order."""
    picture: int = 0
    """Where the first scan begins."""


def read(window: Window) -> Jpeg:
    """Read the segments up to the picture. UnsureError at anything that is no plain segment."""
    found, at = Jpeg(), 2
    while True:
        prefix, kind, high, low = window.at(at, 4)
        size = high << 8 | low
        if prefix != 0xFF or kind in (0, 1, 0xFF) or 0xD0 <= kind <= 0xD9 or size < 2:
            raise UnsureError("marker")
        if kind == _SCAN:
            found.picture = at
            return found
        _take(kind, window.at(at + 4, size - 2), found)
        at += 2 + size


def _take(kind: int, data: bytes, found: Jpeg) -> None:
    if kind == _APP1 and data.startswith(_EXIF):
        if found.exif is not None:
            raise UnsureError("two blocks of EXIF")
        found.exif = data[len(_EXIF) :]
    elif kind == _APP1 and data.startswith(_XMP):
        if found.xmp is not None:
            raise UnsureError("two packets of XMP")
        found.xmp = data[len(_XMP) :]
    elif kind == _APP1 and data.startswith(_CONTINUED):
        raise UnsureError("XMP in several segments")
    elif kind == _APP2 and data.startswith(_PICTURES):
        # CIPA DC-007: the places of more pictures, counted from this segment. ExifTool leaves
        # them as they were when segments behind it grow.
        raise UnsureError("several pictures")
    else:
        found.others.append((kind, data))


def refuse_other_picture(old: Jpeg, new: Jpeg, before: Window, after: Window) -> None:
    """HarmError when another segment differs, or anything from the picture on."""
    if old.others != new.others:
        raise HarmError("a segment")
    length = before.size - old.picture
    if length != after.size - new.picture:
        raise HarmError("the length of the picture")
    refuse_difference(before, after, (old.picture, new.picture), length)
