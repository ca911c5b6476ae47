"""Equivalent exposures: other apertures and times with the same EV."""

from __future__ import annotations

from typing import NamedTuple

from exifilm_core.film import sequences


class Pair(NamedTuple):
    """An aperture of the scale, as marked and exact, and the time in s that belongs to it."""

    aperture: float
    exact_aperture: float
    seconds: float


def time_at(aperture: float, seconds: float, other: float) -> float:
    """The time in s at another f-number with the same EV: t·(other/N)².

    >>> time_at(8, 1 / 60, 16)
    0.06666666666666667
    """
    return seconds * (other / aperture) ** 2


def equivalents(
    aperture: float, seconds: float, *, widest: float = 1.0, smallest: float = 128.0, step: int = 3
) -> list[Pair]:
    """The exposures with the same EV at the full stops of the scale, or at each `step` thirds.

    A mark stands for its exact f-number, 22 for 22.627. So 1/60 s at f/22 is 1/30 s at f/32, as on
    every lens.
    """
    exact = exact_aperture(aperture)
    return [
        Pair(mark.marked, mark.exact, time_at(exact, seconds, mark.exact))
        for mark in sequences.APERTURES[::step]
        if widest <= mark.marked <= smallest
    ]


def exact_aperture(aperture: float) -> float:
    """The f-number that a mark stands for; a number between the marks stands for itself.

    >>> round(exact_aperture(22), 3), exact_aperture(23.7)
    (22.627, 23.7)
    """
    mark = sequences.nearest_aperture(aperture)
    return mark.exact if abs(mark.marked / aperture - 1) < 0.01 else aperture
