"""The tags to write for a record.

A save writes as few tags as it can. An unchanged field keeps its tags; only a missing home or
mirror is added.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags.mapping import own
from exifilm_core.tags.mapping.comparing import same, says
from exifilm_core.tags.mapping.fields import tags_of_field
from exifilm_core.tags.mapping.in_step import to_bring_in_step
from exifilm_core.tags.mapping.maker_notes import OWN_NAMES
from exifilm_core.tags.mapping.marks import marks_of
from exifilm_core.tags.mapping.own import Former
from exifilm_core.tags.mapping.unsure import of_our_own
from exifilm_core.tags.styles import Raw, Tag, Tags

_FRAME = ExposureRecord.frame.home.name
"""Decides whose number ImageNumber is."""


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
    if (new.frame is None) != (_FRAME not in current):
        changed.add("image_id")  # the frame takes its mirror, or leaves it
    wanted: dict[str, Raw] = {}
    anew = set[str]()
    standing = current
    if not (owns := own.counts(current)):
        wanted |= dict.fromkeys(OWN_NAMES)  # an earlier version did not update them
        current = {name: raw for name, raw in current.items() if name not in OWN_NAMES}
    beside = {name: raw for name, raw in current.items() if name != _FRAME}
    if new.frame is not None:
        beside[_FRAME] = new.frame
    for declared in ExposureRecord.fields():
        name, value = declared.name, new[declared.name]
        tags = tags_of_field(declared, sidecar=sidecar, instead=instead)
        if name in unsure:
            for tag in of_our_own(declared, tags):
                wanted |= tag.write(declared.kind, value, current)
            continue
        if declared.own and not (name in leave and owns):
            said = old[name] if name in leave else value
            wanted |= declared.own.write(declared.kind, said, current)
        for tag in tags:
            if outdated := tag.outdated(declared.kind, current):
                wanted |= outdated
        if name in leave:
            continue
        again = name in changed or (
            declared.own and owns and _came_back(declared, old, current, sidecar, former)
        )
        if not again and value is None:
            continue
        if again:
            anew.add(name)
        for tag in tags:
            if again:
                if tag.shared and _holds_other_words(tag, declared, old, current, former):
                    continue
            elif not current.keys().isdisjoint(tag.names):
                continue
            wanted |= tag.write(declared.kind, value, beside)
    wanted |= to_bring_in_step(old, new, beside, anew, sidecar=sidecar, instead=instead)
    wanted |= marks_of(old, new, current, sidecar=sidecar)
    return {name: raw for name, raw in wanted.items() if not same(raw, standing.get(name))}


def _came_back(
    declared: Field[Any], old: ExposureRecord, current: Tags, sidecar: bool, former: Former
) -> bool:
    """Whether another program has restored an old text of the field, which has a copy of our own,
    in its standard tag.
    """
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
    return not says(tag, declared, old[declared.name], current)
