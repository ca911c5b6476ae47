"""Texts that cameras and scanners write where a person has written none.

They are no description, no note, no photographer and no copyright notice: a tag with such a text
counts as empty. Sources: the filters of gThumb (extensions/exiv2_tools) and of iNaturalist (its
issue 1323) for cameras' texts in ImageDescription; the names of cameras' own records in ExifTool's
QuickTime.pm; Samsung's and Kodak's files in the exif-samples collection; EXIF 2.32 for blanks,
which mean “not known” (4.6.4, 4.6.5).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from exifilm_core.patterns import pattern
from exifilm_core.record import ExposureRecord
from exifilm_core.tags.styles import OURS, Raw, Tags

_DEFAULTS = pattern(
    r"""
    (olympus|(konica\ )?minolta|samsung|fujifilm|nikon|pentax|sanyo|casio|kodak|polaroid)
        \ digital(\ still)?\ camera
    | (kodak\ )?digital\ (still\ )?camera | moultrie\ digital\ game\ camera
    | sony\ dsc | samsung\ camera\ pictures | epson\ dsc\ picture | hp\ photosmart.{0,20}
    | minolta\ dsc | exif_jpeg_picture | exif-jpeg-\d+ | dcf\ 1\.0 | my\ beautiful\ picture
    | < [^<>]{1,40} [/,] \ ? samsung\ [^<>]{1,40} > | binary\ comment | user\ comments? | default
    | (epson|canon|hp)\ scan(ned\ image)? | scanned\ (image|document)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Each is the complete text, in capitals or not, with any blanks."""

_TAGS = {
    tag.name: tag.shared
    for name in ("subject", "notes", "photographer", "copyright")
    for declared in ExposureRecord.field(name).tags
    for tag in (declared, declared.in_sidecar())
    if not tag.name.startswith(OURS)
}
"""The tags that may hold such a text, and whether people keep texts of their own there."""


def is_default_text(raw: Raw) -> bool:
    """Whether cameras or scanners write this text by default, as they do zeros."""
    if not isinstance(raw, str):
        return False
    words = " ".join(raw.replace("\0", " ").split())
    return _DEFAULTS.fullmatch(words) is not None if words else "\0" in raw


def default_texts(tags: Tags) -> frozenset[str]:
    """The names of the tags that hold only a default text."""
    return frozenset(name for name in _TAGS if name in tags and is_default_text(tags[name]))


def kept_default_texts(tags: Tags, besides: Collection[str | None] = ()) -> frozenset[str]:
    """Those that a save leaves: after it, no field is read from them.

    `besides`: texts that a person has chosen, although programs write them too.
    """
    shared = [name for name, is_shared in _TAGS.items() if is_shared and name in tags]
    return frozenset(
        name
        for name in shared
        if str(tags[name]).strip() not in besides and is_default_text(tags[name])
    )
