"""Characters that the printer's own fonts lack, embedded as outlines from installed fonts.

A character becomes a drawing: the outline from any font file (TrueType, CFF, a collection) is a
procedure of a Type 3 font, which every PostScript printer supports. Only the needed characters are
embedded. Fontconfig finds the fonts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from exifilm_core.printing.shaping import Shaped, shaped

_ASKED_SECONDS = 20
_GLYPHS_A_FONT = 255
_NO_INK = (0, 0, 0, 0)
_HIGHEST, _LOWEST = 0.94, -0.28
"""The range of a line's ink in parts of the type size; larger glyphs are made smaller."""


@dataclass(frozen=True)
class Outline:
    """A glyph to embed: its advance and top in parts of the type size, and its drawing."""

    advance: float
    top: float
    program: str
    box: tuple[int, int, int, int]


Place = tuple[str, int, Outline]
"""The position of an embedded glyph: font name, code and outline."""


@dataclass
class EmbeddedFont:
    """One Type 3 font: up to 255 outlines under the codes from 1 on."""

    name: str
    outlines: list[tuple[str, Outline]] = field(default_factory=list)

    def postscript(self) -> Iterator[str]:
        """The lines that define it, by the form's `script-font`."""
        boxes = [outline.box for _, outline in self.outlines]
        lows, highs = (
            [min(b[i] for b in boxes) for i in (0, 1)],
            [max(b[i] for b in boxes) for i in (2, 3)],
        )
        yield f"%%BeginResource: font {self.name}"
        yield f"/{self.name} [{' '.join(map(str, lows + highs))}]"
        names = ["/.notdef", *(f"/{name}" for name, _ in self.outlines)]
        names += ["/.notdef"] * (256 - len(names))
        yield "["
        yield from _filled_lines(names)
        yield "]"
        yield f"{len(self.outlines) + 1} dict begin"
        yield "/.notdef { 0 0 0 0 0 O } def"
        for name, outline in self.outlines:
            yield from _filled_lines(f"/{name} {{ {outline.program} }} def".split(" "))
        yield "currentdict end script-font"
        yield "%%EndResource"


class Scripts:
    """All characters of one document that the printer's own fonts lack.

    `place` gives a character its font and code; `fonts` are the fonts to embed.
    """

    def __init__(self) -> None:
        self.fonts: list[EmbeddedFont] = []
        self._places: dict[tuple[str, str], Place] = {}
        self._glyphs: dict[tuple[_Source, Shaped, float], Place] = {}
        self._words: dict[str, list[tuple[str, Place]] | None] = {}
        self._sources = _Installed()

    def place(self, character: str, cluster: str = "") -> Place | None:
        """Font name, code and outline of a character; None if no installed font draws it.

        A character with marks (`cluster`) and its marks come from one font, if one has them all.
        """
        for together in dict.fromkeys((cluster or character, character)):
            if (known := self._places.get((character, together))) is not None:
                return known
            source = self._sources.having(together)
            outline = source.outline(character) if source else None
            if source and outline:
                place = self._embed(character, outline)
                self._places[character, together] = place
                return place
        return None

    def places_of_word(self, word: str) -> list[tuple[str, Place]] | None:
        """Each glyph of a shaped word with its character, in reading order.

        None if no installed font draws the word.
        """
        if word not in self._words:
            letters = "".join(c for c in word if unicodedata.category(c) != "Cf")
            source = self._sources.having(letters)
            self._words[word] = self._word(word, source) if source else None
        return self._words[word]

    def _word(self, word: str, source: _Source) -> list[tuple[str, Place]]:
        glyphs = shaped(word, source.path, source.index)
        # A word with ink that is too high or too low is made smaller as one, so that it stays
        # joined.
        ratio = min((source.ratio(glyph) for glyph in glyphs), default=1.0)
        places = []
        for glyph in glyphs:
            key = (source, glyph, ratio)
            if key not in self._glyphs:
                self._glyphs[key] = self._embed(glyph.character, source.drawing(glyph, ratio))
            places.append((glyph.character, self._glyphs[key]))
        return places

    def _embed(self, character: str, outline: Outline) -> Place:
        if not self.fonts or len(self.fonts[-1].outlines) == _GLYPHS_A_FONT:
            self.fonts.append(EmbeddedFont(f"Record-Script-{len(self.fonts) + 1}"))
        font = self.fonts[-1]
        # Such a name tells programs that extract the text which character it is.
        name = f"u{ord(character):04X}" if ord(character) > 0xFFFF else f"uni{ord(character):04X}"
        if any(name == taken for taken, _ in font.outlines):
            name += f".{len(font.outlines)}"
        font.outlines.append((name, outline))
        return font.name, len(font.outlines), outline


