"""All keys on one page, made of their table."""

from __future__ import annotations

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

from exifilm_form.keys import GROUPS, KEYS, OWN_WINDOW  # noqa: E402
from exifilm_form.texts import _  # noqa: E402


class KeyOverview(Gtk.Dialog):
    """The keys of the form, group by group, in two columns."""

    def __init__(self, window: Gtk.Window) -> None:
        super().__init__(
            title=_("All keys"), transient_for=window, destroy_with_parent=True, modal=True
        )
        self.add_button(_("_Close"), Gtk.ResponseType.CLOSE)
        self.connect("response", lambda dialog, _response: dialog.destroy())
        shown = KEYS.keys() - (OWN_WINDOW if isinstance(window, Gtk.Dialog) else {})
        grid = Gtk.Grid(column_spacing=18, row_spacing=3, margin=18)
        for title, keys in GROUPS.items():
            self._add(grid, title, "keys-title")
            for name, key in keys.items():
                if name in shown:
                    self._add(grid, key.label, "key", key.words)
        scrolled = Gtk.ScrolledWindow(
            hscrollbar_policy=Gtk.PolicyType.NEVER,
            propagate_natural_height=True,
            max_content_height=max(240, window.get_size()[1] - 140),
        )
        scrolled.add(grid)
        self.get_content_area().pack_start(scrolled, True, True, 0)
        self.show_all()

    @staticmethod
    def _add(grid: Gtk.Grid, text: str, style: str, words: str = "") -> None:
        """Add a line: a key and what it does, or a title across both columns."""
        line = len(grid.get_children())
        first = Gtk.Label(label=text, xalign=0, yalign=0)
        first.get_style_context().add_class(style)
        grid.attach(first, 0, line, 1 if words else 2, 1)
        if words:
            second = Gtk.Label(label=words, xalign=0, wrap=True, max_width_chars=48)
            grid.attach(second, 1, line, 1, 1)
