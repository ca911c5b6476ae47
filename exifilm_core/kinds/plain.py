"""Quantities that are a number with a word or a sign: angles, temperatures, factors, counts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Json, Kind, PlainNumber, Quantity
from exifilm_core.kinds.numbers import (
    BETWEEN_VALUES,
    decimal,
    doubt,
    is_bare,
    number,
    plain,
    understood,
    with_fraction,
)
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import pattern


class Angle(PlainNumber):
    """An angle in degrees, -90 to 90."""

    invalid = Invalid.INVALID_ANGLE
    accepts = "an angle such as 7, 7° or -3.5 deg"
    unit = "°"
    lowest, highest = -90, 90
    words = ("degrees", "degree", "deg.", "deg", "°")
    pattern = "{}°"


class Temperature(PlainNumber):
    """A temperature in °C, converted from °F to a hundredth of a degree.

    No developer is hotter than 44 °C or colder than 55 °F, so a typed number may lack its unit.
    """

    invalid = Invalid.INVALID_TEMPERATURE
    accepts = "a temperature such as 20, 20 °C, 68 or 68 °F"
    unit = "°C"
    lowest, highest = -50, 150
    words = ("degrees c", "grad c", "degrees", "grad", "°c", "c")
    pattern = "{} °C"

    def read(self, text: str) -> float:
        if fahrenheit := re.fullmatch(r"(.*\d)\s*(?:°|degrees)?\s*f", text, re.IGNORECASE):
            return self._of_fahrenheit(fahrenheit[1])
        bare = text.removeprefix("+").removesuffix("°").strip()
        if not is_bare(bare):
            return super().read(text)
        unit = self._unit_of(number(bare))
        if not unit and self._of_fahrenheit(bare) <= self.highest:
            raise doubt(f"{bare} °C", f"{bare} °F")
        return self._of_fahrenheit(bare) if unit == "°F" else float(number(bare))

    def unit_for(self, text: str) -> str:
        try:
            return self._unit_of(number(plain(text))) if text else self.unit
        except ValueError:
            return ""

    @staticmethod
    def _unit_of(degrees: Fraction) -> str:
        return "°C" if degrees <= 44 else "°F" if 55 <= degrees <= 110 else ""

    @staticmethod
    def _of_fahrenheit(degrees: str) -> float:
        return round(float((number(degrees) - 32) * 5 / 9), 2)

    def meant(self, value: float) -> str:
        return f"{decimal(value)}°F" if 55 <= value <= 110 else ""


class Factor(Quantity):
    """An exposure factor. Stops are powers of two: "+1⅓ stops" is 2^1⅓ = 2.519842."""

    invalid = Invalid.INVALID_FACTOR
    accepts = "a factor such as 2.5, x2.5, 2.5×, +1⅓ stops or 1 1/3 stops"
    unit = "×"
    lowest, highest = 0.001, 1e6
    _MOST_STOPS = 20
    _STOPS = pattern(r"(?P<number>[+-]?.*?)\s*(?P<word>stops?)?", re.IGNORECASE)

    def read(self, text: str) -> float:
        match = self._STOPS.fullmatch(text)
        if match and (match["word"] or text[0] in "+-"):
            stops = float(number(match["number"]))
            if abs(stops) > self._MOST_STOPS:
                raise InvalidValueError(Reason.TOO_MANY_STOPS(most=self._MOST_STOPS))
            return float(2.0**stops)
        return float(number(text.lower().strip("x ")))

    def notations(self, value: float) -> Iterator[str]:
        if value != round(value, 2):
            stops = math.log2(value)
            if part := with_fraction(abs(stops)):
                yield f"{'-' if stops < 0 else '+'}{part} stops"
        yield f"{decimal(value)}×"


class Development(Quantity):
    """Development in stops from normal: N, N+1, N-1.5, push 1."""

    invalid = Invalid.INVALID_DEVELOPMENT
    accepts = "a development such as N, N+1, N-1½, +1, push 1 or pull 2"
    unit = "stops"
    lowest, highest = -10, 10
    _PUSHED = pattern(r"(?:push(?:ed)?|(?P<pull>pull(?:ed)?))\s*(?:by\s*)?", re.IGNORECASE)
    _STOPS = pattern(r"\s*stops?$", re.IGNORECASE)
    _BETWEEN = pattern(rf"{BETWEEN_VALUES}|,(?=\d+(?:\.\d+)?\s?(?:c|f|grad)\b)", re.IGNORECASE)
    _DOUBTFUL = pattern(r"([^,]*\d),([1-9]\d)")
    """A comma that may be a decimal point, or separate two numbers without units."""
    _DECIMALS = "25 33 50 66 67 75".split()
    _COLDEST = 10
    """Degrees below which a number without a unit is no temperature of a developer."""

    def split(self, text: str) -> tuple[str | None, ...] | None:
        """The development, its time and its temperature, such as N+1, 13 min, 21 °C.

        AmbiguousValueError for N+1,13 and N, 7, 5.
        """
        first, *rest = map(str.strip, self._BETWEEN.split(plain(text)))
        if (two := self._DOUBTFUL.fullmatch(first)) and two[2] not in self._DECIMALS:
            raise doubt(f"{two[1]}.{two[2]}", f"{two[1]}, {two[2]} min")
        if not rest:
            return None
        if not first or len(rest) > 2 or (len(rest) == 2 and not rest[0]):
            raise InvalidValueError(Reason.DEVELOPMENT_LINE())
        if (two := self._DOUBTFUL.fullmatch(rest[0])) and len(rest) == 1:
            start = f"{first}, {two[1]}"
            raise doubt(f"{start}.{two[2]} min", f"{start} min, {two[2]} °C")
        time, degrees = [*rest, ""][:2]
        if degrees.isdecimal() and int(degrees) < self._COLDEST:
            raise doubt(f"{first}, {time}.{degrees} min", f"{first}, {time} min, {degrees} °C")
        return first, time or None, degrees or None

    def read(self, text: str) -> float:
        text = self._STOPS.sub("", text)
        if pushed := self._PUSHED.match(text):
            stops = float(number(text[pushed.end() :].removeprefix("-" if pushed["pull"] else "+")))
            if stops < 0:
                raise InvalidValueError(Reason.NEGATIVE_PUSH())
            return -stops if pushed["pull"] else stops
        bare = re.sub(r"^(n(ormal)?\b|n(?=[+-]))\s*", "", text, flags=re.IGNORECASE)
        if bare != text and bare and bare[0] not in "+-":
            raise InvalidValueError(Reason.NO_SIGN_AFTER_N())
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


class Compensation(Quantity):
    """An exposure compensation in stops: +⅔, -1.5, 0."""

    invalid = Invalid.INVALID_COMPENSATION
    accepts = "an exposure compensation such as +1, -1½, +2/3, +0.7 EV or 0"
    unit = "EV"
    lowest, highest = -20, 20
    _STOPS = pattern(r"\s*(?:ev|stops?)$", re.IGNORECASE)

    def read(self, text: str) -> float:
        return float(number(self._STOPS.sub("", text).replace("± ", "").lstrip("±")))

    def notations(self, value: float) -> Iterator[str]:
        sign = "-" if value < 0 else "+" if value > 0 else ""
        if part := with_fraction(abs(value)):
            yield f"{sign}{part}"
        yield f"{sign}{decimal(abs(value))}"


class Count(Kind[int]):
    """A whole number from 1 to a million."""

    invalid = Invalid.INVALID_COUNT
    accepts = "a whole number such as 1 or 8"
    ordered = True
    highest = 1_000_000

    def parse(self, text: str) -> int | None:
        words = plain(text)
        return understood(words, self._read) if words else None

    def _read(self, text: str) -> int | None:
        value = number(text)
        if value.denominator != 1:
            raise InvalidValueError(Reason.NOT_WHOLE())
        return self.checked(int(value))

    def show(self, value: int) -> str:
        return str(value)

    def span(self, value: int) -> tuple[float, float]:
        return value, value

    def checked(self, value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidValueError(Reason.NOT_WHOLE())
        if not 1 <= value <= self.highest:
            raise InvalidValueError(Reason.OUT_OF_RANGE(lowest=1, highest=self.highest))
        return value

    def schema(self) -> dict[str, Json]:
        return {"type": "integer", "minimum": 1, "maximum": self.highest}
