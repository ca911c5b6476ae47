"""The arithmetic of zones agrees with published values; placing a reading moves the others."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.film import zones
from exifilm_core.film.readings import UNITS, Reading
from exifilm_core.kinds.readings import Readings

READ = Readings().parse


def parsed(text: str) -> tuple[Reading, ...]:
    readings = READ(text)
    assert readings
    return readings


def on(readings: tuple[Reading, ...]) -> list[float | None]:
    return [r.zone if r.zone is None else round(r.zone, 3) for r in readings]


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        (9.5, "EV", 9.5),
        # The table of EV and luminance at ISO 100 with K = 12.5.
        *[(2.0 ** (step - 3), "cd/m²", step) for step in (-3, 0, 5, 10, 12, 15)],
        # Incident light, C = 250: E = 2.5 · 2^EV.
        (2.5, "lx", 0),
        (81_920, "lx", 15),
        # 1 fL = 3.4263 cd/m², 1 c/ft² = 10.764 cd/m², 1 fc = 10.764 lx.
        (4 / 3.4263, "fL", 5),
        (4096 / 10.764, "c/ft²", 15),
        (2560 / 10.764, "fc", 10),
    ],
)
def test_ev_of_a_reading_is_the_published_one(value: float, unit: str, wanted: float) -> None:
    assert zones.ev(Reading("", value, unit)) == pytest.approx(wanted, abs=1e-4)


def test_each_unit_of_the_record_has_an_ev() -> None:
    for unit in UNITS:
        assert zones.ev(Reading("", 7.0, unit)) is not None


def test_no_light_has_no_ev() -> None:
    for unit in UNITS[1:]:
        assert zones.ev(Reading("", 0.0, unit)) is None


def test_moonrise() -> None:
    """The Moon, 250 c/ft², on VII: Zone V is then about 60 c/ft²."""
    moon, grey = zones.placed(parsed("moon 250 c/ft²; grey 62.5 c/ft²"), 0, 7)
    assert (moon.zone, grey.zone) == (7, 5)


def test_defender() -> None:
    """200 c/ft² on VII is exposed as 50 c/ft² on V."""
    assert on(zones.placed(parsed("wall 200 c/ft² on V; sea 50 c/ft² on III"), 0, 7)) == [7, 5]


def test_others_move_with_the_one_that_is_placed_whatever_their_unit() -> None:
    readings = parsed("shade EV 9 on II; snow 128 cd/m² on III; rock EV 11.5 on IV½")
    assert on(zones.placed(readings, 0, 3)) == [3, 4, 5.5]
    assert on(zones.placed(readings, 2, 5 + 1 / 3)) == [2.83, 3.83, 5.333]


def test_a_reading_that_is_not_placed_stays_so_while_others_are_moved() -> None:
    readings = parsed("shade EV 9 on III; sky EV 12")
    assert on(zones.placed(readings, 0, 4)) == [4, None]
    assert zones.falls_on(readings, 1) == 6


def test_the_first_one_placed_makes_the_others_fall() -> None:
    assert on(zones.placed(parsed("shade EV 9; sky EV 12; tar EV 8"), 0, 3)) == [3, 6, 2]


def test_incident_light_is_not_compared_with_reflected() -> None:
    readings = parsed("shade EV 9 on III; sun 5000 lx on V; lamp 250 lx on I")
    assert on(zones.placed(readings, 0, 4)) == [4, 5, 1]
    assert on(zones.placed(readings, 1, 6)) == [3, 6, 1.68]
    assert zones.difference(readings[0], readings[1]) is None
    assert zones.falls_on(parsed("shade EV 9; sun 5000 lx on V"), 0) is None


def test_no_light_can_be_placed_and_moves_nothing() -> None:
    readings = parsed("night 0 cd/m²; moon 250 c/ft² on VII")
    assert on(zones.placed(readings, 0, 0)) == [0, 7]
    assert on(zones.placed(readings, 1, 6)) == [None, 6]


def test_what_falls_beyond_the_scale_is_kept_at_its_end_and_comes_back() -> None:
    readings = parsed("shade EV 9 on III; sun EV 18 on X")
    assert on(zones.placed(readings, 0, 0)) == [0, 9]
    assert on(zones.placed(readings, 0, 2)) == [2, 10]
    back = zones.placed(zones.placed(readings, 0, 2), 0, 0)
    assert on(back) == [0, 9]
    assert zones.falls_on(readings, 1) == 12


def test_taken_off() -> None:
    assert on(zones.taken_off(parsed("a EV 9 on III; b EV 10 on IV"), 1)) == [3, None]


measured = st.builds(
    Reading,
    st.sampled_from(["shade", "snow", ""]),
    st.floats(0.01, 1000),
    st.sampled_from(UNITS),
    st.none() | st.floats(0, 10),
)


@given(st.lists(measured, min_size=1, max_size=8), st.data())
def test_whatever_is_placed_differences_are_kept(
    readings: list[Reading], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(readings) - 1))
    zone = data.draw(st.floats(-3, 13))
    after = zones.placed(readings, number, zone)
    assert after[number].zone == pytest.approx(min(max(zone, 0), 10), abs=0.0091)
    for before, reading in zip(readings, after, strict=True):
        # Measured values stay unchanged, to the digits that the record keeps.
        assert reading.value == pytest.approx(before.value, rel=1e-6)
        assert (reading.area, reading.unit) == (before.area, before.unit)
        stops = zones.difference(after[number], reading)
        if reading.zone is None or stops is None:
            continue
        fallen = after[number].zone + stops
        assert reading.zone == pytest.approx(min(max(fallen, 0), 10), abs=0.011)
    again = zones.placed(after, number, after[number].zone or 0.0)
    assert again[number] == after[number]
    assert [r.zone for r in again] == pytest.approx([r.zone for r in after], abs=0.011)


@given(st.floats(0, 10))
def test_the_short_name_of_a_zone_is_never_far_from_it(zone: float) -> None:
    name = zones.spoken(zone)
    fraction = {"⅓": 1 / 3, "⅔": 2 / 3, "½": 0.5}.get(name[-1])
    stem = name[:-1] if fraction else name.partition(".")[0]
    part = fraction or float("0." + (name.partition(".")[2] or "0"))
    assert abs(zones.ZONES.index(stem) + part - zone) <= 0.0501


@pytest.mark.parametrize(
    ("zone", "up", "down"), [(5, 16 / 3, 14 / 3), (3.333333, 11 / 3, 3), (7.83, 8, 23 / 3)]
)
def test_the_next_third(zone: float, up: float, down: float) -> None:
    assert zones.next_third(zone, 1) == pytest.approx(up)
    assert zones.next_third(zone, -1) == pytest.approx(down)


def test_thirds() -> None:
    assert zones.nearest_third(3.3) == pytest.approx(10 / 3)
    assert zones.spoken(Reading("a", 9).replace(zone=3.333333).zone or 0) == "III⅓"
    assert math.isclose(zones.nearest_third(6.9), 7)
