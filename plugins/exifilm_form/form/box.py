"""A box of the form: a field's label, its text, its unit, and what is wrong with the text.

A box reports each change of its text, and shows what the form sets. It handles neither records nor
files. It marks no text as wrong during typing. When the focus leaves, it shows the text in the
field's notation, or marks it as invalid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exifilm_core.kinds import Keywords, Readings, Text
from exifilm_core.record import Field
from exifilm_core.tags.mapping import Drift
from exifilm_form.form.drift import DriftMark
from exifilm_form.form.remark import Remark
from exifilm_form.form.suggestions import Suggestions
from exifilm_form.form.tip import Tip
from exifilm_form.gtk import Atk, Gdk, Gtk, Pango, PangoCairo, cairo
from exifilm_form.session.mixed_words import placeholder, told
from exifilm_form.session.offers import Offer
from exifilm_form.session.sheet_state import Mixed, Wrong
from exifilm_form.session.texts import _, translated

_GREY = Gdk.RGBA(0.5, 0.5, 0.5, 1.0)
"""GTK's colour of a placeholder in a theme that names none."""


class Box(Gtk.Box):
    """A field's box. It calls `typed(name, text)`, `entered(name)` and `left(name)`."""

    def __init__(self, field: Field[Any], tip: Tip, *, caption: bool = True) -> None:
        super().__init__(orientation=Gtk.Orientation.VERTICAL)
        self.field = field
        self.typed: Callable[[str, str], Wrong | None] = lambda name, text: None
        self.entered: Callable[[str], None] = lambda name: None
        self.left: Callable[[str], None] = lambda name: None
        self.get_style_context().add_class("field")
        self._filling = False
        self._marked = False
        self.mixed: Mixed | None = None
        """The field's values, if the selected scans differ in it and nothing was typed."""
        self.offer: Offer | None = None
        """A value that was worked out for the box while it is empty."""
        self.composing = False
        """Whether an input method has a text that is not in the box yet."""
        self.reason = Gtk.Label(no_show_all=True, wrap=True, xalign=0, max_width_chars=60)
        """Why the text is invalid; the page puts it under the row."""
        self.remark: Remark | None = None
        """A remark on a valid text; the form creates it when it needs one."""
        self.suggestions: Suggestions | None = None
        self.reason.get_style_context().add_class("reason")
        self.reason.get_accessible().set_role(Atk.Role.ALERT)
        self.label = Gtk.Label(
            label=_(field.label), xalign=0, ellipsize=Pango.EllipsizeMode.END, hexpand=True
        )
        self.label.get_style_context().add_class("caption")
        self.drift = DriftMark(field)
        """Shows which tags disagree with the record, and offers the choice between them."""
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
        tip.serve(self.writing, self._tip)
        self._say(None)
        self.writing.connect("focus-in-event", self._on_focus_in)
        self.writing.connect("focus-out-event", self._on_focus_out)
        self.writing.connect("preedit-changed", self._on_composed)

    # ── differs between a box of one line and a box of several ───────────────────────────────

    def _make_writing(self) -> Gtk.Widget:
        entry = Gtk.Entry(has_frame=False, hexpand=True, width_chars=2)
        if not isinstance(self.field.kind, (Text, Keywords, Readings)):
            # Quantities read left to right in every locale; the text starts where its label does.
            mirrored = entry.get_direction() == Gtk.TextDirection.RTL
            entry.set_direction(Gtk.TextDirection.LTR)
            entry.set_alignment(1.0 if mirrored else 0.0)
        entry.connect("changed", self._on_changed)
        entry.connect_after("draw", self._draw_placeholder)
        return entry

    def _around_writing(self) -> Gtk.Widget:
        return self.writing

    @property
    def text(self) -> str:
        return str(self.writing.get_text())

    def _set_text(self, text: str) -> None:
        self.writing.set_text(text)
        if self.writing.is_focus():  # GTK leaves the cursor before the text
            self.writing.set_position(-1)

    def select_all(self) -> None:
        self.writing.select_region(0, -1)

    def deselect(self) -> None:
        """Clear the selection, and show a long text from its beginning."""
        self.writing.select_region(0, 0)

    @property
    def is_cut_off(self) -> bool:
        """Whether the text is longer than the box."""
        width, _height = self.writing.get_layout().get_pixel_size()
        return bool(width > self.writing.get_allocated_width())

    def _show_placeholder(self, words: str) -> None:
        self.writing.set_placeholder_text(words)

    def complete_from(
        self,
        values: Callable[[], Sequence[str]],
        chosen: Callable[[str], None],
        meant: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        """Suggest these values during typing, and what else the text may be `meant` to be.

        Calls `chosen` with the one that is taken.
        """
        self.suggestions = Suggestions(self.writing, values, chosen, meant)

    # ── display ──────────────────────────────────────────────────────────────────────────────

    def fill(self, text: str, wrong: Wrong | None) -> None:
        """Show this text, and what is wrong with it."""
        if self.suggestions and (text != self.text or wrong):
            self.suggestions.close()
        if text != self.text:
            self._filling = True
            self._set_text(text)
            self._filling = False
        self._show_unit(text)
        if wrong or self._marked:
            self.mark(wrong)

    def show_mixed(self, mixed: Mixed | None) -> None:
        """Show that the selected scans differ in this field, or that they do not."""
        if mixed is self.mixed is None:
            return
        self.mixed = mixed
        self._show_placeholder(placeholder(mixed))
        self._show_unit(self.text)
        context = self.get_style_context()
        (context.add_class if mixed else context.remove_class)("mixed")
        self._say(None)

    def show_offer(self, offer: Offer | None) -> None:
        """Show a value in grey, which the photographer may take; or none."""
        if offer == self.offer:
            return
        self.offer = offer
        if not self.mixed:
            self._show_placeholder(offer.text if offer else "")
            self._show_unit(self.text)
            self._say(None)

    def _draw_placeholder(self, entry: Gtk.Entry, context: cairo.Context) -> bool:
        """Draw ‹mixed› or the grey value in the box with the focus too, where GTK hides it."""
        words = entry.get_placeholder_text()
        if words and entry.has_focus() and not (self.text or self.composing):
            layout = entry.create_pango_layout(words)
            found, grey = entry.get_style_context().lookup_color("placeholder_text_color")
            left, top = entry.get_layout_offsets()
            mirrored = entry.get_direction() == Gtk.TextDirection.RTL
            before = 1 - entry.get_alignment() if mirrored else entry.get_alignment()
            Gdk.cairo_set_source_rgba(context, grey if found else _GREY)
            context.move_to(left - before * layout.get_pixel_size().width, top)
            PangoCairo.show_layout(context, layout)
        return False

    def mark(self, wrong: Wrong | None) -> None:
        """Mark the text as wrong, with the reason; or remove the mark."""
        self._marked = wrong is not None
        context = self.get_style_context()
        (context.add_class if wrong else context.remove_class)("wrong")
        self.reason.set_text(f"{_(self.field.label)}: {wrong.reason}" if wrong else "")
        self.reason.set_visible(self._marked)
        self._say(wrong)

    def remark_on(self, words: str) -> bool:
        """Show this remark on the text, "" for none. Returns whether it is new."""
        assert self.remark
        context = self.get_style_context()
        (context.add_class if words else context.remove_class)("remarked")
        return self.remark.show_words(words)

    def lead_by(self, letter: str) -> None:
        """Let Alt and this letter of the label lead here; underline the letter."""
        label = _(self.field.label)
        place = label.casefold().index(letter)
        self.label.set_text_with_mnemonic(f"{label[:place]}_{label[place:]}")

    def show_drifted(self, drifted: Sequence[Drift]) -> None:
        """Show which tags of the field disagree with the record."""
        self.drift.show_drifted(drifted)
        context = self.get_style_context()
        (context.add_class if drifted else context.remove_class)("drifted")

    def take_focus(self) -> None:
        self.writing.grab_focus()

    def take_focus_to_go_on(self) -> None:
        """Take the focus behind the text, which the next key does not replace."""
        self.writing.grab_focus_without_selecting()
        self.writing.set_position(-1)

    def let_write(self, may: bool) -> None:
        self.writing.set_editable(may)

    def _show_unit(self, text: str) -> None:
        if self.field.unit:
            text = text or (self.offer.text if self.offer else "")
            bare = not text or (text[-1].isdigit() and (text[0].isdigit() or text[0] in "+-.,"))
            unit = self.field.kind.unit_for(text)
            self._unit.set_text(_(self.field.unit) if unit == self.field.unit else unit)
            self._unit.set_visible(bare and not self.mixed)

    def _help(self) -> str:
        words = translated(self.field.hint)
        if not isinstance(self.field.kind, Text):
            words += "\n" + _("Enter {this}.").format(this=_(self.field.kind.accepts))
        return words

    def _tip(self) -> tuple[str, str]:
        """The value, if the box is too short for it, and the field's help."""
        if self.mixed:
            return "\n".join(self._told()), self._help()
        if self.offer:
            return self._offered(self.offer), self._help()
        return self.text if self.is_cut_off else "", self._help()

    def _told(self) -> list[str]:
        """The values of the selected scans."""
        return told(self.mixed.values()) if self.mixed else []

    @property
    def help_line(self) -> str:
        """The values of the selected scans if they differ, else the field's help, on one line."""
        if self.offer:
            return self._offered(self.offer)
        return " · ".join(self._told()) or translated(self.field.hint)

    def _offered(self, offer: Offer) -> str:
        """The value that was worked out, with its arithmetic."""
        return _("{value}: {why}").format(value=offer.text, why=offer.why)

    def _say(self, wrong: Wrong | None) -> None:
        """Set the accessible name, with the unit, and the error or the help for screen readers."""
        accessible = self.writing.get_accessible()
        accessible.set_name(_(self.field.label))
        words = wrong.reason if wrong else self._help()
        if self.mixed:
            # Counted when the field has the focus, for a screen reader that then asks.
            values = "; ".join(self._told()) if self.writing.has_focus() else ""
            words = "\n".join(filter(None, (placeholder(self.mixed), values, words)))
        elif self.offer and not wrong:
            words = "\n".join(
                (_("Worked out: {offer}").format(offer=self._offered(self.offer)), words)
            )
        accessible.set_description(words)

    # ── events ───────────────────────────────────────────────────────────────────────────────

    def _on_changed(self, *_source: Any) -> None:
        if self._filling:
            return
        text = self.text
        wrong = self.typed(self.field.name, text)
        self._show_unit(text)
        if self._marked:
            self.mark(wrong)
        if self.suggestions:
            self.suggestions.offer(text)

    def _on_composed(self, _writing: Gtk.Widget, text: str) -> None:
        self.composing = bool(text)

    def _on_focus_in(self, _writing: Gtk.Widget, _event: Gdk.EventFocus) -> bool:
        self.get_style_context().add_class("focused")
        if self.mixed:
            self._say(None)
        self.entered(self.field.name)
        return False

    def _on_focus_out(self, _writing: Gtk.Widget, _event: Gdk.EventFocus) -> bool:
        self.get_style_context().remove_class("focused")
        if self.get_toplevel().get_focus() is not self.writing:
            self.deselect()
            self.left(self.field.name)
        # Else the window lost the focus; typing will go on where it stopped.
        return False


class LinesBox(Box):
    """The box of a text that commonly has several lines. Tab leads to the next box."""

    def _make_writing(self) -> Gtk.Widget:
        view = Gtk.TextView(
            accepts_tab=False, wrap_mode=Gtk.WrapMode.WORD_CHAR, hexpand=True, left_margin=2
        )
        view.get_buffer().connect("changed", self._on_changed)
        return view

    def _around_writing(self) -> Gtk.Widget:
        # The policy NEVER would widen the form by a long line, and keep it wide.
        scrolled = Gtk.ScrolledWindow(
            hscrollbar_policy=Gtk.PolicyType.EXTERNAL,
            min_content_width=120,
            min_content_height=76,
            max_content_height=240,
        )
        scrolled.add(self.writing)
        self._placeholder = Gtk.Label(
            no_show_all=True, xalign=0, valign=Gtk.Align.START, margin_start=2
        )
        self._placeholder.get_style_context().add_class("dimmed")
        above = Gtk.Overlay()
        above.add(scrolled)
        above.add_overlay(self._placeholder)
        above.set_overlay_pass_through(self._placeholder, True)
        return above

    def _show_placeholder(self, words: str) -> None:
        self._placeholder.set_text(words)
        self._placeholder.set_visible(bool(words))

    @property
    def text(self) -> str:
        buffer = self.writing.get_buffer()
        return str(buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True))

    def _set_text(self, text: str) -> None:
        self.writing.get_buffer().set_text(text)

    def take_focus_to_go_on(self) -> None:
        """Take the focus at the cursor: GTK has put it behind a new text."""
        self.take_focus()

    def select_all(self) -> None:
        """Select nothing: typing in notes continues at the cursor."""

    def deselect(self) -> None:
        buffer = self.writing.get_buffer()
        buffer.place_cursor(buffer.get_iter_at_mark(buffer.get_insert()))

    @property
    def is_cut_off(self) -> bool:
        """Never: the text wraps and scrolls."""
        return False


def box_of(field: Field[Any], tip: Tip, *, caption: bool = True) -> Box:
    """The box that suits the field."""
    several = isinstance(field.kind, Text) and field.kind.lines
    return (LinesBox if several else Box)(field, tip, caption=caption)
