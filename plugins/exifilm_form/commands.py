"""What the keys and the tools do with the form; `keys.py` says which key does what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

from exifilm_core.record import ExposureRecord, Section  # noqa: E402
from exifilm_form.key_overview import KeyOverview  # noqa: E402
from exifilm_form.keys import OWN_WINDOW, PICTURE  # noqa: E402

if TYPE_CHECKING:
    from exifilm_form.form import FormView


class Commands:
    """Everything that one can have done by a key, but typing."""

    def __init__(self, form: FormView) -> None:
        self._form = form
        self._when_read: tuple[int, Callable[[], None]] | None = None
        """What is to be done once the record of a scan was read, and of which."""

    def same(self, *, section: Section | None = None, whole: bool = False) -> None:
        """Fill in from the previous scan; if that fills the field one is in, go on to the next."""
        if self._form.sitting.draft.kept is None:
            again = partial(self.same, section=section, whole=whole)
            self._when_read = self._form.sitting.index, again
            return
        self._form.sitting.same_as_previous(section=section, whole=whole, then=self._go_on)

    def opened(self) -> None:
        """Another record is open: do what was asked for before it was read."""
        if self._when_read and self._form.sitting.draft.kept is not None:
            (index, call), self._when_read = self._when_read, None
            if index == self._form.sitting.index:
                call()

    def same_field(self) -> None:
        """Fill the field one is in from the previous scan, and go on to the next."""
        if self._form.field:
            self._form.sitting.same_as_previous(self._form.field, then=self._go_on)

    def _go_on(self, filled: set[str]) -> None:
        if self._form.field in filled:
            self.next_empty()

    def same_section(self) -> None:
        """Fill the empty fields of the section one is in from the previous scan."""
        if self._form.field:
            self.same(section=ExposureRecord.field(self._form.field).section)

    def next_empty(self) -> bool:
        """Go to the next field that is empty and that the previous scan has, else to the next.

        False where the keyboard is in no box of one line, which answers Enter otherwise.
        """
        box = self._form.paper.boxes.get(self._form.field)
        if not (box and box.writing.is_focus() and isinstance(box.writing, Gtk.Entry)):
            return False
        names = list(self._form.paper.boxes)
        after = names[names.index(self._form.field) + 1 :]
        empty = self._form.sitting.still_empty()
        for name in [name for name in after if name in empty][:1] or after[:1]:
            self._form.paper.boxes[name].take_focus()
        return True

    def go_to_section(self, number: int) -> bool:
        """Go to the first field of the section with this number on the form."""
        self._form.paper.first_box(list(Section)[number - 1]).take_focus()
        return True

    def take_suggestion(self) -> None:
        """Take the suggestion that is chosen, if there is one, before something else is done."""
        box = self._form.paper.boxes.get(self._form.field)
        if box and box.suggestions:
            box.suggestions.take()

    def go(self, step: int, *, first: bool = False) -> None:
        """Go to the next scan or the previous one; keep the field, or go to the `first`."""
        self._take_what_is_typed()
        before = self._form.sitting.index
        self._form.sitting.select(before + step)
        if first and self._form.sitting.index != before:
            self._form.first_box().take_focus()

    def choose(self) -> None:
        """Open the list of scans."""
        self._form.chooser.clicked()

    def undo(self) -> None:
        """Undo the last change of the open record."""
        self._form.sitting.step_back()

    def revert(self) -> None:
        """Put the open record back as it was opened."""
        self._form.sitting.put_first()

    def next_like_this(self) -> None:
        """Go to the next scan, and fill in what stays in the camera bag."""
        before = self._form.sitting.index
        self.go(1, first=True)
        if self._form.sitting.index != before:
            self.same()

    def print(self) -> None:
        """Show the dialogue that prints records."""
        from exifilm_form.printing import PrintDialog

        PrintDialog(self._form).show()

    def toggle_picture(self) -> None:
        """Show the picture, or hide it."""
        if self._form.panes:
            self._form.panes.toggle()

    def positives(self) -> None:
        """Show negatives as positives, or as they are again."""
        if bar := self._form.picture_bar:
            bar.positives.clicked()

    def zoom_in(self) -> None:
        """Show the picture larger."""
        if picture := self._form.picture:
            picture.zoom_in()

    def zoom_out(self) -> None:
        """Show the picture smaller."""
        if picture := self._form.picture:
            picture.zoom_out()

    def fit(self) -> None:
        """Show the complete picture."""
        if picture := self._form.picture:
            picture.fit()

    def show_pixels(self) -> None:
        """Show one pixel of the picture on one of the screen."""
        if picture := self._form.picture:
            picture.show_pixels()

    def show_keys(self) -> None:
        """Show all keys; without those that only the program's own window has, or a picture."""
        window = self._form.get_toplevel()
        own = OWN_WINDOW if isinstance(window, Gtk.Dialog) else {}
        KeyOverview(window, {*own} if self._form.panes else {*own, *PICTURE})

    def save(self) -> None:
        """Save the open record now."""
        self._take_what_is_typed()
        self._form.sitting.save()
        self._form.show_standing()

    def _take_what_is_typed(self) -> None:
        """Mark what is wrong in the field that one is still in."""
        if self._form.field and (wrong := self._form.sitting.draft.wrong.get(self._form.field)):
            self._form.paper.boxes[self._form.field].mark(wrong)
