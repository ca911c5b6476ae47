"""What a record works out to: suggestions for empty fields, and hints at contradictions."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.actions.worked_out import MOST_APART, WorkedOut
from exifilm_core.film.film_file import ours
from exifilm_core.film.readings import UNITS, Reading
from exifilm_core.kit.kit_file import kit_of
from exifilm_core.record import ExposureRecord

CLOSE_UP = {
    "film": "Kodak Tri-X 320",
    "metered_time": "2 s",
    "focal_length": 210,
    "bellows_extension": 420,
}
MOONRISE = {
    "exposure_index": 64,
    "aperture": "f/32",
    "readings": "moon 250 c/ft² on VII",
    "filter_factor": 3,
}
KIT = """
[[lens]]
name = "Nikkor"
lens = "Nikkor-W 150mm f/5.6"
speeds = { "1/60" = "1/50" }

[[filter]]
name = "yellow"
filter = "yellow"
filter_factor = 2.5

[[development]]
film = "Kodak Tri-X 320"
developer = "D-76"
n = { "N" = "8", "N+1" = "11" }
"""
FACTORS = st.floats(1, 64)
LIGHTS = st.floats(-20, 40) | st.integers(-60, 120).map(lambda n: n / 3)
ANY_RECORD = st.fixed_dictionaries(
    {},
    optional={
        "film": st.sampled_from([film.full_name for film in ours().films]),
        "filter": st.sampled_from(["25", "8 + 25", "polarizer", "yellow"]),
        "focal_length": st.floats(0.1, 20_000),
        "bellows_extension": st.floats(0.1, 20_000),
        "subject_distance": st.floats(0.001, 1e6) | st.just(math.inf),
        "aperture": st.floats(0.5, 2048),
        "exposure_index": st.floats(0.01, 1e7),
        "metered_time": st.floats(1e-6, 3e8),
        "exposure_time": st.floats(1e-6, 3e8),
        "filter_factor": st.floats(0.001, 1e6),
        "bellows_factor": st.floats(0.001, 1e6),
        "reciprocity_factor": st.floats(0.001, 1e6),
        "development": st.floats(-10, 10),
        "readings": st.lists(
            st.builds(
                Reading,
                st.sampled_from(["moss", "snow", ""]),
                LIGHTS,
                st.just("EV"),
                st.none() | st.floats(0, 10),
            )
            | st.builds(
                Reading,
                st.just("lamp"),
                st.floats(0, 1e7),
                st.sampled_from(UNITS[1:]),
                st.none() | st.floats(0, 10),
            ),
            max_size=4,
        ),
    },
)
"""Records of values that their fields accept, however senseless together."""


def worked_out(**values: Any) -> WorkedOut:
    return WorkedOut(ExposureRecord(**values), ours())


def suggested(**values: Any) -> dict[str, str]:
    """The suggestions in the form's notation."""
    found = worked_out(**values).suggestions()
    return {name: ExposureRecord(**{name: s.value}).show(name) for name, s in found.items()}


def doubts(**values: Any) -> dict[str, str]:
    return {doubt.field: str(doubt.why) for doubt in worked_out(**values).doubts()}


@given(ANY_RECORD)
def test_any_record_is_worked_out_to_valid_values(values: dict[str, Any]) -> None:
    record = ExposureRecord(**values)
    found = WorkedOut(record, ours())
    for name, suggestion in found.suggestions().items():
        assert record[name] is None, "what is written is never suggested over"
        assert str(suggestion.why)
        taken = record.replace(**{name: suggestion.value})
        assert record.field(name).kind.parse(taken.show(name)) == taken[name]
    for doubt in found.doubts():
        assert record[doubt.field] is not None and str(doubt.why)


def test_a_wrong_reading_asks_for_no_time_that_a_shutter_cannot_have() -> None:
    found = suggested(readings="sun EV 40 on V", aperture="f/1.4", exposure_index=6400)
    assert found == {}


def test_thirds_of_an_ev_are_told_as_thirds() -> None:
    readings = "moss EV 8⅓ on III; snow EV 12⅔ on VIII"
    found = worked_out(readings=readings, aperture="f/22", exposure_index=100).suggestions()
    assert str(found["metered_time"].why).startswith("moss, EV 8⅓, on Zone III at f/22")
    assert "4⅓ stops" in str(found["development"].why)
    told = doubts(readings=readings.replace("VIII", "IX"), development="N")["readings"]
    assert "4⅓ stops" in told and ".33" not in told


def test_a_close_up() -> None:
    found = suggested(**CLOSE_UP)
    assert found["bellows_factor"] == "4×"
    assert found["box_speed"] == "320"
    assert found["process"] == "B&W"
    why = worked_out(**CLOSE_UP).suggestions()["exposure_time"].why
    assert str(why).startswith("metered 2 s, × 4 for the bellows = 8 s, with reciprocity ")
    assert "Kodak" in str(why)


def test_moonrise() -> None:
    """Adams gave "about 1 s at f/32": 250 c/ft² on Zone VII, ASA 64, filter × 3."""
    found = worked_out(**MOONRISE).suggestions()
    assert suggested(**MOONRISE) == {"metered_time": "0.3 s", "exposure_time": "1 s"}
    assert str(found["metered_time"].why) == "moon, 250 c/ft², on Zone VII at f/32, EI 64: 1/3 s"
    assert str(found["exposure_time"].why) == "metered 1/3 s, × 3 for the filter = 0.892 s"
    assert doubts(**MOONRISE, metered_time="0.3 s", exposure_time="1 s") == {}


