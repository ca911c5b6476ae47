"""JPEG: the segments up to the picture (JFIF; EXIF 2.32, 4.7; XMP part 3, 1.1.3)."""

from __future__ import annotations

from exifilm_core.readers.quick.contents import Contents
from exifilm_core.readers.quick.photoshop import OF_IPTC
from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.unsure import UnsureError

_EXIF, _XMP, _PHOTOSHOP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
_APP1, _APP13, _SCAN = 0xE1, 0xED, 0xDA
_NOTHING_OF_A_RECORD = {
    0xE0: (b"JFIF\0", b"JFXX\0"),
    0xE2: (b"ICC_PROFILE\0", b"MPF\0"),
    0xEC: (b"Ducky",),
    0xEE: (b"Adobe",),
}
"""How the other segments of applications begin that ExifTool reads no record from."""


def read(source: Source, contents: Contents) -> str:
    """Read the segments; ExifTool's name of the type."""
    at = 2
    while True:
        prefix, kind, high, low = source.at(at, 4)
        size = high << 8 | low
        if prefix != 0xFF or kind in (0, 1, 0xFF) or 0xD0 <= kind <= 0xD9 or size < 2:
            raise UnsureError("marker")
        if kind == _SCAN:
            break
        if kind in (_APP1, _APP13):
            _take(kind, source.at(at + 4, size - 2), contents)
        elif 0xE0 <= kind <= 0xEF:
            start = source.at(at + 4, min(size - 2, 12))
            if not start.startswith(_NOTHING_OF_A_RECORD.get(kind, ())):
                raise UnsureError("segment of an application")
        at += 2 + size
    if source.end(2) != b"\xff\xd9":
        raise UnsureError("more behind the picture, or a cut file")
    return "JPEG"


def _take(kind: int, data: bytes, contents: Contents) -> None:
    if kind == _APP13 and data.startswith(_PHOTOSHOP):
        contents.photoshop(data[len(_PHOTOSHOP) :], OF_IPTC)
    elif kind == _APP1 and data.startswith(_EXIF):
        contents.exif(data[len(_EXIF) :])
    elif kind == _APP1 and data.startswith(_XMP):
        contents.xmp(data[len(_XMP) :])
    else:
        raise UnsureError("segment of an application")
