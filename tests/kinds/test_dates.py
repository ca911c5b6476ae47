"""Dates stay as partial, and as approximate, as they are known."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core.errors import AmbiguousValueError, InvalidValueError
from exifilm_core.kinds import DateKind, PartialDate, RoughDate, RoughDateKind, typed_dates

KIND, ROUGH = DateKind(), RoughDateKind()


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
        ("2012:06:03 16:20:00-0700", "2012-06-03 16:20:00-07:00"),
        ("1998-00-00", "1998"),
        ("1998-05-00", "1998-05"),
        ("1998:00:00 00:00:00", "1998"),
    ],
)
@pytest.mark.parametrize("kind", [KIND, ROUGH])
def test_dates_are_understood_typed_and_in_tags(kind: DateKind, text: str, shown: str) -> None:
    value = kind.parse(text)
    assert value is not None
    assert value == kind.from_tag(text)
    assert kind.show(value) == shown
    assert kind.parse(shown) == value
    assert kind.from_tag(str(kind.to_tag(value))) == value


TYPED = [
    ("12 May 2024", "2024-05-12"),
    ("May 12th, 2024", "2024-05-12"),
    ("12. Mai 2024", "2024-05-12"),
    ("3-Oct-1998", "1998-10-03"),
    ("2024 May 12", "2024-05-12"),
    ("May 2024", "2024-05"),
    ("März 1974", "1974-03"),
    ("Ma\u0308rz 1974", "1974-03"),
    ("Dez. 1974", "1974-12"),
    ("12.5.2024", "2024-05-12"),
    ("12. 05. 2024", "2024-05-12"),
    ("7.12.1998", "1998-12-07"),
    ("5/2024", "2024-05"),
    ("13/12/1998", "1998-12-13"),
    ("12/31/1998", "1998-12-31"),
    ("5/5/2024", "2024-05-05"),
    ("20240512", "2024-05-12"),
    ("2024-05-12 7pm", "2024-05-12 19:00"),
    ("12 May 2024 at 7:30 p.m.", "2024-05-12 19:30"),
    ("12.5.2024 um 19.30 Uhr", "2024-05-12 19:30"),
    ("12. Mai 2024, 19 Uhr", "2024-05-12 19:00"),
    ("20240512 16:20:05+02:00", "2024-05-12 16:20:05+02:00"),
    ("12 May 2024 12am", "2024-05-12 00:00"),
    ("12 May 2024 12:05 pm", "2024-05-12 12:05"),
    ("today", "2024-03-01"),
    ("heute", "2024-03-01"),
    ("Yesterday 7pm", "2024-02-29 19:00"),
    ("gestern", "2024-02-29"),
]


@pytest.fixture
def first_of_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_dates, "today", lambda: date(2024, 3, 1))


@pytest.mark.usefixtures("first_of_march")
@pytest.mark.parametrize("kind", [KIND, ROUGH])
@pytest.mark.parametrize(("text", "shown"), TYPED)
def test_dates_are_typed_as_people_write_them(kind: DateKind, text: str, shown: str) -> None:
    value = kind.parse(text)
    assert value is not None and kind.show(value) == shown
    assert kind.parse(shown) == value


@pytest.mark.parametrize("text", [text for text, _ in TYPED])
def test_a_tag_is_read_as_iso_and_exif_write_dates_and_never_guessed(text: str) -> None:
    for kind in (KIND, ROUGH):
        with pytest.raises(InvalidValueError) as refused:
            kind.from_tag(text)
        assert refused.value.code == "NOT_VALID"


def test_today_is_the_computers_day() -> None:
    before = date.today()
    value = KIND.parse("today")
    assert value is not None and before <= value.first <= date.today()


@pytest.mark.parametrize("number", range(1, 13))
def test_months_have_their_english_and_german_names(number: int) -> None:
    german = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    for name in (typed_dates.MONTHS[number - 1], german.split()[number - 1]):
        for text in (name, name.upper(), name[:3], f"{name[:3]}."):
            assert KIND.parse(f"3 {text} 1974") == PartialDate(1974, number, 3)


@pytest.mark.parametrize("text", ["07/12/1998", "7-12-1998", "07 / 12 / 1998 7pm"])
def test_a_date_that_may_be_two_is_refused_with_both(text: str) -> None:
    both = "7 December 1998 or 12 July 1998. Enter 1998-12-07 or 1998-07-12"
    for kind in (KIND, ROUGH):
        with pytest.raises(AmbiguousValueError, match=both):
            kind.parse(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2012-02-30", "NO_SUCH_DAY"),
        ("2019:02:30", "NO_SUCH_DAY"),
        ("20190230", "NO_SUCH_DAY"),
        ("30/02/1998", "NO_SUCH_DAY"),
        ("0.5.2012", "NO_SUCH_DAY"),
        ("12.0.2012", "NO_SUCH_DAY"),
        ("0/2012", "NO_SUCH_DAY"),
        ("20120500", "NO_SUCH_DAY"),
        ("0 May 2012", "NO_SUCH_DAY"),
        ("31. November 1998", "NO_SUCH_DAY"),
        ("13/13/1998", "NO_SUCH_DAY"),
        ("2012-13", "NO_SUCH_DAY"),
        ("2001-21", "NO_SUCH_DAY"),
        ("0000", "NO_SUCH_DAY"),
        ("1998-00-05", "DAY_WITHOUT_MONTH"),
        ("1998-05-00 16:20", "TIME_WITHOUT_DAY"),
        ("May 2024 7pm", "TIME_WITHOUT_DAY"),
        ("74", "NO_YEAR"),
        ("12.5.24", "NO_YEAR"),
        ("12 May 24", "NO_YEAR"),
        ("7pm", "NO_YEAR"),
        ("2012-06-03 25:00", "NO_SUCH_TIME"),
        ("12 May 2024 13pm", "NO_SUCH_TIME"),
        ("12 May 2024 0:30 am", "NO_SUCH_TIME"),
        ("2012-06-03 16:20+99:00", "NO_SUCH_OFFSET"),
        ("2012-06-03 16", "NOT_VALID"),
        ("tomorrow", "NOT_VALID"),
        ("May", "NOT_VALID"),
        ("12 May June 2024", "NOT_VALID"),
        ("1974?", "NOT_VALID"),
        ("12 May 2024 " * 9, "NOT_VALID"),
        ("12 May 2024 " * 20, "TOO_LONG"),
    ],
)
@pytest.mark.parametrize("kind", [KIND, ROUGH])
def test_what_is_no_date_is_refused_with_the_reason(kind: DateKind, text: str, why: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        kind.parse(text)
    assert refused.value.code == why


# ── approximate dates ────────────────────────────────────────────────────────────────────────

APPROXIMATE = [
    # The typed text, the shown text, EDTF, its plain date, and the first and last day.
    ("c. 1974|ca. 1974|circa 1974|um 1974|~1974|1974~|C.1974|about 1974|c1974",
     "c. 1974", "1974~", "1974", "1974-01-01", "1974-12-31"),
    ("c. Aug 1974|um August 1974|1974-08~|~ 8/1974",
     "c. 1974-08", "1974-08~", "1974-08", "1974-08-01", "1974-08-31"),
    ("c. 3 Aug 1974|ca. 3.8.1974|1974-08-03~",
     "c. 1974-08-03", "1974-08-03~", "1974-08-03", "1974-08-03", "1974-08-03"),
    ("1970s|1970er|1970's|1970er Jahre|197X|1970/1979|1970/79",
     "1970s", "197X", "1970", "1970-01-01", "1979-12-31"),
    ("c. 1970s|um 1970er|197X~|1970~/1979~|1970s~",
     "c. 1970s", "197X~", "1970", "1970-01-01", "1979-12-31"),
    ("190X|1900/1909|1900-1909",
     "1900/1909", "190X", "1900", "1900-01-01", "1909-12-31"),
    ("2000s|200X",
     "2000s", "200X", "2000", "2000-01-01", "2009-12-31"),
    ("1974/75|1974/1975|1974–1975|1974 / 1975|1974 to 1975|1974 bis 1975",
     "1974/75", "1974/1975", "1974", "1974-01-01", "1975-12-31"),
    ("1999/00|1999/2000",
     "1999/00", "1999/2000", "1999", "1999-01-01", "2000-12-31"),
    ("2009/2010|2009-2010",
     "2009/2010", "2009/2010", "2009", "2009-01-01", "2010-12-31"),
    ("c. 1974/75|~1974/1975|1974~/1975~|1974/75~",
     "c. 1974/75", "1974~/1975~", "1974", "1974-01-01", "1975-12-31"),
    ("1974-05/1974-07|May 1974 - July 1974|5/1974 bis 7/1974",
     "1974-05/1974-07", "1974-05/1974-07", "1974-05", "1974-05-01", "1974-07-31"),
    ("12.5.2024 - 2.6.2024|2024-05-12/2024-06-02",
     "2024-05-12/2024-06-02", "2024-05-12/2024-06-02", "2024-05-12", "2024-05-12", "2024-06-02"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown", "edtf", "plain", "first", "last"),
    [(text, *rest) for texts, *rest in APPROXIMATE for text in texts.split("|")],
)
def test_an_approximate_date_has_one_form(
    text: str, shown: str, edtf: str, plain: str, first: str, last: str
) -> None:
    value = ROUGH.parse(text)
    assert isinstance(value, RoughDate)
    assert (ROUGH.show(value), ROUGH.to_json(value), str(value.plain)) == (shown, edtf, plain)
    assert (str(value.first), str(value.last)) == (first, last)
    assert ROUGH.parse(shown) == value == ROUGH.from_json(edtf) == RoughDate.of(edtf)
    assert ROUGH.checked(value) == value
    assert ROUGH.from_tag(ROUGH.to_tag(value)) == value.plain and not value.whole
    jsonschema.validate(edtf, ROUGH.schema())


@pytest.mark.parametrize("text", "c. 1974|1970s|1974/75|1974-05/1974-07|~1974|1974~".split("|"))
def test_only_where_it_has_a_place_is_a_date_approximate(text: str) -> None:
    with pytest.raises(ValueError, match="only the date of the exposure"):
        KIND.parse(text)
    with pytest.raises(ValueError):
        KIND.checked(ROUGH.parse(text))
    assert not jsonschema.Draft202012Validator(KIND.schema()).is_valid(str(ROUGH.parse(text)))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("c. 1974-08-03 18:00", "an approximate date cannot have a time of day"),
        ("1974-08-03 18:00~", "an approximate date cannot have a time of day"),
        ("12 May 2024 7pm - 13 May 2024", "an approximate date cannot have a time of day"),
        ("12 May 2024 - 13 May 2024 7pm", "an approximate date cannot have a time of day"),
        ("1974-08-03 ~18:00", "time of day cannot be approximate"),
        ("1974-08-03 c. 7pm", "time of day cannot be approximate"),
        ("3.8.1974 ca. 18 Uhr", "time of day cannot be approximate"),
        ("1975/1974", "not later"),
        ("1974/1974", "not later"),
        ("1974~/1975", "only one of its two dates is approximate"),
        ("1974/1975~", "only one of its two dates is approximate"),
        ("1900s", "1900 to 1909 or 1900 to 1999. Enter 1900/1909 or 1900/1999"),
        ("1911/12", "December 1911 or 1911 to 1912. Enter 1911-12 or 1911/1912"),
        ("c. 07/12/1998", "7 December 1998 or 12 July 1998"),
        ("1974-13/1974-14", "no such day"),
        ("c. 74", "four digits"),
        ("70s", "four digits"),
        ("c. soon", "it is not valid"),
        ("1974/..", "it is not valid"),
    ],
)
def test_what_is_no_approximate_date_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ROUGH.parse(text)


@pytest.mark.parametrize("text", ["1911/12", "1974/05", "2027/03"])
def test_a_month_after_a_stroke_is_one_where_no_other_reading_is_left(text: str) -> None:
    year, _, month = text.partition("/")
    assert KIND.parse(text) == PartialDate(int(year), int(month))


@pytest.mark.parametrize("text", ["c. 1974", "1974/75", "1974", "1974~/1975", "197x", "", "1974~ "])
def test_edtf_in_a_tag_is_read_strictly(text: str) -> None:
    with pytest.raises(ValueError):
        RoughDate.of(text)


def test_a_rough_date_keeps_its_rules_however_it_is_made() -> None:
    for wrong in ({}, {"until": PartialDate(1973)}, {"until": PartialDate(1975, 1, 1, 18, 0)}):
        with pytest.raises(ValueError):
            RoughDate(1974, **wrong)
    assert PartialDate(1974) != RoughDate(1974, about=True)


@given(
    st.dates(date(1826, 1, 1)), st.integers(1, 3), st.booleans(), st.none() | st.integers(1, 20_000)
)
def test_every_approximate_date_is_shown_and_read_back(
    day: date, known: int, about: bool, days: int | None
) -> None:
    def parts(day: date) -> tuple[int, ...]:
        return (day.year, day.month, day.day)[:known]

    until = None
    if days is not None and (later := date.toordinal(day) + days) < date.max.toordinal():
        until = PartialDate(*parts(date.fromordinal(later)))
    if until == PartialDate(*parts(day)) or not (about or until):
        return
    value = RoughDate(*parts(day), until=until, about=about)
    assert ROUGH.parse(ROUGH.show(value)) == value == RoughDate.of(str(value))
    jsonschema.validate(ROUGH.to_json(value), ROUGH.schema())


# ── all of them ──────────────────────────────────────────────────────────────────────────────


@given(st.dates(date(1826, 1, 1)), st.integers(1, 3))
def test_as_much_as_is_known_is_kept(day: date, known: int) -> None:
    value = PartialDate(*(day.year, day.month, day.day)[:known])
    for kind in (KIND, ROUGH):
        assert kind.parse(kind.show(value)) == value
        assert kind.from_tag(str(kind.to_tag(value))) == value
    assert not value.whole
    assert value.first <= day <= value.last


@given(st.datetimes(datetime(1826, 1, 1)), st.integers(-12 * 4, 14 * 4))
def test_whole_dates_are_kept(moment: datetime, quarters: int) -> None:
    zone = timezone(timedelta(minutes=15 * quarters))
    for kind in (KIND, ROUGH):
        value = kind.checked(moment.replace(tzinfo=zone))
        assert value is not None and value.whole
        assert kind.parse(kind.show(value)) == value
        assert kind.from_tag(str(kind.to_tag(value))) == value


@pytest.mark.parametrize("run", [*"0./-~:cX,", "12", "1974/", "c. ", "May ", "1974-08-03   "])
def test_a_long_run_of_anything_is_refused_at_once(run: str) -> None:
    began = time.perf_counter()
    for text in (run * 20_000, f"1974{run * 20_000}", f"1974-08-03{' ' * 20_000}{run}x"):
        for read in (ROUGH.parse, KIND.parse, ROUGH.from_tag, RoughDate.of):
            with pytest.raises(ValueError):
                read(text)
    assert time.perf_counter() - began < 5
