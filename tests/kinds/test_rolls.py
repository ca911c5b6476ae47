"""The notations of rolls: frames, exposure compensation, and the words of EXIF's lists."""

from __future__ import annotations

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import FLASH, LIGHT_SOURCE, METERING, Choice, Frame
from exifilm_core.kinds.frame import following, in_number


@pytest.mark.parametrize(
    ("typed", "frame"),
    [("7", "7"), ("07", "7"), ("0012", "12"), ("0", "0"), ("00", "00"), ("000", "00"), ("0a", "0A"),
     ("00A", "00A"), ("36 A", "36A"), ("1999b", "1999B"), ("", None)],
)  # fmt: skip
def test_a_frame_has_one_settled_form(typed: str, frame: str | None) -> None:
    assert ExposureRecord(frame=typed).frame == frame


@pytest.mark.parametrize("typed", ["-1", "36AB", "12345", "A", "7.5", "1/2", "٣", "7" * 300])
def test_other_texts_are_no_frames(typed: str) -> None:
    with pytest.raises(ExifilmError, match="not a valid frame"):
        ExposureRecord(frame=typed)


def test_frames_are_in_the_order_of_the_film() -> None:
    film = ["00", "00A", "0", "0A", "1", "1A", "2", "9A", "10", "36", "36A", "37", "100"]
    backwards = film[::-1]
    assert sorted(backwards, key=Frame().span) == film


def test_the_next_frame_keeps_the_letter_and_of_half_frames_has_the_other_half() -> None:
    assert [following(frame) for frame in ("00", "0", "1", "0A", "35A", "00A", "9999")] == [
        "0", "1", "2", "1A", "36A", "0A", "",
    ]  # fmt: skip
    counted = ["00"]
    for _ in range(6):
        counted.append(following(counted[-1], half=True))
    assert counted == ["00", "00A", "0", "0A", "1", "1A", "2"]


@pytest.mark.parametrize(
    ("frame", "end"),
    [("7", "07"), ("36", "36"), ("7A", "07A"), ("0", "0"), ("00", "00"), ("0A", "0A")],
)
def test_its_end_of_a_number(frame: str, end: str) -> None:
    assert in_number(frame) == end


@pytest.mark.parametrize(
    ("typed", "shown", "stops"),
    [("+1", "+1", 1), ("1", "+1", 1), ("-1½", "-1½", -1.5), ("−2/3", "-⅔", -0.6666667),
     ("0", "0", 0), ("±0", "0", 0), ("+0.7 EV", "+0.7", 0.7), ("1/3 stop", "+⅓", 0.3333333),
     ("-1,3", "-1.3", -1.3)],
)  # fmt: skip
def test_a_compensation(typed: str, shown: str, stops: float) -> None:
    record = ExposureRecord(exposure_compensation=typed)
    assert (record.show("exposure_compensation"), record.exposure_compensation) == (shown, stops)


@pytest.mark.parametrize(
    ("field", "typed", "word", "number"),
    [
        ("flash", "yes", "fired", "1"),
        ("flash", "No flash", "did not fire", "0"),
        ("flash", "auto fired", "auto, fired", "25"),
        ("flash", "16", "off", "16"),
        ("flash", "95", "auto, fired, return detected, red-eye reduction", "95"),
        ("flash", "3", "3", "3"),
        ("metering_mode", "Matrix", "pattern", "5"),
        ("metering_mode", "center weighted", "centre-weighted average", "2"),
        ("light_source", "overcast", "cloudy", "10"),
        ("light_source", "d65", "D65", "21"),
        ("light_source", "0", None, None),
    ],
)
def test_words_stand_for_numbers_of_exif(
    field: str, typed: str, word: str | None, number: str | None
) -> None:
    record = ExposureRecord(**{field: typed})
    assert record[field] == word
    if word is not None:
        kind = ExposureRecord.field(field).kind
        assert kind.to_tag(word) == number and kind.from_tag(number) == word


@pytest.mark.parametrize("kind", [FLASH, METERING, LIGHT_SOURCE])
def test_every_number_has_one_word_that_is_read_back(kind: Choice) -> None:
    words = {}
    for number in range(300):
        if (word := kind.from_tag(str(number))) is None:
            continue
        assert kind.parse(word) == word and kind.to_tag(word) == str(number)
        assert words.setdefault(word, number) == number
    assert len(words) > 290
    with pytest.raises(ValueError):
        kind.parse("the sun and moon")
    with pytest.raises(ValueError):
        kind.from_tag("65536")
