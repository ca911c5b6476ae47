"""Texts, keywords and readings stay complete."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exifilm_core.errors import ExifilmError, InvalidValueError
from exifilm_core.film.readings import UNITS
from exifilm_core.kinds import Keywords, Reading, Readings, Text
from exifilm_core.kinds.readings import zone_name, zone_of
from exifilm_core.kinds.text import NOT_IN_XML
from exifilm_core.record import ExposureRecord

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t"))


@given(TEXTS)
def test_any_text_stays_as_it_is_but_for_blanks_around_it(text: str) -> None:
    value = Text().parse(text)
    assert (value or "") == text.strip()
    assert value is None or Text().parse(Text().show(value)) == value


@pytest.mark.parametrize("text", ["\0", "a\x00b", "\x1b[2J", "\ufffe", "\udc80"])
def test_what_xml_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ExifilmError, match="cannot be stored"):
        ExposureRecord(subject=f"x{text}y")


def test_too_long_a_text_is_refused() -> None:
    assert ExposureRecord(notes="x" * 1_000_000).notes == "x" * 1_000_000
    with pytest.raises(ExifilmError, match="longer than"):
        ExposureRecord(lens="x" * 10_000)


@given(st.lists(TEXTS))
def test_keywords_survive_being_shown(words: list[str]) -> None:
    value = Keywords().checked(words)
    assume(value is not None)
    assert Keywords().parse(Keywords().show(value)) == value
    assert Keywords().from_json(json.loads(json.dumps(Keywords().to_json(value)))) == value


def test_keywords_are_read_with_commas_and_quotes() -> None:
    assert Keywords().parse('snow, "Yosemite, CA"; dawn') == ("snow", "Yosemite, CA", "dawn")


def test_readings_are_read_as_they_are_written() -> None:
    text = "deep shade EV 9 on III; snow: 250 c/ft2 zone VII\nsky 9⅓ EV -> V½; card 500 lux"
    assert Readings().parse(text) == (
        Reading("deep shade", 9, "EV", 3),
        Reading("snow", 250, "c/ft²", 7),
        Reading("sky", 9.333333, "EV", 5.5),
        Reading("card", 500, "lx"),
    )


def test_readings_that_are_placed_need_no_unit() -> None:
    assert Readings().parse("shadow 9 on III; 13⅓ → VII; rock 2 on top EV 8 @ IV") == (
        Reading("shadow", 9, "EV", 3),
        Reading("", 13.33333, "EV", 7),
        Reading("rock 2 on top", 8, "EV", 4),
    )


def test_a_comma_in_a_reading() -> None:
    assert Readings().parse("snow, sunlit 9,5 EV on VII; sky 1,234,000 lx") == (
        Reading("snow, sunlit", 9.5, "EV", 7),
        Reading("sky", 1_234_000, "lx"),
    )
    with pytest.raises(ValueError, match=r"may mean 1600 or 1\.600\. Enter"):
        Readings().parse("sky 1,600 c/ft²")


@pytest.mark.parametrize(
    "text", ["rock 2", "sky", "sky EV", "rock EV 9 on XI", "rock EV 9 on 11", "x lx -3"]
)
def test_readings_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Readings().parse(text)


READING = st.builds(
    Reading,
    area=TEXTS,
    value=st.floats(0.001, 40) | st.integers(0, 120).map(lambda n: n / 3),
    unit=st.sampled_from(UNITS),
    zone=st.none() | st.floats(0, 10) | st.integers(0, 30).map(lambda n: n / 3),
)


@given(st.lists(READING, min_size=1, max_size=4))
def test_readings_survive_being_shown(readings: list[Reading]) -> None:
    kind = Readings()
    value = kind.checked(readings)
    assert value is not None
    assert kind.parse(kind.show(value)) == value
    assert kind.from_json(json.loads(json.dumps(kind.to_json(value)))) == value


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("wall EV 12⅓", "wall EV 12⅓"),
        ("wall EV 12 2/3 on V⅓", "wall EV 12⅔ on V⅓"),
        ("wall EV 12.33333", "wall EV 12⅓"),
        ("night EV -3⅓", "night EV -3⅓"),
        ("night EV 0 1/3", "night EV 0⅓"),
        ("wall EV 12.3", "wall EV 12.3"),
        ("wall EV 11½", "wall EV 11.5"),
        ("wall 12.33333 c/ft²", "wall 12.33333 c/ft²"),
    ],
)
def test_a_third_of_an_ev_is_written_as_one(typed: str, shown: str) -> None:
    """As N+⅓ is; a decimal that ends stays one."""
    kind = Readings()
    value = kind.parse(typed)
    assert value is not None
    assert (kind.show(value), kind.parse(shown)) == (shown, value)
    assert kind.texts(value) == (shown,)


@pytest.mark.parametrize("typed", ["EV 1250", "moon 250 on VII", "EV -21", "1e8 c/ft²"])
def test_a_reading_that_no_meter_shows_is_refused(typed: str) -> None:
    """A missing decimal point, and a missing unit: a bare number is an EV."""
    with pytest.raises(InvalidValueError):
        Readings().parse(typed)


@given(st.integers(0, 120).map(lambda n: n / 12))
def test_zones_are_named_and_found_again(zone: float) -> None:
    reading = Readings().checked([Reading("rock", 9, "EV", zone)])
    assert reading is not None
    assert Readings().parse(f"rock EV 9 on {zone_name(zone)}") == reading


@pytest.mark.parametrize(("zone", "name"), [(7, "VII"), (3.333333, "III⅓"), (0, "0"), (0.5, "0.5")])
def test_zones_are_named_as_on_a_print(zone: float, name: str) -> None:
    assert zone_name(zone) == name
    assert zone_of(name) == pytest.approx(zone, abs=1e-6)


def test_a_text_has_every_character_of_xml_but_two() -> None:
    """Its line ends become newlines, and delete is a control character."""
    ranges = [(0x9, 0xA), (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF)]
    chars = {code for first, last in ranges for code in range(first, last + 1)} - {0x7F}
    assert {code for code in range(0x110000) if not NOT_IN_XML.search(chr(code))} == chars
