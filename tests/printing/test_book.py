"""The book of records: pictures beside the records, pages that stay whole, and the index."""

from __future__ import annotations

import io
import re
from base64 import a85decode
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.files.resources import resource
from exifilm_core.printing import Bound, Form, Page, Picture, bind, book_page, paper_named
from exifilm_core.printing.book_index import in_short
from exifilm_core.printing.fitting import SMALLEST, fit, room
from exifilm_core.printing.form import BOOK, NARROW_BOOK, RECORD
from exifilm_core.printing.leaves import fill_slot
from exifilm_core.printing.text import Typesetter, width

from .filled import FULL
from .interpreter import (
    Box,
    asked_for,
    box_of,
    ghostscript,
    ink,
    pictures,
    said,
    structure_errors,
    texts,
)

BESIDE = ("letter", "a4", "legal", "842x595", "420x297mm")
BELOW = ("a5", "b5", "a6", "4x6in", "3x5in", "95x171mm")
PAPERS = (*BESIDE, *BELOW)
FORMS = {BOOK: Form.read(BOOK), NARROW_BOOK: Form.read(NARROW_BOOK)}
FIELDS = {field.name: field for field in ExposureRecord.fields()}
SIZES = [(96, 64), (64, 96), (160, 20), (20, 160), (64, 64)]

by_form = pytest.mark.parametrize("form", FORMS, ids=["wide", "narrow"])


def picture(width: int = 96, height: int = 64, tone: int = 128) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (tone,) * 3).save(out, "JPEG")
    return Picture(out.getvalue(), width, height)


def sheet(paper: str = "letter", forms: int = 0, *, duplex: bool = True) -> Page:
    return book_page(paper_named(paper, Form.read()), forms, duplex=duplex)


def bound(records: Sequence[ExposureRecord]) -> list[Bound]:
    return [
        Bound(str(n), record, f"scan-{n}.tif", picture(*SIZES[n % len(SIZES)]))
        for n, record in enumerate(records, 1)
    ]


def book(
    records: Sequence[ExposureRecord | Bound], page: Page | None = None, title: str = "Wüste"
) -> bytes:
    out = io.BytesIO()
    plain = [each for each in records if isinstance(each, ExposureRecord)]
    warnings = bind(
        bound(plain) or (each for each in records if isinstance(each, Bound)),
        page or sheet(),
        title,
        out,
    )
    assert warnings == []
    return out.getvalue()


def numbered(count: int) -> list[ExposureRecord]:
    return [ExposureRecord(subject=f"subject-{n}-") for n in range(1, count + 1)]


def subjects(document: bytes) -> list[list[str]]:
    pages = texts(document)
    return [re.findall(r"subject-(\d+)-(?! *\.)", page) for page in pages if "INDEX" not in page]


