"""Light, exposures and lenses: there and back, and what must stay the same."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.film import (
    aperture,
    bellows,
    depth_of_field,
    development,
    equivalent,
    exposure_value,
    filters,
    luminance,
    placement,
    sequences,
    shutter,
    tilt,
    zones,
)
from exifilm_core.film.exposure import exposure
from exifilm_core.film.formats import DIAGONALS
from exifilm_core.film.readings import UNITS, Reading
from exifilm_core.film.reciprocity import Law

EVS = st.floats(-15, 25)
APERTURES = st.floats(1, 128)
TIMES = st.floats(1e-4, 1e5)
FOCAL = st.floats(20, 1200)


@given(EVS, st.sampled_from(UNITS), st.sampled_from([luminance.K, luminance.OTHER_K]))
def test_ev_and_luminance_there_and_back(ev: float, unit: str, k: float) -> None:
    value = luminance.value_of(ev, unit, k)
    assert luminance.ev_of(value, unit, k) == pytest.approx(ev, abs=1e-9)
    assert zones.ev(Reading("", luminance.value_of(ev, unit), unit)) == pytest.approx(ev, abs=1e-9)


@given(EVS, APERTURES, st.floats(1, 6400))
def test_a_time_and_an_aperture_give_their_light_again(ev: float, n: float, iso: float) -> None:
    seconds = exposure_value.seconds_for(ev, n, iso)
    assert exposure_value.light(n, seconds, iso) == pytest.approx(ev, abs=1e-9)
    assert exposure_value.aperture_for(ev, seconds, iso) == pytest.approx(n)


@given(st.sampled_from(sequences.APERTURES), TIMES, st.sampled_from([1, 3]))
def test_equivalent_exposures_keep_their_ev(mark: sequences.Mark, time: float, step: int) -> None:
    wanted = exposure_value.ev(mark.exact, time)
    pairs = equivalent.equivalents(mark.marked, time, step=step)
    for pair in pairs:
        assert exposure_value.ev(pair.exact_aperture, pair.seconds) == pytest.approx(wanted)
    for one, other in pairwise(pairs):
        assert other.seconds / one.seconds == pytest.approx(2 ** (step / 3))


def test_the_marks_are_thirds_of_a_stop() -> None:
    published = "5.6 6.3 7.1 8 9 10 11 13 14 16 18 20 22 25 29 32 36 40 45 51 57 64"
    marks = [f"{mark.marked:g}" for mark in sequences.APERTURES]
    assert " ".join(marks[15:37]) == published
    times = "1/60 1/50 1/40 1/30 1/25 1/20 1/15 1/13 1/10 1/8"
    shown = [f"1/{round(1 / mark.marked)}" for mark in sequences.TIMES if mark.marked < 0.3]
    assert times in " ".join(shown)
    long = "0.3 0.4 0.5 0.6 0.8 1 1.3 1.6 2 2.5 3.2 4 5 6 8 10 13 15 20 25 30"
    assert " ".join(f"{m.marked:g}" for m in sequences.TIMES if m.marked >= 0.3) == long
    for mark in sequences.TIMES:
        assert abs(math.log2(mark.marked / mark.exact)) < 0.11, mark
    for mark in sequences.APERTURES:
        assert abs(2 * math.log2(mark.marked / mark.exact)) < 0.15, mark
    for marks in (sequences.TIMES, sequences.APERTURES):
        assert all(a.marked < b.marked for a, b in pairwise(marks))


@given(st.floats(0, 20), FOCAL)
def test_extension_distance_and_magnification_give_one_factor(size: float, focal: float) -> None:
    factor = bellows.factor_at(size)
    assert bellows.factor(focal * (1 + size), focal) == pytest.approx(factor)
    assert bellows.magnification(focal * (1 + size), focal) == pytest.approx(size, abs=1e-9)
    if size > 0.001:
        assert bellows.factor_at_distance(focal * (1 + 1 / size), focal) == pytest.approx(factor)
    assert bellows.effective_aperture(16, factor) == pytest.approx(16 * (1 + size))
    assert filters.stops(factor) == pytest.approx(2 * math.log2(1 + size), abs=1e-9)


def test_no_bellows_factor_is_less_than_one() -> None:
    assert bellows.factor(200, 300) is bellows.magnification(200, 300) is None
    assert bellows.factor_at_distance(100, 150) is None


@given(st.lists(st.floats(1, 16), max_size=4))
def test_stacked_filters_add_their_stops(factors: list[float]) -> None:
    together = filters.stops(filters.stacked(factors))
    assert together == pytest.approx(sum(map(filters.stops, factors)), abs=1e-9)


@given(FOCAL, st.floats(1, 90), st.sampled_from(sorted(DIAGONALS)), st.floats(1.01, 1e6))
def test_the_subject_is_between_the_limits(focal: float, n: float, name: str, far: float) -> None:
    circle = depth_of_field.circle_of_confusion(name)
    assert circle
    distance = focal * far
    limits = depth_of_field.limits(focal, n, circle, distance)
    assert limits and limits[0] <= distance <= limits[1]
    hyperfocal = depth_of_field.hyperfocal_distance(focal, n, circle)
    near, infinite = depth_of_field.limits(focal, n, circle, hyperfocal + focal * 1.0001) or (0, 0)
    assert infinite == math.inf or infinite > 1000 * hyperfocal
    assert near == pytest.approx((hyperfocal + focal) / 2, rel=0.01)


def test_limits_of_a_subject_that_is_too_near() -> None:
    assert depth_of_field.limits(150, 22, 0.1, 150) is None
    assert depth_of_field.circle_of_confusion("120") is None


@given(st.floats(0.1, 100))
def test_an_aperture_on_the_scale_is_at_most_a_tenth_smaller(number: float) -> None:
    if not 1 <= number <= 512:
        return
    found = aperture.on_scale(number)
    exact = 2 ** (round(2 * math.log2(found.stop)) / 2 + found.stops / 2)
    assert -1e-6 <= 2 * math.log2(exact / number) <= 0.1 + 1e-6
    assert 0 <= found.stops < 1


@given(FOCAL, st.floats(0.5, 60))
def test_tilt_and_hinge_there_and_back(focal: float, degrees: float) -> None:
    found = tilt.angle(focal, tilt.hinge(focal, degrees))
    assert found == pytest.approx(degrees, rel=1e-6)


def test_no_tilt_reaches_a_hinge_within_the_focal_length() -> None:
    assert tilt.angle(150, 149) is None


@given(EVS, st.floats(0, 10), APERTURES, st.floats(1, 6400))
def test_a_placed_reading_is_exposed_for_its_zone(
    ev: float, zone: float, n: float, iso: float
) -> None:
    seconds = placement.metered_time(Reading("", ev), zone, n, iso)
    assert seconds
    # The exposure's light is what a meter would read of Zone V.
    assert exposure_value.light(n, seconds, iso) == pytest.approx(ev - zone + 5, abs=1e-6)
    key = placement.key_stop_time(Reading("", ev), zone, n, iso)
    assert key and math.log2(seconds / key) == pytest.approx(math.log2(12.5 / 10.7639), abs=1e-4)


def test_incident_light_has_no_key_stop() -> None:
    assert placement.key_stop_time(Reading("", 5000, "lx"), 5, 16, 100) is None
    assert placement.metered_time(Reading("", 0, "fc"), 5, 16, 100) is None


@pytest.mark.parametrize(
    ("zones_", "evs", "wanted"),
    [
        ((3, 8), (9, 13), 1.0),
        ((3, 7), (9, 15), -2.0),
        ((3, 7), (9, 13), 0.0),
        ((3, 7.3), (9, 13), 0.0),
        ((3, 7.5), (9, 13), 0.5),
    ],
)
def test_the_development_spreads_the_range_over_the_zones(
    zones_: tuple[float, float], evs: tuple[float, float], wanted: float
) -> None:
    readings = [Reading("", ev, zone=zone) for ev, zone in zip(evs, zones_, strict=True)]
    assert development.suggested(readings) == wanted
    assert development.suggested([*readings, Reading("", 11)]) == wanted, "it is not placed"
    own = {wanted: wanted * 1.5 + 0.25}
    assert development.suggested(readings, own) == own[wanted], "the photographer's table wins"
    assert development.suggested(readings, {7.0: 3.0}) == wanted


def test_one_placed_reading_asks_for_no_development() -> None:
    assert development.suggested([Reading("", 9, zone=3), Reading("", 12)]) is None
    mixed = [Reading("", 9, zone=3), Reading("", 5000, "lx", 8)]
    assert development.suggested(mixed) is None


def test_a_measured_shutter_counts_and_the_mark_stays() -> None:
    """Welta Perle: 1/250 s was measured as 1/160 s."""
    slow = {1 / 250: 1 / 160, 1 / 100: 1 / 95}
    assert shutter.true_time(0.004, slow) == 1 / 160
    assert shutter.true_time(1 / 50, slow) == 1 / 50
    found = exposure(1 / 150, measured=slow)
    assert (found.mark, found.true) == (1 / 250, 1 / 160)
    assert found.given.shortest == pytest.approx(1 / 150), "the time to give is not changed"
    assert exposure(1 / 150).mark is None


@given(TIMES, st.floats(1, 64), st.floats(1, 25))
def test_the_steps_multiply(metered: float, filtered: float, extended: float) -> None:
    found = exposure(metered, filter_factor=filtered, bellows_factor=extended, law=Law(none_to=1e9))
    assert found.filtered == pytest.approx(metered * filtered)
    assert found.given.shortest == pytest.approx(metered * filtered * extended)
