"""The ExifTools that write drafts: one, and for many files a second one, each in its thread."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.writing import Writing

WORTH_A_SECOND = 60
"""The number of files from which a second ExifTool saves more time than it takes to start."""
Written = list[list[str] | ExifilmError]
"""ExifTool's warnings about each file, or why it could not write it."""


class Writers:
    """A context manager, which ends the second ExifTool; the first is its owner's."""

    def __init__(self, exiftool: ExifTool, files: int) -> None:
        self._second = exiftool.another() if files >= WORTH_A_SECOND else None
        self._exiftools = [exiftool, self._second] if self._second else [exiftool]
        self._threads = [ThreadPoolExecutor(1, "writing") for _ in self._exiftools]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for thread in self._threads:
            thread.shutdown(cancel_futures=True)
        if self._second:
            self._second.close()

    def write(self, writings: Sequence[Writing]) -> list[tuple[Sequence[int], Future[Written]]]:
        """Begin to write the files: for each ExifTool, the numbers of its files and its answer."""
        begun: list[tuple[Sequence[int], Future[Written]]] = []
        for number, (exiftool, thread) in enumerate(
            zip(self._exiftools, self._threads, strict=True)
        ):
            if mine := range(number, len(writings), len(self._exiftools)):
                part = [writings[n] for n in mine]
                begun.append((mine, thread.submit(exiftool.write_many, part)))
        return begun
