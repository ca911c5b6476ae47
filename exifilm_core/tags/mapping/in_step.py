"""Other programs' mirrors of a record. A save updates them; a check reports those that disagree.

The block of IPTC IIM is one unit. Whoever writes one of its datasets must keep its character set,
and the digest that tells other programs that the block agrees with XMP.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags.if_there import CopyInXmp, IfThere
from exifilm_core.tags.iim import CHARSET, DIGEST, GROUP, UTF8, as_meant, fits_latin
from exifilm_core.tags.styles import Raw, Tags

COPIES = frozenset(
    name
    for declared in ExposureRecord.fields()
    for mirror in declared.if_there
    if isinstance(mirror, CopyInXmp)
    for name in mirror.names
)
"""The tags in the XMP of an image into which other programs copy EXIF."""


def if_there(declared: Field[Any], *, sidecar: bool) -> tuple[IfThere, ...]:
    """The mirrors of the field that a save updates, in an image or in a sidecar."""
    return tuple(mirror for mirror in declared.if_there if mirror.in_sidecars or not sidecar)


def names_in_step(*, sidecar: bool) -> tuple[str, ...]:
    """Every tag that `to_bring_in_step` may write."""
    fields = ExposureRecord.fields()
    mirrors = [mirror for field in fields for mirror in if_there(field, sidecar=sidecar)]
    names = [name for mirror in mirrors for name in mirror.names]
    return (*names, *(() if sidecar else (CHARSET, DIGEST)))


def to_bring_in_step(
    old: ExposureRecord,
    new: ExposureRecord,
    current: Tags,
    changed: Collection[str],
    *,
    sidecar: bool,
    instead: bool = False,
) -> dict[str, Raw]:
    """The tags to write (None: to remove) so that the mirrors of the `changed` fields agree with
    `new`.

    `instead`: a field whose standard home keeps a digital camera's value keeps its mirrors too.
    """
    wanted: dict[str, Raw] = {}
    for declared in map(ExposureRecord.field, sorted(changed)):
        if instead and declared.instead:
            continue
        kind, before, after = declared.kind, old[declared.name], new[declared.name]
        for mirror in if_there(declared, sidecar=sidecar):
            if mirror.name not in current or mirror.agrees(kind, after, current):
                continue
            if mirror.shared and not mirror.agrees(kind, before, current):
                continue
            wanted |= mirror.write(kind, before, after, current)
    if any(name.startswith(GROUP) for name in wanted):
        if not _fit(wanted, current):
            wanted[CHARSET] = UTF8
        if DIGEST in current:
            wanted[DIGEST] = "new"
    return wanted


def out_of_step(
    record: ExposureRecord, tags: Tags, *, sidecar: bool, instead: bool = False
) -> Iterator[tuple[Field[Any], IfThere]]:
    """The mirrors that disagree with the record, each with its field.

    A shared mirror may hold people's own words, so it never counts as a difference.
    """
    for declared in ExposureRecord.fields():
        value = None if instead and declared.instead else record[declared.name]
        for mirror in if_there(declared, sidecar=sidecar) if value is not None else ():
            if mirror.shared or mirror.name not in tags:
                continue
            if not mirror.agrees(declared.kind, value, tags):
                yield declared, mirror


def _fit(wanted: Tags, current: Tags) -> bool:
    """Whether the block's character set has every character of the new texts."""
    if current.get(CHARSET) == UTF8:
        return True
    there = "".join(str(raw) for name, raw in current.items() if name.startswith(GROUP))
    text = "".join(str(raw) for name, raw in wanted.items() if name.startswith(GROUP))
    if there.isascii():
        return text.isascii()
    return as_meant(there) != there or fits_latin(text)
