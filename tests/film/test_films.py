"""Words mean the right film; a photographer's own file wins film by film; mistakes have lines."""

from __future__ import annotations

import csv
import doctest
import importlib
import pkgutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exifilm_core.film
from exifilm_core.actions import exposing
from exifilm_core.errors import ExifilmError
from exifilm_core.film.film_check import check
from exifilm_core.film.film_file import OURS, ours
from exifilm_core.film.film_table import film_of
from exifilm_core.film.films import Source
from exifilm_core.film.own_films import with_own
from exifilm_core.film.reciprocity import Basis
from exifilm_core.film.reciprocity import given as given_for

CATALOGUE = ours()
FACTORS = Path(__file__).resolve().parents[1] / "data" / "film" / "filter-factors.csv"
with FACTORS.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize(
    "module", [m.name for m in pkgutil.iter_modules(exifilm_core.film.__path__)] + ["exposing"]
)
def test_the_examples_in_docstrings(module: str) -> None:
    package = "exifilm_core.actions" if module == "exposing" else "exifilm_core.film"
    assert doctest.testmod(importlib.import_module(f"{package}.{module}")).failed == 0


# ── the data ─────────────────────────────────────────────────────────────────────────────────


def test_there_are_149_films_and_an_older_sheet_of_one() -> None:
    assert len(CATALOGUE.films) == 150
    assert len([film for film in CATALOGUE.films if "(before" in film.name]) == 1
    assert len([film for film in CATALOGUE.films if film.filters]) == 12


def test_our_own_file_passes_the_check_of_a_photographers() -> None:
    for table in tomllib.loads(OURS.read_text(encoding="utf-8"))["film"]:
        check(table)


def test_what_is_read_at_once_is_what_the_file_says() -> None:
    data = tomllib.loads(OURS.read_text(encoding="utf-8"))
    assert [film_of(table) for table in data["film"]] == list(CATALOGUE.films)
    for listed in CATALOGUE.listed.values():
        film = listed.film
        assert (listed.maker, listed.name, listed.aliases) == (film.maker, film.name, film.aliases)
        assert listed.iso == film.iso
    for name, source in data["sources"].items():
        assert CATALOGUE.source(name) == Source(**source)
    assert CATALOGUE.source("") is CATALOGUE.source("nobody") is None


def test_every_figure_names_a_source_that_is_there() -> None:
    for film in CATALOGUE.films:
        parts = (film.source, *film.sources.values())
        parts += tuple(part.source for part in (film.reciprocity, film.filters) if part)
        for name in parts:
            source = CATALOGUE.source(name)
            assert source and source.title and source.where, (film.full_name, name)
            assert source.grade in ("maker", "copy", "second-hand")


def test_names_and_codes_mean_one_film_each() -> None:
    """But for a name of several makers: “Pan 100” is Ilford's and Kentmere's."""
    for film in CATALOGUE.films:
        assert CATALOGUE.film(film.full_name) == film
    shared = {
        alias
        for film in CATALOGUE.films
        for alias in (film.name, *film.aliases)
        if len(CATALOGUE.meant(alias)) > 1
    }
    assert shared == {"Pan 100", "Pan 400"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['film']} {row['filter']}")
def test_the_published_filter_factor(row: dict[str, str]) -> None:
    film = CATALOGUE.film(row["film"])
    found = exposing.filter_factor(row["filter"], film, CATALOGUE)
    assert found.factor == float(row["factor"])
    stops = {"": None} | {row["stops"]: found.stops}
    assert found.stops == (pytest.approx(_stops(row["stops"])) if row["stops"] else None), stops
    source = row["source"].partition(": ")[2]
    assert source in str(found.why)
    assert film.filters and film.filters.light == row["light"].replace("not stated", "")


def _stops(text: str) -> float:
    whole, _, part = text.rpartition(" ")
    upper, _, lower = part.partition("/")
    return float(whole or 0) + float(upper) / float(lower or 1)


def test_several_filters_multiply_and_keep_their_printed_stops() -> None:
    tmax = CATALOGUE.film("T-Max 100")
    found = exposing.filter_factor("No. 8 + polarizer", tmax, CATALOGUE)
    assert found.factor == pytest.approx(1.5 * 2.5)
    assert found.stops == pytest.approx(2 / 3 + 5 / 3)


@pytest.mark.parametrize(
    ("film", "text", "factor"),
    [
        ("HP5+", "Wratten 25 red", 8),  # those of T-Max 100, and the reason says so
        ("Tri-X 400", "47", 6),
        ("Tri-X 400", "29", None),  # printed for Tri-X 320 only
        ("Velvia 50", "25", None),  # a colour film
        ("Ilford Ortho Plus", "25", None),  # blind for red
        ("Foma Ortho 400", "25", None),
        ("HP5+", "yellow", None),
        ("RPX 25", "polarizer", None),
        ("T-Max 100", "ND8", None),  # neutral density, not Wratten 8
        ("T-Max 100", "ND 8", None),
        ("T-Max 100", "58 mm yellow", None),  # its thread
        ("T-Max 100", "R72", None),
        ("T-Max 100", "B+W 1.8", None),
        ("T-Max 100", "25A", 8),
    ],
)
def test_no_factor_is_borrowed_in_silence(film: str, text: str, factor: float | None) -> None:
    found = exposing.filter_factor(text, CATALOGUE.film(film), CATALOGUE)
    assert found.factor == factor
    borrowed = film == "HP5+" and factor is not None
    assert ("none is published for Ilford HP5 Plus" in str(found.why)) == borrowed


