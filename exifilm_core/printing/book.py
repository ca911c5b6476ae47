"""A book of records: each with the picture of its scan, and an index at the end.

A record is its form, as `leaves.py` fills it in. `postscript/record_book.ps` adds the picture's
column, and `record_book_narrow.ps` the same below the form for paper that is not wide enough. The
pages stay whole. So records follow each other from page to page, and on the backs only the margin
for binding is on the other side. Pictures go to the document one by one, as their JPEG.
"""

from __future__ import annotations

from base64 import a85encode
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from exifilm_core.errors import ExifilmError
from exifilm_core.printing.book_index import Index
from exifilm_core.printing.document import Warned, warnings_of, write_document, write_page
from exifilm_core.printing.fitting import fit, room
from exifilm_core.printing.form import BOOK, NARROW_BOOK, Form
from exifilm_core.printing.leaves import LeafMaker, fill_slot, lines_of
from exifilm_core.printing.page import Page, Paper, lay_out
from exifilm_core.printing.text import Typesetter, postscript
from exifilm_core.record.exposure_record import ExposureRecord

_PICTURE, _FILE = "scan.picture", "scan.file"
_A_LINE = 72
"""Characters of an encoded picture on a line."""


class Picture(NamedTuple):
    """A JPEG in three colours, and its size in pixels; or why there is none."""

    jpeg: bytes = b""
    width: int = 0
    height: int = 0
    missing: str = ""


class Bound(NamedTuple):
    """A record for a book, with the name that stands for a missing No., and its scan."""

    number: str
    record: ExposureRecord
    file: str
    picture: Picture


def book_page(paper: Paper, forms: int, *, duplex: bool) -> Page:
    """The layout of a book's page: pictures beside the records, or else below them.

    `forms` as for `lay_out`. ExifilmError if the paper is too small.
    """
    try:
        return lay_out(paper, forms, Form.read(BOOK), duplex=duplex)
    except ExifilmError:
        return lay_out(paper, forms, Form.read(NARROW_BOOK), duplex=duplex)


def bind(records: Iterable[Bound], page: Page, title: str, out: BinaryIO) -> list[Warned]:
    """Write a book of the records as one PostScript document, with the title on each page.

    Returns the problems with printing them. ExifilmError when there are no records.
    """
    typesetter = Typesetter()
    maker = _BookMaker(page, typesetter)
    index = Index(page, typesetter)
    warnings: list[Warned] = []
    foot = postscript(typesetter.glyphs(title))

    def leaves() -> Iterator[str]:
        place = 0
        for bound in records:
            index.add(bound.record, place // page.forms + 1)
            for leaf in maker.leaves_of(bound):
                place += 1
                yield leaf
            warnings.extend(warnings_of(bound.number, typesetter))

    def write_pages(pages: BinaryIO) -> int:
        number, rest = 0, leaves()
        while on_page := list(islice(rest, page.forms)):
            number += 1
            placed = [
                f"{place} open-leaf\n{leaf}\nclose-leaf" for place, leaf in enumerate(on_page)
            ]
            write_page(number, [*placed, _foot(foot, number)], page, pages)
        for drawn in index.pages() if number else ():
            number += 1
            write_page(number, [*drawn, _foot(foot, number)], page, pages)
        return number

    write_document(write_pages, page, typesetter, out)
    return warnings


def _foot(title: str, number: int) -> str:
    return f"{title} ({number}) page-foot"


class _BookMaker(LeafMaker):
    """Makes leaves of a book's form."""

    def __init__(self, page: Page, typesetter: Typesetter) -> None:
        super().__init__(page.form, typesetter, page.scale)

    def leaves_of(self, bound: Bound) -> Iterator[str]:
        """The record's form with the picture, and its continuations."""
        first, *others = self.leaves(bound.number, bound.record)
        file = self._in_box(_FILE, bound.file) if _FILE in self.form.slots else ""
        yield "\n".join(filter(None, (first, file, self._picture(bound.picture))))
        yield from others

    def _in_box(self, name: str, text: str, how: str = "") -> str:
        """A text in a box, without what does not fit."""
        slot = self.form.slot(name)
        space = room(self.form, slot, self.typesetter, with_unit=False, smallest=self.smallest)
        fitted = fit(self.typesetter.glyphs(text), slot, space, self.typesetter)
        if how:
            return f"/{name} {lines_of(fitted.lines)} {fitted.size:g} {how}"
        return fill_slot(name, fitted.lines, fitted.size)

    def _picture(self, picture: Picture) -> str:
        if not picture.jpeg:
            return self._in_box(_PICTURE, picture.missing, "no-picture")
        encoded = a85encode(picture.jpeg, wrapcol=_A_LINE).decode("ascii").split("\n")
        # A line that began with a percent sign would look like a comment of DSC.
        lines = [f" {line}" if line.startswith("%") else line for line in encoded]
        call = f"/{self.form.slot(_PICTURE).name} {picture.width} {picture.height} show-picture"
        data = [f"%%BeginData: {len(lines) + 2} ASCII Lines", call, *lines, "~>", "%%EndData"]
        return "\n".join(data)
