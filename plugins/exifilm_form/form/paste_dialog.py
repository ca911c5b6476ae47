"""Which sections of a copied record to paste."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exifilm_core.record import Section
from exifilm_form.gtk import Gtk
from exifilm_form.session.texts import _


class PasteDialog(Gtk.Dialog):
    """A box to tick for each section. It calls `chosen` with those that are ticked."""

    def __init__(self, window: Gtk.Window, chosen: Callable[[Sequence[Section]], None]) -> None:
        super().__init__(
            title=_("Paste chosen sections"),
            transient_for=window,
            destroy_with_parent=True,
            modal=True,
        )
        self._chosen = chosen
        self.add_button(_("_Cancel"), Gtk.ResponseType.CANCEL)
        self.add_button(_("_Paste"), Gtk.ResponseType.OK)
        self.set_default_response(Gtk.ResponseType.OK)
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=3, margin=18)
        self.ticks = {
            section: Gtk.CheckButton(label=_(section.title))
            for section in Section
            if section is not Section.SCAN
        }
        for tick in self.ticks.values():
            column.pack_start(tick, False, False, 0)
        self.get_content_area().pack_start(column, True, True, 0)
        self.connect("response", self._on_response)
        self.show_all()

    def _on_response(self, _dialog: Gtk.Dialog, response: int) -> None:
        ticked = [section for section, tick in self.ticks.items() if tick.get_active()]
        self.destroy()
        if response == Gtk.ResponseType.OK:
            self._chosen(ticked)
