"""Dates as far as they are known: 1974, 1974-08, 1974-08-03, 1974-08-03 16:20+02:00.

What is not known is not made up: a year stays a year, in the record, in the tag and on paper. A
date known roughly is a plain date, and beside it how far the truth may lie from it. `str` gives
both in ISO 8601: the first in part 1, the second in part 2, which is EDTF.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass

_PARTS = ("year", "month", "day", "hour", "minute", "second")
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
_EDTF = re.compile(
    r"(?P<first>\d{4}(?:-\d\d){0,2})(?P<mark>~?)(?:/(?P<until>\d{4}(?:-\d\d){0,2})(?P=mark))?",
    re.ASCII,
)
_EDTF_DECADE = re.compile(r"(\d{3})X(~?)", re.ASCII)


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
        """The date that text says in the notation of ISO 8601 or EXIF.

        ValueError where it says none, or one that never was. Other programs write 00 for a month
        or a day that is not known (IIM 4.2, 2:55).
        """
        match = _DATE.fullmatch(text.strip())
        if not match:
            raise ValueError("it is not a date")
        year, month, day, hour, minute, second = (int(match[name] or 0) for name in _PARTS)
        try:
            datetime.date(year, month or 1, day or 1)
        except ValueError:
            raise ValueError("there is no such day in the calendar") from None
        if not day:
            if hour or minute or second:
                raise ValueError("it has a time of day, but no day")
            return PartialDate(year, month or None)
        if not month:
            raise ValueError("it has a day, but no month")
        if hour > 23 or minute > 59 or second > 60:
            raise ValueError("there is no such time of day")
        offset = (match["offset"] or "").upper().replace("Z", "+00:00")
        if offset and ":" not in offset:
            offset = f"{offset[:3]}:{offset[3:]}"
        if offset and (int(offset[1:3]) > 14 or int(offset[4:]) > 59):
            raise ValueError("there is no such offset from UTC")
        if match["hour"] is None:
            return PartialDate(year, month, day)
        seconds = second if match["second"] else None
        fraction = match["fraction"] or ""
        return PartialDate(year, month, day, hour, minute, seconds, fraction, offset)

    def __str__(self) -> str:
        return f"{self.date} {self.time}{self.offset}" if self.time else self.date

    @property
    def date(self) -> str:
        """The year, month and day, as far as they are known: "1974-08"."""
        parts = ((self.year, 4), (self.month, 2), (self.day, 2))
        return "-".join(f"{part:0{width}}" for part, width in parts if part is not None)

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

    @property
    def first(self) -> datetime.date:
        """The first day that it may be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that it may be."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or monthrange(self.year, month)[1])


@dataclass(frozen=True)
class RoughDate(PartialDate):
    """A date known roughly: about a day, month or year, or some time from one to another.

    Its own parts are the plain date that follows from it: where it begins. `str` gives it in EDTF
    (ISO 8601-2): 1974~, 197X, 1974/1975. EDTF qualifies days, so it has no time of day.
    """

    until: PartialDate | None = None
    """Where it ends, both included; None where it does not reach from one date to another."""
    about: bool = False
    """Whether its dates are themselves known only roughly."""

    def __post_init__(self) -> None:
        """ValueError where it is not known roughly, ends before it begins or has a time of day."""
        if self.hour is not None or (self.until and self.until.hour is not None):
            raise ValueError(
                "an approximate date has no time of day: leave out the time, or the “c.”"
            )
        if not (self.until or self.about):
            raise ValueError("it is not an approximate date")
        if self.until and self.until.first <= self.first:
            raise ValueError("its second date is not later than its first")

    @classmethod
    def of(cls, text: str) -> RoughDate:
        """The date that text says in EDTF. ValueError where it says none, or one that is exact."""
        if decade := _EDTF_DECADE.fullmatch(text):
            text = decade.expand(r"\g<1>0\2/\g<1>9\2")
        match = _EDTF.fullmatch(text)
        if not match:
            raise ValueError("it is not an approximate date")
        first = PartialDate.of(match["first"])
        until = PartialDate.of(match["until"]) if match["until"] else None
        return cls.between(first, until, about=bool(match["mark"]))

    @classmethod
    def between(cls, first: PartialDate, until: PartialDate | None, *, about: bool) -> RoughDate:
        """The rough date that begins with `first`. ValueError as for the constructor."""
        return cls(**vars(first), until=until, about=about)

    def __str__(self) -> str:
        mark = "~" if self.about else ""
        if self.is_decade:
            return f"{self.year // 10:03}X{mark}"
        ends = (self.date, str(self.until)) if self.until else (self.date,)
        return "/".join(f"{end}{mark}" for end in ends)

    @property
    def plain(self) -> PartialDate:
        """The plain date that follows from it, which other programs read."""
        return PartialDate(self.year, self.month, self.day)

    @property
    def is_decade(self) -> bool:
        """Whether it is ten years that begin with a round one."""
        ten_years = (PartialDate(self.year), PartialDate(self.year + 9))
        return self.year % 10 == 0 and (self.plain, self.until) == ten_years

    @property
    def last(self) -> datetime.date:
        """The last day that it may be, where nothing is added for “about”."""
        return self.until.last if self.until else super().last
