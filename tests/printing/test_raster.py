"""No value lies on a line, a label or another value, dot by dot.

`make raster` checks a thousand new random records. These tests check a few fixed ones.
"""

from __future__ import annotations

from typing import Any

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.film.zone_labels import Ground
from exifilm_core.printing.leaves import LeafMaker

from .filled import random_record
from .interpreter import PAPERS
from .raster import LINES, spots, spots_of_random_records


def test_random_records_have_no_spot() -> None:
    seeds = range(2 * len(PAPERS))
    assert list(map(str, spots_of_random_records(seeds))) == []


RECORD = ExposureRecord(
    subject="Moonrise", film="FP4", front_rise=3, readings="moss EV 9 on III; snow EV 14 on VIII"
)
PLANTED = {
    "/subject [(gypsum)] 8 fill-slot": ("subject", "subject"),
    "0 -6 translate /film [(gypsum)] 8 fill-slot": ("film", LINES),
    "0 9 translate /taken [(gypsum)] 8 fill-slot": ("taken", LINES),
    "0 62 translate /film [(gypsum)] 8 fill-slot": ("film", LINES),
    "60 0 translate /holder [(gypsum)] 8 fill-slot": ("holder", LINES),
    "(gypsum) 6 2.6 0 1 mark-reading": ("the reading on zone 2.6", LINES),
    "(gypsum) 6 3 0 1 mark-reading": ("the reading on zone 3", "the reading on zone 3"),
    "0 -40 translate 9 0 0 0 0 0 0 0 draw-movements": ("the movements", LINES),
    "[(gypsum)] 60 foot": ("the foot", LINES),
}


@pytest.mark.parametrize("call", PLANTED)
def test_a_planted_spot_is_found(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert spots([("7", RECORD)], "letter") == []
    leaves = LeafMaker.leaves

    def with_more(maker: LeafMaker, number: str, record: ExposureRecord) -> list[str]:
        return [f"{leaf}\n{call}" for leaf in leaves(maker, number, record)]

    monkeypatch.setattr(LeafMaker, "leaves", with_more)
    found = spots([("7", RECORD)], "letter")
    assert PLANTED[call] in [(spot.one, spot.other) for spot in found]


def test_words_on_a_leader_that_ends_in_their_lane_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An old ExiFilm printed such a reading, because a leader's own lane did not count."""
    record = ExposureRecord(readings=random_record(27, readings=8).readings)
    assert spots([("27", record)], "letter") == []

    def a_lane_short(ground: Ground, x: float, lane: int) -> Any:
        whole = leader(ground, x, lane)
        return whole._replace(bottom=whole.bottom + ground.step)

    leader = Ground.leader
    monkeypatch.setattr(Ground, "leader", a_lane_short)
    (spot,) = spots([("27", record)], "letter")
    assert (spot.one, spot.other) == ("the reading on zone 3", LINES)
