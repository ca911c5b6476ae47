"""Numbers as they are written by hand: 22, 22.6, 22,6, 22½, 12 5/8, 1/60, −1½.

Everything is read into exact fractions, so that 12 5/8 inches is exactly 320.675 mm.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

_SAME = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "‐": "-",
        "‑": "-",
        "⁄": "/",
        "∕": "/",
        "″": '"',
        "“": '"',
        "”": '"',
        "′": "'",
        "’": "'",
        "‘": "'",
        "×": "x",
        "º": "°",
        "˚": "°",
    }
)
_NUMBER = re.compile(
    r"""(?P<sign>[+-]?)\s*
        (?: (?P<whole>\d+)\s+(?P<n>\d+)\s*/\s*(?P<d>\d+)
          | (?P<upper>\d+(?:[.,]\d+)?)\s*/\s*(?P<lower>\d+(?:[.,]\d+)?)
          | (?P<decimal>(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?)
        )""",
    re.VERBOSE | re.ASCII,
)
MOST_DIGITS = 40
"""No quantity of a sheet of film has more; a longer text is refused before any arithmetic."""

FRACTIONS = {
    Fraction(1, 4): "¼",
    Fraction(1, 3): "⅓",
    Fraction(1, 2): "½",
    Fraction(2, 3): "⅔",
    Fraction(3, 4): "¾",
}
"""The parts of a stop that film is exposed in, as they are printed."""


def plain(text: str) -> str:
    """The text in plain characters: ½ as 1/2, typographic quotes, minus and × as typed ones."""
    out = []
    for char in text.translate(_SAME):
        if unicodedata.decomposition(char).startswith("<fraction>") and char != "⅟":
            out.append(" " + unicodedata.normalize("NFKC", char).replace("⁄", "/"))
        elif unicodedata.decomposition(char).startswith("<"):  # superscripts, full-width digits
            out.append(unicodedata.normalize("NFKC", char))
        else:
            out.append(char)
    return " ".join("".join(out).translate(_SAME).split())


def number(text: str) -> Fraction:
    """The number that is the whole of `text` (plain characters). ValueError if there is none."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= MOST_DIGITS else None
    if not match:
        raise ValueError("it is not a number")
    try:
        if match["whole"]:
            value = int(match["whole"]) + Fraction(int(match["n"]), int(match["d"]))
        elif match["upper"]:
            value = _decimal(match["upper"]) / _decimal(match["lower"])
        else:
            value = _decimal(match["decimal"])
    except ZeroDivisionError:
        raise ValueError("it divides by zero") from None
    return -value if match["sign"] == "-" else value


def _decimal(text: str) -> Fraction:
    return Fraction(Decimal(text.replace(",", ".")))


def decimal(value: float) -> str:
    """The number with up to seven significant digits, without exponent or needless zeros."""
    text = f"{Decimal(f'{value:.7g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_fraction(value: float) -> str | None:
    """The number as a whole and a part of a stop ("1⅓", "⅔", "2"), or None if it is not one."""
    whole = int(value)
    if value == whole:
        return str(whole)
    for part, sign in FRACTIONS.items():
        if abs(value - whole - part) < 1e-6:
            return f"{whole or ''}{sign}"
    return None
