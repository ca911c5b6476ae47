"""An archive: a folder of scans, with their image numbers in order."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Self

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import SIDECAR, sidecar_of
from exifilm_core.files.tree import Listing, listing, listings_below
from exifilm_core.index import Index, Known, state_of, status_of
from exifilm_core.messages import Text
from exifilm_core.messages.folders import Folders
from exifilm_core.natural_order import in_natural_order
from exifilm_core.readers import FileTags, Progress, Reader
from exifilm_core.readers.two import TwoReaders
from exifilm_core.record.numbers import packed
from exifilm_core.scans import known, numbering, selection
from exifilm_core.scans.known import Loaded
from exifilm_core.scans.late_writers import was_complete
from exifilm_core.scans.numbering import Number
from exifilm_core.scans.quickly import ExifToolWhenNeeded, quick_reader
from exifilm_core.scans.scan import Scan
from exifilm_core.scans.selection import Selection
from exifilm_core.scans.snapshot import Snapshot


class Archive:
    """The images of a folder, in the natural order of their names. Files may come and go.

    It knows their names. It reads nothing, and makes no scan, until asked; and then only the files
    that the index does not know as they are. A context manager that ends the ExifTool processes it
    started for itself.
    """

    def __init__(
        self, folder: str | Path, reader: Reader | None = None, *, recursive: bool = False
    ) -> None:
        """With `recursive`, also the images of all folders in it, folder by folder.

        Without a `reader`, ExifTool reads what is not read quickly. ExifilmError when the folder
        does not exist or cannot be read.
        """
        self.folder = Path(folder)
        self.recursive = recursive
        self._own_reader: TwoReaders | None = None
        if reader is None:
            exiftool = ExifToolWhenNeeded()
            self._own_reader = TwoReaders(exiftool, exiftool.another)
            reader = quick_reader(self._own_reader)
        self._reader: Reader = reader
        self._loaded = False
        self._made: dict[Path, Scan] = {}
        self._closed: list[tuple[Path, Text]] = []
        """The folders that cannot be read, and why."""
        self._listings = self._listed(self._note_closed)
        self._sidecars: dict[Path, frozenset[str]] = {}
        """The names of the images with a sidecar, by their folder."""
        self._with_sidecar: set[Path] = set()
        """The images with a sidecar."""
        self._note_sidecars(self._listings)
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
        return sum(len(found.names) for found in self._listings)

    def __iter__(self) -> Iterator[Scan]:
        return iter(self.scans)

    @property
    def names(self) -> dict[Path, list[str]]:
        """The names of the images, in natural order, by folder; only folders that can be read."""
        return {found.folder: found.names for found in self._listings}

    @cached_property
    def paths(self) -> list[Path]:
        """The images, folder by folder, in the natural order of their names."""
        return [path for found in self._listings for path in found.images]

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
            self._load(self.paths, progress)
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
        """The No. of each readable scan. Of what the index knows, no file is read.

        Without an index, every file is read, and no scan is made.
        """
        if self._loaded:
            return {scan.path: scan.no for scan in self.readable()}
        self._look_for_sidecars()
        self.unreadable = [*self._closed]
        known_ids = [
            {name: row.number for name, row in rows.items() if row.number is not None}
            for rows in self._known()
        ]
        missing = self._not_among(known_ids)
        new = self._whole_ids(missing) if Index.shared() else self._read_ids(missing)
        numbers = {}
        for (here, paths), ids in zip(self._by_folder(), known_ids, strict=True):
            guesses: dict[str, str] = {}
            for name, path in zip(here.names, paths, strict=True):
                image_id = ids[name] if name in ids else new.get(path)
                if image_id is None:
                    continue
                number = Number.unpacked(image_id)
                if not number.given:
                    guesses = guesses or numbering.guesses(here.names)
                    number = number.replace(guess=guesses[name])
                numbers[path] = number
        self.unreadable.sort(key=_in_order)
        return numbers

    def unknown(self) -> list[Path]:
        """The images that the index does not know as their files are now."""
        self._look_for_sidecars()
        return self._not_among(self._known())

    def learn(self, paths: list[Path], progress: Progress | None = None) -> None:
        """Read these so that the index knows them; `unreadable` gets those that cannot be read."""
        self.unreadable = [*self._closed]
        self._whole_ids(paths, progress)
        self.unreadable.sort(key=_in_order)

    def _known(self) -> list[dict[str, Known]]:
        """What the index knows of the scans of each folder, of those whose files are unchanged."""
        index = Index.shared()
        return [self._known_in(here, index) if index else {} for here in self._listings]

    def _known_in(self, here: Listing, index: Index) -> dict[str, Known]:
        rows, sidecars = index.known(here.folder), self._sidecars[here.folder]
        if gone := rows.keys() - set(here.names):
            index.drop(here.folder, gone)
        top = f"{here.folder}{os.sep}"
        found = {}
        for name, row in rows.items():
            beside = status_of(f"{top}{name}{SIDECAR}") if name in sidecars else None
            if row.state == state_of(status_of(top + name), beside):
                found[name] = row
        return found

    def _not_among(self, known_names: Sequence[Collection[str]]) -> list[Path]:
        """The images whose names are not among these of their folder."""
        return [
            path
            for (here, paths), names in zip(self._by_folder(), known_names, strict=True)
            for name, path in zip(here.names, paths, strict=True)
            if name not in names
        ]

    def _whole_ids(self, paths: list[Path], progress: Progress | None = None) -> dict[Path, str]:
        """No., roll and frame of each that is readable; then the index knows them.

        The scans are made for this, and not kept: they may be ten thousand.
        """
        found = {}
        for scan, problem in self._loading(paths, self._made_scan, progress):
            if problem:
                self.unreadable.append((scan.path, problem.text))
            else:
                found[scan.path] = scan.packed_number
        return found

    def _read_ids(self, paths: list[Path]) -> dict[Path, str]:
        """The same without an index; no scan is made."""
        read = self._reader.read(self._files(paths))
        found = {}
        for path in paths:
            image = next(read)
            sidecar = next(read) if self._has_sidecar(path) else None
            try:
                found[path] = self._image_id(image, sidecar)
            except ExifilmError as problem:
                self.unreadable.append((path, problem.text))
        return found

    def _by_folder(self) -> Iterator[tuple[Listing, list[Path]]]:
        """Each folder with the paths of its images."""
        paths = iter(self.paths)
        for here in self._listings:
            yield here, list(islice(paths, len(here.names)))

    def _image_id(self, image: FileTags, sidecar: FileTags | None) -> str:
        """No., roll and frame of the record as one text; "" for none.

        ExifilmError when a file could not be read.
        """
        if not was_complete(sidecar):  # another program is just writing it
            return self._scan(image.path).packed_number
        return packed(Snapshot.of(image, sidecar, self._reader).stored.record)

    def read(self, found: Selection[Path]) -> Selection[Scan]:
        """The scans of the selection with their records, without those that are now unreadable."""
        if self._loaded:
            return found.of(self._scan)
        before = self.unreadable
        self._load(found.scans)
        broken = {path for path, _ in self.unreadable}
        self.unreadable = sorted(dict([*before, *self.unreadable]).items(), key=_in_order)
        return found.of(self._scan).without(lambda scan: scan.path in broken)

    def known_names(self) -> dict[Path, Set[str]]:
        """The names of the images that the index knows as their files are now, by folder."""
        self._look_for_sidecars()
        return {folder: rows.keys() for folder, rows in zip(self.names, self._known(), strict=True)}

    def each(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[Loaded]:
        """Load the scans of these images one after the other, and keep none of them.

        Their sidecars are those of the last listing.
        """
        return self._loading(paths, self._made_scan, progress)

    def _load(self, paths: Iterable[Path], progress: Progress | None = None) -> None:
        """Read many scans at once."""
        self._look_for_sidecars()
        self.unreadable = [*self._closed]
        for scan, problem in self._loading(paths, self._scan, progress):
            if problem:
                self.unreadable.append((scan.path, problem.text))
        self.unreadable.sort(key=_in_order)

    def _loading(
        self,
        paths: Iterable[Path],
        scan_of: Callable[[Path], Scan],
        progress: Progress | None = None,
    ) -> Iterator[Loaded]:
        return known.load(paths, scan_of, self._reader, beside=self._has_sidecar, progress=progress)

    def _scan(self, path: Path) -> Scan:
        """The scan of one of the paths, always the same."""
        if path not in self._made:
            self._made[path] = self._made_scan(path)
        return self._made[path]

    def _made_scan(self, path: Path) -> Scan:
        exiftool = self._reader if isinstance(self._reader, ExifTool) else None
        return Scan(path, exiftool, reader=self._reader)

    def _listed(self, closed: Callable[[ExifilmError], object]) -> list[Listing]:
        if self.recursive:
            return listings_below(self.folder, closed)
        return [listing(self.folder)]

    def _look_for_sidecars(self) -> None:
        """Find out again which images have one, unless they were listed just now."""
        if not self._just_listed:
            with contextlib.suppress(ExifilmError):  # the images themselves will report it
                self._note_sidecars(self._listed(lambda _closed: None))
        self._just_listed = False

    def _note_sidecars(self, listings: Iterable[Listing]) -> None:
        self._sidecars |= {each.folder: each.with_sidecar for each in listings}
        self._with_sidecar = {
            folder / name for folder, names in self._sidecars.items() for name in names
        }

    def _files(self, paths: Iterable[Path]) -> Iterator[Path]:
        """The images with their sidecars."""
        for path in paths:
            yield from self._of(path)

    def _of(self, path: Path) -> list[Path]:
        return [path, sidecar_of(path)] if self._has_sidecar(path) else [path]

    def _has_sidecar(self, image: Path) -> bool:
        return image in self._with_sidecar


def _in_order(item: tuple[Path, Text]) -> Any:
    return in_natural_order(item[0].name)
