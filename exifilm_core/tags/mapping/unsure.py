"""Values that rest on a guess, because their standard tag is not in UTF-8.

A save leaves such a tag as it is, and writes the value only into tags of our own namespace, which
no other program shows. This ends when a person enters the value again.
"""

from __future__ import annotations

from typing import Any

from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags.not_utf8 import NotUtf8
from exifilm_core.tags.styles import OURS, Tag, Tags


def unsure_fields(record: ExposureRecord, tags: Tags) -> dict[str, str]:
    """The fields that no tag holds in UTF-8, each with the name of its tag."""
    if not any(isinstance(raw, NotUtf8) for raw in tags.values()):
        return {}
    found: dict[str, str] = {}
    for declared in ExposureRecord.fields():
        saying = [tag.name for tag in declared.tags if _says(tag, declared, record, tags)]
        if saying and all(isinstance(tags[name], NotUtf8) for name in saying):
            found[declared.name] = saying[0]
    return found


def of_our_own(declared: Field[Any], tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """The tags of the field that no other program shows."""
    return tuple(tag for tag in (declared.own, *tags) if tag and tag.name.startswith(OURS))


def _says(tag: Tag, declared: Field[Any], record: ExposureRecord, tags: Tags) -> bool:
    if tag.name not in tags or tag.name.startswith(OURS):
        return False
    try:
        value = tag.read(declared.kind, tags)
    except (ValueError, TypeError):
        return False
    return value is not None and value == record[declared.name]
