"""True shutter speeds: what a lens's shutter really gives at a marked time.

An old leaf shutter is slow at its fastest marks, such as 1/160 s at 1/250. A photographer who has
measured it lists the times in s, marked → measured. Marks that are not listed count as marked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from exifilm_core.film.sequences import TIMES

Measured = Mapping[float, float]
"""The measured time of marked ones, both in s."""
_SAME = 0.01
"""How far a time may be from a mark, as a part of it, and still mean that mark: 1/250 and 0.004."""


FULL_STOPS = tuple(mark for mark in TIMES if math.log2(mark.exact).is_integer() and mark.exact <= 1)
"""The marks of a shutter in full stops, up to 1 s."""
_NEXT_TO = 0.5
"""Stops within which a listed mark stands for one of the full stops: 1/50 for 1/60."""
_BY_HAND = 1 / 6
"""Stops by which a time beyond 1 s may be off at a mark, rather than given by hand."""


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
    """The listed mark whose measured time is the nearest to a time, in stops.

    None without a list, and where an unlisted mark is nearer, which counts as marked. Those are the
    full stops from 1 s on that are not next to a listed mark; longer times are given by hand.

    >>> mark_for(1 / 170, {0.004: 1 / 160, 0.002: 1 / 290})
    0.004
    >>> mark_for(1 / 30, {0.004: 1 / 160}), mark_for(20, {1: 1.1})
    (None, None)
    """
    if not measured:
        return None
    best = min(measured, key=lambda mark: _apart(measured[mark], seconds))
    others = [
        mark.marked
        for mark in FULL_STOPS
        if all(_apart(mark.marked, listed) > _NEXT_TO for listed in measured)
    ]
    nearest = min((_apart(mark, seconds) for mark in others), default=math.inf)
    if seconds > 1:
        nearest = min(nearest, _BY_HAND)
    return best if _apart(measured[best], seconds) <= nearest else None


def _apart(one: float, other: float) -> float:
    return abs(math.log2(one / other))
