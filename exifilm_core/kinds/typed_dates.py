"""Typed dates: 12 May 2024, May 2024, 12.5.2024, 20240512, today, and a time such as 7pm.

`PartialDate.of` reads the dates in tags, which have the notation of ISO 8601 or EXIF and need no
guess. The refusal of an ambiguous date gives both readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from exifilm_core.errors import AmbiguousValueError, InvalidValueError
from exifilm_core.kinds.partial_dates import PartialDate, RoughDate
from exifilm_core.messages import Text
from exifilm_core.messages.values import Ambiguous, Reason, either
from exifilm_core.patterns import pattern

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTH_WORDS = {
    # English, then German, each in full and abbreviated.
    word: number
    for number, words in enumerate(
        (
            "january jan januar jänner jän",
            "february feb februar feber",
            "march mar märz mär maerz mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        1,
    )
    for word in words.split()
}
_DAYS_AGO = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1}
_FLAGS = re.ASCII | re.IGNORECASE
_ORDINAL = pattern(r"(?<=\d)(?:st|nd|rd|th)\b", _FLAGS)
_DAY_MONTH_YEAR = pattern(r"(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4})", _FLAGS)
_MONTH_YEAR = pattern(r"(\d{1,2}) ?[./-] ?(\d{4})", _FLAGS)
_IN_ONE = pattern(r"(\d{4})(\d\d)(\d\d)", _FLAGS)
_ABOUT_WORD = r"(?:circa|zirka|about|etwa|um|ca|c)(?:\.[ ]?|[ ]|(?=\d))|[~≈][ ]?"
_TIME = pattern(
    rf"""(?P<day>.+?),?\ (?:(?:at|um)\ )?(?P<about>{_ABOUT_WORD})?
        (?P<hour>\d{{1,2}})
        (?: (?P<mark>[:.])(?P<minute>\d\d) (?P<seconds>:\d\d(?:[.,]\d{{1,9}})?)? )?
        [ ]?(?P<half>[ap]\.?m\.?|uhr)? [ ]?(?P<offset>Z|[+-]\d\d:?\d\d)?""",
    _FLAGS | re.VERBOSE,
)
_ABOUT = pattern(rf"(?:{_ABOUT_WORD})(.+)", _FLAGS)
_DECADE = pattern(r"(\d{3})(?:0 ?'?s|0er(?:[ -]jahre)?|x)", _FLAGS)
_SPAN = (" (?:-|to|bis) ", " ?/ ?", r"(?<=^\d{4})-(?=\d{4}$)")
_SHORT_SPAN = pattern(r"(\d\d)(\d\d) ?/ ?(\d\d)", _FLAGS)


def today() -> date:
    """The date of “today”, by the clock. Tests replace it here."""
    return date.today()


def typed_date(text: str) -> PartialDate:
    """The date of a typed text in plain characters (see `numbers.plain`).

    InvalidValueError if it is no date, AmbiguousValueError if it may be two.
    """
    day, time = text, ""
    match = _TIME.fullmatch(text)
    if match and (match["half"] or match["mark"] == ":"):
        if match["about"]:
            raise InvalidValueError(Reason.TIME_APPROXIMATE())
        day, time = match["day"], _time_of_day(match)
    if not re.search(r"\d{4}", day) and re.search(r"\d", day):
        raise InvalidValueError(Reason.NO_YEAR())
    typed, day = day, _in_iso(day)
    if day != typed and "-00" in day:  # 00 is “unknown” only in the notation of other programs
        raise InvalidValueError(Reason.NO_SUCH_DAY())
    if time and re.fullmatch(r"\d{4}(-\d\d)?", day):
        raise InvalidValueError(Reason.TIME_WITHOUT_DAY())
    return PartialDate.of(f"{day} {time}".strip())


def typed_rough_date(text: str) -> RoughDate | None:
    """The approximate date of a typed text in plain characters, also in EDTF; None if it has none.

    Errors as for `typed_date`.
    """
    match = _ABOUT.fullmatch(text)
    ends = _ends(match[1] if match else text)
    marks = {end.endswith("~") for end in ends}
    if len(marks) > 1:
        raise InvalidValueError(Reason.ONE_END_APPROXIMATE())
    about = bool(match) or True in marks
    ends = [end.rstrip("~ ") for end in ends]
    if len(ends) == 1:
        ends = _ends(ends[0])  # the ends of 1974/75~
    if len(ends) == 1 and (decade := _DECADE.fullmatch(ends[0])):
        year = int(decade[1]) * 10
        if ends[0][-1] not in "xX":
            _refuse_century(year)
        return RoughDate(year, until=PartialDate(year + 9), about=about)
    if len(ends) == 1 and not about:
        return None
    first, *until = map(typed_date, ends)
    return RoughDate.between(first, until[0] if until else None, about=about)


def _time_of_day(match: re.Match[str]) -> str:
    """The time of day in ISO 8601, with its offset."""
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half.startswith(("a", "p")):
        if not 1 <= hour <= 12:
            raise InvalidValueError(Reason.NO_SUCH_TIME())
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{match['minute'] or '00'}{match['seconds'] or ''}{match['offset'] or ''}"


def _in_iso(day: str) -> str:
    """The day in ISO 8601; the text itself if it has none of the other notations."""
    if (word := day.casefold()) in _DAYS_AGO:
        return str(today() - timedelta(_DAYS_AGO[word]))
    if match := _IN_ONE.fullmatch(day):
        return "-".join(match.groups())
    if match := _MONTH_YEAR.fullmatch(day):
        return f"{match[2]}-{int(match[1]):02}"
    if match := _DAY_MONTH_YEAR.fullmatch(day):
        one, mark, two, year = match.groups()
        return _day_month_year(int(one), int(two), year, points=mark == ".")
    return _with_name(day) or day


def _day_month_year(one: int, two: int, year: str, *, points: bool) -> str:
    """The day in ISO 8601. Only points tell that the day comes before the month."""
    day_first, month_first = f"{year}-{two:02}-{one:02}", f"{year}-{one:02}-{two:02}"
    if points or one > 12 or one == two or 0 in (one, two):
        return day_first
    if two > 12:
        return month_first
    readings = (
        Ambiguous.DAY(day=day, month=Text(MONTHS[month - 1]), year=year)
        for day, month in ((one, two), (two, one))
    )
    raise _ambiguous(readings, (day_first, month_first))


def _with_name(day: str) -> str | None:
    """The day or month in ISO 8601, if the text names the month by a word."""
    text = unicodedata.normalize("NFC", _ORDINAL.sub("", day)).casefold()
    words = [word for word in re.split(r"[ .,/-]+", text) if word]
    months = [_MONTH_WORDS[word] for word in words if word in _MONTH_WORDS]
    years = [word for word in words if re.fullmatch(r"\d{4}", word, re.ASCII)]
    days = [int(word) for word in words if re.fullmatch(r"\d{1,2}", word, re.ASCII)]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(days) != len(words) - 2:
        return None
    return "-".join([*years, *(f"{number:02}" for number in (*months, *days))])


def _ends(text: str) -> list[str]:
    """The two dates of a period, or the text alone."""
    for mark in _SPAN:
        ends = re.split(mark, text)
        if len(ends) == 2 and all(re.search(r"\d{4}", end) for end in ends):
            return ends
    if not (match := _SHORT_SPAN.fullmatch(text)):
        return [text]
    century, year, number = match.groups()
    first = f"{century}{year}"
    last = f"{int(century) + (year == '99' and number == '00'):02}{number}"
    if last <= first:
        return [text]
    if int(number) <= 12 and number != "00":
        month = Ambiguous.MONTH(month=Text(MONTHS[int(number) - 1]), year=first)
        period = Ambiguous.PERIOD(first=first, last=last)
        raise _ambiguous((month, period), (f"{first}-{number}", f"{first}/{last}"))
    return [first, last]


def _refuse_century(year: int) -> None:
    """AmbiguousValueError if ten years may mean a hundred, such as the 1900s."""
    if year % 100 == 0 and year < 2000:
        lasts = (year + 9, year + 99)
        periods = (Ambiguous.PERIOD(first=year, last=last) for last in lasts)
        raise _ambiguous(periods, (f"{year}/{last}" for last in lasts))


def _ambiguous(readings: Iterable[Text], ways: Iterable[str]) -> AmbiguousValueError:
    """The refusal of a date with these readings, and the ways to enter each."""
    return AmbiguousValueError(
        Ambiguous.AMBIGUOUS_DATE(readings=either(readings), ways=either(ways))
    )
