"""A meter reading: an area of the subject, its value, and the zone that it is placed on."""

from __future__ import annotations

from exifilm_core.value import Value

UNITS = ("EV", "cd/m²", "fL", "c/ft²", "lx", "fc")
"""EV at ISO 100, candela per m², foot-lambert, candle per square foot, lux, foot-candle."""
ZONES = ("0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class Reading(Value):
    """One reading: the `value` of an `area` in `unit`, and its `zone` (0 to 10), if it has one."""

    area: str
    value: float
    unit: str = "EV"
    zone: float | None = None


def settled(number: float) -> float:
    """The number with the seven digits that a tag keeps."""
    return round(float(f"{number:.7g}"), 9) + 0.0
