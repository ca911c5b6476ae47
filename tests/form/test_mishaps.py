"""What may go wrong at the form: interrupted typing, odd names, other keyboards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import samples
from tests.form import gtk_probe

ODD = "odd\\xff_one.jpg"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mishaps")


@pytest.fixture(scope="module")
def tried(folder: Path) -> gtk_probe.Answers:
    scans = folder / "scans"
    scans.mkdir()
    samples.make(scans / "sheet_1.jpg")
    with gtk_probe.own_home(folder / "home"):
        return gtk_probe.run(
            Path(__file__).with_name("probe_mishaps.py"), scans, folder, seconds=120
        )


def test_a_folder_that_cannot_be_opened_leaves_the_window_usable(tried: gtk_probe.Answers) -> None:
    assert tried["probe_folder_that_cannot_be_opened"] == {"stays": True}


def test_typing_goes_on_where_it_was_interrupted(tried: gtk_probe.Answers) -> None:
    assert tried["probe_interrupted"] == ["24", "245", "245 mm"]


def test_f4_waits_for_the_record_and_needs_a_field(tried: gtk_probe.Answers) -> None:
    assert tried["probe_same_field"] == {"film": "FP4", "lens": ""}


def test_closing_names_the_invalid_entry_and_leads_to_it(tried: gtk_probe.Answers) -> None:
    told = tried["probe_closing_with_an_invalid_entry"]
    assert "not saved: Aperture. Closing now" in told["words"]
    assert told["focused"] and told["name"] == "No. 17"


def test_a_long_note_does_not_widen_the_form(tried: gtk_probe.Answers) -> None:
    without, with_notes = tried["probe_long_note"]
    assert 0 < with_notes <= without


def test_names_that_are_not_utf8_are_shown(tried: gtk_probe.Answers, folder: Path) -> None:
    told = tried["probe_odd_names"]
    assert told.pop("printed").startswith("1 record\n")
    assert told == {
        "duplicate": f"No. 7 is also on x{ODD}.",
        "said": f"Saved · {ODD}: saved",
        "this": f"This record ({ODD})",
        "written": f"Written: {folder / ODD.replace('.jpg', '.ps')}",
    }


def test_a_range_counts_the_numbers_that_are_typed(tried: gtk_probe.Answers) -> None:
    assert tried["probe_numbers_typed"] == "17: 1 record"


def test_a_document_replaces_no_file_unasked(tried: gtk_probe.Answers) -> None:
    told = tried["probe_names_of_files"]
    assert told["written"] == ["new.ps", "roll.12.ps", "a.ps", "b.PS", "there.ps"]
    assert told["proposed"] == [[], [], [], [], ["there.ps"], ["there.ps"]]


def test_keys_of_other_keyboards(tried: gtk_probe.Answers) -> None:
    assert tried["probe_other_keyboards"] == {"saved": "x", "composing": 0, "after": 1}


def test_scans_read_for_the_list_leave_the_boxes_alone(tried: gtk_probe.Answers) -> None:
    assert tried["probe_read_for_the_list"] == 0


def test_gtk_has_nothing_to_complain_of(tried: gtk_probe.Answers) -> None:
    bad = [line for line in tried.stderr.splitlines() if "CRITICAL" in line]
    assert bad == []
