"""The row of tools over the form, and its keys; both derive from the table in `keys.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from exifilm_form.form.chooser import Chooser
from exifilm_form.form.commands import Commands
from exifilm_form.form.keys import COPYING, FILLING, IN_GRID, KEYS, SERIES, Key, pressed
from exifilm_form.gtk import Gdk, Gtk
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.sheet_state import CLOSED
from exifilm_form.session.texts import _

_ALT = int(Gdk.ModifierType.MOD1_MASK)


class Tools(Gtk.Box):
    """Previous, the list of scans, next; undo, fill in, print, save, all keys."""

    def __init__(
        self, commands: Commands, chooser: Chooser, *, picture: bool, several: bool
    ) -> None:
        """`picture`: the form shows the scans too; `several`: several scans can be selected."""
        super().__init__(spacing=6, margin=8)
        self._commands, self._chooser = commands, chooser
        self._listens_to: Gtk.Window | None = None
        self._calls: dict[tuple[int, int], Callable[[], object]] = {}
        self._in_grid: set[tuple[int, int]] = set()
        """The keys that act in the grid too."""
        for name, key in KEYS.items():
            if key.call:
                for accelerator in key.keys.split():
                    keyval, modifiers = Gtk.accelerator_parse(accelerator)
                    self._calls[keyval, int(modifiers)] = partial(key.call, commands)
                    if name in IN_GRID:
                        self._in_grid.add((keyval, int(modifiers)))
        # In a right-to-left desktop, the icons are mirrored with the buttons.
        self.previous = self._button("go-previous-symbolic", "previous")
        self.next = self._button("go-next-symbolic", "next")
        self.undo = self._button("edit-undo-symbolic", "undo")
        self.revert = self._button("document-revert-symbolic", "revert")
        same = Gtk.MenuButton(popup=self._filling_menu(several=several), focus_on_click=False)
        same.set_image(Gtk.Image.new_from_icon_name("edit-copy-symbolic", Gtk.IconSize.BUTTON))
        same.set_tooltip_text(_("Fill in, copy and paste"))
        same.get_accessible().set_name(_("Fill in, copy and paste"))
        self.same = same
        self.print = self._button("document-print-symbolic", "print")
        self.save = self._button("document-save-symbolic", "save")
        self.picture = self._button("image-x-generic-symbolic", "picture")
        self.grid = self._make_grid_button()
        self.keys = self._button("input-keyboard-symbolic", "keys")
        steps = Gtk.Box()
        steps.get_style_context().add_class("linked")
        for part in (self.previous, chooser, self.next):
            steps.pack_start(part, part is chooser, part is chooser, 0)
        self.pack_start(steps, True, True, 0)
        views = (self.picture, self.grid)
        for part in (self.undo, self.revert, same, self.print, self.save, *views, self.keys):
            self.pack_start(part, False, False, 0)
        self.picture.set_no_show_all(not picture)
        self.grid.set_no_show_all(not picture)
        self.connect("hierarchy-changed", self._on_hierarchy_changed)

    def show(self, session: EditSession) -> None:
        """Enable the tools that have something to do."""
        sheet, together = session.sheet, session.together.sheet
        in_grid = self._commands.is_in_grid
        self.grid.set_active(in_grid)
        may = sheet.state not in CLOSED
        undo = KEYS["undo"]
        what = session.can_undo
        own = together and sheet.unsaved  # a field that is to be emptied is no difference
        words = _("Undo: {what}").format(what=what) if what else undo.words
        self.undo.set_tooltip_text(f"{words} ({undo.first})")
        for widget, wanted in (
            (self.previous, session.index > 0),
            (self.next, session.index < len(session.scans) - 1),
            (self.undo, bool(what)),
            (
                self.revert,
                not in_grid
                and (bool(sheet.wrong) or (may and (sheet.typed != sheet.first or bool(own)))),
            ),
            (self.picture, not in_grid),
            (self.same, may),
            *((item, session.index > 0 and not (together or in_grid)) for item in self._filling),
            *((item, may and bool(together)) for item in self._over_several),
            (self.save, sheet.unsaved),
        ):
            if widget.get_sensitive() != wanted:
                widget.set_sensitive(wanted)

    def _filling_menu(self, *, several: bool) -> Gtk.Menu:
        menu = Gtk.Menu()
        self._filling = self._items(menu, FILLING.values())
        self._items(menu, COPYING.values())
        self._over_several = self._items(menu, (KEYS[name] for name in SERIES)) if several else []
        menu.show_all()
        return menu

    def _items(self, menu: Gtk.Menu, keys: Iterable[Key]) -> list[Gtk.MenuItem]:
        """Add an item for each key, below a line."""
        if menu.get_children():
            menu.append(Gtk.SeparatorMenuItem())
        items = []
        for key in keys:
            item = Gtk.MenuItem.new_with_label(key.words)
            item.get_child().set_accel(*Gtk.accelerator_parse(key.keys))
            item.connect("activate", self._call, key)
            menu.append(item)
            items.append(item)
        return items

    def _button(self, icon: str, name: str) -> Gtk.Button:
        button, key = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON), KEYS[name]
        _tell(button, key)
        button.connect("clicked", self._call, key)
        return button

    def _make_grid_button(self) -> Gtk.ToggleButton:
        image = Gtk.Image.new_from_icon_name("view-grid-symbolic", Gtk.IconSize.BUTTON)
        button = Gtk.ToggleButton(image=image)
        _tell(button, KEYS["grid"])

        def toggled(_button: Gtk.ToggleButton) -> None:
            if button.get_active() != self._commands.is_in_grid:  # else it follows the view
                self._commands.toggle_grid()

        button.connect("toggled", toggled)
        return button

    def _call(self, _widget: Gtk.Widget, key: Key) -> None:
        assert key.call
        key.call(self._commands)

    # ── keys ─────────────────────────────────────────────────────────────────────────────────

    def _on_hierarchy_changed(self, _tools: Gtk.Widget, _previous: Gtk.Widget | None) -> None:
        if self._listens_to:
            self._listens_to.disconnect_by_func(self._on_key)
            self._listens_to.disconnect_by_func(_show_letters)
        window = self.get_toplevel()
        self._listens_to = window if isinstance(window, Gtk.Window) else None
        if self._listens_to:
            self._listens_to.connect("key-press-event", self._on_key)
            # The letters of the fields are always underlined, not only while Alt is held.
            self._listens_to.connect("notify::mnemonics-visible", _show_letters)
            self._listens_to.set_mnemonics_visible(True)

    def _on_key(self, _window: Gtk.Window, event: Gdk.EventKey) -> bool:
        composing = self._commands.is_composing()
        if composing or not self.is_sensitive() or self._chooser.get_active():
            return False
        keyval, modifiers = pressed(event)
        if self._commands.is_in_grid and (keyval, modifiers) not in self._in_grid:
            return False
        call = self._calls.get((keyval, modifiers))
        if call or modifiers == _ALT:  # with Alt, a letter may lead to a field
            self._commands.take_suggestion()
        if modifiers == _ALT and (digit := _digit(event.hardware_keycode)):
            return self._commands.go_to_section(digit)
        return call is not None and call() is not False


def _tell(button: Gtk.Button, key: Key) -> None:
    """Set the button's accessible name, and a tooltip with its key."""
    button.set_tooltip_text(f"{key.words} ({key.first})")
    button.get_accessible().set_name(key.words)


def _show_letters(window: Gtk.Window, _visible: object) -> None:
    if not window.get_mnemonics_visible():
        window.set_mnemonics_visible(True)


def _digit(keycode: int) -> int:
    """The digit of a key in the row over the letters, 0 for another; some need Shift for it."""
    keymap = Gdk.Keymap.get_for_display(Gdk.Display.get_default())
    for digit in range(1, 10):
        found, keys = keymap.get_entries_for_keyval(Gdk.KEY_0 + digit)
        if found and any(key.keycode == keycode for key in keys):
            return digit
    return 0
