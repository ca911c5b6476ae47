"""Whole archives read for a command, with a progress bar on a terminal.

The one idea: what an archive reads goes through an ExifTool, so the one that it is given can count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from exifilm_core.commands.speaking import shows_progress
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.scans import Archive


@contextmanager
def loaded(folder: Path) -> Iterator[Archive]:
    """The archive in the folder, with all its records read."""
    if not shows_progress():
        with Archive(folder) as archive:
            archive.load()
            yield archive
        return
    from tqdm import tqdm

    with (
        tqdm(desc="Reading", delay=1, leave=False, unit=" files") as bar,
        _Counting(bar.update) as exiftool,
        Archive(folder, exiftool) as archive,
    ):
        bar.total = len(archive)
        archive.load()
        bar.close()
        yield archive


class _Counting(ExifTool):
    """An ExifTool that tells of every image that it has read."""

    def __init__(self, tell: Callable[[], object]) -> None:
        super().__init__()
        self._tell = tell

    def read(self, paths: Iterable[Path], only: Collection[str] = ()) -> Iterator[FileTags]:
        for found in super().read(paths, only):
            if found.path.suffix != ".xmp":
                self._tell()
            yield found

    def another(self) -> ExifTool:
        return _Counting(self._tell)
