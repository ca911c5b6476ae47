"""The zone system: differences between readings, and the zones of all when one is placed.

A zone is one stop. The photographer *places* one reading on a zone; every other reading then
*falls* on the zone that its difference in EV gives. Reflected and incident readings have no common
scale, because the reflectance of the area lies between them.
"""

from __future__ import annotations

from collections.abc import Sequence

from exifilm_core.film import luminance
from exifilm_core.film.readings import ZONES, Reading, settled

METERED = 5.0
"""The zone of a metered area in an exposure without corrections."""
DARKEST, LIGHTEST = 0.0, float(len(ZONES) - 1)

_THIRDS = ("", "⅓", "⅔")


def ev(reading: Reading) -> float | None:
    """EV at ISO 100 of the reading; None for a reading of no light.

    >>> ev(Reading("snow", 128, "cd/m²")), ev(Reading("sun", 2.5 * 2**15, "lx"))
    (10.0, 15.0)
    """
    return luminance.ev_of(reading.value, reading.unit)


def is_incident(reading: Reading) -> bool:
    """Whether the reading is of incident light, not of light that an area reflects."""
    return luminance.is_incident(reading.unit)


def difference(one: Reading, other: Reading) -> float | None:
    """Stops from `one` up to `other`; None if they have no common scale."""
    here, there = ev(one), ev(other)
    if here is None or there is None or is_incident(one) != is_incident(other):
        return None
    return there - here


def falls_on(readings: Sequence[Reading], number: int) -> float | None:
    """The zone on which a reading falls, by the first other reading that is placed.

    It may lie beyond 0 and X. None if no other reading gives a zone.
    """
    for other, reading in enumerate(readings):
        if other != number and reading.zone is not None:
            stops = difference(reading, readings[number])
            if stops is not None:
                return reading.zone + stops
    return None


def hangs_on(readings: Sequence[Reading], number: int) -> float | None:
    """The zone under which a reading hangs: where it is placed, or else where it falls.

    None if it falls beyond the scale, or if no other reading gives a zone.
    """
    zone = readings[number].zone
    if zone is not None:
        return zone
    zone = falls_on(readings, number)
    return zone if zone is not None and DARKEST <= zone <= LIGHTEST else None


def placed(readings: Sequence[Reading], number: int, zone: float) -> tuple[Reading, ...]:
    """All readings, after one of them is placed on a zone.

    Placed readings move with it, by their differences in EV. If none was placed, all fall into
    place. A reading beyond the scale stays at its end until a later placing brings it back. Zones
    have two decimals, more than any meter resolves.
    """
    zone = _tidy(on_scale(zone))
    first = all(
        other.zone is None for other in readings if difference(readings[number], other) is not None
    )
    moved = []
    for reading in readings:
        stops = difference(readings[number], reading)
        if stops is not None and (first or reading.zone is not None):
            reading = reading.replace(zone=_tidy(on_scale(zone + stops)))
        moved.append(reading)
    # A reading of no light has no difference to any other, but it can be placed.
    moved[number] = readings[number].replace(zone=zone)
    return tuple(moved)


def taken_off(readings: Sequence[Reading], number: int) -> tuple[Reading, ...]:
    """All readings, after one of them has lost its zone."""
    return tuple(
        reading.replace(zone=None) if other == number else reading
        for other, reading in enumerate(readings)
    )


def on_scale(zone: float) -> float:
    """The zone, or the nearer end of the scale."""
    return min(max(zone, DARKEST), LIGHTEST)


def nearest_third(zone: float) -> float:
    """The zone to the nearest third, which is the finest step of placing."""
    return round(zone * 3) / 3


def next_third(zone: float, way: int) -> float:
    """The next third of a zone up the scale (`way` 1) or down (-1)."""
    nearest = nearest_third(zone)
    passed = (nearest - zone) * way > 0.01
    return nearest if passed else nearest_third(nearest + way / 3)


def _tidy(zone: float) -> float:
    hundredth, third = round(zone, 2), nearest_third(zone)
    return settled(third if abs(third - hundredth) < 0.004 else hundredth)


def spoken(zone: float) -> str:
    """A short notation of the zone: "V", "VII⅓", "VII½", or a tenth, "III.4".

    >>> spoken(7.333333), spoken(7.5), spoken(3.42), spoken(4.98)
    ('VII⅓', 'VII½', 'III.4', 'V')
    """
    thirds, halves = nearest_third(zone), round(zone * 2) / 2
    if abs(zone - thirds) < 0.04:
        whole, part = divmod(round(thirds * 3), 3)
        return ZONES[whole] + _THIRDS[part]
    if abs(zone - halves) < 0.04:
        return ZONES[int(halves)] + "½"
    whole, tenth = divmod(round(zone * 10), 10)
    return ZONES[whole] + (f".{tenth}" if tenth else "")
