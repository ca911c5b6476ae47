"""Tilt of the lens by Merklinger's hinge rule (“Focusing the View Camera”, 1993).

The plane of sharp focus turns about the hinge line, which lies at the distance J from the lens,
measured along the film's plane through the lens's centre: sin α = f/J. Focusing moves the plane;
the tilt alone puts the hinge where it is.
"""

from __future__ import annotations

import math


def angle(focal_length: float, hinge: float) -> float | None:
    """The tilt in degrees for a hinge line at this distance; both in mm.

    None if the hinge is nearer than the focal length: no tilt brings it there.

    >>> round(angle(150, 2133.6), 1)
    4.0
    """
    if hinge < focal_length:
        return None
    return math.degrees(math.asin(focal_length / hinge))


def hinge(focal_length: float, degrees: float) -> float:
    """The distance in mm of the hinge line for a tilt; infinity without one.

    >>> round(hinge(150, 30)), hinge(150, 0)
    (300, inf)
    """
    sine = abs(math.sin(math.radians(degrees)))
    return focal_length / sine if sine else math.inf
