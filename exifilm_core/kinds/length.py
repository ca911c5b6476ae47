"""Lengths and distances: 320, 32 cm, 12.6 in, 12 5/8", 3 ft 6 in, 3.4 m, infinity."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Json, Quantity
from exifilm_core.kinds.numbers import decimal, number
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import pattern

_MILLIMETRES = {
    "mm": Fraction(1),
    "cm": Fraction(10),
    "m": Fraction(1000),
    "in": Fraction("25.4"),
    "inch": Fraction("25.4"),
    "inches": Fraction("25.4"),
    '"': Fraction("25.4"),
    "''": Fraction("25.4"),
    "ft": Fraction("304.8"),
    "foot": Fraction("304.8"),
    "feet": Fraction("304.8"),
    "'": Fraction("304.8"),
}
_LENGTH = pattern(
    r"(?P<number>[+-]?[\d.,/ ]*[\d.,])\s*(?P<unit>[a-z]+|''|'|\")?\.?"
    r"(?:\s*(?P<inches>[\d.,/ ]*[\d.,])\s*(?:in|inch|inches|''|\")\.?)?",
    re.IGNORECASE,
)
_INFINITY = ("infinity", "infinite", "inf", "∞")
EXIF_INFINITY = 4294967295
"""The numerator of an infinite SubjectDistance (EXIF 2.32, 4.6.5, tag 9206)."""
INFINITY_IN_TAG = f"{EXIF_INFINITY}/1"
"""Infinity as ExifTool must write it; without “/1” it would halve it in XMP."""


class Length(Quantity):
    """A length in `unit`, "mm" or "m"; with `infinity` it may be infinite."""

    def __init__(
        self, unit: str, lowest: float = -1000, highest: float = 1e6, *, infinity: bool = False
    ) -> None:
        self.unit, self.lowest, self.highest, self.infinity = unit, lowest, highest, infinity
        self.invalid = Invalid.INVALID_LENGTH if unit == "mm" else Invalid.INVALID_DISTANCE
        if unit == "mm":
            self.accepts = 'a length such as 320, 320 mm, 32 cm, 12.6 in, 12 5/8" or 3 ft'
        elif infinity:
            self.accepts = "a distance such as 3.4, 3.4 m, 340 cm, 11 ft 2 in or infinity"
        else:
            self.accepts = "a distance such as 3.4, 3.4 m, 340 cm or 11 ft 2 in"

    def read(self, text: str) -> float:
        if self.infinity and text.lower() in _INFINITY:
            return math.inf
        match = _LENGTH.fullmatch(text)
        unit = _MILLIMETRES.get((match["unit"] or self.unit).lower()) if match else None
        if not match or unit is None:
            raise InvalidValueError(Reason.NOT_VALID())
        length = number(match["number"]) * unit
        if match["inches"]:
            if unit != _MILLIMETRES["ft"]:
                raise InvalidValueError(Reason.NOT_VALID())
            inches = number(match["inches"]) * _MILLIMETRES["in"]
            length += -inches if length < 0 else inches
        return float(length / _MILLIMETRES[self.unit])

    def checked(self, value: Any) -> float | None:
        if self.infinity and isinstance(value, float) and value == math.inf:
            return value
        return super().checked(value)

    def notations(self, value: float) -> Iterator[str]:
        yield "infinity" if value == math.inf else f"{decimal(value)} {self.unit}"

    def to_json(self, value: float) -> Json:
        return "infinity" if value == math.inf else value

    def from_json(self, data: Json) -> float | None:
        if self.infinity and data == "infinity":
            return math.inf
        return self.checked(data)

    def to_tag(self, value: float) -> Json:
        return INFINITY_IN_TAG if value == math.inf else decimal(value)

    def from_tag_text(self, raw: str) -> float | None:
        if self.infinity and raw in (str(EXIF_INFINITY), INFINITY_IN_TAG):
            return math.inf
        return super().from_tag_text(raw)

    def schema(self) -> dict[str, Json]:
        schema = super().schema()
        return {"anyOf": [schema, {"const": "infinity"}]} if self.infinity else schema
