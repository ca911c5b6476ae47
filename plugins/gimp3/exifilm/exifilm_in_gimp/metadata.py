"""The metadata that GIMP keeps of an image, in a temporary file for ExifTool.

ExifTool reads and writes files. So this module puts the metadata into a JPEG of one pixel. There
ExifTool reads and writes the record as in any scan. In the image's metadata, the module then
changes only the tags that ExifTool changed.
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from pathlib import Path

from gi.repository import Gimp, Gio, GLib

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.temporary import OwnFolder
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.metadata_copy import MetadataCopy
from exifilm_in_gimp.exiv2_xml import dated_by_gimp, part_for_file, same, with_changes
from exifilm_in_gimp.messages import InGimp

_TINY = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////"
    "////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAA"
    "AAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)
"""A JPEG of one grey pixel."""


class MetadataFile:
    """The metadata of one image, in a temporary file for ExifTool."""

    def __init__(self, image: Gimp.Image, exiftool: ExifTool) -> None:
        """Copy the image's metadata into a file. ExifilmError if GIMP does not supply them."""
        self.image = image
        self._exiftool = exiftool
        self._folder = OwnFolder()
        self._count = 0
        self.has_record = False
        """Whether they contain a record that ExiFilm saved, as of the last reading."""
        self._write_file()

    def close(self) -> None:
        """Remove the file."""
        self._folder.remove()

    # ── in any thread ────────────────────────────────────────────────────────────────────────

    def read(self) -> ExposureRecord:
        """The record in the metadata. ExifilmError if it cannot be read."""
        return self._read(self._copy, self._dated_by_gimp)

    def _read(self, copy: MetadataCopy, dated_by_gimp: bool) -> ExposureRecord:
        record, self.has_record = copy.read()
        if dated_by_gimp and not self.has_record:
            record = record.replace(taken=None)
        return record

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> ExposureRecord:
        """Save the record in the file; returns it as read back. ExifilmError if that fails."""
        # The main thread may make another copy meanwhile.
        copy, dated_by_gimp = self._copy, self._dated_by_gimp
        copy.save(record, film_exif=film_exif, repair=repair)
        return self._read(copy, dated_by_gimp)

    # ── on the main thread ───────────────────────────────────────────────────────────────────

    def give_back(self, *, in_file: bool = False) -> None:
        """Apply the file's changes to the image's metadata.

        `in_file`: the image's file has the record too, so closing the image would lose nothing.
        """
        if not self.image.is_valid():
            return  # the image was closed
        now = of_image(self.image).serialize()
        new = with_changes(now, self._before, _read_in(self._copy.path).serialize())
        if not same(now, new):
            metadata = Gimp.Metadata.deserialize(new)
            if in_file:
                _set_without_a_trace(self.image, metadata)
            else:
                self.image.set_metadata(metadata)
        self._write_file()

    def _write_file(self) -> None:
        # A new name each time: a worker may still be reading the previous file.
        self._count += 1
        path = self._folder.path / f"{self._count}.jpg"
        path.write_bytes(_TINY)
        text = of_image(self.image).serialize()
        self._dated_by_gimp = dated_by_gimp(text)
        metadata = Gimp.Metadata.deserialize(part_for_file(text))
        try:
            metadata.save_to_file(Gio.File.new_for_path(str(path)))
        except GLib.Error as problem:
            raise ExifilmError(InGimp.NO_METADATA(reason=problem.message)) from problem
        self._copy = MetadataCopy(path, self._exiftool)
        self._before = _read_in(path).serialize()


def _set_without_a_trace(image: Gimp.Image, metadata: Gimp.Metadata) -> None:
    """Set the image's metadata to those in its file.

    GIMP counts every change of the metadata as unsaved work. This change is none: GIMP need not ask
    “Save the changes?”, and its Undo must not remove the record from GIMP's copy alone.
    """
    was_clean = not image.is_dirty()
    image.undo_freeze()
    try:
        image.set_metadata(metadata)
    finally:
        image.undo_thaw()
    if was_clean:
        image.clean_all()


def of_image(image: Gimp.Image) -> Gimp.Metadata:
    """The image's metadata; empty if it has none."""
    return image.get_metadata() or Gimp.Metadata.new()


def _read_in(path: Path) -> Gimp.Metadata:
    return Gimp.Metadata.load_from_file(Gio.File.new_for_path(str(path)))
