"""What other programs' mirrors say beside a record: brought in step with it, or named.

The one idea: the block of IPTC IIM hangs together. Who writes one of its datasets sees to its
character set, and to the digest by which others know that it agrees with XMP.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from exifilm_core.if_there import CopyInXmp, IfThere
from exifilm_core.iim import CHARSET, DIGEST, GROUP, UTF8, as_meant, fits_latin
from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags import Raw, Tags

COPIES = frozenset(
    name
    for declared in ExposureRecord.fields()
    for mirror in declared.if_there
    if isinstance(mirror, CopyInXmp)
    for name in mirror.names
)
"""The tags in an image's XMP into which other programs copy EXIF."""


def if_there(declared: Field[Any], *, sidecar: bool) -> tuple[IfThere, ...]:
    """The field's mirrors that are brought in step, in an image or in a sidecar."""
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
    """The tags to write (None: to remove) so that mirrors of the `changed` fields say `new`.

    `instead`: of a field whose standard home is a digital camera's, the mirrors are so too.
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
    """The mirrors that say something else than the record, each with its field.

    In a shared mirror people keep words of their own, which is no difference.
    """
    for declared in ExposureRecord.fields():
        value = None if instead and declared.instead else record[declared.name]
        for mirror in if_there(declared, sidecar=sidecar) if value is not None else ():
            if mirror.shared or mirror.name not in tags:
                continue
            if not mirror.agrees(declared.kind, value, tags):
                yield declared, mirror


def _fit(wanted: Tags, current: Tags) -> bool:
    """Whether the block's own character set has what is to be written into it."""
    if current.get(CHARSET) == UTF8:
        return True
    there = "".join(str(raw) for name, raw in current.items() if name.startswith(GROUP))
    text = "".join(str(raw) for name, raw in wanted.items() if name.startswith(GROUP))
    if there.isascii():
        return text.isascii()
    return as_meant(there) != there or fits_latin(text)
