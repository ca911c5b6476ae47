"""The layout of the fields on the screen: rows of boxes, 24 columns wide, as on paper.

Sections, the order of the fields, and so the rows, derive from the declaration; only the widths of
the boxes stand here. A field without a width gets a row of its own, so none can be missing. The
movements are a table next to their drawing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from exifilm_core.film.movements import MOVEMENTS, STANDARDS
from exifilm_core.record import ExposureRecord, Field, Section

ACROSS = 24

_WIDTHS = (
    "image_id:4 subject:13 taken:7",
    "location:10 latitude:5 longitude:5 altitude:4",
    "photographer:8 copyright:8 keywords:8",
    "film:18 film_format:6",
    "box_speed:5 exposure_index:5 holder:5 emulsion:9",
    "loaded:7 film_expiry:7 roll:6 frame:4",
    "camera_make:8 camera_model:10 camera_serial:6",
    "lens_make:8 lens:10 lens_serial:6",
    "focal_length:8 filter:16",
    "subject_distance:8 bellows_extension:8 focus_spread:8",
    "readings:16 meter:8",
    "aperture:4 metered_time:4 filter_factor:3 bellows_factor:3 reciprocity_factor:3 "
    "exposure_time:4 exposures:3",
    "metering_mode:4 exposure_compensation:4 flash:4 light_source:5 weather:7",
    "development:4 process:4 developer:9 dilution:7",
    "development_time:4 development_temperature:4 agitation:7 developed:5 lab:4",
    "notes:12 print_notes:12",
    "binder:12 page:6 sleeve:6",
    "scanner_make:10 scanner_model:14",
    "scan_software:8 scanned:7 copy_exposure:9",
)
WIDTHS = {
    name: int(columns)
    for row in _WIDTHS
    for name, columns in (cell.split(":") for cell in row.split())
}
"""The widths of the boxes in columns; a row is full at 24."""

LETTERED = (
    "subject taken location holder lens filter bellows_extension "
    "front_rise front_tilt front_shift front_swing metered_time filter_factor bellows_factor "
    "reciprocity_factor exposure_time development_time"
).split()
"""Fields that get a letter of their own; earlier ones get the better letter.

They change from sheet to sheet and do not begin a section, which already has a key.
"""


class Cell(NamedTuple):
    """A field's box, and its width in columns."""

    name: str
    columns: int


def is_movement(field: Field[Any]) -> bool:
    """Whether the field is in the table next to the drawing of the standards."""
    standard, _, movement = field.name.partition("_")
    return standard in STANDARDS and movement in MOVEMENTS


def rows(section: Section) -> list[list[Cell]]:
    """The rows of a section, without the movements."""
    found: list[list[Cell]] = []
    room = 0
    for field in ExposureRecord.fields():
        if field.section is section and not is_movement(field):
            columns = WIDTHS.get(field.name, ACROSS)
            if columns > room:
                found.append([])
                room = ACROSS
            found[-1].append(Cell(field.name, columns))
            room -= columns
    return found
