"""Whether the open record is saved, in a line of words, and what is invalid on it."""

from __future__ import annotations

from exifilm_core.record import ExposureRecord
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.sheet_state import SheetState, State
from exifilm_form.session.texts import _, labels_of, ngettext


def standing(session: EditSession, said: str) -> str:
    """The state of the open record, or of the selected ones, other saves, and the last message."""
    sheet = session.sheet
    if session.together.sheet:
        count = len(session.selection.chosen)
        selected = ngettext("{count} scan selected", "{count} scans selected", count)
        selected = selected.format(count=count)
        words = "" if sheet.state is State.LOADED else _words(session, sheet)
        return " · ".join(filter(None, (selected, words, said)))
    words = _words(session, sheet)
    if session.saves_under_way - (sheet.state is State.SAVING):
        words += " · " + _("saving another scan…")
    return " · ".join(filter(None, (words, said)))


def _words(session: EditSession, sheet: SheetState) -> str:
    summary = session.scan.summary
    return {
        State.LOADING: _("Reading…"),
        State.SAVING: _("Saving…"),
        State.EDITED: _("Not saved yet"),
        State.INVALID: _saved_except(sheet),
        State.LOADED: _("Saved") if summary and summary.has_record else _("No record yet"),
    }.get(sheet.state, "")


def _saved_except(sheet: SheetState) -> str:
    """A sentence that lists the invalid fields, if the rest of the record is saved or will be."""
    words = _("Not saved yet; {fields} cannot be saved")
    words = words if sheet.unsaved else _("Saved, except {fields}")
    return words.format(fields=labels_of(invalid_fields(sheet)))


def invalid_fields(sheet: SheetState) -> list[str]:
    """The names of the fields with an invalid entry, in the order of the form."""
    return [field.name for field in ExposureRecord.fields() if field.name in sheet.wrong]
