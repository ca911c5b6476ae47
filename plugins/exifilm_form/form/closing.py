"""Closing the form: save everything first, and ask about what cannot be saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from exifilm_form.form.form_page import FormPage
from exifilm_form.form.notice import Notice
from exifilm_form.session import notices
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.failures import as_sentence
from exifilm_form.session.sheet_state import State
from exifilm_form.session.texts import _, labels_of


class Form(Protocol):
    """What this needs of the form."""

    session: EditSession
    page: FormPage
    notice: Notice
    gone: bool
    """Whether the form was destroyed."""

    def let_edit(self, may: bool) -> None:
        """Let the photographer use the page and the tools, or not."""

    def show_form(self) -> None:
        """Show the form, if the grid is shown."""

    def opened(self) -> None:
        """Fill in the open record again."""

    def show_standing(self) -> None:
        """Show whether the record is saved, and the most urgent notice."""


class Closing:
    """The way from the wish to close to the form's end, or back to editing."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._then: Callable[[], None] | None = None
        self._asking = False

    def is_under_way(self) -> bool:
        """Whether the form is saving everything, or asks what to do with what cannot be saved."""
        return self._then is not None

    def finish(self, then: Callable[[], None]) -> None:
        """Save everything, wait for the saves, and call `then`, unless something stays unsaved."""
        self.stop_asking()
        if self.is_under_way():
            return
        session = self._form.session
        if not session.scans:
            then()
            return
        self._then = then
        session.finish(self._was_finished)
        if self.is_under_way() and (session.saves_under_way or session.together.under_way):
            self._form.let_edit(False)
            self._form.notice.say(_("Saving; the window will close when this has finished."))

    def stop_asking(self) -> None:
        """Cancel the closing if the form asks: the photographer keeps editing."""
        if self._asking:
            self._asking, self._then = False, None

    def keep_editing(self) -> None:
        """Go back to what could not be saved, to its first invalid entry."""
        self.stop_asking()
        self._form.show_form()
        self._form.opened()
        for name in self._form.session.sheet.invalid[:1]:
            self._form.page.boxes[name].take_focus()

    def _was_finished(self, stuck: int | None) -> None:
        then, self._then = self._then, None
        assert then is not None
        self._form.let_edit(True)
        if stuck is None:
            then()
            if not self._form.gone:  # the other folder could not be opened
                self._form.show_standing()
            return
        session = self._form.session
        if not session.together.unfinished():
            session.select(stuck)
        if session.sheet.state is State.CHANGED_ON_DISK:
            self._form.show_standing()
            return
        words = as_sentence(session.sheet.problem)
        if invalid := session.invalid:
            said = _("These entries are invalid and were not saved: {fields}.")
            words = f"{words} {said.format(fields=labels_of(invalid))}".lstrip()
        self._then, self._asking = then, True  # so that no other notice replaces it
        self._form.notice.say(
            words + " " + _("Closing now will discard what is not saved."),
            {notices.KEEP_EDITING: self.keep_editing, notices.DISCARD: then},
            failed=True,
        )
