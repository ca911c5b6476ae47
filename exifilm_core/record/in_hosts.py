"""What a photo program may show of a record in its own terms: title, ISO, hierarchical tags.

The tables name the declared fields themselves. A field that is empty is left out.
"""

from __future__ import annotations

from typing import Any

from exifilm_core.kinds import PartialDate, RoughDate
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.field import Field

IN_HOSTS: dict[str, Field[Any]] = {
    "title": ExposureRecord.subject,
    "notes": ExposureRecord.notes,
    "taken": ExposureRecord.taken,
    "iso": ExposureRecord.exposure_index,
    "aperture": ExposureRecord.aperture,
    "exposure": ExposureRecord.exposure_time,
    "focal_length": ExposureRecord.focal_length,
    "lens": ExposureRecord.lens,
    "maker": ExposureRecord.camera_make,
    "model": ExposureRecord.camera_model,
}
"""The fields that photo programs have a place of their own for: numbers in the field's unit."""
TAGGED: dict[str, Field[Any]] = {
    "film|stock": ExposureRecord.film,
    "film|format": ExposureRecord.film_format,
    "film|developer": ExposureRecord.developer,
}
"""The fields that become hierarchical tags, each below its words."""
CUSTOM: dict[str, Field[Any]] = {
    "film": ExposureRecord.film,
    "format": ExposureRecord.film_format,
    "developer": ExposureRecord.developer,
    "holder": ExposureRecord.holder,
}
"""The fields that become metadata of our own in programs that have such."""
LEVEL = "|"
"""Separates the levels of a hierarchical tag."""


def in_hosts(record: ExposureRecord) -> dict[str, Any]:
    """The record in the terms of photo programs, for JSON."""
    shown = {
        name: _plain(value)
        for name, field in IN_HOSTS.items()
        if (value := record[field.name]) is not None
    }
    tags = [
        f"{above}{LEVEL}{_one_level(value)}"
        for above, field in TAGGED.items()
        if (value := record[field.name]) is not None
    ]
    custom = {
        name: value for name, field in CUSTOM.items() if (value := record[field.name]) is not None
    }
    return {name: value for name, value in shown.items() if value != ""} | {
        "tags": tags,
        "custom": custom,
    }


def _plain(value: Any) -> Any:
    return _in_exif(value) if isinstance(value, PartialDate) else value


def _in_exif(date: PartialDate) -> str:
    """The date as EXIF writes it, with midnight for an unknown time; "" without its day."""
    if isinstance(date, RoughDate) or date.day is None:
        return ""
    time = f"{date.hour or 0:02}:{date.minute or 0:02}:{date.second or 0:02}"
    return f"{date.year:04}:{date.month:02}:{date.day:02} {time}"


def _one_level(value: str) -> str:
    """The text as one level of a tag: without the sign between levels, on one line.

    darktable separates its tags by commas where a person types them, so these go too.
    """
    return " ".join(value.replace(LEVEL, "/").replace(",", " ").split())
