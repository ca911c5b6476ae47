"""Selects the most urgent notice about the open scan or another one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from exifilm_form.form import notice
from exifilm_form.form.drift import in_a_sentence
from exifilm_form.session.failures import as_sentence
from exifilm_form.session.sheet_state import CLOSED, State
from exifilm_form.session.texts import _

if TYPE_CHECKING:
    from exifilm_form.form.form_view import FormView


def show_notice(form: FormView) -> None:
    """Show the most urgent notice, or none."""
    session, sheet = form.session, form.session.sheet
    state = sheet.state
    summary = session.scan.summary
    again = {notice.TRY_AGAIN: session.try_again}
    others = [index for index in session.failed() if index != session.index]
    if state is State.UNREADABLE:
        form.notice.say(as_sentence(sheet.problem), again, failed=True)
    elif state is State.CHANGED_ON_DISK:
        mine = {name: sheet.is_mine(name) for name in sheet.differences}
        name = form.name_of(session.index)
        form.notice.ask(name, sheet.differences, mine, session.choose)
    elif state is State.FAILED:
        words = as_sentence(sheet.problem)
        if sheet.unsaved or sheet.wrong:
            words += " " + _("All that you typed is still here.")
        form.notice.say(words, again, failed=True)
    elif others:
        words = _("{name} could not be saved. What you typed there is kept.")
        go = partial(session.select, others[0])
        form.notice.say(
            words.format(name=form.name_of(others[0])), {notice.GO_THERE: go}, failed=True
        )
    elif summary and summary.exif_is_the_copys and state not in CLOSED:
        exposure, _sign, _rest = sheet.text("copy_exposure").partition("; ")
        words = _("ExiFilm treats EXIF's exposure ({exposure}) as the copy camera's.")
        films = {notice.OF_THE_FILM: session.exif_is_the_films}
        form.notice.say(words.format(exposure=exposure), films)
    elif drifted := [drift for drift in session.drifted if not drift.returns]:
        several = len({drift.field for drift in drifted}) > 1
        choices = {notice.SHOW: partial(_show_drift, form)}
        choices |= {notice.KEEP_ALL: partial(_keep_all, form)} if several else {}
        form.notice.say(in_a_sentence(drifted), choices)
    else:
        form.notice.hush()


def _keep_all(form: FormView) -> None:
    form.session.keep({drift.field for drift in form.session.drifted})


def _show_drift(form: FormView) -> None:
    """Open the choice of the first field whose tags need one."""
    names = {drift.field for drift in form.session.drifted if not drift.returns}
    next(box for name, box in form.page.boxes.items() if name in names).drift.open()
