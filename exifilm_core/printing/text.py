"""Text as the printer sets it: characters with their font, code and width, and lines of them.

ExiFilm measures all text once, in parts of the type size, before printing. Latin letters are the
printer's own; others come from `Scripts`. A character that no font has becomes an open box, and a
warning reports it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from exifilm_core.printing import shaping
from exifilm_core.printing.helvetica import BOLD, CODES, SANS
from exifilm_core.printing.scripts import Scripts

_SANS, _BOLD, _MISSING = "Record-Sans", "Record-Bold", "Record-Missing"
LATIN_TOP, _ACCENTED_TOP, DESCENT = 0.77, 0.96, 0.24
"""The tops of the printer's own letters and of its accented capitals, and its lowest ink.

In parts of the type size.
"""


class Glyph(NamedTuple):
    """A character in its font. `width` and `top` in parts of the type size."""

    character: str
    font: str
    code: int
    width: float
    top: float
    ideograph: bool = False
    """Whether a line may end before and after it."""
    level: int = 0
    """Odd if the text runs from right to left."""


Line = list[Glyph]


class Typesetter:
    """Turns text into glyphs, and collects the problems."""

    def __init__(self) -> None:
        self.scripts = Scripts()
        self.missing: set[str] = set()
        """Characters drawn as open boxes since the last clearing."""
        self.unshaped: set[str] = set()
        """Scripts set letter by letter that should be joined or ordered, likewise."""
        self._sans = {
            c: Glyph(c, _SANS, code, SANS[code - 32] / 1000, _top(c)) for c, code in CODES.items()
        }
        self._bold = {
            c: Glyph(c, _BOLD, code, BOLD[code - 32] / 1000, _top(c)) for c, code in CODES.items()
        }

    def glyphs(self, text: str, *, bold: bool = False) -> Line:
        """The text in glyphs; a line break stays a glyph of its own (see `is_break`)."""
        own = self._bold if bold else self._sans
        try:
            return [own[character] for character in text]
        except KeyError:
            pass
        text = unicodedata.normalize("NFC", text)
        if shaping.is_installed() and any(map(shaping.script, text)):
            return self._shaped(text, own)
        return self._letters(text, own)

    def _shaped(self, text: str, own: dict[str, Glyph]) -> Line:
        """Text in scripts that are joined or run from right to left, in reading order."""
        line: Line = []
        for number, paragraph in enumerate(text.split("\n")):
            if number:
                line += self._letters("\n", own)
            for part, level, to_shape in shaping.stretches(paragraph):
                glyphs = self._word(part, own) if to_shape else self._letters(part, own)
                line += [glyph._replace(level=level) for glyph in glyphs]
        return line

    def _word(self, word: str, own: dict[str, Glyph]) -> Line:
        places = self.scripts.places_of_word(word)
        if places is None:
            return self._letters(word, own)
        return [
            Glyph(character, font, code, outline.advance, outline.top)
            for character, (font, code, outline) in places
        ]

    def _letters(self, text: str, own: dict[str, Glyph]) -> Line:
        """Text whose letters are set one by one."""
        line: Line = []
        for cluster in _clusters(text):
            for character in cluster:
                if (glyph := own.get(character)) and len(cluster) == 1:
                    line.append(glyph)
                else:
                    line.extend(self._other(character, cluster, own))
        return line

    def _other(self, character: str, cluster: str, own: dict[str, Glyph]) -> Iterator[Glyph]:
        category = unicodedata.category(character)
        if character == "\n":
            yield Glyph("\n", _SANS, 32, 0.0, 0.0)
        elif character == "\t" or category == "Zs":
            yield own[" "]._replace(character=" ")
        elif category == "Cf" or unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
            return  # changes how its neighbours are drawn, and has no shape of its own
        elif place := self.scripts.place(character, cluster):
            if script := shaping.script(character):
                self.unshaped.add(script)
            font, code, outline = place
            yield Glyph(
                character, font, code, outline.advance, outline.top, _is_ideograph(character)
            )
        elif glyph := own.get(character):
            yield glyph
        else:
            self.missing.add(character)
            yield Glyph(character, _MISSING, 0x78, 0.6, 0.73)


def _top(character: str) -> float:
    accented = unicodedata.decomposition(character) and character.isupper()
    return _ACCENTED_TOP if accented else LATIN_TOP


def is_break(glyph: Glyph) -> bool:
    return glyph.character == "\n"


def width(line: Iterable[Glyph]) -> float:
    """The line's width in parts of the type size."""
    return sum(glyph.width for glyph in line)


def top(line: Iterable[Glyph]) -> float:
    """The highest ink of the line, in parts of the type size."""
    return max((glyph.top for glyph in line), default=LATIN_TOP)


def postscript(line: Line) -> str:
    """The line in the form's notation: a string, or an array of fonts and strings."""
    runs: list[tuple[str, bytearray]] = []
    for glyph in shaping.in_printing_order(line):
        if not runs or runs[-1][0] != glyph.font:
            runs.append((glyph.font, bytearray()))
        runs[-1][1].append(glyph.code)
    if not runs:
        return "()"
    if len(runs) == 1 and runs[0][0] == _SANS:
        return _string(runs[0][1])
    parts = [
        ("" if font == _SANS and not place else f"/{font} ") + _string(codes)
        for place, (font, codes) in enumerate(runs)
    ]
    # DSC permits lines of 255 characters.
    return f"[{(' ' if sum(map(len, parts)) < 200 else chr(10)).join(parts)}]"


# Characters that could end a string or begin a DSC comment are written as numbers.
_PIECES = [
    chr(code) if 32 <= code < 127 and code not in b"()\\%" else f"\\{code:03o}"
    for code in range(256)
]
_CODES_A_LINE = 50
_NEXT_ROW = "\\\n"


def _string(codes: bytes | bytearray) -> str:
    """A PostScript string in plain ASCII, on lines no longer than DSC permits."""
    rows = [codes[start : start + _CODES_A_LINE] for start in range(0, len(codes), _CODES_A_LINE)]
    return f"({_NEXT_ROW.join(''.join([_PIECES[code] for code in row]) for row in rows)})"


def _clusters(text: str) -> Iterator[str]:
    """Each character with the combining marks that follow it."""
    cluster = ""
    for character in text:
        if cluster and unicodedata.combining(character):
            cluster += character
            continue
        if cluster:
            yield cluster
        cluster = character
    if cluster:
        yield cluster


def _is_ideograph(character: str) -> bool:
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF
