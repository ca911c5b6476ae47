"""The row of tools over the form, and the keys for all of it.

The one idea: one table says what there is to do, with its key; the buttons, the menu and the keys
are made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

from exifilm_form.draft import Draft, State  # noqa: E402
from exifilm_form.texts import _  # noqa: E402

if TYPE_CHECKING:
    from exifilm_form.editing import Sitting
    from exifilm_form.form import FormView

_MODIFIERS = (
    Gdk.ModifierType.CONTROL_MASK | Gdk.ModifierType.SHIFT_MASK | Gdk.ModifierType.MOD1_MASK
)


class Tools(Gtk.Box):
    """Previous, the list of sheets, next; undo, same as before, print, save."""

    letters = "crgwf"
    """Mnemonics that the form's notices have, and a dialog around it for closing."""

    def __init__(self, form: FormView) -> None:
        super().__init__(spacing=6, margin=8)
        self._form = form
        self._listens_to: Gtk.Window | None = None
        sitting = form.sitting
        self._keys: dict[tuple[int, int], Callable[[], None]] = {}
        self._key("<Alt>Left", lambda: form.go(-1))
        self._key("<Alt>Right", lambda: form.go(1))
        self._key("<Alt>Up", lambda: form.go(-1))
        self._key("<Alt>Down", lambda: form.go(1))
        self._key("<Control>l", form.chooser.clicked)
        for tool in form.picture_bar.tools if form.picture_bar else ():
            for key in tool.keys:
                self._key(key, tool.action)
        # In a desktop that reads from right to left, the icons turn around with the buttons.
        self.previous = self._button(
            "go-previous-symbolic", _("Previous sheet"), "Page_Up", lambda: form.go(-1)
        )
        self.next = self._button(
            "go-next-symbolic", _("Next sheet"), "Page_Down", lambda: form.go(1)
        )
        self.undo = self._button(
            "edit-undo-symbolic", _("Undo the last change"), "<Control>z", sitting.step_back
        )
        self.revert = self._button(
            "document-revert-symbolic",
            _("Put the record back as it was when you began"),
            "<Control><Shift>z",
            sitting.put_first,
        )
        same = Gtk.MenuButton(popup=self._same_menu(form), focus_on_click=False)
        same.set_image(Gtk.Image.new_from_icon_name("edit-copy-symbolic", Gtk.IconSize.BUTTON))
        same.set_tooltip_text(_("Same as the previous sheet"))
        same.get_accessible().set_name(_("Same as the previous sheet"))
        self.same = same
        self.print = self._button(
            "document-print-symbolic", _("Print exposure records"), "<Control>p", self._print
        )
        self.save = self._button(
            "document-save-symbolic", _("Save this record"), "<Control>s", form.save
        )
        steps = Gtk.Box()
        steps.get_style_context().add_class("linked")
        for part in (self.previous, form.chooser, self.next):
            steps.pack_start(part, part is form.chooser, part is form.chooser, 0)
        self.pack_start(steps, True, True, 0)
        for part in (self.undo, self.revert, same, self.print, self.save):
            self.pack_start(part, False, False, 0)
        self.connect("hierarchy-changed", self._on_hierarchy_changed)

    def show(self, draft: Draft, sitting: Sitting) -> None:
        """Let those be pressed that have something to do."""
        may = draft.state not in (State.LOADING, State.UNREADABLE)
        for widget, wanted in (
            (self.previous, sitting.index > 0),
            (self.next, sitting.index < len(sitting.sheets) - 1),
            (self.undo, draft.can_step_back),
            (self.revert, bool(draft.wrong) or (may and draft.typed != draft.first)),
            (self.same, may and sitting.index > 0),
            (self.save, draft.unsaved),
        ):
            if widget.get_sensitive() != wanted:
                widget.set_sensitive(wanted)

    def _print(self) -> None:
        from exifilm_form.printing import PrintDialog

        PrintDialog(self._form).show()

    def _same_menu(self, form: FormView) -> Gtk.Menu:
        menu, same = Gtk.Menu(), form.sitting.same_as_previous
        for label, key, action in (
            (_("This _field"), "F4", form.same_field),
            (_("Fill empty fields in this _section"), "<Shift>F4", form.same_section),
            (_("Fill in what stays in the camera _bag"), "<Control>d", same),
            (_("Fill _all empty fields"), "<Control><Shift>d", partial(same, whole=True)),
        ):
            item = Gtk.MenuItem.new_with_mnemonic(label)
            item.get_child().set_accel(*self._key(key, action))
            item.connect("activate", lambda _item, action=action: action())
            menu.append(item)
        menu.show_all()
        return menu

    def _button(self, icon: str, name: str, key: str, action: Callable[[], None]) -> Gtk.Button:
        button = Gtk.Button.new_from_icon_name(icon, Gtk.IconSize.BUTTON)
        keyval, modifiers = self._key(key, action)
        button.set_tooltip_text(f"{name} ({Gtk.accelerator_get_label(keyval, modifiers)})")
        button.get_accessible().set_name(name)
        button.connect("clicked", lambda _button: action())
        return button

    # ── keys ─────────────────────────────────────────────────────────────────────────────────

    def _key(self, key: str, action: Callable[[], None]) -> tuple[int, Gdk.ModifierType]:
        keyval, modifiers = Gtk.accelerator_parse(key)
        assert keyval, key
        self._keys[keyval, int(modifiers)] = action
        return keyval, modifiers

    def _on_hierarchy_changed(self, _tools: Gtk.Widget, _previous: Gtk.Widget | None) -> None:
        if self._listens_to:
            self._listens_to.disconnect_by_func(self._on_key)
        window = self.get_toplevel()
        self._listens_to = window if isinstance(window, Gtk.Window) else None
        if self._listens_to:
            self._listens_to.connect("key-press-event", self._on_key)

    def _on_key(self, _window: Gtk.Window, event: Gdk.EventKey) -> bool:
        if not self.is_sensitive() or self._form.chooser.get_active():
            return False
        modifiers = event.state & _MODIFIERS
        keyval = Gdk.keyval_to_lower(event.keyval)
        action = self._keys.get((keyval, int(modifiers)))
        if action is None:
            return False
        action()
        return True
