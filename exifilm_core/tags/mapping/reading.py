"""The record in the tags of a file. A home counts before its mirrors.

For a field with a copy of our own, `own.py` decides which tag counts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags.mapping import own
from exifilm_core.tags.mapping.fields import tags_of_field
from exifilm_core.tags.mapping.maker_notes import uses_own_names
from exifilm_core.tags.mapping.marks import VERSION
from exifilm_core.tags.mapping.own import Former
from exifilm_core.tags.styles import OURS, Tag, Tags


@dataclass
class StoredRecord:
    """The record of a file, and the fields whose tags are invalid."""

    record: ExposureRecord
    unreadable: dict[str, str] = field(default_factory=dict)
    """The raw text by field, if that text is no valid value of the field."""


class WhichTags(Enum):
    """Which tags of a field count, if no save of ours guarantees its home."""

    ALL = "homes, then mirrors"
    UNSHARED = "homes, then the mirrors that hold nothing but the field"
    HOMES = "homes alone"


def read_record(
    tags: Tags,
    *,
    sidecar: bool,
    reading: WhichTags = WhichTags.ALL,
    former: Former = own.nothing_former,
    only: Collection[str] = (),
) -> StoredRecord:
    """The record in the raw values of a file. A home counts before its mirrors.

    `only` limits the result to these fields, which is faster.

    After a save of ours every field with a value has its home. A shared mirror then holds other
    people's words; in a sidecar every mirror does.
    """
    found = StoredRecord(ExposureRecord())
    ours, owns = is_whole(tags), own.counts(tags)
    instead = owns and uses_own_names(tags)
    if ours and reading is WhichTags.ALL:
        reading = WhichTags.HOMES if owns and sidecar else WhichTags.UNSHARED
    for declared in map(ExposureRecord.field, only) if only else ExposureRecord.fields():
        home, *mirrors = tags_of_field(declared, sidecar=sidecar, instead=instead)
        if owns and declared.own:
            found.record[declared.name] = own.value_of(declared, home, tags, former)
            continue
        for tag in (home, *mirrors):
            if reading is not WhichTags.ALL and tag.shared:
                continue
            try:
                value = tag.read(declared.kind, tags)
            except (ValueError, TypeError):
                found.unreadable.setdefault(declared.name, str(tags.get(tag.name)))
                continue
            if value is None:
                continue
            if tag is not home and reading is WhichTags.HOMES and _holds(home, declared, value):
                continue
            found.record.take(declared.name, value)
            break
    return found


def has_record(tags: Tags) -> bool:
    """Whether ExiFilm has saved a record there."""
    return VERSION in tags or any(name.startswith(OURS) for name in tags)


def is_whole(tags: Tags) -> bool:
    """Whether ExiFilm has saved the complete record there."""
    return VERSION in tags


def _holds(home: Tag, declared: Field[Any], value: Any) -> bool:
    """Whether the home has room for the value."""
    return home.write(declared.kind, value)[home.name] is not None
