"""The printed document: the form once, then pages that call it, as DSC (Adobe, version 3.0) says.

The one idea: the pages are written aside while the records go by, so that the document's head can
say how many there are and carry exactly the characters that they use. Memory does not grow with
the number of records, and a document is written out only when all of it is known to be good.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from exifilm_core.errors import ExifilmError
from exifilm_core.messages import Text
from exifilm_core.messages.paper import Printing
from exifilm_core.printing.leaves import LeafMaker
from exifilm_core.printing.scripts import fontconfig_is_installed
from exifilm_core.printing.sheet import Sheet
from exifilm_core.printing.text import Typesetter
from exifilm_core.record.exposure_record import ExposureRecord

_IN_MEMORY = 4_000_000
"""Bytes of pages that are kept in memory before they go to a file."""


@dataclass(frozen=True)
class Warned:
    """Something that could not be printed as it should be: in which record, and what."""

    number: str
    message: Text

    @property
    def text(self) -> Text:
        """The whole sentence."""
        return Printing.OF_ONE_RECORD(number=self.number, message=self.message)

    def __str__(self) -> str:
        return str(self.text)


def typeset(
    records: Iterable[tuple[str, ExposureRecord]], sheet: Sheet, out: BinaryIO
) -> list[Warned]:
    """Write the records, each with its image number, as one PostScript document.

    Returns what could not be printed as it should be. ExifilmError when there are no records.
    """
    typesetter = Typesetter()
    maker = LeafMaker(sheet.form, typesetter, sheet.scale)
    warnings: list[Warned] = []

    def leaves() -> Iterator[str]:
        for number, record in records:
            yield from maker.leaves(number, record)
            warnings.extend(_warnings(number, typesetter))

    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        pages = cast(BinaryIO, spool)
        count = _write_pages(leaves(), sheet, pages)
        if not count:
            raise ExifilmError(Printing.NO_RECORDS())
        _write_head(sheet, typesetter, count, out)
        pages.seek(0)
        shutil.copyfileobj(pages, out)
        out.write(b"%%Trailer\n%%EOF\n")
    return warnings


def blank(sheet: Sheet, out: BinaryIO) -> None:
    """Write one page of blank forms."""
    _write_head(sheet, Typesetter(), 1, out)
    page = [
        *_page_head(1, sheet),
        "0 1 columns rows mul 1 sub { open-leaf blank-form close-leaf } for",
        *_PAGE_FOOT,
        "%%Trailer",
        "%%EOF",
    ]
    _write(page, out)


_PAGE_FOOT = ("close-page", "end", "%%PageTrailer")


def _page_head(number: int, sheet: Sheet) -> tuple[str, ...]:
    return (
        f"%%Page: {number} {number}",
        f"%%PageBoundingBox: {sheet.paper.bounding_box}",
        "%%BeginPageSetup",
        "ExposureRecord begin",
        "open-page",
        "%%EndPageSetup",
    )


def _write_pages(leaves: Iterable[str], sheet: Sheet, out: BinaryIO) -> int:
    """Write the leaves on pages, and count the pages."""
    page = 0
    place = sheet.forms
    for leaf in leaves:
        if place == sheet.forms:
            if page:
                _write(_PAGE_FOOT, out)
            page, place = page + 1, 0
            _write(_page_head(page, sheet), out)
        _write((f"{place} open-leaf", leaf, "close-leaf"), out)
        place += 1
    if page:
        _write(_PAGE_FOOT, out)
    return page


def _write_head(sheet: Sheet, typesetter: Typesetter, pages: int, out: BinaryIO) -> None:
    paper = sheet.paper
    fonts = typesetter.scripts.fonts
    lines = [
        "%!PS-Adobe-3.0",
        "%%Title: Exposure Records",
        "%%Creator: ExiFilm",
        "%%LanguageLevel: 2",
        "%%DocumentData: Clean7Bit",
        f"%%Pages: {pages}",
        "%%PageOrder: Ascend",
        "%%Orientation: Portrait",
        f"%%BoundingBox: {paper.bounding_box}",
        f"%%DocumentMedia: {paper.name} {paper.width:g} {paper.height:g} 0 () ()",
        "%%DocumentNeededResources: font Helvetica Helvetica-Bold",
        "%%DocumentSuppliedResources: procset ExposureRecord 1.0 0",
        *(f"%%+ font {font.name}" for font in fonts),
        "%%EndComments",
        sheet.form.prologue,
        "%%BeginSetup",
        "%%IncludeResource: font Helvetica",
        "%%IncludeResource: font Helvetica-Bold",
        "ExposureRecord begin",
        f"/paper [{paper.width:g} {paper.height:g}] def",
        f"/forms {sheet.forms} def",
        "ask-for-paper",
    ]
    for font in fonts:
        lines += font.postscript()
    lines += ["end", "%%EndSetup"]
    _write(lines, out)


def _write(lines: Iterable[str], out: BinaryIO) -> None:
    out.write("".join(f"{line}\n" for line in lines).encode("ascii"))


def _warnings(number: str, typesetter: Typesetter) -> Iterator[Warned]:
    if typesetter.missing:
        named = ", ".join(
            f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}"
            for c in sorted(typesetter.missing)
        )
        no_glyph = (
            Printing.NO_GLYPH if fontconfig_is_installed() else Printing.NO_GLYPH_NO_FONTCONFIG
        )
        yield Warned(number, no_glyph(characters=named))
        typesetter.missing.clear()
    if typesetter.unshaped:
        scripts = ", ".join(sorted(typesetter.unshaped))
        yield Warned(number, Printing.UNSHAPED(scripts=scripts))
        typesetter.unshaped.clear()
