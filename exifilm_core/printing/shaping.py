"""Scripts whose letters are joined or reordered, or run from right to left.

A line keeps its reading order, and each glyph has its level (UAX #9, Unicode's bidirectional
algorithm). So wrapping and cutting ignore directions. Printing then reverses the glyphs of the
higher levels. HarfBuzz (uharfbuzz) joins letters, and python-bidi finds levels. Without these two
packages ExiFilm does neither, and the typesetter reports it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar

_SCRIPTS = frozenset(
    "ARABIC HEBREW SYRIAC THAANA NKO MONGOLIAN DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL "
    "TELUGU KANNADA MALAYALAM SINHALA TIBETAN MYANMAR KHMER JAVANESE BALINESE".split()
)


@dataclass(frozen=True)
class Shaped:
    """A glyph of a shaped word, in the font's units: its number, advance and displacement."""

    character: str
    glyph: int
    advance: float
    x: float
    y: float


@cache
def is_installed() -> bool:
    """Whether the packages that shape and order words are installed."""
    return find_spec("uharfbuzz") is not None and find_spec("bidi") is not None


def script(character: str) -> str:
    """The name of the character's script if its letters are shaped, "" otherwise."""
    word = unicodedata.name(character, "").split(" ", 1)[0]
    if word in _SCRIPTS:
        return word.capitalize()
    return "right-to-left" if unicodedata.bidirectional(character) in ("R", "AL") else ""


def stretches(paragraph: str) -> Iterator[tuple[str, int, bool]]:
    """Parts of a paragraph in reading order: text, level, and whether to shape it.

    In parts from right to left, brackets are already mirrored.
    """
    mirrored: dict[str, str] = import_module("bidi.algorithm").MIRRORED
    part, last = "", (0, "")
    for character, level in zip(paragraph, _levels(paragraph), strict=True):
        follows = part and unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        kind = last if follows else (level, script(character))
        if part and kind != last:
            yield part, last[0], bool(last[1])
            part = ""
        part += mirrored.get(character, character) if level % 2 else character
        last = kind
    if part:
        yield part, last[0], bool(last[1])


def _levels(paragraph: str) -> list[int]:
    """The level of each character: even from left to right, odd from right to left."""
    bidi: Any = import_module("bidi.algorithm")
    storage = bidi.get_empty_storage()
    base = bidi.get_base_level(paragraph)
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    bidi.get_embedding_levels(paragraph, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    resolved = iter(storage["chars"])
    levels: list[int] = []
    for character in paragraph:
        if unicodedata.bidirectional(character) in bidi.X9_REMOVED:
            levels.append(levels[-1] if levels else base)
        else:
            levels.append(next(resolved)["level"])
    return levels


def shaped(word: str, path: str, index: int) -> list[Shaped]:
    """The word's glyphs in a font, in the order of reading."""
    harfbuzz: Any = import_module("uharfbuzz")
    buffer = harfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    harfbuzz.shape(_font(path, index), buffer)
    glyphs = [
        Shaped(
            word[info.cluster],
            info.codepoint,
            position.x_advance,
            position.x_offset,
            position.y_offset,
        )
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
    return glyphs[::-1] if buffer.direction == "rtl" else glyphs


@cache
def _font(path: str, index: int) -> Any:
    harfbuzz: Any = import_module("uharfbuzz")
    return harfbuzz.Font(harfbuzz.Face(Path(path).read_bytes(), index))


class _Levelled(Protocol):
    @property
    def level(self) -> int: ...


T = TypeVar("T", bound=_Levelled)


def in_printing_order(line: list[T]) -> list[T]:
    """The glyphs of one line from left to right (rule L2 of UAX #9)."""
    odd = [glyph.level for glyph in line if glyph.level % 2]
    if not odd:
        return line
    for level in range(max(glyph.level for glyph in line), min(odd) - 1, -1):
        turned: list[T] = []
        run: list[T] = []
        for glyph in line:
            if glyph.level >= level:
                run.append(glyph)
            else:
                turned += [*reversed(run), glyph]
                run = []
        line = [*turned, *reversed(run)]
    return line
