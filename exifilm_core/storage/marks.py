"""The tags of a save that belong to no field: the version of the record, and the source “film”.

FileSource (EXIF 2.32, A300) and IPTC's digital source type tell other software that the picture is
a scan of film. The value for a reflection print scanner (FileSource 2) stays, and so does any other
source type than film.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta

from exifilm_core.record import ExposureRecord
from exifilm_core.tags import Raw, Tags, in_xmp

VERSION = "XMP-exifilm:RecordVersion"
VERSION_NOW = "1.1"
SAVED = "XMP-exifilm:RecordSaved"
"""The time of the last save of the complete record in this file: UTC, to the millisecond."""
SCAN_ID = "XMP-exifilm:ScanId"
"""The identity of the scan in the journal, also after a move. `Scan.save` chooses it."""
FILE_SOURCE = "ExifIFD:FileSource"
SOURCE_TYPE = "XMP-iptcExt:DigitalSourceType"
EQUIVALENT = "ExifIFD:FocalLengthIn35mmFormat"

SCAN_OF_FILM, REFLECTION_SCANNER = 1, "2"
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NEGATIVE, POSITIVE = f"{_SOURCE_TYPES}negativeFilm", f"{_SOURCE_TYPES}positiveFilm"

_REVERSAL = re.compile(
    r"\b(e-?[346]|k-?1[24]|cr-?56|r-?100|reversal|slide|positive)\b", re.IGNORECASE
)

DIAGONALS = {
    # Picture diagonals in mm, of the image areas in ISO 1012 (sheet film) and ISO 732 (roll film).
    "135": 43.27, "35mm": 43.27, "24x36": 43.27,
    "645": 69.7, "6x4.5": 69.7, "6x6": 79.2, "6x7": 89.1, "6x8": 94.2, "6x9": 100.6,
    "6x12": 125.0, "6x17": 177.1,
    "9x12": 145.2, "13x18": 214.4, "18x24": 290.9,
    "4x5": 153.7, "4x10": 266.1, "5x7": 208.8, "5x8": 227.7, "whole plate": 265.6,
    "6.5x8.5": 265.6, "half plate": 197.3, "8x10": 311.1, "7x17": 458.9, "8x20": 538.6,
    "11x14": 446.9, "12x20": 586.2, "16x20": 643.2, "20x24": 785.9,
}  # fmt: skip
"""The formats with a known picture diagonal. Film 120 has many, so it is not among them."""
_FULL_FRAME = 43.27


def marks_of(
    old: ExposureRecord, new: ExposureRecord, current: Tags, *, sidecar: bool
) -> dict[str, Raw]:
    """The marks of the record `new`, in a file whose `current` tags hold `old`."""
    file_source = in_xmp(FILE_SOURCE) if sidecar else FILE_SOURCE
    equivalent = in_xmp(EQUIVALENT) if sidecar else EQUIVALENT
    marks: dict[str, Raw] = {VERSION: VERSION_NOW if new else None}
    marks[SCAN_ID] = current.get(SCAN_ID) if new else None
    marks[equivalent] = current.get(equivalent)
    if {"focal_length", "film_format"} & set(old.changes_to(new)) or not marks[equivalent]:
        marks[equivalent] = equivalent_focal_length(new)
    marks[file_source] = current.get(file_source)
    marks[SOURCE_TYPE] = current.get(SOURCE_TYPE)
    if new:
        if str(current.get(file_source)) != REFLECTION_SCANNER:
            marks[file_source] = SCAN_OF_FILM
        if current.get(SOURCE_TYPE) in (None, NEGATIVE, POSITIVE):
            marks[SOURCE_TYPE] = POSITIVE if _REVERSAL.search(new.process or "") else NEGATIVE
    for name in () if sidecar else (FILE_SOURCE, EQUIVALENT):
        copy, changed = in_xmp(name), str(marks[name]) != str(current.get(name))
        marks[copy] = marks[name] if copy in current and changed else current.get(copy)
    return marks


def stamp(not_before: str = "") -> str:
    """The present time for RecordSaved, but always later than the stamp `not_before`."""
    now = datetime.now(UTC)
    if not_before:
        try:
            now = max(now, datetime.fromisoformat(not_before) + timedelta(milliseconds=1))
        except OverflowError:
            return not_before  # the last possible time
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stamp_of(tags: Tags) -> str:
    """The text of RecordSaved, "" if it is not ours. A later stamp sorts after an earlier one."""
    text = str(tags.get(SAVED, ""))
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text, re.ASCII):
        return ""
    with contextlib.suppress(ValueError):  # an invalid day or time
        datetime.fromisoformat(text)
        return text
    return ""


def equivalent_focal_length(record: ExposureRecord) -> int | None:
    """The focal length with the same view on 24×36 mm, by the diagonals; None if unknown."""
    diagonal = DIAGONALS.get(
        (record.film_format or "").lower().replace("×", "x").replace(" in", "")
    )
    if not diagonal or not record.focal_length:
        return None
    equivalent = round(record.focal_length * _FULL_FRAME / diagonal)
    return equivalent if 1 <= equivalent <= 65535 else None
