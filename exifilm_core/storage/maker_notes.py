"""A digital camera's maker notes, which are readable only beside its own Make and Model.

How a maker note is laid out depends on who made it, and programs look for that in EXIF's Make and
Model. A film camera's names there make the notes unreadable, and ExifTool then moves them without
mending the offsets in them. So Make and Model stay what the digital camera wrote, and the film
camera's names stand in our own tags (a field's `instead`).
"""

from __future__ import annotations

from exifilm_core.record import ExposureRecord
from exifilm_core.storage.marks import VERSION
from exifilm_core.storage.own import counts
from exifilm_core.tags import Tags

OWN_NAMES = {
    field.instead.name: field.home.name for field in ExposureRecord.fields() if field.instead
}
"""Our tag for each standard tag that stays a digital camera's."""
_SCANNER = {
    field.home.name: ExposureRecord.field(field.name.replace("camera", "scanner")).home.name
    for field in ExposureRecord.fields()
    if field.instead
}
"""Where the first save has put what stood in the standard tag."""


def has_maker_notes(tags: Tags) -> bool:
    """Whether the file has a digital camera's maker notes: ExifTool names them by their maker."""
    return any(
        ":MakerNote" in name and not name.endswith(":MakerNoteSafety") for name in tags
    )  # MakerNoteSafety is DNG's word on them, which stays when they are gone


def uses_own_names(tags: Tags) -> bool:
    """Whether the film camera's names stand, or are to be written, in our own tags."""
    return has_maker_notes(tags) or (counts(tags) and any(name in tags for name in OWN_NAMES))


def displaced(tags: Tags) -> dict[str, str]:
    """What an earlier version put the film camera's names in place of: the tag, and what it held.

    Empty where no maker notes have become unreadable by it.
    """
    if VERSION not in tags or counts(tags) or not has_maker_notes(tags):
        return {}
    return {
        name: str(tags[kept])
        for name, kept in _SCANNER.items()
        if name in tags and kept in tags and tags[kept] != tags[name]
    }
