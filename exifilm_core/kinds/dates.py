"""Dates that may be partial: 1974, 1974-08, 1974-08-03, 1974-08-03 16:20+02:00.

What is not known is not made up: a year stays a year, in the record, in the tag and on paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from exifilm_core.kinds.kind import Json, Kind
from exifilm_core.kinds.numbers import plain

_DATE = re.compile(
    r"""(?P<year>\d{4})
        (?: (?P<sep>[-:./])(?P<month>\d{1,2})
            (?: (?P=sep)(?P<day>\d{1,2})
                (?: [\sT]+ (?P<hour>\d{1,2}):(?P<minute>\d{2})
                    (?: :(?P<second>\d{2}) (?:[.,](?P<fraction>\d{1,9}))? )?
                    \s*(?P<offset>Z|[+-]\d{2}:?\d{2})?
                )?
            )?
        )?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known; None for what is not. `str` gives it in ISO 8601's order."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    fraction: str = ""
    """Digits after the seconds, as a camera may write them."""
    offset: str = ""
    """Offset from UTC such as "+02:00", or "" where it is not known."""

    @classmethod
    def of(cls, text: str) -> PartialDate:
        """The date that `text` says. ValueError where it says none, or one that never was."""
        match = _DATE.fullmatch(text.strip())
        if not match:
            raise ValueError("it is not a date")
        parts = {
            name: int(match[name]) if match[name] else None
            for name in ("year", "month", "day", "hour", "minute", "second")
        }
        offset = (match["offset"] or "").upper().replace("Z", "+00:00")
        if offset and ":" not in offset:
            offset = f"{offset[:3]}:{offset[3:]}"
        try:
            date(parts["year"] or 0, parts["month"] or 1, parts["day"] or 1)
        except ValueError:
            raise ValueError("there is no such day in the calendar") from None
        if (parts["hour"] or 0) > 23 or (parts["minute"] or 0) > 59 or (parts["second"] or 0) > 60:
            raise ValueError("there is no such time of day")
        if offset and (int(offset[1:3]) > 14 or int(offset[4:]) > 59):
            raise ValueError("there is no such offset from UTC")
        return cls(**parts, fraction=match["fraction"] or "", offset=offset)  # type: ignore[arg-type]

    def __str__(self) -> str:
        day = "-".join(
            f"{part:0{width}}"
            for part, width in ((self.year, 4), (self.month, 2), (self.day, 2))
            if part is not None
        )
        return f"{day} {self.time}{self.offset}" if self.time else day

    @property
    def time(self) -> str:
        """The time of day, "16:20" or "16:20:05.25", or "" where it is not known."""
        if self.hour is None:
            return ""
        time = f"{self.hour:02}:{self.minute or 0:02}"
        if self.second is not None:
            time += f":{self.second:02}"
        return time + (f".{self.fraction}" if self.fraction else "")

    @property
    def whole(self) -> bool:
        """Whether day and time of day are known, as EXIF's own dates need."""
        return self.hour is not None


class DateKind(Kind[PartialDate]):
    """A date, with or without its time of day, as far as it is known."""

    accepts = "a date such as 2012-06-03, 2012-06, 2012 or 2012-06-03 16:20+02:00"

    def parse(self, text: str) -> PartialDate | None:
        words = plain(text)
        return PartialDate.of(words) if words else None

    def show(self, value: PartialDate) -> str:
        return str(value)

    def checked(self, value: Any) -> PartialDate | None:
        if value is None:
            return None
        if isinstance(value, date):  # a datetime too: its text has both
            value = str(value)
        if isinstance(value, str):
            return self.parse(value)
        if not isinstance(value, PartialDate):
            raise ValueError("it is not a date")
        return PartialDate.of(str(value))

    def to_json(self, value: PartialDate) -> Json:
        return str(value)

    def to_tag(self, value: PartialDate) -> Json:
        """The date in ExifTool's notation, "1974:08:03 16:20:00+02:00", which XMP stores as ISO."""
        day = str(value)[:10].split(" ")[0].replace("-", ":")
        return f"{day} {value.time}{value.offset}" if value.time else day

    def schema(self) -> dict[str, Json]:
        return {
            "type": "string",
            "pattern": r"^\d{4}(-\d{2}(-\d{2}( \d{2}:\d{2}(:\d{2}(\.\d+)?)?"
            r"([+-]\d{2}:\d{2})?)?)?)?$",
        }
