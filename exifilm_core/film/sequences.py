"""The marks of shutters and of apertures in thirds of a stop.

Marks are rounded: f/5.6 is 2^2.5, and 1/30 s is 2^-5 s. Makers do not round alike (6.3 or 6.4, 51
or 50), so these are for what a calculation proposes; what was entered stays as it is.
"""

from __future__ import annotations

import math
from typing import NamedTuple

_TIMES = (
    (1, 8000), (1, 6400), (1, 5000), (1, 4000), (1, 3200), (1, 2500), (1, 2000), (1, 1600),
    (1, 1250), (1, 1000), (1, 800), (1, 640), (1, 500), (1, 400), (1, 320), (1, 250), (1, 200),
    (1, 160), (1, 125), (1, 100), (1, 80), (1, 60), (1, 50), (1, 40), (1, 30), (1, 25), (1, 20),
    (1, 15), (1, 13), (1, 10), (1, 8), (1, 6), (1, 5), (1, 4), (3, 10), (4, 10), (1, 2), (6, 10),
    (8, 10), (1, 1), (13, 10), (16, 10), (2, 1), (25, 10), (32, 10), (4, 1), (5, 1), (6, 1),
    (8, 1), (10, 1), (13, 1), (15, 1), (20, 1), (25, 1), (30, 1),
)  # fmt: skip
_APERTURES = (
    1, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.5, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9, 10, 11,
    13, 14, 16, 18, 20, 22, 25, 29, 32, 36, 40, 45, 51, 57, 64, 72, 81, 90, 102, 114, 128,
)  # fmt: skip
_FASTEST = -39
"""Thirds of a stop from 1 s to the first of the times."""


class Mark(NamedTuple):
    """A mark, and the number that it stands for. Times in s."""

    marked: float
    exact: float


TIMES = tuple(
    Mark(upper / lower, math.pow(2, third / 3))
    for third, (upper, lower) in enumerate(_TIMES, _FASTEST)
)
"""The marks of shutters, from the shortest time on; the exact time is 2^(k/3) s."""
APERTURES = tuple(Mark(n, math.pow(2, third / 6)) for third, n in enumerate(_APERTURES))
"""The marks of apertures, from the widest on; the exact f-number is 2^(k/6)."""


def nearest_time(seconds: float) -> Mark | None:
    """The mark nearest to a time, in stops; None for a time a third of a stop beyond all marks.

    >>> nearest_time(0.77).marked, nearest_time(300)
    (0.8, None)
    """
    nearest = min(TIMES, key=lambda mark: abs(math.log2(mark.exact / seconds)))
    return nearest if abs(math.log2(nearest.exact / seconds)) < 1 / 3 else None


def nearest_aperture(aperture: float) -> Mark:
    """The mark nearest to an f-number, in stops.

    >>> nearest_aperture(43.3).marked
    45
    """
    return min(APERTURES, key=lambda mark: abs(math.log2(mark.exact / aperture)))