def test_what_is_written_counts_first_and_is_never_suggested() -> None:
    found = suggested(**CLOSE_UP, bellows_factor=2, process="pull")
    assert "bellows_factor" not in found
    assert "process" not in found
    why = worked_out(**CLOSE_UP, bellows_factor=2).suggestions()["exposure_time"].why
    assert "× 2 for the bellows = 4 s" in str(why)


def test_development_of_two_placed_readings() -> None:
    assert suggested(readings="shade EV 9 on III; snow EV 13 on VIII") == {"development": "N+1"}
    assert suggested(readings="shade EV 9 on III; snow EV 13") == {}


def test_nothing_follows_from_another_films_filter_factor() -> None:
    found = suggested(film="Ilford HP5 Plus", metered_time="4 s", filter="25")
    assert found == {"box_speed": "400", "process": "B&W"}


def test_nothing_is_suggested_where_a_factor_is_not_known() -> None:
    assert "exposure_time" not in suggested(metered_time="4 s", filter="my own gel")
    telephoto = {"metered_time": "4 s", "focal_length": 360, "bellows_extension": 250}
    assert suggested(**telephoto) == {}
    assert doubts(**telephoto, bellows_factor=2) == {}


def test_words_that_may_mean_several_films_suggest_none() -> None:
    assert suggested(film="Kodak") == {}


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        (
            {"metered_time": "1/4", "bellows_factor": 4, "exposure_time": "4 s"},
            "exposure_time",
            "4 s is 2 stops more than these give: metered 1/4 s, × 4 for the bellows = 1 s.",
        ),
        (
            {"metered_time": "1 s", "filter_factor": 8, "exposure_time": "2 s"},
            "exposure_time",
            "2 s is 2 stops less than these give: metered 1 s, × 8 for the filter = 8 s.",
        ),
        (
            {
                "film": "Kodak Tri-X 320",
                "metered_time": "2 s",
                "reciprocity_factor": 4,
                "exposure_time": "2 s",
            },
            "exposure_time",
            "2 s is 2 stops less than these give: metered 2 s, × 4 for reciprocity = 8 s.",
        ),
        (
            {"bellows_factor": 4, "bellows_extension": 315, "focal_length": 210},
            "bellows_factor",
            "4× is written, but (315 mm ÷ 210 mm)², magnification 1:2 gives 2.25×: "
            "0.83 stop apart.",
        ),
        (
            {"readings": "shade EV 9 on III; snow EV 13 on IX", "development": "N"},
            "readings",
            "shade and snow are 4 stops apart, but placed 6 zones apart.",
        ),
        (
            {
                "readings": "shade EV 9 on III",
                "aperture": "f/16",
                "exposure_index": 400,
                "metered_time": "1/8",
            },
            "metered_time",
            "1/8 s at f/16, EI 400, puts shade (EV 9) on Zone V, not III.",
        ),
    ],
)
def test_a_contradiction_and_its_arithmetic(values, field, why) -> None:
    assert doubts(**values) == {field: why}


def test_development_explains_zones_that_are_farther_apart() -> None:
    readings = "shade EV 9 on III; snow EV 13 on IX"
    assert doubts(readings=readings) == {}, "it asks for N+2"
    assert doubts(readings=readings, development="N+2") == {}
    assert "readings" in doubts(readings=readings, development="N-2")


def test_a_factor_that_is_left_out_may_have_been_counted_or_not() -> None:
    counted = {**CLOSE_UP, "film": None}
    assert doubts(**counted, exposure_time="2 s") == {}
    assert doubts(**counted, exposure_time="8 s") == {}
    assert doubts(**counted, exposure_time="4 s") == {}
    assert "exposure_time" in doubts(**counted, exposure_time="1/2")


@given(FACTORS, FACTORS, st.floats(-3, 3))
def test_two_thirds_of_a_stop_are_the_limit(filtered: float, extended: float, off: float) -> None:
    record = ExposureRecord(metered_time=0.5, filter_factor=filtered, bellows_factor=extended)
    exact = 0.5 * (record.filter_factor or 1) * (record.bellows_factor or 1)
    record.exposure_time = exact * 2**off
    apart = abs(math.log2((record.exposure_time or 1) / exact))
    found = [doubt.field for doubt in WorkedOut(record, ours()).doubts()]
    if abs(apart - MOST_APART) > 1e-3:
        assert found == (["exposure_time"] if apart > MOST_APART else [])


def test_the_kit_counts_before_what_makers_publish() -> None:
    kit, mistakes = kit_of(KIT)
    assert not mistakes
    record = ExposureRecord(
        film="Kodak Tri-X 320",
        lens="Nikkor-W 150mm f/5.6",
        filter="yellow",
        metered_time="1/125",
        readings="shade EV 9 on III; snow EV 13 on VIII",
        developer="D-76",
    )
    found = WorkedOut(record, ours(), kit).suggestions()
    shown = {name: ExposureRecord(**{name: s.value}).show(name) for name, s in found.items()}
    assert shown["filter_factor"] == "2.5×"
    assert shown["exposure_time"] == "1/60 s", "as it is marked"
    assert "set 1/60 s: this shutter then gives 1/50 s" in str(found["exposure_time"].why)
    assert (shown["development"], shown["development_time"]) == ("N+1", "11 m")
