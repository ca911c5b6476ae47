"""The reader of scans that are shown and not saved: ExifTool reads only what is in doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from exifilm_core.readers import FileTags, Progress
from exifilm_core.readers.quick import QuickReader


class _ExifToolWhenNeeded:
    """The shared ExifTool, which is loaded and started when it has a file to read."""

    def read(
        self, paths: Iterable[Path], only: Collection[str] = (), progress: Progress | None = None
    ) -> Iterator[FileTags]:
        """As `Reader.read`."""
        from exifilm_core.exiftool import ExifTool

        return ExifTool.shared().read(paths, only, progress)


def quick_reader() -> QuickReader:
    """A reader of any scan."""
    return QuickReader(_ExifToolWhenNeeded())
