"""The host for a folder of scans, or for some scans of one.

It may run two ExifTool processes, so that it reads a scan at once while it saves a large one. The
list appears before the host reads any file.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.tree import listing
from exifilm_core.readers import FileTags, Reader
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Saved, Scan
from exifilm_core.scans.quickly import quick_reader
from exifilm_core.tags.mapping import Drift
from exifilm_form.session.finding import is_folder
from exifilm_form.session.host import HostScan, SaveResult, Summary, TogetherResult
from exifilm_form.session.texts import FormError, _, translated


class FolderScan:
    """A scan in the list of the form."""

    def __init__(self, path: Path, reader: Reader, saver: ExifTool, name: str) -> None:
        """`name` is shown."""
        self.path: Path | None = path
        self.file = path
        self.name = name
        self.summary: Summary | None = None
        self._reader, self._saver = reader, saver
        self._scan: Scan | None = None
        self._one_at_a_time = threading.Lock()
        """Counts saves, so that no save is compared with a reading that began before the last save.
        """

    def read(self) -> ExposureRecord:
        with self._one_at_a_time:
            return self._read()

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> SaveResult:
        with self._one_at_a_time:
            if self._scan is None:
                self._read()
            scan = self._scan
            assert scan is not None
            saved = scan.save(record, film_exif=film_exif, repair=repair)
            self._take_summary(scan, tuple(scan.drifted))
            return SaveResult(scan.record, saved.warnings, saved.brought_in_line)

    def take(self, scan: Scan) -> None:
        """Go on from this scan, which was saved together with others.

        Tags that disagree with its record are found when it opens: that takes a sixth of a save.
        """
        with self._one_at_a_time:
            self._scan = scan
            self._take_summary(scan)

    def _read(self) -> ExposureRecord:
        sidecar = sidecar_of(self.file)
        paths = [self.file, sidecar] if sidecar.exists() else [self.file]
        found = list(self._reader.read(paths))
        try:
            self._scan = scan = self._scan_of(found[0], found[1] if len(found) > 1 else None)
        except ExifilmError as problem:
            self._take_problem(problem)
            raise
        self._take_summary(scan, tuple(scan.drifted))
        return scan.record

    def seen(self, scan: Scan, problem: ExifilmError | None) -> None:
        """Set the summary from what was read, or from what the index knows, or from the problem."""
        if problem:
            self._take_problem(problem)
        else:
            self._take_summary(scan)

    def _scan_of(self, image: FileTags, sidecar: FileTags | None) -> Scan:
        scan = Scan(self.file, self._saver)
        scan.load(image, sidecar)
        return scan

    def _take_problem(self, problem: ExifilmError) -> None:
        self.summary = Summary(ExposureRecord(), "", False, translated(problem.text))

    def _take_summary(self, scan: Scan, drifted: tuple[Drift, ...] = ()) -> None:
        self.summary = Summary(
            scan.record,
            scan.no.given or scan.guess,
            scan.has_record,
            drifted=drifted,
            guessed=bool(scan.guess),
            exif_is_the_copys=scan.exif_is_the_copys,
            remembered=scan.snapshot.remembered,
        )


class FolderScans(Sequence[FolderScan]):
    """The scans of a list, each made when it is first asked for: the window opens with one."""

    def __init__(self, folder: Path, names: Sequence[str], make: Callable[[Path], FolderScan]):
        """The names are of files in the folder, or whole paths."""
        self._folder, self._names, self._make = folder, names, make
        self._made: dict[int, FolderScan] = {}

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, index: int) -> FolderScan: ...
    @overload
    def __getitem__(self, index: slice) -> list[FolderScan]: ...
    def __getitem__(self, index: int | slice) -> FolderScan | list[FolderScan]:
        places = range(len(self))[index]
        if isinstance(places, range):
            return [self[place] for place in places]
        if places not in self._made:
            self._made[places] = self._make(self._folder / self._names[places])
        return self._made[places]


class FolderHost:
    """The scans of a folder, sorted by name; or only some of them."""

    def __init__(
        self,
        folder: Path,
        start: Path | None = None,
        only: Sequence[Path] = (),
        *,
        below: bool = False,
    ) -> None:
        """`start` opens first; `only` limits the list to these files. Never raises.

        `below`: these files are all of the folder and of those below it.
        """
        self.folder = folder
        self.below = below
        self.is_a_choice = bool(only) and not below
        """Whether the list has only some of the folder's scans."""
        self.title = folder.name or str(folder)
        self.trouble = ""
        self._saver = ExifTool.shared()
        self._second = self._saver.another()
        self._reader = quick_reader(self._second)
        self.scans = self._scans_of([])
        self.start = 0
        try:
            names = [str(path.absolute()) for path in only] or listing(folder).names
        except ExifilmError as problem:
            self.trouble = translated(problem.text)
            if problem.file:
                self.trouble = f"{printable_path(problem.file)}: {self.trouble}"
            return
        if not names:
            self.trouble = _("There are no scans in this folder.")
        if start is not None:
            here = [Path(name).name for name in names] if only else names
            if only and str(start.absolute()) in names:  # several folders may have such a file
                self.start = names.index(str(start.absolute()))
            elif start.name in here:
                self.start = here.index(start.name)
            elif start.exists():  # requested by name, so listed whatever its suffix
                self.start = len(names)
                names.append(str(start.absolute()))
                self.trouble = ""
        self.scans = self._scans_of(names)

    def _scans_of(self, names: Sequence[str]) -> FolderScans:
        return FolderScans(self.folder, names, self._made)

    def _made(self, path: Path) -> FolderScan:
        # Scans of several folders may have the same file names.
        inside = path.is_relative_to(self.folder)
        name = path.relative_to(self.folder).as_posix() if inside else path.name
        return FolderScan(path, self._reader, self._saver, name)

    def look(self, scans: Sequence[HostScan]) -> None:
        ours = {scan.file: scan for scan in scans if isinstance(scan, FolderScan)}
        from exifilm_core.scans import known  # the window opens without it

        found = known.load(ours, lambda path: Scan(path, self._saver), self._reader)
        for scan, problem in found:
            if ours[scan.path].summary is None:  # else `read` or `save` has set it since
                ours[scan.path].seen(scan, problem)

    def save_together(
        self,
        values: Mapping[int, Mapping[str, Any]],
        seen: Mapping[int, ExposureRecord],
        stop: Callable[[], bool],
    ) -> Iterator[tuple[int, TogetherResult]]:
        """As `SavesTogether.save_together`."""
        from exifilm_core.actions.set_fields import How, set_fields

        by_path = {self.scans[index].file: index for index in values}
        wanted = {path: values[index] for path, index in by_path.items()}
        known = {path: seen[index] for path, index in by_path.items() if index in seen}
        for outcome in set_fields(wanted, How(), stop=stop, seen=known):
            index, done = by_path[outcome.path], outcome.result
            if done is None or done.scan is None or done.saved is None:
                yield index, TogetherResult(error=outcome.problem)
            else:
                yield index, self._taken(index, done.scan, done.saved)

    def undo_together(
        self, saves: Mapping[int, str], stop: Callable[[], bool]
    ) -> Iterator[tuple[int, TogetherResult]]:
        """As `SavesTogether.undo_together`."""
        from exifilm_core.actions.undo import undo_saves

        by_path = {self.scans[index].file: index for index in saves}
        wanted = {path: saves[index] for path, index in by_path.items()}
        for outcome in undo_saves(wanted, stop=stop):
            index, done = by_path[outcome.path], outcome.result
            if done is None or done.scan is None:
                yield index, TogetherResult(error=outcome.problem)
            else:
                yield index, self._taken(index, done.scan, done.saved)

    def _taken(self, index: int, scan: Scan, saved: Saved) -> TogetherResult:
        self.scans[index].take(scan)
        return TogetherResult(scan.record, saved.entry, saved.warnings)

    def saved(self, scan: HostScan) -> None:
        """Do nothing: a folder's scans exist only as files."""

    def prepare(self) -> None:
        """Start the ExifTool that saves, and do not wait; the first real use reports a failure.

        Few scans need the one that reads, so the first of them starts it.
        """

        def start() -> None:
            with contextlib.suppress(ExifilmError):
                self._saver.version()

        if self.scans:
            threading.Thread(target=start, name="starting", daemon=True).start()

    def ready(self) -> None:
        """As `Host.ready`: most scans are read without ExifTool, and none is saved."""
        self._saver.version()

    def close(self) -> None:
        self._second.close()
        self._saver.close()


def host_of(paths: Sequence[Path]) -> FolderHost:
    """The host for these paths: a folder, a file in one, or several files."""
    paths = list(dict.fromkeys(path.absolute() for path in paths))
    if len(paths) == 1:
        path = paths[0]
        return FolderHost(path) if is_folder(path) else FolderHost(path.parent, start=path)
    if folders := [path for path in paths if is_folder(path)]:
        raise FormError(_("choose one folder, or one or more scans."), file=folders[0])
    folder = Path(os.path.commonpath([path.parent for path in paths]))
    return FolderHost(folder, start=paths[0], only=paths)
