"""The quantities that are a number and a word or sign: angles, factors, stops, speeds, degrees."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from exifilm_core.kinds.kind import Json, Kind, PlainNumber, Quantity
from exifilm_core.kinds.numbers import decimal, number, plain, with_fraction


class Angle(PlainNumber):
    """An angle in degrees, -90 to 90."""

    accepts = "an angle such as 7, 7° or -3.5 deg"
    unit = "°"
    lowest, highest = -90, 90
    words = ("degrees", "degree", "deg.", "deg", "°")
    pattern = "{}°"


class Speed(PlainNumber):
    """A film speed on the ISO arithmetic scale; 320/26° is 320."""

    accepts = "a speed such as 320, ISO 320, EI 320 or 320/26°"
    unit = "ISO"
    lowest, highest = 0.01, 10_000_000
    words = ("iso", "asa", "e.i.", "ei")

    def read(self, text: str) -> float:
        return super().read(re.sub(r"\s*/\s*\d{1,2}\s*(°|din)$", "", text, flags=re.IGNORECASE))


class Temperature(PlainNumber):
    """A temperature in °C; degrees Fahrenheit are converted, to a hundredth of a degree."""

    accepts = "a temperature such as 20, 20 °C or 68F"
    unit = "°C"
    lowest, highest = -50, 150
    words = ("degrees c", "°c", "c", "°")
    pattern = "{} °C"

    def read(self, text: str) -> float:
        if fahrenheit := re.fullmatch(r"(.*\d)\s*(?:°|degrees)?\s*f", text, re.IGNORECASE):
            return round(float((number(fahrenheit[1]) - 32) * 5 / 9), 2)
        return super().read(text)


class Factor(Quantity):
    """A factor on the exposure; stops are a power of two: "+1⅓ stops" is 2^1⅓ = 2.519842."""

    accepts = 'a factor such as 2.5, x2.5, 2.5×, or stops such as "+1⅓" or "1 1/3 stops"'
    unit = "×"
    lowest, highest = 0.001, 1e6
    _STOPS = re.compile(r"(?P<number>[+-]?.*?)\s*(?P<word>stops?)?", re.IGNORECASE)

    def read(self, text: str) -> float:
        match = self._STOPS.fullmatch(text)
        if match and (match["word"] or text[0] in "+-"):
            stops = float(number(match["number"]))
            if abs(stops) > 20:
                raise ValueError("it is more than 20 stops")
            return float(2.0**stops)
        return float(number(text.lower().strip("x ")))

    def notations(self, value: float) -> Iterator[str]:
        if value != round(value, 2):
            stops = math.log2(value)
            if part := with_fraction(abs(stops)):
                yield f"{'-' if stops < 0 else '+'}{part} stops"
        yield f"{decimal(value)}×"


class Development(Quantity):
    """Development in stops from normal: N, N+1, N-1.5."""

    accepts = "N, N+1, N-1, N-1½ or +1"
    unit = "stops"
    lowest, highest = -10, 10

    def read(self, text: str) -> float:
        bare = re.sub(r"^(n(ormal)?\b|n(?=[+-]))\s*", "", text, flags=re.IGNORECASE)
        if bare != text and bare and bare[0] not in "+-":
            raise ValueError("after N comes + or -")
        return float(number(bare)) if bare else 0.0

    def notations(self, value: float) -> Iterator[str]:
        sign = "-" if value < 0 else "+"
        if value == 0:
            yield "N"
        elif value == round(value, 2):
            yield f"N{sign}{decimal(abs(value))}"
        elif part := with_fraction(abs(value)):
            yield f"N{sign}{part}"
        yield f"N{sign}{decimal(abs(value))}"


class Coordinate(Quantity):
    """A latitude or longitude in degrees, north and east positive, to a centimetre."""

    unit = "°"

    def __init__(self, highest: float, positive: str, negative: str) -> None:
        self.lowest, self.highest = -highest, highest
        self.positive, self.negative = positive, negative
        self.accepts = f"57.7089, 57.7089 {positive} or 57° 42' 32\" {negative}"  # type: ignore[misc]
        self._words = re.compile(
            r"(?P<d>-?\d+(?:[.,]\d+)?)\s*(?:°|deg)?\s*"
            r"(?:(?P<m>\d+(?:[.,]\d+)?)\s*'?\s*(?:(?P<s>\d+(?:[.,]\d+)?)\s*(?:\"|'')?)?)?\s*"
            rf"(?P<side>[{positive}{negative}])?",
            re.IGNORECASE,
        )

    def read(self, text: str) -> float:
        match = self._words.fullmatch(text)
        if not match:
            raise ValueError("it is not a coordinate")
        degrees, minutes, seconds = (number(match[part] or "0") for part in "dms")
        if minutes >= 60 or seconds >= 60:
            raise ValueError("there are more than 59 minutes or seconds")
        minus = match["d"].startswith("-")
        value = abs(degrees) + minutes / 60 + seconds / 3600
        if side := match["side"]:
            if minus:
                raise ValueError(f"it has both a minus and a {side}")
            minus = side.upper() == self.negative
        return float(-value if minus else value)

    def settled(self, value: float) -> float:
        return round(value, 7)

    def notations(self, value: float) -> Iterator[str]:
        side = self.negative if value < 0 else self.positive
        text = f"{abs(value):.7f}".rstrip("0").rstrip(".")
        yield f"{text}° {side}"


class Count(Kind[int]):
    """How many: a whole number from 1."""

    accepts = "a whole number such as 1 or 8"

    def parse(self, text: str) -> int | None:
        words = plain(text)
        if not words:
            return None
        value = number(words)
        if value.denominator != 1:
            raise ValueError("it is not a whole number")
        return self.checked(int(value))

    def show(self, value: int) -> str:
        return str(value)

    def checked(self, value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("it is not a whole number")
        if not 1 <= value <= 1_000_000:
            raise ValueError("it is not between 1 and 1000000")
        return value

    def schema(self) -> dict[str, Json]:
        return {"type": "integer", "minimum": 1, "maximum": 1_000_000}
