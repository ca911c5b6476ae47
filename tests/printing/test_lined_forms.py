"""The roll form and the holder list: tables of their own, printed by the procedures of the form."""

from __future__ import annotations

import io
import re
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.files.resources import resource
from exifilm_core.printing import HOLDERS, RECORD, ROLL, Form, Page, blank, lay_out, paper_named
from exifilm_core.printing.fitting import SMALLEST, fit, room
from exifilm_core.printing.form import Slot
from exifilm_core.printing.leaves import fill_slot
from exifilm_core.printing.text import Typesetter, width

from .interpreter import (
    Box,
    asked_for,
    box_of,
    ghostscript,
    ink,
    pictures,
    said,
    settled,
    structure_errors,
    texts,
)
from .test_commands import exifilm

TABLES = {ROLL: Form.read(ROLL), HOLDERS: Form.read(HOLDERS)}
FORMS = {
    **{f"roll of {lines}": TABLES[ROLL].with_lines(lines) for lines in (12, 24, 36)},
    "holders": TABLES[HOLDERS],
}
FIELDS = {field.name: field for field in ExposureRecord.fields()}
LARGE = ("letter", "legal", "a4")
PAPERS = (*LARGE, "a5", "b5", "letter across")
ON_PAPER = [
    *((form, paper) for form in FORMS for paper in PAPERS),
    ("roll of 12", "a6"),
    ("roll of 24", "a6"),
    ("holders", "a6"),
]
MM = 72 / 25.4
DOCS = Path(__file__).resolve().parents[2] / "docs"

by_table = pytest.mark.parametrize("table", TABLES, ids=["roll", "holders"])


def sheet(form: str | Form, paper: str, forms: int = 1, *, duplex: bool = False) -> Page:
    chosen = FORMS[form] if isinstance(form, str) else form
    return lay_out(paper_named(paper, chosen), forms, chosen, duplex=duplex)


def document(page: Page) -> bytes:
    out = io.BytesIO()
    blank(page, out)
    return out.getvalue()


def columns(form: Form) -> list[Slot]:
    return [slot for slot in form.slots.values() if slot.is_on_lines]


def flat(page: str) -> str:
    return " ".join(page.split())


def numbers_on(page: str) -> list[int]:
    return [int(word) for word in page.split() if word.isdigit()]


def as_it_stands(table: str) -> bytes:
    return b"".join(resource(name).read_bytes() for name in (table, RECORD))


# ── The declaration ───────────────────────────────────────────────────────────────────────────────


@by_table
def test_labels_and_units_are_the_declarations(table: str) -> None:
    """A box without a label continues the one to its left, which has the label of this one."""
    form = TABLES[table]
    fields = [slot for slot in form.slots.values() if "." not in slot.name]
    assert len(fields) >= 4
    for slot, before in zip(fields, [None, *fields], strict=False):
        field = FIELDS[slot.name]
        if slot.look == "joined":
            assert before and before.look == "open"
            assert before.label == field.label
        elif slot.look != "open":
            assert slot.label == field.label
        assert slot.unit in ("", field.unit)


@by_table
def test_a_box_for_a_part_of_a_field_is_named_after_it(table: str) -> None:
    parts = [slot for slot in TABLES[table].slots.values() if "." in slot.name]
    assert {slot.name.partition(".")[0] for slot in parts} <= FIELDS.keys()
    labels = {slot.name: slot.label for slot in parts}
    wanted = {
        ROLL: {},
        HOLDERS: {
            "holder.number": FIELDS["holder"].label,
            "holder.side": "Side",
            "taken.day": "Exposed",
        },
    }
    assert labels == wanted[table]


@by_table
def test_a_row_has_the_order_of_the_declaration(table: str) -> None:
    number = {name: place for place, name in enumerate(FIELDS)}
    slots = [slot for slot in TABLES[table].slots.values() if "." not in slot.name]
    # The number of the roll leads its page, as the number of a line leads the line.
    slots = [slot for slot in slots if slot.look != "counted" and slot.name != "roll"]
    for _, row in groupby(slots, key=lambda slot: slot.y):
        for one, other in pairwise(row):
            assert number[one.name] < number[other.name], (one.name, other.name)


def test_each_box_of_the_rolls_head_is_in_its_section() -> None:
    form = TABLES[ROLL]
    for slot in form.slots.values():
        if slot.is_on_lines:
            continue
        (title,) = (t for t, y, h in form.sections if y <= slot.y and slot.y + slot.height <= y + h)
        assert FIELDS[slot.name.partition(".")[0]].section.title.startswith(title)


