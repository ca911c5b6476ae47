"""Printed documents: complete, in order, each page independent, valid for any printer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.printing import Form
from exifilm_core.record.field import Section

from .filled import FORM, FULL
from .interpreter import SMALL, ink, pictures, printed, structure_errors, texts, words


def test_sixteen_records_make_four_pages_in_order() -> None:
    records = [ExposureRecord(subject=f"subject-{number}-") for number in range(1, 17)]
    document, warnings = printed(records)
    assert warnings == []
    assert structure_errors(document) == []
    pages = texts(document)
    assert len(pages) == 4
    for place, page in enumerate(pages):
        found = re.findall(r"subject-(\d+)-", page)
        first = place * 4 + 1
        assert sorted(map(int, found)) == list(range(first, first + 4))
        assert found == [str(first), str(first + 1), str(first + 2), str(first + 3)]


def test_the_number_is_printed_where_the_record_has_none() -> None:
    document, _ = printed([ExposureRecord(subject="x"), ExposureRecord(image_id="2012-002")])
    found = words(document)
    assert "1" in found
    assert "2012-002" in found
    assert "2" not in found


def test_long_texts_go_on_whole_on_the_next_form() -> None:
    texts_of = {
        "subject": " ".join(f"subject{number}" for number in range(60)),
        "notes": " ".join(f"note{number}" for number in range(1500)),
        "print_notes": "\n".join(f"print{number}" for number in range(30)),
        "developer": " ".join(f"developer{number}" for number in range(12)),
    }
    document, warnings = printed([ExposureRecord(**texts_of), FULL], forms=1)
    assert warnings == []
    pages = texts(document)
    assert len(pages) > 3
    assert "A. Photographer" in pages[-1], "the next record begins after the continuations"
    found = words(document)
    for text in texts_of.values():
        for word in text.split():
            assert word in found, f"{word} is lost"
    notes = [word for word in found if re.fullmatch(r"note\d+", word)]
    assert notes == texts_of["notes"].split(), "the notes are not in order, each word once"
    for page in pages[1:-1]:
        assert re.search(r"CONTINUED|D\s+E\s+U\s+N", page) or "1 · subject0" in page


def test_a_megabyte_of_notes_is_printed_whole() -> None:
    notes = " ".join(f"{number:06d}" for number in range(150_000))
    document, warnings = printed([ExposureRecord(notes=notes)])
    assert warnings == []
    found = re.findall(rb"\b\d{6}\b", document.replace(b"\\\n", b""))
    assert [int(number) for number in found] == list(range(150_000))


def test_fields_without_a_box_stand_at_the_foot_with_their_labels() -> None:
    document, _ = printed([FULL], forms=1)
    (page,) = texts(document)
    flat = " ".join(page.split())
    unboxed = [f for f in ExposureRecord.fields() if not f.boxed and FULL[f.name] is not None]
    assert unboxed
    for field in unboxed:
        assert f"{field.label} {FULL.show(field.name)}" in flat


@pytest.mark.parametrize("paper", SMALL)
def test_on_small_paper_the_darkrooms_values_stand_at_the_foot(paper: str) -> None:
    document, warnings = printed([FULL], paper)
    assert warnings == []
    assert structure_errors(document) == []
    pages = texts(document)
    assert len(pages) == (2 if paper == "5x3in" else 1), "only the smallest needs another card"
    flat = " ".join(" ".join(pages).split())
    for field in ExposureRecord.fields():
        if field.section is Section.DEVELOPMENT and FULL[field.name] is not None:
            assert f"{field.label} {FULL.show(field.name)}" in flat


def test_the_scan_itself_is_not_on_the_paper() -> None:
    record = ExposureRecord(subject="x", scanner_model="Perfection", scan_software="SilverFast")
    assert "Perfection" not in " ".join(words(printed([record], forms=1)[0]))


def test_each_page_prints_alone(tmp_path: Path) -> None:
    records = [FULL, ExposureRecord(subject="зима"), *[FULL] * 7]
    document, _ = printed(records)
    head, *pages = re.split(rb"(?m)(?=^%%Page: )", document)
    trailer = pages[-1][pages[-1].index(b"%%Trailer") :]
    pages[-1] = pages[-1][: -len(trailer)]
    together = pictures(document, tmp_path)
    assert len(together) == len(pages) == 3
    for page, expected in zip(pages, together, strict=True):
        (alone,) = pictures(head + page + trailer, tmp_path)
        assert alone.tobytes() == expected.tobytes()


def test_pages_print_in_any_order(tmp_path: Path) -> None:
    document, _ = printed([FULL, *[ExposureRecord(subject=f"s{n}") for n in range(8)]])
    head, *pages = re.split(rb"(?m)(?=^%%Page: )", document)
    trailer = pages[-1][pages[-1].index(b"%%Trailer") :]
    pages[-1] = pages[-1][: -len(trailer)]
    backwards = pictures(head + b"".join(reversed(pages)) + trailer, tmp_path)
    forwards = pictures(document, tmp_path)
    assert [i.tobytes() for i in backwards] == [i.tobytes() for i in reversed(forwards)]


def test_the_form_stands_in_the_document_once() -> None:
    one, _ = printed([FULL])
    many, _ = printed([FULL] * 100)
    assert many.count(b"/form-body {") == 1
    assert (len(many) - len(one)) / 99 < 4000


def test_a_form_that_is_altered_prints_altered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box moved in the form's file moves in print, and its value is fitted to the new box."""
    altered = FORM.prologue.replace(
        "/meter                     12  230  120   18   (Meter)",
        "/meter                     12  230   60   18   (Light)",
    ).replace("/agitation ", "% /agitation ")
    assert altered != FORM.prologue
    form = Form.of(altered)
    monkeypatch.setattr(Form, "read", staticmethod(lambda: form))
    document, _ = printed([FULL.replace(meter="Weston Master and more")], forms=1)
    found = " ".join(words(document))
    assert "Light" in found
    assert "Agitation tray" in found, "a field that lost its box is printed at the foot"
    box = ink([f"/meter [({'W' * 40})] 6 fill-slot"])[0]
    assert box.right <= 72


INJECTIONS = [
    ")) showpage (",
    "\\",
    "\\)",
    "%%EOF",
    "a\n%%EOF\n%%Page: 9 9",
    "] 8 fill-slot showpage",
    "\\012%%Trailer",
    "/subject [(x)] 8 fill-slot",
    "tab\there",
    "x" * 5000,
]


@pytest.mark.parametrize("text", INJECTIONS, ids=lambda text: ascii(text[:12]))
def test_values_are_only_ever_text(text: str) -> None:
    record = ExposureRecord(subject=text.replace("\n", " "), notes=text, film=text[:30].strip())
    document, warnings = printed([record], forms=1)
    assert warnings == []
    assert structure_errors(document) == []
    pages = texts(document)
    shown = "".join(" ".join(pages).split())
    for word in text.split():
        assert word[:40] in shown.replace("…", "")


def test_no_records_are_no_document() -> None:
    with pytest.raises(ExifilmError):
        printed([])
