"""The rows of the list of scans: what they show, and what a search in it finds."""

from __future__ import annotations

from exifilm_core.record import ExposureRecord
from exifilm_form.session.host import HostScan, shown_name
from exifilm_form.session.sheet_state import State

_MARKS = {
    State.SAVING: "…",
    State.CHANGED_ON_DISK: "⚠",
    State.FAILED: "⚠",
    State.INVALID: "⚠",
    State.UNREADABLE: "✗",
    State.EDITED: "•",
}
SOUGHT = [field for field in ExposureRecord.fields() if field.sought]
"""The fields that a search looks at, besides the file's name."""


def mark(scan: HostScan, state: State) -> str:
    """A sign for the scan's state; "" for none."""
    sign = _MARKS.get(state, "")
    if not sign and scan.summary:
        sign = "✗" if scan.summary.problem else "✓" if scan.summary.has_record else ""
    return sign


def subject(scan: HostScan) -> str:
    """The subject on one line, or why the record cannot be read; "" if it was not read yet."""
    summary = scan.summary
    return " ".join((summary.problem or summary.subject).split()) if summary else ""


def matches(scan: HostScan, sought: str) -> bool:
    """Whether the scan has all the words."""
    words = sought.casefold().split()
    if not words:
        return True
    record = scan.summary.record if scan.summary else ExposureRecord()
    number = scan.summary.called if scan.summary else ""
    fields = [record.show(field.name) for field in SOUGHT]
    text = " ".join((number, subject(scan), shown_name(scan), *fields)).casefold()
    return all(word in text for word in words)
