"""Files made of boxes: JPEG 2000, JPEG XL, HEIF and AVIF (ISO 15444-1, 18181-2, 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exifilm_core.readers.quick.contents import Contents
from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.unsure import UnsureError

JP2_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
JXL_SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
JXL_PICTURE = b"\xff\x0a"
"""The beginning of JPEG XL without boxes, which has room for a picture alone."""
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_IPTC_UUID = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_EXIF_UUID = b"JpgTiffExif->JP2"
_JP2_TYPES = {b"jp2 ": "JP2", b"jpx ": "JPX", b"jpm ": "JPM"}
_HEIF_TYPES = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIF", b"avif": "AVIF"}
_XMP_ITEM = b"application/rdf+xml"


class Box(NamedTuple):
    """A box: its type, and where its contents are."""

    type: bytes
    at: int
    length: int


def boxes(source: Source, at: int, end: int) -> Iterator[Box]:
    """The boxes in a part of a file."""
    while at < end:
        head = source.at(at, 8)
        length, type_, start = int.from_bytes(head[:4], "big"), head[4:], 8
        if length == 1:
            length, start = int.from_bytes(source.at(at + 8, 8), "big"), 16
        elif length == 0:
            length = end - at
        if length < start or at + length > end:
            raise UnsureError("length of a box")
        yield Box(type_, at + start, length - start)
        at += length


def read_jp2(source: Source, contents: Contents) -> str:
    """Read JPEG 2000; ExifTool's name of the type."""
    kind = ""
    for box in boxes(source, 0, source.size):
        if box.type == b"ftyp":
            kind = _JP2_TYPES.get(source.at(box.at, 4), "")
        elif box.type == b"uuid":
            _uuid(source.at(box.at, box.length), contents)
        elif box.type not in (b"jP  ", b"jp2h", b"jp2c"):
            raise UnsureError("box")
    return _known(kind)


def _uuid(data: bytes, contents: Contents) -> None:
    if data.startswith(_XMP_UUID):
        contents.xmp(data[16:])
    elif data.startswith(_EXIF_UUID):
        contents.exif(data[16:])
    elif data.startswith(_IPTC_UUID):
        contents.iptc(data[16:])
    else:
        raise UnsureError("uuid")


def read_jxl(source: Source, contents: Contents) -> str:
    """Read JPEG XL; ExifTool's name of the type."""
    if source.at(0, len(JXL_SIGNATURE)).startswith(JXL_PICTURE):
        return "JXL Codestream"
    kind = ""
    for box in boxes(source, 0, source.size):
        if box.type == b"ftyp":
            kind = "JXL" if source.at(box.at, 4) == b"jxl " else ""
        elif box.type == b"xml ":
            contents.xmp(source.at(box.at, box.length))
        elif box.type == b"Exif":
            _exif(source.at(box.at, box.length), contents)
        elif box.type not in (b"JXL ", b"jxlc", b"jxlp", b"jxll", b"jbrd"):
            raise UnsureError("box")
    return _known(kind)


def _exif(data: bytes, contents: Contents) -> None:
    """EXIF behind four bytes, which say how far behind them it begins."""
    if int.from_bytes(data[:4], "big"):
        raise UnsureError("beginning of EXIF")
    contents.exif(data[4:])


def _known(kind: str) -> str:
    if not kind:
        raise UnsureError("brand")
    return kind


# ── HEIF: the box “meta” tells which items there are, and where ──────────────────────────────────


def read_heif(source: Source, contents: Contents) -> str:
    """Read HEIF or AVIF; ExifTool's name of the type."""
    kind, meta = "", None
    if source.at(4, 4) != b"ftyp":
        raise UnsureError("no file of boxes")
    for box in boxes(source, 0, source.size):
        if box.type == b"ftyp":
            kind = _HEIF_TYPES.get(source.at(box.at, 4), "")
        elif box.type == b"meta" and meta is None:
            meta = box
        elif box.type not in (b"mdat", b"free", b"skip", b"idat"):
            raise UnsureError("box")
    if meta is None:
        raise UnsureError("no items")
    items: dict[int, str] = {}
    places: dict[int, tuple[int, int]] = {}
    for box in boxes(source, meta.at + 4, meta.at + meta.length):
        if box.type == b"iinf":
            items = dict(_items(source, box))
        elif box.type == b"iloc":
            places = dict(_places(source.at(box.at, box.length)))
    for item, what in items.items():
        if item not in places:
            raise UnsureError("place of an item")
        data = source.at(*places[item])
        if what == "XMP":
            contents.xmp(data)
        else:
            contents.exif(data[4 + int.from_bytes(data[:4], "big") :])
    return _known(kind)


def _items(source: Source, box: Box) -> Iterator[tuple[int, str]]:
    """The items of EXIF and XMP, by their numbers."""
    version = source.at(box.at, 1)[0]
    for entry in boxes(source, box.at + (6 if version == 0 else 8), box.at + box.length):
        data = source.at(entry.at, entry.length)
        if entry.type != b"infe" or data[0] not in (2, 3):
            raise UnsureError("item")
        width = 2 if data[0] == 2 else 4
        number = int.from_bytes(data[4 : 4 + width], "big")
        type_, rest = data[6 + width : 10 + width], data[10 + width :]
        if type_ == b"Exif":
            yield number, "EXIF"
        elif type_ in (b"mime", b"uri "):
            _name, mime, *encoding = rest.split(b"\0")
            if type_ != b"mime" or mime != _XMP_ITEM or any(encoding):
                raise UnsureError("item")
            yield number, "XMP"


def _places(data: bytes) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where the items are, and their lengths, by their numbers; not those in several parts."""
    version, sizes = data[0], (data[4] >> 4, data[4] & 15, data[5] >> 4, data[5] & 15)
    if version > 2 or not (sizes[0] and sizes[1]):
        raise UnsureError("places of the items")
    at = 6

    def number(length: int) -> int:
        nonlocal at
        at += length
        if at > len(data):
            raise UnsureError("places of the items")
        return int.from_bytes(data[at - length : at], "big")

    width = 2 if version < 2 else 4
    for _ in range(number(width)):
        item = number(width)
        in_the_file = not version or not number(2) & 15
        number(2)
        start = number(sizes[2])
        parts = number(2)
        for _part in range(parts):
            number(sizes[3] if version else 0)
            place, length = start + number(sizes[0]), number(sizes[1])
        if parts == 1 and in_the_file and length:
            yield item, (place, length)
