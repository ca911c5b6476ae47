"""Stops: the f-numbers of the scale, and the f-number that lies some stops past another."""

from __future__ import annotations

import math

STOPS = (0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 22, 32, 45, 64, 90, 128, 180, 256, 360, 512)
"""The f-numbers as engraved on lenses, a stop apart (ISO 517)."""


def aperture_past(aperture: float, stops: float) -> float:
    """The f-number that lets 2**stops times less light pass; `stops` may be negative or a part."""
    return aperture * math.pow(2, stops / 2)