# ── words ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("trix 320", "Kodak Tri-X 320"),
        ("Tri-X 320", "Kodak Tri-X 320"),
        ("KODAK TRI-X 320", "Kodak Tri-X 320"),
        ("320TXP", "Kodak Tri-X 320"),
        ("400tx", "Kodak Tri-X 400"),
        ("hp5", "Ilford HP5 Plus"),
        ("HP5+", "Ilford HP5 Plus"),
        ("Ilford HP5 Plus 400", "Ilford HP5 Plus"),
        ("fp4+", "Ilford FP4 Plus"),
        ("tmx", "Kodak T-Max 100"),
        ("velvia 100", "Fujifilm Fujichrome Velvia 100"),
        ("rdp iii", "Fujifilm Fujichrome Provia 100F"),
        ("fomapan 200", "Foma Fomapan 200 Creative"),
        ("4056", "Kodak Portra 400"),
        ("notch wide gap small wide", "Ilford HP5 Plus"),
        ("notch: wide, small, gap, wide", "Ilford FP4 Plus"),
        ("notch ws s gap w", ""),
        ("notch wssgw", "Ilford Delta 100 Professional"),
        ("Notch small", "Ilford Ortho Plus"),
        ("notch wide", "Fujifilm Fujichrome Velvia 50"),
        ("notch small wide", "Fujifilm Fujichrome Velvia 100"),
        ("notch small wide small", "Fujifilm Fujichrome Provia 100F"),
    ],
)
def test_words_mean_a_film(text: str, name: str) -> None:
    if name:
        assert CATALOGUE.film(text).full_name == name
    else:
        with pytest.raises(ExifilmError, match="there is no film"):
            CATALOGUE.film(text)


def test_words_that_mean_none_or_several_are_told_which_are_near() -> None:
    with pytest.raises(ExifilmError, match="Did you mean Kodak Tri-X 400 or Kodak Tri-X 320"):
        CATALOGUE.film("Kodax Trixx")
    with pytest.raises(ExifilmError, match=r"may mean Ilford Delta 100 .* Enter one of them"):
        CATALOGUE.film("delta")
    with pytest.raises(ExifilmError, match=r"no film “zzz” in the list of films\.$"):
        CATALOGUE.film("zzz")


@given(st.text(max_size=40))
def test_any_words_mean_a_film_or_are_refused(text: str) -> None:
    found = CATALOGUE.meant(text)
    if len(found) == 1:
        assert CATALOGUE.film(text) is found[0]
        return
    with pytest.raises(ExifilmError) as refused:
        CATALOGUE.film(text)
    assert (refused.value.code == "SEVERAL_FILMS") == bool(found)


# ── a photographer's own file ────────────────────────────────────────────────────────────────

OWN = """\
# My own films.
[[film]]
maker = "Kodak"
name = "tri-x 320"
[film.reciprocity]
none_to = 0.5
points = [
  { metered = 1, given = 1.5 },
  { metered = 10, stops = "1 1/2" },
]

[[film]]
maker = "Wolfen"
name = "Own 50"
aliases = ["W50"]
iso = 50
[film.filters]
light = "daylight"
factors = { "25" = [6, "2 1/2"], "8" = 2 }
"""


def test_own_points_win_film_by_film() -> None:
    catalogue, problems = with_own(CATALOGUE, OWN, "/home/films.toml")
    assert problems == []
    trix = catalogue.film("320TXP")
    assert trix.reciprocity and trix.filters
    assert given_for(trix.reciprocity, 1).shortest == 1.5
    assert given_for(trix.reciprocity, 10).shortest == pytest.approx(10 * 2**1.5)
    assert trix.iso == 320 and trix.filters.factors["29"].factor == 16, "the rest stays ours"
    assert exposing.source_of(catalogue, trix.reciprocity.source) == "films.toml"
    own = catalogue.source(trix.reciprocity.source)
    assert own and own.where == "/home/films.toml"
    assert given_for(catalogue.film("Tri-X 400").reciprocity, 1).shortest == 2
    assert len(catalogue.films) == len(CATALOGUE.films) + 1
    new = catalogue.film("w50")
    assert new.iso == 50 and new.reciprocity is None
    assert exposing.filter_factor("25", new, catalogue).factor == 6
    assert given_for(CATALOGUE.film("320TXP").reciprocity, 1).shortest == 2, "ours is unchanged"


