"""Times: 1/60, ½, 2", 1' 30", 2:30, 4 min, 1 h. Held in seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from exifilm_core.kinds.kind import Quantity
from exifilm_core.kinds.numbers import decimal, number

_SECONDS = {
    "h": 3600,
    "hr": 3600,
    "hrs": 3600,
    "hour": 3600,
    "hours": 3600,
    "m": 60,
    "min": 60,
    "mins": 60,
    "minute": 60,
    "minutes": 60,
    "'": 60,
    "s": 1,
    "sec": 1,
    "secs": 1,
    "second": 1,
    "seconds": 1,
    '"': 1,
    "''": 1,
}
_PART = re.compile(
    r"\s*(?P<number>[\d.,/ ]*[\d.,])\s*(?P<unit>[a-z]+|''|'|\"|$)\.?\s*", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,4}):(?P<s>\d{1,2}(?:[.,]\d+)?)")


class Time(Quantity):
    """A length of time in seconds. Fractions of a second are held as such: 1/60 is 1 ÷ 60."""

    accepts = "a time such as 1/60, 0.5, 2 s, 1m30s, 1' 30\", 2:30, 4 min or 1h"
    unit = "s"
    lowest, highest = 1e-6, 1e7

    def read(self, text: str) -> float:
        if match := _CLOCK.fullmatch(text):
            hours, minutes = int(match["h"] or 0), int(match["m"])
            seconds = number(match["s"])
            if seconds >= 60 or (match["h"] and minutes >= 60):
                raise ValueError("there are more than 59 minutes or seconds after a colon")
            return float(hours * 3600 + minutes * 60 + seconds)
        total, at, last = number("0"), 0, 10_000
        while at < len(text):
            match = _PART.match(text, at)
            if not match:
                raise ValueError("it is not a time")
            unit = _SECONDS.get(match["unit"].lower())
            if unit is None and not match["unit"]:  # a bare number; after "1h" minutes, "1m" s
                unit = {3600: 60, 60: 1}.get(last, 1)
            if unit is None or unit >= last:
                raise ValueError("it is not a time")
            total += number(match["number"]) * unit
            last, at = unit, match.end()
        return float(total)

    def settled(self, value: float) -> float:
        # Rounded or not: what is a fraction of a second once it is rounded is one from the start.
        for seconds in (value, super().settled(value)):
            nth = round(1 / seconds)
            if nth > 1 and abs(seconds * nth - 1) < 1e-7:
                return 1 / nth
        return super().settled(value)

    def notations(self, value: float) -> Iterator[str]:
        if value < 1:
            yield f"1/{round(1 / value)} s"
        elif value >= 60:
            whole, seconds = divmod(Decimal(f"{value:.7g}"), 60)
            hours, minutes = divmod(int(whole), 60)
            parts = ((hours, "h"), (minutes, "m"), (decimal(float(seconds)), "s"))
            yield " ".join(f"{n} {unit}" for n, unit in parts if n not in (0, "0"))
        yield f"{decimal(value)} s"

    def out_of_range(self) -> str:
        return "it is not a time that film is exposed or developed for (above 0, below 115 days)"

    def to_tag(self, value: float) -> str:
        """The seconds with ten digits, in which ExifTool finds 1/60 again for EXIF's rational."""
        return f"{Decimal(f'{value:.10g}'):f}"
