"""The remarks of the form, with the buttons that they offer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from exifilm_core.actions.worked_out import DOUBTED
from exifilm_form.form.box import Box
from exifilm_form.form.remark import Remark
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.remarks import move_readings, remarks
from exifilm_form.session.texts import _


class Remarks:
    """The remarks of a form, by the names of their fields."""

    def __init__(self, session: EditSession) -> None:
        self._session = session
        self.by_field = {
            "image_id": Remark(),
            "meter": Remark(_("Move to the readings"), partial(move_readings, session)),
            **{name: Remark() for name in DOUBTED},
        }

    def show(self, boxes: Mapping[str, Box]) -> bool:
        """Update the remarks from the open scan's typed record. Returns whether one is new."""
        new = [boxes[name].remark_on(words) for name, words in remarks(self._session).items()]
        return any(new)
