"""The actions of the form's keys and tools; `keys.py` maps the keys to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from exifilm_core.record import ExposureRecord, Section
from exifilm_form.form.box import Box
from exifilm_form.form.chooser import Chooser
from exifilm_form.form.clipboard import RecordClipboard
from exifilm_form.form.form_page import FormPage
from exifilm_form.form.panes import Panes
from exifilm_form.form.views import Views
from exifilm_form.gtk import Gtk
from exifilm_form.pictures.picture import ScanPicture
from exifilm_form.session import copying, series
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.selection import Selection
from exifilm_form.session.texts import ngettext

if TYPE_CHECKING:
    from exifilm_form.form.grid_page import GridPage


class Editor(Protocol):
    """What the commands act on: the form around the session."""

    session: EditSession
    page: FormPage
    chooser: Chooser
    field: str
    """The field that has the focus, or had it last."""
    panes: Panes | None
    views: Views | None
    """The form and the grid; None where there is no grid."""
    picture: ScanPicture | None
    clipboard: RecordClipboard

    def said(self, index: int, words: str) -> None:
        """Show a message at the foot."""

    def on_main(self, call: Callable[[], None]) -> None:
        """Call this on the main thread."""

    def get_toplevel(self) -> Gtk.Window:
        """The window around the form."""

    def first_box(self) -> Box:
        """The first box of the page."""

    def show_standing(self) -> None:
        """Show whether the record is saved."""

    def show_keys(self) -> None:
        """Show all keys that work here."""

    def show_mixed_values(self) -> bool:
        """Show the values of the focused field in the selected scans."""

    def show_sets(self) -> None:
        """Show the sets of the kit, to choose one."""

    def toggle_positives(self) -> None:
        """Show negatives as positives, or as they are in the files."""


class Commands:
    """Every action that a key can start, except typing."""

    def __init__(self, form: Editor) -> None:
        self._form = form
        self._when_read: tuple[int, Callable[[], None]] | None = None
        """The action that waits for a record to be read, and the scan that it waits for."""

    def same(self, *, section: Section | None = None, whole: bool = False) -> None:
        """Fill in from the previous scan; if that fills the focused field, go on to the next."""
        if self._form.session.sheet.kept is None:
            again = partial(self.same, section=section, whole=whole)
            self._when_read = self._form.session.index, again
            return
        self._form.session.previous.fill(section=section, whole=whole, then=self._go_on)

    def opened(self) -> None:
        """Another record is open: run the action that waited for it."""
        if self._when_read and self._form.session.sheet.kept is not None:
            (index, call), self._when_read = self._when_read, None
            if index == self._form.session.index:
                call()

    def same_field(self) -> None:
        """Fill the focused field from the previous scan, and go on to the next."""
        box = self._form.page.boxes.get(self._form.field)
        if not (box and box.writing.is_focus()):
            return  # the keyboard is in the picture, the strip or a drawing
        if self._form.session.sheet.kept is None:
            self._when_read = self._form.session.index, self.same_field
            return
        self._form.session.previous.fill(self._form.field, then=self._go_on)

    def _go_on(self, filled: set[str]) -> None:
        if self._form.field in filled:
            self.next_empty()

    def same_section(self) -> None:
        """Fill the empty fields of the focused section from the previous scan."""
        if self._form.field:
            self.same(section=ExposureRecord.field(self._form.field).section)

    def next_empty(self) -> bool:
        """Go to the next empty field that the previous scan has filled, else to the next field.

        Returns False if no box of one line has the focus; other widgets answer Enter themselves.
        """
        box = self._form.page.boxes.get(self._form.field)
        if not (box and box.writing.is_focus() and isinstance(box.writing, Gtk.Entry)):
            return False
        names = list(self._form.page.boxes)
        after = names[names.index(self._form.field) + 1 :]
        empty = self._form.session.previous.still_empty()
        for name in [name for name in after if name in empty][:1] or after[:1]:
            self._form.page.boxes[name].take_focus()
        return True

    def go_to_section(self, number: int) -> bool:
        """Go to the first field of the section with this number on the form."""
        self._form.page.first_box(list(Section)[number - 1]).take_focus()
        return True

    def take_offer(self) -> None:
        """Take the value that was worked out for the focused field, and go on to the next."""
        box = self._form.page.boxes.get(self._form.field)
        if box and box.offer and box.writing.is_focus():
            self._form.session.put(**{box.field.name: box.offer.value})
            self.next_empty()

    def take_offers(self) -> None:
        """Take all values that were worked out, as one step."""
        boxes = self._form.page.boxes
        offered = {name: box.offer.value for name, box in boxes.items() if box.offer}
        if offered:
            self._form.session.put(**offered)

    def take_suggestion(self) -> None:
        """Accept the chosen suggestion, if there is one, before another action."""
        box = self._form.page.boxes.get(self._form.field)
        if box and box.suggestions:
            box.suggestions.take()

    def is_composing(self) -> bool:
        """Whether an input method composes a text in the focused field; it needs every key."""
        box = self._form.page.boxes.get(self._form.field)
        return bool(box and box.composing and box.writing.is_focus())

    def go(self, step: int, *, first: bool = False) -> None:
        """Go to the next scan or the previous one; keep the field, or go to the `first`."""
        self._take_what_is_typed()
        before = self._form.session.index
        self._form.session.select(before + step)
        if first and self._form.session.index != before:
            self._form.first_box().take_focus()

    def choose(self) -> None:
        """Open the list of scans."""
        self._form.chooser.clicked()

    def copy(self) -> None:
        """Copy the open record, or those of the selected scans."""
        self._form.clipboard.put(copying.copy(self._form.session))
        count = len(self._form.session.selection.indices)
        words = ngettext("{count} record copied", "{count} records copied", count)
        self._form.said(-1, words.format(count=count))

    def paste(self, wanted: copying.Wanted = copying.everything) -> None:
        """Fill in the open scan, or the selected ones, from the copied record."""
        session = self._form.session
        index, sheet = session.index, session.sheet

        def came(text: str) -> None:
            if (index, sheet) == (session.index, session.sheet):  # else another scan is open by now
                self._form.said(-1, copying.paste(session, text, wanted))

        self._form.clipboard.ask(lambda text: self._form.on_main(partial(came, text)))

    def paste_kit(self) -> None:
        """Fill in what stays in the camera bag from the copied record."""
        self.paste(copying.of_the_kit)

    def paste_sections(self) -> None:
        """Ask which sections of the copied record to paste."""
        from exifilm_form.form.paste_dialog import PasteDialog

        PasteDialog(
            self._form.get_toplevel(), lambda ticked: self.paste(copying.of_sections(ticked))
        )

    def count_up(self) -> bool:
        """Ask for a number to count up from over the selected scans."""
        from exifilm_form.form.series_dialogs import CountDialog

        return self._over_several(CountDialog)

    def annotate_roll(self) -> bool:
        """Ask for the roll, the frames and the notes of the selected scans."""
        from exifilm_form.form.roll_dialog import RollDialog

        return self._over_several(RollDialog)

    def change_dates(self) -> bool:
        """Ask how to change the dates of the selected scans."""
        from exifilm_form.form.series_dialogs import DatesDialog

        return self._over_several(DatesDialog)

    def _over_several(
        self, ask: Callable[[Gtk.Window, EditSession, tuple[int, ...]], object]
    ) -> bool:
        """Ask about the selected scans, in the order in which the photographer sees them."""
        session = self._form.session
        if not session.together.sheet or session.sheet.kept is None:
            return False
        selected = session.selection.indices
        order = grid.grid.ordered(selected) if (grid := self._grid) else selected
        ask(self._form.get_toplevel(), session, order)
        return True

    def swap(self) -> bool:
        """Swap the records of two selected scans."""
        session = self._form.session
        if not session.together.sheet or session.sheet.kept is None:
            return False
        plan = series.swap(session)
        session.together.put_each(plan.values)
        if plan.words:
            self._form.said(-1, plan.words)
        return True

    def select_all(self) -> bool:
        """Select all scans, to edit them together; False if the host cannot save them so."""
        session = self._form.session
        if not session.together.possible:
            return False
        if grid := self._grid:
            session.select_several(grid.grid.everything())
        else:
            everything = range(len(session.scans))
            session.select_several(Selection.of(everything, session.index))
        return True

    def extend(self, step: int) -> bool:
        """Select the scans up to the next one, or to the previous one, too."""
        session = self._form.session
        index = session.index + step
        if not session.together.possible or not 0 <= index < len(session.scans):
            return False
        session.select_several(session.selection.extended(index))
        return True

    def select_one(self) -> bool:
        """Go back to the open scan alone; False if it is."""
        box = self._form.page.boxes.get(self._form.field)
        if not self._form.session.together.sheet or (
            box and box.suggestions and box.suggestions.is_open
        ):
            return False
        self._form.session.select(self._form.session.index)
        return True

    def mixed_values(self) -> bool:
        """Show the values of the focused field in the selected scans."""
        return self._form.show_mixed_values()

    def undo(self) -> bool:
        """Undo the last change of the open record, or the last action on several, if it is later.

        False while one types a search: its letters are no change of a record.
        """
        if (grid := self._grid) and grid.is_searching:
            return False
        self._form.session.step_back()
        return True

    def revert(self) -> None:
        """Revert to the opened record."""
        self._form.session.put_first()

    def next_like_this(self) -> None:
        """Go to the next scan, and fill in what stays in the camera bag."""
        before = self._form.session.index
        self.go(1, first=True)
        if self._form.session.index != before:
            self.same()

    def sets(self) -> None:
        """Choose a set of the kit to fill in."""
        self._form.show_sets()

    def print(self) -> None:
        """Open the print dialogue."""
        from exifilm_form.printing.print_dialog import PrintDialog

        PrintDialog(self._form).show()

    def toggle_picture(self) -> None:
        """Show or hide the picture."""
        if self._form.panes:
            self._form.panes.toggle()

    @property
    def is_in_grid(self) -> bool:
        """Whether the grid is shown."""
        return self._grid is not None

    @property
    def _grid(self) -> GridPage | None:
        views = self._form.views
        return views.grid if views and views.shows_grid else None

    def toggle_grid(self) -> None:
        """Show the grid of scans, or the form again."""
        if views := self._form.views:
            if views.shows_grid:
                views.show_form()
            else:
                views.show_grid()

    def find(self) -> bool:
        """Go to the search of the grid; False if there is no grid."""
        if not self._form.views:
            return False
        self._form.views.show_grid().go_to_search()
        return True

    def positives(self) -> None:
        """Show negatives as positives, or as they are in the files."""
        self._form.toggle_positives()

    def zoom_in(self) -> None:
        """Zoom in on the picture, or show those of the grid larger."""
        if grid := self._grid:
            grid.zoom(1)
        elif picture := self._form.picture:
            picture.zoom_in()

    def zoom_out(self) -> None:
        """Zoom out of the picture, or show those of the grid smaller."""
        if grid := self._grid:
            grid.zoom(-1)
        elif picture := self._form.picture:
            picture.zoom_out()

    def fit(self) -> None:
        """Fit the complete picture into its area, or show those of the grid as at first."""
        if grid := self._grid:
            grid.zoom(0)
        elif picture := self._form.picture:
            picture.fit()

    def show_pixels(self) -> None:
        """Show one pixel of the picture on one pixel of the screen."""
        if picture := self._form.picture:
            picture.show_pixels()

    def show_keys(self) -> None:
        """Show all keys that work here."""
        self._form.show_keys()

    def save(self) -> None:
        """Save the open record now."""
        self._take_what_is_typed()
        self._form.session.save()
        self._form.show_standing()

    def _take_what_is_typed(self) -> None:
        """Mark an invalid text in the focused field."""
        if self._form.field and (wrong := self._form.session.sheet.wrong.get(self._form.field)):
            self._form.page.boxes[self._form.field].mark(wrong)
