"""Records and changes as text: the form's sections and labels, in the form's order."""

from __future__ import annotations

from collections.abc import Iterable

from exifilm_core.commands.console import aligned
from exifilm_core.record import ExposureRecord, Reading, Section

EMPTY = "empty"


def as_form(record: ExposureRecord, *, empty_fields: bool) -> list[str]:
    """The lines of the record, laid out as on the form, with or without empty fields."""
    fields = ExposureRecord.fields()
    widest = max(len(field.label) for field in fields)
    lines = []
    for section in Section:
        rows = [
            (field.label, _shown(record, field.name))
            for field in fields
            if field.section is section and (empty_fields or record[field.name] is not None)
        ]
        if rows:
            lines += ["", section.title, *aligned(rows, indent=4, narrowest=widest)]
    return lines or ["", "    no field is filled in"]


def _shown(record: ExposureRecord, name: str) -> str:
    """The value as text; several readings have a line each."""
    value = record[name]
    if isinstance(value, tuple) and all(isinstance(part, Reading) for part in value):
        kind = record.field(name).kind
        return "\n".join(kind.show((reading,)) for reading in value)
    return record.show(name)


def as_changes(changes: Iterable[tuple[str, str, str]]) -> list[str]:
    """A line for each change, with label, old and new text: Aperture  f/16 → f/22."""
    rows = []
    for label, old, new in changes:
        arrow = "\n→ " if "\n" in old + new else " → "
        rows.append((label, f"{old or EMPTY}{arrow}{new or EMPTY}"))
    return aligned(rows, indent=4) if rows else []