@by_table
def test_the_table_is_without_gaps(table: str) -> None:
    """Every row fills the form from the spine to its right side; the lines end with the form."""
    form = TABLES[table]
    slots = list(form.slots.values())
    for _, row in groupby(slots, key=lambda slot: slot.y):
        edges = [form.number("spine")]
        for slot in row:
            assert slot.x == edges[-1], slot.name
            edges.append(slot.x + slot.width)
        assert edges[-1] == form.number("form-width")
    tops = [form.number("head"), *(y + height for _, y, height in form.sections)]
    assert [y for _, y, _ in form.sections] == tops[:-1]
    assert tops[-1] == form.number("form-height")
    for slot in columns(form):
        assert slot.height == form.number("line-height")
        assert slot.y + slot.height == form.number("form-height")
        assert slot.y - form.number("column-head") == form.sections[-1][1]


# ── The page ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("form", "paper"), ON_PAPER)
def test_it_is_one_page_with_one_head_and_all_lines(form: str, paper: str, tmp_path: Path) -> None:
    page = sheet(form, paper)
    printed = document(page)
    assert structure_errors(printed) == []
    (picture,) = pictures(printed, tmp_path, dpi=72)
    size = paper_named(paper, FORMS[form])
    assert picture.size == (round(size.width), round(size.height))
    (text,) = texts(printed)
    assert all(flat(text).count(slot.label) for slot in page.form.slots.values())
    assert flat(text).count("Subject" if form != "holders" else "Side") == 1
    assert numbers_on(text) == list(range(1, 13 if form == "holders" else FORMS[form].lines + 1))
    if form == "holders":
        assert re.findall(r"\b[AB]\b", text) == ["A", "B"] * 12


@pytest.mark.parametrize(("form", "paper"), ON_PAPER)
def test_no_ink_comes_near_the_edge_or_the_holes(form: str, paper: str, tmp_path: Path) -> None:
    """The margin for binding, 17 mm, is left out only on A6."""
    text = document(sheet(form, paper))
    text = text.replace(b"/trim-marks {", b"/trim-marks { } bind def /no-marks {")
    (page,) = pictures(text, tmp_path, dpi=144)
    dark = page.point(lambda tone: tone < 255 and 255)
    left, top, right, bottom = (edge / 2 for edge in dark.getbbox())
    assert left >= (15 if paper == "a6" else 47)
    assert right <= dark.width / 2 - 15
    assert top >= 15
    assert bottom <= dark.height / 2 - 15


@pytest.mark.parametrize(("form", "paper"), ON_PAPER)
def test_the_lines_have_room_for_handwriting(form: str, paper: str) -> None:
    """At least 6 mm on large paper, and nowhere less than a box of the exposure record has."""
    page = sheet(form, paper)
    (height,) = {slot.height for slot in columns(page.form)}
    inside = height * page.scale / MM
    record = Form.read()
    box = record.slot("film").height - record.number("label-room") - record.number("floor-room")
    assert inside >= box * record.number("smallest") / MM
    if paper in LARGE:
        assert inside >= 6


def test_the_page_about_the_forms_has_the_heights_of_their_lines() -> None:
    page = (DOCS / "form.md").read_text("utf-8")
    table = page.partition("| height of a line")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (\w+)[^|]*\| (.*) \|$", table, re.M)
    found = {paper: told.split(" | ") for paper, told in rows}
    assert found.keys() == {*LARGE, "a5", "a6"}
    for paper, told in found.items():
        for form, height in zip(FORMS, told, strict=True):
            if height == "–":
                assert (form, paper) not in ON_PAPER
                continue
            page_of_it = sheet(form, paper)
            exact = columns(page_of_it.form)[0].height * page_of_it.scale / MM
            assert float(height) == pytest.approx(exact, abs=0.051), (form, paper)


@pytest.mark.parametrize(("form", "paper"), ON_PAPER)
def test_every_label_fits_in_readable_type(form: str, paper: str) -> None:
    """The printer squeezes a label that is wider than its box, by a tenth at most."""
    page = sheet(form, paper)
    assert page.scale >= page.form.number("smallest")
    size, padding = page.form.number("label-size"), page.form.number("padding")
    for slot in page.form.slots.values():
        wide = width(Typesetter().glyphs(slot.label)) * size
        measure = slot.width - 1.3 * padding
        assert wide <= measure * (1 if paper in LARGE else 1.1), slot.name


@pytest.mark.parametrize("forms", [1, 2])
@pytest.mark.parametrize("form", FORMS)
def test_the_program_reckons_with_the_printers_layout(form: str, forms: int) -> None:
    asked = []
    papers = (*PAPERS, "a6", "3x5in")
    for paper in papers:
        width, height = paper_named(paper, FORMS[form]).sides
        asked.append(
            f"save /paper [{width} {height}] def /forms {forms} def lay-out "
            "columns = rows = scaling = settle form-width = form-height = line-height = restore"
        )
    told = [float(word) for word in said("\n".join(asked), FORMS[form]).split()]
    for number, paper in enumerate(papers):
        the_same_layout(form, paper, forms, told[6 * number : 6 * number + 6])