@pytest.mark.parametrize(
    ("bad", "line", "said"),
    [
        ("name = Own", 3, "it is not valid TOML"),
        ('nickname = "x"', 3, "a film has no “nickname”"),
        ('iso = "fast"', 3, "“iso” is not a number from 0.1 to 100000"),
        ("sources = 3", 3, "“sources” is not a table"),
        ("aliases = [1]", 3, "“aliases” is not a list of texts"),
        ("process = 3", 3, "“process” is not a text"),
        ('notch = ["round"]', 3, "“round” is no notch"),
        ("reciprocity = 3", 3, "“reciprocity” is not a table"),
        ("[film.reciprocity]", 3, "the reciprocity says nothing"),
        ("[film.reciprocity]\nexponent = 0.7", 4, "“exponent” is not a number from 1 to 3"),
        ("[film.reciprocity]\npoints = 4", 4, "“points” is not a list of tables"),
        ("[film.reciprocity]\npoints = [\n {metered = 1, given = 2},\n {metered = 9}]", 6,
         "the point at 9 s says nothing"),
        ("[film.reciprocity]\npoints = [\n {metered = 8, given = 9},\n {metered = 4, given = 9}]",
         6, "the point at 4 s does not follow a shorter time"),
        ("[film.reciprocity]\npoints = [\n {metered = 8, given = 4}]", 5,
         "the point at 8 s asks for less than the metered time"),
        ("[film.reciprocity]\npoints = [{metered = 1, given = 9},\n{metered = 2, given = 8}]", 5,
         "the point at 2 s asks for less time than the point before"),
        ("[film.reciprocity]\npoints = [{metered = 1, stops = \"a lot\"}]", 4,
         "“a lot” is not a number of stops"),
        ("[film.reciprocity]\npoints = [{metered = 1, given = [1, 2, 3]}]", 4,
         "“given” is not a number"),
        ('[film.filters]\nfactors = { "25" = "x" }', 4, "“25” is not a number from 1 to 100000"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_line_and_the_rest_counts(bad: str, line: int, said: str) -> None:
    text = f'[[film]]\nmaker = "A"; name = "B"\n{bad}\n\n'.replace("; ", "\n") + OWN
    catalogue, problems = with_own(CATALOGUE, text, "films.toml")
    assert len(problems) == 1
    assert problems[0].line == line + 1
    assert said in str(problems[0].text)
    assert (
        catalogue.film("w50") and given_for(catalogue.film("320TXP").reciprocity, 1).shortest == 1.5
    )


def test_own_films_may_have_own_sources() -> None:
    text = (
        '[sources]\nmine = { title = "My tests, 2024" }\n\n[[film]]\nmaker = "A"\nname = "B"\n'
        'source = "mine"\n[film.reciprocity]\nsource = "mine"\nnone_to = 2\n'
    )
    catalogue, problems = with_own(CATALOGUE, text, "films.toml")
    law = catalogue.film("A B").reciprocity
    assert problems == [] and law
    assert exposing.source_of(catalogue, law.source) == "My tests, 2024"
    wrong = text.replace('title = "My tests, 2024"', "title = 3")
    _, problems = with_own(CATALOGUE, wrong, "films.toml")
    assert [(p.line, p.text.code) for p in problems] == [(2, "NOT_A_SOURCE")]


def test_a_film_needs_maker_and_name_and_its_own_heading() -> None:
    _, problems = with_own(CATALOGUE, 'isos = 3\n\n[[film]]\nmaker = "A"\n', "films.toml")
    assert [(p.line, p.text.code) for p in problems] == [(1, "NOT_A_FILM"), (3, "NAME_MISSING")]


@given(st.text("[]{}=\"'\n filmaker123.,#ü", max_size=200))
def test_any_file_is_read_or_its_mistakes_are_told(text: str) -> None:
    catalogue, problems = with_own(CATALOGUE, text + "\n" + OWN, "films.toml")
    assert catalogue.film("w50").iso == 50 or problems
    for problem in problems:
        assert 1 <= problem.line <= (text + OWN).count("\n") + 2
        assert str(problem.text)


def test_the_own_file_is_in_the_folder_of_settings(tmp_path: Path) -> None:
    path = exposing.own_file()
    assert path.name == "films.toml" and path.parent.name == "exifilm"
    assert exposing.known_films()[1] == [], "it need not be there"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, encoding="utf-8")
    catalogue, problems = exposing.known_films()
    assert problems == [] and catalogue.film("W50").iso == 50
    path.write_bytes(b"\xff\xfe")
    assert [str(text) for text in exposing.known_films()[1]] == [
        "your own films cannot be read: it is not UTF-8. Those of ExiFilm count."
    ]
    path.write_text("#" * 1_000_001, encoding="utf-8")
    assert "longer than 1 MB" in str(exposing.known_films()[1][0])
    path.unlink()
    path.mkdir()
    assert "cannot be read" in str(exposing.known_films()[1][0])
    assert len(exposing.known_films(tmp_path / "none.toml")[0].films) == 150


def test_beyond_no_film_has_data_of_another() -> None:
    """The older Acros has no table of its own, and does not get that of Acros II."""
    assert given_for(CATALOGUE.film("Acros 100").reciprocity, 300).basis is Basis.NO_DATA
