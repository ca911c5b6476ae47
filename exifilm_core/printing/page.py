"""Paper: its size, and the layout of the forms on it.

The user chooses the paper; the layout follows. `lay_out` computes the same as the form's procedures
`lay-out` and `settle` in the printer (a test compares them). So ExiFilm fits values to the boxes
that the printer draws.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

from exifilm_core.errors import ExifilmError
from exifilm_core.messages import Text
from exifilm_core.messages.paper import Printing
from exifilm_core.printing.form import Form

_POINTS = {"": 1.0, "pt": 1.0, "in": 72.0, '"': 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54}
_SIZE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(pt|in|\"|mm|cm)?\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(pt|in|\"|mm|cm)?",
    re.IGNORECASE,
)
_WORDS = {"letter": Printing.US_LETTER, "legal": Printing.US_LEGAL}
_UNITS = (("in", 1 / 8, Printing.IN_INCHES), ("mm", 1.0, Printing.IN_MILLIMETRES))
"""The units of a paper's sides, and the part of the unit that its sides are whole numbers of."""
_ROUNDED = 0.02
"""Of that part: sides are rounded to 1/100 of a point."""
_LONGEST = 14_400
"""Points: the longest side of a page in PostScript and PDF (200 inches)."""
_ACROSS = " across"
_MOST_ACROSS = 12
_MOST_FORMS = _MOST_ACROSS**2


@dataclass(frozen=True)
class Paper:
    """A sheet of paper: its name for the printer, and width and height in points."""

    name: str
    width: float
    height: float

    @property
    def sides(self) -> tuple[float, float]:
        return self.width, self.height

    @property
    def bounding_box(self) -> str:
        return f"0 0 {-int(-self.width // 1)} {-int(-self.height // 1)}"


@dataclass(frozen=True)
class Page:
    """A paper with its forms: columns and rows, their scale, and the form fitted to them.

    `duplex`: print both sides, with the margin for binding on the right of the backs.
    """

    paper: Paper
    columns: int
    rows: int
    scale: float
    form: Form
    duplex: bool = False
    binding: bool = True
    """Whether it has a margin for binding."""

    @property
    def forms(self) -> int:
        return self.columns * self.rows


def paper_named(text: str, form: Form) -> Paper:
    """The paper of a name such as "a4" or a size such as "5x8in", either followed by "across"."""
    name = " ".join(text.lower().split())
    upright = name.removesuffix(_ACROSS)
    paper = _upright(upright, text, form)
    if upright == name:
        return paper
    return Paper("custom", max(paper.sides), min(paper.sides))


def _upright(name: str, text: str, form: Form) -> Paper:
    if name in form.papers:
        return Paper(name, *form.papers[name])
    names = ", ".join(form.papers)
    match = _SIZE.fullmatch(name)
    if not match:
        raise ExifilmError(Printing.NO_SUCH_PAPER(text=text, names=names))
    width, height = (
        float(number.replace(",", ".")) * _POINTS[unit or match[4] or match[2] or ""]
        for number, unit in ((match[1], match[2]), (match[3], match[4]))
    )
    if max(width, height) > _LONGEST:
        raise ExifilmError(Printing.PAPER_TOO_LONG(text=text))
    return Paper("custom", round(width, 2), round(height, 2))


def in_words(paper: Paper, form: Form) -> Text:
    """The paper as a photographer calls it: US letter, A6 across, paper of 5 × 3 in."""
    for name, sides in form.papers.items():
        words = _WORDS[name]() if name in _WORDS else Printing.STANDARD_PAPER(name=name.upper())
        if paper.sides == sides:
            return words
        if paper.sides == sides[::-1]:
            return Printing.ACROSS(paper=words)
    for unit, part, sentence in _UNITS:
        width, height = (side / _POINTS[unit] for side in paper.sides)
        if all(abs(side / part - round(side / part)) < _ROUNDED for side in (width, height)):
            return sentence(width=f"{width:.4g}", height=f"{height:.4g}")
    return Printing.IN_POINTS(width=f"{paper.width:g}", height=f"{paper.height:g}")


def default_paper(form: Form) -> Paper:
    """The paper in the settings of the form's file."""
    setting = form.constants.get("paper", "/letter")
    return paper_named(
        setting[1:] if setting.startswith("/") else "x".join(setting.strip("[]").split()), form
    )


