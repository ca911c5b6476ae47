"""What a host tells of a scan that was read or saved without a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from exifilm_core.actions.findings import (
    Disagreement,
    Finding,
    InvalidValue,
    OverwrittenFields,
    UnknownEncoding,
    UnlikelyValue,
    UnreadableNotes,
    copy_exposure_of,
    findings_of,
)
from exifilm_core.errors import shortened
from exifilm_core.messages import Text
from exifilm_core.messages.exchange import Exchange
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Scan
from exifilm_core.value import Value

_DATE_OF_HOSTS = "XMP-exif:DateTimeOriginal in "


class Note(Value):
    """A sentence about a scan, and perhaps the field that it is about."""

    text: Text
    field: str | None = None
    hint: Text | None = None


def notes_of(scan: Scan, *, just_saved: bool) -> Iterator[Note]:
    """The notes on a scan. ExifilmError when the journal cannot be read."""
    if exposure := copy_exposure_of(scan):
        first, _, _ = exposure.partition("; ")
        yield Note(Exchange.COPY_EXPOSURE(exposure=shortened(first)), "copy_exposure")
    for finding in findings_of(scan, just_saved=just_saved):
        if not _is_date_of_the_host(finding):
            yield _NOTES[type(finding)](finding)


def _is_date_of_the_host(finding: Finding) -> bool:
    """Whether it is the date that darktable gives to every image, where the record has none."""
    if not isinstance(finding, Disagreement) or finding.value:
        return False
    return finding.drift.tag.startswith(_DATE_OF_HOSTS)


def _label(name: str) -> Text:
    return Text(ExposureRecord.field(name).label)


def _invalid(finding: InvalidValue) -> Note:
    name, text = finding.field, shortened(finding.text)
    return Note(Exchange.INVALID_IN_FILE(label=_label(name), text=text), name)


def _unlikely(finding: UnlikelyValue) -> Note:
    name = finding.field
    text = Exchange.UNLIKELY_VALUE(label=_label(name), value=finding.value, meant=finding.meant)
    return Note(text, name)


def _disagreement(finding: Disagreement) -> Note:
    drift = finding.drift
    returns = drift.returns or finding.restored
    sentence = Exchange.RETURNS if returns else Exchange.DISAGREES
    text = sentence(
        label=_label(drift.field),
        value=shortened(finding.value),
        tag=drift.tag,
        text=shortened(drift.text),
    )
    return Note(text, drift.field, None if returns else Exchange.TO_ACCEPT())


def _overwritten(finding: OverwrittenFields) -> Note:
    from exifilm_core.scans.overwritten import named

    when = f"{finding.fields[0].when:%Y-%m-%d %H:%M}"
    return Note(Exchange.OVERWRITTEN(when=when, fields=named(finding.fields)))


def _unknown_encoding(finding: UnknownEncoding) -> Note:
    name = finding.field
    return Note(Exchange.MAY_BE_MISREAD(label=_label(name), tag=finding.tag), name)


def _unreadable_notes(finding: UnreadableNotes) -> Note:
    return Note(Exchange.UNREADABLE_NOTES(names=", ".join(finding.names)))


_NOTES: dict[type[Finding], Callable[[Any], Note]] = {
    InvalidValue: _invalid,
    UnlikelyValue: _unlikely,
    Disagreement: _disagreement,
    OverwrittenFields: _overwritten,
    UnknownEncoding: _unknown_encoding,
    UnreadableNotes: _unreadable_notes,
}
"""Of each kind of finding in a single scan; `check` finds the others in a folder."""
