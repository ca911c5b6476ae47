"""An archive: a folder of scans, with their image numbers in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool, FileTags
from exifilm_core.files.formats import has_sidecar, in_natural_order, sidecar_of, whole_number
from exifilm_core.files.tree import images_below, images_in
from exifilm_core.messages import Text
from exifilm_core.messages.folders import Folders
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import selection
from exifilm_core.scans.scan import Scan
from exifilm_core.scans.selection import Selection
from exifilm_core.tags.mapping import is_whole, tags_of_field
from exifilm_core.tags.mapping.marks import SAVED, VERSION
from exifilm_core.tags.styles import Tags

_NUMBERS = tuple(
    name
    for sidecar in (False, True)
    for tag in tags_of_field(ExposureRecord.field("image_id"), sidecar=sidecar)
    for name in tag.names
)
_NUMBER_TAGS = (VERSION, SAVED, *_NUMBERS)
"""The tags that hold the No. of a saved scan; in other files, a copy camera may write them."""
WORTH_A_SECOND = 64
"""The number of files from which a second ExifTool reads faster than it takes to start."""


class Archive:
    """The images of a folder, in the natural order of their names. Files may come and go.

    A context manager that ends the ExifTool processes it started for itself.
    """

    def __init__(
        self, folder: str | Path, exiftool: ExifTool | None = None, *, recursive: bool = False
    ) -> None:
        """With `recursive`, also the images of all folders in it, folder by folder.

        ExifilmError when the folder does not exist or cannot be read.
        """
        self.folder = Path(folder)
        self.recursive = recursive
        self._exiftool = exiftool or ExifTool.shared()
        self._second: ExifTool | None = None
        self._loaded = False
        self._closed: list[tuple[Path, Text]] = []
        """The folders that cannot be read, and why."""
        paths = (
            images_below(self.folder, self._note_closed) if recursive else images_in(self.folder)
        )
        self.scans = [Scan(path, self._exiftool) for path in paths]
        self.unreadable = [*self._closed]
        """The files and folders that cannot be read, and why; of files, after `load`."""

    def _note_closed(self, problem: ExifilmError) -> None:
        self._closed.append((problem.file or self.folder, problem.text))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the second ExifTool, if one was needed."""
        if self._second:
            self._second.close()
            self._second = None

    def __len__(self) -> int:
        return len(self.scans)

    def __iter__(self) -> Iterator[Scan]:
        return iter(self.scans)

    def __getitem__(self, number: int) -> Scan:
        """The scan with that image number. ExifilmError if there is none, or more than one."""
        found = [scan for scan in self.readable() if scan.number == number]
        if len(found) == 1:
            return found[0]
        names = ", ".join(scan.path.name for scan in found)
        raise ExifilmError(
            Folders.DUPLICATE_NUMBER(number=number, count=len(found), names=names)
            if found
            else Folders.NO_SUCH_NUMBER(number=number),
            file=self.folder,
        )

    def load(self) -> None:
        """Read the records of all scans at once; `unreadable` gets those that cannot be read."""
        if not self._loaded:
            self._see(self.scans)
            self._loaded = True

    def readable(self) -> Iterator[Scan]:
        """The scans with readable records, all read at once."""
        self.load()
        broken = {path for path, _ in self.unreadable}
        return (scan for scan in self.scans if scan.path not in broken)

    def range(self, first: int, last: int) -> Selection:
        """The scans with the image numbers `first` to `last`, both included."""
        return self._whole(selection.of_numbers(self._with_numbers(), first, last))

    def by_id(self, image_id: str) -> list[Scan]:
        """The scans with that No., and those without a No. whose file name gives it."""
        return self._whole(selection.of_name(self._with_numbers(), image_id)).scans

    def find(self, first: str | None = None, last: str | None = None) -> Selection:
        """The scans of a written selection: all, a No., a range “1-16”, or the first and the last.

        A file name stands in for a missing No. An existing No. wins over a range.
        """
        if first is None:
            self.load()
            return selection.of_all(self._with_numbers())
        known = self._with_numbers()
        named = selection.of_name(known, first)
        if named.scans and last is None and whole_number(first) is None:
            return self._whole(named)
        if numbers := selection.as_numbers(first, last):
            return self._whole(selection.of_numbers(known, *numbers))
        return self._whole(selection.between(known, first, last or first))

    def numbers(self) -> list[tuple[str, Scan]]:
        """The image number of each readable scan as text, "" for none, and the scan.

        If nothing was read before, these scans know only their No.
        """
        return [(selection.number_of(probe), probe) for _scan, probe in self._with_numbers()]

    def _with_numbers(self) -> list[tuple[Scan, Scan]]:
        """Each readable scan, and a scan of the same file that knows at least its No.

        A search for a few among thousands reads no more than that of each.
        """
        if self._loaded:
            return [(scan, scan) for scan in self.readable()]
        probes = [Scan(scan.path, self._exiftool) for scan in self.scans]
        self._see(probes, only=_NUMBER_TAGS)
        broken = {path for path, _ in self.unreadable}
        pairs = zip(self.scans, probes, strict=True)
        return [(scan, probe) for scan, probe in pairs if scan.path not in broken]

    def _whole(self, found: Selection) -> Selection:
        """The same selection with complete records, without scans that are now unreadable."""
        if self._loaded:
            return found
        known = self.unreadable
        self._see(found.scans)
        broken = {path for path, _ in self.unreadable}
        self.unreadable = sorted(dict([*known, *self.unreadable]).items(), key=_in_order)
        return found._replace(scans=[scan for scan in found.scans if scan.path not in broken])

    def _see(self, scans: list[Scan], only: Collection[str] = ()) -> None:
        """Read many scans at once, with two ExifTools where that is faster."""
        self.unreadable = [*self._closed]
        half = len(scans) // 2
        if len(scans) < WORTH_A_SECOND:
            self._see_part(scans, self._exiftool, only)
        else:
            self._second = self._second or self._exiftool.another()
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(2) as both:
                first = both.submit(self._see_part, scans[:half], self._exiftool, only)
                second = both.submit(self._see_part, scans[half:], self._second, only)
                first.result()
                second.result()
        self.unreadable.sort(key=_in_order)

    def _see_part(self, scans: list[Scan], exiftool: ExifTool, only: Collection[str]) -> None:
        paths = {scan.path: _files_of(scan) for scan in scans}
        found = _read(exiftool, paths.values(), only)
        if only:
            doubtful = [p for p in paths.values() if any(_is_doubtful(found[f].tags) for f in p)]
            found |= _read(exiftool, doubtful)
        for scan in scans:
            try:
                scan.sees(found[scan.path], found.get(sidecar_of(scan.path)))
            except ExifilmError as problem:
                self.unreadable.append((scan.path, problem.text))


def _files_of(scan: Scan) -> list[Path]:
    return [scan.path, sidecar_of(scan.path)] if has_sidecar(scan.path) else [scan.path]


def _read(
    exiftool: ExifTool, files: Iterable[list[Path]], only: Collection[str] = ()
) -> dict[Path, FileTags]:
    return {tags.path: tags for tags in exiftool.read(chain.from_iterable(files), only)}


def _is_doubtful(tags: Tags) -> bool:
    """Whether only all tags tell a No. from a number that a copy camera counted."""
    return not is_whole(tags) and any(name in tags for name in _NUMBERS)


def _in_order(item: tuple[Path, Text]) -> list[tuple[int, int, str]]:
    return in_natural_order(item[0].name)
