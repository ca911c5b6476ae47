"""Exposure values: EV of an aperture and a time, and the time or the aperture for an EV.

EV = log₂(N²/t), with the f-number N and the time t in s (ISO 2720:1974). The light for which that
is the exposure at an ISO speed S has EV − log₂(S/100) at ISO 100, ExifTool's LightValue.
"""

from __future__ import annotations

import math


def ev(aperture: float, seconds: float) -> float:
    """EV of an exposure, for any film.

    >>> ev(1, 1), ev(16, 1 / 128)
    (0.0, 15.0)
    """
    return math.log2(aperture * aperture / seconds)


def light(aperture: float, seconds: float, iso: float) -> float:
    """EV at ISO 100 of the light for which this is the exposure at a speed of `iso`.

    >>> light(8, 1 / 64, 400)
    10.0
    """
    return ev(aperture, seconds) - math.log2(iso / 100)


def seconds_for(light: float, aperture: float, iso: float) -> float:
    """The time in s for light of this EV at ISO 100.

    >>> seconds_for(10, 8, 400)
    0.015625
    """
    return aperture * aperture / (math.pow(2, light) * iso / 100)


def aperture_for(light: float, seconds: float, iso: float) -> float:
    """The f-number for light of this EV at ISO 100.

    >>> aperture_for(10, 1 / 64, 400)
    8.0
    """
    return math.sqrt(math.pow(2, light) * iso / 100 * seconds)
