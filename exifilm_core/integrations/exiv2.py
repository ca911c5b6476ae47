"""The tags of our own namespace, as Exiv2 calls them: the library of darktable and digiKam."""

from __future__ import annotations

from exifilm_core.tags.styles import OURS, Tag

_PREFIX = OURS.removeprefix("XMP-").removesuffix(":")


def exiv2_name(tag: Tag) -> str:
    """Such as Xmp.exifilm.Film."""
    return f"Xmp.{_PREFIX}.{tag.name.removeprefix(OURS)}"
