"""Find the scans in folders whose records match a query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import islice
from pathlib import Path

from exifilm_core.actions.outcomes import Outcome
from exifilm_core.actions.show import Shown
from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import has_sidecar
from exifilm_core.index import Index
from exifilm_core.readers import Progress, Reader
from exifilm_core.record.query import Query
from exifilm_core.scans import Archive, Scan

_FIRST, _MOST = 25, 200
"""The scans that are asked of the index or read together: few at first, so that hits come soon."""


def known_folders() -> list[Path]:
    """The folders of which the index knows scans, whether they are there now or not."""
    index = Index.shared()
    return index.folders() if index else []


class Search:
    """A search in folders. Each scan is found once."""

    def __init__(
        self,
        query: Query,
        folders: Iterable[Path],
        *,
        recursive: bool = True,
        reader: Reader | None = None,
    ) -> None:
        """Lists the folders, with `recursive` those in them too, and reads no scan.

        Without a `reader`, ExifTool reads.
        """
        self.query = query
        self._archives: list[Archive] = []
        self._problems: list[Outcome[Shown]] = []
        for top in folders:
            try:
                archive = Archive(top, reader, recursive=recursive)
            except ExifilmError as problem:
                self._problems.append(Outcome(top, problem=problem))
                continue
            self._archives.append(archive)
            for path, why in archive.unreadable:
                self._problems.append(Outcome(path, problem=ExifilmError(why, file=path)))
        self._names = _each_once(self._archives)
        self.scans = sum(len(names) for here in self._names for names in here.values())
        """How many scans are in the folders."""
        self._known = _Known(self._archives, {folder for here in self._names for folder in here})

    @cached_property
    def _answer(self) -> tuple[Names, Names]:
        """What the index knows, and what of that may match."""
        return self._known.and_matching(self.query)

    def _due_in(self, here: Mapping[Path, list[str]]) -> Iterator[Path]:
        """The images of these folders to look at."""
        known, found = self._answer
        for folder, names in here.items():
            sure, may = known[folder], found.get(folder, ())
            for name in names:
                if name in may or name not in sure:
                    yield folder / name

    @property
    def due(self) -> int:
        """How many scans are to be looked at; the index knows that the others do not match."""
        return sum(1 for here in self._names for _path in self._due_in(here))

    def found(self, progress: Progress | None = None) -> Iterator[Outcome[Shown]]:
        """The scans that match, folder by folder, and the folders and files that are unreadable.

        Each scan matches in the state that its files have when it is given.
        """
        yield from self._problems
        for archive, here in zip(self._archives, self._names, strict=True):
            with archive:
                for paths in _batches(self._due_in(here)):
                    for scan, problem in archive.each(paths, progress):
                        if problem:
                            yield Outcome(scan.path, problem=problem)
                        elif self._matches(scan):
                            yield from self._as_it_is_now(scan)

    def _matches(self, scan: Scan) -> bool:
        return self.query.matches(scan.record, scan.path.name)

    def _as_it_is_now(self, scan: Scan) -> Iterator[Outcome[Shown]]:
        """The scan if it still matches; another program may have changed it since it was read."""
        try:
            # What the index remembers, it has just compared with these files.
            same_files = bool(scan.snapshot.sidecar) == has_sidecar(scan.path)
            if not (scan.snapshot.remembered and same_files):
                scan.look_again()
                if not self._matches(scan):
                    return
        except (ExifilmError, OSError) as problem:
            yield Outcome(scan.path, problem=problem)
        else:
            yield Outcome(scan.path, Shown(scan, scan.record))


def _batches(paths: Iterator[Path]) -> Iterator[list[Path]]:
    size = _FIRST
    while batch := list(islice(paths, size)):
        yield batch
        size = min(2 * size, _MOST)


def _each_once(archives: Iterable[Archive]) -> list[dict[Path, list[str]]]:
    """The names in each archive's folders, without folders of an earlier one."""
    places: set[Path] = set()
    found = []
    for archive in archives:
        here = {folder: folder.resolve() for folder in archive.names}
        found.append({f: names for f, names in archive.names.items() if here[f] not in places})
        places |= set(here.values())
    return found


Names = Mapping[Path, Collection[str]]
"""The names of images, by folder."""


class _Known:
    """The images in these folders that the index knows as their files are now."""

    def __init__(self, archives: Iterable[Archive], folders: Collection[Path]) -> None:
        index = Index.shared()
        self._index = index if index and index.opens() else None
        self._breaks = index.breaks if index else 0
        self._names: dict[Path, Set[str]] = dict.fromkeys(folders, frozenset())
        for archive in archives if self._index else ():
            known = archive.known_names()
            self._names |= {folder: known[folder] for folder in known.keys() & folders}

    def and_matching(self, query: Query) -> tuple[Names, Names]:
        """Their names, and the names of those that may match; the others do not for certain."""
        nothing: Names = dict.fromkeys(self._names, ())
        if not self._index:
            return nothing, nothing
        found = self._index.candidates(self._names, *query)
        if self._index.breaks != self._breaks:  # it could not answer, or another file did
            return nothing, nothing
        return self._names, found
