"""Searches: words, and conditions in each field's notation."""

from __future__ import annotations

import pytest

from exifilm_core.record import ExposureRecord
from exifilm_core.record.query import Query, asked

FULL = ExposureRecord(
    image_id="0418-07",
    subject="Großes Tor\nin der Straße",
    taken="2012-06-03 16:20",
    location="Łódź",
    keywords="Sierra Nevada, snow",
    film="Kodak Tri-X 320",
    holder="12A",
    lens="Schneider Symmar-S 210mm",
    latitude="51.7",
    subject_distance="infinity",
    bellows_extension="320 mm",
    readings="moss EV 7 on III; snow EV 13 on VII",
    aperture="f/22½",
    exposure_time="8 x 4 s",
    exposures=8,
    development="N-1",
    developer="Pyrocat-HD",
    development_time="7.5",
    development_temperature="20",
    notes="Wind; عَرَبِيّ",
    copy_exposure="1/15 s, f/8; Flash=16",
)


def query(*arguments: str) -> Query:
    return asked(arguments).get()


def finds(*arguments: str, record: ExposureRecord = FULL) -> bool:
    return query(*arguments).matches(record, "scan_017.tif")


@pytest.mark.parametrize(
    "words",
    [
        "symmar", "SYMMAR-S 210", "tri-x", "tor strasse", "Straße", "GROSSES",
        "lodz", "pyrocat", "moss", "snow", "wind", "عربي", "scan_017", "0418", "kodak sierra 017",
    ],
)  # fmt: skip
def test_words_are_looked_for_in_every_text_and_the_file_name(words: str) -> None:
    assert finds(*words.split())


@pytest.mark.parametrize("words", ["symmar sironar", "f/22", "N-1", "2012", "16:20"])
def test_every_word_must_occur_in_a_text_not_in_a_value(words: str) -> None:
    assert not finds(*words.split())


def test_accents_may_be_composed_or_not() -> None:
    record = ExposureRecord(subject="Cafe\u0301")
    for word in ("café", "cafe", "CAFE\u0301"):
        assert finds(word, record=record)
        assert finds(f"subject={word}", record=record)


@pytest.mark.parametrize(
    "condition",
    [
        # Texts: a part of them, all words in any order, each item of a list.
        "lens=symmar", "lens=210 schneider", "Film=TRI-X", "developer=pyrocat", "location=łodz",
        "keywords=snow", "keywords=sierra", "keywords=snow, sierra nevada", "readings=snow ev 13",
        "keywords=snow,sierra", "lens==symmar",
        "notes=عربي", "copy_exposure=flash", "developer!=rodinal",
        # Numbers and names in a natural order, from end to end.
        "image_id=0418-07", "image_id=418-7", "No.=0418-01..0418-36", "holder=12a", "holder=12..13",
        "holder!=12B", "holder!=12",
        # Quantities, in every notation.
        "aperture=22½", "aperture=f/22..f/45", "Blende=..45", "aperture=22..", "aperture!=f/22",
        "exposure=32s", "exposure_time=8 x 4 s", "Exposure=30..40 s", "exposure_time=1/2..1 min",
        "development=N-1", "development=pull 1", "development=N-2..N",
        "bellows_extension=32 cm", "bellows_extension=300mm..", 'bellows_extension=12"..13"',
        "development_time=7½", "development_time=5..8", "development_temperature=68",
        "development_temperature=18..24", "subject_distance=infinity", "Distance=10m..",
        "latitude=50..52 N", "exposures=1..8", "exposures!=1",
        # Dates overlap.
        "taken=2012", "taken=2012..2014", "taken=June 2012", "taken=2012-06-03..",
        "taken=..2012-06", "taken=c. 2012", "taken=2010s", "taken=2012/2014",
        "taken=2012-06-03 16:20",
        "taken=2012-06-03 16:00..2012-06-03 17:00", "taken!=2011", "Date, time=3.6.2012",
        # Empty and filled in.
        "filter=", "film!=", "film=*", "filter= ", "aperture=..", "focal_length!=210mm",
    ],
)  # fmt: skip
def test_condition_holds(condition: str) -> None:
    assert finds(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "lens=sironar", "lens=symmar 300", "film=snow", "keywords=nevada snow", "readings=moss 13",
        "lens=2,1", "developer!=pyrocat", "image_id=0418", "image_id=0419..", "holder=12",
        "holder=13..",
        "aperture=22", "aperture=f/32..", "aperture=..f/22", "aperture!=22½", "filter!=",
        "filter=*", "exposure=4s", "exposure_time=4 x 8 s",
        "exposure_time!=8 x 4 s", "development=N",
        "development!=N-1", "bellows_extension=..30cm", "development_time=..7", "film=",
        "focal_length=210mm", "focal_length=..", "filter=x", "focal_length=1..1000",
        "taken=2011", "taken=2013..", "taken=..2012-05", "taken=2012-06-03 16:21", "taken=c. 2011",
        "taken=1970s", "taken!=2012", "latitude=50..51", "subject_distance=..1000m",
    ],
)  # fmt: skip
def test_condition_fails(condition: str) -> None:
    assert not finds(condition)


