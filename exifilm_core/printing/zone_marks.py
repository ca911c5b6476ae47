"""Readings under the printed zone scale.

`exifilm_core.film.zone_labels` places their words; this module measures them in the form's type. A
reading whose words do not fit even if shortened keeps its arrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exifilm_core.film.readings import ZONES
from exifilm_core.film.zone_labels import Ground, Label, Text, Way, place
from exifilm_core.printing.fitting import breaks_of
from exifilm_core.printing.form import Form, Slot
from exifilm_core.printing.text import DESCENT, Line, top, width

_SIZE = 6.0
_GAP = 0.75
"""Points of space to the left and right of words."""
_EDGE = 1.0
"""Points between words and the ends of the scale."""
_BELOW = 0.1
"""Points between the last lane's words and the floor."""
_ARROW = 1.4, 3.6
"""Half the width of an arrow, and its height, in points."""
_LONGEST = (None, 10.0, 6.0, 3.0, 0.0)
"""The lengths to try for an area, in parts of the type size; None for all of it."""


@dataclass(frozen=True)
class Wanted:
    """A reading to mark: its area may be shortened, its value never."""

    zone: float
    area: Line
    value: Line

    @property
    def all(self) -> Line:
        return [*self.area, *self.value]

    def words(self, longest: float | None, sign: Line) -> Line:
        """Area and value; a longer area ends with a sign.

        With a length of 0, the value alone.
        """
        if longest is None or width(self.area) <= longest:
            return self.all
        if not longest:
            return self.value
        _, kept = next(breaks_of(self.area, longest - width(sign)))
        level = self.area[0].level
        return [*self.area[:kept], *(g._replace(level=level) for g in sign), *self.value]


@dataclass(frozen=True)
class Mark:
    """A placed reading: lane from 0 down, side 1 right of the leader, -1 left.

    `whole` tells whether all its words are there. Without any, it is an arrow alone.
    """

    zone: float
    words: Line
    size: float
    lane: int
    side: int
    whole: bool


def placed(
    readings: Sequence[Wanted], form: Form, slot: Slot, smallest: float, sign: Line
) -> list[Mark]:
    """A mark for each reading, in their order. `sign` replaces the omitted part of an area."""
    words = [[reading.words(longest, sign) for longest in _LONGEST] for reading in readings]
    grounds = {size: _ground(form, slot, size) for size in sorted({max(_SIZE, smallest), smallest})}
    way, places = place(_ways(readings, words, grounds))
    size = next(size for size, ground in grounds.items() if ground == way.ground)
    marks = []
    for number, reading in enumerate(readings):
        here = places.get(number)
        line = words[number][here.text] if here else []
        lane, side = (here.lane, here.side) if here else (0, 1)
        marks.append(Mark(reading.zone, line, size, lane, side, line == reading.all))
    return marks


def _ways(
    readings: Sequence[Wanted], words: Sequence[Sequence[Line]], grounds: Mapping[float, Ground]
) -> Iterator[Way]:
    """Sizes of type, and shorter and shorter areas, in the order to try them."""
    (smallest, small), *larger = grounds.items()
    labels = _labels(readings, words, small, smallest)
    if len(readings) <= small.lanes * len(ZONES):  # no more fit
        for size, ground in larger:
            yield Way(ground, _labels(readings, words, ground, size), 0)
        yield from (Way(small, labels, text) for text in range(len(_LONGEST) - 1))
    yield Way(small, labels, len(_LONGEST) - 1)


def _ground(form: Form, slot: Slot, size: float) -> Ground:
    """The room under the scale for words in that size of type, in points."""
    gap, step = form.number("lane-gap"), form.number("lane-height") * size
    room = slot.height - form.number("scale-height") - gap
    return Ground(
        width=slot.width,
        lanes=int((room - DESCENT * size - _BELOW) / step),
        step=step,
        gap=gap,
        lead=form.number("lead"),
        space=_GAP,
        edge=_EDGE,
        descent=DESCENT * size,
        arrow=_ARROW,
    )


def _labels(
    readings: Sequence[Wanted], words: Sequence[Sequence[Line]], ground: Ground, size: float
) -> list[Label]:
    """The readings' places, and the sizes of their words in that size of type."""
    return [
        Label(
            (reading.zone + 0.5) * ground.width / len(ZONES),
            [Text(width(line) * size, top(line) * size) for line in lines],
        )
        for reading, lines in zip(readings, words, strict=True)
    ]
