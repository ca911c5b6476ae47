"""Times: 1/60, ½, 2", 1' 30", 2:30, 4 min, 1 h, 190 days, 8 x 4 s. Held in seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from exifilm_core.kinds.kind import Quantity
from exifilm_core.kinds.numbers import decimal, is_bare, number, plain

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
_PART = re.compile(
    r"\s*(?P<number>[\d.,/ ]*[\d.,])\s*(?P<unit>[a-z]+|''|'|\"|$)\.?\s*", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,4}):(?P<s>\d{1,2}(?:[.,]\d+)?)")


_SHUTTER = re.compile(r"(?:bulb|b|time|t)(?![a-z])\s*:?\s*", re.IGNORECASE)
_SEVERAL = re.compile(r"(?P<count>\d{1,6})\s*[x*]\s*(?P<each>\D*\d.*)", re.IGNORECASE | re.ASCII)


class Time(Quantity):
    """A length of time in seconds. Fractions of a second are held as such: 1/60 is 1 ÷ 60."""

    accepts = "a time such as 1/60, 0.5, 2 s, 1m30s, 1' 30\", 2:30, 4 min, 1h or 190 days"
    unit = "s"
    lowest, highest = 1e-6, 3_660.0 * _DAY

    def read(self, text: str) -> float:
        if match := _SHUTTER.match(text):
            text = text[match.end() :]
            if not text:
                raise ValueError("how long? It says only that the shutter was held open")
        if match := _CLOCK.fullmatch(text):
            hours, minutes = int(match["h"] or 0), int(match["m"])
            seconds = number(match["s"])
            if seconds >= 60 or (match["h"] and minutes >= 60):
                raise ValueError("there are more than 59 minutes or seconds after a colon")
            return float(hours * 3600 + minutes * 60 + seconds)
        total, at, last = number("0"), 0, 1000 * _SECONDS["year"]
        while at < len(text):
            match = _PART.match(text, at)
            if not match:
                raise ValueError("it is not a time")
            unit = _SECONDS.get(match["unit"].lower())
            if unit is None and not match["unit"]:  # a bare number; after "1h" minutes, "1m" s
                unit = {3600: 60, 60: 1}.get(last, 1)
            if unit is None or unit >= last:
                raise ValueError("it is not a time")
            total += number(match["number"], ratio=True) * unit
            last, at = unit, match.end()
        return float(total)

    def split(self, text: str) -> tuple[str, str] | None:
        """Of several exposures on one sheet, such as 8 x 4 s, the time in all and how many."""
        several = _SEVERAL.fullmatch(plain(text))
        if not several:
            return None
        each = self.parse(several["each"])
        count = int(several["count"])
        return (f"{Decimal(f'{count * each:.10g}'):f} s" if each else "", several["count"])

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
            days, hours = divmod(hours, 24)
            parts = ((days, "d"), (hours, "h"), (minutes, "m"), (decimal(float(seconds)), "s"))
            yield " ".join(f"{n} {unit}" for n, unit in parts if n not in (0, "0"))
        yield f"{decimal(value)} s"

    def out_of_range(self) -> str:
        return "it is not a time that film is exposed or developed for (above 0, up to ten years)"

    def to_tag(self, value: float) -> str:
        """The seconds with ten digits, in which ExifTool finds 1/60 again for EXIF's rational."""
        return f"{Decimal(f'{value:.10g}'):f}"


class DarkroomTime(Time):
    """How long film was developed: a bare number that is typed is minutes, up to 180."""

    accepts = "a time such as 7½ min, 2:30, 1h or 45 s; a bare number is in minutes"

    def read(self, text: str) -> float:
        if not is_bare(text):
            return super().read(text)
        minutes = number(text)
        if minutes > 180:
            raise ValueError(f"it may be {text} min or {text} s")
        return float(minutes * 60)

    def unit_for(self, text: str) -> str:
        return "min"

    def meant(self, value: float) -> str:
        return f"{decimal(value)}min" if value <= 60 and value == round(value, 1) else ""
