"""The index of a book of records: its pages by film, place and subject, in columns.

The form's file names the fields (`index-of`) and the sizes. Entries stand in natural order, and
accents do not count in it: “Ägypten” is among the words with A, as in German indexes (DIN 5007-1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from exifilm_core.kinds.folding import folded
from exifilm_core.natural_order import in_natural_order
from exifilm_core.printing.fitting import wrapped
from exifilm_core.printing.page import Page
from exifilm_core.printing.text import Typesetter, postscript, width
from exifilm_core.record.exposure_record import ExposureRecord

_SIGNS = " \"'([{¡¿*.…"
"""Signs before the first letter. Folding has made printed quotes typed ones."""


class _Row(NamedTuple):
    """A line of a column: what it shows, the procedure that draws it, and its indent in points."""

    words: str
    call: str
    indent: float = 0.0


class Index:
    """Collects the values of records with their pages, and lays them out."""

    def __init__(self, page: Page, typesetter: Typesetter) -> None:
        form = page.form
        self._typesetter = typesetter
        self._fields = [ExposureRecord.field(name) for name in form.words("index-of")]
        self._found: dict[str, dict[str, list[int]]] = {
            field.name: defaultdict(list) for field in self._fields
        }
        self._size = form.number("index-size")
        self._step = self._size * form.number("index-leading")
        self._indent = form.number("index-indent")
        self._leader = form.number("index-leader")
        gap = form.number("index-gap")
        across = page.paper.width - form.number("side-margin")
        across -= form.number("binding-margin" if page.binding else "side-margin")
        ends = 2 * form.number("end-margin")
        self._down = page.paper.height - ends - form.number("index-head")
        self._most = max(2, int(self._down / self._step))
        self._columns = max(1, int((across + gap) / (form.number("index-column") + gap)))
        self._across = (across + gap) / self._columns - gap
        self._gap = gap

    def add(self, record: ExposureRecord, page: int) -> None:
        """Note that the record begins on this page."""
        for field in self._fields:
            if text := " ".join(record.show(field.name).split()):
                pages = self._found[field.name][text]
                if pages[-1:] != [page]:
                    pages.append(page)

    def pages(self) -> Iterator[list[str]]:
        """The calls that draw each page of the index; none if it has no entries.

        Each field begins a column if the index then has no more than one page.
        """
        apart = list(islice(self._columns_of_rows(apart=True), self._columns + 1))
        columns = iter(apart) if len(apart) <= self._columns else self._columns_of_rows()
        while on_page := list(islice(columns, self._columns)):
            yield ["index-title", *self._drawn(on_page)]

    def _drawn(self, columns: Sequence[Sequence[_Row | None]]) -> Iterator[str]:
        for number, rows in enumerate(columns):
            for place, row in enumerate(rows, 1):
                if row:
                    x = number * (self._across + self._gap) + row.indent
                    y = self._down - (place - 0.25) * self._step
                    yield f"{row.words} {x:.2f} {y:.2f} {self._across - row.indent:.2f} {row.call}"

    def _columns_of_rows(self, *, apart: bool = False) -> Iterator[list[_Row | None]]:
        """Full columns; None is an empty row. `apart`: each field begins a column."""
        column: list[_Row | None] = []
        for field in self._fields:
            if apart and column:
                yield column
                column = []
            entries = self._found[field.name]
            title = _Row(self._text(field.label, bold=True), "index-part")
            for number, text in enumerate(sorted(entries, key=_order)):
                rows = self._entry(text, in_short(entries[text]))
                above = [] if number else [*([None] if column else []), title]
                # Neither an entry is broken, nor a heading left alone, if it can be helped.
                if column and len(column) + len(above) + len(rows) > self._most:
                    yield column
                    column, above = [], above[-1:]
                column += above
                for row in rows:
                    if len(column) == self._most:
                        yield column
                        column = []
                    column.append(row)
        if column:
            yield column

    def _entry(self, text: str, pages: str) -> list[_Row]:
        name, numbers = self._typesetter.glyphs(text), self._typesetter.glyphs(pages)
        measure = (self._across - self._indent) / self._size
        *before, last = wrapped(name, measure)
        rows = [_Row(postscript(line), "index-line", self._indent) for line in before]
        if width(last) + width(numbers) + self._leader / self._size <= measure:
            *over, numbers = [numbers]
        else:
            rows.append(_Row(postscript(last), "index-line", self._indent))
            last = []
            *over, numbers = wrapped(numbers, measure - self._leader / self._size)
        rows += [_Row(postscript(line), "index-line", self._indent) for line in over]
        rows.append(_Row(f"{postscript(last)} {postscript(numbers)}", "index-entry", self._indent))
        return [rows[0]._replace(indent=0.0), *rows[1:]]

    def _text(self, text: str, *, bold: bool = False) -> str:
        return postscript(self._typesetter.glyphs(text, bold=bold))


def _order(text: str) -> tuple[object, ...]:
    """The place of an entry: case, accents, and signs before its first letter do not count."""
    plain = folded(text)
    return in_natural_order(plain.lstrip(_SIGNS) or plain), text


def in_short(pages: Sequence[int]) -> str:
    """Rising numbers of pages, with runs as ranges: “3, 5–9”."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    return ", ".join("–".join(map(str, run)) for run in runs)