@pytest.mark.parametrize(
    ("taken", "sought", "found"),
    [
        ("1974", "1974-08-03", True),
        ("c. 1974", "1973..1975", True),
        ("c. 1974", "1975", False),
        ("1970s", "1979", True),
        ("1970s", "1980..", False),
        ("1974/75", "1975-12-31", True),
        ("1974/75", "..1973", False),
        ("1974-08-03", "1974-08-03 12:00", True),
        ("1974-08-03 16:20", "1974-08-03", True),
        ("1974-08-03 16:20", "1974-08-03 16:20:30", True),
        ("1974-08-03 16:20:30", "1974-08-03 16:20", True),
        ("1974-08-03 16:20:30", "1974-08-03 16:20:31", False),
        ("1974-08-03 16:20:60", "1974-08-03 16:20..1974-08-03 16:20", True),
        ("1974-08-03 23:59", "..1974-08-02", False),
    ],
)
def test_dates_overlap(taken: str, sought: str, found: bool) -> None:
    assert finds(f"taken={sought}", record=ExposureRecord(taken=taken)) == found


def test_all_conditions_must_hold() -> None:
    assert finds("symmar", "development=N-1", "keywords=snow", "keywords=sierra")
    assert not finds("symmar", "development=N-1", "keywords=snow", "keywords=desert")
    assert finds(record=ExposureRecord())


@pytest.mark.parametrize(
    ("argument", "code", "words"),
    [
        ("aperture=f/45..f/22", "IN_FIELD", "Enter aperture=f/22..f/45."),
        ("taken=2014..2012", "IN_FIELD", "Enter taken=2012..2014."),
        ("image_id=16..1", "IN_FIELD", "Enter image_id=1..16."),
        ("bellows_extension>=300mm", "COMPARISON", "Enter bellows_extension=300mm..:"),
        ("Aperture<f/8", "COMPARISON", "Enter aperture=..f/8:"),
        ("bellows>=300mm", "NO_FIELD_BUT", "bellows_extension"),
        ("apperture=8", "NO_FIELD_BUT", "Did you mean aperture"),
        ("xyzzy!=8", "NO_FIELD", "xyzzy"),
        ("time=3", "SEVERAL_FIELDS", "development_time"),
        ("aperture=wide", "IN_FIELD", "“wide” is not a valid aperture. Enter an f-number such as"),
        ("aperture=f/8..wide", "IN_FIELD", "“wide” is not a valid aperture"),
        ("aperture=f/22...f/45", "IN_FIELD", "“.f/45” is not a valid aperture"),
        ("bellows_extension=30 kg", "IN_FIELD", "“30 kg” is not a valid length"),
        ("taken=07/12/1998", "IN_FIELD", "may mean"),
        ("development_time=450", "IN_FIELD", "450 min"),
        ("exposure_time=4..8 min", "IN_FIELD", "4 s to 8 m or 4 m to 8 m"),
        ("subject_distance=3..12 ft", "IN_FIELD", "3 m to 3.6576 m or 0.9144 m to 3.6576 m"),
        ("focal_length=1 cm..30", "IN_FIELD", "10 mm to 30 mm or 10 mm to 300 mm"),
        ("exposures=0", "IN_FIELD", "not a valid number of exposures"),
    ],
)
def test_what_is_wrong_and_what_to_enter(argument: str, code: str, words: str) -> None:
    (problem,) = asked([argument]).problems
    assert problem.code == code
    assert words in str(problem)


def test_every_problem_is_collected() -> None:
    found = asked(["moon", "apperture=8", "film=hp5", "aperture=wide"])
    assert [problem.code for problem in found.problems] == ["NO_FIELD_BUT", "IN_FIELD"]
    assert found.query.words == ("moon",)
    assert [condition.name for condition in found.query.conditions] == ["film"]


@pytest.mark.parametrize(
    "text", ["exposure_time=1..30s", "aperture=22..f/45", "development=0..N+1"]
)
def test_a_bare_end_of_a_range_may_have_one_meaning(text: str) -> None:
    assert not asked([text]).problems


@pytest.mark.parametrize("word", ["a<b", "<3", "=", "7=8", "http://a.b/?c"])
def test_other_words_with_a_sign_are_words(word: str) -> None:
    assert query(word).words == (word,)


def test_the_fields_that_a_search_is_about() -> None:
    assert query("symmar", "development=N-1", "filter=").fields_of(FULL) == ["lens", "development"]
    assert query("snow").fields_of(FULL) == ["keywords", "readings"]


@pytest.mark.parametrize("field", ExposureRecord.fields(), ids=lambda field: field.name)
def test_each_field_is_found_by_the_value_it_shows(field) -> None:
    shown = FULL.show(field.name) or "x"
    if FULL[field.name] is None:
        assert finds(f"{field.name}=") and not finds(f"{field.name}!=")
        return
    assert finds(f"{field.name}={shown}")
    assert not finds(f"{field.name}!={shown}")
