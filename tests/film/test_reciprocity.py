"""The time to give is the one that the film's maker prints; never shorter, and never falling."""

from __future__ import annotations

import csv
import math
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from exifilm_core.film.film_file import ours
from exifilm_core.film.films import Film
from exifilm_core.film.reciprocity import Basis, Given, Law, Point, given

PRINTED = Path(__file__).resolve().parents[1] / "data" / "film" / "reciprocity-points.csv"
with PRINTED.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
CATALOGUE = ours()
FILMS = {film.full_name: film for film in CATALOGUE.films}
WITH_LAW = [film for film in CATALOGUE.films if film.reciprocity]
FORMULA = re.compile(r"formula: given = metered\^([\d.]+) above ([\d.]+) s")


def called(name: str) -> Film:
    """The film of a row, whose name begins with its maker even if the film's own does too."""
    maker, _, rest = name.partition(" ")
    return FILMS.get(name) or FILMS[rest if rest.startswith(maker) else name]


def title_of(name: str) -> str:
    source = CATALOGUE.source(name)
    assert source
    return source.title


def answer(film: Film, metered: float) -> Given:
    return given(film.reciprocity, metered)


def stops_of(text: str) -> float:
    return float(sum(map(Fraction, text.split())))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['film']} {row['metered_s']} s")
def test_the_published_value(row: dict[str, str]) -> None:
    film, metered = called(row["film"]), float(row["metered_s"])
    if not row["kind"].startswith("published example"):
        law = film.reciprocity
        assert law and row["source"] == f"{law.source}: {title_of(law.source)}"
    printed = [r for r in ROWS if r["film"] == row["film"] and r["metered_s"] == row["metered_s"]]
    if row["kind"] == "none up to here":
        # Acros II: none below 120 s, and half a stop from 120 s on.
        just = metered if len(printed) == 1 else metered * 0.999
        found = answer(film, just)
        assert (found.basis, found.shortest, found.longest) == (Basis.NOT_NEEDED, just, just)
    elif formula := re.fullmatch(
        r"formula: given = metered\^([\d.]+) above ([\d.]+) s", row["kind"]
    ):
        exponent, above = float(formula[1]), float(formula[2])
        assert answer(film, above).basis is Basis.NOT_NEEDED
        assert answer(film, 10).basis is Basis.FORMULA
        for time in (1.5, 10.0, 100.0):
            assert answer(film, time).shortest == pytest.approx(time**exponent)
    elif row["kind"].startswith("published example"):
        assert answer(film, metered).shortest == pytest.approx(float(row["given_s"]), abs=0.05)
    elif row["note"] == "not recommended":
        assert answer(film, metered).not_recommended
        assert not answer(film, metered * 0.99).not_recommended
    else:
        found = answer(film, metered)
        assert found.basis is Basis.PRINTED
        _check_row(row, film, found)


def _check_row(row: dict[str, str], film: Film, found: Given) -> None:
    law = film.reciprocity
    assert law
    point = next(p for p in law.points if p.metered == found.metered)
    if printed := re.fullmatch(r"([\d.]+) to ([\d.]+) s", row["note"]):
        assert (found.shortest, found.longest) == (float(printed[1]), float(printed[2]))
        assert found.is_range and found.factor is None
    elif row["given_s"]:
        # The printed time, not the stops, where both are printed and disagree.
        assert found.shortest == found.longest == float(row["given_s"])
    else:
        assert found.shortest == pytest.approx(found.metered * 2 ** stops_of(row["stops"]))
    if row["stops"]:
        assert point.stops == pytest.approx(stops_of(row["stops"])), "both columns are kept"
    if printed := re.fullmatch(r"printed x([\d.]+)", row["note"]):
        assert point.factor == float(printed[1])
    if printed := re.fullmatch(r"development -(\d+) %", row["note"]):
        assert found.development == (-float(printed[1]), -float(printed[1]))
    if printed := re.match(r"with (CC\S+[A-Z])", row["note"]):
        assert found.filters == (printed[1],)
    if row["note"] == "120 to 1000 s, one step":
        assert answer(film, 1000).basis is answer(film, 500).basis is Basis.PRINTED
        assert answer(film, 500).factor == pytest.approx(2**0.5)
    if row["note"] == "longer is not recommended":
        assert not found.not_recommended and answer(film, found.metered * 1.1).not_recommended


def test_every_published_point_is_in_the_data_and_no_other() -> None:
    of_rows = {
        (called(row["film"]).full_name, float(row["metered_s"]))
        for row in ROWS
        if row["kind"] == "table" and row["note"] != "not recommended"
    }
    of_data = {
        (film.full_name, point.metered)
        for film in WITH_LAW
        for point in (film.reciprocity or Law()).points
    }
    assert of_data == of_rows
    assert {called(row["film"]).full_name for row in ROWS} == {f.full_name for f in WITH_LAW}
    assert len(ROWS) == 187 and len(WITH_LAW) == 71


