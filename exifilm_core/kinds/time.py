"""Times in seconds: 1/60, ½, 2", 1' 30", 2:30, 4 min, 1 h, 190 days, 8 x 4 s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Quantity
from exifilm_core.kinds.numbers import decimal, doubt, is_bare, number, plain
from exifilm_core.messages import Text
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import pattern

_DAY = 86_400
_SECONDS = {
    unit: seconds
    for units, seconds in (
        ("y yr year years jahr jahre", 365 * _DAY),
        ("week weeks woche wochen", 7 * _DAY),
        ("d day days tag tage", _DAY),
        ("h hr hrs hour hours std stunde stunden", 3600),
        ("m min mins minute minutes minuten '", 60),
        ("s sec secs second seconds sek sekunde sekunden \" ''", 1),
    )
    for unit in units.split()
}
_PART = pattern(r"\s*(?P<number>[\d.,/ ]*[\d.,])\s*(?P<unit>[a-z]+|''|'|\"|$)\.?\s*", re.IGNORECASE)
_CLOCK = pattern(r"(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,4}):(?P<s>\d{1,2}(?:[.,]\d+)?)")


_SHUTTER = pattern(r"(?:bulb|b|time|t)(?![a-z])\s*:?\s*", re.IGNORECASE)
_SEVERAL = pattern(r"(?P<count>\d{1,6})\s*[x*]\s*(?P<each>\D*\d.*)", re.IGNORECASE | re.ASCII)


class Time(Quantity):
    """A time in seconds. A fraction of a second stays exact: 1/60 is 1 ÷ 60."""

    invalid = Invalid.INVALID_TIME
    accepts = "a time such as 1/60, 0.5, 2 s, 1m30s, 1' 30\", 2:30, 4 min, 1 h or 190 days"
    unit = "s"
    lowest, highest = 1e-6, 3_660.0 * _DAY

    def read(self, text: str) -> float:
        if match := _SHUTTER.match(text):
            text = text[match.end() :]
            if not text:
                raise InvalidValueError(Reason.NO_LENGTH())
        if match := _CLOCK.fullmatch(text):
            hours, minutes = int(match["h"] or 0), int(match["m"])
            seconds = number(match["s"])
            if seconds >= 60 or (match["h"] and minutes >= 60):
                raise InvalidValueError(Reason.SIXTY())
            return float(hours * 3600 + minutes * 60 + seconds)
        total, at, last = number("0"), 0, 1000 * _SECONDS["year"]
        while at < len(text):
            match = _PART.match(text, at)
            if not match:
                raise InvalidValueError(Reason.NOT_VALID())
            unit = _SECONDS.get(match["unit"].lower())
            if unit is None and not match["unit"]:  # a bare number; after "1h" minutes, "1m" s
                unit = {3600: 60, 60: 1}.get(last, 1)
            if unit is None or unit >= last:
                raise InvalidValueError(Reason.NOT_VALID())
            total += number(match["number"], ratio=True) * unit
            last, at = unit, match.end()
        return float(total)

    def split(self, text: str) -> tuple[str, str] | None:
        """The total time and the number of several exposures on one sheet, such as 8 x 4 s."""
        several = _SEVERAL.fullmatch(plain(text))
        if not several:
            return None
        each = self.parse(several["each"])
        count = int(several["count"])
        return (f"{Decimal(f'{count * each:.10g}'):f} s" if each else "", several["count"])

    def settled(self, value: float) -> float:
        # A time that is a fraction of a second only after rounding counts as one before it too.
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
            days, hours = divmod(hours, 24)
            parts = ((days, "d"), (hours, "h"), (minutes, "m"), (decimal(float(seconds)), "s"))
            yield " ".join(f"{n} {unit}" for n, unit in parts if n not in (0, "0"))
        yield f"{decimal(value)} s"

    def out_of_range(self) -> Text:
        return Reason.TIME_OUT_OF_RANGE()

    def to_tag(self, value: float) -> str:
        """The seconds with ten digits, from which ExifTool makes EXIF's rational 1/60 again."""
        return f"{Decimal(f'{value:.10g}'):f}"


class DarkroomTime(Time):
    """A developing time. A typed number without a unit is in minutes, up to 180."""

    accepts = "a time such as 7½, 7½ min, 2:30, 1 h or 45 s"

    def read(self, text: str) -> float:
        if not is_bare(text):
            return super().read(text)
        minutes = number(text)
        if 180 < minutes <= self.highest:
            raise doubt(f"{text} min", f"{text} s")
        return float(minutes * 60)

    def unit_for(self, text: str) -> str:
        return "min"

    def meant(self, value: float) -> str:
        return f"{decimal(value)}min" if value <= 60 and value == round(value, 1) else ""
