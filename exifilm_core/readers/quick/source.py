"""Bytes by their place: a file, or a block out of one."""

from __future__ import annotations

import os

from exifilm_core.readers.quick.unsure import UnsureError

HEAD = 1 << 14
"""The bytes to read at once from the beginning of a file: most metadata of a JPEG."""
LARGEST = 1 << 24
"""The largest block to read, in bytes. ExifTool treats some larger ones differently."""
_MOST_READINGS = 100_000
"""The most parts of a file to look at: some seconds of work. A damaged file may have any number."""


class Source:
    """A window on bytes. UnsureError outside of it, and for blocks that are too large."""

    __slots__ = ("_ahead", "_descriptor", "_head", "_left", "size")

    def __init__(self, head: bytes, descriptor: int | None = None, size: int | None = None) -> None:
        """A block in memory, or a file of that size, of which `head` is the beginning."""
        self._head = head
        self._descriptor = descriptor
        self.size = len(head) if size is None else size
        self._ahead = min(len(head), self.size, LARGEST)
        self._left = _MOST_READINGS

    def at(self, place: int, length: int) -> bytes:
        """The bytes at a place."""
        end = place + length
        if 0 <= place <= end <= self._ahead:
            return self._head[place:end]
        if not 0 <= place <= end <= self.size or length > LARGEST:
            raise UnsureError("bytes outside of the file, or too many")
        if end <= len(self._head):
            return self._head[place:end]
        if self._descriptor is None:
            raise UnsureError("bytes outside of the block")
        self._left -= 1
        if not self._left:
            raise UnsureError("very many parts")
        found = _read(self._descriptor, length, place)
        if len(found) != length:
            raise UnsureError("the file became shorter")
        return found

    def end(self, length: int) -> bytes:
        """The last bytes, at most so many."""
        length = min(length, self.size)
        return self.at(self.size - length, length)


def file(descriptor: int, size: int) -> Source:
    """The source of an open file, of which little is read ahead."""
    if hasattr(os, "posix_fadvise"):  # not on macOS and Windows
        # The kernel reads 128 KB ahead otherwise, which costs more than all else here.
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_RANDOM)
    return Source(_read(descriptor, HEAD, 0), descriptor, size)


def _seek_and_read(descriptor: int, length: int, place: int) -> bytes:
    os.lseek(descriptor, place, os.SEEK_SET)
    return os.read(descriptor, length)


_read = getattr(os, "pread", _seek_and_read)  # Windows has no pread
