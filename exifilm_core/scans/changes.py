"""What differs between two records, field by field, and what a save has done about it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import Difference, ExifilmError
from exifilm_core.messages import Text, joined
from exifilm_core.messages.saving import Saving
from exifilm_core.record import ExposureRecord, Section
from exifilm_core.storage import fields_of


class Change(NamedTuple):
    """One field that changes, in the notation of the form; "" is empty."""

    field: str
    label: str
    old: str
    new: str


class Saved(NamedTuple):
    """What a save did."""

    changes: tuple[Change, ...] = ()
    warnings: tuple[Text, ...] = ()
    tags: tuple[str, ...] = ()
    """The tags that were written; some even where no field changed, to mend what had drifted."""

    @property
    def brought_in_line(self) -> tuple[str, ...]:
        """The labels of the fields whose tags were written though the field did not change."""
        changed = {change.field for change in self.changes}
        names = [name for name in fields_of(self.tags) if name not in changed]
        return tuple(ExposureRecord.field(name).label for name in names)


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


def refuse_another_record(wanted: ExposureRecord, found: ExposureRecord, file: Path) -> None:
    """ExifilmError where reading would give another record than the one to be saved.

    What stands in an image that is not written cannot be emptied beside it. What it says of the
    scan rig may stay unasked: that is never lost.
    """
    wrong = [
        name
        for name in wanted.changes_to(found)
        if wanted[name] is not None or wanted.field(name).section is not Section.SCAN
    ]
    if wrong:
        fields = joined(
            Saving.FIELD_IS(label=Text(wanted.field(name).label), value=found.show(name))
            for name in wrong
        )
        raise ExifilmError(Saving.CANNOT_CLEAR(fields=fields), file=file)