class _Source:
    """An installed font file, opened."""

    def __init__(self, path: str, index: int) -> None:
        from fontTools.ttLib import TTFont

        self.path, self.index = path, index
        self._font: Any = TTFont(path, fontNumber=index, lazy=True)
        self._map: dict[int, str] = self._font.getBestCmap() or {}
        self._glyphs = self._font.getGlyphSet()
        self._scale = 1000 / self._font["head"].unitsPerEm

    def has(self, text: str) -> bool:
        return all(ord(character) in self._map for character in text)

    def outline(self, character: str) -> Outline | None:
        """The character's drawing; None if the font has only a bitmap or colours."""
        name = self._map[ord(character)]
        glyph = Shaped(character, self._font.getGlyphID(name), self._glyphs[name].width, 0, 0)
        drawing = self.drawing(glyph, self.ratio(glyph))
        blank = unicodedata.category(character) in ("Zs", "Cf", "Mn") or character == "\u2800"
        return drawing if drawing.box != _NO_INK or blank else None

    def ratio(self, glyph: Shaped) -> float:
        """The factor that fits the glyph's ink to the line, at most 1."""
        _, low, _, high = self._pen(glyph, 1.0).box()
        return min(
            1.0, _HIGHEST * 1000 / high if high > 0 else 1, _LOWEST * 1000 / low if low < 0 else 1
        )

    def drawing(self, glyph: Shaped, ratio: float) -> Outline:
        """The glyph's outline, with the displacement of its shaping."""
        pen = self._pen(glyph, ratio)
        advance = round(glyph.advance * self._scale * ratio)
        if not pen.points:
            return Outline(advance / 1000, 0, f"{advance} 0 0 0 0 O", _NO_INK)
        left, low, right, high = pen.box()
        box = (int(left) - 1, int(low) - 1, int(right) + 2, int(high) + 2)
        program = f"{advance} {' '.join(map(str, box))} O {' '.join(pen.operators)}"
        return Outline(advance / 1000, high / 1000, program, box)

    def _pen(self, glyph: Shaped, ratio: float) -> Any:
        pen = _outline_pen(self._glyphs, self._scale * ratio, glyph.x, glyph.y)
        self._glyphs[self._font.getGlyphName(glyph.glyph)].draw(pen)
        return pen


@dataclass(frozen=True)
class _Listed:
    """A font in fontconfig's list: file, index in the file, and ranges of characters."""

    path: str
    index: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, text: str) -> bool:
        places = ((ord(character), bisect(self.starts, ord(character))) for character in text)
        return all(place and code <= self.ends[place - 1] for code, place in places)


class _Installed:
    """The installed fonts, the most similar to the printer's own first."""

    def __init__(self) -> None:
        self._listed: tuple[_Listed, ...] | None = None
        self._opened: dict[tuple[str, int], _Source | None] = {}
        self._answers: dict[str, _Source | None] = {}

    def having(self, text: str) -> _Source | None:
        """The first font that has all characters of the text, and draws the first of them."""
        if text not in self._answers:
            self._answers[text] = next(self._those_having(text), None)
        return self._answers[text]

    def _those_having(self, text: str) -> Iterator[_Source]:
        if self._listed is None:
            self._listed = tuple(_fonts_in_order())
        for font in self._listed:
            if not font.has(text):
                continue
            source = self._open(font.path, font.index)
            if source and source.has(text) and source.outline(text[0]):
                yield source

    def _open(self, path: str, index: int) -> _Source | None:
        from fontTools.ttLib import TTLibError

        if (path, index) not in self._opened:
            try:
                self._opened[path, index] = _Source(path, index)
            except (TTLibError, OSError, KeyError, AssertionError, ValueError):
                # Ignore an unreadable font file. If no other font has the character, a warning
                # reports it.
                self._opened[path, index] = None
        return self._opened[path, index]


def fonttools_is_installed() -> bool:
    """Whether ExiFilm can read fonts."""
    return find_spec("fontTools") is not None


def fontconfig_is_installed() -> bool:
    """Whether ExiFilm can find characters that the printer's own fonts lack."""
    return shutil.which("fc-match") is not None


def _fonts_in_order() -> Iterator[_Listed]:
    """All installed outline fonts, in fontconfig's order of similarity to the printer's own."""
    if not fonttools_is_installed():
        return  # a warning then reports each such character
    command = ["fc-match", "--all", "--format", "%{file}\t%{index}\t%{fontformat}\t%{charset}\n"]
    try:
        answer = subprocess.run(
            [*command, "Helvetica,sans-serif:scalable=true:color=false"],
            capture_output=True,
            check=False,
            timeout=_ASKED_SECONDS,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return  # likewise
    for line in answer.decode("utf-8", "surrogateescape").splitlines():
        path, index, kind, charset = (*line.split("\t"), "", "", "")[:4]
        ranges = re.findall(r"([0-9a-f]+)(?:-([0-9a-f]+))?", charset)
        if kind in ("TrueType", "CFF"):
            starts = tuple(int(start, 16) for start, _ in ranges)
            ends = tuple(int(end or start, 16) for start, end in ranges)
            # The higher bits are the named instance of a variable font; the default instance will
            # do.
            yield _Listed(path, int(index) & 0xFFFF, starts, ends)


def _outline_pen(glyphs: Any, scale: float, x: float, y: float) -> Any:
    """A pen that writes the form's M, L, C and Z, in integer thousandths of the type size."""
    from fontTools.pens.basePen import BasePen

    class OutlinePen(BasePen):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__(glyphs)
            self.operators: list[str] = []
            self.points: list[tuple[float, float]] = []

        def box(self) -> tuple[float, float, float, float]:
            if not self.points:
                return (0, 0, 0, 0)
            across, up = zip(*self.points, strict=True)
            return (min(across), min(up), max(across), max(up))

        def _write(self, operator: str, *points: tuple[float, float]) -> None:
            scaled = [((px + x) * scale, (py + y) * scale) for px, py in points]
            self.points += scaled
            self.operators += [f"{number:.0f}" for point in scaled for number in point]
            self.operators.append(operator)

        def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self._write("M", pt)

        def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
            self._write("L", pt)

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self._write("C", *points)

        def _closePath(self) -> None:  # noqa: N802
            self._write("Z")

    return OutlinePen()


def _filled_lines(words: Iterable[str]) -> Iterator[str]:
    """The words on lines no longer than DSC permits."""
    line = ""
    for word in words:
        if len(line) + len(word) > 200:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    if line:
        yield line
