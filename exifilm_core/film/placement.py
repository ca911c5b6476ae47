"""The exposure that a placed reading asks for.

A metered exposure puts a reading on Zone V. To place it on another zone is to expose it by as many
stops more or less: Zone III is 2 stops less.
"""

from __future__ import annotations

import math

from exifilm_core.film import zones
from exifilm_core.film.exposure_value import seconds_for
from exifilm_core.film.luminance import value_of
from exifilm_core.film.readings import Reading


def light(reading: Reading, zone: float) -> float | None:
    """EV at ISO 100 of what lies on Zone V when the reading lies on this zone; None for no light.

    >>> light(Reading("shade", 9), 3)
    11.0
    """
    measured = zones.ev(reading)
    return None if measured is None else measured - (zone - zones.METERED)


def metered_time(reading: Reading, zone: float, aperture: float, iso: float) -> float | None:
    """The time in s at an f-number and an EI that puts the reading on this zone.

    None for a reading of no light.

    >>> metered_time(Reading("shade", 9), 3, 16, 400)
    0.03125
    """
    on_five = light(reading, zone)
    return None if on_five is None else seconds_for(on_five, aperture, iso)


def key_stop(iso: float) -> float:
    """Ansel Adams's key stop, the f-number √ISO (“The Negative”, the exposure formula).

    >>> key_stop(64)
    8.0
    """
    return math.sqrt(iso)


def key_stop_time(reading: Reading, zone: float, aperture: float, iso: float) -> float | None:
    """The time in s by Adams's formula: at the key stop, 1/L for L c/ft² on Zone V.

    That is K = 10.76 instead of 12.5, a fifth of a stop less exposure. None for incident light and
    for no light.

    >>> round(key_stop_time(Reading("wall", 200, "c/ft²"), 7, 16, 256), 6)
    0.02
    """
    on_five = light(reading, zone)
    if on_five is None or zones.is_incident(reading):
        return None
    candles = value_of(on_five, "c/ft²")
    return (aperture / key_stop(iso)) ** 2 / candles