def lay_out(paper: Paper, forms: int, form: Form, *, duplex: bool = False) -> Page:
    """The layout of `forms` forms (0: as many as fit) on the paper that makes them largest.

    On paper too small for a complete form in readable type, the optional sections are left out, and
    the boxes become narrower. ExifilmError if the paper is too small even for that.
    """
    if not 0 <= forms <= _MOST_FORMS:
        raise ExifilmError(Printing.FORMS_OUT_OF_RANGE(forms=forms, most=_MOST_FORMS))
    page = _whole_forms(paper, forms, form) or _small_forms(paper, forms or 1, form)
    if not page:
        words = in_words(paper, form)
        if forms > 1:
            raise ExifilmError(Printing.FORMS_TOO_SMALL(forms=forms, paper=words))
        if form.lines > 1 and _small_forms(paper, 1, form.with_lines(1)):
            raise ExifilmError(Printing.LINES_TOO_LOW(lines=form.lines, paper=words))
        raise ExifilmError(Printing.FORM_TOO_SMALL(paper=words))
    return replace(page, duplex=duplex)


def numbers_of_forms(paper: Paper, form: Form) -> list[int]:
    """The possible numbers of forms on the paper."""
    most = lay_out(paper, 0, form).forms
    return [
        number
        for number in range(1, most + 1)
        if _whole_forms(paper, number, form) or _small_forms(paper, number, form)
    ]


class _Grid(NamedTuple):
    """Forms in columns and rows, and the room for each within its margins, in points."""

    columns: int
    rows: int
    width: float
    height: float


def _grids(paper: Paper, forms: int, form: Form, *, binding: bool) -> list[_Grid]:
    """All layouts of that many forms, or of any number (0)."""
    sides = form.number("binding-margin" if binding else "side-margin") + form.number("side-margin")
    ends = 2 * form.number("end-margin")
    return [
        _Grid(columns, rows, paper.width / columns - sides, paper.height / rows - ends)
        for columns in range(1, _MOST_ACROSS + 1)
        for rows in range(1, _MOST_ACROSS + 1)
        if forms in (0, columns * rows)
    ]


def _whole_forms(paper: Paper, forms: int, form: Form) -> Page | None:
    width, height = form.number("form-width"), form.number("form-height")
    full = height + form.other_lines
    ways = [
        (min(grid.width / width, grid.height / full), grid)
        for grid in _grids(paper, forms, form, binding=form.flag("binding"))
    ]
    large = [way for way in ways if way[0] >= form.number("smallest")]
    if not large:
        return None
    scale, grid = max(large, key=lambda way: (way[1].columns * way[1].rows, way[0]))
    settled = form.settled(growth=grid.height / scale - height)
    return Page(paper, grid.columns, grid.rows, scale, settled, binding=form.flag("binding"))


def _small_forms(paper: Paper, forms: int, form: Form) -> Page | None:
    """Forms without optional sections, in boxes of another shape; finally without binding."""
    scale = form.number("smallest")
    may_go = form.words("may-go")
    for count, binding in product(range(1, len(may_go) + 1), (form.flag("binding"), False)):
        gone = may_go[:count]
        left = form.settled(gone)
        ways = [
            (
                grid,
                _times(grid.width / scale, left.number("form-width"), form.number("spine")),
                _times(
                    grid.height / scale,
                    left.number("form-height") + form.other_lines,
                    form.number("head"),
                ),
            )
            for grid in _grids(paper, forms, form, binding=binding)
        ]
        wide = [
            way
            for way in ways
            if way[1] >= form.number("tightest") and way[2] >= form.number("lowest")
        ]
        if wide:
            grid, across, down = max(wide, key=lambda way: min(way[1:]))
            down = min(down, form.number("highest"))
            high = form.settled(gone, across, down)
            growth = grid.height / scale - high.number("form-height")
            settled = form.settled(gone, across, down, growth)
            return Page(paper, grid.columns, grid.rows, scale, settled, binding=binding)
    return None


def _times(room: float, side: float, strip: float) -> float:
    """The factor by which boxes are longer than in the table to use all of the room."""
    return (room - strip) / (side - strip)
