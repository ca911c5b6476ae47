"""WebP, in a RIFF file (WebP Container Specification)."""

from __future__ import annotations

from exifilm_core.readers.quick.contents import Contents
from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.unsure import UnsureError

_NOTHING_OF_A_RECORD = (b"VP8 ", b"VP8L", b"ICCP", b"ALPH")


def read(source: Source, contents: Contents) -> str:
    """Read the chunks; ExifTool's name of the type."""
    end = int.from_bytes(source.at(4, 4), "little") + 8
    if source.at(8, 4) != b"WEBP" or not end <= source.size <= end + 1:
        raise UnsureError("length of the file")
    at, kind = 12, "WEBP"
    while at + 8 <= end:
        head = source.at(at, 8)
        name, length = head[:4], int.from_bytes(head[4:], "little")
        if at + 8 + length > source.size:
            raise UnsureError("a cut chunk")
        if name == b"VP8X":
            kind = "Extended WEBP"
        elif name == b"EXIF":
            contents.exif(source.at(at + 8, length))
        elif name == b"XMP ":
            contents.xmp(source.at(at + 8, length))
        elif name not in _NOTHING_OF_A_RECORD:
            raise UnsureError("chunk")
        at += 8 + length + length % 2
    return kind
