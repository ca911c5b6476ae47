"""The tags of a TIFF structure as bytes: type, count and value, read and replaced.

ExifTool gives and takes values, but undo needs the bytes. This module reads only the three
directories that hold a record's tags: IFD0, and from it the Exif and GPS IFDs of EXIF 2.32, 4.6.3,
in TIFF 6.0 and BigTIFF. It writes a value's bytes into an entry with enough room. Files are not
trusted: values outside the file, or larger than any tag of a record, are ignored.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

LARGEST = 100_000
"""The largest value to read, in bytes."""
_MOST_ENTRIES = 4096
_EXIF_POINTER, _GPS_POINTER = 0x8769, 0x8825
_EXIF_RESOURCE = 1058
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
         16: 8, 17: 8, 18: 8}  # fmt: skip
"""Bytes of one value of each type: TIFF 6.0, section 2; BigTIFF's are 16 to 18."""
WHOLE = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
"""The format of `struct` for each type of whole numbers."""


class RawValue(NamedTuple):
    """A tag's value as it is in the file."""

    order: str
    """"<" or ">": which byte of a number comes first."""
    type: int
    """TIFF's number for the type."""
    number: int
    """How many values of that type."""
    data: bytes

    def packed(self) -> bytes:
        """Its bytes for the journal."""
        return struct.pack(">cHQ", self.order.encode(), self.type, self.number) + self.data

    @classmethod
    def unpacked(cls, packed: bytes) -> RawValue:
        """The value of its packed form. ValueError when it is not one."""
        try:
            order, type_, count = struct.unpack_from(">cHQ", packed)
            value = cls(order.decode(), type_, count, packed[struct.calcsize(">cHQ") :])
        except (struct.error, UnicodeDecodeError) as problem:
            raise ValueError from problem
        if value.order not in "<>" or len(value.data) != SIZES.get(type_, 0) * count:
            raise ValueError
        return value

    def whole_numbers(self) -> list[int]:
        """Its values, if they are unsigned whole numbers; else none."""
        kind = WHOLE.get(self.type)
        return list(struct.unpack(f"{self.order}{self.number}{kind}", self.data)) if kind else []


class _Entry(NamedTuple):
    value: RawValue
    at: int
    """Where in the file the entry is."""
    data_at: int
    """Where in the file its value is."""


Key = tuple[str, int]
"""The directory ("IFD0", "ExifIFD" or "GPS") and the tag's number."""


def read(file: BinaryIO, start: int = 0) -> dict[Key, RawValue]:
    """The tags of the TIFF structure that begins at the byte `start` of the file.

    Of duplicate tags in a directory, the first counts. ValueError when there is no such structure;
    OSError when the file cannot be read.
    """
    return {key: entry.value for key, entry in _Structure(file, start).entries().items()}


def exif_of_psd(path: Path) -> int:
    """The byte of a Photoshop file at which its EXIF begins. ValueError when it has none.

    EXIF is one of the image resources (Adobe Photoshop File Formats Specification, “Image Resource
    Blocks”; 1058), which come after the header and the color mode data.
    """
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(26)
        file.seek(_long(file.read(4)), 1)
        end = min(_long(file.read(4)) + file.tell(), length)
        while file.tell() + 12 <= end:
            signature, number, name = struct.unpack(">4sHB", file.read(7))
            file.seek(name + 1 - name % 2, 1)  # with its length it fills an even number of bytes
            size = _long(file.read(4))
            if signature != b"8BIM":
                break
            if number == _EXIF_RESOURCE:
                return file.tell()
            file.seek(size + size % 2, 1)
    raise ValueError


def put(file: BinaryIO, values: Mapping[Key, RawValue], start: int = 0) -> None:
    """Overwrite the values of tags, which must be as long or longer.

    ValueError when a tag is missing or lacks room; nothing is written then.
    """
    structure = _Structure(file, start)
    entries = structure.entries()
    writes: list[tuple[int, bytes]] = []
    for key, value in values.items():
        if key not in entries:
            raise ValueError
        writes += structure.replacing(entries[key], value)
    for at, data in writes:
        file.seek(at)
        file.write(data)


