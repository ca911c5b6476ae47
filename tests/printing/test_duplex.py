"""Both sides of the paper: the margin of a back, the records of a leaf, and printer requests."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.resources import resource
from exifilm_core.printing import Form, Page, blank, lay_out, paper_named, typeset

from .interpreter import PAPERS, asked_for, pictures, structure_errors, texts

FORM = Form.read()


def both_sides(paper: str, forms: int = 0) -> Page:
    return lay_out(paper_named(paper, FORM), forms, FORM, duplex=True)


def blank_pages(paper: str, without: bytes = b"") -> bytes:
    """Both sides of a page of blank forms, optionally without one procedure."""
    out = io.BytesIO()
    blank(both_sides(paper), out)
    emptied = b"/%s { } bind def /not-drawn {" % without
    return out.getvalue().replace(b"/%s {" % without, emptied) if without else out.getvalue()


def numbered(count: int, sheet: Page) -> bytes:
    """The document of that many records, each with its number as its subject."""
    out = io.BytesIO()
    records = [(str(n), ExposureRecord(subject=f"subject-{n}-")) for n in range(1, count + 1)]
    typeset(records, sheet, out)
    return out.getvalue()


def subjects(document: bytes) -> list[list[str]]:
    """The numbers on each page, in reading order."""
    return [re.findall(r"subject-(\d+)-", page) for page in texts(document)]


def inked(page: Image.Image) -> Image.Image:
    return page.point(lambda tone: tone < 255 and 255)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_back_has_the_margins_of_its_front_the_other_way_round(
    paper: str, tmp_path: Path
) -> None:
    document = blank_pages(paper, without=b"trim-marks")
    assert structure_errors(document) == []
    front, back = map(inked, pictures(document, tmp_path, dpi=144))
    columns, width = both_sides(paper).columns, front.width
    for column in range(columns):
        leaf = [round(edge * width / columns) for edge in (column, column + 1)]
        on_front = front.crop((leaf[0], 0, leaf[1], front.height)).getbbox()
        other_way = ImageOps.mirror(back).crop((leaf[0], 0, leaf[1], front.height)).getbbox()
        assert on_front and other_way
        assert on_front == pytest.approx(other_way, abs=2)
    left, _top, right, _bottom = front.getbbox()
    has_margin = paper != "3x5in"  # too narrow for a margin: both sides are alike
    assert (left > 2 * (width - right)) is has_margin


def test_a_back_is_cut_and_punched_where_its_front_is(tmp_path: Path) -> None:
    document = blank_pages("a4", without=b"form-body")
    front, back = map(inked, pictures(document, tmp_path, dpi=144))
    assert front.getbbox()
    differing = [
        (x, y)
        for x in range(front.width)
        for y in range(front.height)
        if front.getpixel((x, y)) and not _near(ImageOps.mirror(back), x, y)
    ]
    assert differing == []
    assert front.tobytes() != back.tobytes(), "the ticks for the punch are on the same side"


def _near(page: Image.Image, x: int, y: int) -> bool:
    """Whether there is ink within a dot of that position."""
    return page.crop((x - 1, y - 1, x + 2, y + 2)).getbbox() is not None


def test_two_records_that_follow_each_other_share_a_leaf() -> None:
    document = numbered(11, both_sides("a4"))
    assert structure_errors(document) == []
    assert subjects(document) == [
        ["1", "3", "5", "7"],
        ["4", "2", "8", "6"],  # from behind, the left leaf is on the right
        ["9", "11"],
        ["10"],
    ]
    placed = texts(document)[3]
    assert placed.index("subject-10-") > 40, "the back of the left leaf is at the right"


def test_one_form_on_each_side_keeps_the_order() -> None:
    assert subjects(numbered(3, both_sides("a6"))) == [["1"], ["2"], ["3"]]


def test_one_side_is_printed_as_before() -> None:
    document = numbered(5, lay_out(paper_named("a4", FORM), 0, FORM))
    assert subjects(document) == [["1", "2", "3", "4"], ["5"]]
    assert b"\n/duplex true def" not in document
    assert b"\nopen-back\n" not in document


@pytest.mark.parametrize("duplex", [True, False])
def test_the_printer_is_asked_for_both_sides(duplex: bool) -> None:
    out = io.BytesIO()
    blank(lay_out(paper_named("a4", FORM), 0, FORM, duplex=duplex), out)
    both = {"Duplex": "true", "Tumble": "false"} if duplex else {}
    assert asked_for(out.getvalue()) == {"PageSize": "[595 842]"} | both


@pytest.mark.parametrize("printer", ["{ pop /x undefined-here }", "{ pop 1 0 div }"])
def test_a_printer_that_cannot_be_asked_prints_all_the_same(printer: str) -> None:
    refusing = f"%!PS\nuserdict /setpagedevice {printer} put\n".encode()
    pages = texts(refusing + blank_pages("a4"))
    assert [page.count("Subject") for page in pages] == [4, 4]


@pytest.mark.parametrize("program", [["-m", "exifilm_core.commands", "print"], ["print_records"]])
def test_both_commands_take_it(program: list[str], make_scan: Callable[..., Path]) -> None:
    for number in (1, 2, 3, 4, 5):
        path = make_scan(f"scans/{number}.jpg", foreign=False)
        Scan(path).save(ExposureRecord(image_id=str(number), subject=f"subject-{number}-"))
    words = program if len(program) > 1 else [str(resource("postscript/print_records.py"))]
    done = subprocess.run(
        [sys.executable, *words, str(path.parent), "--duplex", "--paper", "a4"],
        capture_output=True,
        check=True,
    )
    assert structure_errors(done.stdout) == []
    assert subjects(done.stdout) == [["1", "3", "5"], ["4", "2"]]


def test_blank_forms_have_a_back() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "exifilm_core.commands", "form", "--duplex"],
        capture_output=True,
        check=True,
    )
    assert structure_errors(done.stdout) == []
    assert [page.count("Subject") for page in texts(done.stdout)] == [4, 4]
