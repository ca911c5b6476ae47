"""Load many scans at once: what the index knows of them comes from there, the others are read.

The index then knows what was read. It knows no scan that it doubts, and none that is just being
written; a save reads its files in any case.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import has_sidecar, sidecar_of
from exifilm_core.index import Index, Read, state_of, status_of
from exifilm_core.readers import FileTags, Progress, Reader, RememberedTags
from exifilm_core.scans.scan import Scan

_NOTED_AT_ONCE = 200
"""The scans that are noted together: so much is read again after a power cut."""
Loaded = tuple[Scan, ExifilmError | None]
"""A scan, and why it cannot be read."""


def load(
    paths: Iterable[Path],
    scan_of: Callable[[Path], Scan],
    reader: Reader,
    *,
    beside: Callable[[Path], bool] = has_sidecar,
    progress: Progress | None = None,
) -> Iterator[Loaded]:
    """Load the scans of these images in their order; `scan_of` makes each when its turn comes.

    `beside` says whether an image has a sidecar. Without an index, the reader reads them all.
    """
    started, index = time.time(), Index.shared()
    files = [_Files.of(path, beside) for path in paths]
    known = _known(files, index) if index else set[Path]()
    unknown = [path for each in files if each.image not in known for path in each.paths]
    found = reader.read(unknown, progress=progress)
    new: list[Read] = []
    try:
        for each in files:
            scan = scan_of(each.image)
            if index and each.image in known:
                image, sidecar = _remembered(each, index) or _one(each, reader)
                if progress:
                    progress(image)
            else:
                image = next(found)
                sidecar = next(found) if each.sidecar else None
            problem = _loaded(scan, image, sidecar)
            if index and not problem and not isinstance(image, RememberedTags):
                new += _to_note(scan, image, sidecar)
                if len(new) >= _NOTED_AT_ONCE:
                    index.put(new, started)
                    new = []
            yield scan, problem
    finally:
        if index:
            index.put(new, started)


class _Files(NamedTuple):
    """The files of a scan."""

    image: Path
    sidecar: Path | None

    @classmethod
    def of(cls, image: Path, beside: Callable[[Path], bool]) -> _Files:
        return cls(image, sidecar_of(image) if beside(image) else None)

    @property
    def paths(self) -> list[Path]:
        return [self.image, self.sidecar] if self.sidecar else [self.image]


def _known(files: Iterable[_Files], index: Index) -> set[Path]:
    """The images whose tags the index knows as their files now are."""
    found = set()
    for folder, group in groupby(files, key=lambda each: each.image.parent):
        here = list(group)
        known = index.known(folder, [each.image.name for each in here])
        for each in here:
            status = [status_of(path) for path in each.paths]
            if (one := known.get(each.image.name)) and one.state == state_of(*status):
                found.add(each.image)
    return found


def _remembered(each: _Files, index: Index) -> tuple[FileTags, FileTags | None] | None:
    """The tags from the index; None where it does not know them after all."""
    image = status_of(each.image)
    sidecar = status_of(each.sidecar) if each.sidecar else None
    if image is None or (each.sidecar and sidecar is None):
        return None
    beside = (each.sidecar, sidecar) if each.sidecar and sidecar else None
    return index.tags(each.image, image, beside)


def _one(each: _Files, reader: Reader) -> tuple[FileTags, FileTags | None]:
    image, *sidecar = reader.read(each.paths)
    return image, sidecar[0] if sidecar else None


def _loaded(scan: Scan, image: FileTags, sidecar: FileTags | None) -> ExifilmError | None:
    try:
        scan.load(image, sidecar)
    except ExifilmError as problem:
        return problem
    return None


def _to_note(scan: Scan, image: FileTags, sidecar: FileTags | None) -> list[Read]:
    """What the index is to know of the scan; nothing if its files were being written."""
    snapshot = scan.snapshot
    if snapshot.image.tags is not image.tags:
        return []
    depends_on_journal = snapshot.journal.was_asked
    return [Read(image, sidecar, None if depends_on_journal else snapshot.stored.record)]
