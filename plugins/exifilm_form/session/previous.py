"""Copying from the previous scan's record, and the fields that are still empty compared with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exifilm_core.record import ExposureRecord, Section
from exifilm_core.record.counting import next_of
from exifilm_form.session.sheet_state import SheetState


def following(record: ExposureRecord, names: Iterable[str]) -> dict[str, Any]:
    """The values of these fields for the next sheet; fields that count are counted up."""
    values = {
        name: next_of(field, record[name]) if field.counts and record[name] else record[name]
        for name, field in ((name, ExposureRecord.field(name)) for name in names)
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def empty_fields(sheet: SheetState, section: Section | None, *, whole: bool) -> list[str]:
    """The empty fields of a section, of the `whole` record, or of the camera bag.

    Fields about the scanning count only if their own section is asked for.
    """
    return [
        field.name
        for field in ExposureRecord.fields()
        if (field.section is section if section else field.section is not Section.SCAN)
        and (section or whole or field.stays or field.counts)
        and not sheet.text(field.name)
    ]


def still_empty(sheet: SheetState, previous: ExposureRecord | None) -> set[str]:
    """The empty fields that the previous scan's record has, in other words the next to fill in."""
    if previous is None:
        return set()
    empty = empty_fields(sheet, None, whole=True)
    return {name for name in empty if previous[name] is not None}
