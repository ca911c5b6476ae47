"""Partial dates (1974, 1974-08, 1974-08-03, 1974-08-03 16:20+02:00) and approximate dates.

A year stays a year, in the record, in the tag and on paper: ExiFilm adds no month or day. `str`
gives a partial date in ISO 8601, and an approximate one in EDTF, which is part 2 of ISO 8601.
"""

from __future__ import annotations

import datetime
import re

from exifilm_core.errors import InvalidValueError
from exifilm_core.messages.values import Reason
from exifilm_core.patterns import pattern
from exifilm_core.value import Value

_PARTS = ("year", "month", "day", "hour", "minute", "second")
_DATE = pattern(
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
_EDTF = pattern(
    r"(?P<first>\d{4}(?:-\d\d){0,2})(?P<mark>~?)(?:/(?P<until>\d{4}(?:-\d\d){0,2})(?P=mark))?",
    re.ASCII,
)
_EDTF_DECADE = pattern(r"(\d{3})X(~?)", re.ASCII)


class PartialDate(Value):
    """A date as far as it is known; its unknown parts are None."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    fraction: str = ""
    """The decimals of the seconds, which some cameras write."""
    offset: str = ""
    """The offset from UTC, such as "+02:00"; "" if it is unknown."""

    @classmethod
    def of(cls, text: str) -> PartialDate:
        """The date of a text in the notation of ISO 8601 or EXIF.

        InvalidValueError if it holds no date of the calendar. Other programs write 00 for an
        unknown month or day (IIM 4.2, 2:55).
        """
        match = _DATE.fullmatch(text.strip())
        if not match:
            raise InvalidValueError(Reason.NOT_VALID())
        year, month, day, hour, minute, second = (int(match[name] or 0) for name in _PARTS)
        try:
            datetime.date(year, month or 1, day or 1)
        except ValueError:
            raise InvalidValueError(Reason.NO_SUCH_DAY()) from None
        if not day:
            if hour or minute or second:
                raise InvalidValueError(Reason.TIME_WITHOUT_DAY())
            return PartialDate(year, month or None)
        if not month:
            raise InvalidValueError(Reason.DAY_WITHOUT_MONTH())
        if hour > 23 or minute > 59 or second > 60:
            raise InvalidValueError(Reason.NO_SUCH_TIME())
        offset = (match["offset"] or "").upper().replace("Z", "+00:00")
        if offset and ":" not in offset:
            offset = f"{offset[:3]}:{offset[3:]}"
        if offset and (int(offset[1:3]) > 14 or int(offset[4:]) > 59):
            raise InvalidValueError(Reason.NO_SUCH_OFFSET())
        if match["hour"] is None:
            return PartialDate(year, month, day)
        seconds = second if match["second"] else None
        fraction = match["fraction"] or ""
        return PartialDate(year, month, day, hour, minute, seconds, fraction, offset)

    def __str__(self) -> str:
        return f"{self.date} {self.time}{self.offset}" if self.time else self.date

    @property
    def date(self) -> str:
        """The known ones of year, month and day: "1974-08"."""
        parts = ((self.year, 4), (self.month, 2), (self.day, 2))
        return "-".join(f"{part:0{width}}" for part, width in parts if part is not None)

    @property
    def time(self) -> str:
        """The time of day, "16:20" or "16:20:05.25"; "" if it is unknown."""
        if self.hour is None:
            return ""
        time = f"{self.hour:02}:{self.minute or 0:02}"
        if self.second is not None:
            time += f":{self.second:02}"
        return time + (f".{self.fraction}" if self.fraction else "")

    @property
    def whole(self) -> bool:
        """Whether day and time of day are known, as a date in EXIF requires."""
        return self.hour is not None

    @property
    def first(self) -> datetime.date:
        """The first possible day."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last possible day."""
        month = self.month or 12
        if self.day or month == 12:
            return datetime.date(self.year, month, self.day or 31)
        return datetime.date(self.year, month + 1, 1) - datetime.timedelta(days=1)


class RoughDate(PartialDate):
    """An approximate date: about a day, month or year, or a time between two of them.

    Its own parts are its beginning, which is the plain date for other programs. `str` gives EDTF
    (ISO 8601-2): 1974~, 197X, 1974/1975. EDTF qualifies days, so there is no time of day.
    """

    until: PartialDate | None = None
    """Its end, which is included; None if it has none."""
    about: bool = False
    """Whether its dates are themselves approximate."""

    def __post_init__(self) -> None:
        """InvalidValueError if it is exact, ends before it begins, or has a time of day."""
        if self.hour is not None or (self.until and self.until.hour is not None):
            raise InvalidValueError(Reason.TIME_WITH_APPROXIMATE())
        if not (self.until or self.about):
            raise InvalidValueError(Reason.NOT_VALID())
        if self.until and self.until.first <= self.first:
            raise InvalidValueError(Reason.NOT_LATER())

    @classmethod
    def of(cls, text: str) -> RoughDate:
        """The date of a text in EDTF. InvalidValueError if it holds no approximate date."""
        if decade := _EDTF_DECADE.fullmatch(text):
            text = decade.expand(r"\g<1>0\2/\g<1>9\2")
        match = _EDTF.fullmatch(text)
        if not match:
            raise InvalidValueError(Reason.NOT_VALID())
        first = PartialDate.of(match["first"])
        until = PartialDate.of(match["until"]) if match["until"] else None
        return cls.between(first, until, about=bool(match["mark"]))

    @classmethod
    def between(cls, first: PartialDate, until: PartialDate | None, *, about: bool) -> RoughDate:
        """The approximate date that begins with `first`. Errors as for the constructor."""
        return cls(**vars(first), until=until, about=about)

    def __str__(self) -> str:
        mark = "~" if self.about else ""
        if self.is_decade:
            return f"{self.year // 10:03}X{mark}"
        ends = (self.date, str(self.until)) if self.until else (self.date,)
        return "/".join(f"{end}{mark}" for end in ends)

    @property
    def plain(self) -> PartialDate:
        """Its beginning, as the plain date that other programs read."""
        return PartialDate(self.year, self.month, self.day)

    @property
    def is_decade(self) -> bool:
        """Whether it is a decade, such as 1970 to 1979."""
        ten_years = (PartialDate(self.year), PartialDate(self.year + 9))
        return self.year % 10 == 0 and (self.plain, self.until) == ten_years

    @property
    def last(self) -> datetime.date:
        """The last possible day, without any allowance for “about”."""
        return self.until.last if self.until else super().last
