"""The two drawings: readings on the zone scale, movements of the two standards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.kinds.readings import Reading

from .filled import FORM, calls_of
from .interpreter import Box, box_of, ink, pictures, printed, words


@pytest.mark.parametrize(
    ("zone", "side"), [(0.0, None), (10.0, None), (5.0, None), (6.5, None), (0.5, None)]
)
def test_a_reading_is_marked_under_its_zone(zone: float, side: None) -> None:
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


def test_readings_that_find_no_place_go_on() -> None:
    many = tuple(Reading(f"area{n}", float(n), "EV", n % 11) for n in range(40))
    document, _ = printed([ExposureRecord(readings=many)], forms=1)
    found = words(document)
    for number in range(40):
        assert f"area{number}" in found or f'"area{number}"' in found


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
    # From the side the subject is on the right, from above at the top; the front standard is there.
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
