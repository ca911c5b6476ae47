"""Apertures: f/22, 22½ (half a stop past 22), f/22+⅓, or any f-number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exifilm_core.errors import InvalidValueError
from exifilm_core.film.stops import STOPS, aperture_past
from exifilm_core.kinds.exposure_line import ExposureLine, exposure_line
from exifilm_core.kinds.kind import Quantity
from exifilm_core.kinds.numbers import FRACTIONS, decimal, number
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import pattern

_F = pattern(r"^(?:f|aperture|blende)\s*[/:.]?\s*", re.IGNORECASE)
_AND_PART = pattern(r"(?P<stop>\d+(?:[.,]\d+)?)\s*(?P<sign>[+-]|\s)\s*(?P<part>\d+\s*/\s*\d+)")


class Aperture(Quantity):
    """An f-number. f/22½ is half a stop past 22: 22 · 2^(½ ÷ 2) = 26.163."""

    invalid = Invalid.INVALID_APERTURE
    accepts = "an f-number such as 22, f/22, f/22½, f/22+1/3 or 22.6"
    lowest, highest = 0.5, 2048

    def read(self, text: str) -> float:
        bare = _F.sub("", text)
        if match := _AND_PART.fullmatch(bare):
            part = float(number(match["part"]))
            if not 0 < part < 1:
                raise InvalidValueError(Reason.NOT_A_PART_OF_A_STOP())
            sign = -1 if match["sign"] == "-" else 1
            return aperture_past(float(number(match["stop"])), sign * part)
        if "/" in bare:
            raise InvalidValueError(Reason.NOT_VALID())
        return float(number(bare))

    def split(self, text: str) -> ExposureLine | None:
        """The parts of a whole exposure, such as f/22, 1/4, ×4 → 1 s."""
        return exposure_line(text)

    def notations(self, value: float) -> Iterator[str]:
        if value >= 1 and value != round(value, 1):
            for stop in STOPS:
                for part, sign in FRACTIONS.items():
                    if abs(aperture_past(stop, float(part)) - value) < 1e-3:
                        yield f"f/{decimal(stop)}{sign}"
        yield f"f/{decimal(value)}"
