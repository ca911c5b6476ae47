"""Values of the kit and of other scans, suggested under the field during typing.

GTK's own completion takes the focus while its list is open, and with it the keys that leave the
field. This list takes no focus: Up and Down choose a value. Every other key first accepts the
chosen value and then works as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exifilm_form.gtk import Gdk, Gtk, Pango
from exifilm_form.session.texts import _

_OFFERED = 100
"""The number of values that are searched at most, the most frequent ones."""
_SHOWN = 6
"""The number of values that are shown at once."""


class Suggestions:
    """The list of one field. It calls `values()` when typing begins, `chosen(text)` at its end.

    `meant` gives what else a typed text may mean, such as a film by its maker's code.
    """

    def __init__(
        self,
        entry: Gtk.Entry,
        values: Callable[[], Sequence[str]],
        chosen: Callable[[str], None] = lambda text: None,
        meant: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        self._entry, self._values, self._chosen = entry, values, chosen
        self._meant = meant or (lambda _text: ())
        self._popover: Gtk.Popover | None = None
        self._list: Gtk.ListBox | None = None
        self._offered: list[str] = []
        entry.connect("key-press-event", self._on_key)
        entry.connect("button-press-event", lambda _entry, _event: self.close())
        entry.connect("focus-out-event", lambda _entry, _event: self.close())

    @property
    def is_open(self) -> bool:
        return self._popover is not None and self._popover.get_visible()

    @property
    def offered(self) -> list[str]:
        """The values in the list, as displayed."""
        return self._offered if self.is_open else []

    def offer(self, text: str) -> None:
        """Show the values in which a word begins with the text, if any."""
        sought = text.casefold().strip()
        found = [value for value in self._values()[:_OFFERED] if _has_word(value, sought)]
        found += [value for value in self._meant(text) if value not in found and value != text]
        del found[_SHOWN:]
        if not sought or not found or not self._entry.is_focus():
            self.close()
            return
        if found != self._offered or not self.is_open:
            self._show(found)

    def take(self) -> None:
        """Put the chosen value, if there is one, into the field; then close the list."""
        row = self._list.get_selected_row() if self._list and self.is_open else None
        self.close()
        if row:
            self._entry.set_text(self._offered[row.get_index()])
            self._entry.set_position(-1)
            self.close()  # the list has not reacted to the new text yet
            self._chosen(self._entry.get_text())

    def close(self) -> bool:
        """Close the list. Returns False, so that the event goes on."""
        if self._popover and self._popover.get_visible():
            self._popover.hide()
        return False

    def _show(self, found: list[str]) -> None:
        self._offered = found
        if self._popover is None or self._list is None:
            self._popover, self._list = self._make()
        for row in self._list.get_children():
            row.destroy()
        for value in found:
            label = Gtk.Label(label=value, xalign=0, ellipsize=Pango.EllipsizeMode.END)
            label.set_max_width_chars(48)
            row = Gtk.ListBoxRow(can_focus=False)
            row.add(label)
            self._list.add(row)
        self._list.show_all()
        self._popover.show()

    def _make(self) -> tuple[Gtk.Popover, Gtk.ListBox]:
        shown = Gtk.ListBox(can_focus=False, activate_on_single_click=True)
        shown.get_accessible().set_name(_("Suggestions"))
        shown.connect("row-activated", self._on_clicked)
        popover = Gtk.Popover(relative_to=self._entry, modal=False, can_focus=False)
        popover.set_position(Gtk.PositionType.BOTTOM)
        popover.get_style_context().add_class("suggestions")
        popover.add(shown)
        return popover, shown

    def _on_clicked(self, shown: Gtk.ListBox, row: Gtk.ListBoxRow) -> None:
        shown.select_row(row)
        self.take()

    def _on_key(self, _entry: Gtk.Entry, event: Gdk.EventKey) -> bool:
        if not self.is_open:
            return False
        key, modifiers = event.keyval, event.state & Gtk.accelerator_get_default_mod_mask()
        if key in (Gdk.KEY_Down, Gdk.KEY_Up, Gdk.KEY_KP_Down, Gdk.KEY_KP_Up) and not modifiers:
            self._choose(1 if key in (Gdk.KEY_Down, Gdk.KEY_KP_Down) else -1)
            return True
        if key == Gdk.KEY_Escape:
            self.close()
            return True
        if key in (Gdk.KEY_Tab, Gdk.KEY_KP_Tab, Gdk.KEY_ISO_Left_Tab):
            self.take()
        elif key in (Gdk.KEY_Left, Gdk.KEY_Right, Gdk.KEY_Home, Gdk.KEY_End):
            self.close()
        return False

    def _choose(self, step: int) -> None:
        """Choose the next value; past either end none is chosen, and the typed text counts."""
        assert self._list
        row = self._list.get_selected_row()
        count = len(self._offered) + 1
        place = ((row.get_index() + 1 if row else 0) + step) % count
        self._list.select_row(self._list.get_row_at_index(place - 1) if place else None)


def _has_word(value: str, sought: str) -> bool:
    """Whether a word of the value begins with the typed text and the value is longer."""
    value = value.casefold()
    return value != sought and (value.startswith(sought) or f" {sought}" in value)
