"""Film speeds: 320, ISO 320, EI 320, 400/27°, and 27° or 27 DIN alone.

ISO gives a speed on two scales, the arithmetic one of ASA and the logarithmic one of DIN, in
degrees (ISO 6:1993 and ISO 5800:1987): ISO 400/27°. It is held on the arithmetic one.
"""

from __future__ import annotations

import math
import re

from exifilm_core.kinds.kind import PlainNumber
from exifilm_core.kinds.numbers import decimal

_STEPS = (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8)
"""Third parts of a stop from 1° on; each ten degrees are ten times as fast."""
_ROUNDED = {1.25: 1.2, 12.5: 12.0, 3.2: 3.0, 6.4: 6.0}
"""What slow films have printed on their boxes instead."""
_PAIR = re.compile(
    r"(?:iso|asa|e\.?i\.?)?\s*(?P<iso>[\d.,]+)\s*(?:iso|asa)?\s*/\s*(?P<din>\d{1,2})\s*(?:°\s*(?:din)?|din)?"
)
_DEGREES = re.compile(
    r"(?:din\s*(?P<after>\d{1,2})(?:/10)?\s*°?|(?:iso\s*)?(?P<before>\d{1,2})(?:/10)?\s*(?:°\s*(?:din)?|din))"
)
_MOST_DEGREES = 60


class Speed(PlainNumber):
    """A film speed on the ISO arithmetic scale."""

    accepts = "a speed such as 320, ISO 320, EI 320, 320/26° or 26°"
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
            raise ValueError(
                f"{pair['din']}° is ISO {decimal(_of_degrees(int(pair['din'])))}, not "
                f"{decimal(speed)}"
            )
        return super().read(text)

    def from_tag_text(self, raw: str) -> float | None:
        return self.parse(raw) if "/" in raw else super().from_tag_text(raw)

    def meant(self, value: float) -> str:
        """The speed of a pair such as 400/27 that was once taken for a fraction: 14.8."""
        if any(math.isclose(value, step * 10.0**tens) for step in _STEPS for tens in range(-2, 7)):
            return ""
        for degrees in range(1, _MOST_DEGREES):
            speed = _of_degrees(degrees)
            if math.isclose(speed / degrees, value, rel_tol=1e-4):
                return decimal(speed)
        return ""


def _of_degrees(degrees: int) -> float:
    """The arithmetic speed that a box with so many degrees has beside it: 27° is 400."""
    if not 1 <= degrees <= _MOST_DEGREES:
        raise ValueError(f"there is no film of {degrees}°")
    tens, step = divmod(degrees - 1, 10)
    speed = _STEPS[step] * 10**tens
    return _ROUNDED.get(speed, float(speed))


def _fits(speed: float, degrees: int) -> bool:
    """Whether they say the same, as nearly as boxes do: 12/12° and 12800/42° too."""
    return speed > 0 and abs(10 * math.log10(speed) + 1 - degrees) <= 0.5
