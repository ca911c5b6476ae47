"""The printed document: the form once, then pages that call it (Adobe's DSC, version 3.0).

The pages go to a buffer while the records pass. So the head of the document can give the number of
pages and embed exactly the characters that they need. Memory does not grow with the number of
records, and a document is written only when it is complete.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, cast

from exifilm_core.errors import ExifilmError
from exifilm_core.messages import Text
from exifilm_core.messages.paper import Printing
from exifilm_core.printing.leaves import LeafMaker
from exifilm_core.printing.page import Page
from exifilm_core.printing.scripts import fontconfig_is_installed, fonttools_is_installed
from exifilm_core.printing.text import Typesetter
from exifilm_core.record.exposure_record import ExposureRecord

_IN_MEMORY = 4_000_000
"""Bytes of pages to keep in memory before they go to a file."""
_PAGE = re.compile(rb"^(?=%%Page: )", re.MULTILINE)


@dataclass(frozen=True)
class Warned:
    """A problem with printing a record."""

    number: str
    message: Text

    @property
    def text(self) -> Text:
        """The complete sentence."""
        return Printing.OF_ONE_RECORD(number=self.number, message=self.message)

    def __str__(self) -> str:
        return str(self.text)


def typeset(
    records: Iterable[tuple[str, ExposureRecord]], page: Page, out: BinaryIO
) -> list[Warned]:
    """Write the records, each with its image number, as one PostScript document.

    Returns the problems with printing them. ExifilmError when there are no records.
    """
    typesetter = Typesetter()
    maker = LeafMaker(page.form, typesetter, page.scale)
    warnings: list[Warned] = []

    def leaves() -> Iterator[str]:
        for number, record in records:
            yield from maker.leaves(number, record)
            warnings.extend(warnings_of(number, typesetter))

    typeset_leaves(leaves(), page, typesetter, out)
    return warnings


def typeset_leaves(
    leaves: Iterator[str], page: Page, typesetter: Typesetter, out: BinaryIO
) -> None:
    """Write a document of filled forms. ExifilmError when there are none."""
    write_document(lambda pages: _write_pages(leaves, page, pages), page, typesetter, out)


def write_document(
    write_pages: Callable[[BinaryIO], int], page: Page, typesetter: Typesetter, out: BinaryIO
) -> None:
    """Write a document. `write_pages` writes its pages, and returns their number.

    ExifilmError when there are none.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        pages = cast(BinaryIO, spool)
        count = write_pages(pages)
        if not count:
            raise ExifilmError(Printing.NO_RECORDS())
        _write_head(page, typesetter, count, out)
        pages.seek(0)
        shutil.copyfileobj(pages, out)
        write_lines(("%%Trailer", "%%EOF"), out)


def blank(
    page: Page,
    out: BinaryIO,
    backs: Sequence[str] = (),
    typesetter: Typesetter | None = None,
) -> None:
    """Write one page of blank forms, or the two pages of both sides.

    With `backs`, one page of forms and one of each of these, which is drawn on each of its leaves.
    """
    places = range(page.forms)
    forms = ["0 1 columns rows mul 1 sub { open-leaf blank-form close-leaf } for"]
    drawn = [forms] * (2 if page.duplex and not backs else 1)
    for back in backs:
        leaves = (f"{place} open-leaf\n{back}\nclose-leaf" for place in places)
        drawn.append(["with-tables", *leaves])
    _write_head(page, typesetter or Typesetter(), len(drawn), out)
    for number, lines in enumerate(drawn, 1):
        write_page(number, lines, page, out)
    write_lines(("%%Trailer", "%%EOF"), out)


def parts(document: bytes) -> tuple[bytes, list[bytes]]:
    """A document's head and its pages: the head and any of the pages form a valid document."""
    head, *pages = _PAGE.split(document)
    return head, pages


def _write_pages(leaves: Iterator[str], page: Page, out: BinaryIO) -> int:
    """Write the leaves on pages; returns the number of pages."""
    sides = 2 if page.duplex else 1
    number = 0
    while on_paper := list(islice(leaves, sides * page.forms)):
        # The user cuts and binds leaves: a leaf continues on its back, or on the next one.
        for side in filter(None, (on_paper[start::sides] for start in range(sides))):
            number += 1
            placed = [f"{place} open-leaf\n{leaf}\nclose-leaf" for place, leaf in enumerate(side)]
            write_page(number, placed, page, out)
    return number


def write_page(number: int, drawn: Iterable[str], page: Page, out: BinaryIO) -> None:
    """Write a page that these lines draw."""
    is_back = page.duplex and number % 2 == 0
    lines = [
        f"%%Page: {number} {number}",
        f"%%PageBoundingBox: {page.paper.bounding_box}",
        "%%BeginPageSetup",
        "ExposureRecord begin",
        "open-back" if is_back else "open-page",
        "%%EndPageSetup",
        *drawn,
        "close-page",
        "end",
        "%%PageTrailer",
    ]
    write_lines(lines, out)


def _write_head(page: Page, typesetter: Typesetter, pages: int, out: BinaryIO) -> None:
    """Write all that precedes the pages, with the characters that the typesetter has needed."""
    paper = page.paper
    fonts = typesetter.scripts.fonts
    form = page.form
    supplied, *others = [*form.resources, *(f"font {font.name}" for font in fonts)]
    lines = [
        "%!PS-Adobe-3.0",
        f"%%Title: {form.name}",
        "%%Creator: ExiFilm",
        "%%LanguageLevel: 2",
        "%%DocumentData: Clean7Bit",
        f"%%Pages: {pages}",
        *(["%%Requirements: duplex"] if page.duplex else []),
        "%%PageOrder: Ascend",
        "%%Orientation: Portrait",
        f"%%BoundingBox: {paper.bounding_box}",
        f"%%DocumentMedia: {paper.name} {paper.width:g} {paper.height:g} 0 () ()",
        "%%DocumentNeededResources: font Helvetica Helvetica-Bold",
        f"%%DocumentSuppliedResources: {supplied}",
        *(f"%%+ {other}" for other in others),
        "%%EndComments",
        form.prologue,
        "%%BeginSetup",
        "%%IncludeResource: font Helvetica",
        "%%IncludeResource: font Helvetica-Bold",
        "ExposureRecord begin",
        *form.setup,
        f"/paper [{paper.width:g} {paper.height:g}] def",
        f"/forms {page.forms} def",
        *(["/duplex true def"] if page.duplex else []),
        "ask-for-paper",
    ]
    for font in fonts:
        lines += font.postscript()
    lines += ["end", "%%EndSetup"]
    write_lines(lines, out)


def write_lines(lines: Iterable[str], out: BinaryIO) -> None:
    """Write lines of PostScript."""
    out.write("".join(f"{line}\n" for line in lines).encode("ascii"))


def warnings_of(number: str, typesetter: Typesetter) -> Iterator[Warned]:
    """The problems with the text that was set since the last call."""
    if typesetter.missing:
        named = ", ".join(
            f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}"
            for c in sorted(typesetter.missing)
        )
        yield Warned(number, _no_glyph()(characters=named))
        typesetter.missing.clear()
    if typesetter.unshaped:
        scripts = ", ".join(sorted(typesetter.unshaped))
        yield Warned(number, Printing.UNSHAPED(scripts=scripts))
        typesetter.unshaped.clear()


def _no_glyph() -> Printing:
    """Why a character is missing."""
    if not fonttools_is_installed():
        return Printing.NO_GLYPH_NO_FONTTOOLS
    return Printing.NO_GLYPH if fontconfig_is_installed() else Printing.NO_GLYPH_NO_FONTCONFIG
