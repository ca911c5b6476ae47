"""Text in any script: the printer's own letters, embedded ones, and those that no font has."""

from __future__ import annotations

import contextlib
import re
import sys
import zlib
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.printing import shaping, typeset
from exifilm_core.printing.output import to_file

from .interpreter import ink, pictures, printed, sheet, structure_errors, texts


def test_other_scripts_are_embedded(tmp_path: Path) -> None:
    """ExiFilm finds and draws every letter of DejaVu Sans, which the set-up installs."""
    text = "Łódź зимний лес Ωμέγα ⅓ → ½ €"
    document, warnings = printed([ExposureRecord(subject=text, notes=text)], forms=1)
    assert warnings == []
    assert structure_errors(document) == []
    assert b"Record-Script-1" in document
    with_it = pictures(document, tmp_path)[0]
    without, _ = printed([ExposureRecord(subject="ód", notes="ód")], forms=1)
    assert with_it.histogram()[0] > pictures(without, tmp_path)[0].histogram()[0] + 200


def test_a_pdf_can_be_searched_in_any_script(tmp_path: Path) -> None:
    """Its ToUnicode tables give the letters of embedded outlines."""
    pdf = tmp_path / "records.pdf"
    record = ExposureRecord(subject="зимний лес")
    to_file(lambda out: typeset([("1", record)], sheet(), out), pdf)
    named = b""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf.read_bytes(), re.DOTALL):
        with contextlib.suppress(zlib.error):
            named += zlib.decompress(stream)
    for letter in set("зимнйлес"):
        assert f"<{ord(letter):04x}>".encode() in named.lower()


def test_the_font_does_not_depend_on_what_came_before() -> None:
    alone, _ = printed([ExposureRecord(subject="ж")])
    after, _ = printed([ExposureRecord(subject="⅓ λ"), ExposureRecord(subject="ж")])
    outline = re.search(rb"/uni0436 \{[^}]*\}", alone)
    assert outline
    assert outline[0] in after


def test_only_the_characters_used_are_embedded() -> None:
    document, _ = printed([ExposureRecord(subject="жжж", notes="ж λ")])
    assert (
        sorted(set(re.findall(rb"/(uni[0-9A-F]{4})", document))) == [b"uni0436", b"uni03BB"][::-1]
    )


def test_more_characters_than_a_font_holds() -> None:
    text = "".join(chr(code) for code in range(0x0391, 0x0500) if chr(code).isalpha())
    document, warnings = printed([ExposureRecord(notes=text)], forms=1)
    assert structure_errors(document) == []
    assert b"Record-Script-2" in document
    assert warnings == []
    assert len(texts(document)) >= 1


def test_latin_letters_are_the_printers_own() -> None:
    latin = "".join(map(chr, [*range(33, 127), *range(161, 256)])) + "–—‘’“”…•†‡−ŒœŠšŽžŸ"
    document, warnings = printed([ExposureRecord(notes=latin)], forms=1)
    assert warnings == []
    assert b"Record-Script" not in document.split(b"%%EndProlog")[1]


def test_a_character_that_no_font_has_is_a_box_and_named() -> None:
    document, warnings = printed(
        [ExposureRecord(subject="fine"), ExposureRecord(subject="odd \U0010fffd")], forms=1
    )
    assert [warning.number for warning in warnings] == ["2"]
    assert "U+10FFFD" in str(warnings[0])
    assert b"/Record-Missing (x)" in document
    (box,) = ink(["/subject [[/Record-Missing (x)]] 8 fill-slot"])
    assert box.right - box.left > 3
    assert box.top - box.bottom > 4


def test_characters_that_show_nothing_are_not_named() -> None:
    _, warnings = printed([ExposureRecord(subject="a\u200bb\u00adc\ufe0fd\u2009e\u00a0f")])
    assert warnings == []


def test_without_fontconfig_the_warning_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    _, (warning,) = printed([ExposureRecord(subject="ж")])
    assert warning.message.code == "NO_GLYPH_NO_FONTCONFIG"


def test_without_fonttools_the_warning_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes are printed, and Latin letters as always."""
    monkeypatch.setitem(sys.modules, "fontTools", None)
    document, (warning,) = printed([ExposureRecord(subject="ж Tarn")])
    assert warning.message.code == "NO_GLYPH_NO_FONTTOOLS"
    assert "ж (U+0436)" in str(warning) and "python3-fonttools" in str(warning)
    assert b"Tarn" in document
    assert b"Record-Script" not in document


def test_letters_that_cannot_be_joined_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shaping, "is_installed", lambda: False)
    _, warnings = printed([ExposureRecord(subject="\u0627\u0644\u0639")])
    assert warnings
    assert "Arabic" in str(warnings[0]) or "U+0627" in str(warnings[0])


def test_accents_are_put_together() -> None:
    document, warnings = printed([ExposureRecord(subject="e\u0301")])
    assert warnings == []
    assert b"(\\351)" in document
