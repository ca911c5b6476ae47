"""Scripts with joined letters or from right to left, with the two packages that they need.

The letters are those of DejaVu Sans, which the set-up installs.
"""

from __future__ import annotations

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.printing import shaping
from exifilm_core.printing.fitting import wrapped
from exifilm_core.printing.text import Glyph, Typesetter

from .filled import assert_in_their_boxes
from .interpreter import printed, structure_errors

pytest.importorskip("uharfbuzz")
pytest.importorskip("bidi")

MOONRISE = "شروق القمر فوق الكنيسة (1941)"
JERUSALEM = "ירושלים, הר הזיתים 12"


def as_printed(text: str) -> str:
    """The characters of a text from left to right on the paper."""
    line = Typesetter().glyphs(text)
    return "".join(glyph.character for glyph in shaping.in_printing_order(line))


def test_hebrew_runs_from_right_to_left() -> None:
    assert as_printed("אבג") == "גבא"


def test_numbers_and_latin_words_keep_their_direction() -> None:
    assert as_printed("אב 12") == "12 בא"
    assert as_printed("Tri-X אבג Kodak") == "Tri-X גבא Kodak"
    assert as_printed("אבג Tri-X דה") == "הד Tri-X גבא"


def test_brackets_are_turned_round() -> None:
    assert as_printed("אב (ג)") == "(ג) בא"


def test_arabic_letters_are_joined() -> None:
    """The first, the middle and the last letter of a word each have a different shape."""
    alone = {(g.font, g.code) for g in Typesetter().glyphs("ب ب ب") if g.character != " "}
    line = Typesetter().glyphs("ببب")
    assert len(alone) == 1
    assert len({(glyph.font, glyph.code) for glyph in line}) == 3


def test_lines_are_read_in_order() -> None:
    """Wrapping follows the reading order: the first word is at the right of the first line."""
    words = ["אבג", "דהו", "זחט", "יכל"]
    lines = wrapped(Typesetter().glyphs(" ".join(words)), measure=4.0)
    shown = [
        "".join(glyph.character for glyph in shaping.in_printing_order(line)) for line in lines
    ]
    assert len(lines) == 2
    assert shown == ["והד גבא", "לכי טחז"]


def test_each_paragraph_has_its_own_direction() -> None:
    line = Typesetter().glyphs("אב\nab (c)\nab אב")
    levels: list[list[Glyph]] = [[]]
    for glyph in line:
        if glyph.character == "\n":
            levels.append([])
        else:
            levels[-1].append(glyph)
    assert [{glyph.level for glyph in part} for part in levels] == [{1}, {0}, {0, 1}]


@pytest.mark.parametrize("text", [MOONRISE, JERUSALEM, MOONRISE * 30])
def test_it_stays_in_its_box(text: str) -> None:
    record = ExposureRecord(subject=text, notes=text, film=text, photographer=text)
    document, warnings = printed([record])
    assert warnings == []
    assert structure_errors(document) == []
    assert_in_their_boxes([record])


def test_a_text_that_goes_on_says_so_at_its_end() -> None:
    document, _ = printed([ExposureRecord(film=MOONRISE * 30)])
    assert b"\\205" in document
    line = Typesetter().glyphs("אב")
    sign = Typesetter().glyphs(" …")[1]._replace(level=line[-1].level)
    assert shaping.in_printing_order([*line, sign])[0].character == "…"
