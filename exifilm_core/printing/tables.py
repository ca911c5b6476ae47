"""Tables on the backs of blank forms: their rows, and the leaves on which they find room.

`postscript/tables.ps` draws them, row below row, in a type of its own that does not grow with the
form. Here their texts are measured and broken into lines. What does not fit on a leaf goes on
another one, with the headings again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import BinaryIO

from exifilm_core.printing.document import Warned, blank, warnings_of
from exifilm_core.printing.fitting import wrapped
from exifilm_core.printing.form import TABLES, with_resource
from exifilm_core.printing.page import Page
from exifilm_core.printing.text import Line, Typesetter, postscript

_LEAST_SHARED = 50.0
"""Points: columns are left out before the room that the others share becomes narrower."""

_LONGEST_LINE = 200
"""Characters of a row in the file; DSC permits lines of 255."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column: its width in points, or its share of the room that is left.

    Texts in a column with a share begin at its left, and take several lines if they are long.
    """

    width: float = 0.0
    share: float = 0.0
    spare: int = 0
    """Where the paper is narrow, columns with 1 are left out first, then those with 2; 0 never."""


@dataclass(frozen=True)
class Item:
    """What stays together: the rows of a lens or a film, and remarks in lines of their own."""

    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    sign: str = ""
    """A sign that the remarks explain. They are left out if no cell on the paper has it."""

    def has(self, sign: str) -> bool:
        """Whether a cell of its rows has a sign."""
        return any(sign in cell for row in self.rows for cell in row[1:])


@dataclass(frozen=True)
class Table:
    """A table: its title at the spine, its headings, and its items in their order."""

    title: str
    columns: tuple[Column, ...] = ()
    headings: tuple[Row, ...] = ()
    items: tuple[Item, ...] = ()


def blank_with_tables(page: Page, tables: Sequence[Table], out: BinaryIO) -> list[Warned]:
    """Write a page of blank forms, and the tables on the page after it, once on each leaf.

    On both sides of the paper that is the back of the forms. Further pages have what did not fit.
    Returns the problems with printing the texts.
    """
    page = replace(page, form=with_resource(page.form, TABLES))
    typesetter = Typesetter()
    leaves = list(_Maker(page, typesetter).leaves(tables))
    blank(page, out, leaves, typesetter)
    return list(warnings_of("tables", typesetter))


class _Maker:
    """Makes leaves of tables for one page."""

    def __init__(self, page: Page, typesetter: Typesetter) -> None:
        form = page.form
        self._form = form
        self._typesetter = typesetter
        width = form.number("form-width") * page.scale
        least, gap = form.number("panel-least"), form.number("panel-gap")
        self._panels = max(1, int((width + gap) / (least + gap)))
        self._step = (width + gap) / self._panels
        self._width = self._step - gap
        self._rows = int(
            (form.number("form-height") * page.scale - form.number("head"))
            / form.number("table-row")
        )
        self._gap_rows = form.number("table-gap") / form.number("table-row")

    @property
    def _room(self) -> float:
        """The width of all columns, in points."""
        return self._width - self._form.number("spine")

    def leaves(self, tables: Sequence[Table]) -> Iterator[str]:
        """As many leaves as the tables need."""
        filled = list(self._filled(tables))
        for start in range(0, len(filled), self._panels):
            calls = ["open-tables"]
            for place, panel in enumerate(filled[start : start + self._panels]):
                calls += [f"{place * self._step:.2f} {self._width:.2f} panel", *panel]
            yield "\n".join([*calls, "close-tables"])

    def _filled(self, tables: Sequence[Table]) -> Iterator[list[str]]:
        """Columns of tables, as long as the leaf is high."""
        panel: list[str] = []
        used = 0.0
        for table in tables:
            fitted = self._narrowed(table)
            head = [call for row in fitted.headings for call in self._lines(fitted, row, bold=True)]
            begin = f"{self._text(table.title)} {self._measures(fitted)} table"
            is_open = False
            for item in fitted.items:
                lines = self._item(fitted, item)
                while lines:
                    needed = len(lines) + (0 if is_open else len(head))
                    if panel and used + needed > self._rows:
                        yield [*panel, *(["end-table"] if is_open else [])]
                        panel, used, is_open = [], 0.0, False
                        continue
                    if not is_open:
                        panel += [begin, *head]
                        used += len(head)
                        is_open = True
                    some = max(1, self._rows - int(used))
                    panel += ["item", *lines[:some]]
                    used += len(lines[:some])
                    lines = lines[some:]
            if is_open:
                panel.append("end-table")
                used += self._gap_rows
        if panel:
            yield panel

    def _narrowed(self, table: Table) -> Table:
        """The table without columns that can be spared, as far as there is no room for them."""
        columns = table.columns
        for spare in sorted({column.spare for column in columns} - {0}):
            if self._room - sum(column.width for column in columns) >= _LEAST_SHARED:
                break
            columns = tuple(column for column in columns if column.spare != spare)
        kept = [place for place, column in enumerate(table.columns) if column in columns]

        def of(row: Row) -> Row:
            return tuple(row[place] for place in kept)

        items = [replace(item, rows=tuple(map(of, item.rows))) for item in table.items]
        return replace(
            table,
            columns=columns,
            headings=tuple(map(of, table.headings)),
            items=tuple(
                item
                for item in items
                if not item.sign or any(other.has(item.sign) for other in items)
            ),
        )

    def _widths(self, table: Table) -> list[float]:
        left = self._room - sum(column.width for column in table.columns)
        shares = sum(column.share for column in table.columns) or 1
        return [column.width or left * column.share / shares for column in table.columns]

    def _measures(self, table: Table) -> str:
        signed = (
            -width if column.share else width
            for width, column in zip(self._widths(table), table.columns, strict=True)
        )
        return f"[{' '.join(f'{width:.2f}' for width in signed)}]"

    def _item(self, table: Table, item: Item) -> list[str]:
        """The calls for the lines of an item."""
        calls = [call for row in item.rows for call in self._lines(table, row)]
        for note in item.notes:
            for line in self._wrapped(note, self._room):
                calls.append(f"{postscript(line)} note")
        return calls

    def _lines(self, table: Table, row: Row, *, bold: bool = False) -> Iterator[str]:
        """The calls for a row, of which a long text takes several lines."""
        cells = [
            self._wrapped(text, width, bold=bold)
            if column.share
            else [self._typesetter.glyphs(_plain(text), bold=bold)]
            for text, width, column in zip(row, self._widths(table), table.columns, strict=True)
        ]
        for line in zip_longest(*cells, fillvalue=[]):
            texts = [_bold(text) if bold else postscript(text) for text in line]
            between = " " if sum(map(len, texts)) < _LONGEST_LINE else "\n "
            yield f"[{between.join(texts)}] {'heading' if bold else 'row'}"

    def _wrapped(self, text: str, width: float, *, bold: bool = False) -> list[Line]:
        glyphs = self._typesetter.glyphs(_plain(text), bold=bold)
        measure = width - 2 * self._form.number("cell-padding")
        return wrapped(glyphs, measure / self._form.number("table-size"))

    def _text(self, text: str) -> str:
        return postscript(self._typesetter.glyphs(text))


def _bold(line: Line) -> str:
    """A text of a heading; a plain string is bold in any case."""
    text = postscript(line)
    is_plain = len({glyph.font for glyph in line}) == 1 and text.startswith(_IN_BOLD)
    return text.removeprefix(_IN_BOLD).removesuffix("]") if is_plain else text


_IN_BOLD = "[/Record-Bold "
_FRACTIONS = {"⅓": "1⁄3", "⅔": "2⁄3"}
"""Fractions that the printer's own type lacks."""


def _plain(text: str) -> str:
    """The text with fractions in the printer's own type.

    >>> _plain("1⅓, ⅔")
    '1 1⁄3, 2⁄3'
    """
    found = ""
    for character in " ".join(text.split()):
        fraction = _FRACTIONS.get(character)
        between = " " if fraction and found[-1:].isdigit() else ""
        found += f"{between}{fraction or character}"
    return found
