"""Latitude and longitude: 57.7089, 57.7089 N, N 57° 42.534', 57° 42' 32" N, or both together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Quantity
from exifilm_core.kinds.numbers import doubt, number, plain
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import Pattern, pattern

_CERTAIN = pattern(r";\s*|,\s+")
_BETWEEN = pattern(r"[;,]\s*|\s+")
"""Signs between latitude and longitude. They may also stand before minutes or decimals."""


class Coordinate(Quantity):
    """A latitude or longitude in degrees, to a centimetre. North and east are positive."""

    unit = "°"

    def __init__(self, highest: float, positive: str, negative: str) -> None:
        self.lowest, self.highest = -highest, highest
        self.positive, self.negative = positive, negative
        north = positive == "N"
        self.invalid = Invalid.INVALID_LATITUDE if north else Invalid.INVALID_LONGITUDE
        self.accepts = (
            f"a {'latitude' if north else 'longitude'} such as 57.7089, 57.7089 {positive} "
            f"or 57° 42' 32\" {negative}"
        )
        self._words = pattern(
            rf"(?P<lead>[{positive}{negative}])?\s*"
            r"(?P<d>-?\d+(?:[.,]\d+)?)\s*(?:°|deg)?\s*"
            r"(?:(?<!\d)(?P<m>\d+(?:[.,]\d+)?)\s*'?\s*(?:(?<!\d)(?P<s>\d+(?:[.,]\d+)?)\s*(?:\"|'')?)?)?\s*"
            rf"(?P<side>[{positive}{negative}])?",
            re.IGNORECASE,
        )

    def read(self, text: str) -> float:
        match = self._words.fullmatch(text)
        if not match or (match["lead"] and match["side"]):
            raise InvalidValueError(Reason.NOT_VALID())
        degrees, minutes, seconds = (number(match[part] or "0") for part in "dms")
        if minutes >= 60 or seconds >= 60:
            raise InvalidValueError(Reason.SIXTY())
        if (match["m"] and degrees.denominator > 1) or (match["s"] and minutes.denominator > 1):
            raise InvalidValueError(Reason.DECIMALS())
        minus = match["d"].startswith("-")
        value = abs(degrees) + minutes / 60 + seconds / 3600
        if side := match["lead"] or match["side"]:
            if minus:
                raise InvalidValueError(Reason.MINUS_AND_SIDE(side=side))
            minus = side.upper() == self.negative
        return float(-value if minus else value)

    def split(self, text: str) -> tuple[str, str] | None:
        """Latitude and longitude of a place in a map's notation: latitude first, unless letters
        tell them apart.

        AmbiguousValueError if the text can be split in several ways.
        """
        words = plain(text)
        if _is(self, words):
            return None
        places = _places(words, _CERTAIN) or _places(words, _BETWEEN)
        if len(places) > 1:
            ways = [f"{north}; {east}" for north, east in places]
            raise doubt(*ways)
        for north, east in places:
            return (north, east) if self.positive == LATITUDE.positive else (east, north)
        return None

    def settled(self, value: float) -> float:
        return round(value, 7)

    def notations(self, value: float) -> Iterator[str]:
        side = self.negative if value < 0 else self.positive
        text = f"{abs(value):.7f}".rstrip("0").rstrip(".")
        yield f"{text}° {side}"


LATITUDE, LONGITUDE = Coordinate(90, "N", "S"), Coordinate(180, "E", "W")


def _places(words: str, between: Pattern) -> list[tuple[str, str]]:
    """Latitude and longitude, once for each split that gives both."""
    found = []
    for gap in between.finditer(words):
        first, second = words[: gap.start()], words[gap.end() :]
        lettered = re.search("[a-z]", first, re.I) and re.search("[a-z]", second, re.I)
        pairs = ((first, second), (second, first))[: 2 if lettered else 1]
        found += [pair for pair in pairs if _is(LATITUDE, pair[0]) and _is(LONGITUDE, pair[1])]
    return found


def _is(kind: Coordinate, text: str) -> bool:
    try:
        return kind.parse(text) is not None
    except ValueError:
        return False
