"""Whether the open record is saved, in a line of words, and what is invalid on it."""

from __future__ import annotations

from collections.abc import Collection

from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.sheet_state import SheetState, State
from exifilm_form.session.texts import _, in_order, labels_of, ngettext


def standing(session: EditSession, said: str) -> str:
    """The state of the open record, or of the selected ones, other saves, and the last message."""
    sheet = session.sheet
    if session.together.sheet:
        count = len(session.selection.chosen)
        selected = ngettext("{count} scan selected", "{count} scans selected", count)
        selected = selected.format(count=count)
        words = "" if sheet.state is State.LOADED else _words(session, sheet, sheet.state)
        return " · ".join(filter(None, (selected, words, said)))
    words = _words(session, sheet, session.state(session.index))
    if session.saves_under_way - (sheet.state is State.SAVING):
        words += " · " + _("saving another scan…")
    return " · ".join(filter(None, (words, said)))


def _words(session: EditSession, sheet: SheetState, state: State) -> str:
    summary = session.scan.summary
    held = session.together.held(session.index)
    invalid = in_order({*sheet.wrong, *(held.wrong if held else ())})
    return {
        State.LOADING: _("Reading…"),
        State.SAVING: _("Saving…"),
        State.EDITED: _("Not saved yet"),
        State.INVALID: _saved_except(sheet, invalid),
        State.LOADED: _("Saved") if summary and summary.has_record else _("No record yet"),
    }.get(state, "")


def _saved_except(sheet: SheetState, invalid: Collection[str]) -> str:
    """A sentence that lists the invalid fields, if the rest of the record is saved or will be."""
    words = _("Not saved yet; {fields} cannot be saved")
    words = words if sheet.unsaved else _("Saved, except {fields}")
    return words.format(fields=labels_of(invalid))
