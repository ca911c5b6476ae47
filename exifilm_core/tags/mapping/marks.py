"""The tags of a save that belong to no field: the version of the record, and the source “film”.

FileSource (EXIF 2.32, A300) and IPTC's digital source type tell other software that the picture is
a scan of film. The value for a reflection print scanner (FileSource 2) stays, and so does any other
source type than film.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta

from exifilm_core.film.formats import equivalent_focal_length
from exifilm_core.patterns import pattern
from exifilm_core.record import ExposureRecord
from exifilm_core.tags.styles import Raw, Tags
from exifilm_core.tags.xmp import in_xmp

VERSION = "XMP-exifilm:RecordVersion"
VERSION_NOW = "1.1"
SAVED = "XMP-exifilm:RecordSaved"
"""The time of the last save of the complete record in this file: UTC, to the millisecond."""
SCAN_ID = "XMP-exifilm:ScanId"
"""The identity of the scan in the journal, also after a move. `Scan.save` chooses it."""
OF_EVERY_SAVE = (SAVED, SCAN_ID)
"""The tags that every save writes, whatever the record."""
FILE_SOURCE = "ExifIFD:FileSource"
SOURCE_TYPE = "XMP-iptcExt:DigitalSourceType"
EQUIVALENT = "ExifIFD:FocalLengthIn35mmFormat"

SCAN_OF_FILM, REFLECTION_SCANNER = 1, "2"
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NEGATIVE, POSITIVE = f"{_SOURCE_TYPES}negativeFilm", f"{_SOURCE_TYPES}positiveFilm"

_REVERSAL = pattern(r"\b(e-?[346]|k-?1[24]|cr-?56|r-?100|reversal|slide|positive)\b", re.IGNORECASE)


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
        marks[equivalent] = equivalent_focal_length(new.focal_length, new.film_format)
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
