"""Texts without regard to case, accents and typography, as a search compares them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from exifilm_core.kinds.numbers import TYPED

_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not compose of a letter and an accent."""
_FIRST_ACCENT = 10
"""Lower combining classes are part of a letter: the marks of か and が, of Indian scripts."""


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """The text in lower case, without accents and vowel points: “tur” for “Tür”, “ss” for “ß”.

    Typed quotes, minus and x stand for the printed ones. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.translate(TYPED)).casefold()
    apart = unicodedata.normalize("NFKD", letters)
    bare = "".join(c for c in apart if unicodedata.combining(c) < _FIRST_ACCENT)
    return unicodedata.normalize("NFC", bare.translate(_STROKES).translate(TYPED))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, as a person types them to search for all of them."""
    return tuple(folded(text).split())
