"""A page of notes about a roll: which frames get which values."""

from __future__ import annotations

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.actions.roll_notes import notes_for, read_notes


def records(notes: str, *frames: str) -> list[ExposureRecord]:
    page = notes_for(notes, frames)
    assert page.problem is None
    return [ExposureRecord().replace(**values) for values in page.values]


def test_lines_are_about_all_frames_or_some() -> None:
    notes = "EI=800; camera=FM2\n\n1-3, 5: location=Malham\n0a–1A: lens=Nikkor 50 mm f/1.8"
    first, second, third = records(notes, "0A", "2", "5")
    everywhere = ExposureRecord(exposure_index=800, camera_model="FM2")
    assert first == everywhere.replace(lens="Nikkor 50 mm f/1.8")
    assert second == third == everywhere.replace(location="Malham")


def test_a_later_line_wins_and_remarks_are_added() -> None:
    [record] = records("lens=Symmar; notes=cold\n4: lens=Nikkor; rain; wind\n4: moved", "4")
    assert record == ExposureRecord(lens="Nikkor", notes="cold\nrain; wind\nmoved")


def test_a_scan_without_a_frame_gets_what_is_about_all() -> None:
    assert records("film=HP5\n1-99: lens=Nikkor", "") == [ExposureRecord(film="HP5")]


def test_readings_keep_their_semicolons_and_a_value_may_have_a_colon() -> None:
    notes = "2: readings=moss EV 7 on III; weir EV 10; taken=12 May 2024 7:10\nexposure_time=8 x 4s"
    [record] = records(notes, "2")
    assert record.show("readings") == "moss EV 7 on III; weir EV 10"
    assert record.show("taken") == "2024-05-12 07:10"
    assert (record.exposures, record.exposure_time) == (8, 32.0)


def test_an_exposure_needs_no_name_of_a_field() -> None:
    notes = "f/8\n5: f/11, 1/60; rain\n6: readings=moss EV 7 on III; F/16, 1/4, x4 -> 1 s"
    notes += "\n7: f/8 or f/11"
    plain, timed, whole, unsure = records(notes, "1", "5", "6", "7")
    assert plain == ExposureRecord(aperture="f/8")
    assert timed == ExposureRecord(aperture="f/11, 1/60", notes="rain")
    assert (timed.metered_time, timed.exposure_time) == (1 / 60, 1 / 60)
    readings = ExposureRecord(readings="moss EV 7 on III").readings
    assert whole == ExposureRecord(aperture="f/16, 1/4, x4 -> 1 s", readings=readings)
    assert unsure == ExposureRecord(aperture="f/8", notes="f/8 or f/11")


def test_a_date_has_its_short_name_too() -> None:
    [record] = records("date=12 May 2024\n3: Datum=13 May 2024", "3")
    assert record == ExposureRecord(taken="2024-05-13")


def test_an_empty_value_empties_the_field() -> None:
    assert notes_for("filter=", ["1"]).values == ({"filter": None},)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("7 people moved", "“7 people moved” has no field."),
        ("9-7: rain", "frame 9 is after frame 7."),
        ("7: lenz=Symmar; rain", "there is no field “lenz”. Did you mean lens?"),
        ("aperture=wide open", "Aperture (aperture): “wide open” is not a valid aperture."),
        ("lens=Symmar; lens=Nikkor", "lens is given twice"),
        ("99999: rain", "Frame (frame): “99999” is not a valid frame."),
    ],
)
def test_a_mistake_is_reported_with_its_line(line: str, problem: str) -> None:
    page = notes_for(f"film=HP5\n\n{line}", ["7", "9"])
    assert page.values == ()
    assert str(page.problem).startswith(f"Line 3: {problem}")


def test_a_line_about_no_scan_is_reported_and_the_others_count() -> None:
    page = notes_for("7: rain\n12: dust", ["7"])
    assert page.values == ({"notes": "rain"},)
    assert list(map(str, page.missing)) == [
        "Line 2: no scan has these frames; the line is left out."
    ]
    assert [line.number for line in read_notes("\n\n7: rain")] == [3]
