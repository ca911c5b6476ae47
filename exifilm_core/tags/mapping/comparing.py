"""Whether tags hold a value, in any notation."""

from __future__ import annotations

from typing import Any

from exifilm_core.kinds.length import EXIF_INFINITY, INFINITY_IN_TAG
from exifilm_core.record import Field
from exifilm_core.tags.not_utf8 import NotUtf8
from exifilm_core.tags.styles import Raw, Tag, Tags


def same(raw: Raw, current: Raw) -> bool:
    """Whether a value to write equals the present one, in any notation of its numbers."""
    if isinstance(raw, list) and isinstance(current, list):
        return len(raw) == len(current) and all(map(same, raw, current))
    if isinstance(raw, dict) and isinstance(current, dict):
        return raw.keys() == current.keys() and all(same(raw[k], current[k]) for k in raw)
    if isinstance(raw, list) or isinstance(current, list):  # a list of one may come as its item
        one, other = (raw, current) if isinstance(raw, list) else (current, raw)
        return len(one) == 1 and same(one[0], other)
    if isinstance(raw, dict) or isinstance(current, dict):
        return False
    if raw is None or current is None:
        return raw is current
    if isinstance(current, NotUtf8):
        return False
    if raw == INFINITY_IN_TAG and current == str(EXIF_INFINITY):
        return True
    return str(raw) == str(current)


def says(tag: Tag, declared: Field[Any], value: Any, tags: Tags) -> bool:
    """Whether the tag holds the value as well as it can, or nothing but blanks."""
    try:
        said = tag.read(declared.kind, tags)
    except (ValueError, TypeError):
        return False
    if said is None or said == value:
        return True
    if value is None:
        return False
    written = tag.write(declared.kind, value, tags)
    return all(same(raw, tags.get(name)) for name, raw in written.items())


def value_or_none(tag: Tag, declared: Field[Any], tags: Tags) -> Any:
    """The value of the tag, None if it is invalid."""
    try:
        return tag.read(declared.kind, tags)
    except (ValueError, TypeError):
        return None


def text_of(raw: Raw) -> str:
    if isinstance(raw, list):
        return ", ".join(map(str, raw))
    return "" if raw is None else str(raw)
