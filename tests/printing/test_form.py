"""The form itself: what its file declares, and what a printer makes of it as it stands."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.printing import Form, blank, default_paper, lay_out, paper_named
from exifilm_core.printing.helvetica import BOLD, CODES, SANS, measured
from exifilm_core.resources import resource

from .interpreter import PAPERS, box_of, ink, pictures, said, sheet, structure_errors, texts

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
    out = io.BytesIO()
    blank(sheet(paper), out)
    text = out.getvalue().replace(b"/trim-marks {", b"/trim-marks { } bind def /no-marks {")
    (page,) = pictures(text, tmp_path, dpi=72)
    left, top, right, bottom = page.point(lambda tone: tone < 255 and 255).getbbox()
    assert left >= 31
    assert right <= page.width - 17
    assert top >= 15
    assert bottom <= page.height - 15


@pytest.mark.parametrize("binding", [True, False])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("forms", [0, 1, 2])
def test_the_program_reckons_with_the_printers_layout(
    paper: str, forms: int, binding: bool
) -> None:
    form = Form.of(
        FORM.prologue.replace("/binding true def", f"/binding {str(binding).lower()} def")
    )
    size = paper_named(paper, form)
    theirs = said(
        f"/binding {str(binding).lower()} def /paper [{size.width} {size.height}] def "
        f"/forms {forms} def lay-out columns = rows = scaling = growth ="
    ).split()
    if float(theirs[2]) < form.number("smallest"):
        with pytest.raises(ExifilmError, match="too small"):
            lay_out(size, forms, form)
        return
    ours = lay_out(size, forms, form)
    assert [ours.columns, ours.rows] == [int(theirs[0]), int(theirs[1])]
    assert [ours.scale, ours.growth] == pytest.approx(
        [float(theirs[2]), float(theirs[3])], rel=1e-4
    )


def test_each_field_with_a_box_has_one_and_no_other() -> None:
    slots = {name for name in FORM.slots if "." not in name}
    assert slots == {field.name for field in ExposureRecord.fields() if field.boxed}


def test_labels_are_the_declarations() -> None:
    """A label is the field's own, or its beginning where the rest is said by a heading beside.

    A box without a label is the section's only matter, or goes on from the box to its left.
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
            assert slot.look == "joined" or field.label == field.section.title
        else:
            assert field.label.startswith(slot.label)


def test_units_are_the_declarations() -> None:
    for name, slot in FORM.slots.items():
        if slot.unit:
            assert slot.unit == FIELDS[name].unit


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
    slots = [slot for slot in FORM.slots.values() if not slot.name.startswith("continued.")]
    for place, one in enumerate(slots):
        for other in slots[place + 1 :]:
            assert (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            ), f"{one.name} lies on {other.name}"


@pytest.mark.parametrize("growth", [0, 40])
def test_the_printer_reads_the_table_as_the_program_does(growth: float) -> None:
    program = [
        f"{said_box} 0.01 setlinewidth rectfill"
        for said_box in (f"/{name} find-slot bx by bw bh" for name in FORM.slots)
    ]
    for name, box in zip(FORM.slots, ink(program, growth), strict=True):
        expected = box_of(name, growth)
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
        "10 -5 3 2 0 0 500 -90 draw-movements",
        "lay-out 0 open-leaf close-leaf",
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
    assert measured("Record-Sans") == SANS
    assert measured("Record-Bold") == BOLD


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
    ],
)
def test_papers_can_be_named_or_measured(text: str, size: tuple[float, float]) -> None:
    paper = paper_named(text, FORM)
    assert (paper.width, paper.height) == size


@pytest.mark.parametrize("text", ["", "quarto", "x", "5x", "5x8 miles", "1e9x3", "99999999x3"])
def test_other_papers_are_refused(text: str) -> None:
    with pytest.raises(ExifilmError):
        paper_named(text, FORM)


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
