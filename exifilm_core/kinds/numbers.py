"""Numbers in a photographer's notation: 22, 22.6, 22,6, 3,200, 22½, 12 5/8, 1/60, −1½.

Every number becomes an exact fraction, so that 12 5/8 inches is exactly 320.675 mm. A comma is a
decimal point or separates thousands. If both readings are valid, the number is ambiguous.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from exifilm_core.errors import AmbiguousValueError, InvalidValueError
from exifilm_core.messages.values import Ambiguous, Reason, either
from exifilm_core.patterns import pattern

T = TypeVar("T")

TYPED = str.maketrans(
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
"""Typed characters for the printed ones that mean the same."""
_NUMBER = pattern(
    r"""(?P<sign>[+-]?)\s*
        (?: (?P<whole>\d+)\s+(?P<n>\d+)\s*/\s*(?P<d>\d+)
          | (?P<upper>\d+(?:[.,]\d+)?)\s*/\s*(?P<lower>\d+(?:[.,]\d+)?)
          | (?P<decimal>(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?)
        )""",
    re.VERBOSE | re.ASCII,
)
_IN_THOUSANDS = r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!\d|,\d)"
_THOUSANDS = pattern(_IN_THOUSANDS, re.ASCII)
_DIVIDING = pattern(rf"\d\s*/\s*{_IN_THOUSANDS}", re.ASCII)
_BARE = pattern(r"-?[\d.,]*\d[\d.,]*(?:e[+-]?\d{1,2}|\s*/\s*[\d.,]+| \d+/\d+)?", re.I | re.ASCII)
_PARTS = (2, 3, 4, 5, 6, 8, 10, 16, 32, 64)
BETWEEN_VALUES = r";|,(?=\s|$|\D|1/\d|\d+(?:\.\d+)?\s?(?:s|sec|m|min|h|°|['\"])(?![a-z]))"
"""What separates two values. A comma between digits is a decimal point but for 22,1/4 and 22,4s."""
MOST_CHARACTERS = 200
"""The most characters of a quantity or a date."""
MOST_DIGITS = 40
"""The most digits of a quantity. The limit comes before any arithmetic, which would be slow."""

FRACTIONS = {
    Fraction(1, 4): "¼",
    Fraction(1, 3): "⅓",
    Fraction(1, 2): "½",
    Fraction(2, 3): "⅔",
    Fraction(3, 4): "¾",
}
"""The parts of a stop on cameras and meters, in print."""


def plain(text: str) -> str:
    """The text in plain characters: 1/2 for ½, and typed quotes, minus and x.

    InvalidValueError if it is too long for a quantity or a date.
    """
    text = " ".join(text.split())
    if len(text) > MOST_CHARACTERS:
        raise InvalidValueError(Reason.TOO_LONG(most=MOST_CHARACTERS))
    if text.isascii():
        return text
    out = []
    for char in text.translate(TYPED):
        if unicodedata.decomposition(char).startswith("<fraction>") and char != "⅟":
            out.append(" " + unicodedata.normalize("NFKC", char).replace("⁄", "/"))
        elif unicodedata.decomposition(char).startswith("<"):  # superscripts, full-width digits
            out.append(unicodedata.normalize("NFKC", char))
        else:
            out.append(char)
    return " ".join("".join(out).translate(TYPED).split())


def number(text: str, *, ratio: bool = False) -> Fraction:
    """The number that `text`, in plain characters, consists of. InvalidValueError if it has none.

    With `ratio` it may be any fraction, such as a time; otherwise a part such as ½ or 5/8.
    """
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= MOST_DIGITS else None
    if not match:
        raise InvalidValueError(Reason.NOT_VALID())
    try:
        if match["whole"]:
            value = int(match["whole"]) + _part(int(match["n"]), int(match["d"]))
        elif match["upper"]:
            upper, lower = _decimal(match["upper"]), _decimal(match["lower"])
            value = upper / lower if ratio else _part(upper, lower)
        else:
            value = _decimal(match["decimal"])
    except ZeroDivisionError:
        raise InvalidValueError(Reason.DIVIDES_BY_ZERO()) from None
    return -value if match["sign"] == "-" else value


def _part(upper: Fraction | int, lower: Fraction | int) -> Fraction:
    if lower and not (0 < upper < lower and lower in _PARTS):
        raise InvalidValueError(Reason.FRACTION())
    return Fraction(upper) / Fraction(lower)


def is_bare(text: str) -> bool:
    """Whether `text`, in plain characters, is a number alone, without even a plus."""
    return bool(_BARE.fullmatch(text))


def understood(text: str, read: Callable[[str], T]) -> T:
    """The value that `read` gives for the text, with each comma as a decimal point or as none.

    1/1,000 can only be a thousandth. AmbiguousValueError if both readings are valid,
    InvalidValueError if neither is.
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
        raise doubt(*found.values())
    return next(iter(found))


def doubt(*readings: str) -> AmbiguousValueError:
    """The error for a text that may mean each of these."""
    return AmbiguousValueError(Ambiguous.AMBIGUOUS(readings=either(readings)))


def _decimal(text: str) -> Fraction:
    return Fraction(Decimal(text.replace(",", ".")))


def decimal(value: float) -> str:
    """The number with up to seven significant digits, without exponent or final zeros."""
    text = f"{Decimal(f'{value:.7g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_third(value: float) -> str:
    """The number with a third, which no decimal ends with: 12⅓, -3⅔; any other as a decimal.

    >>> with_third(12.33333), with_third(-0.6666667), with_third(11.5), with_third(12.3)
    ('12⅓', '-0⅔', '11.5', '12.3')
    """
    text, whole = decimal(abs(value)), int(abs(value))
    for part, sign in FRACTIONS.items():
        if part.denominator == 3 and text == decimal(whole + float(part)):
            return f"{'-' if value < 0 else ''}{whole}{sign}"
    return decimal(value)


def with_fraction(value: float) -> str | None:
    """The number in whole stops and a part of one ("1⅓", "⅔", "2"); None if no part fits."""
    whole = int(value)
    if value == whole:
        return str(whole)
    for part, sign in FRACTIONS.items():
        if abs(value - whole - part) < 1e-6:
            return f"{whole or ''}{sign}"
    return None
