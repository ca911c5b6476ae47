"""The remarks of the form: on a duplicate No., and on readings typed as a meter's name."""

from __future__ import annotations

from collections.abc import Mapping

from exifilm_core.kinds import Reading
from exifilm_core.record import ExposureRecord
from exifilm_form.form.box import Box
from exifilm_form.form.remark import Remark
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.texts import _


class Remarks:
    """The remarks of a form, by the names of their fields."""

    def __init__(self, session: EditSession) -> None:
        self._sitting = session
        self.by_field = {
            "image_id": Remark(),
            "meter": Remark(_("Move to the readings"), self._move_readings),
        }

    def show(self, boxes: Mapping[str, Box]) -> bool:
        """Update the remarks from the open scan's typed record. Returns whether one is new."""
        duplicate = self._sitting.all.duplicate(self._sitting.index)
        readings = _("These look like readings. They belong in the box Readings.")
        words = {"image_id": duplicate, "meter": readings if self._readings() else ""}
        new = [boxes[name].remark_on(text) for name, text in words.items()]
        return any(new)

    def _readings(self) -> tuple[Reading, ...]:
        """The text of the meter's field, if it can be read as readings."""
        try:
            kind = ExposureRecord.field("readings").kind
            return kind.parse(self._sitting.sheet.text("meter")) or ()
        except ValueError:
            return ()

    def _move_readings(self) -> None:
        before = self._sitting.sheet.typed.readings or ()
        self._sitting.put(readings=before + self._readings(), meter=None)
