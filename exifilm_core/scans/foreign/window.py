"""A window on the bytes of a file, or of a block in it."""

from __future__ import annotations

import os
from typing import BinaryIO

from exifilm_core.readers.quick import UnsureError

_PIECE = 1 << 16


class HarmError(Exception):
    """The new version differs from the old one in something that the save should not change."""


class Window:
    """Bytes by their place. UnsureError outside of them."""

    def __init__(self, block: bytes = b"", file: BinaryIO | None = None) -> None:
        """A block in memory, or an open file."""
        self._block = block
        self._file = file
        self.size = os.fstat(file.fileno()).st_size if file else len(block)

    def at(self, place: int, length: int) -> bytes:
        """The bytes at a place."""
        if not 0 <= place <= place + length <= self.size:
            raise UnsureError("bytes outside of the file")
        if self._file is None:
            return self._block[place : place + length]
        self._file.seek(place)
        found = self._file.read(length)
        if len(found) != length:
            raise UnsureError("the file became shorter")
        return found


def refuse_difference(old: Window, new: Window, places: tuple[int, int], length: int) -> None:
    """HarmError when the bytes at these places of old and new version differ."""
    there, here = places
    while length > 0:
        piece = min(length, _PIECE)
        if old.at(there, piece) != new.at(here, piece):
            raise HarmError("bytes of the picture")
        there, here, length = there + piece, here + piece, length - piece