def test_between_published_points_stops_follow_the_logarithm_of_the_time() -> None:
    """Tri-X: +1 at 1 s and ×5 at 10 s; nothing is printed between 0.1 s, none, and 1 s."""
    trix = FILMS["Kodak Tri-X 320"]
    half = answer(trix, 10**0.5)
    assert half.basis is Basis.BETWEEN
    assert half.factor == pytest.approx((2 * 5) ** 0.5)
    assert answer(trix, 10**-0.5).factor == pytest.approx(2**0.5)
    assert half.development == (-10, -20)


def test_one_power_for_a_film_is_a_stop_wrong() -> None:
    """Other programs give Tri-X t^1.54, which corrects nothing at 1 s; Kodak gives a stop."""
    assert answer(FILMS["Kodak Tri-X 400"], 1).shortest == 2


def test_beyond_the_last_point_the_curve_goes_on() -> None:
    beyond = answer(FILMS["Kodak Tri-X 320"], 1000)
    assert beyond.basis is Basis.BEYOND
    assert beyond.shortest == pytest.approx(1000 * 12 * 12 / 5, rel=1e-6)


def test_ilfords_formula_shortens_nothing() -> None:
    hp5 = FILMS["Ilford HP5 Plus"]
    assert 0.7**1.31 < 0.64
    assert answer(hp5, 0.7).shortest == 0.7
    assert answer(hp5, 0.7).basis is Basis.FORMULA


@pytest.mark.parametrize(
    ("name", "metered", "basis"),
    [
        ("Kodak Portra 160", 1, Basis.NOT_NEEDED),
        ("Kodak Portra 160", 2, Basis.NO_LONGER_TIME),
        ("Adox CMS 20 II", 0.5, Basis.NO_SHORTER_TIME),
        ("Adox Scala 50", 10, Basis.NO_DATA),
        ("Bergger Pancro 400", 0.9, Basis.NOT_NEEDED),
        ("Fujifilm Neopan 100 Acros", 200, Basis.NO_DATA),
    ],
)
def test_what_is_not_published_is_no_answer(name: str, metered: float, basis: Basis) -> None:
    found = answer(FILMS[name], metered)
    assert found.basis is basis
    assert found.shortest == found.longest == metered
    assert (found.factor is None) == (basis is not Basis.NOT_NEEDED)


TIMES = st.floats(0.001, 100_000)


@for_any(st.sampled_from(WITH_LAW), TIMES, TIMES)
def test_it_never_shortens_and_never_falls(film: Film, one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    before, after = answer(film, shorter), answer(film, longer)
    assert shorter <= before.shortest <= before.longest
    # An answer has ten digits.
    assert before.shortest <= after.shortest * (1 + 1e-9)
    assert before.longest <= after.longest * (1 + 1e-9)


@pytest.mark.parametrize("film", CATALOGUE.films, ids=lambda film: film.full_name)
def test_no_film_of_the_list_shortens_or_falls(film: Film) -> None:
    """From 1/1000 s to 28 hours in sixths of a stop, and around each published time."""
    law = film.reciprocity or Law()
    ends = [law.none_to, law.none_below, law.above, *(p.metered for p in law.points), law.last]
    near = [end * by for end in ends if end for by in (0.9999, 1, 1.0001)]
    before = answer(film, 0.0001)
    for metered in sorted([*(2 ** (sixth / 6) for sixth in range(-60, 101)), *near]):
        found = answer(film, metered)
        assert metered <= found.shortest <= found.longest
        assert found.shortest >= before.shortest * (1 - 1e-9), (before, found)
        assert found.longest >= before.longest * (1 - 1e-9), (before, found)
        before = found


@for_any(st.data())
def test_it_never_falls_for_any_table(data: st.DataObject) -> None:
    """Also for a photographer's own, whose times never fall."""
    metered = sorted(data.draw(st.sets(st.floats(0.01, 1000), min_size=1, max_size=6)))
    if any(after / before < 1.001 for before, after in pairwise(metered)):
        return
    times = sorted(
        data.draw(st.lists(st.floats(1, 50), min_size=len(metered), max_size=len(metered)))
    )
    points = [Point(m, (m * f, m * f)) for m, f in zip(metered, times, strict=True)]
    law = Law(none_to=0.005, points=tuple(points))
    steps = [given(law, 0.001 * 1.3**n).shortest for n in range(60)]
    assert all(a <= b * (1 + 1e-9) for a, b in pairwise(steps))
    for point in points:
        assert given(law, point.metered).shortest == pytest.approx(point.factors[0] * point.metered)


def test_a_steep_table_does_not_go_beyond_all_numbers() -> None:
    law = Law(points=(Point(196, (196, 196)), Point(197, (591, 591))))
    assert given(law, 100_000).factor == pytest.approx(2**20)


def test_the_curve_has_no_step_at_its_points() -> None:
    for film in WITH_LAW:
        law = film.reciprocity
        assert law
        for point in law.points:
            if law.none_below == point.metered or (law.none_to is None and point == law.points[0]):
                continue
            below, above = (
                answer(film, point.metered * 0.9999),
                answer(film, point.metered * 1.0001),
            )
            if above.basis.is_known:
                assert math.isclose(below.shortest, above.shortest, rel_tol=1e-3), film.full_name
