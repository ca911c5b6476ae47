"""The tags of each field, and the fields of tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any

from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags.mapping.in_step import names_in_step
from exifilm_core.tags.mapping.marks import SAVED, marks_of
from exifilm_core.tags.styles import Tag


def tags_of_field(declared: Field[Any], *, sidecar: bool, instead: bool = False) -> tuple[Tag, ...]:
    """The home and the mirrors of a field in an image or in a sidecar, each once.

    `instead`: the standard home keeps a digital camera's value (see `maker_notes`). A sidecar has
    no maker notes, so the field is in our tag and in the standard one. Both then agree, wherever
    another program copies them.
    """
    return _tags_of_field(declared, sidecar, instead)


@cache
def _tags_of_field(declared: Field[Any], sidecar: bool, instead: bool) -> tuple[Tag, ...]:
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


def fields_of(names: Collection[str]) -> tuple[str, ...]:
    """The fields of these tags, in the order of the form."""
    found = {field for name in names for field in _fields_by_tag().get(name, ())}
    return tuple(declared.name for declared in ExposureRecord.fields() if declared.name in found)


@cache
def _fields_by_tag() -> dict[str, set[str]]:
    """The fields that a save keeps in each tag."""
    found = defaultdict[str, set[str]](set)
    for declared in ExposureRecord.fields():
        tags = [*_beside(declared)]
        for sidecar in (False, True):
            tags += tags_of_field(declared, sidecar=sidecar)
        names = [name for tag in tags for name in tag.names]
        names += [name for mirror in declared.if_there for name in mirror.names]
        for name in names:
            found[name].add(declared.name)
    return dict(found)


def _beside(declared: Field[Any]) -> tuple[Tag, ...]:
    """The tags of our own that a field has in addition to its home, or instead of it."""
    return tuple(tag for tag in (declared.own, declared.instead) if tag)
