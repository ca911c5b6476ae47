"""The camera's movements, and the law by which paper and screen draw them.

From behind the camera, + is rise up, shift to the right, tilt with the top toward the subject, and
swing clockwise from above. In the drawing from the side the subject is on the right; in that from
above it is at the top. Both drawings have the subject along +x of their own axes. +y is up from
the side, and right from above: a rise and a shift have the same drawing.

`postscript/exposure_record.ps` draws by the same numbers, and a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

STANDARDS = ("front", "rear")
MOVEMENTS = ("rise", "shift", "tilt", "swing")

# In points of the paper form, from the middle of each drawing:
HALF = 15.0
"""Half a standard's length."""
APART = 12.0
"""A standard's distance from the middle."""
BELLOWS = 0.72
"""The position on a standard's half where the bellows begin."""
POINTS_PER_MM = 0.22
FARTHEST = 8.0
"""The longest movement in a drawing, in points; a longer one looks the same."""
STEEPEST = 30.0
"""The steepest standard in a drawing, in degrees."""

Movements = Mapping[str, float | None]
"""A standard's movements by name: mm of rise and shift, degrees of tilt and swing."""


def offset(millimetres: float | None) -> float:
    """The length of a rise or a shift in the drawing, in points."""
    return _within((millimetres or 0.0) * POINTS_PER_MM, FARTHEST)


def angle(degrees: float | None) -> float:
    """The angle of a tilt or a swing in the drawing, in degrees."""
    return _within(degrees or 0.0, STEEPEST)


def _within(value: float, limit: float) -> float:
    return max(-limit, min(value, limit))


class Pose(NamedTuple):
    """A standard's pose in one drawing: moved along +y, and turned from +y toward -x."""

    move: float = 0.0
    angle: float = 0.0

    def end(self, x: float, reach: float) -> tuple[float, float]:
        """The point of the standard at x, this far up from its middle (below 0: down)."""
        turned = math.radians(self.angle)
        return x - reach * math.sin(turned), self.move + reach * math.cos(turned)

    def along(self, x: float, across: float, up: float) -> tuple[float, float]:
        """A point next to the standard, which turns with it."""
        turned = math.radians(self.angle)
        left, top = self.end(x, up)
        return left + across * math.cos(turned), top + across * math.sin(turned)


def from_the_side(movements: Movements) -> Pose:
    """A standard with these movements, seen from the side."""
    return Pose(offset(movements.get("rise")), -angle(movements.get("tilt")))


def from_above(movements: Movements) -> Pose:
    """A standard with these movements, seen from above."""
    return Pose(offset(movements.get("shift")), angle(movements.get("swing")))
