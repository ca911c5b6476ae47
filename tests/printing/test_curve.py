"""The drawing of a reciprocity curve: valid PostScript, with every published point in its place."""

from __future__ import annotations

import io
import math
import re

import pytest
from PIL import Image

from exifilm_core.film.film_file import ours
from exifilm_core.film.reciprocity import Law, Point, given
from exifilm_core.printing import ghostscript
from exifilm_core.printing.curve import DPI, drawing

FILMS = [film for film in ours().films if film.reciprocity]


def picture(law: Law, title: str = "A film", exposed: tuple[float, str] | None = None):
    postscript = drawing(law, title, ["a source"], exposed=exposed)
    return Image.open(io.BytesIO(ghostscript.to_png(postscript, DPI))).convert("L")


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.full_name)
def test_the_drawing_holds_every_published_point(film) -> None:
    text = drawing(film.reciprocity, film.full_name, ["x"]).decode("ascii")
    points = re.search(r"/points \[\n(.*?)\n?\]\n/exposed", text, re.DOTALL)
    assert points
    found = [tuple(map(float, re.findall(r"[\d.e+-]+", line))) for line in points[1].splitlines()]
    for point in film.reciprocity.points:
        answer = given(film.reciprocity, point.metered)
        assert any(
            math.isclose(at, point.metered, rel_tol=1e-6)
            and math.isclose(least, answer.shortest, rel_tol=1e-6)
            and math.isclose(most, answer.longest, rel_tol=1e-6)
            for at, least, most in found
        ), point
    assert max(map(len, text.splitlines())) <= 255


def test_it_says_how_it_is_structured() -> None:
    text = drawing(Law(none_to=1), "A (film) \\ 50 %", []).decode("ascii")
    assert text.startswith("%!PS-Adobe-3.0\n") and text.endswith("%%EOF\n")
    assert r"/title (A \050film\051 \134 50 \045)" in text
    assert "/published" in text and "%%BoundingBox: 0 0 432 432" in text


@pytest.mark.parametrize(
    "law",
    [
        Law(none_to=1),
        Law(exponent=1.31, above=0.5),
        Law(points=(Point(1, stops=0.5),)),
        Law(points=(Point(1, (1, 2)), Point(1000, (9000, 90_000)))),
        Law(none_to=0.001, points=(Point(0.01, (0.02, 0.02)), Point(9e6, (9e7, 9e7)))),
        Law(none_below=120, points=(Point(120, stops=0.5, to=1000),)),
    ],
)
def test_any_law_is_drawn(law: Law) -> None:
    image = picture(law, exposed=(4.0, "4 s: give ½"))
    assert image.size == (864, 864)
    # Nothing is drawn outside the margins, and there is ink inside the frame.
    for box in ((0, 0, 864, 30), (0, 0, 12, 864), (0, 845, 864, 864)):
        assert image.crop(box).getextrema() == (255, 255), box
    assert image.crop((120, 100, 820, 700)).getextrema()[0] < 60


def test_the_ink_is_where_the_points_are() -> None:
    """A ring at 10 s → 50 s: axes from 0.1 s to 1000 s, and to 100,000 s."""
    image = picture(Law(none_to=0.1, points=(Point(1, (2, 2)), Point(10, (50, 50)))))
    text = drawing(
        Law(none_to=0.1, points=(Point(1, (2, 2)), Point(10, (50, 50)))), "", []
    ).decode()
    ends = {
        name: float(value) for name, value in re.findall(r"/([xy]-(?:first|last)) (-?\d+)", text)
    }
    x = 56 + (math.log10(10) - ends["x-first"]) / (ends["x-last"] - ends["x-first"]) * (432 - 76)
    y = 74 + (math.log10(50) - ends["y-first"]) / (ends["y-last"] - ends["y-first"]) * (432 - 120)
    column, row = round(x * 2), round(864 - y * 2)
    assert image.getpixel((column, row)) > 200, "the middle of a ring is white"
    around = [image.getpixel((column + dx, row)) for dx in range(-12, 13)]
    assert min(around) < 80, "and the ring is black"


def test_letters_beyond_latin_1_do_not_break_it() -> None:
    image = picture(Law(none_to=1), "Свема 64 — “Größe” ⅓")
    assert image.getextrema()[0] < 60
