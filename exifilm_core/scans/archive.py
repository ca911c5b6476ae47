"""An archive: a folder of scans, with their image numbers in order."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import in_natural_order, sidecar_of
from exifilm_core.files.tree import Listing, listing, listing_below
from exifilm_core.messages import Text
from exifilm_core.messages.folders import Folders
from exifilm_core.readers import FileTags, Progress, Reader
from exifilm_core.readers.two import TwoReaders
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import numbering, selection
from exifilm_core.scans.late_writers import was_complete
from exifilm_core.scans.numbering import Number
from exifilm_core.scans.scan import Scan
from exifilm_core.scans.selection import Selection
from exifilm_core.scans.snapshot import Snapshot
from exifilm_core.tags.mapping import is_whole, tags_of_field
from exifilm_core.tags.mapping.marks import SAVED, VERSION

_NUMBERS = tuple(
    name
    for sidecar in (False, True)
    for tag in tags_of_field(ExposureRecord.field("image_id"), sidecar=sidecar)
    for name in tag.names
)
_NUMBER_TAGS = (VERSION, SAVED, *_NUMBERS)
"""The tags that hold the No. of a saved scan; in other files, a copy camera may write them."""


class Archive:
    """The images of a folder, in the natural order of their names. Files may come and go.

    It knows their paths. It reads nothing, and makes no scan, until asked. A context manager that
    ends the ExifTool processes it started for itself.
    """

    def __init__(
        self, folder: str | Path, reader: Reader | None = None, *, recursive: bool = False
    ) -> None:
        """With `recursive`, also the images of all folders in it, folder by folder.

        Without a `reader`, ExifTool reads. ExifilmError when the folder does not exist or cannot be
        read.
        """
        self.folder = Path(folder)
        self.recursive = recursive
        self._own_reader: TwoReaders | None = None
        if reader is None:
            exiftool = ExifTool.shared()
            reader = self._own_reader = TwoReaders(exiftool, exiftool.another)
        self._reader: Reader = reader
        self._loaded = False
        self._made: dict[Path, Scan] = {}
        self._closed: list[tuple[Path, Text]] = []
        """The folders that cannot be read, and why."""
        found = self._listed(self._note_closed)
        self.paths = found.images
        self._with_sidecar = found.with_sidecar
        self._just_listed = True
        self.unreadable = [*self._closed]
        """The files and folders that cannot be read, and why; of files, after `load`."""

    def _note_closed(self, problem: ExifilmError) -> None:
        self._closed.append((problem.file or self.folder, problem.text))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the second ExifTool, if this archive needed one."""
        if self._own_reader:
            self._own_reader.close()

    def __len__(self) -> int:
        return len(self.paths)

    def __iter__(self) -> Iterator[Scan]:
        return iter(self.scans)

    @property
    def scans(self) -> list[Scan]:
        """The scans, in the order of the paths."""
        return list(map(self._scan, self.paths))

    def __getitem__(self, number: int) -> Scan:
        """The scan with that image number. ExifilmError if there is none, or more than one."""
        found = [path for path, no in self.numbers().items() if no.whole == number]
        if len(found) == 1:
            for scan in self.read(selection.Selection(found)).scans:
                return scan
            raise ExifilmError(dict(self.unreadable)[found[0]], file=found[0])
        names = ", ".join(path.name for path in found)
        raise ExifilmError(
            Folders.DUPLICATE_NUMBER(number=number, count=len(found), names=names)
            if found
            else Folders.NO_SUCH_NUMBER(number=number),
            file=self.folder,
        )

    def load(self, progress: Progress | None = None) -> None:
        """Read the records of all scans at once; `unreadable` gets those that cannot be read."""
        if not self._loaded:
            self._load(self.scans, progress)
            self._loaded = True

    def readable(self) -> Iterator[Scan]:
        """The scans with readable records, all read at once."""
        self.load()
        broken = {path for path, _ in self.unreadable}
        return (scan for scan in self.scans if scan.path not in broken)

    def range(self, first: int, last: int) -> Selection[Scan]:
        """The scans with the image numbers `first` to `last`, both included."""
        return self.read(selection.of_numbers(self.numbers(), first, last))

    def by_id(self, image_id: str) -> list[Scan]:
        """The scans with that No., and those without a No. whose file name gives it."""
        return self.read(selection.of_name(self.numbers(), image_id)).scans

    def numbers(self) -> dict[Path, Number]:
        """The No. of each readable scan.

        A search for a few among thousands reads no more than that of each.
        """
        if self._loaded:
            return {scan.path: scan.no for scan in self.readable()}
        self._look_for_sidecars()
        self.unreadable = [*self._closed]
        found = {tags.path: tags for tags in self._reader.read(self._files(), _NUMBER_TAGS)}
        doubtful = [
            path for path in self.paths if any(_is_doubtful(found[f]) for f in self._of(path))
        ]
        if doubtful:
            found |= {tags.path: tags for tags in self._reader.read(self._files(doubtful))}
        numbers = {}
        suggested = self._suggested()
        for path in self.paths:
            try:
                image_id = self._image_id(found[path], found.get(sidecar_of(path)))
            except ExifilmError as problem:
                self.unreadable.append((path, problem.text))
                continue
            numbers[path] = Number(image_id, "" if image_id else suggested[path])
        self.unreadable.sort(key=_in_order)
        return numbers

    def _image_id(self, image: FileTags, sidecar: FileTags | None) -> str:
        """The No. of the record, "" for none. ExifilmError when a file could not be read."""
        if not was_complete(sidecar):  # another program is just writing it
            return self._scan(image.path).image_id
        return Snapshot.of(image, sidecar, self._reader).stored.record.image_id or ""

    def _suggested(self) -> dict[Path, str]:
        """The No. that each file name suggests among the others of its folder."""
        folders: defaultdict[Path, list[Path]] = defaultdict(list)
        for path in self.paths:
            folders[path.parent].append(path)
        found: dict[Path, str] = {}
        for inside in folders.values():
            guesses = numbering.guesses(path.name for path in inside)
            found |= {path: guesses[path.name] for path in inside}
        return found

    def read(self, found: Selection[Path]) -> Selection[Scan]:
        """The scans of the selection with their records, without those that are now unreadable."""
        if self._loaded:
            return found.of(self._scan)
        before = self.unreadable
        self._load(list(map(self._scan, found.scans)))
        broken = {path for path, _ in self.unreadable}
        self.unreadable = sorted(dict([*before, *self.unreadable]).items(), key=_in_order)
        return found.of(self._scan).without(lambda scan: scan.path in broken)

    def _load(self, scans: list[Scan], progress: Progress | None = None) -> None:
        """Read many scans at once."""
        self._look_for_sidecars()
        self.unreadable = [*self._closed]
        found = self._reader.read(self._files(scan.path for scan in scans), progress=progress)
        for scan in scans:
            image = next(found)
            sidecar = next(found) if scan.path in self._with_sidecar else None
            try:
                scan.load(image, sidecar)
            except ExifilmError as problem:
                self.unreadable.append((scan.path, problem.text))
        self.unreadable.sort(key=_in_order)

    def _scan(self, path: Path) -> Scan:
        """The scan of one of the paths, always the same."""
        if path not in self._made:
            exiftool = self._reader if isinstance(self._reader, ExifTool) else None
            self._made[path] = Scan(path, exiftool, reader=self._reader)
        return self._made[path]

    def _listed(self, closed: Callable[[ExifilmError], object]) -> Listing:
        return listing_below(self.folder, closed) if self.recursive else listing(self.folder)

    def _look_for_sidecars(self) -> None:
        """Find out again which images have one, unless they were listed just now."""
        if not self._just_listed:
            with contextlib.suppress(ExifilmError):  # the images themselves will report it
                self._with_sidecar = self._listed(lambda _closed: None).with_sidecar
        self._just_listed = False

    def _files(self, paths: Iterable[Path] | None = None) -> Iterator[Path]:
        """The images with their sidecars."""
        for path in self.paths if paths is None else paths:
            yield from self._of(path)

    def _of(self, path: Path) -> list[Path]:
        return [path, sidecar_of(path)] if path in self._with_sidecar else [path]


def _is_doubtful(found: FileTags) -> bool:
    """Whether only all tags tell a No. from a number that a copy camera counted."""
    tags = found.tags
    return not is_whole(tags) and any(name in tags for name in _NUMBERS)


def _in_order(item: tuple[Path, Text]) -> list[tuple[int, int, str]]:
    return in_natural_order(item[0].name)
