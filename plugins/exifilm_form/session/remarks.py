"""Remarks on valid values: a duplicate No., readings typed as a meter's name, contradictions."""

from __future__ import annotations

from exifilm_core.actions.worked_out import DOUBTED
from exifilm_core.kinds import Reading
from exifilm_core.record import ExposureRecord
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.offers import doubts
from exifilm_form.session.texts import _


def remarks(session: EditSession) -> dict[str, str]:
    """The remarks on the open scan's typed record, by their fields' names; "" for none.

    Leaves out contradictions during typing: half a value contradicts others.
    """
    if session.together.sheet:
        return dict.fromkeys(("image_id", "meter", *DOUBTED), "")
    contradictions = {} if session.sheet.writing else doubts(session.sheet)
    readings = _("These look like readings. They belong in the box Readings.")
    return {
        "image_id": session.all.duplicate(session.index),
        "meter": readings if _readings_in_meter(session) else "",
        **contradictions,
    }


def move_readings(session: EditSession) -> None:
    """Move the readings that were typed as the meter's name."""
    before = session.sheet.typed.readings or ()
    session.put(readings=before + _readings_in_meter(session), meter=None)


def _readings_in_meter(session: EditSession) -> tuple[Reading, ...]:
    """The text of the meter's field, if it can be read as readings."""
    try:
        kind = ExposureRecord.field("readings").kind
        return kind.parse(session.sheet.text("meter")) or ()
    except ValueError:
        return ()
