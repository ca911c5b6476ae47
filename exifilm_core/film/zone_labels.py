"""Places for the readings' labels under the zone scale, so that none overlaps another.

Paper and screen place them by this one rule. A leader connects a reading's place on the scale with
a lane; the label is to the right of the leader or to its left. It gets the first lane and side in
which neither label nor leader touch others. If not all fit, labels are shortened.

Lengths are in any one unit. Heights are 0 at the scale's lower edge, and negative below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product, zip_longest
from typing import NamedTuple


class Text(NamedTuple):
    """The size of a text: its width, and its height above the baseline."""

    width: float
    top: float


class Label(NamedTuple):
    """A reading's place on the scale, and its texts: the complete one, then ever shorter ones."""

    x: float
    texts: Sequence[Text]


class Place(NamedTuple):
    """The place of a label: which of its texts, lane 0 the upper one, side 1 right, -1 left."""

    text: int
    lane: int
    side: int


class _Area(NamedTuple):
    """A rectangle."""

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
class Ground:
    """The room under the scale, in lanes."""

    width: float
    """The scale's width."""
    lanes: int
    step: float
    """The height of a lane."""
    gap: float
    """From the scale to the first lane."""
    lead: float
    """From a leader to its label."""
    space: float
    """Free space to the left and right of a label."""
    edge: float
    """Free space between a label and the ends of the scale."""
    descent: float
    """From the baseline down to the label's lower edge."""
    arrow: tuple[float, float]
    """Half the width and the height of the arrow on top of a leader."""

    def arrow_at(self, x: float) -> _Area:
        half, height = self.arrow
        return _Area(x - half, -height, x + half, 0)

    def area(self, x: float, text: Text, lane: int, side: int) -> _Area:
        """The label's rectangle, with its free space."""
        left = x + (self.lead if side > 0 else -self.lead - text.width)
        base = self._base(lane)
        return _Area(
            left - self.space,
            base - self.descent,
            left + text.width + self.space,
            base + text.top,
        )

    def leader(self, x: float, lane: int) -> _Area:
        return _Area(x, self._base(lane), x, 0)

    def has_room(self, label: _Area) -> bool:
        """Whether the label stays under the scale."""
        outermost = self.edge - self.space
        return label.left >= outermost and label.right <= self.width - outermost

    def _base(self, lane: int) -> float:
        return -self.gap - (lane + 1) * self.step


class Way(NamedTuple):
    """A way to try: the labels, measured for this ground, each with its text of this number."""

    ground: Ground
    labels: Sequence[Label]
    text: int
    crossing: bool = False
    """Whether leaders may run behind labels."""
    splits: int = 0
    """Also try two stairs toward each other, for up to so many labels divided at each place; more
    labels are divided in the middle alone, since this takes time."""


_Order = Sequence[tuple[int, tuple[int, ...]]]
"""The numbers of the labels, and the sides to try for each."""


def place(ways: Iterable[Way]) -> tuple[Way, dict[int, Place]]:
    """The first way with a place for each label, or else with the most of them; and the places.

    Shortened labels are then lengthened as far as there is room. There must be a way.
    """
    best: tuple[Way, dict[int, Place]] | None = None
    for way in ways:
        for order in _orders(way):
            found = _in_order(order, way, more_than=len(best[1]) if best else 0)
            if best is None or not best[1] or len(found) > len(best[1]):
                best = way, found
            if len(found) == len(way.labels):
                return way, _lengthened(found, way)
    assert best
    return best[0], _lengthened(best[1], best[0])


def _orders(way: Way) -> Iterator[_Order]:
    """Orders in which to place the labels.

    Labels to the right of their leaders form stairs without a crossing if they are placed from the
    right end of the scale on. Those beyond its end then go to the left, below. Next comes the
    mirror image of that; then stairs from the middle down to both ends, which need half as many
    lanes; and then any place that fits, which is enough if leaders may cross labels. Last come two
    stairs toward each other, one of them below.
    """
    ground, labels = way.ground, way.labels

    def is_inside(number: int, side: int) -> bool:
        x, texts = labels[number]
        return ground.has_room(ground.area(x, texts[way.text], 0, side))

    falling = sorted(range(len(labels)), key=lambda number: -labels[number].x)
    anywhere = [(number, (1, -1)) for number in falling]
    if way.crossing:
        yield anywhere
        return
    for side, order in ((1, falling), (-1, falling[::-1])):
        inside = [number for number in order if is_inside(number, side)]
        outside = [number for number in reversed(order) if number not in inside]
        yield [*((n, (side,)) for n in inside), *((n, (-side,)) for n in outside)]
    half = len(falling) // 2
    to_the_left = ((n, (-1,)) for n in reversed(falling[:half]))
    to_the_right = ((n, (1,)) for n in falling[half:])
    yield [n for pair in zip_longest(to_the_right, to_the_left) for n in pair if n]
    yield anywhere
    if way.splits:
        every = range(1, len(falling)) if len(falling) <= way.splits else [half]
        for split in every:
            right = [(n, (1,)) for n in falling[-split:]]
            left = [(n, (-1,)) for n in falling[:-split][::-1]]
            yield right + left
            yield left + right


def _in_order(order: _Order, way: Way, more_than: int) -> dict[int, Place]:
    """The places of the labels that find one when it is their turn.

    Stops when the others can no longer make them more than that.
    """
    ground = way.ground
    places: dict[int, Place] = {}
    taken: list[_Area] = []
    leaders = [ground.arrow_at(x) for x in {label.x for label in way.labels}]
    for turn, (number, sides) in enumerate(order):
        if len(places) + len(order) - turn <= more_than:
            break
        x, texts = way.labels[number]
        if found := _free_place(x, texts[way.text], sides, way, taken, leaders):
            lane, side = found
            places[number] = Place(way.text, lane, side)
            taken.append(ground.area(x, texts[way.text], lane, side))
            leaders.append(ground.leader(x, lane))
    return places


def _free_place(
    x: float,
    text: Text,
    sides: Sequence[int],
    way: Way,
    taken: Sequence[_Area],
    leaders: Sequence[_Area],
) -> tuple[int, int] | None:
    """The first lane and side in which the label overlaps nothing, and its leader no label."""
    ground = way.ground
    roomy = [side for side in sides if ground.has_room(ground.area(x, text, 0, side))]
    for lane, side in product(range(ground.lanes), roomy):
        here = ground.area(x, text, lane, side)
        if any(map(here.meets, taken)):
            continue
        if way.crossing or not (
            any(map(here.meets, leaders)) or any(map(ground.leader(x, lane).meets, taken))
        ):
            return lane, side
    return None


def _lengthened(places: dict[int, Place], way: Way) -> dict[int, Place]:
    """The places with longer texts as far as there is room, in another lane if necessary.

    Each label in turn is removed, and goes to the place with its longest text. Nothing moves if no
    label is shortened.
    """
    ground, labels = way.ground, way.labels
    if all(labels[n].texts[each.text] == labels[n].texts[0] for n, each in places.items()):
        return places
    places = dict(places)
    arrows = [ground.arrow_at(label.x) for label in labels]
    for number in places:
        others = [(labels[n], each) for n, each in places.items() if n != number]
        taken = [
            ground.area(label.x, label.texts[each.text], each.lane, each.side)
            for label, each in others
        ]
        leaders = [*arrows, *(ground.leader(label.x, each.lane) for label, each in others)]
        x, texts = labels[number]
        for choice, text in enumerate(texts):
            if found := _free_place(x, text, (1, -1), way, taken, leaders):
                places[number] = Place(choice, *found)
                break
    return places
