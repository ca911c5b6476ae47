"""The reader of scans: quick where that is certain; ExifTool reads what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from exifilm_core.readers import FileTags, Progress, Reader
from exifilm_core.readers.quick import QuickReader

if TYPE_CHECKING:  # a scan that is read quickly needs no ExifTool
    from exifilm_core.exiftool import ExifTool


class ExifToolWhenNeeded:
    """The shared ExifTool, which is loaded and started when it has a file to read."""

    def read(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[FileTags]:
        """As `Reader.read`."""
        return self._shared().read(paths, progress)

    def another(self) -> ExifTool:
        """A second ExifTool, to be closed."""
        return self._shared().another()

    @staticmethod
    def _shared() -> ExifTool:
        from exifilm_core.exiftool import ExifTool

        return ExifTool.shared()


def quick_reader(exiftool: Reader | None = None) -> QuickReader:
    """A reader of any scan. Without an `exiftool`, the shared one reads what is in doubt."""
    return QuickReader(exiftool or ExifToolWhenNeeded())
