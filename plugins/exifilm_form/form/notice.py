"""The notice above the form: why something failed, and what another program changed.

It is part of the window, so that the typed values stay visible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exifilm_form.gtk import Atk, Gtk, Pango
from exifilm_form.session.notices import Message, Question
from exifilm_form.session.texts import _


class Notice(Gtk.Box):
    """A message with buttons; hidden if there is none."""

    def __init__(self) -> None:
        super().__init__(
            orientation=Gtk.Orientation.VERTICAL,
            spacing=6,
            no_show_all=True,
            margin_start=8,
            margin_end=8,
            margin_bottom=6,
        )
        self.get_style_context().add_class("notice")
        self.get_accessible().set_role(Atk.Role.ALERT)
        self._shown: object = None

    def show_notice(self, notice: Message | Question | None) -> None:
        """Show this notice, or none."""
        if notice is None:
            self.hush()
        elif isinstance(notice, Question):
            self.ask(notice)
        else:
            self.say(notice.words, notice.buttons, failed=notice.failed)

    def say(
        self,
        words: str,
        buttons: Mapping[str, Callable[[], None]] | None = None,
        *,
        failed: bool = False,
    ) -> None:
        """Show this message, with a button for each possible action."""
        if self._shown == (words, tuple(buttons or ()), failed):
            return
        self._begin((words, tuple(buttons or ()), failed), words, failed=failed)
        if buttons:
            line = Gtk.ButtonBox(layout_style=Gtk.ButtonBoxStyle.START, spacing=6)
            for label, action in buttons.items():
                line.pack_start(_button(label, action), False, False, 0)
            if failed:
                self.pack_start(line, False, False, 0)
            else:  # a message that is not urgent takes one line
                self._words.pack_end(line, False, False, 0)
        self._end()

    def ask(self, question: Question) -> None:
        """Show both values of each field, and let the photographer choose."""
        if self._shown == question.differences:
            return
        self._begin(question.differences, question.words, failed=False)
        grid = Gtk.Grid(column_spacing=18, row_spacing=2)
        for column, title in enumerate(("", _("In the file now"), _("Your entry"))):
            heading = Gtk.Label(label=title, xalign=0)
            heading.get_style_context().add_class("heading")
            grid.attach(heading, column, 0, 1, 1)
        theirs: dict[str, Gtk.RadioButton] = {}
        for row, (field, difference) in enumerate(question.differences.items(), start=1):
            label = _(difference.label)
            grid.attach(Gtk.Label(label=label, xalign=0), 0, row, 1, 1)
            theirs[field] = _choice(None, label, _("In the file now"), difference.on_disk)
            typed = _choice(theirs[field], label, _("Your entry"), difference.to_be_saved)
            (typed if question.mine[field] else theirs[field]).set_active(True)
            grid.attach(theirs[field], 1, row, 1, 1)
            grid.attach(typed, 2, row, 1, 1)
        scrolled = Gtk.ScrolledWindow(
            propagate_natural_height=True, max_content_height=260, hscrollbar_policy=2
        )
        scrolled.add(grid)
        self.pack_start(scrolled, True, True, 0)
        line = Gtk.ButtonBox(layout_style=Gtk.ButtonBoxStyle.START, spacing=6)

        def chosen() -> None:
            question.answer([field for field, button in theirs.items() if button.get_active()])

        line.pack_start(_button(_("Save selection"), chosen), False, False, 0)
        self.pack_start(line, False, False, 0)
        self._end()

    def take_focus(self) -> None:
        """Take the focus, so that no key goes into a field by mistake."""
        self.child_focus(Gtk.DirectionType.TAB_FORWARD)

    def hush(self) -> None:
        """Hide the notice."""
        self._shown = None
        self.hide()

    def _begin(self, shown: object, words: str, *, failed: bool) -> None:
        self._shown = shown
        for child in self.get_children():
            child.destroy()
        context = self.get_style_context()
        (context.add_class if failed else context.remove_class)("failed")
        label = Gtk.Label(label=words, xalign=0, wrap=True, selectable=True, can_focus=False)
        label.set_line_wrap_mode(Pango.WrapMode.WORD_CHAR)
        label.get_accessible().set_role(Atk.Role.ALERT)
        self._words = Gtk.Box(spacing=12)
        self._words.pack_start(label, True, True, 0)
        self.pack_start(self._words, False, False, 0)
        self.get_accessible().set_name(words)

    def _end(self) -> None:
        for child in self.get_children():
            child.set_margin_start(12)  # not the style's padding: wrapped lines would lack height
            child.set_margin_end(12)
            child.show_all()
        self.get_children()[0].set_margin_top(8)
        self.get_children()[-1].set_margin_bottom(8)
        self.show()


def _button(label: str, action: Callable[[], None]) -> Gtk.Button:
    button = Gtk.Button.new_with_mnemonic(label)
    button.connect("clicked", lambda _button: action())
    return button


def _choice(group: Gtk.RadioButton | None, field: str, side: str, value: str) -> Gtk.RadioButton:
    shown = value or _("(empty)")
    button = Gtk.RadioButton.new_with_label_from_widget(group, shown)
    label = button.get_child()
    label.set_ellipsize(Pango.EllipsizeMode.END)
    label.set_max_width_chars(48)
    button.set_tooltip_text(value)
    button.get_accessible().set_name(f"{field}, {side}: {shown}")
    return button
