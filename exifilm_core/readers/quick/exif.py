"""EXIF, and the directories of TIFF and BigTIFF, as ExifTool reads them.

ExifTool gives up a directory at the first entry that makes no sense, and drops a value whose offset
looks wrong. So every entry must make sense here, also of tags that do not matter.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from functools import lru_cache

from exifilm_core.readers.quick.exif_table import EXIF_IFD, GPS, IFD0
from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.unsure import UnsureError

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of one value of each type: TIFF 6.0, section 2."""
_BIG_SIZES = {**_SIZES, 16: 8, 17: 8, 18: 8}
_BYTE, _TEXT, _SHORT, _LONG, _RATIONAL, _UNDEFINED, _SIGNED_RATIONAL = 1, 2, 3, 4, 5, 7, 10
_WHOLE = {_BYTE: "B", _SHORT: "H", _LONG: "I"}
_EXIF, _GPS, _INTEROPERABILITY = 0x8769, 0x8825, 0xA005
BLOCKS = {0x2BC: "XMP", 0x83BB: "IPTC", 0x8649: "Photoshop"}
"""The tags of IFD0 that hold another block."""
_OTHER_DIRECTORIES = frozenset(
    # Tags that ExifTool takes for a directory or a block of maker's tags, wherever they are.
    int(number, 16)
    for number in "14A 190 4748 8290 8568 8606 888A 927C 935C C612 C634 C68C C68F C691 C6F5 C7D5"
    " FE00".split()
)
_COMPRESSION = 0x103
_COMPRESSIONS = frozenset(
    str(number) for number in (*range(1, 10), 32773, 32946, 34661, 34925, 50000, 50001, 50002)
)
"""Of ordinary TIFF files. ExifTool tells cameras' raw files by others."""
_SIGNATURES = (b"CR\2\0", b"\xba\xb0\xac\xbb", b"ExifMeta")
"""At byte 8 of files of other types."""
_PRIVATE = 0xF000
"""From this number on, ExifTool makes tags of texts such as “Lens: Symmar”."""
_ODD_ELSEWHERE = frozenset(
    number
    for table in (IFD0, EXIF_IFD)
    for number, (name, _) in table.items()
    if name.partition(":")[2].startswith(("CFAPattern", "FocalPlane", "MakerNote"))
)
"""Tags that tell a digital camera in any directory."""
_MOST_ENTRIES, _MOST_DIRECTORIES, _MOST_NUMBERS = 1000, 100, 1000
_LONGEST = 100
"""The most bytes of a value that is remembered."""
_ENDS = (0, 2)
"""The bytes that ExifTool allows behind the last directory, besides a pointer to the next."""
_DAY = re.compile(rb"\d{4}:\d\d:\d\d\0?")
_DIGITS = re.compile(rb"(0|[1-9]\d{,8})\0")
_NONCHARACTER = re.compile("[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]")

Tags = dict[str, object]
Blocks = dict[str, bytes]
Table = dict[int, tuple[str, str]]


