"""Exporting an image with its record.

GIMP exports the image in memory, and only the requested kinds of metadata. So the export requests
all of them, and then reads the record back from the file. It then saves into the file whatever GIMP
lost: 3.0 ends a title at its first comma.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from gi.repository import Gimp, Gio

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.atomic import NewVersion
from exifilm_core.messages import Text
from exifilm_core.scans import Scan
from exifilm_in_gimp.host import sheet_of, there_is_exiftool
from exifilm_in_gimp.last_settings import LastSettings
from exifilm_in_gimp.messages import InGimp


class Format(NamedTuple):
    """A format that GIMP exports with Exif and XMP, and that ExiFilm can write into."""

    name: str
    procedure: str
    suffixes: tuple[str, ...]

    @property
    def last_settings(self) -> LastSettings:
        return LastSettings(self.procedure)


FORMATS = (
    Format("JPEG", "file-jpeg-export", (".jpg", ".jpeg", ".jpe")),
    Format("TIFF", "file-tiff-export", (".tif", ".tiff")),
    Format("PNG", "file-png-export", (".png",)),
    Format("WebP", "file-webp-export", (".webp",)),
)
_WANTED = ("include-exif", "include-xmp", "include-iptc")


def format_of(path: Path) -> Format:
    """The format of the file name's extension. ExifilmError for any other than these four."""
    suffix = path.suffix.lower()
    for found in FORMATS:
        if suffix in found.suffixes:
            return found
    if suffix == ".xcf":
        raise ExifilmError(InGimp.XCF_IS_SAVED())
    raise ExifilmError(InGimp.OTHER_FORMAT(name=path.name))


class Exported(NamedTuple):
    """The result of an export."""

    has_record: bool
    """Whether the image has a record; if so, the file has it too."""
    warnings: list[Text]


def export(image: Gimp.Image, path: Path, *, like_last_time: bool) -> Exported:
    """Export the image to the file, with its record.

    `like_last_time`: with the quality or compression of the last export in that format, else with
    GIMP's defaults. ExifilmError if it fails. An existing file then stays as it was, unless the
    error states that only the record is missing from it.
    """
    chosen = format_of(path)
    if not there_is_exiftool():
        raise ExifilmError(InGimp.NO_EXPORT_WITHOUT_EXIFTOOL())
    with closing(sheet_of(image)) as sheet:
        record = sheet.read()
    new = NewVersion(path)
    try:
        _export_pixels(image, new.draft, chosen, like_last_time=like_last_time)
        warnings = new.sync(keep_time=False)
        new.put_in_place()
    finally:
        new.discard()
    try:
        scan = Scan(path, ExifTool.shared())
        lost = {drift.field for drift in scan.drifted}
        if record and (lost or scan.record != record):
            warnings += scan.save(record, repair=lost).warnings
    except ExifilmError as problem:
        incomplete = InGimp.EXPORTED_WITHOUT_RECORD(problem=problem.text)
        raise ExifilmError(incomplete, file=path) from problem
    return Exported(bool(record), warnings)


def _export_pixels(image: Gimp.Image, path: Path, chosen: Format, *, like_last_time: bool) -> None:
    """Let GIMP export the image, with all its metadata."""
    procedure = Gimp.get_pdb().lookup_procedure(chosen.procedure)
    if procedure is None:
        raise ExifilmError(InGimp.CANNOT_EXPORT(format=chosen.name))
    config = procedure.create_config()
    values: dict[str, Any] = chosen.last_settings.values(config) if like_last_time else {}
    values |= dict.fromkeys(_WANTED, True)
    values["include-color-profile"] = image.get_color_profile() is not None
    values |= {"image": image, "file": Gio.File.new_for_path(str(path))}
    for name, value in values.items():
        config.set_property(name, value)
    result = procedure.run(config)
    if result.index(0) != Gimp.PDBStatusType.SUCCESS or not path.is_file():
        problem = Gimp.get_pdb().get_last_error()
        raise ExifilmError(InGimp.NOT_EXPORTED(reason=problem))
