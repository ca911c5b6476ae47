"""A reader that records what it is asked for, and leaves the reading to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from exifilm_core.readers import FileTags, Progress, Reader


class RecordingReader:
    """Its `asked` has the paths of every reading, with the tags asked for."""

    def __init__(self, reader: Reader) -> None:
        self.asked: list[tuple[list[Path], tuple[str, ...]]] = []
        self._reader = reader

    def read(
        self, paths: Iterable[Path], only: Collection[str] = (), progress: Progress | None = None
    ) -> Iterator[FileTags]:
        paths = list(paths)
        self.asked.append((paths, tuple(only)))
        return self._reader.read(paths, only, progress)
