"""The development that the readings ask for, in stops from normal.

A subject whose placed readings span more zones than they are stops apart is developed longer by the
difference: N+1 spreads 4 stops over 5 zones. One that spans fewer is developed shorter (Ansel
Adams, “The Negative”).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from exifilm_core.film.readings import Reading
from exifilm_core.film.zones import difference

_AGREES = 1 / 3
"""Stops by which placed readings may differ from their zones: the finest step of placing is ⅓."""


class Span(NamedTuple):
    """The darkest and the lightest reading that are placed, their stops apart, and their zones."""

    darkest: Reading
    lightest: Reading
    stops: float
    zones: float


def span(readings: Sequence[Reading]) -> Span | None:
    """The span of the placed readings with a common scale; None for fewer than two."""
    best: Span | None = None
    placed = [reading for reading in readings if reading.zone is not None]
    for dark in placed:
        for light in placed:
            stops = difference(dark, light)
            if stops is not None and stops > (best.stops if best else 0):
                best = Span(dark, light, stops, (light.zone or 0.0) - (dark.zone or 0.0))
    return best


def suggested(
    readings: Sequence[Reading], own: Mapping[float, float] | None = None
) -> float | None:
    """Stops from normal, to the half stop: the zones to span less the stops apart.

    `own` is the photographer's table, from the stops that this rule gives to those that they
    develop; it counts where it has an entry. None if fewer than two readings are placed.

    >>> from exifilm_core.film.readings import Reading
    >>> suggested([Reading("shade", 9, zone=3), Reading("snow", 13, zone=8)])
    1.0
    """
    found = span(readings)
    if found is None:
        return None
    stops = found.zones - found.stops
    stops = 0.0 if abs(stops) < _AGREES - 1e-6 else round(stops * 2) / 2
    return (own or {}).get(stops, stops)
