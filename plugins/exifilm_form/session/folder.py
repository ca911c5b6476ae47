"""The host for a folder of scans, or for some scans of one.

It runs two ExifTool processes, so that it reads a scan at once while it saves a large one. The list
appears before the host reads any file.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.tree import images_in
from exifilm_core.readers import FileTags
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Scan
from exifilm_core.tags.mapping import Drift
from exifilm_form.session.finding import is_folder
from exifilm_form.session.host import HostScan, SaveResult, Summary
from exifilm_form.session.texts import FormError, _, translated


class FolderScan:
    """A scan in the list of the form."""

    def __init__(self, path: Path, reader: ExifTool, saver: ExifTool) -> None:
        self.path: Path | None = path
        self.file = path
        self.name = path.name
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

    def _read(self) -> ExposureRecord:
        sidecar = sidecar_of(self.file)
        paths = [self.file, sidecar] if sidecar.exists() else [self.file]
        found = list(self._reader.read(paths))
        try:
            self._scan = scan = self._scan_of(found[0], found[1] if len(found) > 1 else None)
        except ExifilmError as problem:
            self.summary = Summary(ExposureRecord(), "", False, translated(problem.text))
            raise
        self._take_summary(scan, tuple(scan.drifted))
        return scan.record

    def seen(self, image: FileTags, sidecar: FileTags | None) -> None:
        """Set the summary from the tags just read; ExifilmError if they could not be read."""
        self._take_summary(self._scan_of(image, sidecar))

    def _scan_of(self, image: FileTags, sidecar: FileTags | None) -> Scan:
        scan = Scan(self.file, self._saver)
        scan.load(image, sidecar)
        return scan

    def _take_summary(self, scan: Scan, drifted: tuple[Drift, ...] = ()) -> None:
        self.summary = Summary(
            scan.record,
            scan.image_id or scan.guess,
            scan.has_record,
            drifted=drifted,
            guessed=bool(scan.guess),
            exif_is_the_copys=scan.exif_is_the_copys,
        )


class FolderHost:
    """The scans of a folder, sorted by name; or only some of them."""

    def __init__(self, folder: Path, start: Path | None = None, only: Sequence[Path] = ()) -> None:
        """`start` opens first; `only` limits the list to these files. Never raises."""
        self.folder = folder
        self.title = folder.name or str(folder)
        self.trouble = ""
        self._saver = ExifTool.shared()
        self._reader = self._saver.another()
        self.scans: list[FolderScan] = []
        self.start = 0
        try:
            paths = list(only) or images_in(folder)
        except ExifilmError as problem:
            self.trouble = translated(problem.text)
            if problem.file:
                self.trouble = f"{printable_path(problem.file)}: {self.trouble}"
            return
        self.scans = [FolderScan(path, self._reader, self._saver) for path in paths]
        if not self.scans:
            self.trouble = _("There are no scans in this folder.")
        if start is not None:
            names = [scan.name for scan in self.scans]
            if start.name in names:
                self.start = names.index(start.name)
            elif start.exists():  # requested by name, so listed whatever its suffix
                self.start = len(self.scans)
                self.scans.append(FolderScan(start, self._reader, self._saver))
                self.trouble = ""

    def look(self, scans: Sequence[HostScan]) -> None:
        ours = [scan for scan in scans if isinstance(scan, FolderScan)]
        sidecars = [path for scan in ours if (path := sidecar_of(scan.file)).exists()]
        found = {t.path: t for t in self._reader.read([scan.file for scan in ours] + sidecars)}
        for scan in ours:
            if scan.summary is not None:
                continue  # `read` or `save` has set it since
            try:
                scan.seen(found[scan.file], found.get(sidecar_of(scan.file)))
            except ExifilmError as problem:
                scan.summary = Summary(ExposureRecord(), "", False, translated(problem.text))

    def saved(self, scan: HostScan) -> None:
        """Do nothing: a folder's scans exist only as files."""

    def prepare(self) -> None:
        """Start both ExifTools without waiting for them; the first real use reports a failure."""

        def start() -> None:
            with contextlib.suppress(ExifilmError):
                self._reader.version()
                self._saver.version()

        if self.scans:
            threading.Thread(target=start, name="starting", daemon=True).start()

    def close(self) -> None:
        self._reader.close()
        self._saver.close()


def host_of(paths: Sequence[Path]) -> FolderHost:
    """The host for these paths: a folder, a file in one, or several files."""
    paths = list(dict.fromkeys(path.absolute() for path in paths))
    if len(paths) == 1:
        path = paths[0]
        return FolderHost(path) if is_folder(path) else FolderHost(path.parent, start=path)
    if folders := [path for path in paths if is_folder(path)]:
        raise FormError(_("choose one folder, or one or more scans."), file=folders[0])
    return FolderHost(paths[0].parent, start=paths[0], only=paths)
