"""The form itself: its declarations, and its output on a printer."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.files.resources import resource
from exifilm_core.printing import Form, blank, default_paper, helvetica, lay_out, paper_named
from exifilm_core.printing.helvetica import CODES
from exifilm_core.printing.page import in_words
from tools.helvetica import tables

from .interpreter import (
    PAPERS,
    SMALL,
    WHOLE,
    box_of,
    ink,
    pictures,
    said,
    settled,
    sheet,
    structure_errors,
    texts,
)

FORM = Form.read()
FIELDS = {field.name: field for field in ExposureRecord.fields()}


def as_it_stands() -> bytes:
    return resource("postscript/exposure_record.ps").read_bytes()


def test_as_it_stands_it_prints_four_blank_records_on_letter(tmp_path: Path) -> None:
    (page,) = pictures(as_it_stands(), tmp_path, dpi=72)
    assert page.size == (612, 792)
    quarters = [page.crop((x, y, x + 280, y + 370)) for x in (20, 326) for y in (10, 406)]
    assert len({quarter.tobytes() for quarter in quarters}) == 1, "the four differ"
    assert quarters[0].histogram()[0] > 1000, "they are empty"
    assert texts(as_it_stands())[0].count("Subject") == 4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("letter", "US letter"),
        ("8.5x11in", "US letter"),
        ("legal across", "US legal across"),
        ("a6 across", "A6 across"),
        ("5x3in", "paper of 5 × 3 in"),
        ("2.5x1.125in", "paper of 2.5 × 1.125 in"),
        ("95x100mm", "paper of 95 × 100 mm"),
        ("101x103", "paper of 101 × 103 points"),
    ],
)
def test_paper_is_called_as_a_photographer_calls_it(name: str, words: str) -> None:
    assert str(in_words(paper_named(name, FORM), FORM)) == words


def test_as_it_stands_it_has_trim_marks(tmp_path: Path) -> None:
    (page,) = pictures(as_it_stands(), tmp_path, dpi=144)
    dark = page.point(lambda tone: tone < 200 and 1)
    for x, y in ((306, 3), (306, 789), (3, 396), (609, 396), (306, 396)):
        around = dark.crop((2 * x - 6, 2 * y - 6, 2 * x + 6, 2 * y + 6))
        assert around.getbbox(), f"no mark at {x}, {y}"


def test_as_it_stands_it_is_well_structured() -> None:
    assert structure_errors(as_it_stands()) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_gives_one_page_of_its_size(paper: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    blank(sheet(paper), out)
    assert structure_errors(out.getvalue()) == []
    (page,) = pictures(out.getvalue(), tmp_path, dpi=72)
    size = paper_named(paper, FORM)
    assert page.size == (round(size.width), round(size.height))
    assert texts(out.getvalue())[0].count("Focal length") == sheet(paper).forms


@pytest.mark.parametrize("paper", PAPERS)
def test_no_ink_comes_near_the_edge_but_the_trim_marks(paper: str, tmp_path: Path) -> None:
    dark = without_marks(paper, tmp_path)
    left, top, right, bottom = dark.getbbox()
    assert left >= (15 if paper == "3x5in" else 47)
    assert right <= dark.width - 15
    assert top >= 15
    assert bottom <= dark.height - 15


def without_marks(paper: str, tmp_path: Path, dpi: int = 72) -> Image.Image:
    """The page of blank forms without the marks at its edges; ink is white."""
    out = io.BytesIO()
    blank(sheet(paper), out)
    text = out.getvalue().replace(b"/trim-marks {", b"/trim-marks { } bind def /no-marks {")
    (page,) = pictures(text, tmp_path, dpi)
    return page.point(lambda tone: tone < 255 and 255)


ISO_838 = 12 + 1 + (6 + 0.5) / 2
"""Millimetres from the edge to where the holes end: 6 ± 0.5 mm wide, centred at 12 ± 1 mm."""
THREE_HOLES = 12.7 + 8 / 2
"""The same where US letter is punched: 8 mm wide, centred at half an inch."""


@pytest.mark.parametrize("paper", ["letter", "legal", "a4", "a5", "a6", "b5", "95x171mm"])
def test_no_hole_of_a_punch_meets_ink(paper: str, tmp_path: Path) -> None:
    dots = 300 / 25.4
    dark = without_marks(paper, tmp_path, dpi=300)
    columns = sheet(paper).columns
    for column in range(columns):
        edge = column * dark.width / columns
        strip = (edge, 0, edge + max(ISO_838, THREE_HOLES) * dots, dark.height)
        assert dark.crop(tuple(map(round, strip))).getbbox() is None, f"column {column}"


@pytest.mark.parametrize("binding", [True, False])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_program_reckons_with_the_printers_layout(paper: str, binding: bool) -> None:
    form = Form.of(
        FORM.prologue.replace("/binding true def", f"/binding {str(binding).lower()} def")
    )
    size = paper_named(paper, form)
    numbers_of_forms = (0, 1, 2, 6)
    answer = said(
        f"/paper [{size.width} {size.height}] def [{' '.join(map(str, numbers_of_forms))}] "
        f"{{ /forms exch def /binding {str(binding).lower()} def lay-out "
        "columns = rows = scaling = form-width new-x = form-height new-y = } forall"
    ).split()
    for number, forms in enumerate(numbers_of_forms):
        theirs = [float(word) for word in answer[5 * number : 5 * number + 5]]
        if theirs[2] < form.number("smallest") - 1e-6:
            with pytest.raises(ExifilmError, match="too small"):
                lay_out(size, forms, form)
            continue
        ours = lay_out(size, forms, form)
        lengths = [ours.form.number("form-width"), ours.form.number("form-height")]
        assert [ours.columns, ours.rows, ours.scale, *lengths] == pytest.approx(theirs, rel=1e-4)


@pytest.mark.parametrize("paper", [*SMALL, "b5"])
def test_the_printer_fits_the_table_as_the_program_does(paper: str) -> None:
    form = sheet(paper).form
    setup = settled(paper)
    names = said(f"{setup} slot-order {{ = }} forall").split()
    assert names == list(form.slots)
    titles = said(f"{setup} 0 3 sections length 1 sub {{ sections exch get = }} for").splitlines()
    assert titles == [title for title, _, _ in form.sections]
    boxes = ink((f"/{name} find-slot bx by bw bh rectfill" for name in names), setup)
    for name, box in zip(names, boxes, strict=True):
        expected = box_of(name, form)
        assert box.inside(expected, by=0.02) and expected.inside(box, by=0.02), name


@pytest.mark.parametrize("paper", WHOLE)
def test_where_the_form_has_room_no_box_is_missing(paper: str) -> None:
    assert set(sheet(paper).form.slots) == set(FORM.slots)


@pytest.mark.parametrize("paper", SMALL)
def test_on_small_paper_the_darkrooms_rows_go_first(paper: str) -> None:
    """The field notes keep their boxes, except the movements on the smallest paper."""
    form = sheet(paper).form
    gone = ["Development", "Movements"][: 2 if paper == "5x3in" else 1]
    missing = {
        name for name in FORM.slots if "." not in name and FIELDS[name].section.title in gone
    }
    assert {name for name in FORM.slots if name not in form.slots and "." not in name} == missing
    assert sheet(paper).scale >= FORM.number("smallest")
    out = io.BytesIO()
    blank(sheet(paper), out)
    shown = " ".join(texts(out.getvalue())[0].split())
    assert "Developer" not in shown and "Agitation" not in shown
    assert ("from the side" in shown) == ("Movements" not in gone)


@pytest.mark.parametrize("paper", SMALL)
def test_boxes_on_small_paper_leave_no_gap(paper: str) -> None:
    form = sheet(paper).form
    edges = [(y, y + height) for _, y, height in form.sections]
    for (_, end), (start, _) in pairwise(edges):
        assert end == pytest.approx(start)
    assert edges[-1][1] == pytest.approx(form.number("form-height"))
    right = max(slot.x + slot.width for slot in form.slots.values())
    assert right == pytest.approx(form.number("form-width"))
    no_box_overlaps_another(form)


def test_each_field_with_a_box_has_one_and_no_other() -> None:
    slots = {name for name in FORM.slots if "." not in name}
    assert slots == {field.name for field in ExposureRecord.fields() if field.boxed}


def test_labels_are_the_declarations() -> None:
    """A label is the field's own, or its beginning where a heading gives the rest.

    A box without a label is the section's only field, or continues the box to its left.
    """
    headings = {slot.x: slot.label for slot in FORM.slots.values() if slot.look == "heading"}
    for name, slot in FORM.slots.items():
        if "." in name:
            continue
        field = FIELDS[name]
        if slot.look in ("cell", "row"):
            assert f"{headings[slot.x]} {slot.label.lower()}" == field.label
        elif slot.look == "open":
            joined = next(
                s for s in FORM.slots.values() if (s.x, s.y) == (slot.x + slot.width, slot.y)
            )
            assert joined.look == "joined"
            assert FIELDS[joined.name].label == slot.label
            assert field.label.startswith(slot.label)
        elif slot.look == "joined" or not slot.label:
            assert slot.look == "joined" or field.label.lower() in field.section.title.lower()
        else:
            assert field.label.startswith(slot.label)


def test_units_are_the_declarations() -> None:
    units = {name: slot.unit for name, slot in FORM.slots.items() if slot.unit}
    assert {"mm", "m", "°"} <= {*units.values()}
    assert units == {name: FIELDS[name].unit for name in units}


def test_each_box_stands_in_its_section() -> None:
    for name, slot in FORM.slots.items():
        if "." in name:
            continue
        (title,) = (
            title
            for title, y, height in FORM.sections
            if y <= slot.y and slot.y + slot.height <= y + height
        )
        assert FIELDS[name].section.title.startswith(title)


def test_sections_follow_each_other_as_declared() -> None:
    edges = [(y, y + height) for _, y, height in FORM.sections]
    assert all(end == start for (_, end), (start, _) in pairwise(edges))
    assert edges[-1][1] == FORM.number("form-height")
    order = list(dict.fromkeys(field.section.title for field in FIELDS.values()))
    places = [
        next(place for place, whole in enumerate(order) if whole.startswith(title))
        for title, _, _ in FORM.sections
    ]
    assert places == sorted(places)


def test_no_box_overlaps_another() -> None:
    no_box_overlaps_another(FORM)


def no_box_overlaps_another(form: Form) -> None:
    slots = [slot for slot in form.slots.values() if not slot.name.startswith("continued.")]
    for place, one in enumerate(slots):
        for other in slots[place + 1 :]:
            assert (
                one.x + one.width <= other.x + 1e-9
                or other.x + other.width <= one.x + 1e-9
                or one.y + one.height <= other.y + 1e-9
                or other.y + other.height <= one.y + 1e-9
            ), f"{one.name} lies on {other.name}"


def test_the_printer_reads_the_table_as_the_program_does() -> None:
    boxes = ink(f"/{name} find-slot bx by bw bh rectfill" for name in FORM.slots)
    for name, box in zip(FORM.slots, boxes, strict=True):
        expected = box_of(name)
        assert box.inside(expected, by=0.02), name
        assert expected.inside(box, by=0.02), name


def test_what_the_blank_form_prints_stays_on_the_form() -> None:
    (box,) = ink(["blank-form"])
    assert box.left >= -0.5
    assert box.right <= FORM.number("form-width") + 0.5
    assert box.bottom >= -0.5
    assert box.top <= FORM.number("form-height") + 0.5


@pytest.mark.parametrize(
    "call",
    [
        "blank-form",
        "record-form",
        "continuation-form",
        "/subject [(One) (Two \\(lines\\))] 6 fill-slot",
        "/subject [[/Record-Bold (No) /Record-Sans (t so)]] 6 fill-slot",
        "/subject_distance without-unit",
        "[(Keywords none)] 5.5 foot",
        "(moon) 6 7 0 1 mark-reading",
        "(moon) 6 7 3 -1 mark-reading",
        "7.5 mark-zone",
        "10 -5 3 2 0 0 500 -90 draw-movements",
        "lay-out 0 open-leaf close-leaf",
        "/paper [216 360] def lay-out settle blank-form continuation-form",
        "/paper [99 99] def lay-out settle",
        "lay-out trim-marks",
        "ask-for-paper",
        "lay-out open-page close-page",
    ],
)
def test_nothing_is_left_on_the_stacks(call: str) -> None:
    program = (
        f"/before countdictstack def {{ lay-out 1 2 3 {call} }} exec "
        "count = countdictstack before sub = = = = clear"
    )
    text = f"nulldevice {program}"
    assert said(text).split() == ["3", "0", "3", "2", "1"]


def test_the_table_of_widths_is_the_printers() -> None:
    """The module's text is what its generator prints."""
    assert tables() in Path(helvetica.__file__).read_text(encoding="utf-8")


