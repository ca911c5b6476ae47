"""Film speeds: 320, ISO 320, EI 320, 400/27°, and 27° or 27 DIN alone.

ISO has two scales, the arithmetic one of ASA and the logarithmic one of DIN, in degrees (ISO
6:1993 and ISO 5800:1987): ISO 400/27°. The record holds the arithmetic one.
"""

from __future__ import annotations

import math

from exifilm_core.errors import AmbiguousValueError, InvalidValueError
from exifilm_core.kinds.kind import PlainNumber
from exifilm_core.kinds.numbers import decimal
from exifilm_core.messages.values import Ambiguous, Invalid, Reason
from exifilm_core.patterns import pattern

_STEPS = (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8)
"""Speeds in thirds of a stop from 1° on; ten degrees more are ten times as fast."""
_ROUNDED = {1.25: 1.2, 12.5: 12.0, 3.2: 3.0, 6.4: 6.0}
"""The rounded speeds on the boxes of slow films."""
_PAIR = pattern(
    r"(?:iso|asa|e\.?i\.?)?\s*(?P<iso>[\d.,]+)\s*(?:iso|asa)?\s*/\s*(?P<din>\d{1,2})\s*(?:°\s*(?:din)?|din)?"
)
_DEGREES = pattern(
    r"(?:din\s*(?P<after>\d{1,2})(?:/10)?\s*°?|(?:iso\s*)?(?P<before>\d{1,2})(?:/10)?\s*(?:°\s*(?:din)?|din))"
)
_MOST_DEGREES = 60


class Speed(PlainNumber):
    """A film speed on the ISO arithmetic scale."""

    invalid = Invalid.INVALID_SPEED
    accepts = "a film speed such as 320, ISO 320, EI 320, 320/26° or 26°"
    unit = "ISO"
    lowest, highest = 0.01, 10_000_000
    words = ("iso", "asa", "e.i.", "ei")

    def read(self, text: str) -> float:
        bare = text.lower().strip()
        pair = _PAIR.fullmatch(bare)
        if pair and _fits(speed := super().read(pair["iso"]), int(pair["din"])):
            return speed
        if degrees := _DEGREES.fullmatch(bare):
            return _of_degrees(int(degrees["before"] or degrees["after"]))
        if pair:
            iso = decimal(_of_degrees(int(pair["din"])))
            raise AmbiguousValueError(
                Ambiguous.SPEEDS_DIFFER(degrees=pair["din"], iso=iso, speed=decimal(speed))
            )
        return super().read(text)

    def from_tag_text(self, raw: str) -> float | None:
        return self.parse(raw) if "/" in raw else super().from_tag_text(raw)

    def meant(self, value: float) -> str:
        """The speed of a pair such as 400/27 that an earlier version read as a fraction: 14.8."""
        if any(math.isclose(value, step * 10.0**tens) for step in _STEPS for tens in range(-2, 7)):
            return ""
        for degrees in range(1, _MOST_DEGREES):
            speed = _of_degrees(degrees)
            if math.isclose(speed / degrees, value, rel_tol=1e-4):
                return decimal(speed)
        return ""


def _of_degrees(degrees: int) -> float:
    """The arithmetic speed for degrees, as film boxes give it: 400 for 27°."""
    if not 1 <= degrees <= _MOST_DEGREES:
        raise InvalidValueError(Reason.NO_SUCH_DEGREES(degrees=degrees))
    tens, step = divmod(degrees - 1, 10)
    speed = _STEPS[step] * 10**tens
    return _ROUNDED.get(speed, float(speed))


def _fits(speed: float, degrees: int) -> bool:
    """Whether both scales agree as closely as on film boxes, such as 12/12° and 12800/42°."""
    return speed > 0 and abs(10 * math.log10(speed) + 1 - degrees) <= 0.5
