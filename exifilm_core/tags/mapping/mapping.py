"""Records from tag values and back. A home counts before its mirrors.

A save writes as few tags as it can. An unchanged field keeps its tags; only a missing home or
mirror is added. For a field with a copy of our own, `own.py` decides which tag counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from exifilm_core.kinds.length import EXIF_INFINITY, INFINITY_IN_TAG
from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags.mapping import own
from exifilm_core.tags.mapping.in_step import names_in_step, out_of_step, to_bring_in_step
from exifilm_core.tags.mapping.maker_notes import OWN_NAMES, uses_own_names
from exifilm_core.tags.mapping.marks import SAVED, VERSION, marks_of
from exifilm_core.tags.mapping.own import Former
from exifilm_core.tags.mapping.unsure import of_our_own
from exifilm_core.tags.not_utf8 import NotUtf8
from exifilm_core.tags.styles import OURS, Raw, Tag, Tags


@dataclass
class Stored:
    """The record of a file, and the fields whose tags are invalid."""

    record: ExposureRecord
    unreadable: dict[str, str] = field(default_factory=dict)
    """The raw text by field, if that text is no valid value of the field."""


def tags_of_field(declared: Field[Any], *, sidecar: bool, instead: bool = False) -> tuple[Tag, ...]:
    """The home and the mirrors of a field in an image or in a sidecar, each once.

    `instead`: the standard home keeps a digital camera's value (see `maker_notes`). A sidecar has
    no maker notes, so the field is in our tag and in the standard one. Both then agree, wherever
    another program copies them.
    """
    tags = declared.tags
    if sidecar:
        tags = tuple(tag.in_sidecar() for tag in tags)
    if instead and declared.instead:
        tags = (declared.instead, *(tags if sidecar else declared.mirrors))
    return tuple({tag.names: tag for tag in tags}.values())


def owned_names(*, sidecar: bool) -> tuple[str, ...]:
    """Every tag that a save may write, and that the journal keeps for undo."""
    nothing = ExposureRecord()
    names = [
        name
        for declared in ExposureRecord.fields()
        for tag in (*tags_of_field(declared, sidecar=sidecar), *_beside(declared))
        for name in tag.names
    ]
    names += names_in_step(sidecar=sidecar)
    marks = marks_of(nothing, nothing, {}, sidecar=sidecar)
    return tuple(dict.fromkeys([*names, *marks, SAVED]))


class WhichTags(Enum):
    """Which tags of a field count, if no save of ours guarantees its home."""

    ALL = "homes, then mirrors"
    UNSHARED = "homes, then the mirrors that hold nothing but the field"
    HOMES = "homes alone"


def stored(
    tags: Tags,
    *,
    sidecar: bool,
    reading: WhichTags = WhichTags.ALL,
    former: Former = own.nothing_former,
    only: Collection[str] = (),
) -> Stored:
    """The record in the raw values of a file. A home counts before its mirrors.

    `only` limits the result to these fields, which is faster.

    After a save of ours every field with a value has its home. A shared mirror then holds other
    people's words; in a sidecar every mirror does.
    """
    found = Stored(ExposureRecord())
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
    leave: Collection[str] = (),
    instead: bool = False,
    former: Former = own.nothing_former,
    unsure: Collection[str] = (),
) -> dict[str, Raw]:
    """The tags to write (None: to remove) so that a file with the `current` tags holds `new`.

    `old` is the record in those tags. The result leaves out tags that already have their value.
    `also` names unchanged fields to write as well; `leave` names fields whose tags must not change.
    `instead`: the film camera's names must not be in the standard tags, or not there alone.
    `unsure` names fields that rest on a guess (see `unsure.py`); only our own tags get them.
    """
    changed = {*old.changes_to(new), *also}
    wanted: dict[str, Raw] = {}
    anew = set[str]()
    standing = current
    if not own.counts(current):
        wanted |= dict.fromkeys(OWN_NAMES)  # an earlier version did not update them
        current = {name: raw for name, raw in current.items() if name not in OWN_NAMES}
    for declared in ExposureRecord.fields():
        name, value = declared.name, new[declared.name]
        tags = tags_of_field(declared, sidecar=sidecar, instead=instead)
        if name in unsure:
            for tag in of_our_own(declared, tags):
                wanted |= tag.write(declared.kind, value, current)
            continue
        if declared.own and not (name in leave and own.counts(current)):
            said = old[name] if name in leave else value
            wanted |= declared.own.write(declared.kind, said, current)
        for tag in tags:
            wanted |= tag.outdated(declared.kind, current)
        if name in leave:
            continue
        again = name in changed or _came_back(declared, old, current, sidecar, former)
        anew |= {name} if again else set()
        for tag in tags:
            if again:
                if tag.shared and _holds_other_words(tag, declared, old, current, former):
                    continue
            elif value is None or any(name in current for name in tag.names):
                continue
            wanted |= tag.write(declared.kind, value, current)
    wanted |= to_bring_in_step(old, new, current, anew, sidecar=sidecar, instead=instead)
    wanted |= marks_of(old, new, current, sidecar=sidecar)
    return {name: raw for name, raw in wanted.items() if not _same(raw, standing.get(name))}


class Drift(NamedTuple):
    """A tag that disagrees with the record."""

    field: str
    tag: str
    text: str
    """The raw text of the tag."""
    value: Any = None
    """The value of the tag; None if it is invalid."""
    returns: bool = False
    """Whether it is an old text of the record, which the next save replaces."""


def drifted(
    tags: Tags,
    *,
    sidecar: bool,
    former: Former = own.nothing_former,
    unsure: Collection[str] = (),
) -> Iterator[Drift]:
    """The tags that disagree with the value of their field.

    A shared mirror may hold people's own words, so it is no drift. Nor is a standard home without
    an `unsure` value.
    """
    record = stored(tags, sidecar=sidecar, former=former).record
    owns = own.counts(tags)
    for declared in ExposureRecord.fields():
        name, value = declared.name, record[declared.name]
        home, *mirrors = tags_of_field(declared, sidecar=sidecar)
        if owns and declared.own and (name not in unsure or home.name in tags):
            if not own.says_the_same(declared, home, tags, value):
                returns = own.is_old_text(declared, home, tags, value, former)
                said = _value(home, declared, tags)
                yield Drift(name, home.name, _text(tags.get(home.name)), said, returns)
        elif value is None or home.name not in tags:
            continue
        for mirror in mirrors:
            if mirror.shared or mirror.name not in tags or value is None:
                continue
            if not _says(mirror, declared, value, tags):
                said = _value(mirror, declared, tags)
                yield Drift(name, mirror.name, _text(tags[mirror.name]), said)
    instead = owns and uses_own_names(tags)
    for declared, there in out_of_step(record, tags, sidecar=sidecar, instead=instead):
        texts, reader = there.said(tags), there.reader
        raw = texts[0] if len(texts) == 1 else list[Raw](texts)
        said = _value(reader, declared, {**tags, there.name: raw}) if reader else None
        yield Drift(declared.name, there.name, _text(raw), said)


def has_record(tags: Tags) -> bool:
    """Whether ExiFilm has saved a record there."""
    return VERSION in tags or any(name.startswith(OURS) for name in tags)


def is_whole(tags: Tags) -> bool:
    """Whether ExiFilm has saved the complete record there."""
    return VERSION in tags


def fields_of(names: Collection[str]) -> tuple[str, ...]:
    """The fields of these tags, in the order of the form."""
    return tuple(
        declared.name
        for declared in ExposureRecord.fields()
        if any(
            name in names
            for sidecar in (False, True)
            for tag in (*tags_of_field(declared, sidecar=sidecar), *_beside(declared))
            for name in tag.names
        )
        or any(name in names for mirror in declared.if_there for name in mirror.names)
    )


def _beside(declared: Field[Any]) -> tuple[Tag, ...]:
    """The tags of our own that a field has in addition to its home, or instead of it."""
    return tuple(tag for tag in (declared.own, declared.instead) if tag)


def _came_back(
    declared: Field[Any], old: ExposureRecord, current: Tags, sidecar: bool, former: Former
) -> bool:
    """Whether another program has restored an old text of the field in its standard tag."""
    if not declared.own or not own.counts(current):
        return False
    home, value = tags_of_field(declared, sidecar=sidecar)[0], old[declared.name]
    if own.says_the_same(declared, home, current, value):
        return False
    return own.is_old_text(declared, home, current, value, former)


def _holds_other_words(
    tag: Tag, declared: Field[Any], old: ExposureRecord, current: Tags, former: Former
) -> bool:
    """Whether the tag holds other words than the field's present or former values."""
    if not any(name in current for name in tag.names):
        return False
    owns = declared.own and own.counts(current)
    if owns and own.is_old_text(declared, tag, current, old[declared.name], former):
        return False
    return not _says(tag, declared, old[declared.name], current)


