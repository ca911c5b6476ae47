"""Find ink on other ink in random records, in the raster of a real printer.

It prints the values of a leaf apart from the form and from each other, in black at 300 dpi. A dot
in two such pictures is a spot. To print each value alone would take long. So it numbers the values,
and for each binary digit of the numbers prints two heaps. Any two values are in different heaps at
least once.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from tempfile import TemporaryFile
from typing import IO

import numpy as np
from numpy.typing import NDArray

from exifilm_core import ExposureRecord
from exifilm_core.printing import Form, lay_out, paper_named
from exifilm_core.printing.leaves import LeafMaker
from exifilm_core.printing.page import Page, Paper
from exifilm_core.printing.text import Typesetter

from .filled import calls_in, random_record
from .interpreter import PAPERS

DPI = 300
LINES = "lines and labels"
_AT_ONCE = 20
"""Records in one run of Ghostscript."""

# A printer prints grey as dots with white between them; here grey is black. So is everything
# outside the form, so that ink beyond the edge is a spot too.
_SETUP = """
{ 1 lt { 0 } { 1 } ifelse } settransfer
/form-view /draw-view load def
/form-line /set-line load def
/form-leader /leader load def
/with-views { /draw-view /form-view load def } def
/without-views { /draw-view { } def } def
/with-words { /set-line /form-line load def } def
/without-words { /set-line { 5 { pop } repeat } def } def
/with-leaders { /leader /form-leader load def } def
/without-leaders { /leader { pop pop } def } def
/black-outside {
  0 setgray -999 -999 2999 2999 rectpath -1 -1 form-width 2 add form-height 2 add rectpath eofill
} def
/rectpath { 4 2 roll moveto dup 0 exch rlineto exch 0 rlineto neg 0 exch rlineto closepath } def
"""

Picture = NDArray[np.uint8]
"""A page: rows of bytes of eight dots each."""


@dataclass(frozen=True)
class Spot:
    """Ink on other ink: the record, the two items, and the position on the leaf in points."""

    number: str
    paper: str
    one: str
    other: str
    x: float
    y: float

    def __str__(self) -> str:
        return (
            f"record {self.number} on {self.paper}: {self.one} on {self.other}, "
            f"{self.x:.0f} × {self.y:.0f} points from the top left corner"
        )


@dataclass(frozen=True)
class _Leaf:
    """The calls of one leaf: those before its form, its form, and those that print on it."""

    number: str
    before: str
    form: str
    calls: list[str]

    @property
    def words(self) -> list[str]:
        """All calls but those of drawings, which belong to the lines or to the movements."""
        return [c for c in self.calls if not c.endswith(("draw-movements", "mark-zone"))]

    @property
    def movements(self) -> list[str]:
        return [c for c in self.calls if c.endswith("draw-movements")]

    @property
    def marks(self) -> list[str]:
        return [c for c in self.calls if c.endswith(("mark-reading", "mark-zone"))]

    @cached_property
    def heaps(self) -> list[tuple[list[str], list[str]]]:
        digits = max(1, (len(self.words) - 1).bit_length())
        return [
            tuple([c for n, c in enumerate(self.words) if n >> digit & 1 == bit] for bit in (0, 1))
            for digit in range(digits)
        ]

    def lines(self) -> str:
        marks = " ".join(self.marks)
        return self._page(
            "with-leaders black-outside", self.form, "without-words", marks, "with-words"
        )

    def bare_lines(self) -> str:
        """The form without the drawings, over which the movements are drawn."""
        return self._page("without-views black-outside", self.form, "with-views")

    def values(self, calls: Sequence[str]) -> str:
        return self._page("without-leaders", *calls)

    def _page(self, *program: str) -> str:
        return "\n".join(["0 open-leaf", self.before, *program, "close-leaf showpage"])


def spots_of_random_records(seeds: Sequence[int]) -> Iterator[Spot]:
    """All spots of the random records of these seeds; every other one is crowded with readings."""
    for turn, paper in enumerate(PAPERS):
        records = [
            (str(seed), random_record(seed, readings=30 if place % 2 else 8))
            for place, seed in enumerate(seeds[turn :: len(PAPERS)])
        ]
        for start in range(0, len(records), _AT_ONCE):
            yield from spots(records[start : start + _AT_ONCE], paper)


def spots(records: Sequence[tuple[str, ExposureRecord]], paper: str, forms: int = 0) -> list[Spot]:
    """All spots on the leaves of the numbered records, printed on that paper."""
    form = Form.read()
    sheet = lay_out(paper_named(paper, form), forms, form)
    size = (sheet.paper.width / sheet.columns, sheet.paper.height / sheet.rows)
    one = lay_out(Paper("leaf", *size), 1, form)
    assert (one.scale, one.form.slots) == (sheet.scale, sheet.form.slots)
    typesetter = Typesetter()
    maker = LeafMaker(sheet.form, typesetter, sheet.scale)
    leaves = [
        _Leaf(number, *calls_in(leaf))
        for number, record in records
        for leaf in maker.leaves(number, record)
    ]
    fonts = [line for font in typesetter.scripts.fonts for line in font.postscript()]
    dirty = [
        leaf
        for leaf, clean in zip(leaves, _are_clean(leaves, one, fonts), strict=True)
        if not clean
    ]
    return [spot for leaf in dirty for spot in _spots_of(leaf, one, fonts, paper)]


def _are_clean(leaves: list[_Leaf], sheet: Page, fonts: list[str]) -> Iterator[bool]:
    pages = []
    for leaf in leaves:
        pages += [leaf.lines(), *(leaf.values(heap) for pair in leaf.heaps for heap in pair)]
        pages += [leaf.bare_lines(), leaf.values(leaf.movements)]
    pictures = _pictures(pages, sheet, fonts)
    for leaf in leaves:
        lines = next(pictures)
        clean = True
        for _ in leaf.heaps:
            one, other = next(pictures), next(pictures)
            words = one | other
            clean &= not (one & other).any() and not (words & lines).any()
        bare_lines, movements = next(pictures), next(pictures)
        yield clean and not (movements & (bare_lines | words)).any()


def _spots_of(leaf: _Leaf, sheet: Page, fonts: list[str], paper: str) -> Iterator[Spot]:
    """The leaf's spots, found by printing each value alone."""
    calls = [*leaf.words, *leaf.movements]
    pages = [leaf.lines(), leaf.bare_lines(), *(leaf.values([call]) for call in calls)]
    lines, bare_lines, *alone = _pictures(pages, sheet, fonts)
    named = list(zip(map(_name, calls), alone, strict=True))
    on_lines = [
        (name, picture, LINES, lines if call in leaf.words else bare_lines)
        for call, (name, picture) in zip(calls, named, strict=True)
    ]
    on_values = [(*one, *other) for one, other in combinations(named, 2)]
    for one, picture, other, other_picture in (*on_lines, *on_values):
        dots = np.argwhere(np.unpackbits(picture & other_picture, axis=1))
        if len(dots):
            y, x = dots[0] * 72 / DPI
            yield Spot(leaf.number, paper, one, other, x, y)


