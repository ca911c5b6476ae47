"""Dates shifted, and spread between two others."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core import ExposureRecord
from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.date_series import Shift, out_of_order, shifted, spread
from exifilm_core.kinds.partial_dates import PartialDate

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


def shown(*dates: str | None) -> list[str]:
    """The dates spread between these, in the form's notation."""
    found = spread([KIND.parse(date) if date else None for date in dates])
    assert all(KIND.parse(KIND.show(date)) == date for date in found)
    return [KIND.show(date) for date in found]


def test_dates_are_spread_as_estimates() -> None:
    found = shown("2024-05-12 09:00", None, None, None, "2024-05-16")
    estimates = ["c. 2024-05-13", "c. 2024-05-14", "c. 2024-05-15"]
    assert found == ["2024-05-12 09:00", *estimates, "2024-05-16"]


def test_a_known_date_stays_and_the_others_are_between_their_neighbours() -> None:
    found = shown("2024-05-02", None, "2024-05-04 10:00", None, None, "2024-05-10")
    estimates = ["c. 2024-05-06", "c. 2024-05-08"]
    assert found == ["2024-05-02", "c. 2024-05-03", "2024-05-04 10:00", *estimates, "2024-05-10"]


@pytest.mark.parametrize(
    ("first", "last", "middle"),
    [
        ("1974", "1976", "c. 1975"),
        ("1974-05", "1974-07-20", "c. 1974-06"),
        ("1974-05", "1975", "c. 1974"),
    ],
)
def test_estimates_are_no_more_exact_than_the_ends(first: str, last: str, middle: str) -> None:
    assert shown(first, None, last)[1] == middle


@pytest.mark.parametrize(
    ("first", "last", "middle"),
    [
        ("2024-05-12 08:00", "2024-05-12 18:00", "2024-05-12"),
        ("2024-05-12 18:00", "2024-05-12", "2024-05-12"),
        ("1974-05-12", "1974-05", "1974-05"),
        ("1974", "1974-05-12", "1974"),
    ],
)
def test_what_both_neighbours_have_is_no_estimate(first: str, last: str, middle: str) -> None:
    assert shown(first, None, None, last)[1:-1] == [middle] * 2


def test_ends_alone() -> None:
    one, other = PartialDate(1974), PartialDate(1975)
    assert spread([]) == [] and spread([one]) == [one]
    assert spread([one, other]) == [one, other]


def test_no_approximate_date_is_a_known_one() -> None:
    with pytest.raises(InvalidValueError):
        spread([KIND.parse("c. 1974"), None, PartialDate(1975)])


@pytest.mark.parametrize(
    ("dates", "places"),
    [
        (["1975", "1974"], (0, 1)),
        (["1974", None, "1974-03-12", None, "1974-03-11"], (2, 4)),
        (["1974-05-20", "1974", "1974-05-12"], (0, 2)),
        (["2024-05-12 09:00:05", "2024-05-12 09:00:04"], (0, 1)),
        (["1974-05-20", None, "1974", "1974-05"], None),
        (["2024-05-12 09:00:05", "2024-05-12 09:00", "2024-05-12"], None),
    ],
)
def test_a_date_before_an_earlier_one(
    dates: list[str | None], places: tuple[int, int] | None
) -> None:
    parsed = [KIND.parse(date) if date else None for date in dates]
    assert out_of_order(parsed) == places
    if places:
        with pytest.raises(InvalidValueError):
            spread(parsed)


@given(count=st.integers(0, 40), days=st.lists(st.integers(0, 4000), min_size=2, max_size=5))
def test_spread_dates_are_in_order(count: int, days: list[int]) -> None:
    start = datetime.date(1974, 1, 1)
    known = [start + datetime.timedelta(number) for number in sorted(days)]
    dates: list[PartialDate | None] = []
    for day in known:
        dates += [PartialDate(day.year, day.month, day.day), *[None] * count]
    found = spread(dates[: len(dates) - count])
    firsts = [date.first for date in found]
    assert len(found) == len(dates) - count and firsts == sorted(firsts)
    assert all(KIND.parse(KIND.show(date)) == date for date in found)
