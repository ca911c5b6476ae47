"""The tables of a photographer's kit on the backs of blank forms, read again from the paper."""

from __future__ import annotations

import io
import math
import os
import re
import subprocess
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from exifilm_core import ExifilmError
from exifilm_core.actions import exposing
from exifilm_core.actions.kit_tables import METERED, STOPS, extension_for, tables_of, time_to_give
from exifilm_core.actions.with_kit import filter_factor
from exifilm_core.commands.hints import with_hint
from exifilm_core.files.resources import resource
from exifilm_core.film import bellows
from exifilm_core.film.film_file import ours
from exifilm_core.film.reciprocity import given
from exifilm_core.kit import Kit
from exifilm_core.kit.kit_file import kit_of
from exifilm_core.printing import (
    HOLDERS,
    RECORD,
    ROLL,
    Column,
    Form,
    Item,
    Page,
    Table,
    blank_with_tables,
    lay_out,
    paper_named,
)
from exifilm_core.printing.form import TABLES, with_resource
from exifilm_core.printing.text import Typesetter, width

from .interpreter import asked_for, ghostscript, pictures, said, structure_errors, texts
from .test_commands import exifilm

DATA = Path(__file__).resolve().parents[1] / "data"
FILMS = ours()
EXAMPLE, _mistakes = kit_of((DATA / "tables_kit.toml").read_text("utf-8"))
NAMES = (
    "Ilford HP5 Plus",
    "Ilford FP4 Plus",
    "Ilford Delta 100",
    "Kodak Tri-X 320",
    "Kodak T-Max 100",
    "Kodak T-Max 400",
    "Kodak Ektar 100",
    "Kodak Portra 160",
    "Fujifilm Fujichrome Velvia 50",
    "Film of a friend, without a name that a list could have",
)
FOCALS = (65, 75, 90, 115, 135, 150, 180, 210, 240, 300, 450, 1200)
FULL, _full_mistakes = kit_of(
    "".join(f'[[lens]]\nname = "Lens no. {f}"\nfocal_length = {f}\n' for f in FOCALS)
    + '[[lens]]\nname = "Pinhole"\n'
    + "".join(f'[[film]]\nname = "{name}"\n' for name in NAMES)
    + "".join(
        f'[[filter]]\nname = "Wratten {number}"\n' for number in ("8", "11", "15", "25", "47", "58")
    )
    + '[[filter]]\nname = "A red glass"\nfactors = { "HP5+" = 5, "FP4+" = 6 }\n'
    + "".join(
        f'[[development]]\nfilm = "{name}"\ndeveloper = "Pyrocat-HD"\n'
        'n = { "N-2" = "5", "N-1" = "7", "N" = "9:30", "N+1" = "13", "N+2" = "18" }\n'
        for name in NAMES[:6]
    )
)
_SIGNS = r"(\\\\) % Ω Ж 中 "
HOSTILE, _hostile_mistakes = kit_of(
    f'[[lens]]\nname = "{_SIGNS * 30}"\nfocal_length = 150\n'
    f'[[lens]]\nname = "{"W" * 300}"\nfocal_length = 2000\n'
    f'[[film]]\nname = "{"%%EOF " * 20}"\n'
    f'[[filter]]\nname = "{"x" * 400}"\nfilter_factor = 1000000\n'
    '[[development]]\nfilm = "FP4"\nn = { "N-2" = "120", "N-1.5" = "0:30", "N-1" = "7", '
    '"N-0.5" = "8", "N" = "9", "N+0.5" = "10", "N+1" = "11", "N+2" = "12:45" }\n'
)
KITS = {"none": Kit(), "example": EXAMPLE, "full": FULL, "hostile": HOSTILE}
PAPERS = ("letter", "a4", "a5", "a6", "3x5in", "5x3in")


def sheet(
    paper: str = "letter", forms: int = 0, *, form: str = RECORD, duplex: bool = True
) -> Page:
    chosen = Form.read(form)
    return lay_out(paper_named(paper, chosen), forms, chosen, duplex=duplex)