def _name(call: str) -> str:
    if call.endswith("fill-slot"):
        return re.findall(r"/([a-z_.]+) \[", call)[0]
    if call.endswith("mark-reading"):
        return f"the reading on zone {call.split()[-4]}"
    return "the movements" if call.endswith("draw-movements") else "the foot"


def _pictures(pages: list[str], sheet: Page, fonts: list[str]) -> Iterator[Picture]:
    """The pages in a printer's raster."""
    paper = f"/paper [{sheet.paper.width} {sheet.paper.height}] def /forms 1 def ask-for-paper"
    program = [sheet.form.prologue, "ExposureRecord begin", *fonts, paper, _SETUP, *pages]
    gs = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pbmraw", f"-r{DPI}", "-o", "-"]
    with TemporaryFile() as source:
        source.write("\n".join(program).encode("ascii"))
        source.seek(0)
        with subprocess.Popen([*gs, "-"], stdin=source, stdout=subprocess.PIPE) as running:
            assert running.stdout
            for _ in pages:
                yield _next_picture(running.stdout)
        assert running.returncode == 0


def _next_picture(stream: IO[bytes]) -> Picture:
    head = b""
    while not (size := re.search(rb"\n(\d+) (\d+)\n$", head)):
        line = stream.readline()
        assert line, "Ghostscript stopped"
        head += line
    width, height = map(int, size.groups())
    row = (width + 7) // 8
    return np.frombuffer(stream.read(row * height), np.uint8).reshape(height, row)