def test_typesetting_runs_no_ghostscript() -> None:
    """Only the generator of the tables measures with it."""
    ask = "import sys, exifilm_core.printing.text; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True)
    imported = told.stdout.split()
    assert "exifilm_core.printing.helvetica" in imported
    assert "exifilm_core.printing.ghostscript" not in imported


def test_the_encoding_is_the_printers() -> None:
    from fontTools.agl import toUnicode

    names = said("latin { =only ( ) print } forall").split()
    own = {"minus": "−", "fraction": "⁄"}
    for character, code in CODES.items():
        name = names[code]
        expected = {"\u00a0": " ", "\u00ad": "-"}.get(character, character)
        assert own.get(name, toUnicode(name)) == expected, name
    assert "nocharacter" not in said(
        "/Record-Sans findfont /CharStrings known "
        "{ latin { dup /.notdef eq exch "
        "/Record-Sans findfont /CharStrings get exch known or not { (nocharacter) = } if "
        "} forall } if"
    )


def test_a_line_wider_than_its_box_is_squeezed_into_it() -> None:
    wide = "W" * 60
    (box,) = ink([f"/film [({wide})] 8 fill-slot"])
    assert box.inside(box_of("film"))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("A4", (595, 842)),
        ("5x8in", (360, 576)),
        ("5in x 8in", (360, 576)),
        ("148 x 210 mm", (419.53, 595.28)),
        ("148,5x210mm", (420.94, 595.28)),
        ("360×540", (360, 540)),
        ("3x5in", (216, 360)),
        ("95x171mm", (269.29, 484.72)),
        ("A6 across", (420, 298)),
        ("3 x 5 in across", (360, 216)),
    ],
)
def test_papers_can_be_named_or_measured(text: str, size: tuple[float, float]) -> None:
    paper = paper_named(text, FORM)
    assert (paper.width, paper.height) == size


