"""Dates stay as partial as they are."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.kinds import DateKind, PartialDate

KIND = DateKind()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1974", "1974"),
        ("1974-08", "1974-08"),
        ("2012:06:03", "2012-06-03"),
        ("2012/6/3", "2012-06-03"),
        ("2012-06-03 16:20", "2012-06-03 16:20"),
        ("2012-06-03T16:20:05.25Z", "2012-06-03 16:20:05.25+00:00"),
        ("2012-06-03 16:20 +0200", "2012-06-03 16:20+02:00"),
        ("2012:06:03 16:20:00-07:00", "2012-06-03 16:20:00-07:00"),
    ],
)
def test_dates_are_understood(text: str, shown: str) -> None:
    value = KIND.parse(text)
    assert value is not None
    assert KIND.show(value) == shown
    assert KIND.parse(shown) == value
    assert KIND.parse(str(KIND.to_tag(value))) == value


@pytest.mark.parametrize(
    "text",
    "2012-02-30|2012-13|0000|74|2012-06-03 25:00|yesterday|2012-06-03 16|2012-06-03 16:20+99:00"
    .split("|"),
)  # fmt: skip
def test_days_that_never_were_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        KIND.parse(text)


@given(st.dates(date(1826, 1, 1)), st.integers(1, 3))
def test_as_much_as_is_known_is_kept(day: date, known: int) -> None:
    value = PartialDate(*(day.year, day.month, day.day)[:known])
    assert KIND.parse(KIND.show(value)) == value
    assert KIND.parse(str(KIND.to_tag(value))) == value
    assert not value.whole


@given(st.datetimes(datetime(1826, 1, 1)), st.integers(-12 * 4, 14 * 4))
def test_whole_dates_are_kept(moment: datetime, quarters: int) -> None:
    zone = timezone(timedelta(minutes=15 * quarters))
    value = KIND.checked(moment.replace(tzinfo=zone))
    assert value is not None and value.whole
    assert KIND.parse(KIND.show(value)) == value
    assert KIND.parse(str(KIND.to_tag(value))) == value