def printed(kit: Kit, page: Page) -> bytes:
    out = io.BytesIO()
    blank_with_tables(page, tables_of(kit, FILMS, with_hint), out)
    return out.getvalue()


SPINE = {"B", "ELLOWS", "R", "ECIPROCITY", "F", "ILTERS", "N±"}
"""The letters of the titles, which stand upright at the spine."""


class Word(NamedTuple):
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def overlaps(self, other: Word) -> bool:
        """Whether they print over each other: on one line, or on lines too close for their type.

        The reader knows only the tallest character of an embedded font, so that lines are judged by
        their middles.
        """
        across = min(self.right, other.right) - max(self.left, other.left)
        down = abs(self.top + self.bottom - other.top - other.bottom) / 2
        return self.page == other.page and across > 0.3 and down < 5


def pdf(document: bytes, folder: Path) -> Path:
    path = folder / "tables.pdf"
    ghostscript("-sDEVICE=pdfwrite", "-dAutoRotatePages=/None", "-o", str(path), stdin=document)
    return path


def pdftotext(path: Path, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode("utf-8")


def words(path: Path) -> list[Word]:
    found, number = [], 0
    for line in pdftotext(path, "-bbox").splitlines():
        number += "<page " in line
        if match := re.search(
            r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line
        ):
            found.append(Word(number, *map(float, match.groups()[:4]), unescape(match[5])))
    return found


def backs(path: Path) -> list[str]:
    """The text of the pages after the first, line by line."""
    return [" ".join(line.split()) for line in pdftotext(path, "-layout", "-f", "2").splitlines()]


# ── What the tables say ───────────────────────────────────────────────────────────────────────────


def test_the_kits_of_these_tests_are_as_they_are_meant() -> None:
    assert not [*_mistakes, *_full_mistakes, *_hostile_mistakes]
    assert (len(FULL.of("lens")), len(FULL.of("film"))) == (13, 10)
    assert len(FULL.tables) == 6


def test_the_paper_has_the_values_of_the_calculation(tmp_path: Path) -> None:
    """On A4 across, a page to a leaf: read by pdftotext, and compared with the core's functions."""
    lines = backs(pdf(printed(EXAMPLE, sheet("letter", 1)), tmp_path))
    flat = "\n".join(lines)
    for lens, focal in (("Nikkor-W 150", 150), ("Symmar 210", 210), ("Fujinon-C 300", 300)):
        (row,) = re.findall(rf"{lens}((?: \d+){{9}})", flat)
        for stops, extension in zip(STOPS, map(float, row.split()), strict=True):
            factor = bellows.factor(extension, focal)
            assert factor
            assert math.log2(factor) == pytest.approx(stops, abs=0.012)
    for film in ("Ilford FP4 Plus", "Kodak Tri-X 320"):
        law = FILMS.film(film).reciprocity
        (row,) = re.findall(rf"{film}((?: [\d.hms()]+){{8}})", flat)
        for metered, cell in zip(METERED, row.split(), strict=True):
            answer = given(law, metered)
            exact = answer.shortest
            to_give = exact if exact < 600 else round(exact / 60) * 60
            assert cell.strip("()") == exposing.told(to_give).replace(" ", "")
            assert cell.startswith("(") == answer.basis.value.startswith("beyond")
        assert exposing.source_of(FILMS, law.source if law else "") in flat
    for text, film in (("orange", "Ilford FP4 Plus"), ("orange", "Kodak Tri-X 320")):
        own = filter_factor(EXAMPLE, text, film, FILMS)
        assert own and own.factor
        assert f"{exposing.settled_factor(own.factor):g}×" in flat
    assert re.search(r"orange 5\.04× 2 1⁄3 Ilford FP4 Plus: your own", flat)
    assert re.search(r"4× 2 Kodak Tri-X 320: your own", flat)
    red = exposing.filter_factor("25", FILMS.film("Tri-X 320"), FILMS)
    assert red.factor == 8 and re.search(r"8× 3 Kodak Tri-X 320: published", flat)
    assert re.search(r"25 red 8× 3 Ilford FP4 Plus: that of another film", flat)
    assert re.search(r"N−1 N N\+1", flat)
    assert re.search(r"FP4 Plus, Pyrocat-HD, 1\+1\+100, 20 °C 7m 9m 13m", flat)


def test_the_change_of_development_is_the_makers() -> None:
    reciprocity = tables_of(EXAMPLE, FILMS)[1]
    (film,) = (item for item in reciprocity.items if item.rows and "Tri-X" in item.rows[0][0])
    law = FILMS.film("Kodak Tri-X 320").reciprocity
    for metered, change in zip(METERED, film.rows[1][1:], strict=True):
        ends = given(law, metered).development or ()
        told = [int(part) for part in re.findall(r"\d+", change)]
        assert sorted({abs(int(end)) for end in ends}) == told, metered


def test_a_film_in_two_formats_has_one_row() -> None:
    kit, _ = kit_of(
        '[[film]]\nname="a"\nfilm="FP4+"\nfilm_format="4x5"\n'
        '[[film]]\nname="b"\nfilm="Ilford FP4 Plus"\nfilm_format="120"\n'
    )
    rows = [item.rows for item in tables_of(kit, FILMS)[1].items if item.rows]
    assert [row[0][0] for row in rows] == ["Ilford FP4 Plus"]


def test_an_unknown_film_borrows_nothing() -> None:
    kit, _ = kit_of('[[film]]\nname="Own Emulsion"\n[[filter]]\nname="Wratten 25"\n')
    _, reciprocity, factors, _ = tables_of(kit, FILMS)
    assert "Own Emulsion: there is no such film" in reciprocity.items[0].notes[0]
    assert factors.items[0].rows == (("Wratten 25", "—", "—", "Own Emulsion: no factor is known"),)


def test_published_factors_without_a_film_are_another_films() -> None:
    kit, _ = kit_of('[[filter]]\nname="Wratten 25"\n')
    rows = tables_of(kit, FILMS)[2].items[0].rows
    assert rows == (("Wratten 25", "8×", "3", "that of another film, Kodak T-Max 100"),)


@pytest.mark.parametrize("stops", STOPS)
def test_the_extension_is_the_bellows_factor_back(stops: float) -> None:
    assert bellows.factor(extension_for(stops, 150), 150) == pytest.approx(2**stops)


# ── On the paper ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kit", KITS)
def test_nothing_prints_over_another_or_leaves_its_leaf(
    kit: str, paper: str, tmp_path: Path
) -> None:
    page = sheet(paper)
    document = printed(KITS[kit], page)
    assert structure_errors(document) == []
    path = pdf(document, tmp_path)
    tables = [word for word in words(path) if word.page > 1 and word.text not in SPINE]
    assert tables
    leaf_width, leaf_height = page.paper.width / page.columns, page.paper.height / page.rows
    for word in tables:
        column, row = word.left // leaf_width, word.top // leaf_height
        assert word.left >= column * leaf_width + 12, word
        assert word.right <= (column + 1) * leaf_width - 12, word
        assert word.top >= row * leaf_height + 12, word
        assert word.bottom <= (row + 1) * leaf_height - 12, word
    for one, other in combinations(tables, 2):
        assert not one.overlaps(other), (one, other)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_full_kit_loses_nothing(paper: str, tmp_path: Path) -> None:
    """What does not fit on a leaf is on the next page, on all of its leaves."""
    page = sheet(paper)
    path = pdf(printed(FULL, page), tmp_path)
    flat = re.sub(r"\s", "", pdftotext(path, "-f", "2"))
    for name in (
        *(f"Lens no. {focal}" for focal in FOCALS),
        "Pinhole",
        "Wratten 58",
        "A red glass",
    ):
        assert flat.count(name.replace(" ", "")) >= page.forms, name
    extensions = {round(extension_for(stops, 450)) for stops in (1, 2, 3)}
    for extension in extensions:
        assert flat.count(f"{extension}") >= page.forms
    counted = [word.text for word in words(path)]
    assert counted.count("Pyrocat-HD") == 6 * page.forms


@pytest.mark.parametrize("paper", ["letter", "a4", "a5", "a6"])
def test_the_back_has_the_margin_for_binding_on_the_right(paper: str, tmp_path: Path) -> None:
    document = printed(EXAMPLE, sheet(paper))
    document = document.replace(b"/trim-marks {", b"/trim-marks { } bind def /no-marks {")
    for back in pictures(document, tmp_path, dpi=144)[1:]:
        left, _, right, _ = (
            edge / 2 for edge in back.point(lambda tone: tone < 255 and 255).getbbox()
        )
        assert left >= 15
        assert right <= back.width / 2 - 47


def test_cells_are_hardly_squeezed() -> None:
    """The printer squeezes a text that is wider than its column: here by a fifth at most."""
    typesetter = Typesetter()
    form = with_resource(Form.read(), TABLES)
    for table in tables_of(FULL, FILMS):
        for row in (*table.headings, *(row for item in table.items for row in item.rows)):
            for column, text in zip(table.columns, row, strict=True):
                bold = row in table.headings
                wide = width(typesetter.glyphs(text.replace("⅓", "1⁄3"), bold=bold))
                room = column.width - 2 * form.number("cell-padding")
                if column.width:
                    assert wide * form.number("table-size") <= room / 0.8, text


def test_times_of_every_film_fit_their_cells() -> None:
    typesetter = Typesetter()
    form = with_resource(Form.read(), TABLES)
    (room,) = {column.width for column in tables_of(FULL, FILMS)[1].columns if column.width}
    for film in FILMS.films:
        for metered in METERED if film.reciprocity else ():
            cell = time_to_give(given(film.reciprocity, metered))
            wide = width(typesetter.glyphs(cell)) * form.number("table-size")
            assert wide <= (room - 2 * form.number("cell-padding")) / 0.8, (film.full_name, cell)


def test_type_is_readable_on_any_paper() -> None:
    assert with_resource(Form.read(), TABLES).number("table-size") >= 5.5


@pytest.mark.parametrize("form", [ROLL, HOLDERS])
def test_other_forms_have_tables_side_by_side(form: str, tmp_path: Path) -> None:
    document = printed(FULL, sheet("a4", 1, form=form))
    assert structure_errors(document) == []
    front, back, *_ = texts(document)
    assert "Film" in front and "Lens no. 65" in back and "Metered" in back
    tables = [word for word in words(pdf(document, tmp_path)) if word.page == 2]
    assert {word.text for word in tables} >= {"Pinhole.", "FP4"}
    flat = [word for word in tables if word.text not in SPINE]
    assert not any(one.overlaps(other) for one, other in combinations(flat, 2))


def test_what_is_left_on_the_stacks() -> None:
    form = with_resource(Form.read(), TABLES)
    calls = (
        "lay-out settle with-tables 0 open-leaf open-tables 0 tables-width panel "
        "(A) [-50 20] table [(a) (b)] heading item [(x) [/Record-Bold (y)]] row (n) note "
        "end-table close-tables close-leaf form-height = count ="
    )
    height, count = said(calls, form).split()
    assert float(height) == pytest.approx(sheet().form.number("form-height"), abs=0.01)
    assert int(count) == 0


def test_a_changed_file_without_its_resource_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "tables.ps"
    broken.write_text("%!PS\n")
    monkeypatch.setattr("exifilm_core.printing.form.resource", lambda _name: broken)
    with pytest.raises(ExifilmError, match="lacks its table"):
        with_resource(Form.of(resource(RECORD).read_text("ascii")), TABLES)


def test_texts_that_need_many_lines_go_on() -> None:
    table = Table("Long", (Column(share=1),), items=(Item(notes=("word " * 3000,)),))
    out = io.BytesIO()
    blank_with_tables(sheet("a6"), [table], out)
    assert sum(text.split().count("word") for text in texts(out.getvalue())) == 3000


# ── The file by itself ────────────────────────────────────────────────────────────────────────────


def test_the_file_has_the_example_as_the_program_prints_it() -> None:
    made = printed(EXAMPLE, sheet("a4")).decode("ascii")
    leaf = made[made.rindex("open-leaf") :]
    body = re.search(r"^\S+ \S+ panel\n(.*?)^close-tables$", leaf, re.DOTALL | re.M)
    own = resource(TABLES).read_text("ascii")
    example = re.search(
        r"^0 tables-width panel\n(.*?)^close-tables$", own, re.DOTALL | re.MULTILINE
    )
    assert body and example
    lines = [line for line in example[1].splitlines() if line]
    assert lines == body[1].replace("\\\n", "").splitlines()


@pytest.mark.parametrize("paper", ["/letter", "/a4"])
def test_the_file_prints_the_example_by_itself(paper: str, tmp_path: Path) -> None:
    own = b"".join(resource(name).read_bytes() for name in (TABLES, RECORD))
    own = own.replace(b"/paper /letter def", b"/paper %s def" % paper.encode())
    found = words(pdf(own, tmp_path))
    assert [word.text for word in found].count("Nikkor-W") == 4
    assert max(word.right for word in found) <= paper_named(paper[1:], Form.read()).width - 12
    flat = [word for word in found if word.text not in SPINE]
    assert not any(one.overlaps(other) for one, other in combinations(flat, 2))


def test_signs_are_explained_where_they_are_printed(tmp_path: Path) -> None:
    """FP4 and Tri-X are extrapolated at two minutes only, for which narrow paper has no room."""
    wide = " ".join(backs(pdf(printed(EXAMPLE, sheet("letter")), tmp_path)))
    narrow = " ".join(backs(pdf(printed(EXAMPLE, sheet("a4")), tmp_path)))
    assert "( ): extrapolated" in wide and "( ): extrapolated" not in narrow
    assert "nothing is published" not in wide


# ── The command ───────────────────────────────────────────────────────────────────────────────────


def with_kit(folder: Path, text: str | None) -> dict[str, str]:
    settings = folder / "exifilm"
    settings.mkdir()
    if text is not None:
        (settings / "kit.toml").write_text(text, "utf-8")
    return {**os.environ, "XDG_CONFIG_HOME": str(folder)}


def test_the_command_prints_the_kit_on_the_back(tmp_path: Path) -> None:
    env = with_kit(tmp_path, (DATA / "tables_kit.toml").read_text("utf-8"))
    done = exifilm("form", "--tables", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert structure_errors(done.stdout) == []
    front, back = texts(done.stdout)
    assert "Subject" in front and "Nikkor-W" not in front
    assert back.count("Nikkor-W 150") == 4
    assert asked_for(done.stdout)["Duplex"] == "true"
    one = exifilm("form", "--tables", "--one-sided", "--paper", "a6", env=env)
    assert "Duplex" not in asked_for(one.stdout)
    assert len(texts(one.stdout)) == 2


def test_without_a_kit_the_paper_says_what_to_add(tmp_path: Path) -> None:
    done = exifilm("form", "--tables", "--paper", "a6", env=with_kit(tmp_path, None))
    assert (done.returncode, done.stderr) == (0, b"")
    told = " ".join(pdftotext(pdf(done.stdout, tmp_path), "-f", "2").split())
    for sentence in ("exifilm kit add lens", "exifilm kit add film", "exifilm kit add filter"):
        assert sentence in told
    assert "exifilm kit learn DIR" in told and "[[development]]" in told


def test_a_mistake_in_the_kit_is_reported(tmp_path: Path) -> None:
    text = '[[lens]]\nname = "x"\nfocal_length = "long"\n[[lens]]\nname = "y"\nfocal_length = 90\n'
    done = exifilm("form", "--tables", env=with_kit(tmp_path, text))
    assert done.returncode == 0
    assert b"kit.toml" in done.stderr and b"line 3" in done.stderr
    assert "y, 90 mm" in texts(done.stdout)[1]
