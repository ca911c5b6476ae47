"""The record in a temporary copy of an image's metadata, for a program that keeps them itself.

GIMP and the like hold an image's metadata in memory, and put them into a file for ExiFilm. That
file has no sidecar, no history and no other writer, so a save needs no journal and no lock. Its
new version is made and verified as that of a scan.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from exifilm_core.exiftool import ExifTool
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.pending import PendingWrite
from exifilm_core.scans.place import Place
from exifilm_core.tags.mapping import scanner_tags


class MetadataCopy:
    """A file with such a copy, in any format that holds a record."""

    def __init__(self, path: Path, exiftool: ExifTool) -> None:
        self.path = path
        self._exiftool = exiftool

    def read(self) -> tuple[ExposureRecord, bool]:
        """The record as it is now, and whether ExiFilm saved it. ExifilmError if that fails."""
        place = self._read()
        return place.stored().record, place.ours

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> None:
        """Save the record, with the arguments of `Scan.save`. ExifilmError: nothing has changed."""
        place = self._read()
        new = scanner_tags.moved(place.stored().record, record, place.tags, film_exif=film_exif)
        writes = place.to_write(new, repair, film_exif=film_exif)
        if not writes:
            return
        draft = PendingWrite(place, writes, self._exiftool, keep_time=False)
        try:
            draft.put_in_place()
        finally:
            draft.discard()

    def _read(self) -> Place:
        return Place.of(self._exiftool.read_one(self.path), sidecar=False)
