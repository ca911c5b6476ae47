"""A digital camera's maker notes, which other programs can read only with its Make and Model.

The layout of a maker note depends on its manufacturer, and programs take that from EXIF's Make and
Model. A film camera's names there make the notes unreadable. ExifTool then moves the notes without
correcting their offsets. So Make and Model keep the digital camera's names, and our own tags hold
the film camera's (a field's `instead`).
"""

from __future__ import annotations

from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping.marks import VERSION
from exifilm_core.tags.mapping.own import counts
from exifilm_core.tags.styles import Tags

OWN_NAMES = {
    field.instead.name: field.home.name for field in ExposureRecord.fields() if field.instead
}
"""Our tag, and the standard tag that keeps a digital camera's name."""
_SCANNER = {
    field.home.name: ExposureRecord.field(field.name.replace("camera", "scanner")).home.name
    for field in ExposureRecord.fields()
    if field.instead
}
"""The standard tag, and the tag into which the first save moved its value."""


def has_maker_notes(tags: Tags) -> bool:
    """Whether the file has a digital camera's maker notes, which ExifTool names by manufacturer."""
    if ":MakerNote" not in "\n".join(tags):  # hardly any scan has notes: one look at all names
        return False
    return any(
        ":MakerNote" in name and not name.endswith(":MakerNoteSafety") for name in tags
    )  # MakerNoteSafety is a remark of DNG, which outlives the notes


def uses_own_names(tags: Tags) -> bool:
    """Whether our own tags hold, or should hold, the film camera's names."""
    return has_maker_notes(tags) or (counts(tags) and any(name in tags for name in OWN_NAMES))


def displaced(tags: Tags) -> dict[str, str]:
    """The tags that an earlier version overwrote with the film camera's names, and their old texts.

    Empty unless maker notes became unreadable by that.
    """
    if VERSION not in tags or counts(tags) or not has_maker_notes(tags):
        return {}
    return {
        name: str(tags[kept])
        for name, kept in _SCANNER.items()
        if name in tags and kept in tags and tags[kept] != tags[name]
    }
