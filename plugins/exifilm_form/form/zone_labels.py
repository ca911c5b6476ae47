"""The positions of the readings' labels under the zone scale, without overlaps.

As on paper, a leader runs from a reading's place on the scale down to a lane of its own. The label
is to the right of the leader or to its left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from exifilm_form.gtk import Gtk, Pango

_AREAS = (1e6, 12.0, 8.0, 5.0, 3.0)
"""The longest area texts, in heights of a line, to try while there is too little room."""
_WAYS = [(strict, longest) for strict in (True, False) for longest in _AREAS] + [
    (True, 0.0),
    (False, 0.0),
]
"""Ways to find room: no leader behind texts, shorter texts; then the other; then values alone."""

Mark = tuple[int, float, float]
"""The input: the reading's number, its leader's x, and the width of its text."""
Order = Sequence[tuple[Mark, tuple[int, ...]]]
_MANY = 12
"""With this many marks, a drag would be slow if every place to divide them were tried."""


@dataclass(frozen=True)
class Hung:
    """The place of a reading's text under the scale: its leader at `x`, lane 0 the upper one."""

    number: int
    x: float
    left: float
    right: float
    lane: int

    def covers(self, other: Hung, gap: float) -> bool:
        """Whether the two texts overlap."""
        return (
            self.lane == other.lane
            and self.left < other.right + gap
            and other.left < self.right + gap
        )

    def meets(self, other: Hung, gap: float) -> bool:
        """Whether the two texts overlap, or one text and the other's leader."""
        if self.lane == other.lane:
            return self.covers(other, gap)
        upper, lower = sorted((self, other), key=lambda hung: hung.lane)
        return upper.left - gap / 2 < lower.x < upper.right + gap / 2


def hang(
    marks: Sequence[Mark], width: float, lanes: int, lead: float, gap: float, *, strict: bool = True
) -> list[Hung]:
    """Place texts under a scale so that none overlap, as on paper. All in pixels.

    Leaders avoid the texts too; unless `strict`, they may run behind them. A text without a place
    is left out.
    """
    best: list[Hung] = []
    for order in _orders(marks, width, lead) if strict else _any_order(marks):
        taken: list[Hung] = []
        for (number, x, words), sides in order:
            for lane, side in ((lane, side) for lane in range(lanes) for side in sides):
                left = x + lead if side > 0 else x - lead - words
                here = Hung(number, x, left, left + words, lane)
                if left < 0 or here.right > width:
                    continue
                if not any((here.meets if strict else here.covers)(t, gap) for t in taken):
                    taken.append(here)
                    break
            else:
                if strict:
                    break  # another order may place all of them
        if len(taken) > len(best):
            best = taken
        if len(best) == len(marks):
            break
    return best


def _any_order(marks: Sequence[Mark]) -> Iterator[Order]:
    yield [(mark, (1, -1)) for mark in sorted(marks, key=lambda mark: -mark[1])]


def _orders(marks: Sequence[Mark], width: float, lead: float) -> Iterator[Order]:
    """Orders to try: the marks, and the sides of its leader to try for each one's text.

    Texts that are all to the right form stairs without a crossing if placed from the right on, and
    texts to the left if placed from the left on. So all go to one side except those that would pass
    an end; or those up to some place go right and the others left.
    """
    falling = sorted(marks, key=lambda mark: -mark[1])
    rising = falling[::-1]
    rightward = [m for m in falling if m[1] + lead + m[2] <= width]
    leftward = [m for m in rising if m[1] - lead - m[2] >= 0]
    for side, inside, others in ((1, rightward, rising), (-1, leftward, falling)):
        outside = [mark for mark in others if mark not in inside]
        yield [*((m, (side,)) for m in inside), *((m, (-side,)) for m in outside)]
    yield from _any_order(marks)
    for split in range(1, len(marks)) if len(marks) <= _MANY else (len(marks) // 2,):
        right = [(mark, (1,)) for mark in rising[:split][::-1]]
        left = [(mark, (-1,)) for mark in rising[split:]]
        yield right + left
        yield left + right


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

    def holds(self, x: float, y: float) -> bool:
        """Whether the rectangle contains a point."""
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


class Said(NamedTuple):
    """The text of a reading."""

    number: int
    area: str
    value: str


class Ground(NamedTuple):
    """The area under the tones and next to them, in pixels of the widget."""

    widget: Gtk.Widget
    left: float
    width: float
    floor: float
    """The lower edge of the tones, where the leaders begin."""
    side: float
    """Room next to the tones for readings that are not placed."""
    em: float

    def hung(self, placed: Sequence[tuple[Said, float]]) -> list[Label]:
        """The labels of the placed readings, as long as possible without overlaps."""
        em, line, top = self.em, self.em * 1.25, self.floor + self.em * 0.5
        lanes = max(int((self.widget.get_allocated_height() - top) / line), 1)
        hung: list[Hung] = []
        words: dict[int, Words] = {}
        for strict, longest in _WAYS:
            words = {said.number: self._words(said, longest * em) for said, _x in placed}
            marks = [
                (said.number, x - self.left, words[said.number].width + em * 0.3)
                for said, x in placed
            ]
            hung = hang(marks, self.width, lanes, em * 0.25, em * 0.3, strict=strict)
            if len(hung) == len(marks):
                break
        return [
            Label(
                h.number,
                x=self.left + h.x,
                left=self.left + h.left,
                top=top + h.lane * line,
                width=h.right - h.left,
                height=line,
                words=words[h.number],
            )
            for h in hung
        ]

    def listed(self, others: Sequence[Said], chosen: int | None) -> list[Label]:
        """The labels of the other readings next to the scale, always with the chosen one."""
        em, line, top = self.em, self.em * 1.25, self.floor + self.em * 0.3
        left, room = (0.0 if self.left else self.width) + em * 0.5, self.side - em
        lines = max(int((self.widget.get_allocated_height() - top) / line), 1)
        at = next((row for row, said in enumerate(others) if said.number == chosen), 0)
        first = max(0, at - lines + 1)
        labels = []
        for row, said in enumerate(others[first : first + lines]):
            value = self._words(said, 0.0)
            words = self._words(said, room - value.width - value.space - em * 0.3)
            labels.append(Label(said.number, None, left, top + row * line, room, line, words))
        return labels

    def _words(self, said: Said, longest: float) -> Words:
        return set_words(self.widget, said.area, said.value, longest, self.em)
