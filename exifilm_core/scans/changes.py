"""The differences between two records, field by field, and the result of a save."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import Difference, ExifilmError
from exifilm_core.messages import Text, joined
from exifilm_core.messages.saving import Saving
from exifilm_core.record import ExposureRecord, Section
from exifilm_core.tags.mapping import fields_of


class Change(NamedTuple):
    """One changed field, in the notation of the form; "" for an empty one."""

    field: str
    label: str
    old: str
    new: str


class Saved(NamedTuple):
    """The result of a save."""

    changes: tuple[Change, ...] = ()
    warnings: tuple[Text, ...] = ()
    tags: tuple[str, ...] = ()
    """The tags that were written, also of unchanged fields whose tags disagreed with the record."""
    entry: str = ""
    """The id of the save in the scan's journal; "" if nothing was written."""

    @property
    def brought_in_line(self) -> tuple[str, ...]:
        """The labels of the unchanged fields whose tags were written."""
        changed = {change.field for change in self.changes}
        names = [name for name in fields_of(self.tags) if name not in changed]
        return tuple(ExposureRecord.field(name).label for name in names)


def changes(old: ExposureRecord, new: ExposureRecord) -> tuple[Change, ...]:
    """The differences between two records, field by field."""
    return tuple(
        Change(name, old.field(name).label, old.show(name), new.show(name))
        for name in old.changes_to(new)
    )


def differences(
    names: Iterable[str], read: ExposureRecord, now: ExposureRecord, wanted: ExposureRecord
) -> dict[str, Difference]:
    """These fields in three versions: as read, as they are now, and as they are to be saved."""
    return {
        name: Difference(read.field(name).label, read.show(name), now.show(name), wanted.show(name))
        for name in names
    }


def refuse_another_record(wanted: ExposureRecord, found: ExposureRecord, file: Path) -> None:
    """ExifilmError when reading would not give the record that is to be saved.

    A sidecar cannot empty a field that an unwritten image fills. Values of the scanner may stay:
    the program never loses them.
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
