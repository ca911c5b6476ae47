"""What the boxes are completed with: a list during typing, and a grey value in an empty box.

The lists come from the kit, from other scans and from the list of films; the grey values are
worked out from the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from exifilm_core.kinds import Text
from exifilm_form.form.box import Box
from exifilm_form.form.kit_in_form import KitInForm
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.offers import films_meant, offers, sizes_of

_FURTHER = {"film": films_meant}
"""What else the text of a field may mean, by the field's name."""


class Completing:
    """Completes the boxes of a form, by the names of their fields."""

    def __init__(
        self,
        session: EditSession,
        kit: KitInForm,
        boxes: Mapping[str, Box],
    ) -> None:
        self._session, self._kit, self._boxes = session, kit, boxes
        for name, box in boxes.items():
            kind = box.field.kind
            if isinstance(kind, Text) and not kind.lines and not box.field.counts:
                known, chosen = partial(self._known, name), partial(self._chosen, name)
                box.complete_from(known, chosen, _FURTHER.get(name))

    def show_offers(self) -> None:
        """Show in grey what empty fields may hold; several selected scans have no such values."""
        several = self._session.together.sheet
        found = {} if several else offers(self._session.sheet, self._kit.known)
        for name, box in self._boxes.items():
            box.show_offer(found.get(name))

    def _known(self, name: str) -> Sequence[str]:
        """The values of the kit and of other scans; of a format, the sizes of the film too."""
        used = self._kit.suggested(name)
        if name != "film_format":
            return used
        return list(dict.fromkeys((*used, *sizes_of(self._session.sheet.typed.film))))

    def _chosen(self, name: str, text: str) -> None:
        """A value was taken from the list: fill in what follows from it."""
        self._kit.chosen(name, text)
