"""The readings' labels under the zone scale, in the theme's font.

`exifilm_core.film.zone_labels` places them, by the same rule as on paper. No reading may be lost
here: if there is no other way, leaders run behind labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from exifilm_core.film import zone_labels
from exifilm_core.film.zone_labels import Text, Way
from exifilm_form.gtk import Gtk, Pango

_LONGEST = (1e6, 12.0, 8.0, 5.0, 3.0, 0.0)
"""The longest area texts, in heights of a line, to try while there is too little room."""
_SHORTENED, _VALUE = range(len(_LONGEST) - 1), len(_LONGEST) - 1
_WAYS = [
    *((crossing, text) for crossing in (False, True) for text in _SHORTENED),
    *((crossing, _VALUE) for crossing in (False, True)),
]
"""Ways to find room: no leader behind labels, shorter texts; then the other; then values alone."""
_MANY = 12
"""With more labels, a drag would be slow if every way to divide them were tried."""
# In heights of a line:
_LANE, _GAP, _LEAD, _AROUND = 1.25, 0.5, 0.25, 0.15
_ARROW = 0.24, 0.42


@dataclass(frozen=True)
class Words:
    """A reading's text, laid out: the area (it may be shortened, or left out) and the value."""

    area: Pango.Layout | None
    value: Pango.Layout
    space: float

    @property
    def width(self) -> float:
        """The texts' width on their line, in pixels."""
        return sum(map(line_width, self.layouts)) + self.space * (len(self.layouts) - 1)

    @property
    def layouts(self) -> list[Pango.Layout]:
        """The texts to draw, in order."""
        return [layout for layout in (self.area, self.value) if layout]

    @property
    def shortened(self) -> bool:
        """Whether part of the area is hidden."""
        return self.area is None or self.area.is_ellipsized()


def set_words(widget: Gtk.Widget, area: str, value: str, longest: float, em: float) -> Words:
    """The texts in the widget's font; the area takes at most `longest` pixels."""
    figures = widget.create_pango_layout(value)
    bold = Pango.AttrList()
    bold.insert(Pango.attr_weight_new(Pango.Weight.BOLD))
    figures.set_attributes(bold)
    name = None
    if area and longest > em:
        name = widget.create_pango_layout(area)
        name.set_single_paragraph_mode(True)
        if line_width(name) > longest:
            name.set_ellipsize(Pango.EllipsizeMode.END)
            name.set_width(int(longest * Pango.SCALE))
    return Words(name, figures, round(em * 0.3))


def line_width(layout: Pango.Layout) -> float:
    """Pixels from the first to the last letter; an ellipsis may leave some of the width unused."""
    ink, logical = layout.get_line_readonly(0).get_pixel_extents()
    return float(ink.x + ink.width if layout.is_ellipsized() else logical.width)


@dataclass(frozen=True)
class Label:
    """A reading's text in the widget: its rectangle, and the leader's x if placed."""

    number: int
    x: float | None
    left: float
    top: float
    width: float
    height: float
    words: Words
    falls: bool = False
    """Whether the reading is not placed, and hangs where it falls."""

    def holds(self, x: float, y: float) -> bool:
        """Whether the rectangle contains a point."""
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


class Said(NamedTuple):
    """The text of a reading."""

    number: int
    area: str
    value: str
    falls: bool = False


class Room(NamedTuple):
    """The area under the tones and next to them, in pixels of the widget."""

    widget: Gtk.Widget
    left: float
    width: float
    floor: float
    """The lower edge of the tones, where the leaders begin."""
    side: float
    """Room next to the tones for readings that hang nowhere."""
    em: float

    def placed(self, readings: Sequence[tuple[Said, float]]) -> list[Label]:
        """The labels of the readings on the scale, each with its x; as long as possible."""
        em, line, top = self.em, self.em * _LANE, self.floor + self.em * _GAP
        ground = zone_labels.Ground(
            width=self.width,
            lanes=self._lines(top),
            step=line,
            gap=em * _GAP,
            lead=em * _LEAD,
            space=em * _AROUND,
            edge=0,
            descent=0,
            arrow=(em * _ARROW[0], em * _ARROW[1]),
        )
        wanted = [zone_labels.Label(x - self.left, self._texts(said)) for said, x in readings]
        ways = [Way(ground, wanted, text, crossing, _MANY) for crossing, text in _WAYS]
        _way, places = zone_labels.place([way for way in ways if _may_fit(way)] or ways[-1:])
        labels = []
        for number, place in sorted(places.items()):
            said, x = readings[number]
            words = self._words(said, _LONGEST[place.text] * em)
            width = words.width + 2 * em * _AROUND
            left = x + ground.lead if place.side > 0 else x - ground.lead - width
            lane = top + place.lane * line
            labels.append(Label(said.number, x, left, lane, width, line, words, said.falls))
        return labels

    def _texts(self, said: Said) -> list[Text]:
        """The sizes of a label's texts: the complete one, then shorter ones."""
        em, words = self.em, self._words(said, _LONGEST[0] * self.em)
        value = line_width(words.value)
        area, around = words.width - value, 2 * em * _AROUND
        height = em * _LANE * 0.99  # less than a lane, whatever the rounding
        areas = [min(area, longest * em + words.space) if longest else 0.0 for longest in _LONGEST]
        return [Text(value + each + around, height) for each in areas]

    def listed(self, others: Sequence[Said], chosen: int | None) -> list[Label]:
        """The labels of the other readings next to the scale, always with the chosen one."""
        em, line, top = self.em, self.em * _LANE, self.floor + self.em * 0.3
        left, room = (0.0 if self.left else self.width) + em * 0.5, self.side - em
        lines = self._lines(top)
        at = next((row for row, said in enumerate(others) if said.number == chosen), 0)
        first = max(0, at - lines + 1)
        labels = []
        for row, said in enumerate(others[first : first + lines]):
            value = self._words(said, 0.0)
            words = self._words(said, room - value.width - value.space - 2 * em * _AROUND)
            labels.append(Label(said.number, None, left, top + row * line, room, line, words))
        return labels

    def _lines(self, top: float) -> int:
        """How many lines fit below there."""
        return max(int((self.widget.get_allocated_height() - top) / (self.em * _LANE)), 1)

    def _words(self, said: Said, longest: float) -> Words:
        return set_words(self.widget, said.area, said.value, longest, self.em)


def _may_fit(way: Way) -> bool:
    """Whether the labels are short enough for all lanes together, which is quickly found."""
    total = sum(label.texts[way.text].width for label in way.labels)
    return total <= way.ground.lanes * way.ground.width