def the_same_layout(form: str, paper: str, forms: int, theirs: list[float]) -> None:
    if theirs[2] < FORMS[form].number("smallest") - 1e-6:
        with pytest.raises(ExifilmError, match=r"too (small|low)"):
            sheet(form, paper, forms)
        return
    page = sheet(form, paper, forms)
    lengths = [page.form.number(f"{what}") for what in ("form-width", "form-height", "line-height")]
    assert [page.columns, page.rows, page.scale, *lengths] == pytest.approx(theirs, rel=1e-4)


@pytest.mark.parametrize(("form", "paper"), [("roll of 36", "a5"), ("holders", "a4")])
def test_the_printer_fits_the_table_as_the_program_does(form: str, paper: str) -> None:
    fitted = sheet(form, paper).form
    setup = settled(paper)
    assert said(f"{setup} slot-order {{ = }} forall", FORMS[form]).split() == list(fitted.slots)
    boxes = ink(
        (f"/{name} find-slot bx by bw bh rectfill" for name in fitted.slots), setup, FORMS[form]
    )
    for name, box in zip(fitted.slots, boxes, strict=True):
        expected = box_of(name, fitted)
        assert box.inside(expected) and expected.inside(box), name


@pytest.mark.parametrize(("form", "paper"), ON_PAPER)
def test_what_the_blank_form_prints_stays_on_the_form(form: str, paper: str) -> None:
    fitted = sheet(form, paper).form
    (box,) = ink(["blank-form"], settled(paper), FORMS[form])
    whole = Box(0, 0, fitted.number("form-width"), fitted.number("form-height"))
    assert box.inside(whole, by=0.5)


def test_both_sides_have_the_form() -> None:
    printed = document(sheet("roll of 36", "a4", duplex=True))
    assert structure_errors(printed) == []
    assert [text.count("Subject") for text in texts(printed)] == [1, 1]
    asked = asked_for(printed)
    assert (asked["Duplex"], asked["PageSize"]) == ("true", "[595 842]")


@pytest.mark.parametrize(
    ("lines", "paper", "said"),
    [(36, "a6", "36 lines"), (100, "letter", "100 lines"), (12, "3x5in", "a form on paper")],
)
def test_lines_too_low_for_a_pencil_are_refused(lines: int, paper: str, said: str) -> None:
    with pytest.raises(ExifilmError, match=rf"^{said} .* would be too (low to write on|small)"):
        sheet(TABLES[ROLL].with_lines(lines), paper)


@pytest.mark.parametrize("lines", [1, 8, 15, 37, 72])
def test_any_other_number_of_lines_prints(lines: int) -> None:
    """Such as 8 of 6 × 9, 15 of 6 × 4.5, and 72 of half a frame."""
    printed = document(sheet(TABLES[ROLL].with_lines(lines), "legal"))
    assert numbers_on(texts(printed)[0]) == list(range(1, lines + 1))


# ── Values ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "paper"),
    [
        *(("roll of 36", paper) for paper in ("letter", "a4", "a5")),
        ("roll of 12", "letter"),
        ("holders", "letter"),
        ("holders", "a5"),
    ],
)
def test_values_arrive_as_in_the_exposure_record(form: str, paper: str) -> None:
    """A value fitted to its box by the program is printed in that box, on any line."""
    page, typesetter = sheet(form, paper), Typesetter()
    smallest = round(SMALLEST / min(page.scale, 1.0), 2)
    calls, homes = [], []
    for number, slot in enumerate(page.form.slots.values()):
        text = typesetter.glyphs("Schneider-Kreuznach, Ýgçq f/22½ many words " * 9)
        space = room(page.form, slot, typesetter, with_unit=False, smallest=smallest)
        fitted = fit(text, slot, space, typesetter)
        assert fitted.lines, f"{slot.name} takes no line of the smallest type"
        call = f"/{slot.name} without-unit {fill_slot(slot.name, fitted.lines, fitted.size)}"
        line = (7 * number) % page.form.lines if slot.is_on_lines else 0
        calls.append(f"{line} open-line {call} close-line" if slot.is_on_lines else call)
        box, down = box_of(slot.name, page.form), line * slot.height
        homes.append(Box(box.left, box.bottom - down, box.right, box.top - down))
    for call, box, home in zip(calls, ink(calls, settled(paper), FORMS[form]), homes, strict=True):
        assert box.inside(home), f"{box} of {call} is not in {home}"


@by_table
def test_the_printer_has_the_programs_room_for_values(table: str) -> None:
    form, typesetter = TABLES[table], Typesetter()
    told = said(f"[/{' /'.join(form.slots)}] {{ find-slot label-height = }} forall", form).split()
    for slot, label in zip(form.slots.values(), map(float, told), strict=True):
        space = room(form, slot, typesetter, with_unit=False, smallest=SMALLEST)
        assert slot.height - label - form.number("floor-room") == pytest.approx(space.height)
        assert label == form.number("bare-room" if slot.is_on_lines else "label-room")


