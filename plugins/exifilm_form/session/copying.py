"""Records in the clipboard: JSON as `exifilm show --json` writes it, and a text to be read.

A pasted record fills in what it has; its No. and the fields about the scan itself stay behind, as
in `exifilm set --from`. The fields of its kit, or of some sections, can be pasted alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from exifilm_core.actions.values import copied, in_json
from exifilm_core.record import ExposureRecord, Field, Section
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.texts import _, ngettext, translated

Wanted = Callable[[Field[Any]], bool]
"""Whether a field is to be pasted."""


class Copy(NamedTuple):
    """What the clipboard gets."""

    json: str
    text: str


def everything(_field: Field[Any]) -> bool:
    """The whole record."""
    return True


def of_the_kit(field: Field[Any]) -> bool:
    """What stays in the camera bag."""
    return field.stays


def of_sections(sections: Collection[Section]) -> Wanted:
    """The fields of these sections."""
    return lambda field: field.section in sections


def copy(session: EditSession) -> Copy:
    """The record of the open scan, as typed; or those of the selected scans, in their order."""
    found: list[dict[str, Any]] = []
    texts: list[str] = []
    for index in session.selection.indices:
        if (record := session.all.record(index)) is not None:
            path = session.scans[index].path
            name = str(path) if path else session.scans[index].name
            found.append({"file": name, "record": record.to_json()})
            texts.append(in_text(record))
    written = found[0] if len(found) == 1 else found
    return Copy(json.dumps(written, ensure_ascii=False, indent=2) + "\n", "\n".join(texts))


def in_text(record: ExposureRecord) -> str:
    """The filled-in fields, section by section, each on a line."""
    lines: list[str] = []
    for section in Section:
        rows = [
            f"{_(field.label)}: {' '.join(record.show(field.name).split())}"
            for field in ExposureRecord.fields()
            if field.section is section and record[field.name] is not None
        ]
        if rows:
            lines += [_(section.title), *(f"    {row}" for row in rows)]
    return "\n".join(lines) + "\n" if lines else ""


def paste(session: EditSession, text: str, wanted: Wanted = everything) -> str:
    """Fill in the open scan, or the selected ones, from this JSON. Returns what to say of it.

    A list of as many records as there are selected scans fills in one each.
    """
    if session.sheet.kept is None:
        return ""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return _("There is no record in the clipboard.")
    several = data if isinstance(data, list) else [data]
    values: list[dict[str, Any]] = []
    for each in several:
        read = in_json(each)
        if read.problems:
            return translated(read.problems[0])
        values.append(_wanted(read.values, wanted))
    if not any(values):
        return _("There is nothing to paste in the copied record.")
    return _fill(session, values)


def _fill(session: EditSession, values: Sequence[dict[str, Any]]) -> str:
    indices = session.selection.indices
    if len(values) == 1:
        session.put(**values[0])
        count = len(values[0])
        return ngettext("{count} field pasted", "{count} fields pasted", count).format(count=count)
    if len(values) != len(indices):
        return _("{records} records were copied, and {scans} scans are selected.").format(
            records=len(values), scans=len(indices)
        )
    session.together.put_each(dict(zip(indices, values, strict=True)))
    return ""


def _wanted(values: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    given = copied(ExposureRecord().replace(**values))
    return {name: value for name, value in given.items() if wanted(ExposureRecord.field(name))}
