"""The sentences of `show`, `check` and `set` about findings in a scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exifilm_core.actions.findings import (
    Contradiction,
    Disagreement,
    Duplicate,
    Finding,
    InvalidValue,
    Leftover,
    MisreadTag,
    OverwrittenFields,
    UnknownEncoding,
    UnlikelyValue,
    Unread,
    UnreadableNotes,
    WithoutRecord,
)
from exifilm_core.errors import printable, shortened
from exifilm_core.record import ExposureRecord


def sentence_of(finding: Finding) -> str:
    """What to tell a person about the finding; the file stands before it."""
    return _SENTENCES[type(finding)](finding)


def exif_of_the_copy(exposure: str) -> list[str]:
    """A sentence where EXIF's exposure, in the form's notation, counts as the copy camera's."""
    if not exposure:
        return []
    exposure, _, _ = exposure.partition("; ")
    return [
        f"EXIF's exposure ({shortened(exposure)}) counts as that of the camera on the copy stand; "
        "the first save moves it to the field copy_exposure. If it is the film's, use “exifilm set "
        "--film-exif”, before that save or after it."
    ]


def _unread(finding: Unread) -> str:
    return printable(str(finding.why))


def _without_record(finding: WithoutRecord) -> str:
    return " ".join(["has no exposure record.", *exif_of_the_copy(finding.copy_exposure)])


def _duplicate(finding: Duplicate) -> str:
    names = ", ".join(other.name for other in finding.others)
    guessed = " (guessed from its name)" if finding.guessed else ""
    return f"has the number {finding.number}{guessed}, as {names} has. Change one of them."


def _invalid_value(finding: InvalidValue) -> str:
    return (
        f"{_named(finding.field)} has an invalid value, “{shortened(finding.text)}”. Set it again: "
        f"{finding.field}=…"
    )


def _unlikely_value(finding: UnlikelyValue) -> str:
    name, meant = finding.field, finding.meant
    return (
        f"{_named(name)} is {finding.value}, which is unlikely. If it is {meant}, correct it with "
        f"“exifilm set FILE {name}={meant}”."
    )


def _contradiction(finding: Contradiction) -> str:
    return f"{_named(finding.field)}: {printable(str(finding.why))}"


def _disagreement(finding: Disagreement) -> str:
    drift = finding.drift
    sentence = (
        f"{_named(drift.field)} is “{shortened(finding.value)}”, but {drift.tag} is "
        f"“{shortened(drift.text)}”."
    )
    if drift.returns:
        return sentence + " Another program restored an old text; the next save replaces it."
    if finding.restored:
        return sentence + " Another program restored it; “exifilm restore” replaces it."
    if drift.value is not None:
        return sentence + f" “exifilm set --accept {drift.field}” takes it into the record."
    return sentence


def _overwritten(finding: OverwrittenFields) -> str:
    from exifilm_core.scans.overwritten import named

    when = finding.fields[0].when
    return (
        f"another program has overwritten what was saved on {when:%Y-%m-%d at %H:%M} "
        f"({named(finding.fields)}). “exifilm restore” saves it again."
    )


def _unknown_encoding(finding: UnknownEncoding) -> str:
    return (
        f"{_named(finding.field)} may be misread: {finding.tag} is in an unknown encoding. Set the "
        f"right text: {finding.field}=…"
    )


def _unreadable_notes(finding: UnreadableNotes) -> str:
    return (
        "its maker notes cannot be read: an earlier version of ExiFilm wrote the film camera's "
        f"name over the digital camera's ({', '.join(finding.names)}). The next save restores it."
    )


def _leftover(_finding: Leftover) -> str:
    return "is left over from an interrupted save. Remove it."


def _misread(finding: MisreadTag) -> str:
    return (
        f"ExiFilm reads {finding.tag} as “{shortened(finding.quick)}”, but ExifTool as "
        f"“{shortened(finding.other)}”. Please report this fault. EXIFILM_QUICK=0 in the "
        "environment lets ExifTool read everything."
    )


def _named(name: str) -> str:
    return f"{ExposureRecord.field(name).label} ({name})"


_SENTENCES: dict[type[Finding], Callable[[Any], str]] = {
    Unread: _unread,
    WithoutRecord: _without_record,
    Duplicate: _duplicate,
    InvalidValue: _invalid_value,
    UnlikelyValue: _unlikely_value,
    Contradiction: _contradiction,
    Disagreement: _disagreement,
    OverwrittenFields: _overwritten,
    UnknownEncoding: _unknown_encoding,
    UnreadableNotes: _unreadable_notes,
    Leftover: _leftover,
    MisreadTag: _misread,
}
