"""The line under the form: whether the record is saved, and help for the focused field."""

from __future__ import annotations

from exifilm_form.gtk import Atk, Gtk, Pango


class Foot(Gtk.Box):
    """Two labels: `standing` for the record's state, `help` for the field.

    In a narrow window they are shortened; the pointer then shows the complete text.
    """

    def __init__(self) -> None:
        super().__init__(spacing=12)
        self.get_style_context().add_class("foot")
        self.standing = Gtk.Label(xalign=0, ellipsize=Pango.EllipsizeMode.END)
        self.standing.get_accessible().set_role(Atk.Role.STATUSBAR)
        self.help = Gtk.Label(xalign=1, ellipsize=Pango.EllipsizeMode.END)
        self.pack_start(self.standing, True, True, 0)
        self.pack_end(self.help, True, True, 0)
        for label in (self.standing, self.help):
            label.connect("notify::label", _show_complete)


def _show_complete(label: Gtk.Label, _changed: object) -> None:
    label.set_tooltip_text(label.get_text() or None)
