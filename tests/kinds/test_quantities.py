"""The kinds read a photographer's notations, show the form's notation, and read that again."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.errors import ExifilmError
from exifilm_core.kinds import Coordinate, CopyExposure, Keywords, Readings, Text, Time
from exifilm_core.kinds.kind import Quantity
from exifilm_core.kinds.numbers import number, plain
from exifilm_core.record import ExposureRecord

F = ExposureRecord.field
QUANTITIES = {f.name: f.kind for f in ExposureRecord.fields() if isinstance(f.kind, Quantity)}
HALF, THIRD = 2**0.25, 2 ** (1 / 6)
EXPOSURE = "aperture metered_time exposure_time filter_factor exposures".split()

WRITTEN = [
    # field, a photographer's text, value, text on the form
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
    # A comma is a decimal point, or separates three digits if no other reading is valid.
    *[("exposure_time", text, 1 / 1000, "1/1000 s") for text in ("1/1,000", "1 / 1,000 s")],
    ("exposure_time", "0,125", 0.125, "1/8 s"),
    ("exposure_index", "1,000,000", 1e6, "1000000"),
    ("exposure_index", "3.200", 3.2, "3.2"),
    ("subject_distance", "1,234.5 m", 1234.5, "1234.5 m"),
    ("focal_length", "20,250", 20.25, "20.25 mm"),
    ("latitude", "57,708", 57.708, "57.708° N"),
    # Speeds as film boxes print them.
    *[
        ("box_speed", text, 400.0, "400")
        for text in (
            "400/27",
            "400/27°",
            "ISO 400/27°",
            "400 ASA / 27 DIN",
            "27°",
            "27 DIN",
            "DIN 27",
            "27/10 DIN",
            "27/10° DIN",
            "ISO 27°",
        )
    ],
    ("box_speed", "100/21", 100.0, "100"),
    ("box_speed", "12/12°", 12.0, "12"),
    ("box_speed", "8/10°", 8.0, "8"),
    ("box_speed", "9°", 6.0, "6"),
    ("box_speed", "3200/36°", 3200.0, "3200"),
    # In the darkroom a bare number is in minutes, and 68 can only be °F.
    *[("development_time", t, 420.0, "7 m") for t in ("7", "7 min", "7'", "7:00", "7 m")],
    *[
        ("development_time", text, 450.0, "7 m 30 s")
        for text in ("7½", "7,5", "7.5", "7:30", "450 s")
    ],
    ("development_time", "180", 10800.0, "3 h"),
    ("development_time", "45 s", 45.0, "45 s"),
    *[("development_temperature", t, 20.0, "20 °C") for t in ("68", "68°", "+68", "20,0")],
    ("development_temperature", "44", 44.0, "44 °C"),
    ("development_temperature", "55", 12.78, "12.78 °C"),
    ("development_temperature", "110", 43.33, "43.33 °C"),
    ("development_temperature", "-5", -5.0, "-5 °C"),
    # Long and open exposures; development in the notation of labs.
    *[("exposure_time", text, 4.0, "4 s") for text in ("T 4s", "B 4 s", "bulb: 4", "T4s", "t 4")],
    *[("exposure_time", t, 190 * 86400.0, "190 d") for t in ("190 days", "190d")],
    ("exposure_time", "3d", 259200.0, "3 d"),
    ("exposure_time", "10 years", 315360000.0, "3650 d"),
    ("exposure_time", "1 d 2 h 3 m 4 s", 93784.0, "1 d 2 h 3 m 4 s"),
    *[
        ("development", text, 1.0, "N+1")
        for text in ("push 1", "pushed 1 stop", "+1 stop", "Push +1")
    ],
    *[
        ("development", text, -2.0, "N-2")
        for text in ("pull 2", "pulled by 2 stops", "-2 stops", "pull -2")
    ],
    ("development", "push ½", 0.5, "N+0.5"),
    *[("longitude", text, -1.9876, "1.9876° W") for text in ("W 1.9876", "1.9876 W", "W1.9876°")],
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
    ("focal_length", "210/370"), ("front_tilt", "3/2"), ("exposures", "8/2"),
    ("filter_factor", "400/27"), ("box_speed", "1/2/3"), ("box_speed", "99°"),
    ("exposure_time", "1/1/2"), ("exposure_time", "4000 d"), ("exposure_time", "x 4"),
    ("metered_time", "8 x 4s"), ("development", "push -1"), ("development", "push"),
    ("latitude", "5° 70' 3"), ("latitude", "70'"),
    ("longitude", "N 5"), ("latitude", "91.5, 12"),
    ("latitude", "1, 2, 3"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text"), REFUSED)
def test_what_is_not_understood_is_refused_with_what_would_be(field: str, text: str) -> None:
    with pytest.raises(ExifilmError) as refused:
        ExposureRecord(**{field: text})
    message = refused.value.message
    assert message.startswith(f"{F(field).label} ({field}): “{text[:50]}")
    assert message.endswith(f" Enter {F(field).accepts}.")
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "text", "readings"),
    [
        ("altitude", "4,350 ft", "4350 ft or 4.350 ft"),
        ("exposure_index", "3,200", "3200 or 3.200"),
        ("aperture", "f/1,400", "f/1400 or f/1.400"),
        ("exposures", "1,000", "1000 or 1.000"),
        ("development_time", "450", "450 min or 450 s"),
        ("development_time", "181", "181 min or 181 s"),
        ("development_temperature", "50°", "50 °C or 50 °F"),
        ("development_temperature", "44.5", "44.5 °C or 44.5 °F"),
        ("development_temperature", "111", "111 °C or 111 °F"),
        ("latitude", "57,7 11,9", "57; 7 11,9 or 57,7; 11,9"),
        ("latitude", "57 42 32 11", "57; 42 32 11 or 57 42; 32 11 or 57 42 32; 11"),
        ("longitude", "11,97 30", "11; 97 30 or 11,97; 30"),
    ],
)
def test_an_ambiguous_value_is_refused_with_its_readings_alone(
    field: str, text: str, readings: str
) -> None:
    with pytest.raises(ExifilmError) as refused:
        ExposureRecord(**{field: text})
    assert refused.value.code == "SEVERAL_READINGS"
    assert refused.value.message == (
        f"{F(field).label} ({field}): “{text}” may mean {readings}. Enter the one that you mean."
    )


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("aperture", "abc", "“abc” is not a valid aperture. Enter an f-number such as 22,"),
        ("altitude", "12 miles", "“12 miles” is not a valid distance. Enter a distance such as"),
        ("development_temperature", "400", "it is not between -50 and 150 °C."),
        ("development_time", "9" * 9, "it is not between 1 µs and ten years."),
        ("front_tilt", "120", "not a valid angle: it is not between -90 and 90 °. Enter"),
        ("aperture", "f/9999", "not a valid aperture: it is not between 0.5 and 2048. Enter"),
        ("box_speed", "400/21", "has two speeds: 21° is ISO 100, not 400. Enter one of them."),
        ("box_speed", "ISO 100/27°", "two speeds: 27° is ISO 400, not 100. Enter one of them."),
        *[
            (
                "exposure_time",
                text,
                "the length of the exposure is missing. Enter a time such as",
            )
            for text in ("B", "bulb", "T")
        ],
        ("focal_length", "210/370", "only a part such as 1/2 or 5/8 can be a fraction here."),
        ("subject", "a\0b", "is not a valid text: the character U+0000 cannot be stored."),
        ("aperture", "f/22, 1/4 → noon", "Exposure (exposure_time): “noon” is not a valid time."),
        *[
            ("development", text, "time and temperature follow the development: N+1, 7 min, 20 °C")
            for text in (", 7 min", "N, 7 min, 20 °C, D-76", "N, , 20 °C")
        ],
        ("development", "N+1, D-76", "Time (development_time): “D-76” is not a valid time."),
        ("aperture", "f/22, 3,200 → 4", "“3,200” may mean 3200 or 3.200."),
        *[
            ("aperture", text, "begins with its aperture, and has one arrow at most: f/22, 1/4, x4")
            for text in (", 1/4", "→ 1 s", "x4", "f/22 → 1 → 2")
        ],
        *[
            ("aperture", text, f"“{part}” cannot stand there; the parts are f/22, 1/4, x4, bellows")
            for text, part in (
                ("f/22, sunny → 1 s", "sunny"),
                ("f/22, 1/4, 1 s", "1 s"),
                ("f/22, ×4 x2", "x2"),
                ("f/22 1/4 x4 1 s", "x4 1 s"),
                ("f/22, 1/4, bellow 1.9", "bellow 1.9"),
                ("f/22, bellows, → 1 s", "bellows"),
                ("f/22, bellows 2, Auszug 2", "Auszug 2"),
            )
        ],
        ("aperture", "f/22 1/4 x4 -> 1 s", "may mean f/22, 1/4 or f/22+1/4. Enter the one"),
        ("aperture", "f/8, 125", "may mean 1/125 s or 125 s. Enter the one that you mean."),
        ("aperture", "f/45, 12 → 30", "may mean 1/30 s or 30 s. Enter the one that you mean."),
        ("aperture", "f/5,6/125", "“f/5,6/125” is not a valid aperture. Enter"),
        ("aperture", "f/22 x 1/4", "“x 1/4” cannot stand there"),
        ("aperture", "f/22, 8 x 4", "“8 x 4” cannot stand there"),
        ("development", "N, 7, 5", "may mean N, 7.5 min or N, 7 min, 5 °C. Enter the one"),
        ("development", "N+1,13", "may mean N+1.13 or N+1, 13 min. Enter the one"),
        ("development", "N, 13,20", "may mean N, 13.20 min or N, 13 min, 20 °C. Enter the one"),
    ],
)
def test_a_refusal_gives_the_reason_and_what_to_enter(field: str, text: str, message: str) -> None:
    with pytest.raises(ExifilmError) as refused:
        ExposureRecord(**{field: text})
    assert message in refused.value.message


@pytest.mark.parametrize(
    ("field", "text", "filled"),
    [
        ("exposure_time", "8 x 4s", {"exposure_time": 32, "exposures": 8}),
        ("exposure_time", "3×1/60", {"exposure_time": 1 / 20, "exposures": 3}),
        ("exposure_time", "2 x 1,5 s", {"exposure_time": 3, "exposures": 2}),
        ("latitude", "54.2886, -1.9876", {"latitude": 54.2886, "longitude": -1.9876}),
        ("latitude", "54.2886,-1.9876", {"latitude": 54.2886, "longitude": -1.9876}),
        ("longitude", "54.2886 -1.9876", {"latitude": 54.2886, "longitude": -1.9876}),
        ("latitude", "54,2886; -1,9876", {"latitude": 54.2886, "longitude": -1.9876}),
        ("latitude", "W 1.9876, N 54.2886", {"latitude": 54.2886, "longitude": -1.9876}),
        ("latitude", "57° 42' 32\" N 11° 53' 6\" E", {"latitude": 57.7088889, "longitude": 11.885}),
        ("latitude", "54.2886 1.98", {"latitude": 54.2886, "longitude": 1.98}),
        ("latitude", "57 30, 11 30", {"latitude": 57.5, "longitude": 11.5}),
        ("latitude", "57,7089 11,9746", {"latitude": 57.7089, "longitude": 11.9746}),
        ("latitude", "54,28", {"latitude": 54.28}),
        ("latitude", "54 17", {"latitude": 54.2833333}),
        *[
            ("aperture", text, dict(zip(EXPOSURE, values, strict=False)))
            for text, *values in (
                ("f/22, 1/4, ×4 → 1 s", 22, 1 / 4, 1, 4),
                ("f/22,1/4 x4 -> 1", 22, 1 / 4, 1, 4),
                ("22; 1/4; 4×; => 1", 22, 1 / 4, 1, 4),
                ("f/22,1/4,x4->1s", 22, 1 / 4, 1, 4),
                ("Blende 22, 1/4, +2 → 1", 22, 1 / 4, 1, 4),
                ("f/5,6,4s -> 8s", 5.6, 4, 8),
                ("f/22, T 4s", 22, 4, 4),
                ("f/22½, 1/4", 22 * HALF, 1 / 4, 1 / 4),
                ("f/5,6, 1/1,000", 5.6, 1 / 1000, 1 / 1000),
                ("f/22 x4, 1/4 → 8 x 4 s", 22, 1 / 4, 32, 4, 8),
                ("f/22,", 22),
                ("f/22, 1/4 →", 22, 1 / 4),
            )
        ],
        ("aperture", "f/8 → 1/125", {"aperture": 8, "exposure_time": 1 / 125}),
        ("aperture", "f/32, 2 s, bellows 1.9, → 5 s",
         {"aperture": 32, "metered_time": 2, "bellows_factor": 1.9, "exposure_time": 5}),
        ("aperture", "f/32, 2 s, Filterfaktor 2, Auszug 1,9, Schwarzschild ×1,5 → 12 s",
         {"aperture": 32, "metered_time": 2, "filter_factor": 2, "bellows_factor": 1.9,
          "reciprocity_factor": 1.5, "exposure_time": 12}),
        ("development", "N+1, 13 min", {"development": 1, "development_time": 780}),
        ("development", "N-1½; 7½; 68", {"development": -1.5, "development_time": 450,
                                         "development_temperature": 20}),
        ("development", "push 1,", {"development": 1}),
        ("development", "N+1,5", {"development": 1.5}),
        ("development", "N, 7,5", {"development": 0, "development_time": 450}),
        ("development", "N+1,13 min,20 Grad", {"development": 1, "development_time": 780,
                                               "development_temperature": 20}),
        ("aperture", "f/22½ x4", {"aperture": 22 * HALF, "filter_factor": 4}),
        ("aperture", "f/22, Balgenauszug 1,9, Filterfaktor: x2",
         {"aperture": 22, "filter_factor": 2, "bellows_factor": 1.9}),
        ("aperture", "f/22, 1/4, 1⅓ stops",
         {"aperture": 22, "metered_time": 1 / 4, "filter_factor": 2 ** (4 / 3)}),
        ("aperture", "f/45, 4 s, reciprocity factor: +1 stop",
         {"aperture": 45, "metered_time": 4, "reciprocity_factor": 2}),
    ],
)  # fmt: skip
def test_a_notation_may_fill_several_fields(field: str, text: str, filled: dict[str, Any]) -> None:
    record = ExposureRecord(**{field: text})
    assert record.filled() == pytest.approx(filled)
    assert F(field).written(text) == record.filled()
    assert ExposureRecord.from_json({field: text}) == record
    record[field] = ""
    assert record[field] is None


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("development_time", "7", 7.0),
        ("development_time", "450", 450.0),
        ("development_time", "7.5", 7.5),
        ("development_time", "13 min", 780.0),
        ("development_temperature", "68", 68.0),
        ("development_temperature", "50", 50.0),
        ("exposure_time", "1/60", 1 / 60),
        ("exposure_index", "400", 400.0),
        ("exposure_index", "14.8", 14.8),
        ("box_speed", "400/27", 400.0),
        ("focal_length", "2100/10", 210.0),
        ("filter_factor", "2.5", 2.5),
        ("development", "+1", 1.0),
        ("exposures", "8", 8),
    ],
)
def test_a_tag_is_in_the_declarations_unit(field: str, raw: str, value: float) -> None:
    assert F(field).kind.from_tag(raw) == pytest.approx(value)
    if isinstance(F(field).kind, Quantity):
        assert F(field).kind.checked(value) == F(field).kind.from_json(value)


@pytest.mark.parametrize(
    ("field", "text", "unit"),
    [("development_time", "", "min"), ("development_time", "7", "min"), ("exposure_time", "7", "s"),
     ("development_temperature", "", "°C"), ("development_temperature", "20,5", "°C"),
     ("development_temperature", "68", "°F"), ("development_temperature", "50", ""),
     ("development_temperature", "4x", "")],
)  # fmt: skip
def test_a_bare_number_has_its_unit_beside_it_while_it_is_typed(
    field: str, text: str, unit: str
) -> None:
    assert F(field).kind.unit_for(text) == unit


@pytest.mark.parametrize("name", QUANTITIES)
@given(data=st.data())
def test_what_a_tag_says_is_read_as_it_was_written(name: str, data: st.DataObject) -> None:
    kind = QUANTITIES[name]
    value = kind.checked(data.draw(_over_the_whole_range(kind)))
    assert value is not None
    if not isinstance(kind, Coordinate):  # its tags have a letter next to a number
        assert kind.from_tag(kind.to_tag(value)) == value


@pytest.mark.parametrize(
    ("field", "value", "meant"),
    [
        ("exposure_index", 400 / 27, "400"), ("box_speed", 100 / 21, "100"),
        ("exposure_index", 14.8148, "400"), ("exposure_index", 12.5, ""), ("box_speed", 10.0, ""),
        ("box_speed", 0.5, ""), ("development_temperature", 68.0, "68°F"),
        ("development_temperature", 43.0, ""), ("development_time", 7.0, "7min"),
        ("development_time", 7.5, "7.5min"), ("development_time", 195.0, ""),
        ("exposure_time", 7.0, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_with_what_may_be(
    field: str, value: float, meant: str
) -> None:
    kind = F(field).kind
    assert kind.meant(kind.checked(value)) == meant
    if meant:
        assert kind.meant(kind.parse(meant)) == ""


@pytest.mark.parametrize("text", ["", "  ", "\n"])
@pytest.mark.parametrize("field", ExposureRecord.fields(), ids=lambda field: field.name)
def test_nothing_written_is_an_empty_field(field: Any, text: str) -> None:
    assert field.value_of(text) is None


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
    """All magnitudes of the range evenly, its ends, and photographers' usual steps."""
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


@pytest.mark.parametrize("field", ExposureRecord.fields(), ids=lambda field: field.name)
def test_every_field_accepts_its_own_examples(field: Any) -> None:
    assert field.kind.schema()
    for example in examples(field, str(field.accepts)):
        assert field.value_of(example) is not None


def examples(field: Any, accepts: str) -> list[str]:
    """The examples of valid notations in an English or German description."""
    _, after, texts = re.split(" (such as|wie) ", accepts, maxsplit=1)
    assert after
    one = isinstance(field.kind, (Text, Keywords, Readings, CopyExposure))
    return [texts] if one else re.split(", | or | oder ", texts)