class _Directories:
    """The directories of one TIFF structure."""

    def __init__(self, source: Source, order: str, *, big: bool, tags: Tags) -> None:
        self.source = source
        self.order = order
        self.sizes = _BIG_SIZES if big else _SIZES
        self.count = struct.Struct(order + ("Q" if big else "H"))
        self.entry = struct.Struct(order + ("HHQ8s" if big else "HHI4s"))
        self.offset = struct.Struct(order + ("Q" if big else "I"))
        self.tags = tags
        self.blocks: Blocks = {}
        self.seen: set[int] = set()

    def read(self, place: int, wanted: Table, pointers: dict[int, int], *, first: bool) -> int:
        """Read the wanted tags of one directory; where the next one is, 0 for none.

        `pointers` gets the places of those directories in it that are among its keys. `first`: it
        is IFD0, which may have blocks.
        """
        if place in self.seen or place < 8:
            raise UnsureError("a directory twice, or in the header")
        self.seen.add(place)
        source, tags, inline = self.source, self.tags, self.offset.size
        sizes, whole, order = self.sizes, source.size, self.order
        (entries,) = self.count.unpack(source.at(place, self.count.size))
        if not 0 < entries < _MOST_ENTRIES:
            raise UnsureError("size of a directory")
        start = place + self.count.size
        end = start + entries * self.entry.size
        seen = set()
        for number, type_, count, raw in self.entry.iter_unpack(source.at(start, end - start)):
            size = sizes.get(type_, 0) * count
            if not size:
                if type_ not in sizes or number in wanted or number in _ODD:
                    raise UnsureError("type or count of an entry")
                continue
            if size > inline:
                (offset,) = self.offset.unpack(raw)
                if offset < 8 or (offset < end and offset + size > place):
                    raise UnsureError("a value in the header or in its directory")
                if offset + size > whole:
                    raise UnsureError("a value behind the end")
            if number in pointers:
                if type_ not in (_LONG, 13, 16, 18) or count != 1 or pointers[number]:
                    raise UnsureError("a pointer")
                form = self.offset if size == inline else struct.Struct(self.order + "I")
                (pointers[number],) = form.unpack(raw[: form.size])
                if not pointers[number]:
                    raise UnsureError("a pointer to nothing")
            elif number in wanted or (first and number in BLOCKS):
                if number in seen:
                    raise UnsureError("a tag twice")
                if count > _MOST_NUMBERS and type_ not in (_BYTE, _TEXT, _UNDEFINED):
                    raise UnsureError("very many numbers")
                seen.add(number)
                data = raw[:size] if size <= inline else source.at(offset, size)
                if number in wanted:
                    name, kind = wanted[number]
                    value = _remembered if size <= _LONGEST else _value
                    tags[name] = value(kind, type_, count, data, order)
                else:
                    self.blocks[BLOCKS[number]] = data
            elif number == _COMPRESSION:
                if _integer(type_, count, raw[:size], self.order) not in _COMPRESSIONS:
                    raise UnsureError("compression")
            elif number in _ODD or number > _PRIVATE:
                raise UnsureError(f"tag {number:#x}")
        if end + inline > source.size:
            if source.size - end not in _ENDS:
                raise UnsureError("end of a directory")
            return 0
        (next_one,) = self.offset.unpack(source.at(end, inline))
        return int(next_one)


_ODD = frozenset((*_OTHER_DIRECTORIES, *_ODD_ELSEWHERE, *BLOCKS, _EXIF, _GPS, _INTEROPERABILITY))


