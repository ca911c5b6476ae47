"""A box of the form: what a field is called, what stands in it, its unit, and what is wrong.

The one idea: a box hands on what is typed, letter by letter, and is told what to show; it knows
neither records nor files. While one types, nothing is found fault with; when one leaves, the text
becomes what the form writes, or is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Atk, Gdk, Gtk, Pango  # noqa: E402

from exifilm_core.kinds import Keywords, Readings, Text  # noqa: E402
from exifilm_core.record import Field  # noqa: E402
from exifilm_core.storage import Drift  # noqa: E402
from exifilm_form.draft import Wrong  # noqa: E402
from exifilm_form.drift import DriftMark  # noqa: E402
from exifilm_form.texts import _, translated  # noqa: E402

_OFFERED = 100
"""Values that are offered for completion at most, the most used ones."""


class Box(Gtk.Box):
    """A field's box. `typed(name, text)`, `entered(name)` and `left(name)` hear what happens."""

    def __init__(self, field: Field[Any], *, caption: bool = True) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        self.field = field
        self.typed: Callable[[str, str], Wrong | None] = lambda name, text: None
        self.entered: Callable[[str], None] = lambda name: None
        self.left: Callable[[str], None] = lambda name: None
        self.get_style_context().add_class("field")
        self._filling = False
        self._marked = False
        self.reason = Gtk.Label(no_show_all=True, wrap=True, xalign=0, max_width_chars=60)
        """Why the text cannot be understood; whoever lays the boxes out puts it in the row."""
        self.reason.get_style_context().add_class("reason")
        self.reason.get_accessible().set_role(Atk.Role.ALERT)
        self.label = Gtk.Label(
            label=_(field.label), xalign=0, ellipsize=Pango.EllipsizeMode.END, hexpand=True
        )
        self.label.get_style_context().add_class("caption")
        self.drift = DriftMark(field)
        """Says which tags disagree, and has the photographer choose."""
        line = Gtk.Box()
        if caption:
            top = Gtk.Box()
            top.pack_start(self.label, True, True, 0)
            top.pack_end(self.drift, False, False, 0)
            self.pack_start(top, False, False, 0)
        else:
            line.pack_end(self.drift, False, False, 0)
        self.writing = self._make_writing()
        self.writing.get_style_context().add_class("writing")
        line.pack_start(self._around_writing(), True, True, 0)
        self._unit = Gtk.Label(no_show_all=True)
        self._unit.get_style_context().add_class("unit")
        if field.unit:
            line.pack_end(self._unit, False, False, 0)
        self.pack_start(line, True, True, 0)
        self.label.set_mnemonic_widget(self.writing)
        self.writing.set_tooltip_text(self._help())
        self._say(None)
        self.writing.connect("focus-in-event", self._on_focus_in)
        self.writing.connect("focus-out-event", self._on_focus_out)

    # ── what a box of one line, or of several, does its own way ──────────────────────────────

    def _make_writing(self) -> Gtk.Widget:
        entry = Gtk.Entry(has_frame=False, hexpand=True, width_chars=2)
        if not isinstance(self.field.kind, (Text, Keywords, Readings)):
            # A quantity reads from left to right everywhere, and begins where its label does.
            mirrored = entry.get_direction() == Gtk.TextDirection.RTL
            entry.set_direction(Gtk.TextDirection.LTR)
            entry.set_alignment(1.0 if mirrored else 0.0)
        entry.connect("changed", self._on_changed)
        return entry

    def _around_writing(self) -> Gtk.Widget:
        return self.writing

    @property
    def text(self) -> str:
        return self.writing.get_text()

    def _set_text(self, text: str) -> None:
        self.writing.set_text(text)

    def select_all(self) -> None:
        self.writing.select_region(0, -1)

    def complete_from(self, values: Callable[[], Sequence[str]]) -> None:
        """Offer these values while one types. What it takes is made when one first comes here."""
        offered: list[str] = []

        def offer(entry: Gtk.Entry, _event: Gdk.EventFocus) -> bool:
            completion = entry.get_completion()
            if completion is None:
                completion = Gtk.EntryCompletion(minimum_key_length=1, popup_single_match=True)
                completion.set_match_func(_has_word)
                entry.set_completion(completion)
                completion.set_model(Gtk.ListStore(str))
                completion.set_text_column(0)
            if offered != (now := list(values()[:_OFFERED])):
                offered[:] = now
                store = completion.get_model()
                store.clear()
                for value in now:
                    store.append((value,))
            return False

        self.writing.connect("focus-in-event", offer)

    # ── what is shown ────────────────────────────────────────────────────────────────────────

    def fill(self, text: str, wrong: Wrong | None) -> None:
        """Show this text, and what is wrong with it."""
        if text != self.text:
            self._filling = True
            self._set_text(text)
            self._filling = False
        self._show_unit(text)
        if wrong or self._marked:
            self.mark(wrong)

    def mark(self, wrong: Wrong | None) -> None:
        """Mark the text as wrong, with the reason; or take the mark off."""
        self._marked = wrong is not None
        context = self.get_style_context()
        (context.add_class if wrong else context.remove_class)("wrong")
        self.reason.set_text(f"{_(self.field.label)}: {wrong.reason}" if wrong else "")
        self.reason.set_visible(self._marked)
        self._say(wrong)

    def show_drifted(self, drifted: Sequence[Drift]) -> None:
        """Show which tags of the field disagree with the record."""
        self.drift.show_drifted(drifted)
        context = self.get_style_context()
        (context.add_class if drifted else context.remove_class)("drifted")

    def take_focus(self) -> None:
        self.writing.grab_focus()

    def let_write(self, may: bool) -> None:
        self.writing.set_editable(may)

    def _show_unit(self, text: str) -> None:
        if self.field.unit:
            bare = not text or (text[-1].isdigit() and (text[0].isdigit() or text[0] in "+-.,"))
            unit = self.field.kind.unit_for(text)
            self._unit.set_text(_(self.field.unit) if unit == self.field.unit else unit)
            self._unit.set_visible(bare)

    def _help(self) -> str:
        words = translated(self.field.hint)
        if not isinstance(self.field.kind, Text):
            words += "\n" + _("Enter {this}.").format(this=_(self.field.kind.accepts))
        return words

    def _say(self, wrong: Wrong | None) -> None:
        """To screen readers: the name, with its unit, and what is wrong or would be right."""
        accessible = self.writing.get_accessible()
        accessible.set_name(_(self.field.label))
        accessible.set_description(wrong.reason if wrong else self._help())

    # ── what a person does ───────────────────────────────────────────────────────────────────

    def _on_changed(self, *_source: Any) -> None:
        if self._filling:
            return
        text = self.text
        wrong = self.typed(self.field.name, text)
        self._show_unit(text)
        if self._marked:
            self.mark(wrong)

    def _on_focus_in(self, _writing: Gtk.Widget, _event: Gdk.EventFocus) -> bool:
        self.get_style_context().add_class("focused")
        self.entered(self.field.name)
        return False

    def _on_focus_out(self, _writing: Gtk.Widget, _event: Gdk.EventFocus) -> bool:
        self.get_style_context().remove_class("focused")
        self.left(self.field.name)
        return False


