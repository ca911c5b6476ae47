"""True shutter speeds: what a lens's shutter really gives at a marked time.

An old leaf shutter is slow at its fastest marks, such as 1/160 s at 1/250. A photographer who has
measured it lists the times in s, marked → measured. Marks that are not listed count as marked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Measured = Mapping[float, float]
"""The measured time of marked ones, both in s."""
_SAME = 0.01
"""How far a time may be from a mark, as a part of it, and still mean that mark: 1/250 and 0.004."""


def true_time(marked: float, measured: Measured) -> float:
    """The time in s that the shutter gives at a marked one.

    >>> true_time(1 / 250, {0.004: 1 / 160}), true_time(0.5, {0.004: 1 / 160})
    (0.00625, 0.5)
    """
    for mark, real in measured.items():
        if abs(marked / mark - 1) < _SAME:
            return real
    return marked


def mark_for(seconds: float, measured: Measured) -> float | None:
    """The listed mark whose measured time is the nearest to a time, in stops; None without a list.

    >>> mark_for(1 / 170, {0.004: 1 / 160, 0.002: 1 / 290})
    0.004
    """
    return min(measured, key=lambda mark: abs(math.log2(measured[mark] / seconds)), default=None)
