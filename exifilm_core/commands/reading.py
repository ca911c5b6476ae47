"""Archives read completely for a command, with a progress bar on a terminal.

An archive reads all files through an ExifTool. The one that we give it counts them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from exifilm_core.commands.console import shows_progress
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.scans import Archive


@contextmanager
def reading() -> Iterator[Callable[[Path], AbstractContextManager[Archive]]]:
    """A function that gives the archive in a folder, with all its records read."""
    if shows_progress():
        with _Counting() as exiftool:
            yield partial(_loaded, exiftool=exiftool)
    else:
        yield _loaded


@contextmanager
def _loaded(folder: Path, exiftool: _Counting | None = None) -> Iterator[Archive]:
    with Archive(folder, exiftool) as archive:
        with exiftool.shown(len(archive)) if exiftool else nullcontext():
            archive.load()
        yield archive


class _Counting(ExifTool):
    """An ExifTool that reports every image that it has read."""

    _tell: Callable[[], object] = staticmethod(lambda: None)

    @contextmanager
    def shown(self, total: int) -> Iterator[None]:
        """Show how many of the images are read."""
        from tqdm import tqdm

        with tqdm(desc="Reading", total=total, delay=1, leave=False, unit=" files") as bar:
            self._tell = bar.update
            yield

    def read(self, paths: Iterable[Path], only: Collection[str] = ()) -> Iterator[FileTags]:
        for found in super().read(paths, only):
            if found.path.suffix != ".xmp":
                self._tell()
            yield found

    def another(self) -> ExifTool:
        other = _Counting()
        other._tell = self._tell
        return other
