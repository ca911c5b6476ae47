"""The values of a field in which the selected scans differ, to choose one of them for all."""

from __future__ import annotations

from collections.abc import Callable

from exifilm_core.record import Field
from exifilm_core.record.shared import Values
from exifilm_form.gtk import Gtk, Pango
from exifilm_form.session.mixed_words import EMPTY_IN_ALL, one_told
from exifilm_form.session.texts import _

_MOST = 100
"""At most this many values are listed, the most frequent ones."""


class MixedValues(Gtk.Popover):
    """A list of values. It calls `chosen(text)`, with None to empty the field."""

    def __init__(
        self,
        writing: Gtk.Widget,
        field: Field[object],
        values: Values,
        chosen: Callable[[str | None], None],
    ) -> None:
        super().__init__(relative_to=writing, position=Gtk.PositionType.BOTTOM)
        texts = [text for text in values.counted if text][:_MOST]
        self._texts: list[str | None] = [*texts]
        self._chosen = chosen
        rows = [one_told(text, values.counted[text]) for text in texts]
        if "" in values.counted:
            rows.append(one_told("", values.counted[""]) + " · " + EMPTY_IN_ALL)
        else:
            rows.append(EMPTY_IN_ALL)
        self._texts.append(None)
        self.list = Gtk.ListBox(activate_on_single_click=True)
        name = _("{field}: values of the selected scans").format(field=_(field.label))
        self.list.get_accessible().set_name(name)
        for words in rows:
            label = Gtk.Label(label=words, xalign=0, ellipsize=Pango.EllipsizeMode.END)
            label.set_max_width_chars(60)
            row = Gtk.ListBoxRow()
            row.get_accessible().set_name(words)
            row.add(label)
            self.list.add(row)
        self.list.connect("row-activated", self._on_activated)
        scrolled = Gtk.ScrolledWindow(
            hscrollbar_policy=Gtk.PolicyType.NEVER,
            propagate_natural_height=True,
            propagate_natural_width=True,
            max_content_height=300,
        )
        scrolled.add(self.list)
        scrolled.show_all()
        self.get_style_context().add_class("suggestions")
        self.add(scrolled)
        self.connect("closed", lambda popover: popover.destroy())

    def open(self) -> None:
        """Show the list, with the first value chosen."""
        self.popup()
        first = self.list.get_row_at_index(0)
        self.list.select_row(first)
        first.grab_focus()

    def _on_activated(self, _list: Gtk.ListBox, row: Gtk.ListBoxRow) -> None:
        text = self._texts[row.get_index()]
        self.popdown()
        self._chosen(text)
