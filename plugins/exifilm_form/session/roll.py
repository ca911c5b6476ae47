"""A roll over the selected scans: its number, their frames, and a page of notes about them.

Like those of `series.py`, the plan is shown while one types, and is saved as one action. The scans
have the same order as there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exifilm_core.actions.roll_notes import notes_for
from exifilm_core.errors import ExifilmError
from exifilm_core.record import ExposureRecord
from exifilm_core.record.series import counting_from
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.field_counts import in_scans
from exifilm_form.session.series import Plan, sheets, with_ends
from exifilm_form.session.texts import _, translated

_ROLL, _FRAME = ExposureRecord.roll, ExposureRecord.frame


def first_frame(session: EditSession) -> str:
    """The frame to count up from: 1, or "" if some of the selected scans have frames already."""
    return "" if any(_frame_of(session, index) for index in session.selection.indices) else "1"


def annotate(
    session: EditSession, roll: str, first: str, notes: str, order: Sequence[int] = ()
) -> Plan:
    """What each scan would get. Without a first frame, the scans keep the frames that they have."""
    groups = sheets(session, order)
    try:
        number, begin = _ROLL.value_of(roll), _FRAME.value_of(first)
        frames = counting_from(_FRAME.name, begin, len(groups)) if begin else []
        if begin and len(frames) < len(groups):
            return Plan({}, _("A roll has no frame after 9999."))
    except ExifilmError as problem:
        return Plan({}, translated(problem.text))
    own = {_ROLL.name: number} if number else {}
    values: dict[int, dict[str, Any]] = {}
    for place, group in enumerate(groups):
        for index in group:
            values[index] = own | ({_FRAME.name: frames[place]} if frames else {})
    scans = list(values)
    page = notes_for(
        notes, [values[index].get(_FRAME.name) or _frame_of(session, index) for index in scans]
    )
    if page.problem:
        return Plan({}, translated(page.problem))
    for index, noted in zip(scans, page.values, strict=True):
        values[index] |= noted
    values = {index: given for index, given in values.items() if given}
    counted = with_ends(session, groups, frames) if frames else ""
    words = [_in_words(session, values), counted and _("Frames {frames}").format(frames=counted)]
    return Plan(values, "\n".join(filter(None, [*words, *map(translated, page.missing)])))


def _frame_of(session: EditSession, index: int) -> str:
    record = session.all.record(index)
    return (record.frame or "") if record else ""


def _in_words(session: EditSession, values: dict[int, dict[str, Any]]) -> str:
    """The fields with the numbers of scans, and which values would be replaced."""
    words = [in_scans(values.values())]
    if what := in_scans(_replaced(session, index, given) for index, given in values.items()):
        words.append(_("Replaces: {what}").format(what=what))
    return "\n".join(words)


def _replaced(session: EditSession, index: int, given: dict[str, Any]) -> list[str]:
    """The fields of which a scan has other values than these."""
    record = session.all.record(index) or ExposureRecord()
    return [name for name, value in given.items() if record[name] not in (None, value)]
