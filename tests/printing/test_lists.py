"""The holder list filled in from records: its lines, their order, and their cells."""

from __future__ import annotations

import io
import re

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.printing import HOLDERS, Form, Page, Warned, holder_list, lay_out, paper_named
from exifilm_core.printing.lists import number_and_side

from .interpreter import cells_of, structure_errors, texts

FORM = Form.read(HOLDERS)
Row = tuple[str, str, str]


def sheet(paper: str = "letter", forms: int = 1, *, duplex: bool = False) -> Page:
    return lay_out(paper_named(paper, FORM), forms, FORM, duplex=duplex)


def printed(records: list[ExposureRecord], page: Page | None = None) -> tuple[bytes, list[Warned]]:
    out = io.BytesIO()
    numbered = ((f"{n}?", record) for n, record in enumerate(records, 1))
    warnings = holder_list(numbered, page or sheet(), out)
    return out.getvalue(), warnings


def exposed(holder: str, date: str = "", subject: str = "") -> ExposureRecord:
    return ExposureRecord(holder=holder, taken=date or None, subject=subject or f"of-{holder}")


def rows(document: bytes) -> list[Row]:
    """Holder, side and subject of each filled line."""
    found = []
    for line in re.findall(rb"\d+ open-line\n(.*?)\nclose-line", document, re.DOTALL):
        cells = dict(re.findall(r"/([a-z_.]+) \[\((.*?)\)", line.decode("ascii")))
        subject = cells.get("notes", "").rpartition(" ")[2]
        found.append((cells.get("holder.number", ""), cells.get("holder.side", ""), subject))
    return found


@pytest.mark.parametrize(
    ("holder", "found"),
    [
        ("12A", ("12", "A")),
        ("12b", ("12", "B")),
        ("12 A", ("12", "A")),
        ("T-03/B", ("T-03", "B")),
        ("12", ("12", "")),
        ("12C", ("12C", "")),
        ("Grafmatic", ("Grafmatic", "")),
        ("B", ("B", "")),
    ],
)
def test_the_side_is_the_letter_after_the_number(holder: str, found: tuple[str, str]) -> None:
    assert number_and_side(holder) == found


def test_both_sides_of_each_holder_in_natural_order() -> None:
    document, warnings = printed([exposed(each) for each in ("10B", "2A", "10A", "2B", "9A")])
    assert warnings == []
    assert structure_errors(document) == []
    assert rows(document) == [
        *(("2", "A", "of-2A"), ("", "B", "of-2B")),
        *(("9", "A", "of-9A"), ("", "B", "")),
        *(("10", "A", "of-10A"), ("", "B", "of-10B")),
    ]


def test_a_holder_that_was_exposed_again_has_its_lines_again_by_date() -> None:
    document, _ = printed(
        [
            exposed("1A", "", "undated"),
            exposed("1A", "2012-06-03 18:00", "second"),
            exposed("1B", "2012-06-04", "other"),
            exposed("1A", "2012-06-03 09:00", "first"),
            exposed("2A", "2011", "elsewhere"),
        ]
    )
    assert rows(document) == [
        *(("1", "A", "first"), ("", "B", "other")),
        *(("1", "A", "second"), ("", "B", "")),
        *(("1", "A", "undated"), ("", "B", "")),
        *(("2", "A", "elsewhere"), ("", "B", "")),
    ]


def test_a_holder_without_a_side_has_a_line_without_one() -> None:
    document, _ = printed([exposed("7"), exposed("7A"), exposed("7", "2012", "dated")])
    assert rows(document) == [
        *(("7", "A", "of-7A"), ("", "B", "")),
        *(("7", "", "dated"), ("", "", "of-7")),
    ]


def test_the_cells_have_the_records_values_and_no_preprinted_numbers() -> None:
    record = ExposureRecord(
        holder="12A", film="Ilford FP4 Plus", exposure_index=80, taken="2012-06-03 16:20+02:00",
        development="N-1", subject="Moonrise", loaded="2012-05-30",
    )  # fmt: skip
    about = ExposureRecord(holder="12B", taken="c. 1974", image_id="0418-07")
    (page,) = texts(printed([record, about])[0])
    lines = [line.split() for line in page.splitlines() if "·" in line or "1974" in line]
    assert lines[0][-3:] == ["1?", "·", "Moonrise"]
    flat = " ".join(page.split())
    for text in ("Ilford FP4 Plus", "80", "2012-05-30", "2012-06-03", "N-1", "c. 1974", "0418-07"):
        assert text in flat
    assert "16:20" not in flat
    assert [word for word in flat.split() if word == "1" or word == "2"] == []


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (12, 1), (13, 2), (40, 4)])
def test_twelve_holders_a_page(count: int, pages: int) -> None:
    document, _ = printed([exposed(f"{n}A") for n in range(1, count + 1)])
    assert structure_errors(document) == []
    found = texts(document)
    assert len(found) == pages
    assert [int(n) for page in found for n in re.findall(r"of-(\d+)A", page)] == list(
        range(1, count + 1)
    )


def test_two_lists_share_a_page() -> None:
    """The second list has all its lines, though the first one has values in its cells."""
    page = sheet("a4", 2)
    (text,) = texts(printed([exposed(f"{n}A") for n in range(1, 25)], page)[0])
    assert len(re.findall(r"of-\d+A", text)) == 24


@pytest.mark.parametrize("paper", ["letter", "a4", "a5", "a6"])
def test_long_values_stay_in_their_cells(paper: str) -> None:
    page, words = sheet(paper), "Schneider-Kreuznach, Ýgçq many words " * 9
    record = ExposureRecord(
        holder=f"{words} 12A", film=words, taken="1974-05/1974-07", subject=words, exposure_index=80
    )
    document, warnings = printed([record] * 3, page)
    assert warnings == []
    cells = cells_of(document, page)
    assert len(cells) >= 15
    for call, box, home in cells:
        assert box.inside(home), call


def test_letters_without_a_font_are_reported_once() -> None:
    _, warnings = printed([ExposureRecord(holder="1A", subject="odd \U0010fffd")])
    assert [warning.number for warning in warnings] == ["1?"]


def test_without_holders_there_is_no_list() -> None:
    with pytest.raises(ExifilmError, match="no record has a holder"):
        printed([ExposureRecord(subject="x")])


def test_both_sides_of_the_paper() -> None:
    document, _ = printed([exposed(f"{n}A") for n in range(1, 14)], sheet(duplex=True))
    assert document.count(b"open-back\n") == 1
    assert structure_errors(document) == []
