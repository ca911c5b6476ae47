"""The lines of a form: the cells that a record fills on one of them.

A value that does not fit in its cell ends with “…”: the record itself has all of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from exifilm_core.printing.fitting import SMALLEST, fit, room
from exifilm_core.printing.leaves import fill_slot
from exifilm_core.printing.page import Page
from exifilm_core.printing.text import Typesetter

Cells = Mapping[str, str]
"""The texts of a line, by the names of its slots."""


class LineFiller:
    """Fills in the lines of the forms on a page."""

    def __init__(self, page: Page, typesetter: Typesetter) -> None:
        self._form = page.form
        self._typesetter = typesetter
        self._smallest = round(SMALLEST / min(page.scale, 1.0), 2)

    def filled(self, line: int, cells: Cells, *, first: bool = True) -> str:
        """PostScript of a line, which counts from 0; cells without a slot are left out.

        Lines may share a number: the `first` of them has it.
        """
        calls = []
        for name, text in cells.items():
            slot = self._form.slots.get(name)
            if not slot or not text:
                continue
            if slot.look != "counted":
                calls.append(self._cell(name, text))
            elif first:  # in the middle of the lines that share it
                middle = "gsave 0 line-height sides 1 sub mul -2 div translate"
                calls.append(f"{middle} {self._cell(name, text)} grestore")
        return f"{line} open-line\n{chr(10).join(calls)}\nclose-line"

    def _cell(self, name: str, text: str) -> str:
        slot, typesetter = self._form.slot(name), self._typesetter
        space = room(self._form, slot, typesetter, with_unit=False, smallest=self._smallest)
        glyphs = typesetter.glyphs(" ".join(text.split("\n")))
        fitted = fit(glyphs, slot, space, typesetter)
        return fill_slot(name, fitted.lines or [typesetter.glyphs("…")], fitted.size)
