"""Numbers as they are written by hand: 22, 22.6, 22,6, 3,200, 22½, 12 5/8, 1/60, −1½.

Everything is read into exact fractions, so that 12 5/8 inches is exactly 320.675 mm. A comma may be
a decimal point or part thousands; where both make sense, neither is chosen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")

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
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!\d|,\d)", re.ASCII)
_DIVIDING = re.compile(rf"\d\s*/\s*{_THOUSANDS.pattern}", re.ASCII)
_BARE = re.compile(r"-?[\d.,]*\d[\d.,]*(?:e[+-]?\d{1,2}|\s*/\s*[\d.,]+| \d+/\d+)?", re.I | re.ASCII)
_PARTS = (2, 3, 4, 5, 6, 8, 10, 16, 32, 64)
MOST_CHARACTERS = 200
"""No quantity and no date is written with more."""
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
    """The text in plain characters: ½ as 1/2, typographic quotes, minus and × as typed ones.

    ValueError where it is too long for a quantity or a date, before anything tries to read it.
    """
    text = " ".join(text.split())
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"it is longer than {MOST_CHARACTERS} characters")
    out = []
    for char in text.translate(_SAME):
        if unicodedata.decomposition(char).startswith("<fraction>") and char != "⅟":
            out.append(" " + unicodedata.normalize("NFKC", char).replace("⁄", "/"))
        elif unicodedata.decomposition(char).startswith("<"):  # superscripts, full-width digits
            out.append(unicodedata.normalize("NFKC", char))
        else:
            out.append(char)
    return " ".join("".join(out).translate(_SAME).split())


def number(text: str, *, ratio: bool = False) -> Fraction:
    """The number that is the whole of `text` (plain characters). ValueError if there is none.

    With `ratio` it may be any fraction, as a time is; else a part such as ½ or 5/8.
    """
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= MOST_DIGITS else None
    if not match:
        raise ValueError("it is not a number")
    try:
        if match["whole"]:
            value = int(match["whole"]) + _part(int(match["n"]), int(match["d"]))
        elif match["upper"]:
            upper, lower = _decimal(match["upper"]), _decimal(match["lower"])
            value = upper / lower if ratio else _part(upper, lower)
        else:
            value = _decimal(match["decimal"])
    except ZeroDivisionError:
        raise ValueError("it divides by zero") from None
    return -value if match["sign"] == "-" else value


def _part(upper: Fraction | int, lower: Fraction | int) -> Fraction:
    if lower and not (0 < upper < lower and lower in _PARTS):
        raise ValueError("a fraction other than a part such as 1/2 or 5/8 makes no sense here")
    return Fraction(upper) / Fraction(lower)


def is_bare(text: str) -> bool:
    """Whether `text` (plain characters) is a number and nothing else, not even a plus before it."""
    return bool(_BARE.fullmatch(text))


def understood(text: str, read: Callable[[str], T]) -> T:
    """What `read` makes of the text, whose commas may be decimal points or part thousands.

    1/1,000 can only be a thousandth. ValueError where both ways make sense, or neither.
    """
    text = _DIVIDING.sub(lambda match: match[0].replace(",", ""), text)
    if not _THOUSANDS.search(text):
        return read(text)
    parted = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    found: dict[T, str] = {}
    problems = []
    for reading in (parted, text.replace(",", ".")):
        try:
            found.setdefault(read(reading), reading)
        except ValueError as problem:
            problems.append(problem)
    if not found:
        raise problems[0]
    if len(found) > 1:
        raise ValueError(f"it may be {' or '.join(found.values())}")
    return next(iter(found))


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
