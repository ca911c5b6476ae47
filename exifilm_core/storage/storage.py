"""Whole records to tag values and back: homes first, mirrors where a home is empty.

The one idea: a save writes the least that makes the file say the record. Fields that did not
change keep their tags as they are; where a home or a mirror of theirs is missing it is filled in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from exifilm_core.record import ExposureRecord, Field
from exifilm_core.storage.maker_notes import OWN_NAMES, own_tags_count, uses_own_names
from exifilm_core.storage.marks import VERSION, marks_of
from exifilm_core.tags import Raw, Tag, Tags


@dataclass
class Stored:
    """What a file holds: the record, and the tags of it that could not be understood."""

    record: ExposureRecord
    unreadable: dict[str, str] = field(default_factory=dict)
    """Field name to the raw text that its home holds and that makes no sense as its value."""


def tags_of_field(declared: Field[Any], *, sidecar: bool, instead: bool = False) -> tuple[Tag, ...]:
    """Home and mirrors of a field, as they are in an image or in a sidecar, each once.

    `instead`: the standard home is a digital camera's (see `maker_notes`). A sidecar, which has no
    maker notes, has the field in our tag and in the standard one, so that both say the same
    wherever another program copies them to.
    """
    tags = declared.tags
    if sidecar:
        tags = tuple(tag.in_sidecar() for tag in tags)
    if instead and declared.instead:
        tags = (declared.instead, *(tags if sidecar else declared.mirrors))
    return tuple({tag.names: tag for tag in tags}.values())


def owned_names(*, sidecar: bool) -> tuple[str, ...]:
    """Every tag that a save may write: what the journal keeps, and what undo puts back."""
    nothing = ExposureRecord()
    names = [
        name
        for declared in ExposureRecord.fields()
        for tag in tags_of_field(declared, sidecar=sidecar)
        for name in tag.names
    ]
    names += OWN_NAMES
    return tuple(dict.fromkeys([*names, *marks_of(nothing, nothing, {}, sidecar=sidecar)]))


def stored(tags: Tags, *, sidecar: bool) -> Stored:
    """The record that the raw values of a file make. A home beats its mirrors.

    Where a save of ours was, every field that is filled in has its home, and what stands in a
    mirror that others share is theirs.
    """
    found = Stored(ExposureRecord())
    ours = is_whole(tags)
    instead = own_tags_count(tags) and uses_own_names(tags)
    for declared in ExposureRecord.fields():
        for tag in tags_of_field(declared, sidecar=sidecar, instead=instead):
            if ours and tag.shared:
                continue
            try:
                value = tag.read(declared.kind, tags)
            except (ValueError, TypeError):
                found.unreadable.setdefault(declared.name, str(tags.get(tag.name)))
                continue
            if value is not None:
                found.record[declared.name] = value
                break
    return found


def to_write(
    old: ExposureRecord,
    new: ExposureRecord,
    current: Tags,
    *,
    sidecar: bool,
    also: Collection[str] = (),
    instead: bool = False,
) -> dict[str, Raw]:
    """The tags to write (None: to remove) so that a file with the `current` tags says `new`.

    `old` is the record that those tags make. What already stands there is not written again.
    `also` names fields whose tags are to be written as if they had changed. `instead`: the film
    camera's names are not to stand in the standard tags, or not there alone.
    """
    changed = {*old.changes_to(new), *also}
    wanted: dict[str, Raw] = {}
    standing = current
    if not own_tags_count(current):
        wanted |= dict.fromkeys(OWN_NAMES)  # an earlier version's save has left them as they were
        current = {name: raw for name, raw in current.items() if name not in OWN_NAMES}
    for declared in ExposureRecord.fields():
        value = new[declared.name]
        for tag in tags_of_field(declared, sidecar=sidecar, instead=instead):
            written = tag.write(declared.kind, value)
            if declared.name in changed:
                if tag.shared and _holds_other_words(tag, declared, old, current):
                    continue
            elif value is None or any(name in current for name in tag.names):
                continue
            wanted |= written
    wanted |= marks_of(old, new, current, sidecar=sidecar)
    return {name: raw for name, raw in wanted.items() if not _same(raw, standing.get(name))}


def drifted(tags: Tags, *, sidecar: bool) -> Iterator[tuple[Field[Any], str, str]]:
    """The mirrors that say something else than their home: field, the mirror's name, its text.

    In a shared mirror people keep words of their own, which is no drift.
    """
    record = stored(tags, sidecar=sidecar).record
    for declared in ExposureRecord.fields():
        value = record[declared.name]
        home, *mirrors = tags_of_field(declared, sidecar=sidecar)
        if value is None or home.name not in tags:
            continue
        for mirror in mirrors:
            if mirror.shared or mirror.name not in tags:
                continue
            if not _says(mirror, declared, value, tags):
                yield declared, mirror.name, str(tags[mirror.name])


def has_record(tags: Tags) -> bool:
    """Whether ExiFilm has saved a record there."""
    return VERSION in tags or any(name.startswith("XMP-exifilm:") for name in tags)


def is_whole(tags: Tags) -> bool:
    """Whether a save of ExiFilm's was there, which leaves the whole record."""
    return VERSION in tags


def _holds_other_words(tag: Tag, declared: Field[Any], old: ExposureRecord, current: Tags) -> bool:
    """Whether the tag holds words that are not the field's own old value."""
    if not any(name in current for name in tag.names):
        return False
    return not _says(tag, declared, old[declared.name], current)


def _says(tag: Tag, declared: Field[Any], value: Any, tags: Tags) -> bool:
    """Whether the tag holds the value as well as it can, or, blank, nothing at all."""
    try:
        said = tag.read(declared.kind, tags)
    except (ValueError, TypeError):
        return False
    if said is None or said == value:
        return True
    if value is None:
        return False
    written = tag.write(declared.kind, value)
    return all(_same(raw, tags.get(name)) for name, raw in written.items())


def _same(raw: Raw, current: Raw) -> bool:
    """Whether a value to be written is what stands there, whichever way its numbers are put."""
    if isinstance(raw, list) and isinstance(current, list):
        return len(raw) == len(current) and all(map(_same, raw, current))
    if isinstance(raw, dict) and isinstance(current, dict):
        return raw.keys() == current.keys() and all(_same(raw[k], current[k]) for k in raw)
    if isinstance(raw, (list, dict)) or isinstance(current, (list, dict)):
        return isinstance(raw, list) and len(raw) == 1 and _same(raw[0], current)
    if raw is None or current is None:
        return raw is current
    return str(raw) == str(current)
