"""Every notation that a photographer writes is understood, shown in the form's, and read again."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.kinds import Kind, Time
from exifilm_core.kinds.kind import Quantity
from exifilm_core.kinds.numbers import number, plain
from exifilm_core.record import ExposureRecord

F = ExposureRecord.field
HALF, THIRD = 2**0.25, 2 ** (1 / 6)

WRITTEN = [
    # field, what a photographer writes, the value, what the form shows
    *[("aperture", text, 22.0, "f/22") for text in ("22", "f/22", "f22", "F/22", "f 22", "f:22")],
    *[("aperture", text, 22 * HALF, "f/22½") for text in ("f/22½", "22 1/2", "22½", "f/22+1/2")],
    ("aperture", "22.6", 22.6, "f/22.6"),
    ("aperture", "22,6", 22.6, "f/22.6"),
    ("aperture", "f/22+1/3", 22 * THIRD, "f/22⅓"),
    ("aperture", "f/5.6⅔", 5.6 * THIRD**2, "f/5.6⅔"),
    ("aperture", "f/32-1/3", 32 / THIRD, "f/28.50876"),
    *[("exposure_time", text, 1 / 60, "1/60 s") for text in ("1/60", "1/60 s", "1/60sec", "¹⁄₆₀")],
    *[("exposure_time", text, 0.5, "1/2 s") for text in ("0.5", ".5", "½", "1/2", "0,5 s")],
    *[("exposure_time", text, 2.0, "2 s") for text in ("2", "2s", '2"', "2″", "2 sec.", "2''")],
    *[
        ("exposure_time", t, 90.0, "1 m 30 s")
        for t in ("1' 30\"", "1m30s", "90 sec", "1m30", "1:30")
    ],
    ("exposure_time", "2:30", 150.0, "2 m 30 s"),
    ("exposure_time", "1:02:30", 3750.0, "1 h 2 m 30 s"),
    ("exposure_time", "4 min", 240.0, "4 m"),
    ("exposure_time", "1h", 3600.0, "1 h"),
    ("exposure_time", "1 1/2", 1.5, "1.5 s"),
    ("exposure_time", "0.3", 0.3, "0.3 s"),
    *[("focal_length", text, 320.0, "320 mm") for text in ("320", "320mm", "320 mm", "32 cm")],
    ("focal_length", "12.6 in", 320.04, "320.04 mm"),
    *[("bellows_extension", text, 320.675, "320.675 mm") for text in ('12 5/8"', "12⅝ in")],
    ("bellows_extension", "3 ft", 914.4, "914.4 mm"),
    ("bellows_extension", "3' 6\"", 1066.8, "1066.8 mm"),
    ("subject_distance", "3.4 m", 3.4, "3.4 m"),
    ("subject_distance", "340 cm", 3.4, "3.4 m"),
    *[("subject_distance", text, math.inf, "infinity") for text in ("infinity", "∞", "Infinity")],
    ("front_rise", "-5", -5.0, "-5 mm"),
    ("front_rise", "−1½ cm", -15.0, "-15 mm"),
    *[("front_tilt", text, 7.0, "7°") for text in ("7", "7°", "7 deg", "7 degrees")],
    ("front_swing", "-3.5 deg", -3.5, "-3.5°"),
    *[
        ("development_temperature", t, 20.0, "20 °C")
        for t in ("20", "20C", "20 °C", "68F", "68 °F")
    ],
    *[("filter_factor", text, 2.5, "2.5×") for text in ("2.5", "x2.5", "2.5×", "2.5x", "2,5")],
    *[("filter_factor", t, 2 ** (4 / 3), "+1⅓ stops") for t in ("+1⅓ stops", "+1 1/3", "1⅓ stop")],
    *[("filter_factor", text, 4.0, "4×") for text in ("+2", "2 stops")],
    *[("development", text, 0.0, "N") for text in ("N", "n", "0", "normal", "+0")],
    *[("development", text, 1.0, "N+1") for text in ("N+1", "N + 1", "+1", "n+1")],
    ("development", "N-1", -1.0, "N-1"),
    *[("development", text, -1.5, "N-1.5") for text in ("N−1½", "N-1.5", "-1 1/2")],
    ("development", "N+1⅓", 4 / 3, "N+1⅓"),
    *[
        ("exposure_index", t, 320.0, "320")
        for t in ("320", "ISO 320", "EI 320", "320/26°", "ISO320")
    ],
    ("exposure_index", "0.5", 0.5, "0.5"),
    *[("latitude", t, -57.5, "57.5° S") for t in ("-57.5", "57.5 S", "57° 30' S", "57°30′00″ S")],
    ("longitude", "11.8851267° E", 11.8851267, "11.8851267° E"),
    ("exposures", "8", 8, "8"),
]


@pytest.mark.parametrize(("field", "text", "value", "shown"), WRITTEN)
def test_what_is_written_is_understood(field: str, text: str, value: float, shown: str) -> None:
    record = ExposureRecord(**{field: text})
    assert record[field] == pytest.approx(value, rel=1e-6)
    assert record.show(field) == shown
    assert ExposureRecord(**{field: shown}) == record


REFUSED = [
    ("aperture", "abc"), ("aperture", "f/0"), ("aperture", "1/22"), ("aperture", "f/16-22"),
    ("exposure_time", "0"), ("exposure_time", "-1"), ("exposure_time", "1:90"),
    ("exposure_time", "soon"), ("exposure_time", "1/0"), ("exposure_time", "5 s 2 m"),
    ("exposure_time", "1h2h"), ("focal_length", "320 kg"), ("focal_length", "infinity"),
    ("focal_length", "nan"), ("focal_length", "1e99"), ("front_tilt", "120"),
    ("development", "N 1"), ("development", "X"), ("exposure_index", "abc"),
    ("exposure_index", "-3"), ("filter_factor", "0"), ("filter_factor", "+99 stops"),
    ("latitude", "99"), ("latitude", "-5 S"), ("latitude", "5° 70'"), ("exposures", "1.5"),
    ("exposures", "0"), ("development_temperature", "hot"), ("aperture", "9" * 5000),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text"), REFUSED)
def test_what_is_not_understood_is_refused_with_what_would_be(field: str, text: str) -> None:
    from exifilm_core.errors import ExifilmError

    with pytest.raises(ExifilmError) as refused:
        ExposureRecord(**{field: text})
    message = str(refused.value)
    assert F(field).label in message and field in message
    assert text[:50] in message
    assert F(field).kind.accepts in message
    assert refused.value.field == field


@pytest.mark.parametrize("text", ["", "  ", "\n"])
@pytest.mark.parametrize("field", ExposureRecord.fields(), ids=lambda field: field.name)
def test_nothing_written_is_an_empty_field(field: Any, text: str) -> None:
    assert field.value_of(text) is None


QUANTITIES = {f.name: f.kind for f in ExposureRecord.fields() if isinstance(f.kind, Quantity)}


@pytest.mark.parametrize("name", QUANTITIES)
@given(data=st.data())
def test_showing_then_reading_gives_the_same_value(name: str, data: st.DataObject) -> None:
    kind = QUANTITIES[name]
    value = kind.checked(data.draw(_over_the_whole_range(kind)))
    assert value is not None
    assert kind.parse(kind.show(value)) == value
    assert kind.checked(value) == value
    assert kind.from_json(kind.to_json(value)) == value


@pytest.mark.parametrize("seconds", [1.994733700481656e-06, 1 / 501320, 0.01666667, 1e-6])
def test_short_times_have_one_settled_form(seconds: float) -> None:
    kind = Time()
    value = kind.checked(seconds)
    assert value is not None
    assert kind.checked(value) == kind.parse(kind.show(value)) == value


@pytest.mark.parametrize("name", QUANTITIES)
@given(data=st.data())
def test_what_is_typed_in_whatever_way_reads_again(name: str, data: st.DataObject) -> None:
    kind = QUANTITIES[name]
    text = data.draw(st.text("0123456789 .,/½⅓'\"fFxN+-−∞msh:°", max_size=12))
    try:
        value = kind.parse(text)
    except ValueError:
        return
    assert value is None or kind.parse(kind.show(value)) == value


def _over_the_whole_range(kind: Quantity) -> st.SearchStrategy[float]:
    """Every magnitude of the range alike, its ends, and the steps that photographers use."""
    anywhere = st.floats(kind.lowest, kind.highest)
    low = max(kind.lowest, 1e-9)
    magnitudes = st.floats(math.log(low), math.log(kind.highest)).map(math.exp)
    steps = st.integers(-60, 60).map(lambda n: 2 ** (n / 6))
    ends = st.sampled_from([kind.lowest, kind.highest])
    inside = st.one_of(anywhere, magnitudes, steps, ends)
    if isinstance(kind, Time):
        inside = st.one_of(inside, st.integers(2, 100_000).map(lambda n: 1 / n))
    return inside.filter(lambda value: kind.lowest <= value <= kind.highest)


def test_numbers_are_read_exactly() -> None:
    from fractions import Fraction

    assert number(plain("12⅝")) == Fraction(101, 8)
    assert number("1,5") == Fraction(3, 2)
    assert number(plain("−1½")) == Fraction(-3, 2)


def test_every_kind_says_what_it_accepts_and_describes_itself() -> None:
    for field in ExposureRecord.fields():
        kind: Kind[Any] = field.kind
        assert kind.accepts
        assert kind.schema()
