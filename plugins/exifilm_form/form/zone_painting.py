"""The look of the zone scale: the paper form's tones and marks in the theme's colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from exifilm_core.film.readings import ZONES
from exifilm_form.form.zone_labels import Label, line_width
from exifilm_form.gtk import Gdk, Gtk, Pango, PangoCairo, cairo
from exifilm_form.session.texts import _

_FALLING = 0.65
"""The strength of the ink for a reading that is not placed."""


@dataclass(frozen=True)
class ScaleView:
    """What a zone scale shows, in pixels of its widget."""

    tones: tuple[float, float, float, float]
    """Left, top, width and height of the tones."""
    em: float
    """The height of a line of the theme's font."""
    labels: Sequence[Label]
    chosen: int | None
    """The number of the reading that stands out."""
    hint: str
    """What to do next, "" if a reading is placed."""


class Painter:
    """One drawing of the scale, as on paper, in the theme's colours."""

    def __init__(self, widget: Gtk.Widget, context: cairo.Context, view: ScaleView) -> None:
        self.widget, self.context, self.view = widget, context, view
        style = widget.get_style_context()
        self.ink = style.get_color(widget.get_state_flags())
        found, ground = style.lookup_color("theme_selected_bg_color")
        found_too, letters = style.lookup_color("theme_selected_fg_color")
        self.chosen = (ground, letters) if found and found_too else (self.ink, _paper(self.ink))

    def paint(self) -> None:
        """Draw all of it."""
        size = self.widget.get_allocated_width(), self.widget.get_allocated_height()
        Gtk.render_background(self.widget.get_style_context(), self.context, 0, 0, *size)
        self._tones()
        labels = self.view.labels
        for label in labels:
            self._leader(label)
        for label in labels:
            self._words(label)
        if any(label.x is None for label in labels):
            self._heading()
        if self.view.hint:
            self._hint()

    def _tones(self) -> None:
        context, (left, top, width, height) = self.context, self.view.tones
        step = width / len(ZONES)
        name = self.widget.create_pango_layout("VIII")
        bold = Pango.AttrList()
        bold.insert(Pango.attr_weight_new(Pango.Weight.BOLD))
        bold.insert(Pango.attr_scale_new(min(1.0, step * 0.8 / name.get_pixel_size().width)))
        name.set_attributes(bold)
        for zone, text in enumerate(ZONES):
            start, end = round(left + zone * step), round(left + (zone + 1) * step)
            tone = zone / (len(ZONES) - 1)
            context.set_source_rgb(tone, tone, tone)
            context.rectangle(start, top, end - start, height)
            context.fill()
            name.set_text(text, -1)
            size = name.get_pixel_size()
            letter = 1.0 if zone < len(ZONES) / 2 - 0.5 else 0.0
            context.set_source_rgb(letter, letter, letter)
            context.move_to((start + end - size.width) / 2, top + (height - size.height) / 2)
            PangoCairo.show_layout(context, name)
            if zone:
                self._stroke(start + 0.5, top + height, start + 0.5, top + height + height * 0.15)
        self._colour(self.ink, 0.7)
        context.set_line_width(1)
        context.rectangle(left + 0.5, top + 0.5, width - 1, height - 1)
        context.stroke()

    def _leader(self, label: Label) -> None:
        if label.x is None:
            return
        context, em = self.context, self.view.em
        _left, top, _width, height = self.view.tones
        floor = top + height
        x = round(label.x) + 0.5
        self._colour(self.ink, _FALLING if label.falls else 1.0)
        context.set_line_width(1)
        context.move_to(x, floor + 1)
        context.rel_line_to(-em * 0.24, em * 0.42)
        context.rel_line_to(em * 0.48, 0)
        context.close_path()
        (context.stroke if label.falls else context.fill)()
        context.set_line_width(2 if self._is_chosen(label) else 1)
        start, end = floor + em * 0.4, label.top + label.height - em * 0.15
        # If it has to cross texts, it goes behind them.
        for passed in sorted(self.view.labels, key=lambda passed: passed.top):
            if (
                passed is not label
                and passed.x
                and passed.top < end
                and passed.holds(x, passed.top)
            ):
                context.move_to(x, start)
                context.line_to(x, passed.top + em * 0.1)
                start = passed.top + passed.height - em * 0.1
        context.move_to(x, start)
        context.line_to(x, end)
        context.stroke()

    def _words(self, label: Label) -> None:
        context, em, words = self.context, self.view.em, label.words
        colour, strength = self.ink, _FALLING if label.falls else 1.0
        if self._is_chosen(label):
            (ground, colour), strength = self.chosen, 1.0
            self._colour(ground)
            _rounded(context, label.left, label.top, label.width, label.height, em * 0.25)
            context.fill()
        x = label.left + em * 0.15
        if label.x is None and self.widget.get_direction() == Gtk.TextDirection.RTL:
            x = label.left + label.width - words.width - em * 0.15
        self._colour(colour, strength)
        for layout in words.layouts:
            height = layout.get_pixel_size().height
            context.move_to(round(x), round(label.top + (label.height - height) / 2))
            PangoCairo.show_layout(context, layout)
            x += line_width(layout) + words.space

    def _heading(self) -> None:
        """The heading of the list next to the scale, as on paper."""
        left, top, width, height = self.view.tones
        em, whole = self.view.em, self.widget.get_allocated_width()
        text = self._small(_("Not placed"))
        size = text.get_pixel_size()
        x = left - em * 0.65 - size.width if left else width + em * 0.65
        self._colour(self.ink, 0.7)
        self.context.move_to(max(x, 0), top + (height - size.height) / 2)
        PangoCairo.show_layout(self.context, text)
        edge = (left if left else width) + (-0.5 if left else 0.5)
        if not 0 < edge < whole:
            return  # a window so narrow has no room next to the scale
        self._stroke(edge, top + height, edge, self.widget.get_allocated_height(), 0.3)

    def _hint(self) -> None:
        left, top, width, height = self.view.tones
        em = self.view.em
        text = self._small(self.view.hint)
        text.set_width(int((width - em) * Pango.SCALE))
        text.set_alignment(Pango.Alignment.CENTER)
        self._colour(self.ink, 0.55)
        self.context.move_to(left + em / 2, top + height + em)
        PangoCairo.show_layout(self.context, text)
        if self.widget.has_visible_focus() and not self.view.labels:
            style = self.widget.get_style_context()
            Gtk.render_focus(style, self.context, left, top, width, height)

    def _small(self, text: str) -> Pango.Layout:
        layout = self.widget.create_pango_layout(text)
        small = Pango.AttrList()
        small.insert(Pango.attr_scale_new(0.9))
        layout.set_attributes(small)
        return layout

    def _is_chosen(self, label: Label) -> bool:
        return label.number == self.view.chosen

    def _colour(self, colour: Gdk.RGBA, strength: float = 1.0) -> None:
        self.context.set_source_rgba(colour.red, colour.green, colour.blue, colour.alpha * strength)

    def _stroke(self, x: float, y: float, to_x: float, to_y: float, strength: float = 0.7) -> None:
        self._colour(self.ink, strength)
        self.context.set_line_width(1)
        self.context.move_to(x, y)
        self.context.line_to(to_x, to_y)
        self.context.stroke()


def _rounded(
    context: cairo.Context, x: float, y: float, width: float, height: float, radius: float
) -> None:
    right, bottom, quarter = x + width - radius, y + height - radius, math.pi / 2
    context.new_sub_path()
    context.arc(right, y + radius, radius, -quarter, 0)
    context.arc(right, bottom, radius, 0, quarter)
    context.arc(x + radius, bottom, radius, quarter, 2 * quarter)
    context.arc(x + radius, y + radius, radius, 2 * quarter, 3 * quarter)
    context.close_path()


def _paper(ink: Gdk.RGBA) -> Gdk.RGBA:
    """The colour that contrasts with the ink."""
    light = ink.red + ink.green + ink.blue < 1.5
    return Gdk.RGBA(*(3 * [1.0 if light else 0.0]), 1.0)
