"""The zone scale: the positions of its drawing, and how mouse and keys change the readings."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.form import gtk_probe


@pytest.fixture(scope="module")
def tried() -> gtk_probe.Answers:
    return gtk_probe.run(Path(__file__).with_name("probe_zone_scale.py"))


def test_zones_are_tones_from_black_to_white_with_marks_under_them(
    tried: gtk_probe.Answers,
) -> None:
    drawn = tried["probe_tones"]
    for zone, tone in enumerate(drawn["tones"]):
        assert tone == pytest.approx([zone * 25.5] * 3, abs=1)
    for mark in drawn["marks"]:
        assert mark != drawn["beside"]


def test_tones_go_from_left_to_right_in_every_language(tried: gtk_probe.Answers) -> None:
    drawn = tried["probe_right_to_left"]
    assert drawn["xs"] == sorted(drawn["xs"])
    assert drawn["listed"] < drawn["xs"][0], "what is not placed is at the end of the line"


def test_a_reading_is_dragged_and_the_others_move_with_it(tried: gtk_probe.Answers) -> None:
    after = tried["probe_drag"]
    assert after["zones"] == [4, 8.5, 5]
    assert after["signals"] == [[4, 8.5, 5]]
    assert "shade EV 9 on IV; rock 128 cd/m² on V; snow EV 13.5 on VIII½" in after["described"]


def test_a_drag_stops_at_thirds(tried: gtk_probe.Answers) -> None:
    assert tried["probe_drag_by_the_mark_to_a_third"]["zones"] == [3.3333, 7.83, 4.3333]


def test_a_click_chooses_and_changes_nothing(tried: gtk_probe.Answers) -> None:
    after = tried["probe_click_only"]
    assert (after["chosen"], after["zones"], after["signals"]) == (1, [3, 7.5, 4], [])


def test_escape_gives_a_drag_up(tried: gtk_probe.Answers) -> None:
    after = tried["probe_escape_gives_a_drag_up"]
    assert after["moved_meanwhile"] > 150, "it was seen to move"
    assert (after["zones"], after["signals"]) == ([3, 7.5, 4], [])


def test_a_reading_is_dragged_onto_the_scale_and_off_it(tried: gtk_probe.Answers) -> None:
    after = tried["probe_drag_onto_the_scale_and_off"]
    assert after["beside"], "what is not placed is listed beside the scale"
    assert after["placed"] == [3, 6]
    assert after["zones"] == [None, 6]
    assert "Not placed: shade EV 9." in after["described"]


def test_what_is_not_placed_hangs_where_it_falls(tried: gtk_probe.Answers) -> None:
    """In grey with a hollow arrow, and nothing of it is stored; the others are in the list."""
    after = tried["probe_hanging"]
    assert after["on"] == {"0": 3, "1": 6, "2": 4.5, "3": None, "4": None}
    placed, hollow = after["arrows"]
    assert hollow == after["paper"] != placed
    assert after["before"] == (
        "Placed: shade EV 9 on III. Not placed: rock EV 10.5 falls on IV½; moon EV 12 falls on "
        "VI; sun EV 30; lamp 5000 lx."
    )
    assert after["order"] == [0, 2, 1, 3, 4], "Tab goes up the scale"
    assert after["zones"] == [4, 7, None, None, None]
    assert after["signals"] == [[4, 7, None, None, None]]


def test_the_first_one_placed_makes_the_others_fall(tried: gtk_probe.Answers) -> None:
    assert tried["probe_first_one_placed"]["zones"] == [3, 7]


def test_keys(tried: gtk_probe.Answers) -> None:
    after = tried["probe_keys"]
    assert after["first"] == 0
    assert after["right"] == [4, 8.5, 5]
    assert after["third"] == [3.6667, 8.17, 4.6667]
    assert after["second"] == 2, "up the scale, not in the order taken"
    assert after["off"] == [3.6667, 8.17, None]
    assert after["fallen"] == [3.6667, 8.17, 4.6667]
    assert after["typed"] == [4, 8.5, 5]
    assert len(after["signals"]) == 5


def test_tab_goes_from_reading_to_reading_and_on(tried: gtk_probe.Answers) -> None:
    after = tried["probe_tab_goes_through_and_on"]
    assert after["chosen"] == [0, 2, 1, "on"]
    assert after["back"] == [1, 2, 0, "on"]
    assert after["empty"] == [True, True], "an empty scale is reached, and left"


def test_words_never_overlap_nor_leave_the_widget(tried: gtk_probe.Answers) -> None:
    found = tried["probe_twelve_readings_at_many_widths"]
    for shown in found:
        assert len(shown["boxes"]) == 12
        for left, top, right, bottom in shown["boxes"]:
            assert left >= 0 and top >= 0
            assert right <= shown["width"] and bottom <= shown["height"]
        for one, other in itertools.combinations(shown["boxes"], 2):
            beside = one[2] <= other[0] or other[2] <= one[0]
            above = one[3] <= other[1] or other[3] <= one[1]
            assert beside or above, (one, other)
    assert found[0]["shortened"] > found[-1]["shortened"]


def test_any_readings_find_room(tried: gtk_probe.Answers) -> None:
    after = tried["probe_any_readings"]
    assert after["tried"] > 200
    assert after["faults"] == []


def test_other_readings_end_a_drag(tried: gtk_probe.Answers) -> None:
    after = tried["probe_other_readings_while_dragging"]
    assert (after["zones"], after["signals"]) == ([3], [])
