"""The paper form draws movements by the law in `exifilm_core.film.movements`."""

from __future__ import annotations

import random

import pytest

from exifilm_core.film.movements import (
    APART,
    BELLOWS,
    FARTHEST,
    HALF,
    MOVEMENTS,
    POINTS_PER_MM,
    STEEPEST,
    Pose,
    angle,
    from_above,
    from_the_side,
    offset,
)

from .filled import FORM
from .interpreter import said

VALUES = (-1000.0, -90.0, -36.4, -36.0, -30.1, -12.5, -0.5, 0.0, 0.1, 3.0, 29.9, 36.3, 45.0, 1e4)


def numbers(program: str) -> list[float]:
    """The numbers that a program in the form's dictionary prints."""
    return [float(number) for number in said(program).split()]


def test_the_form_has_the_same_measures() -> None:
    measures = {
        "standard-size": HALF,
        "standard-apart": APART,
        "points-per-mm": POINTS_PER_MM,
        "farthest": FARTHEST,
        "steepest": STEEPEST,
    }
    assert {name: FORM.number(name) for name in measures} == measures


def test_a_movement_is_as_long_and_an_angle_as_steep_as_on_paper() -> None:
    shown = numbers("\n".join(f"{value} moved = {value} leaned =" for value in VALUES))
    expected = [law(value) for value in VALUES for law in (offset, angle)]
    assert shown == pytest.approx(expected, abs=1e-4)


def test_each_standard_has_the_same_pose_in_both_drawings() -> None:
    """`camera` receives the poses of the rear and the front standard: move and angle."""
    chance = random.Random(12)
    for _record in range(5):
        front, rear = (
            {name: round(chance.uniform(-60, 60), 1) for name in MOVEMENTS} for _ in range(2)
        )
        values = " ".join(str(each[name]) for each in (front, rear) for name in MOVEMENTS)
        shown = numbers(
            f"/camera {{ 4 array astore {{ = }} forall }} def /view {{ pop }} def "
            f"{values} draw-movements"
        )
        poses = (from_the_side(rear), from_the_side(front), from_above(rear), from_above(front))
        assert shown == pytest.approx([number for pose in poses for number in pose], abs=1e-4)


@pytest.mark.parametrize("pose", [Pose(), Pose(5, 0), Pose(0, 20), Pose(-8, -30), Pose(3.5, 7)])
def test_the_bellows_begin_at_the_same_points(pose: Pose) -> None:
    for x, side in ((-APART, 1), (-APART, -1), (APART, 1), (APART, -1)):
        shown = numbers(f"{x} {pose.move} {pose.angle} {side} standard-end exch = =")
        assert shown == pytest.approx(pose.end(x, side * HALF * BELLOWS), abs=1e-4)