class LinesBox(Box):
    """The box of a text that commonly has several lines. Tab goes on to the next box."""

    def _make_writing(self) -> Gtk.Widget:
        view = Gtk.TextView(
            accepts_tab=False, wrap_mode=Gtk.WrapMode.WORD_CHAR, hexpand=True, left_margin=2
        )
        view.get_buffer().connect("changed", self._on_changed)
        return view

    def _around_writing(self) -> Gtk.Widget:
        scrolled = Gtk.ScrolledWindow(
            hscrollbar_policy=Gtk.PolicyType.NEVER, min_content_height=76, max_content_height=240
        )
        scrolled.add(self.writing)
        return scrolled

    @property
    def text(self) -> str:
        buffer = self.writing.get_buffer()
        return buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True)

    def _set_text(self, text: str) -> None:
        self.writing.get_buffer().set_text(text)

    def select_all(self) -> None:
        """Nothing: in notes, one goes on writing where one was."""


def box_of(field: Field[Any], *, caption: bool = True) -> Box:
    """The box that suits the field."""
    several = isinstance(field.kind, Text) and field.kind.lines
    return (LinesBox if several else Box)(field, caption=caption)


def _has_word(completion: Gtk.EntryCompletion, key: str, row: Gtk.TreeIter) -> bool:
    """Whether a word of the value begins with what is typed."""
    value = completion.get_model()[row][0]
    if value is None:
        return False
    value = value.casefold()
    return value != key and (value.startswith(key) or f" {key}" in value)
