"""The record in the tags of a file. A home counts before its mirrors.

For a field with a copy of our own, `own.py` decides which tag counts.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from functools import cache
from typing import Any

from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags.mapping import own
from exifilm_core.tags.mapping.fields import tags_of_field
from exifilm_core.tags.mapping.maker_notes import uses_own_names
from exifilm_core.tags.mapping.marks import VERSION
from exifilm_core.tags.mapping.own import Former
from exifilm_core.tags.mapping.understood import UnderstoodTag
from exifilm_core.tags.styles import OURS, Tags


class StoredRecord:
    """The record of a file, and the fields whose tags are invalid."""

    def __init__(self, record: ExposureRecord, unreadable: dict[str, str] | None = None) -> None:
        self.record = record
        self.unreadable = unreadable or {}
        """The raw text by field, if that text is no valid value of the field."""

    def copy(self) -> StoredRecord:
        """The same, to be changed."""
        return StoredRecord(self.record.replace(), dict(self.unreadable))


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
    shared, plan = reading is WhichTags.ALL, _plan(sidecar, instead)
    for planned in map(plan.__getitem__, only) if only else plan.values():
        name = planned.name
        if owns and planned.own:
            value = None
            try:
                value = own.value_of(name, planned.own, planned.home, tags, former)
            except (ValueError, TypeError):
                found.unreadable[name] = str(tags.get(planned.own.name))
            if value is not None:
                found.record.take(name, value)
            continue
        for tag in planned.tags:
            if tag.name not in tags or (tag.shared and not shared):
                continue
            try:
                value = tag.read(tags)
            except (ValueError, TypeError):
                found.unreadable.setdefault(name, str(tags.get(tag.name)))
                continue
            if value is None:
                continue
            if tag is not planned.home and reading is WhichTags.HOMES and planned.home.holds(value):
                continue
            found.record.take(name, value)
            break
    return found


class _FieldToRead:
    """A field and its tags, as they are in one sort of place."""

    def __init__(self, declared: Field[Any], sidecar: bool, instead: bool) -> None:
        self.name = declared.name
        self.own = declared.own and UnderstoodTag(declared.own, declared.kind)
        """Our own copy of the home, if the field has one."""
        self.tags = tuple(
            UnderstoodTag(tag, declared.kind)
            for tag in tags_of_field(declared, sidecar=sidecar, instead=instead)
        )
        self.home = self.tags[0]


@cache
def _plan(sidecar: bool, instead: bool) -> dict[str, _FieldToRead]:
    """How the fields are read, in the order of the form."""
    return {
        declared.name: _FieldToRead(declared, sidecar, instead)
        for declared in ExposureRecord.fields()
    }


def has_record(tags: Tags) -> bool:
    """Whether ExiFilm has saved a record there."""
    return VERSION in tags or any(name.startswith(OURS) for name in tags)


def is_whole(tags: Tags) -> bool:
    """Whether ExiFilm has saved the complete record there."""
    return VERSION in tags
