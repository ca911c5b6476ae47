"""The dialogue for a roll: its number, the first frame, and a page of notes about its frames."""

from __future__ import annotations

from collections.abc import Sequence

from exifilm_form.form.series_dialogs import SeriesDialog
from exifilm_form.gtk import Gtk
from exifilm_form.session import roll
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.series import Plan
from exifilm_form.session.texts import _

_EXAMPLE = _(
    "For example:\nfilm=Ilford HP5 Plus; EI=800\n1-9: location=Malham; lens=Nikkor 50 mm\n"
    "7, 12: people moved"
)
_NOTES_SIZE = 460, 170
"""Pixels for the notes: a dozen lines."""


class RollDialog(SeriesDialog):
    """Numbers the selected scans as frames of a roll, and takes the notes about them."""

    def __init__(self, window: Gtk.Window, session: EditSession, order: Sequence[int]) -> None:
        super().__init__(window, session, order, _("A roll of film"))
        self.roll = Gtk.Entry(activates_default=True, hexpand=True)
        self.roll.set_text(session.sheet.text("roll"))
        self.first = Gtk.Entry(activates_default=True, placeholder_text=_("as they are"))
        self.first.set_text(roll.first_frame(session))
        self.notes = Gtk.TextView(accepts_tab=False, wrap_mode=Gtk.WrapMode.WORD_CHAR, top_margin=3)
        for margin in ("left_margin", "right_margin"):
            self.notes.set_property(margin, 6)
        self.row(0, _("_Roll"), self.roll)
        self.row(1, _("_First frame"), self.first)
        self._add_notes()
        for each in (self.roll, self.first, self.notes.get_buffer()):
            each.connect("changed", self.update)
        self.update()
        self.show_all()
        self.roll.grab_focus()

    def planned(self) -> Plan:
        return roll.annotate(
            self.session, self.roll.get_text(), self.first.get_text(), self._noted(), self.order
        )

    def _noted(self) -> str:
        buffer = self.notes.get_buffer()
        return str(buffer.get_text(*buffer.get_bounds(), include_hidden_chars=False))

    def _add_notes(self) -> None:
        words = _("_Notes, a line for all frames or for some")
        label = Gtk.Label.new_with_mnemonic(words)
        label.set_xalign(0)
        label.set_mnemonic_widget(self.notes)
        self.notes.get_accessible().set_name(words.replace("_", ""))
        scrolled = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN, expand=True)
        scrolled.set_size_request(*_NOTES_SIZE)
        scrolled.add(self.notes)
        example = Gtk.Label(label=_EXAMPLE, xalign=0, selectable=False)
        example.get_style_context().add_class("dim-label")
        for line, part in enumerate((label, scrolled, example), start=2):
            self.grid.attach(part, 0, line, 2, 1)
        self.get_content_area().set_child_packing(self.grid, True, True, 0, Gtk.PackType.START)
