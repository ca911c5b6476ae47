"""Readings under the zone scale, with their words placed so that none overlaps another.

A leader connects a reading's place on the scale with its lane; the words are to the right of the
leader or to its left. They get the first lane and side in which neither words nor leader touch
others. If not all fit, words are shortened. A reading that does not fit even so keeps its arrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product, zip_longest
from typing import NamedTuple

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
_HALF_AN_ARROW, _ARROW_HEIGHT = 1.4, 3.6
_AREAS = (10.0, 6.0, 3.0, 0.0)
"""The lengths to try for an area whose words are too long, in parts of the type size."""
_ZONES = 11


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


class _Area(NamedTuple):
    """A rectangle, in points from the left end and the floor of the scale."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: _Area) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


@dataclass(frozen=True)
class _Lanes:
    """The lanes for one size of type, in points."""

    form: Form
    slot: Slot
    size: float

    @property
    def step(self) -> float:
        return self.form.number("lane-height") * self.size

    @property
    def gap(self) -> float:
        return self.form.number("lane-gap")

    @property
    def count(self) -> int:
        room = self.slot.height - self.form.number("scale-height") - self.gap
        return int((room - DESCENT * self.size - _BELOW) / self.step)

    def x(self, zone: float) -> float:
        return (zone + 0.5) * self.slot.width / _ZONES

    def arrow(self, zone: float) -> _Area:
        x = self.x(zone)
        return _Area(x - _HALF_AN_ARROW, -_ARROW_HEIGHT, x + _HALF_AN_ARROW, 0)

    def words(self, line: Line, zone: float, lane: int, side: int) -> _Area:
        """The space of the words, with their gaps."""
        lead = self.form.number("lead")
        length = width(line) * self.size
        left = self.x(zone) + (lead if side > 0 else -lead - length)
        base = self._base(lane)
        return _Area(
            left - _GAP,
            base - DESCENT * self.size,
            left + length + _GAP,
            base + top(line) * self.size,
        )

    def leader(self, zone: float, lane: int) -> _Area:
        return _Area(self.x(zone), self._base(lane), self.x(zone), 0)

    def has_room(self, words: _Area) -> bool:
        """Whether the words stay on the scale."""
        outermost = _EDGE - _GAP
        return words.left >= outermost and words.right <= self.slot.width - outermost

    def _base(self, lane: int) -> float:
        return -self.gap - (lane + 1) * self.step


class _Place(NamedTuple):
    """The place of a reading's words."""

    words: Line
    lane: int
    side: int


def placed(
    readings: Sequence[Wanted], form: Form, slot: Slot, smallest: float, sign: Line
) -> list[Mark]:
    """A mark for each reading, in their order. `sign` replaces the omitted part of an area."""
    lanes, places = _most_places(readings, _Lanes(form, slot, smallest), sign)
    if any(place.words != readings[number].all for number, place in places.items()):
        _lengthen(readings, places, lanes, sign)
    marks = []
    for number, reading in enumerate(readings):
        words, lane, side = places.get(number, _Place([], 0, 1))
        marks.append(Mark(reading.zone, words, lanes.size, lane, side, words == reading.all))
    return marks


def _most_places(
    readings: Sequence[Wanted], small: _Lanes, sign: Line
) -> tuple[_Lanes, dict[int, _Place]]:
    """The first arrangement with a place for each reading, or else for the most of them."""
    zones = [reading.zone for reading in readings]
    best: tuple[_Lanes, dict[int, _Place]] = (small, {})
    for lanes, longest in _ways(len(readings), small):
        words = [reading.words(longest, sign) for reading in readings]
        for order in _orders(zones, words, lanes):
            found = _in_order(zones, words, order, lanes)
            if len(found) > len(best[1]):
                best = (lanes, found)
            if len(found) == len(readings):
                return best
    return best


def _ways(count: int, small: _Lanes) -> Iterator[tuple[_Lanes, float | None]]:
    """Sizes of type, and the longest areas, in the order to try them."""
    if count <= small.count * _ZONES:  # no more fit
        if small.size < _SIZE:
            yield replace(small, size=_SIZE), None
        yield small, None
        yield from ((small, longest) for longest in _AREAS[:-1])
    yield small, _AREAS[-1]


def _orders(
    zones: Sequence[float], words: Sequence[Line], lanes: _Lanes
) -> Iterator[Sequence[tuple[int, tuple[int, ...]]]]:
    """Orders in which to place the readings, and the sides to try for each.

    Words to the right of their leaders form stairs without a crossing if they are placed from the
    right end of the scale on. Those beyond its end then go to the left, below. Next comes the
    mirror image of that; then stairs from the middle down to both ends, which need half as many
    lanes; and finally any place that fits.
    """
    falling = sorted(range(len(zones)), key=lambda number: -zones[number])
    for side, order in ((1, falling), (-1, falling[::-1])):
        inside = [n for n in order if lanes.has_room(lanes.words(words[n], zones[n], 0, side))]
        outside = [n for n in reversed(order) if n not in inside]
        yield [*((n, (side,)) for n in inside), *((n, (-side,)) for n in outside)]
    half = len(falling) // 2
    to_the_left = ((n, (-1,)) for n in reversed(falling[:half]))
    to_the_right = ((n, (1,)) for n in falling[half:])
    yield [n for pair in zip_longest(to_the_right, to_the_left) for n in pair if n]
    yield [(number, (1, -1)) for number in falling]


def _in_order(
    zones: Sequence[float],
    words: Sequence[Line],
    order: Sequence[tuple[int, tuple[int, ...]]],
    lanes: _Lanes,
) -> dict[int, _Place]:
    """The places of the readings that find one when it is their turn."""
    places: dict[int, _Place] = {}
    taken: list[_Area] = []
    leaders = [lanes.arrow(zone) for zone in set(zones)]
    for number, sides in order:
        line, zone = words[number], zones[number]
        if place := _free_place(line, zone, sides, lanes, taken, leaders):
            places[number] = place
            taken.append(lanes.words(line, zone, place.lane, place.side))
            leaders.append(lanes.leader(zone, place.lane))
    return places


def _free_place(
    words: Line,
    zone: float,
    sides: Sequence[int],
    lanes: _Lanes,
    taken: Sequence[_Area],
    leaders: Sequence[_Area],
) -> _Place | None:
    """The first lane and side in which the words overlap nothing, and their leader no words."""
    for lane, side in product(range(lanes.count), sides):
        here = lanes.words(words, zone, lane, side)
        if (
            lanes.has_room(here)
            and not any(map(here.meets, taken))
            and not any(map(here.meets, leaders))
            and not any(map(lanes.leader(zone, lane).meets, taken))
        ):
            return _Place(words, lane, side)
    return None


def _lengthen(
    readings: Sequence[Wanted], places: dict[int, _Place], lanes: _Lanes, sign: Line
) -> None:
    """Lengthen shortened words as far as there is room, in another lane if necessary.

    Each in turn is removed from the scale, and goes to the place with its longest words.
    """
    arrows = [lanes.arrow(reading.zone) for reading in readings]
    for number in places:
        others = [(readings[n].zone, place) for n, place in places.items() if n != number]
        taken = [lanes.words(place.words, zone, *place[1:]) for zone, place in others]
        leaders = [*arrows, *(lanes.leader(zone, place.lane) for zone, place in others)]
        for longest in (None, *_AREAS):
            words, zone = readings[number].words(longest, sign), readings[number].zone
            if place := _free_place(words, zone, (1, -1), lanes, taken, leaders):
                places[number] = place
                break
