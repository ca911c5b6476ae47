"""The photographer's kit in the form: suggestions, what a chosen item fills in, and sets.

A set is chosen from a menu by its number. Each filling is one step, which undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from exifilm_core.kit import Kit, Set
from exifilm_form.gtk import Gdk, Gtk
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.own_kit import OwnKit
from exifilm_form.session.sheet_state import CLOSED
from exifilm_form.session.texts import _

_NUMBERED = 9
"""The sets that have a digit in the menu."""


class KitInForm:
    """What the form does with the kit."""

    def __init__(self, session: EditSession, say: Callable[[str], None]) -> None:
        """`say` shows words about the open scan."""
        self._session, self._say = session, say
        self._own = OwnKit()

    @property
    def known(self) -> Kit:
        """The kit as its file is now."""
        return self._own.kit

    def suggested(self, name: str) -> list[str]:
        """The values for a field: of the kit, then those that other scans have."""
        return list(dict.fromkeys([*self._own.kit.used(name), *self._session.all.used(name)]))

    def chosen(self, name: str, text: str) -> None:
        """A suggestion was taken for a field: let the fields follow that describe the thing."""
        sheet = self._session.sheet
        if sheet.kept is not None:
            self._follow(*self._own.chosen(sheet.records_before(name), name, text))

    def menu(self) -> Gtk.Menu:
        """The menu of the sets."""
        menu, sets = Gtk.Menu(), self._own.kit.sets
        may = self._session.sheet.state not in CLOSED
        for number, each in enumerate(sets, start=1):
            digit = f"_{number}  " if number <= _NUMBERED else ""
            label = digit + each.name.replace("_", "__")
            self._put(menu, label, partial(self._fill_in, each), sensitive=may)
        if not sets:
            self._put(menu, _("There are no sets in your kit yet."))
        for mistake in self._own.mistakes[:1]:
            self._put(menu, mistake.replace("_", "__"))
        menu.append(Gtk.SeparatorMenuItem())
        self._put(menu, _("_New set from this record"), self._add, sensitive=may)
        menu.show_all()
        return menu

    def show_sets(self, near: Gtk.Widget) -> None:
        """Open the menu below a widget, for the keyboard."""
        menu = self.menu()
        menu.attach_to_widget(near, None)
        menu.connect("selection-done", lambda _menu: menu.detach())
        menu.popup_at_widget(near, Gdk.Gravity.SOUTH_EAST, Gdk.Gravity.NORTH_EAST, None)
        menu.select_first(True)

    def _put(
        self,
        menu: Gtk.Menu,
        label: str,
        call: Callable[[], None] | None = None,
        *,
        sensitive: bool = True,
    ) -> None:
        item = Gtk.MenuItem.new_with_mnemonic(label)
        item.set_sensitive(sensitive and call is not None)
        if call:
            item.connect("activate", lambda _item: call())
        menu.append(item)

    def _fill_in(self, each: Set) -> None:
        sheet = self._session.sheet
        if sheet.kept is not None:
            self._follow(*self._own.filled_in(sheet.records_now(), each))

    def _follow(self, values: Sequence[Mapping[str, Any]], words: str) -> None:
        self._session.follow(values)
        if words:
            self._say(words)

    def _add(self) -> None:
        self._say(self._own.add_set(self._session.sheet.typed))
