"""The directories of a TIFF structure, in a file or in EXIF, entry by entry.

TIFF 6.0, BigTIFF, and EXIF 2.32, 4.6. A value's place does not matter, its bytes do; of a picture,
the bytes of each strip or tile.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from typing import NamedTuple

from exifilm_core.files.raw_values import LARGEST, SIZES, WHOLE, RawValue
from exifilm_core.readers.quick import UnsureError
from exifilm_core.readers.quick.exif_table import EXIF_IFD, GPS, IFD0
from exifilm_core.scans.foreign.window import HarmError, Window
from exifilm_core.scans.foreign.window import refuse_difference as refuse_other_bytes

_DIRECTORIES = {0x8769: "ExifIFD", 0x8825: "GPS", 0xA005: "InteropIFD"}
_PICTURES = {0x111: 0x117, 0x144: 0x145, 0x201: 0x202}
"""The tags with the places of strips, tiles or a JPEG stream, and those with their lengths."""
_DOUBTFUL = frozenset(
    # Makers' notes, directories that this module does not follow, and places of other data.
    (0x120, 0x14A, 0x190, 0x207, 0x208, 0x209, 0x2BC0, 0x927C, 0xC612, 0xC634)
)
_XMP = 0x2BC
_MOST_ENTRIES, _MOST_DIRECTORIES = 4096, 100
REQUIRED = {
    # What EXIF requires in a directory (2.32, tables 17 to 19): a save may add and remove these.
    ("IFD0", 0x11A): "IFD0:XResolution",
    ("IFD0", 0x11B): "IFD0:YResolution",
    ("IFD0", 0x128): "IFD0:ResolutionUnit",
    ("IFD0", 0x213): "IFD0:YCbCrPositioning",
    ("ExifIFD", 0x9000): "ExifIFD:ExifVersion",
    ("ExifIFD", 0x9101): "ExifIFD:ComponentsConfiguration",
    ("ExifIFD", 0xA000): "ExifIFD:FlashpixVersion",
    ("ExifIFD", 0xA001): "ExifIFD:ColorSpace",
    ("GPS", 0): "GPS:GPSVersionID",
}
Key = tuple[str, int]
"""A directory's name and a tag's number."""
NAMES: dict[Key, str] = REQUIRED | {
    (group, number): name
    for group, table in (("IFD0", IFD0), ("ExifIFD", EXIF_IFD), ("GPS", GPS))
    for number, (name, kind) in table.items()
    if kind != "unsure"  # another tag of that name, which no save writes
}
_KEYS: dict[str, set[Key]] = {}
"""Where a tag of that name is; programs have two places for some."""
for _key, _name in NAMES.items():
    _KEYS.setdefault(_name, set()).add(_key)


class Entry(NamedTuple):
    """One tag's value in a directory."""

    type: int
    number: int
    """How many values of that type."""
    data: bytes


