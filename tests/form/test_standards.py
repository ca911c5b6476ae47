"""The drawing of the standards: each movement follows the arrows of the paper form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.form import gtk_probe


@pytest.fixture(scope="module")
def tried() -> gtk_probe.Answers:
    return gtk_probe.run(Path(__file__).with_name("probe_standards.py"))


def test_at_rest_both_are_drawn_as_on_an_empty_form(tried: gtk_probe.Answers) -> None:
    drawn = tried["probe_rest"]
    assert not drawn["differs"]
    for name, end in drawn["ends"].items():
        assert end["inked"], name
    for standard in ("front", "rear"):
        assert drawn["ends"][f"{standard} side"]["top"][0] == pytest.approx(0)
        assert drawn["ends"][f"{standard} above"]["top"][1] == pytest.approx(0)


def test_rise_goes_up_and_tilt_toward_the_subject_on_the_right(tried: gtk_probe.Answers) -> None:
    drawn = tried["probe_rise_and_tilt"]
    assert drawn["differs"]
    front, rear = drawn["ends"]["front side"], drawn["ends"]["rear side"]
    assert front["top"][0] > 2 > -2 > front["bottom"][0]
    assert rear["top"][0] < -2 < 2 < rear["bottom"][0]
    assert front["top"][1] + front["bottom"][1] > 4, "seen to be raised"
    assert rear["top"][1] + rear["bottom"][1] < -4, "seen to be lowered"
    assert front["inked"] and rear["inked"]
    assert drawn["ends"]["front above"]["top"][1] == pytest.approx(0), "not seen from above"


def test_shift_goes_right_and_swing_clockwise_seen_from_above(tried: gtk_probe.Answers) -> None:
    ends = tried["probe_shift_and_swing"]["ends"]
    front, rear = ends["front above"], ends["rear above"]
    # "top" is the right end here: clockwise moves it back, away from the subject at the top.
    assert front["top"][1] < -2 and front["bottom"][1] > 2
    assert rear["top"][1] > 2 and rear["bottom"][1] < -2
    assert front["top"][0] + front["bottom"][0] > 4
    assert rear["top"][0] + rear["bottom"][0] < -4
    assert front["inked"] and rear["inked"]
    assert ends["front side"]["top"][0] == pytest.approx(0)


def test_the_longest_movements_stay_in_the_drawing(tried: gtk_probe.Answers) -> None:
    for end in tried["probe_far_too_much"]["ends"].values():
        assert end["inked"]


def test_it_is_named_and_told_in_words(tried: gtk_probe.Answers) -> None:
    assert tried["probe_rest"]["name"] == "Front and rear standard"
    assert tried["probe_words"] == [
        "front: 12 mm rise, 5° tilt forward",
        "front: 7.5 mm fall; rear: 10 mm shift to the right, 3° swing counter-clockwise",
        "All movements at zero.",
        "All movements at zero.",
        "rear: 0.5° tilt backward",
    ]
    assert tried["probe_no_room"] == "front: 12 mm rise"
