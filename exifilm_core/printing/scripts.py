"""Characters that the printer's own fonts lack: found in an installed font, embedded as outlines.

A character is embedded as a drawing. Whatever font file it comes from (TrueType, CFF,
a collection of fonts), its outline becomes a procedure of a Type 3 font, which every PostScript
printer takes. Only the characters that are used come along. Fontconfig says which font has them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from exifilm_core.printing.shaping import Shaped, shaped

_ASKED_SECONDS = 20
_GLYPHS_A_FONT = 255
_NO_INK = (0, 0, 0, 0)
_HIGHEST, _LOWEST = 0.94, -0.28
"""Parts of the type size that a line leaves to its ink; a glyph beyond is made smaller."""


@dataclass(frozen=True)
class Outline:
    """A glyph to embed: its advance and top in parts of the type size, and what draws it."""

    advance: float
    top: float
    program: str
    box: tuple[int, int, int, int]


Place = tuple[str, int, Outline]
"""Where a glyph is embedded: the name of the font, the code in it, and the outline."""


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
    """All characters of one document that are not the printer's own.

    `place` gives a character its font and code; `fonts` are the fonts to be embedded in the end.
    """

    def __init__(self) -> None:
        self.fonts: list[EmbeddedFont] = []
        self._places: dict[tuple[str, str], Place] = {}
        self._glyphs: dict[tuple[_Source, Shaped, float], Place] = {}
        self._words: dict[str, list[tuple[str, Place]] | None] = {}
        self._sources = _Installed()

    def place(self, character: str, cluster: str = "") -> Place | None:
        """Font name, code and outline of a character; None if no installed font draws it.

        A character with marks on it (`cluster`) and its marks come from one font if one has all.
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
        """Each glyph of a word that is shaped, in the order of reading, with its character.

        None if no installed font draws the word.
        """
        if word not in self._words:
            letters = "".join(c for c in word if unicodedata.category(c) != "Cf")
            source = self._sources.having(letters)
            self._words[word] = self._word(word, source) if source else None
        return self._words[word]

    def _word(self, word: str, source: _Source) -> list[tuple[str, Place]]:
        glyphs = shaped(word, source.path, source.index)
        # A word whose ink is too high or too deep is made smaller as a whole, or it falls apart.
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
        # By such a name a program that reads the text back knows the character.
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
        """The character's drawing; None where the font has nothing but a bitmap or colours."""
        name = self._map[ord(character)]
        glyph = Shaped(character, self._font.getGlyphID(name), self._glyphs[name].width, 0, 0)
        drawing = self.drawing(glyph, self.ratio(glyph))
        blank = unicodedata.category(character) in ("Zs", "Cf", "Mn") or character == "\u2800"
        return drawing if drawing.box != _NO_INK or blank else None

    def ratio(self, glyph: Shaped) -> float:
        """How much smaller the glyph must be so that its ink keeps to the line; 1 at most."""
        _, low, _, high = self._pen(glyph, 1.0).box()
        return min(
            1.0, _HIGHEST * 1000 / high if high > 0 else 1, _LOWEST * 1000 / low if low < 0 else 1
        )

    def drawing(self, glyph: Shaped, ratio: float) -> Outline:
        """The glyph's outline, displaced as it was shaped."""
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
    """A font as fontconfig lists it: file, number in the file, and ranges of characters."""

    path: str
    index: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, text: str) -> bool:
        places = ((ord(character), bisect(self.starts, ord(character))) for character in text)
        return all(place and code <= self.ends[place - 1] for code, place in places)


class _Installed:
    """The fonts of this machine, the most like the printer's own first."""

    def __init__(self) -> None:
        self._listed: tuple[_Listed, ...] | None = None
        self._opened: dict[tuple[str, int], _Source | None] = {}
        self._answers: dict[str, _Source | None] = {}

    def having(self, text: str) -> _Source | None:
        """The first font that has all characters of the text, and draws the first."""
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
                # A font file that can't be read: the next one will do, and if none does the
                # character is named in a warning.
                self._opened[path, index] = None
        return self._opened[path, index]


def fontconfig_is_installed() -> bool:
    """Whether other characters than the printer's own can be looked for at all."""
    return shutil.which("fc-match") is not None


def _fonts_in_order() -> Iterator[_Listed]:
    """All installed outline fonts, in fontconfig's order of likeness to the printer's own."""
    command = ["fc-match", "--all", "--format", "%{file}\t%{index}\t%{fontformat}\t%{charset}\n"]
    try:
        answer = subprocess.run(
            [*command, "Helvetica,sans-serif:scalable=true:color=false"],
            capture_output=True,
            check=False,
            timeout=_ASKED_SECONDS,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return  # every character that is looked for is then named as missing
    for line in answer.decode("utf-8", "surrogateescape").splitlines():
        path, index, kind, charset = (*line.split("\t"), "", "", "")[:4]
        ranges = re.findall(r"([0-9a-f]+)(?:-([0-9a-f]+))?", charset)
        if kind in ("TrueType", "CFF"):
            starts = tuple(int(start, 16) for start, _ in ranges)
            ends = tuple(int(end or start, 16) for start, end in ranges)
            # Beyond 16 bits stands the named instance of a variable font; the file's own will do.
            yield _Listed(path, int(index) & 0xFFFF, starts, ends)


def _outline_pen(glyphs: Any, scale: float, x: float, y: float) -> Any:
    """A pen that writes the form's M, L, C and Z, in whole thousandths of the type size."""
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
    """The words on lines no longer than DSC allows."""
    line = ""
    for word in words:
        if len(line) + len(word) > 200:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    if line:
        yield line
