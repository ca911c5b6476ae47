"""The aperture for a focus spread, the travel of the standard between near and far focus.

There are two schools. P. Hansma (“View Camera Focusing in Practice”, Photo Techniques, March/April
1996) balances defocus against diffraction, and needs no circle of confusion. The other stops down
until the defocus at both ends is no more than a circle of confusion c.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from exifilm_core.film.stops import STOPS

_HANSMA = 375.0
"""1 mm of spread asks for f/√375."""


def of_least_blur(spread: float) -> float:
    """Hansma's f-number for a focus spread in mm: √(375·D).

    >>> round(of_least_blur(4), 1)
    38.7
    """
    return math.sqrt(_HANSMA * spread)


def of_circle(spread: float, circle: float) -> float:
    """The f-number D/(2c) at which the blur at both ends is a circle of confusion; both in mm.

    >>> of_circle(4, 0.1)
    20.0
    """
    return spread / (2 * circle)


class OnScale(NamedTuple):
    """A full stop of the scale, and the stops beyond it."""

    stop: float
    stops: float


def on_scale(aperture: float) -> OnScale:
    """The f-number as a full stop and tenths of a stop beyond: f/38.7 is f/32 and 0.6.

    A part of a tenth counts as one, as in Hansma's table: a little smaller does no harm.

    >>> on_scale(38.73)
    OnScale(stop=32, stops=0.6)
    """
    tenths = math.ceil(20 * math.log2(aperture) - 1e-6)  # a stop is 10, and f/1 is 0
    below = max(stop for stop in STOPS if _tenths(stop) <= max(tenths, _tenths(STOPS[0])))
    return OnScale(below, (tenths - _tenths(below)) / 10)


def _tenths(stop: float) -> int:
    """Ten times the number of whole stops from f/1 to a full stop of the scale."""
    return 10 * round(2 * math.log2(stop))