def _long(data: bytes) -> int:
    return int.from_bytes(data, "big")


class _Structure:
    """One TIFF structure in a file, from its byte order mark on."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file, self._start = file, start
        self._length = file.seek(0, os.SEEK_END)
        head = self._bytes(0, 16) or self._bytes(0, 8) or b""
        self._order = {b"II": "<", b"MM": ">"}.get(head[:2], "")
        version = struct.unpack(f"{self._order}H", head[2:4])[0] if self._order else 0
        if version not in (42, 43) or (version == 43 and len(head) < 16):
            raise ValueError
        self._big = version == 43
        # The number of entries, an entry's tag, type and count, and an offset.
        self._counting, self._offset = ("Q", "Q") if self._big else ("H", "I")
        self._entry = f"{self._order}HH{self._offset}"
        self._inline = struct.calcsize(self._offset)
        self._first = self._number(self._offset, head[8:16] if self._big else head[4:8])

    def entries(self) -> dict[Key, _Entry]:
        found = {("IFD0", tag): entry for tag, entry in self._directory(self._first).items()}
        for name, pointer in (("ExifIFD", _EXIF_POINTER), ("GPS", _GPS_POINTER)):
            if at := found.get(("IFD0", pointer)):
                offset = self._pointer(at.value)
                found |= {(name, tag): entry for tag, entry in self._directory(offset).items()}
        return found

    def replacing(self, entry: _Entry, value: RawValue) -> list[tuple[int, bytes]]:
        """The writes, each with its position, that give the entry the value."""
        if value.order != self._order:
            raise ValueError
        head = struct.pack(self._entry, 0, value.type, value.number)[2:]
        writes = [(entry.at + 2, head)]
        if len(value.data) <= self._inline:
            return [*writes, (entry.at + 2 + len(head), value.data.ljust(self._inline, b"\0"))]
        if entry.data_at == entry.at + 2 + len(head) or len(value.data) > len(entry.value.data):
            raise ValueError
        return [*writes, (entry.data_at, value.data)]

    def _directory(self, offset: int) -> dict[int, _Entry]:
        size = struct.calcsize(self._counting)
        counted = self._bytes(offset, size)
        count = self._number(self._counting, counted) if counted else 0
        found: dict[int, _Entry] = {}
        head = struct.calcsize(self._entry)
        for number in range(count if count <= _MOST_ENTRIES else 0):
            at = offset + size + number * (head + self._inline)
            raw = self._bytes(at, head + self._inline)
            if raw is None:
                break
            tag, type_, values = struct.unpack(self._entry, raw[:head])
            length = SIZES.get(type_, 0) * values
            if tag in found or type_ not in SIZES or length > LARGEST:
                continue
            data_at = at + head
            if length > self._inline:
                data_at = self._number(self._offset, raw[head:])
            data = self._bytes(data_at, length)
            if data is not None:
                value = RawValue(self._order, type_, values, data)
                found[tag] = _Entry(value, self._start + at, self._start + data_at)
        return found

    def _pointer(self, value: RawValue) -> int:
        """The offset that a tag holds; 0, where no directory can be, if it holds none."""
        pointers = value.whole_numbers() if value.type > 3 else []
        return pointers[0] if len(pointers) == 1 else 0

    def _number(self, kind: str, data: bytes) -> int:
        return int(struct.unpack(self._order + kind, data)[0])

    def _bytes(self, offset: int, length: int) -> bytes | None:
        """Bytes of the structure, None if it ends before them."""
        if offset < 0 or self._start + offset + length > self._length:
            return None
        self._file.seek(self._start + offset)
        return self._file.read(length)
