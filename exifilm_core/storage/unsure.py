"""Values that rest on a guess: what says them in a standard tag is not UTF-8.

Until a person types such a value anew, it is told to nobody else. Its tag stays as it is, no other
standard tag gets it, and of the record only the tags of our own namespace hold it: they say what
the record shows, and no other program shows them.
"""

from __future__ import annotations

from typing import Any

from exifilm_core.not_utf8 import NotUtf8
from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags import OURS, Tag, Tags


def unsure_fields(record: ExposureRecord, tags: Tags) -> dict[str, str]:
    """The fields of an image's record that no tag says in UTF-8: name, and the tag that says it."""
    if not any(isinstance(raw, NotUtf8) for raw in tags.values()):
        return {}
    found: dict[str, str] = {}
    for declared in ExposureRecord.fields():
        saying = [tag.name for tag in declared.tags if _says(tag, declared, record, tags)]
        if saying and all(isinstance(tags[name], NotUtf8) for name in saying):
            found[declared.name] = saying[0]
    return found


def of_our_own(declared: Field[Any], tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """Those of the field's tags that no other program shows."""
    return tuple(tag for tag in (declared.own, *tags) if tag and tag.name.startswith(OURS))


def _says(tag: Tag, declared: Field[Any], record: ExposureRecord, tags: Tags) -> bool:
    if tag.name not in tags or tag.name.startswith(OURS):
        return False
    try:
        value = tag.read(declared.kind, tags)
    except (ValueError, TypeError):
        return False
    return value is not None and value == record[declared.name]
