"""The window on small screens and with large fonts, and the visible part of the form."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import ExposureRecord
from tests import samples
from tests.form import gtk_probe

SCRIPT = Path(__file__).with_name("probe_layout.py")


def _looked(folder: Path, scale: str) -> gtk_probe.Answers:
    scans = folder / "scans"
    scans.mkdir()
    for number in (1, 2, 3):
        samples.make(scans / f"scan_{number}.jpg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GDK_DPI_SCALE", scale)
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("XDG_STATE_HOME", str(folder / "home" / "state"))
        return gtk_probe.run(SCRIPT, scans, seconds=240)


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    return _looked(tmp_path_factory.mktemp("plain"), "1")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    """Set the fonts to 150 %."""
    return _looked(tmp_path_factory.mktemp("large"), "1.5")


def test_everything_has_room_on_small_screens(looked: gtk_probe.Answers) -> None:
    for here in looked["probe_sizes"]:
        assert here["got"] == here["size"]
        assert here["cut off"] == here["shortened"] == [] and not here["sideways"]
        assert here["tools"] and here["foot"]
        assert (here["picture"], here["after F9"], here["again"]) == (True, False, True)


def test_everything_has_room_with_large_fonts(large: gtk_probe.Answers) -> None:
    for here in large["probe_sizes"]:
        assert here["got"] == here["size"]
        assert here["cut off"] == [] and not here["sideways"]
        assert here["tools"] and here["foot"]
        assert (here["picture"], here["after F9"], here["again"]) == (False, True, False)


def test_the_picture_gives_way_and_comes_back(looked: gtk_probe.Answers) -> None:
    wide, less, none, again = looked["probe_narrower"]
    assert wide[1] and less[1] and not none[1]
    assert less[2] < wide[2]
    assert again == wide


@pytest.mark.parametrize("fonts", ["looked", "large"])
def test_a_field_is_in_view_with_its_label(fonts: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(fonts)["probe_scrolling"] == []


def test_what_is_undone_comes_into_view_and_is_named(looked: gtk_probe.Answers) -> None:
    told = looked["probe_undone"]
    assert told["before"] == [False, "Ta"]
    assert told["own"] == ["Not saved yet · Undone: Subject", "subject"]
    assert told["typed on"] == "Moons", "what is typed next goes on behind the text"
    assert told["all of it"] == ["Not saved yet · Undone: Subject", "subject", ""]
    assert told["out of view"] == ["No record yet · Undone: Development, Time", "development", True]
    assert told["texts"] == ["", ""]
    assert not told["selected"], "what is typed next replaces nothing"
    assert told["typed"] == "Not saved yet"
    assert told["from the picture"] == [True, True]
    assert told["another scan"] == "No record yet"


def test_the_tip_tells_the_whole_value_and_covers_no_row_below(looked: gtk_probe.Answers) -> None:
    told = looked["probe_tip"]
    names = ("lens", "lens_make", "subject", "aperture")
    assert [told[name]["covers"] for name in names] == [False] * 4
    assert all(told[name]["goes"] and told[name]["stays away"] for name in names), "a key hides it"
    assert told["lens"]["words"][0].strip() == told["long"]
    assert told["lens_make"]["words"][0] == ExposureRecord.field("lens_make").help


def test_a_key_in_a_folder_of_many_duplicates_takes_no_time(looked: gtk_probe.Answers) -> None:
    told = looked["probe_many_duplicates"]
    assert told["longest"] < 0.25
    assert told["said"] == "No. 7 is also on 1.jpg, 3.jpg and 4998 more scans."
