"""The host for GIMP: the image for which the form was opened, and the scans in its folder.

A scan that is also open in GIMP updates GIMP's copy of the metadata when it is saved.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from exifilm_form.session.folder import FolderHost, FolderScan
from exifilm_form.session.host import HostScan
from gi.repository import Gimp

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool, program
from exifilm_in_gimp.images import OpenSheet, OwnSheet, SheetWithoutExifTool, file_of, xcf_of
from exifilm_in_gimp.parasite import keep_in_parasite, record_in_parasite

AnySheet = OpenSheet | OwnSheet | SheetWithoutExifTool


def there_is_exiftool() -> bool:
    """Whether ExifTool can be found."""
    return program.found() is not None


def sheet_of(image: Gimp.Image, exiftool: ExifTool | None = None) -> AnySheet:
    """The image's entry in the form. ExifilmError if GIMP does not supply its metadata."""
    if not there_is_exiftool():
        return SheetWithoutExifTool(image)
    exiftool = exiftool or ExifTool.shared()
    path = file_of(image)
    sheet = OpenSheet(path, [image], exiftool) if path else OwnSheet(image, exiftool)
    _take_what_waits(image, sheet)
    return sheet


def _take_what_waits(image: Gimp.Image, sheet: OpenSheet | OwnSheet) -> None:
    """Move a record that was kept while there was no ExifTool into the file or the metadata."""
    known = record_in_parasite(image)
    if known is None or known.in_metadata is not None:
        return
    with contextlib.suppress(ExifilmError):  # then it stays in the parasite
        sheet.save(known.joined(sheet.read()))
        sheet.give_back()
        if isinstance(sheet, OpenSheet):
            keep_in_parasite(image, known.record, known.record)


class GimpHost:
    """The image and its folder; the image alone if it has none."""

    def __init__(self, image: Gimp.Image) -> None:
        """ExifilmError if GIMP does not supply the image's metadata."""
        self.trouble = ""
        self.after_save: Callable[[Sequence[Gimp.Image]], None] = lambda _images: None
        """Called after a save, with the images whose metadata now have the record."""
        self._folder: FolderHost | None = None
        first = sheet_of(image)
        self._ours: list[AnySheet] = [first]
        self.scans: Sequence[HostScan] = [first]
        self.start = 0
        self.title = first.name
        here = file_of(image) or xcf_of(image)
        if here is None or isinstance(first, SheetWithoutExifTool):
            return
        self._folder = FolderHost(here.parent, start=here)
        self.title = self._folder.title
        others = _open_files(image)
        sheets: list[HostScan] = []
        for sheet in self._folder.scans:
            if sheet.file.name == here.name:
                self.start = len(sheets)
                sheets.append(first)
            elif sheet.file in others:
                open_too = OpenSheet(sheet.file, others[sheet.file], ExifTool.shared())
                self._ours.append(open_too)
                sheets.append(open_too)
            else:
                sheets.append(sheet)
        self.scans = sheets or [first]

    def look(self, sheets: Sequence[HostScan]) -> None:
        """Read the summary of each of these."""
        scans = [sheet for sheet in sheets if isinstance(sheet, FolderScan)]
        for sheet in sheets:
            if not isinstance(sheet, FolderScan) and sheet.summary is None:
                sheet.read()
        if self._folder and scans:
            self._folder.look(scans)

    def saved(self, sheet: HostScan) -> None:
        """Update GIMP's copy of the metadata."""
        if isinstance(sheet, AnySheet):
            sheet.give_back()
        if isinstance(sheet, OpenSheet | OwnSheet):
            self.after_save(sheet.images)

    def prepare(self) -> None:
        """Start ExifTool without waiting for it."""
        if self._folder:
            self._folder.prepare()

    def ready(self) -> None:
        """As `Host.ready`."""
        if self._folder:
            self._folder.ready()

    def close(self) -> None:
        """End the processes that serve the form."""
        if self._folder:
            self._folder.close()
        for sheet in self._ours:
            sheet.close()


def _open_files(but: Gimp.Image) -> dict[Path, list[Gimp.Image]]:
    """The other images that are open in GIMP, by their files."""
    found: dict[Path, list[Gimp.Image]] = {}
    for image in Gimp.get_images():
        path = file_of(image)
        if path and image.get_id() != but.get_id():
            found.setdefault(path, []).append(image)
    return found