class Structure:
    """The entries of all directories, and the places of the pictures.

    UnsureError at an entry that this module cannot judge.
    """

    def __init__(self, window: Window) -> None:
        self.window = window
        self.order = {b"II": "<", b"MM": ">"}.get(window.at(0, 2), "")
        if not self.order:
            raise UnsureError("byte order")
        (version,) = struct.unpack(self.order + "H", window.at(2, 2))
        if version not in (42, 43):
            raise UnsureError("head of TIFF")
        self.offset = struct.Struct(self.order + ("Q" if version == 43 else "I"))
        self.number = struct.Struct(self.order + ("Q" if version == 43 else "H"))
        self.row = struct.Struct(self.order + ("HHQ8s" if version == 43 else "HHI4s"))
        self.entries: dict[Key, Entry] = {}
        self.pictures: dict[Key, list[tuple[int, int]]] = {}
        """The place and the length of each strip or tile."""
        self.xmp: bytes | None = None
        self._seen: set[int] = set()
        (place,) = self.offset.unpack(window.at(8 if version == 43 else 4, self.offset.size))
        for turn in range(_MOST_DIRECTORIES):
            if not place:
                return
            place = self._directory(place, f"IFD{turn}")
        raise UnsureError("many directories")

    def _directory(self, place: int, name: str) -> int:
        """Take one directory, and those in it; the place of the next one."""
        if place in self._seen:
            raise UnsureError("a directory twice")
        self._seen.add(place)
        (count,) = self.number.unpack(self.window.at(place, self.number.size))
        if not 0 < count < _MOST_ENTRIES:
            raise UnsureError("size of a directory")
        start = place + self.number.size
        length = count * self.row.size
        mine: dict[int, Entry] = {}
        for tag, type_, number, raw in self.row.iter_unpack(self.window.at(start, length)):
            size = SIZES.get(type_, 0) * number
            if not size or tag in mine or tag in _DOUBTFUL:
                raise UnsureError(f"tag {tag:#x}")
            if size > self.offset.size:
                (at,) = self.offset.unpack(raw)
                raw = self.window.at(at, size)
            mine[tag] = Entry(type_, number, raw[:size])
        self._take(name, mine)
        if start + length + self.offset.size > self.window.size:
            return 0
        (following,) = self.offset.unpack(self.window.at(start + length, self.offset.size))
        return int(following)

    def _take(self, name: str, mine: dict[int, Entry]) -> None:
        for tag, entry in mine.items():
            if tag in _DIRECTORIES:
                [place] = self._numbers(entry)
                if self._directory(place, _DIRECTORIES[tag]):
                    raise UnsureError("a directory behind one that is no picture's")
            elif tag in _PICTURES and _PICTURES[tag] in mine:
                places, lengths = self._numbers(entry), self._numbers(mine[_PICTURES[tag]])
                self.pictures[name, tag] = list(zip(places, lengths, strict=True))
            elif tag == _XMP and name == "IFD0":
                self.xmp = entry.data
            elif tag in _PICTURES.values():
                numbers = b"".join(b"%d " % number for number in self._numbers(entry))
                self.entries[name, tag] = entry._replace(type=4, data=numbers)
            else:
                self.entries[name, tag] = entry

    def _numbers(self, entry: Entry) -> tuple[int, ...]:
        kind = WHOLE.get(entry.type)
        if kind is None:
            raise UnsureError("type of an offset")
        return struct.unpack(f"{self.order}{entry.number}{kind}", entry.data)

    def raw_values(self) -> dict[str, bytes]:
        """The packed raw value of each tag that has a name here, as undo keeps it."""
        found: dict[str, bytes] = {}
        for key, name in NAMES.items():
            if entry := self.entries.get(key):
                if len(entry.data) > LARGEST or name in found:
                    raise UnsureError("a large value, or two of one name")
                found[name] = RawValue(self.order, *entry).packed()
        return found


def refuse_difference(
    old: Structure | None, new: Structure | None, written: Collection[str]
) -> None:
    """HarmError when an entry that was not written differs, or a picture's bytes."""
    if old and new and old.order != new.order:
        raise UnsureError("another byte order")
    ours = {key for name in written for key in _KEYS.get(name, ())}
    before, after = (part.entries if part else {} for part in (old, new))
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one == other or key in ours or (key in REQUIRED and (one is None or other is None)):
            continue
        raise HarmError(f"tag {key[1]:#x} of {key[0]}")
    pictures, copies = (part.pictures if part else {} for part in (old, new))
    if _lengths(pictures) != _lengths(copies):
        raise HarmError("the lengths of a picture's parts")
    if old and new:
        for key, places in pictures.items():
            for there, here, length in _joined(places, copies[key]):
                refuse_other_bytes(old.window, new.window, (there, here), length)


def _lengths(pictures: dict[Key, list[tuple[int, int]]]) -> dict[Key, list[int]]:
    return {key: [length for _, length in places] for key, places in pictures.items()}


def _joined(
    old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """The places in both versions and their length; parts that lie one behind the other as one."""
    there = here = length = 0
    for (place, size), (other, _) in zip(old, new, strict=True):
        if length and place == there + length and other == here + length:
            length += size
            continue
        if length:
            yield there, here, length
        there, here, length = place, other, size
    if length:
        yield there, here, length
