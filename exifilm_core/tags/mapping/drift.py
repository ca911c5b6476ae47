"""Tags that disagree with the record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import own
from exifilm_core.tags.mapping.comparing import says, text_of, value_or_none
from exifilm_core.tags.mapping.fields import tags_of_field
from exifilm_core.tags.mapping.in_step import out_of_step
from exifilm_core.tags.mapping.maker_notes import uses_own_names
from exifilm_core.tags.mapping.own import Former
from exifilm_core.tags.mapping.reading import read_record
from exifilm_core.tags.styles import Raw, Tags


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
    record = read_record(tags, sidecar=sidecar, former=former).record
    owns = own.counts(tags)
    for declared in ExposureRecord.fields():
        name, value = declared.name, record[declared.name]
        home, *mirrors = tags_of_field(declared, sidecar=sidecar)
        if owns and declared.own and (name not in unsure or home.name in tags):
            if not own.says_the_same(declared, home, tags, value):
                returns = own.is_old_text(declared, home, tags, value, former)
                said = value_or_none(home, declared, tags)
                yield Drift(name, home.name, text_of(tags.get(home.name)), said, returns)
        elif value is None or home.name not in tags:
            continue
        for mirror in mirrors:
            if mirror.shared or mirror.name not in tags or value is None:
                continue
            if not says(mirror, declared, value, tags):
                said = value_or_none(mirror, declared, tags)
                yield Drift(name, mirror.name, text_of(tags[mirror.name]), said)
    instead = owns and uses_own_names(tags)
    for declared, there in out_of_step(record, tags, sidecar=sidecar, instead=instead):
        texts, reader = there.said(tags), there.reader
        raw = texts[0] if len(texts) == 1 else list[Raw](texts)
        said = value_or_none(reader, declared, {**tags, there.name: raw}) if reader else None
        yield Drift(declared.name, there.name, text_of(raw), said)
