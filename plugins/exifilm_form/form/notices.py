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
    sitting, draft = form.sitting, form.sitting.draft
    state = draft.state
    glance = sitting.sheet.glance
    again = {notice.TRY_AGAIN: sitting.try_again}
    others = [index for index in sitting.failed() if index != sitting.index]
    if state is State.UNREADABLE:
        form.notice.say(as_sentence(draft.problem), again, failed=True)
    elif state is State.CHANGED_ON_DISK:
        mine = {name: draft.is_mine(name) for name in draft.differences}
        name = form.name_of(sitting.index)
        form.notice.ask(name, draft.differences, mine, sitting.choose)
    elif state is State.FAILED:
        words = as_sentence(draft.problem)
        if draft.unsaved or draft.wrong:
            words += " " + _("All that you typed is still here.")
        form.notice.say(words, again, failed=True)
    elif others:
        words = _("{name} could not be saved. What you typed there is kept.")
        go = partial(sitting.select, others[0])
        form.notice.say(
            words.format(name=form.name_of(others[0])), {notice.GO_THERE: go}, failed=True
        )
    elif glance and glance.exif_is_the_copys and state not in CLOSED:
        exposure, _sign, _rest = draft.text("copy_exposure").partition("; ")
        words = _("ExiFilm treats EXIF's exposure ({exposure}) as the copy camera's.")
        films = {notice.OF_THE_FILM: sitting.exif_is_the_films}
        form.notice.say(words.format(exposure=exposure), films)
    elif drifted := [drift for drift in sitting.drifted if not drift.returns]:
        several = len({drift.field for drift in drifted}) > 1
        choices = {notice.SHOW: partial(_show_drift, form)}
        choices |= {notice.KEEP_ALL: partial(_keep_all, form)} if several else {}
        form.notice.say(in_a_sentence(drifted), choices)
    else:
        form.notice.hush()


def _keep_all(form: FormView) -> None:
    form.sitting.keep({drift.field for drift in form.sitting.drifted})


def _show_drift(form: FormView) -> None:
    """Open the choice of the first field whose tags need one."""
    names = {drift.field for drift in form.sitting.drifted if not drift.returns}
    next(box for name, box in form.paper.boxes.items() if name in names).drift.open()
