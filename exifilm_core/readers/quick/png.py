"""PNG: its chunks (PNG specification, third edition; XMP part 3, 1.1.5)."""

from __future__ import annotations

import re
import zlib

from exifilm_core.readers.quick.contents import Contents
from exifilm_core.readers.quick.photoshop import OF_IPTC
from exifilm_core.readers.quick.source import LARGEST, Source
from exifilm_core.readers.quick.unsure import UnsureError

_XMP = b"XML:com.adobe.xmp"
_EXIF = b"Exif\0\0"
_EXIF_PROFILE, _IPTC_PROFILE = b"Raw profile type exif", b"Raw profile type iptc"
_PROFILE = re.compile(rb"\n[^\n]*\n *(\d{1,8})\n([0-9a-f\n]*)")
_BLOCK_IN_TEXT = re.compile(b"raw profile|xmp|exif", re.IGNORECASE)
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


def read(source: Source, contents: Contents) -> str:
    """Read the chunks; ExifTool's name of the type."""
    at = 8
    while True:
        head = source.at(at, 8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IEND":
            break
        if kind in (b"acTL", b"zxIf"):
            raise UnsureError("an animation, or compressed EXIF")
        if kind == b"eXIf":
            contents.exif(source.at(at + 8, length))
        elif kind in _TEXTS:
            _text(kind, source.at(at + 8, length), contents)
        at += 12 + length
    if at + 12 != source.size:
        raise UnsureError("more behind the picture")
    return "PNG"


def _text(kind: bytes, data: bytes, contents: Contents) -> None:
    keyword, _, rest = data.partition(b"\0")
    if kind == b"iTXt" and keyword == _XMP:
        contents.xmp(_international(rest))
    elif kind == b"zTXt" and keyword in (_EXIF_PROFILE, _IPTC_PROFILE):
        if rest[0]:
            raise UnsureError("compression of a text")
        _profile(_inflated(rest[1:]), contents, exif=keyword == _EXIF_PROFILE)
    elif _BLOCK_IN_TEXT.search(keyword):
        raise UnsureError("a block in a text")


def _international(rest: bytes) -> bytes:
    """The text behind the keyword of iTXt: a flag, a method, a language, a translated keyword."""
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3 or rest[0] > 1 or rest[1]:
        raise UnsureError("form of a text")
    return _inflated(parts[2]) if rest[0] else parts[2]


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, LARGEST)
    if inflater.unconsumed_tail or inflater.unused_data or not inflater.eof:
        raise UnsureError("compression of a text")
    return text


def _profile(text: bytes, contents: Contents, *, exif: bool) -> None:
    """Take a block in ImageMagick's notation, as exiv2 writes it, too: its length, and in hex."""
    found = _PROFILE.fullmatch(text)
    if not found:
        raise UnsureError("notation of a block in a text")
    block = bytes.fromhex(found[2].decode())
    if len(block) != int(found[1]):
        raise UnsureError("length of a block in a text")
    if block.startswith(_EXIF) != exif:
        raise UnsureError("another block in a text than its keyword says")
    if exif:
        contents.exif(block[len(_EXIF) :])
    elif block.startswith(b"8BIM"):
        contents.photoshop(block, OF_IPTC)
    elif block.startswith(b"\x1c"):
        contents.iptc(block)
    else:
        raise UnsureError("a block in a text")