def test_on_a_filled_form_only_the_record_numbers_the_lines() -> None:
    page = sheet("roll of 36", "a4")
    filled = document(page).replace(
        b"open-leaf blank-form",
        b"open-leaf record-form 4 open-line /frame [(12A)] 8 fill-slot close-line",
    )
    assert structure_errors(filled) == []
    (text,) = texts(filled)
    assert "12A" in text.split()
    assert numbers_on(text) == []


@by_table
@pytest.mark.parametrize(
    "call",
    [
        "lay-out settle blank-form",
        "lay-out settle record-form",
        "/paper [298 420] def lay-out settle blank-form",
        "5 open-line /notes [(One) (Two)] 6 fill-slot close-line",
        "ask-for-paper",
        "ask-for-paper 0 open-leaf blank-form close-leaf",
    ],
)
def test_nothing_is_left_on_the_stacks(table: str, call: str) -> None:
    program = (
        f"/before countdictstack def {{ 1 2 3 {call} }} exec "
        "count = countdictstack before sub = = = = clear"
    )
    assert said(f"nulldevice {program}", TABLES[table]).split() == ["3", "0", "3", "2", "1"]


# ── The command ───────────────────────────────────────────────────────────────────────────────────


def test_the_command_prints_them(tmp_path: Path) -> None:
    roll = exifilm("form", "--roll", 24, "--paper", "a4", "--duplex")
    assert (roll.returncode, roll.stderr) == (0, b"")
    assert roll.stdout == document(sheet("roll of 24", "a4", duplex=True))
    two = exifilm("form", "--roll", 12, "--forms", 2)
    assert numbers_on(texts(two.stdout)[0]) == [*range(1, 13), *range(1, 13)]
    holders = exifilm("form", "--holders")
    assert holders.stdout == document(sheet("holders", "letter"))
    pdf = tmp_path / "holders.pdf"
    assert exifilm("form", "--holders", "--paper", "5x3in", "-o", pdf).returncode == 2
    assert not pdf.exists()
    assert exifilm("form", "--holders", "--paper", "letter across", "-o", pdf).returncode == 0
    assert pdf.read_bytes().startswith(b"%PDF")


# ── The files ─────────────────────────────────────────────────────────────────────────────────────


@by_table
def test_the_printer_alone_prints_what_the_program_prints(table: str, tmp_path: Path) -> None:
    """As `cat roll_form.ps exposure_record.ps | lpr`, or as two files for Ghostscript."""
    form = TABLES[table]
    (ours,) = pictures(document(lay_out(paper_named("letter", form), 1, form)), tmp_path)
    (joined,) = pictures(as_it_stands(table), tmp_path)
    files = [str(resource(name)) for name in (table, RECORD)]
    ghostscript("-sDEVICE=pnggray", "-r60", "-o", str(tmp_path / "page-001.png"), *files)
    (apart,) = pictures(b"", tmp_path)
    assert ours.tobytes() == joined.tobytes() == apart.tobytes()
    assert ours.histogram()[0] > 1000


def test_a_table_that_is_altered_prints_altered() -> None:
    text = resource(ROLL).read_text("ascii")
    for was, now in (
        ("/lines 36 def", "/lines 8 def"),
        ("/first 1 def", "/first 0 def"),
        ("(Emulsion no.)", "(Batch)"),
        ("/forms 1 def", "/forms 2 def\n/paper /a4 def"),
    ):
        text = text.replace(was, now)
    (alone,) = texts(text.encode() + resource(RECORD).read_bytes())
    form = Form.of(Form.read().prologue, text)
    assert (form.lines, form.number("forms")) == (8, 2)
    (ours,) = texts(document(lay_out(paper_named("a4", form), 2, form)))
    assert alone == ours
    assert flat(ours).count("Batch") == 2
    assert numbers_on(ours) == [*range(8), *range(8)]


def test_lines_without_numbers_are_left_to_the_pencil() -> None:
    text = as_it_stands(HOLDERS).replace(b"/numbered true def", b"/numbered false def")
    assert re.findall(r"\b(?:\d+|A|B)\b", texts(text)[0]) == []


def test_a_table_that_was_damaged_is_told_so() -> None:
    with pytest.raises(ExifilmError, match=r"roll_form\.ps lacks its table"):
        Form.of(Form.read().prologue, "%!PS\nshowpage\n", origin="roll_form.ps")
    text = resource(ROLL).read_text("ascii").replace("/lines 36 def", "/lines 0 def")
    with pytest.raises(ExifilmError, match="lines"):
        sheet(Form.of(Form.read().prologue, text), "a4")
