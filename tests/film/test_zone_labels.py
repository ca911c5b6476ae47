"""Labels under the zone scale: none overlaps another, its leader or an end of the scale."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.film.zone_labels import Ground, Label, Place, Text, Way, place

GROUND = Ground(
    width=200, lanes=6, step=8, gap=4, lead=2, space=1, edge=1, descent=2, arrow=(1.5, 3)
)
NARROW = replace(GROUND, width=60, lanes=2)


def label(x: float, *widths: float) -> Label:
    return Label(x, [Text(width, 5) for width in widths])


def placed(*labels: Label, ground: Ground = GROUND) -> dict[int, Place]:
    """The places, tried with complete texts, then with the shortest."""
    shortest = len(labels[0].texts) - 1 if labels else 0
    ways = [Way(ground, labels, text) for text in range(shortest + 1)]
    return place(ways)[1]


def rectangle(one: Label, at: Place) -> tuple[float, float, float, float]:
    text = one.texts[at.text]
    left = one.x + 2 if at.side > 0 else one.x - 2 - text.width
    base = -4 - (at.lane + 1) * 8
    return left, base - 2, left + text.width, base + 5


def test_a_label_is_to_the_right_of_its_leader_in_the_first_lane() -> None:
    assert placed(label(50, 30)) == {0: Place(0, 0, 1)}


def test_a_label_that_would_pass_the_end_goes_to_the_left() -> None:
    assert placed(label(190, 30)) == {0: Place(0, 0, -1)}


def test_labels_to_the_right_form_stairs() -> None:
    found = placed(label(20, 60), label(50, 60), label(80, 60))
    assert [found[number].lane for number in range(3)] == [2, 1, 0]
    assert {each.side for each in found.values()} == {1}


def test_labels_are_shortened_only_while_there_is_no_room() -> None:
    found = placed(label(10, 45, 12), label(30, 45, 12), ground=NARROW)
    assert len(found) == 2
    texts = sorted(each.text for each in found.values())
    assert texts == [0, 1], "one of them is long enough after all"


def test_what_finds_no_room_is_left_out() -> None:
    assert placed(label(50, 300)) == {}
    assert placed() == {}


def test_a_leader_may_run_behind_labels_only_if_it_is_said() -> None:
    """The one fits only to the left and the other only to the right, across its leader."""
    labels = [label(50, 45), label(20, 35)]
    strict, crossing = Way(NARROW, labels, 0), Way(NARROW, labels, 0, crossing=True)
    assert len(place([strict])[1]) == 1
    assert place([strict, crossing]) == (crossing, {0: Place(0, 0, -1), 1: Place(0, 1, 1)})


@given(
    st.lists(st.tuples(st.floats(0, 200), st.floats(1, 120)), max_size=9),
)
def test_nothing_overlaps(wanted: list[tuple[float, float]]) -> None:
    labels = [label(x, width, width / 2, 1) for x, width in wanted]
    found = placed(*labels)
    assert set(found) <= set(range(len(labels)))
    boxes = {number: rectangle(labels[number], at) for number, at in found.items()}
    for left, _bottom, right, _top in boxes.values():
        assert left >= 1 - 1e-6 and right <= 199 + 1e-6
    for (_one, a), (_other, b) in combinations(boxes.items(), 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (a, b)
    for one, other in permutations(found, 2):
        left, bottom, right, _top = boxes[one]
        x, lane = labels[other].x, found[other].lane
        reaches = -4 - (lane + 1) * 8
        crosses = left < x < right and reaches < bottom + 7 and lane > found[one].lane
        assert not crosses, "a leader runs through a label"


@pytest.mark.parametrize("count", [1, 5, 9])
def test_more_lanes_never_lose_a_label(count: int) -> None:
    labels = [label(10 + 18 * number, 40) for number in range(count)]
    few, many = (replace(GROUND, lanes=lanes) for lanes in (3, 9))
    assert len(placed(*labels, ground=few)) <= len(placed(*labels, ground=many)) == count


def test_two_stairs_toward_each_other_place_what_the_others_cannot() -> None:
    """Labels at the right end go left above those that go right, instead of below."""
    ground = replace(GROUND, width=800, lanes=12)
    places = (36, 108, 181, 217, 253, 277, 325, 470, 506, 542, 687, 759)
    labels = [label(x, 95) for x in places]
    plain, divided = Way(ground, labels, 0), Way(ground, labels, 0, splits=12)
    assert len(place([plain])[1]) < len(place([divided])[1]) == 12
