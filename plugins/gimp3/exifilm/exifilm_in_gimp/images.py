"""An image in GIMP as an entry of the form.

An image opened from a file has its record in that file. GIMP's copy of the metadata has it too, for
exports. An XCF, or an image without a file, has its record only in the image's own metadata.
ExiFilm never changes pixels.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from exifilm_form.session.folder import FolderScan
from exifilm_form.session.host import SaveResult, Summary
from gi.repository import Gimp

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.record import ExposureRecord
from exifilm_core.record.numbers import number_of
from exifilm_core.scans.numbering import guesses
from exifilm_in_gimp.messages import InGimp
from exifilm_in_gimp.metadata import MetadataFile
from exifilm_in_gimp.parasite import keep_in_parasite, record_in_parasite


class OwnSheet:
    """An image that has no file, or is an XCF; only its metadata hold the record."""

    def __init__(self, image: Gimp.Image, exiftool: ExifTool) -> None:
        self.image = image
        self.name = image.get_name()
        self.path: Path | None = None
        self.file = xcf_of(image)
        self.summary: Summary | None = None
        self.images = [image]
        self._metadata = MetadataFile(image, exiftool)
        self._in_parasite = record_in_parasite(image)
        self._to_keep: ExposureRecord | None = None

    def read(self) -> ExposureRecord:
        record = self._metadata.read()
        if self._in_parasite:
            record = self._in_parasite.joined(record)
        return self._seen(record)

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> SaveResult:
        kept = self._metadata.save(record, film_exif=film_exif, repair=repair)
        self._to_keep = kept if film_exif else record
        return SaveResult(self._seen(self._to_keep))

    def give_back(self) -> None:
        """Copy the saved tags into the image. On the main thread, like all calls of GIMP."""
        if self._to_keep is None or not self.image.is_valid():
            return
        self._metadata.give_back()
        keep_in_parasite(self.image, self._to_keep, self._metadata.read())
        self._in_parasite = record_in_parasite(self.image)
        self._to_keep = None

    def close(self) -> None:
        """Remove the temporary file."""
        self._metadata.close()

    def _seen(self, record: ExposureRecord) -> ExposureRecord:
        given = number_of(record)
        guess = "" if given else guesses([self.name])[self.name]
        number = given or guess
        has_record = self._metadata.has_record or self._in_parasite is not None
        self.summary = Summary(record, number, has_record, guessed=bool(guess))
        return record


class SheetWithoutExifTool:
    """Any image while there is no ExifTool: a parasite holds the record until there is."""

    def __init__(self, image: Gimp.Image) -> None:
        self.image = image
        self.name = image.get_name()
        self.path: Path | None = None
        self.summary: Summary | None = None
        known = record_in_parasite(image)
        self._record = known.record if known else ExposureRecord()

    def read(self) -> ExposureRecord:
        self.summary = Summary(self._record, number_of(self._record), bool(self._record))
        return self._record.replace()

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> SaveResult:
        self._record = record
        return SaveResult(self.read())

    def give_back(self) -> None:
        """Copy the saved record into the image."""
        if self.image.is_valid():
            keep_in_parasite(self.image, self._record, None)

    def close(self) -> None:
        """Do nothing: there is no temporary file."""


class OpenSheet(FolderScan):
    """A scan on the disk that is also open in GIMP, once or several times."""

    def __init__(self, path: Path, images: list[Gimp.Image], exiftool: ExifTool) -> None:
        super().__init__(path, exiftool, exiftool, path.name)
        self.images = images
        self._copies = [MetadataFile(image, exiftool) for image in images]

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> SaveResult:
        kept = super().save(record, film_exif=film_exif, repair=repair)
        try:
            for copy in self._copies:
                copy.save(kept.record, film_exif=film_exif, repair=repair)
        except ExifilmError as problem:
            warning = InGimp.COPY_WITHOUT_RECORD(problem=problem.text)
            return kept._replace(warnings=(*kept.warnings, warning))
        return kept

    def give_back(self) -> None:
        """Update GIMP's copy of the metadata, so that an export includes the record."""
        for copy in self._copies:
            copy.give_back(in_file=True)

    def close(self) -> None:
        """Remove the temporary files."""
        for copy in self._copies:
            copy.close()


def file_of(image: Gimp.Image) -> Path | None:
    """The image's file, which also holds its record; None for an XCF or none."""
    if image.get_xcf_file() is not None:
        return None
    for file in (image.get_imported_file(), image.get_file()):
        path = file.get_path() if file is not None else None
        if path and Path(path).is_file() and not path.lower().endswith(".xcf"):
            return Path(path)
    return None


def xcf_of(image: Gimp.Image) -> Path | None:
    """The XCF that the image is saved as, if any."""
    file = image.get_xcf_file()
    path = file.get_path() if file is not None else None
    return Path(path) if path else None
