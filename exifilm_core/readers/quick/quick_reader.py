"""A reader of many files: quickly where that is certain, the others by another reader."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from exifilm_core.readers.quick import exif_table, xmp_table
from exifilm_core.readers.quick.reader import read
from exifilm_core.readers.quick.unsure import UnsureError
from exifilm_core.readers.reader import FileTags, Progress, Reader

KNOWN = frozenset(
    name
    for rows in (
        exif_table.IFD0,
        exif_table.EXIF_IFD,
        exif_table.GPS,
        exif_table.IPTC,
        xmp_table.XMP,
    )
    for name, _ in rows.values()
)
"""The tags that the quick reader gives, if a file has them."""
BATCH = 200
"""The most files to hold back until the others have been read."""


def is_on() -> bool:
    """Whether files may be read quickly: unless the environment has EXIFILM_QUICK=0."""
    return os.environ.get("EXIFILM_QUICK") != "0"


class QuickReader:
    """Reads quickly what it can, and the rest through the `fallback`.

    With the environment's EXIFILM_QUICK=0, the fallback reads everything.
    """

    def __init__(self, fallback: Reader) -> None:
        self.fallback = fallback
        self.quickly = 0
        """How many files it has read itself."""
        self.others = 0
        """How many the fallback has read."""
        self.failures: list[tuple[Path, Exception]] = []
        """Faults of this reader: the files at which it raised another error than its doubt."""

    def read(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[FileTags]:
        """As `Reader.read`."""
        waiting = iter(paths)
        while batch := list(itertools.islice(waiting, BATCH)):
            yield from self._read_batch(batch, progress)

    def _read_batch(self, paths: list[Path], progress: Progress | None) -> Iterator[FileTags]:
        found: list[FileTags | None] = []
        for path in paths:
            tags = self._read_one(path) if is_on() else None
            if tags and progress:
                progress(tags)
            found.append(tags)
        left = [path for path, tags in zip(paths, found, strict=True) if tags is None]
        self.quickly += len(paths) - len(left)
        self.others += len(left)
        by_others = self.fallback.read(left, progress) if left else iter(())
        for tags in found:
            yield tags or next(by_others)

    def _read_one(self, path: Path) -> FileTags | None:
        try:
            return read(path)
        except (UnsureError, OSError):
            return None
        except Exception as problem:  # noqa: BLE001 - a fault of ours must not stop the reading
            self.failures.append((path, problem))
            return None
