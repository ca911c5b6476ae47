"""Every value is in its box, in readable type, and covers no neighbour."""

from __future__ import annotations

import re

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.kinds import Text
from exifilm_core.printing.fitting import SMALLEST, cut, room, wrapped
from exifilm_core.printing.text import Glyph, Line, Typesetter

from .filled import BOXED, FORM, FULL, assert_in_their_boxes, calls_of, random_record
from .interpreter import PAPERS, printed, sheet, texts, words


def test_each_field_with_a_box_is_printed_in_it() -> None:
    record = FULL.replace(image_id="17")
    (calls,) = calls_of(record)
    filled = {call.split()[0][1:] for call in calls if call.endswith("fill-slot")}
    assert filled == set(BOXED) - {"readings"} | {"readings.unplaced"}
    assert sum(call.endswith("mark-reading") for call in calls) == 3
    assert_in_their_boxes([record])


HOSTILE = [
    "W" * 400,
    "Ílggjy Ågçq " * 40,
    "a",
    "many short words " * 60,
    "Ǻḝǭ Ωμέγα зимний лес ⅓ " * 12,
    "(((\\)) %%EOF",
    "e\u0301\u0323\u0302" * 30,
    "\U0010fffd" * 50,
]
TEXT_FIELDS = [name for name in BOXED if isinstance(ExposureRecord.field(name).kind, Text)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_whatever_is_in_a_text_stays_in_its_box(text: str) -> None:
    assert len(TEXT_FIELDS) > 15
    assert_in_their_boxes([ExposureRecord(**dict.fromkeys(TEXT_FIELDS, text))])


def test_the_longest_numbers_stay_in_their_boxes() -> None:
    extremes = []
    for name in BOXED:
        kind = ExposureRecord.field(name).kind
        for value in (getattr(kind, "lowest", None), getattr(kind, "highest", None), 123.4567):
            try:
                extremes.append(ExposureRecord(**{name: value}))
            except (ExifilmError, TypeError):
                continue
    assert len(extremes) > 40
    assert_in_their_boxes(extremes)


def test_random_records_stay_in_their_boxes() -> None:
    assert_in_their_boxes([random_record(seed) for seed in range(40)])


def test_nothing_is_smaller_than_can_be_read() -> None:
    calls = [c for seed in range(10) for leaf in calls_of(random_record(seed)) for c in leaf]
    found = re.findall(r"\] (\S+) (?:fill-slot|foot)$", "\n".join(calls), re.MULTILINE)
    assert len(found) > 100
    assert min(map(float, found)) >= SMALLEST


def test_on_small_paper_the_type_is_still_as_large() -> None:
    document, _ = printed([FULL.replace(film="W" * 60, notes="many words " * 99)], paper="4x6in")
    scale = sheet("4x6in").scale
    assert scale < 0.95
    sizes = re.findall(rb"\] (\S+) (?:fill-slot|foot)\n", document)
    assert min(map(float, sizes)) * scale == pytest.approx(SMALLEST, abs=0.01)


def test_units_are_printed_once() -> None:
    document, _ = printed([ExposureRecord(focal_length=210, subject_distance="infinity")], forms=1)
    (page,) = texts(document)
    assert "210 mm" not in page.replace("  ", "")
    row = next(line for line in page.splitlines() if "210" in line)
    assert row.split()[-2:] == ["210", "mm"]
    assert "infinity" in page
    assert not re.search(r"infinity\s+m\b", page)


NUMBERS = "-120.5 1/60 f/22½ 1998-05-03 16:20:30+02:00 −3.5 2:30 N-1.5 12,5 N+⅓"


@pytest.mark.parametrize("measure", [number / 4 for number in range(1, 60)])
def test_a_number_is_never_broken(measure: float) -> None:
    line = Typesetter().glyphs(f"so {NUMBERS}, Schneider-Kreuznach")
    lines = ["".join(glyph.character for glyph in part) for part in wrapped(line, measure)]
    assert "".join(lines).replace(" ", "") == "".join(g.character for g in line).replace(" ", "")
    for number in re.findall(r"[-−+]?\d[\d.,:/½⅓+-]*\d|[-−+][\d.⅓]+", NUMBERS):
        assert any(number in part for part in lines), lines


def test_words_are_broken_after_a_hyphen() -> None:
    line = Typesetter().glyphs("Schneider-Kreuznach")
    assert len(wrapped(line, 6.0)) == 2
    assert wrapped(line, 6.0)[0][-1].character == "-"


def test_a_row_of_digits_without_end_is_broken_all_the_same() -> None:
    lines = wrapped(Typesetter().glyphs("1" * 400), 10.0)
    assert len(lines) > 10
    assert sum(map(len, lines)) == 400


@pytest.mark.parametrize("paper", PAPERS)
def test_a_movement_of_any_size_is_printed_in_one_piece(paper: str) -> None:
    record = ExposureRecord(front_rise=-120.5, rear_shift=-987.6543, rear_tilt=-89.5)
    document, _ = printed([record], paper)
    found = words(document)
    for number in ("-120.5", "-987.6543", "-89.5"):
        assert any(word.rstrip("°m") == number for word in found), number


def test_a_quantity_without_room_stands_in_the_notes_whole() -> None:
    (calls,) = calls_of(ExposureRecord(rear_shift=-987.6543))
    assert "/rear_shift [(\\205)] 5.5 fill-slot" in calls
    assert (
        "/notes [[/Record-Bold (Rear\\240shift\\240\\240) /Record-Sans (-987.6543 mm)]] 8 fill-slot"
        in calls
    )


LONG = "Kodak Professional Portra 160 sheet film from the freezer of a friend, the last of it"


def test_what_goes_on_goes_into_free_notes() -> None:
    document, _ = printed([ExposureRecord(film=LONG, notes="Sun trailing.")], forms=1)
    (page,) = texts(document)
    notes = page[page.index("Sun trailing.") :]
    assert re.search(r"Film\s+… \S", notes)
    assert set(LONG.split()) <= set(words(document))


def test_more_than_the_notes_hold_fills_them_before_a_leaf_is_taken() -> None:
    more = " ".join(f"film{number}" for number in range(300))
    document, _ = printed([ExposureRecord(film=more, lens=LONG, notes="Sun trailing.")], forms=1)
    first, *others = texts(document)
    notes = first[first.index("Sun trailing.") :]
    assert len(notes.split()) > 50, "the notes are not full"
    assert len(others) == 1
    assert "CONTINUED" in others[0] or re.search(r"Film\s+… film", others[0])
    assert re.findall(r"film\d+", first + others[0]) == more.split()
    assert set(LONG.split()) <= set(words(document))


class Counted(list[Glyph]):
    """A text that counts how many of its characters are read."""

    looks = 0

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        found = super().__getitem__(place)
        Counted.looks += len(found) if isinstance(place, slice) else 1
        return found


@pytest.mark.parametrize("text", ["a\n", "a\n\n", "many short words ", "W", "1", "-"])
def test_a_text_of_any_length_is_set_in_linear_time(text: str) -> None:
    slot = FORM.slot("continued.text")
    typesetter = Typesetter()
    space = room(FORM, slot, typesetter, with_unit=False, smallest=SMALLEST)

    def looks(length: int) -> float:
        whole: Line = Counted(typesetter.glyphs(text * (length // len(text))))
        Counted.looks = start = 0
        while start < len(whole):
            fitted = cut(whole, space, 7.0, typesetter, start)
            assert fitted.end > start
            start = fitted.end
        return Counted.looks / len(whole)

    assert looks(40_000) < 2 * looks(10_000)
