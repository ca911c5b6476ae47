"""The scan rig: the scanner, or the digital camera on a copy stand, that made the file.

It has put its own make, model, software and date where the film camera's go. The first save moves
them to the scanner's fields before the camera's values replace them. Once, because a file that has
a record of ours holds the film camera there; and what stands in the camera's place while it is the
same as in the scanner's fields is not taken for a camera.
"""

from __future__ import annotations

import contextlib
import re

from exifilm_core.kinds import DateKind
from exifilm_core.record import ExposureRecord, Section
from exifilm_core.storage import has_record
from exifilm_core.tags import EXIF_GROUPS, ExifDate, Tags

_SCANNERS = re.compile(
    r"""perfection|expression\ \d|gt-[xf]?\d|coolscan|ls-\d{2,4}|canoscan|flextight|imacon|
        plustek|opticfilm|primefilm|reflecta|pacific\ image|dimage\ scan|scanmaker|artixscan|
        microtek|umax|powerlook|duoscan|howtek|aztek|heidelberg|linotype|tango|noritsu|pakon|
        frontier|sp-?3000|scanjet|cezanne|eversmart|scanner|silverfast|vuescan|epson\ scan|
        nikon\ scan|flexcolor""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words in a make, a model or a program's name that no film camera has."""

_OF_A_CAMERA = tuple(
    field.name
    for field in ExposureRecord.fields()
    if field.home.name.split(":")[0] in EXIF_GROUPS
    and (
        field.section in (Section.CAMERA, Section.GEOMETRY, Section.EXPOSURE)
        or field.name == "exposure_index"
    )
)
"""The fields that a digital camera fills with its own exposure of the copy."""
_DATES = ExifDate("ExifIFD:DateTimeOriginal", offset="ExifIFD:OffsetTimeOriginal")
_SOFTWARE = "IFD0:Software"


def as_read(
    stored: ExposureRecord, tags: Tags, *, raw: bool = False, beside: bool = False
) -> ExposureRecord:
    """The image's stored record with what the rig left taken for the rig's.

    `raw`: it is a digital camera's raw file. `beside`: a sidecar has a record of ours.
    """
    record = stored.replace()
    rig = (record.camera_make, record.camera_model)
    ours = beside or has_record(tags)
    if raw or (not ours and _names_a_scanner(record, tags)):
        for name in _OF_A_CAMERA if raw else ("camera_make", "camera_model"):
            record[name] = None
        if not ours:
            _keep(record, rig, tags)
        if "XMP-photoshop:DateCreated" not in tags:
            record.scanned = record.scanned or record.taken
            record.taken = None
    elif ours and any(rig) and rig == (record.scanner_make, record.scanner_model):
        record.camera_make = record.camera_model = None
    if ours and "XMP-photoshop:DateCreated" not in tags and record.taken == record.scanned:
        record.taken = None
    return record


def moved(
    old: ExposureRecord, new: ExposureRecord, tags: Tags, *, beside: bool = False
) -> ExposureRecord:
    """`new` with the rig kept in the scanner's fields, where `new` says nothing of it itself.

    `old` is the record as read from an image with the `tags`; `beside`: and from a sidecar that
    has a record of ours.
    """
    record = new.replace()
    changed = set(old.changes_to(new))
    if beside or has_record(tags) or any(name.startswith("XMP-AnalogExif:") for name in tags):
        return record
    if not (record.scanner_make or record.scanner_model):
        record.scanner_make, record.scanner_model = old.scanner_make, old.scanner_model
    record.scan_software = record.scan_software or old.scan_software
    record.scanned = record.scanned or old.scanned
    if changed & {"camera_make", "camera_model"}:
        _keep(record, (old.camera_make, old.camera_model), tags)
    if "taken" in changed and not record.scanned and "XMP-photoshop:DateCreated" not in tags:
        with contextlib.suppress(ValueError):  # what is no date cannot be kept as one
            record.scanned = _DATES.read(DateKind(), tags)
    return record


def stands_for_camera(old: ExposureRecord, tags: Tags) -> bool:
    """Whether the rig's make or model still stands where the camera's go."""
    return not (old.camera_make or old.camera_model) and bool(
        {"IFD0:Make", "IFD0:Model"} & tags.keys()
    )


def stands_for_date(old: ExposureRecord, new: ExposureRecord, tags: Tags) -> bool:
    """Whether the day of the scan stands where the picture's goes, and would be taken for it."""
    return new.taken is None is old.taken and new.scanned != old.scanned and _DATES.name in tags


def _keep(record: ExposureRecord, rig: tuple[str | None, str | None], tags: Tags) -> None:
    if not (record.scanner_make or record.scanner_model):
        record.scanner_make, record.scanner_model = rig
    if not record.scan_software and any(rig):
        record.scan_software = str(tags.get(_SOFTWARE) or "") or None


def _names_a_scanner(record: ExposureRecord, tags: Tags) -> bool:
    words = (record.camera_make, record.camera_model)
    if any(name.startswith("XMP-AnalogExif:") for name in tags) or not any(words):
        return False
    return _SCANNERS.search(" ".join(filter(None, words))) is not None