def read(source: Source, tags: Tags, *, tiff: bool = False) -> tuple[str, Blocks]:
    """Put the tags of a TIFF structure into `tags`; ExifTool's name of its type, and its blocks.

    `tiff`: the structure is the file itself.
    """
    head = source.at(0, 8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        raise UnsureError("byte order")
    magic, first = struct.unpack(order + "HI", head[2:])
    big = magic == 43
    if big:
        _, first = struct.unpack(order + "IQ", source.at(4, 12))
        if not tiff or head[4:8] != struct.pack(order + "HH", 8, 0):
            raise UnsureError("head of BigTIFF")
    elif magic != 42 or (tiff and source.at(8, 8).startswith(_SIGNATURES)):
        raise UnsureError("head of TIFF")
    before = len(tags)
    found = _Directories(source, order, big=big, tags=tags)
    pointers = {_EXIF: 0, _GPS: 0}
    place = found.read(first, IFD0, pointers, first=True)
    if pointers[_EXIF]:
        inner = {_INTEROPERABILITY: 0}
        found.read(pointers[_EXIF], EXIF_IFD, inner, first=False)
        if inner[_INTEROPERABILITY]:
            found.read(inner[_INTEROPERABILITY], {}, {}, first=False)
    if pointers[_GPS]:
        found.read(pointers[_GPS], GPS, {}, first=False)
    while place:
        if len(found.seen) > _MOST_DIRECTORIES:
            raise UnsureError("many directories")
        place = found.read(place, {}, {}, first=False)
    if len(tags) == before:
        raise UnsureError("EXIF without any tag that is known here")
    if found.blocks and not tiff:
        raise UnsureError("a block in EXIF")
    return "BTF" if big else "TIFF", found.blocks


# ── the kinds of value ───────────────────────────────────────────────────────────────────────────


def _value(kind: str, type_: int, count: int, data: bytes, order: str) -> str:
    return _KINDS[kind](type_, count, data, order)


_remembered = lru_cache(1000)(_value)
"""The same for values that were read before: scans repeat each other."""


def number(value: float) -> str:
    """A number as Perl writes it."""
    return _sure(f"{value:.15g}")


def _sure(text: str) -> str:
    if text == "-0":
        raise UnsureError("negative zero, which not every Perl shows")
    return text


def utf8(data: bytes) -> str:
    """The text of the bytes, if ExifTool's answer has it unchanged."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise UnsureError("text in EXIF that is not UTF-8") from None
    if _NONCHARACTER.search(text):
        raise UnsureError("control characters")
    return text


def _string(type_: int, _count: int, data: bytes, _order: str) -> str:
    if type_ != _TEXT:
        raise UnsureError("type of a text")
    return utf8(data.split(b"\0", 1)[0])


def _trimmed(type_: int, count: int, data: bytes, order: str) -> str:
    return _string(type_, count, data, order).rstrip(" \t\n\r\f\v")


def _plain(type_: int, count: int, data: bytes, order: str) -> str:
    text = _string(type_, count, data, order)
    if text != text.rstrip():
        raise UnsureError("blanks behind a text")
    return text


def _copyright(type_: int, _count: int, data: bytes, _order: str) -> str:
    """Of photographer and editor, which EXIF separates by a zero."""
    if type_ != _TEXT:
        raise UnsureError("type of a text")
    data = re.sub(rb" *\0", b"\n", data, count=1)
    data = re.sub(rb" *\0.*", b"", data, count=1, flags=re.DOTALL)
    return utf8(data.removesuffix(b"\n"))


def _rational(type_: int, count: int, data: bytes, order: str) -> str:
    if type_ not in (_RATIONAL, _SIGNED_RATIONAL):
        raise UnsureError("type of a rational")
    return _fractions(f"{order}{2 * count}{'I' if type_ == _RATIONAL else 'i'}", data)


def _signed(type_: int, count: int, data: bytes, order: str) -> str:
    """A rational that has a sign, whatever its type says."""
    if type_ not in (_RATIONAL, _SIGNED_RATIONAL):
        raise UnsureError("type of a rational")
    return _fractions(f"{order}{2 * count}i", data)


def _fractions(form: str, data: bytes) -> str:
    numbers = iter(struct.unpack(form, data))
    return " ".join(
        _sure(f"{above / below:.10g}") if below else "inf" if above else "undef"
        for above, below in zip(numbers, numbers, strict=True)
    )


def _unpadded(type_: int, count: int, data: bytes, order: str) -> str:
    text = _string(type_, count, data, order)
    if text.endswith("\n"):
        raise UnsureError("line end behind a text")
    return text.rstrip(" ")


def _integer(type_: int, count: int, data: bytes, order: str) -> str:
    if type_ == _TEXT and _DIGITS.fullmatch(data):  # as GIMP writes ImageNumber
        return data[:-1].decode()
    if type_ not in _WHOLE:
        raise UnsureError("type of a number")
    return " ".join(map(str, struct.unpack(f"{order}{count}{_WHOLE[type_]}", data)))


def _byte(type_: int, count: int, data: bytes, _order: str) -> str:
    if type_ != _UNDEFINED or count != 1:
        raise UnsureError("type of a byte")
    return str(data[0])


def _version(type_: int, count: int, data: bytes, _order: str) -> str:
    if type_ != _UNDEFINED or count != 4 or not data.isdigit():
        raise UnsureError("version")
    return data.decode()


def _apex_time(type_: int, count: int, data: bytes, order: str) -> str:
    value = _one_number(count, _signed(type_, count, data, order))
    return number(2.0**-value) if abs(value) < 100 else "0"


def _apex_aperture(type_: int, count: int, data: bytes, order: str) -> str:
    value = _one_number(count, _rational(type_, count, data, order))
    if abs(value) > 1000:
        raise UnsureError("aperture")
    return number(2.0 ** (value / 2))


def _one_number(count: int, text: str) -> float:
    if count != 1 or "n" in text:
        raise UnsureError("no number")
    return float(text)


def _degrees(type_: int, count: int, data: bytes, order: str) -> str:
    text = _rational(type_, count, data, order)
    if count != 3 or type_ != _RATIONAL or "n" in text:
        raise UnsureError("coordinate")
    degrees, minutes, seconds = map(float, text.split())
    return number(degrees + (minutes + seconds / 60) / 60)


def _time_of_day(type_: int, count: int, data: bytes, order: str) -> str:
    text = _rational(type_, count, data, order)
    parts = text.split()
    if count != 3 or not all(map(str.isdecimal, parts)):
        raise UnsureError("time of day")
    if not all(int(part) < most for part, most in zip(parts, (24, 60, 60), strict=True)):
        raise UnsureError("no such time of day")
    return ":".join(part.zfill(2) for part in parts)


def _day(type_: int, _count: int, data: bytes, _order: str) -> str:
    if type_ != _TEXT or not _DAY.fullmatch(data):
        raise UnsureError("day")
    return data.rstrip(b"\0").decode()


def _comment(type_: int, _count: int, data: bytes, order: str) -> str:
    """A text behind the name of its encoding (EXIF 2.32, 4.6.5)."""
    if type_ != _UNDEFINED or len(data) < 8:
        raise UnsureError("type of a comment")
    code, rest = data[:8], data[8:]
    if code == b"ASCII\0\0\0" or not code.strip(b"\0 "):
        return utf8(rest.split(b"\0", 1)[0]).rstrip(" ")
    if code != b"UNICODE\0" or len(rest) % 2:
        raise UnsureError("encoding of a comment")
    if rest[:2] in (b"\xfe\xff", b"\xff\xfe") or _looks_swapped(rest, order):
        raise UnsureError("byte order of a comment")
    return _utf16(rest, order).split("\0", 1)[0].rstrip(" ")


def _looks_swapped(data: bytes, order: str) -> bool:
    """Whether ExifTool, which does not trust the byte order of a comment, might guess the other."""
    units = struct.unpack(f"{order}{len(data) // 2}H", data)
    high, low = ({unit >> 8 for unit in units}, {unit & 255 for unit in units})
    if len(high) != len(low):
        return len(high) > len(low)
    return sum(not unit & 255 for unit in units) > sum(not unit >> 8 for unit in units)


def _of_windows(type_: int, _count: int, data: bytes, _order: str) -> str:
    """A text of Windows: UTF-16, little-endian, with a zero at its end."""
    if type_ not in (_BYTE, _UNDEFINED) or len(data) % 2:
        raise UnsureError("type of a text of Windows")
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        raise UnsureError("byte order mark")
    text = _utf16(data, "<").split("\0", 1)[0]
    if text and max(text) > "\uffff":
        raise UnsureError("characters beyond the first 65,536, which ExifTool splits")
    return text


def _utf16(data: bytes, order: str) -> str:
    try:
        text = data.decode("utf-16-le" if order == "<" else "utf-16-be")
    except UnicodeDecodeError:
        raise UnsureError("text that is not UTF-16") from None
    if _NONCHARACTER.search(text.split("\0", 1)[0]):
        raise UnsureError("control characters")
    return text


def _unsure(*_: object) -> str:
    raise UnsureError("a tag that only ExifTool reads")


_KINDS: dict[str, Callable[[int, int, bytes, str], str]] = {
    "string": _string,
    "trimmed": _trimmed,
    "plain": _plain,
    "unpadded": _unpadded,
    "copyright": _copyright,
    "rational": _rational,
    "signed": _signed,
    "integer": _integer,
    "byte": _byte,
    "version": _version,
    "apex time": _apex_time,
    "apex aperture": _apex_aperture,
    "degrees": _degrees,
    "time of day": _time_of_day,
    "day": _day,
    "comment": _comment,
    "utf-16": _of_windows,
    "unsure": _unsure,
}
