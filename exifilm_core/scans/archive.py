"""An archive: a folder of scans, with their image numbers in order."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.formats import has_sidecar, in_natural_order, is_image_name, sidecar_of
from exifilm_core.scans.scan import Scan
from exifilm_core.storage import tags_of_field
from exifilm_core.storage.marks import VERSION

_NUMBER_TAGS = (
    VERSION,
    *(
        name
        for sidecar in (False, True)
        for tag in tags_of_field(ExposureRecord.field("image_id"), sidecar=sidecar)
        for name in tag.names
    ),
)
"""What of a file says its image number."""
WORTH_A_SECOND = 64
"""From how many files on a second ExifTool, which takes as long to start as these to read, pays."""


class Selection(NamedTuple):
    """What an archive has of a range of image numbers."""

    scans: list[Scan]
    """In the order of their numbers, and of their names where two have the same."""
    missing: list[int]
    doubled: dict[int, list[Scan]]


class Archive:
    """The images of a folder, in the natural order of their names. Files can come and go meanwhile.

    A context manager that ends the ExifTool processes it started for itself.
    """

    def __init__(self, folder: str | Path, exiftool: ExifTool | None = None) -> None:
        """ExifilmError when the folder is not there, or may not be read."""
        self.folder = Path(folder)
        self._exiftool = exiftool or ExifTool.shared()
        self._second: ExifTool | None = None
        self._loaded = False
        self.unreadable: list[tuple[Path, str]] = []
        """The images that could not be read, once `load` was called, and why."""
        try:
            with os.scandir(self.folder) as entries:
                names = [e.name for e in entries if is_image_name(e.name) and not e.is_dir()]
        except NotADirectoryError as problem:
            raise ExifilmError(
                "this is a file; name the folder that it is in.", file=self.folder
            ) from problem
        except FileNotFoundError as problem:
            raise ExifilmError("there is no such folder.", file=self.folder) from problem
        except OSError as problem:
            raise ExifilmError(
                f"this folder cannot be read: {problem.strerror}.", file=self.folder
            ) from problem
        names.sort(key=in_natural_order)
        self.scans = [Scan(self.folder / name, self._exiftool) for name in names]

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
            f"image number {number} is on {len(found)} scans ({names}). Give each its own No."
            if found
            else f"there is no scan with the image number {number}.",
            file=self.folder,
        )

    def load(self) -> None:
        """Read the records of all scans at once; those that cannot be read are in `unreadable`."""
        if not self._loaded:
            self._see(self.scans)
            self._loaded = True

    def readable(self) -> Iterator[Scan]:
        """The scans whose records could be read, all read at once."""
        self.load()
        broken = {path for path, _ in self.unreadable}
        return (scan for scan in self.scans if scan.path not in broken)

    def range(self, first: int, last: int) -> Selection:
        """The scans with the image numbers `first` to `last`, both included."""
        by_number: dict[int, list[Scan]] = {}
        for scan, probe in self._with_numbers():
            number = probe.number
            if number is not None and first <= number <= last:
                by_number.setdefault(number, []).append(scan)
        chosen = [scan for number in sorted(by_number) for scan in by_number[number]]
        return Selection(
            scans=self._seen_whole(chosen),
            missing=[number for number in range(first, last + 1) if number not in by_number],
            doubled={number: scans for number, scans in by_number.items() if len(scans) > 1},
        )

    def by_id(self, image_id: str) -> list[Scan]:
        """The scans whose No. is that text."""
        return self._seen_whole(
            [scan for scan, probe in self._with_numbers() if probe.image_id == image_id]
        )

    def _with_numbers(self) -> list[tuple[Scan, Scan]]:
        """Each readable scan, and one of the same file that has at least seen its No.

        To look for a few among thousands, no more than that is read of each.
        """
        if self._loaded:
            return [(scan, scan) for scan in self.readable()]
        probes = [Scan(scan.path, self._exiftool) for scan in self.scans]
        self._see(probes, only=_NUMBER_TAGS)
        broken = {path for path, _ in self.unreadable}
        pairs = zip(self.scans, probes, strict=True)
        return [(scan, probe) for scan, probe in pairs if scan.path not in broken]

    def _seen_whole(self, scans: list[Scan]) -> list[Scan]:
        """The scans, their whole records read at once; without those that now cannot be read."""
        if not self._loaded:
            known = self.unreadable
            self._see(scans)
            broken = {path for path, _ in self.unreadable}
            self.unreadable = sorted(
                {*known, *self.unreadable}, key=lambda item: in_natural_order(item[0].name)
            )
            return [scan for scan in scans if scan.path not in broken]
        return scans

    def _see(self, scans: list[Scan], only: Collection[str] = ()) -> None:
        """Read many scans at once, by two ExifTools where that pays."""
        self.unreadable = []
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
        self.unreadable.sort(key=lambda item: in_natural_order(item[0].name))

    def _see_part(self, scans: list[Scan], exiftool: ExifTool, only: Collection[str]) -> None:
        sidecars = [sidecar_of(scan.path) for scan in scans if has_sidecar(scan.path)]
        paths = [scan.path for scan in scans] + sidecars
        found = {tags.path: tags for tags in exiftool.read(paths, only)}
        for scan in scans:
            try:
                scan.sees(found[scan.path], found.get(sidecar_of(scan.path)))
            except ExifilmError as problem:
                self.unreadable.append((scan.path, problem.message))
