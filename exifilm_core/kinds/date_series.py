"""Dates of several exposures: shifted by a time, or spread evenly between the first and the last.

A date is no more exact afterwards than it was before: a year is shifted by years alone. Spread
dates are estimates, so they are approximate (“c. 12 May 2024”), without a time of day.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.partial_dates import PartialDate, RoughDate
from exifilm_core.messages.values import Reason
from exifilm_core.value import Value

_LAST_YEAR = 9999


class Shift(Value):
    """A time by which dates are shifted; negative parts go back."""

    years: int = 0
    months: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0


def shifted(date: PartialDate, by: Shift) -> PartialDate:
    """The date, shifted. InvalidValueError if it lacks a part that is to be shifted.

    A month without that day has its last day instead: a month after 31 January is 28 February.
    """
    if isinstance(date, RoughDate):
        until = _shifted(date.until, by) if date.until else None
        return RoughDate.between(_shifted(date.plain, by), until, about=date.about)
    return _shifted(date, by)


def _shifted(date: PartialDate, by: Shift) -> PartialDate:
    unknown = (
        (by.months and date.month is None)
        or (by.days and date.day is None)
        or ((by.hours or by.minutes) and date.hour is None)
    )
    if unknown:
        raise InvalidValueError(Reason.NOT_EXACT_ENOUGH())
    months = date.year * 12 + (date.month or 1) - 1 + by.years * 12 + by.months
    year, month = divmod(months, 12)
    if not 1 <= year <= _LAST_YEAR:
        raise InvalidValueError(Reason.NO_SUCH_DAY())
    if date.day is None:
        return PartialDate(year, date.month and month + 1)
    last = PartialDate(year, month + 1).last.day
    moment = datetime.datetime(
        year, month + 1, min(date.day, last), date.hour or 0, date.minute or 0
    )
    try:
        moment += datetime.timedelta(days=by.days, hours=by.hours, minutes=by.minutes)
    except OverflowError:
        raise InvalidValueError(Reason.NO_SUCH_DAY()) from None
    day = PartialDate(moment.year, moment.month, moment.day)
    if date.hour is None:
        return day
    return date.replace(**{**vars(day), **_time(date, moment)})


def _time(date: PartialDate, moment: datetime.datetime) -> dict[str, object]:
    return {
        "hour": moment.hour,
        "minute": moment.minute,
        "second": date.second,
        "fraction": date.fraction,
        "offset": date.offset,
    }


def spread(first: PartialDate, last: PartialDate, count: int) -> Sequence[PartialDate]:
    """That many dates: the first, the last, and between them estimates at even distances.

    The estimates are as exact as the less exact of both, and never more than a day.
    InvalidValueError if the last date is before the first, or either is approximate.
    """
    for end in (first, last):
        if isinstance(end, RoughDate):
            raise InvalidValueError(Reason.NOT_APPROXIMATE())
    if count < 2:
        return [first][:count]
    if _moment(last) < _moment(first):
        raise InvalidValueError(Reason.NOT_LATER())
    whole = _moment(last) - _moment(first)
    between = [_moment(first) + whole * step / (count - 1) for step in range(1, count - 1)]
    exact = not (first.day is None or last.day is None)
    to_month = not (first.month is None or last.month is None)
    estimates = [
        RoughDate.between(
            PartialDate(each.year, each.month if to_month else None, each.day if exact else None),
            None,
            about=True,
        )
        for each in between
    ]
    return [first, *estimates, last]


def _moment(date: PartialDate) -> datetime.datetime:
    """The first moment that the date may mean, by the clock at the place."""
    day = date.first
    return datetime.datetime(day.year, day.month, day.day, date.hour or 0, date.minute or 0)