def setup(page: Page) -> str:
    return f"/paper [{page.paper.width} {page.paper.height}] def lay-out settle"


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (2, 1), (5, 3), (40, 20)])
def test_two_records_a_page_in_order_and_then_the_index(count: int, pages: int) -> None:
    document = book(numbered(count))
    assert structure_errors(document) == []
    found = texts(document)
    assert len(found) == pages + 1
    assert [n for page in subjects(document) for n in page] == [str(n + 1) for n in range(count)]
    assert all(len(page) == 2 for page in subjects(document)[: count // 2])
    assert "INDEX" in found[-1]


def test_every_page_has_its_number_and_the_title() -> None:
    for number, page in enumerate(texts(book(numbered(5))), 1):
        *_, last = filter(None, (line.split() for line in page.splitlines()))
        assert sorted(last) == sorted([str(number), "Wüste"])


def test_without_records_there_is_no_book() -> None:
    with pytest.raises(ExifilmError, match="no record"):
        book([])


@pytest.mark.parametrize("paper", PAPERS)
def test_any_paper_gives_a_valid_book(paper: str, tmp_path: Path) -> None:
    page = sheet(paper)
    document = book([FULL, *numbered(page.forms)], page)
    assert structure_errors(document) == []
    size = paper_named(paper, Form.read())
    for each in pictures(document, tmp_path, dpi=72):
        assert each.size == (round(size.width), round(size.height))
    assert ("scanned" in page.form.slots) and ("print_notes" in page.form.slots) == (
        paper in BESIDE
    )


@pytest.mark.parametrize("paper", ["5x3in", "a6 across"])
def test_paper_without_room_for_a_picture_is_refused(paper: str) -> None:
    with pytest.raises(ExifilmError, match="too small"):
        sheet(paper)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_margin_for_binding_alternates(paper: str, tmp_path: Path) -> None:
    """On the left of odd pages and the right of even ones, index included; 17 mm for the holes."""
    page = sheet(paper)
    document = book(numbered(3 * page.forms), page)
    text = document.replace(b"/trim-marks {", b"/trim-marks { } bind def /no-marks {")
    sides = pictures(text, tmp_path, dpi=144)
    assert len(sides) == 4
    wide, small = (47 if page.binding else 15), 15
    for number, side in enumerate(sides, 1):
        dark = side.point(lambda tone: tone < 255 and 255)
        left, top, right, bottom = (edge / 2 for edge in dark.getbbox())
        margins = (left, dark.width / 2 - right)
        inner, outer = margins if number % 2 else margins[::-1]
        assert inner >= wide and outer >= small, number
        assert top >= 23 and dark.height / 2 - bottom >= 10, number


def test_on_one_side_the_margin_stays() -> None:
    one, two = sheet(duplex=False), sheet()
    assert b"open-back\n" not in book(numbered(5), one)
    assert book(numbered(5), two).count(b"open-back\n") == 2
    assert asked_for(book(numbered(5), two))["Duplex"] == "true"
    assert "Duplex" not in asked_for(book(numbered(5), one))


def test_the_pages_are_not_to_be_cut() -> None:
    """Only a tick for the punch, at the edge to be bound."""
    for back, left in (("", 12), ("/back true def", 612 - 17)):
        program = f"-100 -100 translate {back} trim-marks"
        (box,) = ink([program], setup(sheet()), FORMS[BOOK])
        box = Box(box.left + 100, box.bottom + 100, box.right + 100, box.top + 100)
        assert box.inside(Box(left, 395, left + 5, 397), by=0.5)


def test_on_wide_paper_records_are_in_reading_order_on_both_sides() -> None:
    page = sheet("420x297mm")
    assert (page.columns, page.rows) == (2, 2)
    assert subjects(book(numbered(8), page)) == [["1", "2", "3", "4"], ["5", "6", "7", "8"]]


def test_long_texts_go_on_and_the_index_names_the_first_page() -> None:
    long = ExposureRecord(notes=" ".join(f"note{n}" for n in range(900)), film="Tri-X")
    document = book([ExposureRecord(film="FP4"), long, ExposureRecord(film="HP5")])
    pages = texts(document)
    found = [word for page in pages for word in re.findall(r"note\d+", page)]
    assert found == [f"note{n}" for n in range(900)]
    places = entries(pages[-1])
    assert (places["FP4"], places["Tri-X"]) == ("1", "1")
    (where,) = (n for n, page in enumerate(pages[:-1], 1) if "scan-3.tif" in page)
    assert places["HP5"] == str(where) != "2"


def test_values_are_only_ever_text() -> None:
    odd = ExposureRecord(subject="}) {%%EOF", film="a{x}b", location="100% (of \\ it")
    document = book([Bound("1", odd, "%%Page: 3 3 (\\).tif", picture())], title="%%EOF ( {0}")
    assert structure_errors(document) == []
    page, index = texts(document)
    assert "%%Page: 3 3 (\\).tif" in page
    for text in ("}) {%%EOF", "a{x}b", "100% (of \\ it", "%%EOF ( {0}"):
        assert text in " ".join(page.split())
        assert text in " ".join(index.split())


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────


def call_of(document: bytes, operator: bytes = b"show-picture") -> str:
    """The first call of that operator in the document, with the data that it reads."""
    (found,) = re.findall(rb"(?ms)^/scan.picture (?:(?!^/).)*?%s$.*?(?=^close-leaf)" % operator,
        document)[:1]  # fmt: skip
    return found.decode("ascii")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_picture_fills_its_box_in_its_own_shape(paper: str, size: tuple[int, int]) -> None:
    page = sheet(paper)
    document = book([Bound("1", ExposureRecord(), "", picture(*size, tone=0))], page)
    (box,) = ink([call_of(document)], setup(page), page.form)
    home = box_of("scan.picture", page.form)
    assert box.inside(home, by=0.2)
    across, down = box.right - box.left, box.top - box.bottom
    assert across / down == pytest.approx(size[0] / size[1], rel=0.02)
    assert max(across / (home.right - home.left), down / (home.top - home.bottom)) == pytest.approx(
        1, abs=0.01
    )
    assert (box.left - home.left) == pytest.approx(home.right - box.right, abs=0.2)


def test_a_picture_is_the_right_way_up_and_in_its_colours(tmp_path: Path) -> None:
    quarters = Image.new("RGB", (64, 64), "white")
    quarters.paste((255, 0, 0), (0, 0, 32, 32))
    quarters.paste((0, 0, 255), (32, 32, 64, 64))
    out = io.BytesIO()
    quarters.save(out, "JPEG", quality=95)
    page = sheet()
    document = book([Bound("1", ExposureRecord(), "", Picture(out.getvalue(), 64, 64))], page)
    shown = in_colour(document, tmp_path)
    slot = page.form.slot("scan.picture")
    left = 48 + (548 - page.form.number("form-width") * page.scale) / 2
    at = [
        shown.getpixel(
            (
                round(left + page.scale * (slot.x + slot.width / 2 + dx)),
                round(24 + page.scale * (slot.y + slot.height / 2 + dy)),
            )
        )
        for dx, dy in ((-60, -60), (60, 60), (60, -60))
    ]
    for colour, expected in zip(at, [(255, 0, 0), (0, 0, 255), (255, 255, 255)], strict=True):
        assert all(abs(a - b) < 12 for a, b in zip(colour, expected, strict=True)), at


def in_colour(document: bytes, folder: Path) -> Image.Image:
    target = folder / "page.png"
    ghostscript(*("-sDEVICE=png16m", "-r72", "-dLastPage=1", "-o", str(target)), stdin=document)
    return Image.open(target).convert("RGB")


def test_the_document_has_the_jpeg_as_it_was() -> None:
    """Also if its encoding has lines that would look like comments of DSC."""
    noise = Image.effect_noise((256, 256), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    given = Picture(out.getvalue(), 256, 256)
    document = book([Bound("1", ExposureRecord(), "", given)])
    assert structure_errors(document) == []
    (data,) = re.findall(rb"show-picture\n(.*?)~>\n%%EndData", document, re.DOTALL)
    assert re.findall(rb"(?m)^%", data) == []
    assert re.findall(rb"(?m)^ %", data), "no line was in danger"
    assert a85decode(data) == given.jpeg
    (counted,) = re.findall(rb"%%BeginData: (\d+) ASCII Lines\n", document)
    assert int(counted) == data.count(b"\n") + 2


@pytest.mark.parametrize("paper", PAPERS)
def test_words_replace_a_missing_picture(paper: str) -> None:
    page, words = sheet(paper), "The picture in this file cannot be decoded. " * 12
    given = Bound("1", ExposureRecord(), "broken.tif", Picture(missing=words))
    document = book([given], page)
    assert structure_errors(document) == []
    text = " ".join(texts(document)[0].split())
    assert "The picture in this file" in text and "broken.tif" in text
    (box,) = ink([call_of(document, b"no-picture")], setup(page), page.form)
    assert box.inside(box_of("scan.picture", page.form), by=0.2)


def test_a_long_file_name_stays_in_its_box() -> None:
    page = sheet()
    document = book([Bound("1", ExposureRecord(), "a/very/long/name" * 20, picture())], page)
    (call,) = re.findall(rb"(?ms)^/scan.file .*?fill-slot$", document)
    (box,) = ink([call.decode()], setup(page), page.form)
    assert box.inside(box_of("scan.file", page.form))


# ── The form ──────────────────────────────────────────────────────────────────────────────────────


@by_form
def test_it_is_the_exposure_record_with_more_boxes(form: str) -> None:
    record, here = Form.read(RECORD), FORMS[form]
    assert {name: here.slots[name] for name in record.slots} == record.slots
    more = here.slots.keys() - record.slots.keys()
    wanted = {"scan.picture", "scan.file", "scanned"} | ({"print_notes"} if form == BOOK else set())
    assert more == wanted
    for name in more & FIELDS.keys():
        assert here.slot(name).label == FIELDS[name].label
    assert {FIELDS[name].name for name in here.words("index-of")} == {"film", "location", "subject"}


@pytest.mark.parametrize("paper", PAPERS)
def test_the_program_reckons_with_the_printers_layout(paper: str) -> None:
    page = sheet(paper)
    program = f"{setup(page)} columns = rows = scaling = form-width = form-height = binding ="
    *told, binding = said(program, page.form).split()
    lengths = [page.form.number("form-width"), page.form.number("form-height")]
    ours = [page.columns, page.rows, page.scale, *lengths]
    assert ours == pytest.approx(list(map(float, told)), rel=1e-4)
    assert page.binding == (binding == "true")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_printer_fits_the_table_as_the_program_does(paper: str) -> None:
    page = sheet(paper)
    names = said(f"{setup(page)} slot-order {{ = }} forall", page.form).split()
    whole = sheet(paper).form
    assert names == list(whole.slots)
    boxes = ink((f"/{n} find-slot bx by bw bh rectfill" for n in names), setup(page), page.form)
    for name, box in zip(names, boxes, strict=True):
        expected = box_of(name, whole)
        assert box.inside(expected) and expected.inside(box), name


@pytest.mark.parametrize("paper", ["letter", "3x5in"])
def test_a_value_in_each_new_box_stays_in_it(paper: str) -> None:
    page, typesetter = sheet(paper), Typesetter()
    smallest = round(SMALLEST / min(page.scale, 1.0), 2)
    names = [n for n in ("scan.file", "scanned", "print_notes") if n in page.form.slots]
    calls = []
    for name in names:
        slot = page.form.slot(name)
        space = room(page.form, slot, typesetter, with_unit=False, smallest=smallest)
        fitted = fit(typesetter.glyphs("Ýgçq many words " * 40), slot, space, typesetter)
        calls.append(fill_slot(name, fitted.lines, fitted.size))
        assert width(typesetter.glyphs(slot.label)) * page.form.number("label-size") < slot.width
    for name, box in zip(names, ink(calls, setup(page), page.form), strict=True):
        assert box.inside(box_of(name, page.form)), name


@pytest.mark.parametrize("form", [BOOK, NARROW_BOOK])
def test_without_exifilm_it_prints_empty_pages(form: str) -> None:
    document = b"".join(resource(name).read_bytes() for name in (form, RECORD))
    (text,) = texts(document)
    assert text.count("Focal length") == text.count("File") == 2


# ── The index ─────────────────────────────────────────────────────────────────────────────────────


def entries(page: str) -> dict[str, str]:
    """The entries of an index's page with a single column, and their pages."""
    found = dict(re.findall(r"(?m)^\s*(\S.*?)\s{2,}(\d[\d–, ]*)$", page))
    found.pop("Wüste", None)  # at the foot
    return found


def indexed(index: Sequence[str], field: str = "location", paper: str = "a6") -> list[str]:
    """The entries of records with these values, in the order of the index."""
    page = sheet(paper)
    records = [Bound("1", ExposureRecord(**{field: text}), "", picture(4, 4)) for text in index]
    document = book(records, page)
    *_, last = [text for text in texts(document) if "INDEX" in text]
    return list(entries(last))


def test_entries_stand_in_natural_order_and_accents_do_not_count() -> None:
    given = ["Zürich", "Äußere Hebriden", "Berg 10", "Ausee", "Berg 9", "aare", "Öland", "Ohio",
             "Straße 2", "Strasse 1", "“Baar”", "Łask", "Lodz 2"]  # fmt: skip
    assert indexed(given) == [
        *("aare", "Ausee", "Äußere Hebriden", "“Baar”", "Berg 9", "Berg 10", "Łask", "Lodz 2"),
        *("Ohio", "Öland", "Strasse 1", "Straße 2", "Zürich"),
    ]


def test_an_entry_has_all_its_pages() -> None:
    films = ["FP4", "HP5", "FP4", "FP4", "FP4", "FP4", "HP5", "FP4", "FP4", "FP4", "", "FP4"]
    document = book([ExposureRecord(film=film or None) for film in films])
    (index,) = [text for text in texts(document) if "INDEX" in text]
    assert entries(index) == {"FP4": "1–6", "HP5": "1, 4"}
    assert in_short([1, 2, 4, 6, 7, 8]) == "1–2, 4, 6–8"


def test_each_field_has_its_part_with_its_label() -> None:
    document = book([ExposureRecord(film="FP4", location="Uppsala", subject="Dom")])
    index = texts(document)[-1]
    labels = [FIELDS[name].label for name in ("film", "location", "subject")]
    places = [index.index(word) for word in labels]
    assert places == sorted(places)
    only = texts(book([ExposureRecord(film="FP4")]))[-1]
    assert "Location" not in only


def test_a_book_without_values_has_no_index() -> None:
    assert len(texts(book([ExposureRecord(aperture=22)]))) == 1


@pytest.mark.parametrize("paper", ["letter", "a5", "3x5in"])
def test_a_long_index_prints_nothing_over_anything(paper: str) -> None:
    """All entries are there; the ink of each line is apart from that of the next."""
    page = sheet(paper)
    long = "a name of a place that is much longer than a column of the index is wide "
    records = [
        Bound(
            "1", ExposureRecord(location=f"{n} {long if n % 9 == 0 else 'Ort'}"), "", picture(4, 4)
        )
        for n in range(300)
    ]
    document = book(records, page)
    pages = [text for text in texts(document) if "INDEX" in text]
    assert len(pages) >= 2
    found = [int(n) for text in pages for n in re.findall(r"(?:^|\s)(\d+) (?:Ort|a name)", text)]
    assert sorted(found) == list(range(300))
    calls = re.findall(rb"(?m)^.*index-(?:line|entry|part)$", document.partition(b"index-title")[2])
    drawn = [call.decode() for call in calls[:120]]
    boxes = ink([f"-100 -100 translate {c}" for c in drawn], setup(page), page.form)
    area = Box(-100, -100, page.paper.width - 100, page.paper.height - 100)
    for number, (one, call) in enumerate(zip(boxes, drawn, strict=True)):
        assert one.inside(area), call
        for other in boxes[max(0, number - 4) : number]:
            apart = one.top <= other.bottom + 0.3 or other.top <= one.bottom + 0.3
            beside = one.left >= other.right or other.left >= one.right
            assert apart or beside, call


def test_the_fields_of_the_index_can_be_changed_in_the_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = resource(BOOK).read_text("ascii").replace("[(film) (location)", "[(lens) (filter)")
    form = Form.of(resource(RECORD).read_text("ascii"), wide)
    monkeypatch.setattr(Form, "read", staticmethod(lambda _name=RECORD: form))
    index = texts(book([FULL]))[-1]
    assert "Wratten 15" in index and "Hernandez, New Mexico" not in index
