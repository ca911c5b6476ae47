"""A reader that records what it is asked for, and leaves the reading to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from exifilm_core.readers import FileTags, Progress, Reader


class RecordingReader:
    """Its `asked` has the paths of every reading."""

    def __init__(self, reader: Reader) -> None:
        self.asked: list[list[Path]] = []
        self._reader = reader

    def read(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[FileTags]:
        paths = list(paths)
        self.asked.append(paths)
        return self._reader.read(paths, progress)
