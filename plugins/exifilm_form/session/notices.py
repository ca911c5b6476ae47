"""The most urgent notice: about the open scan, or about another one whose save failed.

Only one notice is shown at a time. It is a message with buttons, or the question which values to
keep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from exifilm_core.errors import Difference
from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import Drift
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.failures import as_sentence
from exifilm_form.session.several_sheet import SeveralSheet
from exifilm_form.session.sheet_state import CLOSED, State
from exifilm_form.session.texts import _, labels_of, ngettext

TRY_AGAIN, GO_THERE = _("Tr_y again"), _("_Go there")
GO_ON, UNDO = _("_Go on"), _("Undo")
SHOW, KEEP_ALL = _("Sh_ow"), _("_Keep mine everywhere")
OF_THE_FILM = _("It bel_ongs to the film")
KEEP_EDITING, DISCARD = _("_Keep editing"), _("Discard and _close")
_BUTTONS = (
    TRY_AGAIN,
    GO_THERE,
    GO_ON,
    SHOW,
    KEEP_ALL,
    OF_THE_FILM,
    KEEP_EDITING,
    DISCARD,
    _("_Close"),
)
LETTERS = "".join(text.partition("_")[2][:1].casefold() for text in _BUTTONS)
"""The letters of these buttons, and of a dialogue's own; no field of the form uses them."""


class Message(NamedTuple):
    """A message, with a button for each possible action."""

    words: str
    buttons: Mapping[str, Callable[[], None]] = {}
    failed: bool = False


class Question(NamedTuple):
    """Another program changed the record; the photographer chooses which values to keep."""

    words: str
    differences: Mapping[str, Difference]
    mine: Mapping[str, bool]
    """Whether the photographer changed the field too."""
    answer: Callable[[list[str]], None]
    """Receives the fields that stay as the other program wrote them."""


def most_urgent(session: EditSession, show_drift: Callable[[], None]) -> Message | Question | None:
    """The notice to show now; `show_drift` opens the choice of the first field with drift."""
    sheet, summary = session.sheet, session.scan.summary
    state = sheet.state
    again = {TRY_AGAIN: session.try_again}
    others = [index for index in session.failed() if index != session.index]
    together = session.together
    if state is State.UNREADABLE:
        return Message(as_sentence(sheet.problem), again, failed=True)
    if state is State.CHANGED_ON_DISK:
        words = _(
            "Another program changed the record of {name} since you opened it. Nothing was saved. "
            "Choose which values to keep:"
        ).format(name=session.all.name(session.index))
        mine = {name: sheet.is_mine(name) for name in sheet.differences}
        return Question(words, dict(sheet.differences), mine, session.choose)
    if state is State.FAILED:
        words = as_sentence(sheet.problem)
        if sheet.unsaved or sheet.wrong:
            words += " " + _("All that you typed is still here.")
        return Message(words, again, failed=True)
    if others:
        words = _("{name} could not be saved. What you typed there is kept.")
        go = partial(session.select, others[0])
        name = session.all.name(others[0])
        return Message(words.format(name=name), {GO_THERE: go}, failed=True)
    for pending in together.pending:
        if pending is not sheet and (pending.problem or pending.wrong):
            words = _not_saved(pending, together.listed(pending.indices))
            return Message(words, {GO_THERE: partial(session.return_to, pending)}, failed=True)
    if together.message:
        return Message(together.message, {_("_Close"): session.close_message}, failed=True)
    if together.interrupted:
        left = len(together.interrupted.left)
        words = ngettext(
            "Cancelled: {count} scan is as it was before.",
            "Cancelled: {count} scans are as they were before.",
            left,
        )
        choices = {GO_ON: together.finish_interrupted}
        if together.can_undo:
            choices[UNDO] = together.undo
        return Message(words.format(count=left), choices)
    if session.unable:
        return Message(as_sentence(session.unable), {TRY_AGAIN: session.make_ready}, failed=True)
    if together.sheet is None and summary and summary.exif_is_the_copys and state not in CLOSED:
        exposure, _sign, _rest = sheet.text("copy_exposure").partition("; ")
        words = _("ExiFilm treats EXIF's exposure ({exposure}) as the copy camera's.")
        films = {OF_THE_FILM: session.exif_is_the_films}
        return Message(words.format(exposure=exposure), films)
    if drifted := [drift for drift in session.drifted if not drift.returns]:
        choices = {SHOW: show_drift}
        if len({drift.field for drift in drifted}) > 1:
            choices[KEEP_ALL] = lambda: session.keep({drift.field for drift in session.drifted})
        return Message(_which_disagree(drifted), choices)
    return None


def _not_saved(pending: SeveralSheet, scans: str) -> str:
    """What could not be saved in these scans, and that it is kept."""
    if pending.problem:
        return _("{name} could not be saved. What you typed there is kept.").format(name=scans)
    words = ngettext(
        "{fields} could not be saved in {scans}: the entry is invalid.",
        "{fields} could not be saved in {scans}: the entries are invalid.",
        len(pending.wrong),
    ).format(fields=labels_of(pending.invalid), scans=scans)
    return words + " " + _("What you typed there is kept.")


def _which_disagree(drifted: Sequence[Drift]) -> str:
    """How many tags disagree, of which fields, and what the next save does."""
    names = dict.fromkeys(drift.field for drift in drifted)
    labels = [_(ExposureRecord.field(name).label) for name in names]
    words = ngettext(
        "{count} tag disagrees with the record: {fields}.",
        "{count} tags disagree with the record: {fields}.",
        len(drifted),
    ).format(count=len(drifted), fields=", ".join(labels))
    return words + " " + _("ExiFilm overwrites nothing until you choose.")
