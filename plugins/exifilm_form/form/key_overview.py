"""The overview of all keys, generated from their table."""

from __future__ import annotations

from collections.abc import Collection

from exifilm_form.form.form_page import Placed, put
from exifilm_form.form.keys import GROUPS
from exifilm_form.gtk import Gtk
from exifilm_form.session.texts import _


class KeyOverview(Gtk.Dialog):
    """The keys of the form, group by group, in two columns."""

    def __init__(self, window: Gtk.Window, without: Collection[str] = ()) -> None:
        """`without` these keys, by their names in the table."""
        super().__init__(
            title=_("All keys"), transient_for=window, destroy_with_parent=True, modal=True
        )
        self.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self.connect("response", lambda dialog, _response: dialog.destroy())
        parts: list[Placed] = []
        line = 0
        for title, keys in GROUPS.items():
            parts.append((_label(title, "keys-title"), 0, line, 2))
            for key in (key for name, key in keys.items() if name not in without):
                line += 1
                words = Gtk.Label(label=key.words, xalign=0, wrap=True, max_width_chars=48)
                parts += [(_label(key.label, "key"), 0, line, 1), (words, 1, line, 1)]
            line += 1
        grid = Gtk.Grid(column_spacing=18, row_spacing=3, margin=18)
        put(grid, parts)
        scrolled = Gtk.ScrolledWindow(
            hscrollbar_policy=Gtk.PolicyType.NEVER,
            propagate_natural_height=True,
            propagate_natural_width=True,
            max_content_height=max(240, window.get_size()[1] - 140),
        )
        scrolled.add(grid)
        self.get_content_area().pack_start(scrolled, True, True, 0)
        self.show_all()


def _label(text: str, style: str) -> Gtk.Label:
    label = Gtk.Label(label=text, xalign=0, yalign=0)
    label.get_style_context().add_class(style)
    return label
