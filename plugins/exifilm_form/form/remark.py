"""A remark on a valid value, below its field.

It appears under the field's row and takes no room while hidden. It may offer a button that corrects
the value.
"""

from __future__ import annotations

from collections.abc import Callable

from exifilm_form.gtk import Atk, Gtk


class Remark(Gtk.Box):
    """A text and perhaps a button; hidden while there is no text."""

    def __init__(self, button: str = "", call: Callable[[], None] = lambda: None) -> None:
        super().__init__(spacing=8, no_show_all=True)
        self.get_style_context().add_class("remark")
        self._words = Gtk.Label(xalign=0, wrap=True, max_width_chars=60, visible=True)
        self._words.get_accessible().set_role(Atk.Role.ALERT)
        self.pack_start(self._words, False, True, 0)
        if button:
            offered = Gtk.Button(label=button, visible=True, valign=Gtk.Align.CENTER)
            offered.connect("clicked", lambda _button: call())
            self.pack_start(offered, False, False, 0)

    @property
    def words(self) -> str:
        """The remark's text, "" for none."""
        return str(self._words.get_text())

    def show_words(self, words: str) -> bool:
        """Show this remark, or hide it if the text is empty. Returns whether the text is new."""
        new = words != self.words
        if new:
            self._words.set_text(words)
            self.set_visible(bool(words))
        return new