@pytest.mark.parametrize(
    "text",
    ["", "quarto", "quarto across", " across", "x", "5x", "5x8 miles", "1e9x3", "99999999x3"],
)
def test_other_papers_are_refused(text: str) -> None:
    with pytest.raises(ExifilmError):
        paper_named(text, FORM)


@pytest.mark.parametrize(("paper", "forms"), [("2x3in", 0), ("letter", 100), ("letter", 13)])
def test_paper_too_small_for_anything_is_refused(paper: str, forms: int) -> None:
    with pytest.raises(ExifilmError, match="too small to read"):
        sheet(paper, forms)


def test_the_paper_set_in_the_file_is_the_default() -> None:
    assert default_paper(FORM).name == "letter"
    for setting, size in (("/a5", (420, 595)), ("[432 648]", (432, 648))):
        form = Form.of(FORM.prologue.replace("/paper /letter def", f"/paper {setting} def"))
        paper = default_paper(form)
        assert (paper.width, paper.height) == size


def test_a_form_that_was_damaged_is_told_so() -> None:
    with pytest.raises(ExifilmError, match="prologue"):
        Form.of("%!PS\nshowpage\n")
    form = Form.of(re.sub(r"(?m)^/leading .*$", "", FORM.prologue))
    with pytest.raises(ExifilmError, match="leading"):
        form.number("leading")
