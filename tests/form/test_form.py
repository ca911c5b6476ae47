"""The form from inside: accessible names, the keyboard alone, large folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from exifilm_form.form.layout import LETTERED
from exifilm_form.form.letters import letters_of

from exifilm_core import ExposureRecord
from exifilm_core.record import Section
from tests import samples
from tests.form import gtk_probe
from tests.form.values import WRITTEN


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("form")


@pytest.fixture(scope="module")
def tried(folder: Path) -> gtk_probe.Answers:
    scans, many = folder / "scans", folder / "many"
    for each in (scans, many):
        each.mkdir()
    for number in (1, 2, 3):
        samples.make(scans / f"sheet_{number}.jpg")
    (many / "sheet_0.jpg").write_bytes((scans / "sheet_1.jpg").read_bytes())
    for number in range(1, 10_000):
        (many / f"sheet_{number}.jpg").touch()
    with gtk_probe.own_home(folder / "home"):
        script = Path(__file__).with_name("probe_form.py")
        return gtk_probe.run(script, scans, many, seconds=240)


def test_a_walk_by_tab_alone_meets_every_field_in_the_order_of_the_form(
    tried: gtk_probe.Answers,
) -> None:
    names = tried["probe_tab"]
    labels = [field.label for field in ExposureRecord.fields()]
    place = labels.index(ExposureRecord.field("readings").label)
    assert names[: len(labels) + 1] == [*labels[:place], names[place], *labels[place:]]
    assert names[place].startswith("Zone scale")
    assert {"Choose a scan", "Next scan", "Print exposure records"} <= set(names)
    assert "" not in names
    assert len(names) < 200, "Tab comes round to where it began"


def test_everything_has_an_accessible_name(tried: gtk_probe.Answers) -> None:
    assert tried["probe_names"] == []


def test_alt_and_the_number_beside_its_title_leads_to_a_section(tried: gtk_probe.Answers) -> None:
    firsts = [
        next(field.label for field in ExposureRecord.fields() if field.section is section)
        for section in Section
    ]
    assert tried["probe_sections_by_number"] == firsts


def test_alt_and_an_underlined_letter_leads_to_a_field(tried: gtk_probe.Answers) -> None:
    told = tried["probe_letters"]
    letters = told["letters"]
    assert len(letters) == len(set(letters)) >= 15
    assert not set(letters) & set(told["taken"]), "the notices have letters of their own"
    led = {first: letter for letter, first, _again in told["led"]}
    assert led["subject"] == "s" and led["taken"] == "d" and led["front_rise"] == "r"
    assert set(led) <= set(LETTERED)
    again = {first: again for _letter, first, again in told["led"]}
    assert again["front_rise"] == "rear_rise" and again["subject"] == "subject"


@pytest.mark.parametrize(
    ("labels", "letters"),
    [
        (["Subject", "Shift", "Swing"], "shw"),
        (["Filter", "Filter factor"], "fi"),
        (["Ab", "Ba", "ab"], "ab"),
        (["Öffnung", "Ort"], "ör"),
        (["", "123"], ""),
    ],
)
def test_letters_are_beginnings_where_they_can_be(labels: list[str], letters: str) -> None:
    found = letters_of({label: label for label in labels}, "og")
    assert "".join(found.values()) == letters


def test_the_sections_are_those_of_the_paper(tried: gtk_probe.Answers) -> None:
    assert tried["probe_sections"] == [section.title for section in Section]


def test_the_keys(tried: gtk_probe.Answers) -> None:
    told = tried["probe_keys"]
    assert told["next"] == 1
    assert told["field"] == "f/22"
    assert told["bag"] == ["HP5", ""]
    assert told["whole"] == ["HP5", "Moonrise", ""]
    assert told["undone"] == ["", "f/22"]
    assert told["undone_twice"] == ""
    assert told["saved"] == "Tarn"
    assert told["reverted"] == ""
    assert told["previous"] == [0, "Moonrise"]
    assert told["written"] == "f/22"


def test_what_could_not_be_saved_is_named(tried: gtk_probe.Answers) -> None:
    before, after = tried["probe_saved_except"]
    assert before.startswith("Not saved yet; Latitude cannot be saved")
    assert after.startswith("Saved, except Latitude")


def test_readings_are_on_the_scale_and_in_the_entry(tried: gtk_probe.Answers) -> None:
    told = tried["probe_zone_scale"]
    assert told["shown"] == ["shade", "snow"]
    assert told["text"] == told["value"] == "shade EV 9 on IV"


def test_a_folder_of_ten_thousand(tried: gtk_probe.Answers) -> None:
    told = tried["probe_many"]
    assert told["rows"] == 10_000
    assert told["found"] == 9876 and told["left"] == 1
    assert told["nothing"] == [True, False]
    assert told["state"] == "UNREADABLE"


def test_the_list_is_filtered_by_what_the_records_say(tried: gtk_probe.Answers) -> None:
    assert tried["probe_list"] == {
        "found": [[1], [1], [1], []],
        "open": 1,
        "shown": "2?",
        "asks": "Words of the record, or the file's name",
    }


def test_size_and_folder_are_remembered(tried: gtk_probe.Answers, folder: Path) -> None:
    told = tried["probe_memory"]
    assert told["remembered"]["size"] == [1000, 700]
    assert told["remembered"]["folder"] == str(folder / "scans")
    assert told["spoilt"] == {}


def test_the_picture_has_keys_and_positives_are_remembered(tried: gtk_probe.Answers) -> None:
    told = tried["probe_looking"]
    fitted, *zooms = told["zooms"][-1], *told["zooms"][:-1]
    assert fitted.endswith(" % · fit")
    assert zooms[1:] == ["100 %", "125 %"] and " %" in zooms[0]
    assert not told["written"], "no key of them writes into the field"
    assert told["positives"] == told["again"] == [True, True]
    assert told["other"] is True and told["remembered"] is False


def test_the_form_alone_in_another_window(tried: gtk_probe.Answers) -> None:
    assert tried["probe_bare"] == ["finished"]


def test_a_sheet_without_a_file_is_shown_like_any_other(tried: gtk_probe.Answers) -> None:
    told = tried["probe_no_file"]
    none, folder = "No picture.", "This is a folder, a device or a pipe, not a scan."
    assert told["said"] == [none, "This file no longer exists.", folder, none, folder]
    odd = "odd\\n\\xff\\u202e.jpg"
    assert told["shown"] == told["listed"] == ["Untitled", "gone.jpg", "a folder", odd, "x" * 300]


def test_closing_waits_for_the_last_save_and_says_so(tried: gtk_probe.Answers) -> None:
    told = tried["probe_closing_waits"]
    assert told["index"] == 1, "the next scan is there while the last is being saved"
    assert "saving another scan" in told["standing"]
    assert told["shown"] and "the window will close when this has finished" in told["words"]
    assert told["gone_before"] == []
    assert told["saved"] == "Moonrise"


def test_a_failed_save_calls_back_and_takes_the_keyboard(tried: gtk_probe.Answers) -> None:
    told = tried["probe_called_back"]
    assert told["index"] == 0
    assert told["words"].startswith("The disk is full. Make room and save again.")
    assert "All that you typed is still here" in told["words"]
    assert told["focus"] == "Try again"
    assert told["text"] == "Moonrise"
    assert told["hushed"]
    assert told["saved"] == "Moonrise"


def test_exif_taken_for_the_copy_s_is_turned_round_by_a_button(tried: gtk_probe.Answers) -> None:
    told = tried["probe_exif_of_the_copy"]
    assert told["words"] == "ExiFilm treats EXIF's exposure (1/15 s, f/8) as the copy camera's."
    assert told["shown"] and told["hushed"]
    assert told["aperture"] == "f/8"


def test_every_field_shows_the_notation_of_the_form_when_left(tried: gtk_probe.Answers) -> None:
    record = ExposureRecord(**WRITTEN)
    assert tried["probe_quantities_written"] == {name: record.show(name) for name in WRITTEN}


def test_one_file_or_several(tried: gtk_probe.Answers) -> None:
    one, some = tried["probe_some_files"]
    assert one == ["sheet_2.jpg", "3"]
    assert some == ["sheet_3.jpg", "sheet_1.jpg"]


def test_gtk_has_nothing_to_complain_of(tried: gtk_probe.Answers) -> None:
    bad = [line for line in tried.stderr.splitlines() if "CRITICAL" in line or "WARNING" in line]
    assert bad == []
