"""Luminance and illuminance in the six units of a reading, as EV at ISO 100, and back.

EV at ISO 100 is log₂(L·100/K) for reflected light, with L in cd/m² and K = 12.5 (Nikon, Canon,
Sekonic; K = 14 with Minolta, Kenko, Pentax), and log₂(E·100/C) for incident light, with E in lx
and C = 250 for a flat receptor. The formulas, and the ranges of K and C, are those of ISO
2720:1974.
"""

from __future__ import annotations

import math

K, C = 12.5, 250.0
"""The meter's constants for reflected and for incident light."""
OTHER_K = 14.0
"""K of the meters of Minolta, Kenko and Pentax."""

# A foot is 0.3048 m by definition (1959), hence 10.764 square feet a square metre; a foot-lambert
# is 1/π candela a square foot, 3.4263 cd/m².
_SQUARE_FEET = 1 / 0.3048**2
LUMINANCE = {"cd/m²": 1.0, "c/ft²": _SQUARE_FEET, "fL": _SQUARE_FEET / math.pi}
"""Units of reflected light, in cd/m²."""
ILLUMINANCE = {"lx": 1.0, "fc": _SQUARE_FEET}
"""Units of incident light, in lux."""


def is_incident(unit: str) -> bool:
    """Whether the unit is of incident light, not of light that an area reflects."""
    return unit in ILLUMINANCE


def ev_of(value: float, unit: str, k: float = K) -> float | None:
    """EV at ISO 100 of a value in a unit of readings; None for no light.

    >>> ev_of(128, "cd/m²"), ev_of(2.5 * 2**15, "lx"), ev_of(9, "EV"), ev_of(0, "fc")
    (10.0, 15.0, 9, None)
    """
    if unit == "EV":
        return value
    if value <= 0:
        return None
    return math.log2(value / _at_ev_0(unit, k))


def value_of(ev: float, unit: str, k: float = K) -> float:
    """The value in a unit of readings that has this EV at ISO 100.

    >>> value_of(10, "cd/m²"), value_of(15, "lx"), value_of(9, "EV")
    (128.0, 81920.0, 9)
    """
    return ev if unit == "EV" else _at_ev_0(unit, k) * math.pow(2, ev)


def _at_ev_0(unit: str, k: float) -> float:
    if unit in ILLUMINANCE:
        return C / 100 / ILLUMINANCE[unit]
    return k / 100 / LUMINANCE[unit]
