"""The mark of a field whose tags disagree with the record, and the choice between them.

The mark is small and stays until the photographer chooses; nothing opens by itself. If another
program only put an old value back, there is nothing to choose: the next save updates it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from exifilm_core.record import Field
from exifilm_core.tags.mapping import Drift
from exifilm_form.gtk import Gtk, Pango
from exifilm_form.session.texts import _


class DriftMark(Gtk.MenuButton):
    """A button in a field's box, hidden while all tags agree. It passes the choice on."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__(no_show_all=True, focus_on_click=False, valign=Gtk.Align.CENTER)
        self.take: Callable[[str, Any], None] = lambda name, value: None
        self.keep: Callable[[str], None] = lambda name: None
        self.field = field
        self._shown: list[Drift] = []
        self.remove(self.get_child())
        sign = Gtk.Label(label="≠")
        sign.show()
        self.add(sign)
        self.get_style_context().add_class("drift")
        name = _("{field}: tags disagree with the record").format(field=_(field.label))
        self.get_accessible().set_name(name)

    def show_drifted(self, drifted: Sequence[Drift]) -> None:
        """Show these tags; hide the mark if there are none."""
        if drifted == self._shown:
            return
        self._shown = list(drifted)
        self.set_popover(self._choice() if drifted else None)
        words = "\n".join(map(self._sentence, drifted))
        self.get_accessible().set_description(words)
        self.set_tooltip_text(words)
        self.set_visible(bool(drifted))

    def open(self) -> None:
        """Open the choice, and move the focus into it."""
        self.grab_focus()
        self.set_active(True)

    def _choice(self) -> Gtk.Popover:
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6, margin=10)
        values: list[Any] = []
        for drift in self._shown:
            sentence = self._sentence(drift)
            words = Gtk.Label(
                label=sentence,
                xalign=0,
                wrap=True,
                wrap_mode=Pango.WrapMode.WORD_CHAR,
                max_width_chars=48,
                lines=6,
                ellipsize=Pango.EllipsizeMode.END,
                tooltip_text=sentence,
            )
            column.pack_start(words, False, False, 0)
            if drift.value is not None and not drift.returns and drift.value not in values:
                values.append(drift.value)
        name = self.field.name
        line = Gtk.ButtonBox(layout_style=Gtk.ButtonBoxStyle.START, spacing=6)
        for value in values:
            said = self.field.kind.show(value)
            button = self._button(_("Take this"), partial(self.take, name, value))
            button.get_accessible().set_name(_("Take this") + f": {said}")
            if len(values) > 1:
                button.set_label(_("Take “{value}”").format(value=_cut(said)))
            line.pack_start(button, False, False, 0)
        returns = all(drift.returns for drift in self._shown)
        keep = _("Update it now") if returns else _("Keep mine")
        line.pack_start(self._button(keep, partial(self.keep, name)), False, False, 0)
        column.pack_start(line, False, False, 0)
        column.show_all()
        popover = Gtk.Popover()
        popover.add(column)
        return popover

    def _button(self, label: str, action: Callable[[], None]) -> Gtk.Button:
        def chosen(_button: Gtk.Button) -> None:
            self.set_active(False)
            action()

        button = Gtk.Button(label=label)
        button.connect("clicked", chosen)
        return button

    def _sentence(self, drift: Drift) -> str:
        if drift.value is not None:
            said = self.field.kind.show(drift.value)
            words = _("{tag} has the value “{value}”.").format(tag=drift.tag, value=said)
        elif drift.text:
            words = _("{tag} has the value “{value}”, which is invalid here.")
            words = words.format(tag=drift.tag, value=drift.text)
        else:
            words = _("{tag} is empty.").format(tag=drift.tag)
        if drift.returns:
            words += " " + _("Another program put an old value back; the next save updates it.")
        return words


def _cut(text: str, most: int = 24) -> str:
    """A text, shortened for a button."""
    return text if len(text) <= most else text[: most - 1] + "…"
