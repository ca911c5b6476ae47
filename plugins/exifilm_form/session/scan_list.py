"""The rows of the list of scans: what they show, and what a search in it finds."""

from __future__ import annotations

from exifilm_core.kinds.folding import words_of
from exifilm_core.record import ExposureRecord
from exifilm_core.record.query import searched as searched_in
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


def searched(scan: HostScan) -> str:
    """The texts in which a search looks: of its record, its name, and why it cannot be read."""
    record = scan.summary.record if scan.summary else ExposureRecord()
    return searched_in(record, shown_name(scan), scan.summary.problem if scan.summary else "")


def matches(texts: str, sought: str) -> bool:
    """Whether all the words occur in the texts of a scan."""
    return all(word in texts for word in words_of(sought))
