"""Dates shifted, and spread between two others."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core import ExposureRecord
from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.date_series import Shift, shifted, spread
from exifilm_core.kinds.partial_dates import PartialDate, RoughDate

KIND = ExposureRecord.field("taken").kind


@pytest.mark.parametrize(
    ("date", "by", "wanted"),
    [
        ("2024-05-12 16:20", Shift(hours=1), "2024-05-12 17:20"),
        ("2024-05-12 23:50:07.25+02:00", Shift(minutes=15), "2024-05-13 00:05:07.25+02:00"),
        ("2024-01-31", Shift(months=1), "2024-02-29"),
        ("2024-02-29", Shift(years=-1), "2023-02-28"),
        ("2024-12-31", Shift(days=1), "2025-01-01"),
        ("2024-05", Shift(months=-5), "2023-12"),
        ("1974", Shift(years=2), "1976"),
        ("c. 1974-05-12", Shift(days=-12), "c. 1974-04-30"),
        ("1974-05/1974-07", Shift(years=1, months=1), "1975-06/1975-08"),
    ],
)
def test_a_date_is_shifted(date: str, by: Shift, wanted: str) -> None:
    assert shifted(KIND.parse(date), by) == KIND.parse(wanted)


@pytest.mark.parametrize(
    ("date", "by"),
    [
        ("1974", Shift(months=1)),
        ("1974-05", Shift(days=1)),
        ("1974-05-12", Shift(minutes=1)),
        ("c. 1974", Shift(days=1)),
        ("9999-12-31", Shift(days=1)),
        ("0001", Shift(years=-1)),
    ],
)
def test_a_date_without_that_part_is_not_made_exact(date: str, by: Shift) -> None:
    with pytest.raises(InvalidValueError):
        shifted(KIND.parse(date), by)


@given(
    st.datetimes(datetime.datetime(1850, 1, 1), datetime.datetime(2100, 1, 1)),
    st.integers(-40_000, 40_000),
)
def test_there_and_back(moment: datetime.datetime, minutes: int) -> None:
    date = PartialDate(moment.year, moment.month, moment.day, moment.hour, moment.minute)
    back = shifted(shifted(date, Shift(minutes=minutes)), Shift(minutes=-minutes))
    assert back == date


def test_dates_are_spread_as_estimates() -> None:
    first, last = PartialDate(2024, 5, 12, 9, 0), PartialDate(2024, 5, 16)
    found = spread(first, last, 5)
    assert (found[0], found[-1]) == (first, last)
    shown = [KIND.show(date) for date in found[1:-1]]
    assert shown == ["c. 2024-05-13", "c. 2024-05-14", "c. 2024-05-15"]
    assert all(isinstance(date, RoughDate) and date.about for date in found[1:-1])


@pytest.mark.parametrize(
    ("first", "last", "middle"),
    [("1974", "1976", "c. 1975"), ("1974-05", "1974-07-20", "c. 1974-06"), ("1974", "1974", None)],
)
def test_estimates_are_no_more_exact_than_the_ends(
    first: str, last: str, middle: str | None
) -> None:
    found = spread(KIND.parse(first), KIND.parse(last), 3)
    assert KIND.show(found[1]) == (middle or "c. 1974")


def test_ends_that_are_no_ends() -> None:
    one, other = PartialDate(1974), PartialDate(1975)
    assert spread(one, other, 0) == [] and spread(one, other, 1) == [one]
    assert spread(one, other, 2) == [one, other]
    for first, last in ((other, one), (KIND.parse("c. 1974"), other)):
        with pytest.raises(InvalidValueError):
            spread(first, last, 3)


@given(count=st.integers(2, 40), days=st.integers(0, 4000))
def test_spread_dates_are_in_order(count: int, days: int) -> None:
    first = datetime.date(1974, 1, 1)
    last = first + datetime.timedelta(days)
    found = spread(*(PartialDate(d.year, d.month, d.day) for d in (first, last)), count)
    firsts = [date.first for date in found]
    assert len(found) == count and firsts == sorted(firsts)
    assert all(KIND.parse(KIND.show(date)) == date for date in found)
