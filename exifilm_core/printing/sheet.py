"""Paper: its size, and how the forms lie on it.

The one idea: the paper is chosen, the rest follows. `lay_out` reckons exactly as the procedure
`lay-out` of the form does in the printer (a test compares the two), so that values are fitted to
the boxes that will really be printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exifilm_core.errors import ExifilmError
from exifilm_core.printing.form import Form

_POINTS = {"": 1.0, "pt": 1.0, "in": 72.0, '"': 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54}
_SIZE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(pt|in|\"|mm|cm)?\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(pt|in|\"|mm|cm)?",
    re.IGNORECASE,
)
_LONGEST = 14_400
"""Points: what PostScript and PDF programs take for a page's side (200 inches)."""
_MOST_ACROSS = 12
_MOST_FORMS = _MOST_ACROSS**2


@dataclass(frozen=True)
class Paper:
    """A sheet of paper: its name for the printer, and width and height in points."""

    name: str
    width: float
    height: float

    @property
    def bounding_box(self) -> str:
        return f"0 0 {-int(-self.width // 1)} {-int(-self.height // 1)}"


@dataclass(frozen=True)
class Sheet:
    """A paper with its forms: columns and rows, their scale, and the height added to the notes."""

    paper: Paper
    columns: int
    rows: int
    scale: float
    growth: float

    @property
    def forms(self) -> int:
        return self.columns * self.rows


def paper_named(text: str, form: Form) -> Paper:
    """The paper that is meant by "a4", "letter" or a size such as "5x8in" or "148 x 210 mm"."""
    name = " ".join(text.lower().split())
    if name in form.papers:
        return Paper(name, *form.papers[name])
    names = ", ".join(form.papers)
    match = _SIZE.fullmatch(name)
    if not match:
        raise ExifilmError(
            f"there is no paper “{text}”. Write one of {names}, or a width and a height such as "
            "5x8in, 148x210mm or 360x540 (points)."
        )
    width, height = (
        float(number.replace(",", ".")) * _POINTS[unit or match[4] or match[2] or ""]
        for number, unit in ((match[1], match[2]), (match[3], match[4]))
    )
    if max(width, height) > _LONGEST:
        raise ExifilmError(f"the paper “{text}” is longer than 200 inches, which no printer takes.")
    return Paper("custom", round(width, 2), round(height, 2))


def default_paper(form: Form) -> Paper:
    """The paper set at the top of the form's file."""
    setting = form.constants.get("paper", "/letter")
    return paper_named(
        setting[1:] if setting.startswith("/") else "x".join(setting.strip("[]").split()), form
    )


def lay_out(paper: Paper, forms: int, form: Form) -> Sheet:
    """The way to put `forms` forms (0: as many as fit) on the paper that makes them largest."""
    if not 0 <= forms <= _MOST_FORMS:
        raise ExifilmError(
            f"{forms} forms on a page cannot be. Take 1 to {_MOST_FORMS}, or leave --forms out: "
            "then as many are printed as fit."
        )
    left = form.number("binding-margin" if form.flag("binding") else "side-margin")
    side, end = form.number("side-margin"), form.number("end-margin")
    width, height = form.number("form-width"), form.number("form-height")
    smallest = form.number("smallest")
    best = Sheet(paper, 1, 1, 0.0, 0.0)
    for columns in range(1, _MOST_ACROSS + 1):
        for rows in range(1, _MOST_ACROSS + 1):
            scale = min(
                (paper.width / columns - left - side) / width,
                (paper.height / rows - end * 2) / height,
            )
            count = columns * rows
            if forms:
                better = count == forms and scale > best.scale
            else:
                better = scale >= smallest and (
                    count > best.forms
                    or not best.scale
                    or (count == best.forms and scale > best.scale)
                )
            if better:
                growth = (paper.height / rows - end * 2) / scale - height
                best = Sheet(paper, columns, rows, scale, growth)
    if best.scale < smallest:
        raise ExifilmError(
            f"{forms or 'a'} form{'s' if forms > 1 else ''} on a page of {paper.width:g} × "
            f"{paper.height:g} points would be too small to read. Take larger paper"
            + (" or fewer forms." if forms > 1 else ".")
        )
    return best
