"""A window on the bytes of a file, or of a block in it."""

from __future__ import annotations

import os
from io import FileIO

from exifilm_core.readers.quick import UnsureError

_PIECE = 1 << 17
_HEAD = 1 << 14
"""The bytes to read at once from the beginning of a file: most metadata of a JPEG."""


class HarmError(Exception):
    """The new version differs from the old one in something that the save should not change."""


class Window:
    """Bytes by their place. UnsureError outside of them."""

    def __init__(self, block: bytes = b"", file: FileIO | None = None) -> None:
        """A block in memory, or an open file."""
        self._file = file
        self.size = os.fstat(file.fileno()).st_size if file else len(block)
        self._block = file.read(_HEAD) if file else block

    def at(self, place: int, length: int) -> bytes:
        """The bytes at a place."""
        if not 0 <= place <= place + length <= self.size:
            raise UnsureError("bytes outside of the file")
        if self._file is None or place + length <= len(self._block):
            return self._block[place : place + length]
        self._file.seek(place)
        found = self._file.read(length)
        if len(found) != length:
            raise UnsureError("the file became shorter")
        return found

    def fill(self, buffer: bytearray, place: int) -> None:
        """Put the bytes at a place into the buffer: of large parts, that is quicker than `at`."""
        if self._file is None or place + len(buffer) > self.size:
            buffer[:] = self.at(place, len(buffer))
            return
        self._file.seek(place)
        if self._file.readinto(buffer) != len(buffer):
            raise UnsureError("the file became shorter")


def refuse_difference(old: Window, new: Window, places: tuple[int, int], length: int) -> None:
    """HarmError when the bytes at these places of old and new version differ."""
    there, here = places
    one, other = (bytearray(min(length, _PIECE)) for _ in range(2))
    while length > 0:
        if length < len(one):
            del one[length:], other[length:]
        old.fill(one, there)
        new.fill(other, here)
        if one != other:
            raise HarmError("bytes of the picture")
        there, here, length = there + len(one), here + len(one), length - len(one)
