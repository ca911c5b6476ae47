"""The ExifTools that write drafts: one, and for many files a second one; whichever is idle."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Self

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.writing import Writing

WORTH_A_SECOND = 150
"""The number of files from which a second ExifTool saves more time than it takes to start."""
Written = list[list[str] | ExifilmError]
"""ExifTool's warnings about each file, or why it could not write it."""


class Writers:
    """A context manager, which ends the second ExifTool; the first is its owner's."""

    def __init__(self, exiftool: ExifTool, files: int) -> None:
        """Have them start: the second writes nothing before, while the first may do so already."""
        self._second = exiftool.another() if files >= WORTH_A_SECOND else None
        all_of_them = [exiftool, self._second] if self._second else [exiftool]
        self._number = len(all_of_them)
        self._idle = SimpleQueue[ExifTool]()
        self._threads = ThreadPoolExecutor(self._number, "writing")
        for one in all_of_them:
            self._threads.submit(self._prepare, one)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        if self._second:
            self._second.close()

    def write(self, writings: Sequence[Writing]) -> list[tuple[Sequence[int], Future[Written]]]:
        """Begin to write the files, in a part for each ExifTool: their numbers and the answer."""
        parts = [range(n, len(writings), self._number) for n in range(self._number)]
        return [
            (mine, self._threads.submit(self._write, [writings[n] for n in mine]))
            for mine in parts
            if mine
        ]

    def _prepare(self, exiftool: ExifTool) -> None:
        try:
            with suppress(ExifilmError):  # which it raises again when it is to write
                exiftool.prepare_to_write()
        finally:
            self._idle.put(exiftool)

    def _write(self, writings: Sequence[Writing]) -> Written:
        exiftool = self._idle.get()
        try:
            return exiftool.write_many(writings)
        finally:
            self._idle.put(exiftool)
