"""Dates of several exposures: shifted by a time, or spread evenly between the known ones.

A date is no more exact afterwards than it was before: a year is shifted by years alone. Spread
dates are estimates, so they are approximate (“c. 12 May 2024”), without a time of day. What lies
between two dates of one day is of that day, which is no estimate.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.dates import DateKind
from exifilm_core.kinds.partial_dates import PartialDate, RoughDate
from exifilm_core.messages.values import Reason
from exifilm_core.value import Value

_LAST_YEAR = 9999
_KIND = DateKind()


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


def spread(dates: Sequence[PartialDate | None]) -> list[PartialDate]:
    """The dates of exposures in their order: those known, and others at even distances between.

    The first and the last are known. A date in between is as exact as the less exact of the
    nearest known ones, and never more than a day. InvalidValueError if a known date is
    approximate, or before an earlier one.
    """
    if any(isinstance(date, RoughDate) for date in dates):
        raise InvalidValueError(Reason.NOT_APPROXIMATE())
    if out_of_order(dates):
        raise InvalidValueError(Reason.NOT_LATER())
    known = [(place, date) for place, date in enumerate(dates) if date is not None]
    found = [date for _place, date in known[:1]]
    for (place, before), (next_place, after) in pairwise(known):
        found += [*_between(before, after, next_place - place - 1), after]
    return found


def out_of_order(dates: Sequence[PartialDate | None]) -> tuple[int, int] | None:
    """The places of two known dates of which the second is before the first; None for no such.

    1974 and 12 May 1974 are in either order.
    """
    latest, begins = 0, ""
    for place, date in enumerate(dates):
        if date is None:
            continue
        first, last = _KIND.span(date)
        if last < begins:
            return latest, place
        if first > begins:
            latest, begins = place, first
    return None


def _between(first: PartialDate, last: PartialDate, count: int) -> list[PartialDate]:
    """That many dates between two others that are in their order."""
    known = min(_known_parts(first), _known_parts(last))
    if _cut(first, known) == _cut(last, known):
        return [_cut(first, known)] * count
    begin, whole = _moment(first), _moment(last) - _moment(first)
    moments = [begin + whole * step / (count + 1) for step in range(1, count + 1)]
    return [
        RoughDate.between(_cut(PartialDate(at.year, at.month, at.day), known), None, about=True)
        for at in moments
    ]


def _known_parts(date: PartialDate) -> int:
    """How many of year, month and day are known."""
    return sum(part is not None for part in (date.year, date.month, date.day))


def _cut(date: PartialDate, parts: int) -> PartialDate:
    """The first parts of the date: 1 is its year alone."""
    month, day = date.month if parts > 1 else None, date.day if parts > 2 else None
    return PartialDate(date.year, month, day)


def _moment(date: PartialDate) -> datetime.datetime:
    """The first moment that the date may mean, by the clock at the place."""
    day = date.first
    return datetime.datetime(day.year, day.month, day.day, date.hour or 0, date.minute or 0)
