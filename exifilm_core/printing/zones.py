"""Readings under the zone scale: where each one's words stand so that none runs over another.

The one idea: a reading hangs from its place on the scale by a leader, down to a lane of its own;
its words stand to the right of the leader or to its left. The first lane and side in which neither
words nor leader meet what is there already is taken. What finds none is given back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exifilm_core.printing.form import Form, Slot
from exifilm_core.printing.text import Line, width

_SIZE = 6.0
_GAP = 1.5
_EDGE = 1.0
"""Points that words keep from the ends of the scale."""
_BELOW = 1.4
"""Points that the last lane's words need below their line."""


@dataclass(frozen=True)
class Mark:
    """A reading's words on their place: lane from 0 down, side 1 right of the leader, -1 left."""

    words: Line
    size: float
    zone: float
    lane: int
    side: int


@dataclass(frozen=True)
class _Placed:
    x: float
    left: float
    right: float
    lane: int

    def meets(self, other: _Placed) -> bool:
        if self.lane == other.lane:
            return self.left < other.right + _GAP and other.left < self.right + _GAP
        upper, lower = sorted((self, other), key=lambda mark: mark.lane)
        return upper.left - _GAP / 2 < lower.x < upper.right + _GAP / 2


def placed(
    readings: Sequence[tuple[float, Line]], form: Form, slot: Slot, smallest: float
) -> tuple[list[Mark], list[int]]:
    """The marks of (zone, words), and the numbers of those that found no place."""
    best: tuple[list[Mark], list[int]] = ([], list(range(len(readings))))
    for size in sorted({max(_SIZE, smallest), smallest}, reverse=True):
        for order in _orders(readings, size, form.number("lead"), slot):
            found = _placed_in_order(readings, order, size, form, slot)
            if len(found[1]) < len(best[1]):
                best = found
            if not best[1]:
                return best
    return best


def _orders(
    readings: Sequence[tuple[float, Line]], size: float, lead: float, slot: Slot
) -> Iterator[Sequence[tuple[int, tuple[int, ...]]]]:
    """Ways to go about it: numbers of the readings, and the sides to try for each.

    Words that all stand to the right make stairs without a crossing when they are set from the
    right end of the scale on; those that reach over its end then hang to the left, below. The same
    the other way round; and at last whatever fits.
    """
    falling = sorted(range(len(readings)), key=lambda number: -readings[number][0])
    for side, order in ((1, falling), (-1, falling[::-1])):
        inside = [n for n in order if _reaches(readings[n], size, side * lead, slot)]
        outside = [n for n in reversed(order) if n not in inside]
        yield [*((n, (side,)) for n in inside), *((n, (-side,)) for n in outside)]
    yield [(number, (1, -1)) for number in falling]


def _reaches(reading: tuple[float, Line], size: float, lead: float, slot: Slot) -> bool:
    """Whether words on that side of their leader stay on the scale."""
    left = _left(reading, size, lead, slot)
    return left >= _EDGE and left + width(reading[1]) * size <= slot.width - _EDGE


def _left(reading: tuple[float, Line], size: float, lead: float, slot: Slot) -> float:
    """Where words begin that stand `lead` points right of their leader (or, below 0, left)."""
    zone, words = reading
    x = (zone + 0.5) * slot.width / 11
    return x + lead if lead > 0 else x + lead - width(words) * size


def _placed_in_order(
    readings: Sequence[tuple[float, Line]],
    order: Sequence[tuple[int, tuple[int, ...]]],
    size: float,
    form: Form,
    slot: Slot,
) -> tuple[list[Mark], list[int]]:
    room = slot.height - form.number("scale-height") - form.number("lane-gap")
    lead = form.number("lead")
    lanes = int((room - _BELOW) / form.number("lane-height"))
    marks: list[Mark] = []
    taken: list[_Placed] = []
    left_over: list[int] = []
    for number, sides in order:
        zone, words = readings[number]
        for lane, side in ((lane, side) for lane in range(lanes) for side in sides):
            left = _left(readings[number], size, side * lead, slot)
            here = _Placed((zone + 0.5) * slot.width / 11, left, left + width(words) * size, lane)
            if not _reaches(readings[number], size, side * lead, slot):
                continue
            if any(map(here.meets, taken)):
                continue
            taken.append(here)
            marks.append(Mark(words, size, zone, lane, side))
            break
        else:
            left_over.append(number)
    return marks, sorted(left_over)
