"""The form offers what it can work out, in grey, and remarks on what does not add up."""

from __future__ import annotations

from pathlib import Path

import pytest
from exifilm_form.session.offers import USUAL_SHEETS

from exifilm_core.actions.worked_out import DOUBTED, WorkedOut
from exifilm_core.film.film_file import ours
from exifilm_core.film.formats import DIAGONALS
from exifilm_core.record import ExposureRecord
from tests.form import gtk_probe


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    with gtk_probe.own_home(tmp_path_factory.mktemp("home")):
        return gtk_probe.run(Path(__file__).with_name("probe_offers.py"), seconds=240)


def test_moonrise_is_worked_out_in_grey_and_a_key_takes_it(tried: gtk_probe.Answers) -> None:
    told = tried["probe_moonrise"]
    assert told["grey"] == {"metered_time": "0.3 s", "exposure_time": "1 s"}
    arithmetic = "1 s: metered 1/3 s, × 3 for the filter = 0.892 s"
    assert told["foot"] == told["tip"] == arithmetic
    assert told["spoken"].startswith(f"Worked out: {arithmetic}\n")
    assert (told["text"], told["unsaved"]) == ("", False), "nothing is stored that was not taken"
    assert told["taken"] == told["saved"] == "1 s"
    assert told["grey after"] == {"metered_time": "0.3 s"}
    assert told["focus after"] == "exposures"
    assert (told["all"], told["undone"]) == ("0.3 s", "")


def test_a_host_s_dialogue_offers_the_same(tried: gtk_probe.Answers) -> None:
    """GIMP's plug-in has this form without pictures, in a dialogue of its own."""
    told = tried["probe_in_the_dialogue_of_a_host"]
    assert not told["pictures"]
    assert {*told["grey"]} == {
        "box_speed", "process", "bellows_factor", "reciprocity_factor", "exposure_time",
    }  # fmt: skip
    assert [text for text in told["one"] if text] == ["4×"], "one key takes one"
    assert told["all"] == told["saved"] == told["grey"], "another takes all"
    assert told["typed"] == "2 s"


def test_what_is_grey_stays_in_the_box_with_the_focus(tried: gtk_probe.Answers) -> None:
    """GTK hides a placeholder there, where a key would take the value, or F2 shows the values."""
    found = tried["probe_in_the_box_with_the_focus"]
    assert {*found} == {"left", "right", "mixed"}
    for told in found.values():
        assert told["empty"] > 20, "1 s or ‹mixed› in grey"
        assert told["beside the typed"] == 0


def test_a_close_up_is_worked_out_while_it_is_typed(tried: gtk_probe.Answers) -> None:
    before, at_420, at_297, own_factor, wrong = tried["probe_live"]
    assert "bellows_factor" not in before
    assert at_420["bellows_factor"] == "4×"
    assert at_297["bellows_factor"] == "2×"
    assert at_297["exposure_time"] != at_420["exposure_time"]
    assert "bellows_factor" not in own_factor
    assert "exposure_time" not in wrong, "an invalid text is no empty field"


def test_a_contradiction_is_told_once_the_field_is_left(tried: gtk_probe.Answers) -> None:
    on_opening, typing, left, corrected = tried["probe_remarks"]
    assert on_opening == typing == corrected == ""
    assert left == "2 s is 2 stops less than these give: metered 1 s, × 8 for the filter = 8 s."


def test_films_are_found_by_words_and_codes(tried: gtk_probe.Answers) -> None:
    offered = tried["probe_films"]
    assert offered["trix 320"] == offered["320TXP"] == ["Kodak Tri-X 320"]
    assert offered["hp5"][0] == "Ilford HP5 Plus"
    assert offered["notch wide gap small wide"] == ["Ilford HP5 Plus"]
    assert offered["xyzzy"] == []
    assert offered["grey"] == ["box_speed 320", "process B&W"]
    assert offered["formats"] == ["8x10"]
    assert set(USUAL_SHEETS) <= DIAGONALS.keys()
    assert offered["chosen"] == ["Ilford HP5 Plus", "400", "B&W"], "choosing one fills these"
    assert offered["corrected"] == ["Ilford FP4 Plus", "125", "B&W"]
    assert offered["undone"] == ["Ilford FP4 Plus", "400", "B&W"]


def test_a_film_brings_its_speed_to_several_scans(tried: gtk_probe.Answers) -> None:
    told = tried["probe_film_of_several"]
    assert told["chosen"] == ["Ilford FP4 Plus", "125", "B&W"]
    assert told["saved"] == [["125", "B&W"]] * 2


def test_the_doubted_fields_are_those_that_can_be_contradicted() -> None:
    everything_wrong = ExposureRecord(
        readings="shade EV 9 on III; snow EV 13 on IX",
        development="N",
        aperture="f/16",
        exposure_index=400,
        metered_time="1/8",
        bellows_factor=4,
        bellows_extension=315,
        focal_length=210,
        exposure_time="1 min",
    )
    found = [doubt.field for doubt in WorkedOut(everything_wrong, ours()).doubts()]
    assert found == [*DOUBTED]
    assert found == [field.name for field in ExposureRecord.fields() if field.name in DOUBTED]
