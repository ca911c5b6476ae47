"""What differs between two records, field by field, in the notation of the form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from exifilm_core.errors import Difference
from exifilm_core.record import ExposureRecord


class Change(NamedTuple):
    """One field that changes, in the notation of the form; "" is empty."""

    field: str
    label: str
    old: str
    new: str


def changes(old: ExposureRecord, new: ExposureRecord) -> tuple[Change, ...]:
    """What differs between two records, field by field."""
    return tuple(
        Change(name, old.field(name).label, old.show(name), new.show(name))
        for name in old.changes_to(new)
    )


def differences(
    names: Iterable[str], read: ExposureRecord, now: ExposureRecord, wanted: ExposureRecord
) -> dict[str, Difference]:
    """The fields of these names as they were read, as they are now and as they are to be."""
    return {
        name: Difference(read.field(name).label, read.show(name), now.show(name), wanted.show(name))
        for name in names
    }
