"""The two drawings: readings on the zone scale, and movements of the two standards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.film.readings import Reading
from exifilm_core.printing.fitting import SMALLEST
from exifilm_core.printing.text import LATIN_TOP, Glyph
from exifilm_core.printing.zone_marks import Wanted, placed

from .filled import FORM, calls_of
from .interpreter import Box, box_of, ink, pictures, printed, words


@pytest.mark.parametrize("zone", [0.0, 10.0, 5.0, 6.5, 0.5])
def test_a_reading_is_marked_under_its_zone(zone: float) -> None:
    (calls,) = calls_of(ExposureRecord(readings=(Reading("rock", 12.0, "EV", zone),)))
    (call,) = [call for call in calls if call.endswith("mark-reading")]
    (mark,) = ink([call.replace("(rock EV 12)", "()")])
    slot = FORM.slots["readings"]
    assert (mark.left + mark.right) / 2 == pytest.approx(
        slot.x + (zone + 0.5) * slot.width / 11, abs=0.05
    )


def test_the_zone_scale_runs_from_black_to_white(tmp_path: Path) -> None:
    document = (
        f"<</PageSize [252 364]>> setpagedevice {FORM.prologue}\n"
        "ExposureRecord begin record-form showpage"
    )
    (page,) = pictures(document.encode("ascii"), tmp_path, dpi=144)
    slot = FORM.slots["readings"]
    tones = [
        page.getpixel((int(2 * (slot.x + (zone + 0.1) * slot.width / 11)), int(2 * slot.y) + 8))
        for zone in range(11)
    ]
    assert tones == sorted(tones)
    assert (tones[0], tones[-1]) == (0, 255)


MANY = tuple(Reading(f"area{n}", n / 3, "EV", n % 11) for n in range(90))


def test_readings_that_find_no_lane_go_on_and_keep_their_arrow() -> None:
    document, _ = printed([ExposureRecord(readings=MANY)], forms=1)
    found = words(document)
    for number in range(90):
        assert f"area{number}" in found or f'"area{number}"' in found
    calls = calls_of(ExposureRecord(readings=MANY))[0]
    arrows = [call for call in calls if call.endswith("mark-zone")]
    placed = [call for call in calls if call.endswith("mark-reading")]
    assert len(arrows) > 5 and len(placed) > 11
    assert len(arrows) + len(placed) == 90


def test_the_arrow_without_words_points_at_its_zone() -> None:
    slot = FORM.slots["readings"]
    (arrow,) = ink(["6.5 mark-zone"])
    assert (arrow.left + arrow.right) / 2 == pytest.approx(slot.x + 7 * slot.width / 11, abs=0.05)
    scale_floor = box_of("readings").top - FORM.number("scale-height")
    assert scale_floor - 4 < arrow.bottom < arrow.top < scale_floor


def test_words_are_shortened_before_any_is_left_out() -> None:
    """The value stays complete; the notes hold the omitted part of the area."""
    readings = tuple(
        Reading("the far shadow under the old rock", 2.5 + zone, "EV", float(zone))
        for zone in range(11)
    )
    (calls,) = calls_of(ExposureRecord(readings=readings))
    marks = [call for call in calls if call.endswith("mark-reading")]
    assert len(marks) == 11
    shortened = [mark for mark in marks if "the far shadow under the old rock" not in mark]
    assert 0 < len(shortened) < 11
    for mark, reading in zip(marks, readings, strict=True):
        assert f"EV {reading.value:g})" in mark
    (notes,) = [call for call in calls if call.startswith("/notes")]
    assert len(re.findall(r"EV[\s()\\]+[\d.]+[\s()\\]+on", notes)) == len(shortened)


def wanted(zone: float, length: float) -> Wanted:
    """A reading whose words have that length in points, in type of 6 points."""
    return Wanted(zone, [], [Glyph("x", "Record-Sans", 120, length / 6, LATIN_TOP)])


@pytest.mark.parametrize("beyond", [-3.0, -1.0, 0.0, 0.3, 0.6, 1.0, 2.0, 9.0])
def test_words_never_run_into_a_leader(beyond: float) -> None:
    """A leader counts in the lane in which it ends, as in those that it crosses."""
    slot = FORM.slots["readings"]
    apart = 2 * slot.width / 11
    lead = FORM.number("lead")
    marks = placed([wanted(3, apart - lead + beyond), wanted(5, 30)], FORM, slot, SMALLEST, [])
    one, other = marks
    assert one.words and other.words
    if (one.side, other.side) == (1, 1) and other.lane >= one.lane:
        assert beyond < -0.5


def movement_ink(**values: float) -> Callable[[str], Box]:
    """The ink of the standards with these movements, by drawing."""
    record = ExposureRecord(**values)
    (calls,) = calls_of(record)
    (call,) = [call for call in calls if call.endswith("draw-movements")]
    side, above = box_of("standards.side"), box_of("standards.above")
    clips = {
        "side": f"{side.left} {side.bottom} {side.right - side.left} 66 rectclip {call}",
        "above": f"{above.left} {above.bottom} {above.right - above.left} 66 rectclip {call}",
    }
    boxes = dict(zip(clips, ink(clips.values()), strict=True))
    return boxes.__getitem__


def test_movements_are_drawn_as_they_were_set() -> None:
    rest = movement_ink(front_rise=0)
    assert movement_ink(front_rise=20)("side").top > rest("side").top + 2
    assert movement_ink(front_rise=-20)("side").bottom < rest("side").bottom - 2
    assert movement_ink(front_shift=20)("above").right > rest("above").right + 2
    assert movement_ink(rear_shift=-20)("above").left < rest("above").left - 2
    # The subject is on the right from the side, at the top from above, next to the front standard.
    assert movement_ink(front_tilt=15)("side").right > rest("side").right + 1
    assert movement_ink(rear_tilt=-15)("side").left < rest("side").left - 1
    # Clockwise from above: the right end toward the photographer, the left toward the subject.
    assert movement_ink(front_swing=15)("above").top > rest("above").top + 1


def test_swing_turns_clockwise_as_seen_from_above(tmp_path: Path) -> None:
    document = (
        f"<</PageSize [252 364]>> setpagedevice {FORM.prologue}\n"
        "ExposureRecord begin 0 0 0 20 0 0 0 0 draw-movements showpage"
    )
    (page,) = pictures(document.encode("ascii"), tmp_path, dpi=288)
    above = FORM.slots["standards.above"]
    middle = above.x + above.width / 2
    y = above.y + above.height / 2 - 3 - FORM.number("standard-apart")

    def highest(x: float) -> float:
        column = page.crop((int(4 * x), int(4 * above.y), int(4 * x) + 2, int(4 * (y + 9))))
        box = column.point(lambda tone: 255 if tone < 200 else 0).getbbox()
        return box[1] / 4 if box else 99

    assert highest(middle - 11) < highest(middle + 11) - 4


def test_a_movement_not_entered_is_not_drawn() -> None:
    (calls,) = calls_of(ExposureRecord(subject="x"))
    assert not any(call.endswith("draw-movements") for call in calls)