def _holds(home: Tag, declared: Field[Any], value: Any) -> bool:
    """Whether the home has room for the value."""
    return home.write(declared.kind, value)[home.name] is not None


def _value(tag: Tag, declared: Field[Any], tags: Tags) -> Any:
    """The value of the tag, None if it is invalid."""
    try:
        return tag.read(declared.kind, tags)
    except (ValueError, TypeError):
        return None


def _text(raw: Raw) -> str:
    if isinstance(raw, list):
        return ", ".join(map(str, raw))
    return "" if raw is None else str(raw)


def _says(tag: Tag, declared: Field[Any], value: Any, tags: Tags) -> bool:
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
    return all(_same(raw, tags.get(name)) for name, raw in written.items())


def _same(raw: Raw, current: Raw) -> bool:
    """Whether a value to write equals the present one, in any notation of its numbers."""
    if isinstance(raw, list) and isinstance(current, list):
        return len(raw) == len(current) and all(map(_same, raw, current))
    if isinstance(raw, dict) and isinstance(current, dict):
        return raw.keys() == current.keys() and all(_same(raw[k], current[k]) for k in raw)
    if isinstance(raw, list) or isinstance(current, list):  # a list of one may come as its item
        one, other = (raw, current) if isinstance(raw, list) else (current, raw)
        return len(one) == 1 and _same(one[0], other)
    if isinstance(raw, dict) or isinstance(current, dict):
        return False
    if raw is None or current is None:
        return raw is current
    if isinstance(current, NotUtf8):
        return False
    if raw == INFINITY_IN_TAG and current == str(EXIF_INFINITY):
        return True
    return str(raw) == str(current)
