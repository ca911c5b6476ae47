"""Depth of field: the circle of confusion of a format, hyperfocal distance, near and far limit.

All lengths in mm. N is the f-number, f the focal length, c the circle of confusion.
"""

from __future__ import annotations

import math
import re

from exifilm_core.film.formats import diagonal
from exifilm_core.patterns import pattern

SHARPEST = 1750
"""The format's diagonal has this many circles of confusion."""
_IN_INCHES = pattern(r"(?P<a>\d+(?:\.\d+)?)\s*[x×]\s*(?P<b>\d+(?:\.\d+)?)", re.IGNORECASE)
_INCH = 25.4
_SHEETS_IN_INCHES = (
    "4x5", "4x10", "5x7", "5x8", "6.5x8.5", "8x10", "7x17", "8x20", "11x14", "12x20", "16x20",
    "20x24",
)  # fmt: skip


def circle_of_confusion(film_format: str) -> float | None:
    """The circle of confusion, 1/1750 of the diagonal; None for a format without a known one.

    Of a sheet in inches it is the diagonal of the sheet itself, as in the published values: 4×5
    0.093 mm, 5×7 0.125 mm, 8×10 0.186 mm. Of others it is that of the picture (`formats`).

    >>> round(circle_of_confusion("4x5"), 3), round(circle_of_confusion("135"), 4)
    (0.093, 0.0247)
    """
    name = film_format.lower().replace("×", "x").replace(" in", "")
    if name in _SHEETS_IN_INCHES and (match := _IN_INCHES.fullmatch(name)):
        return math.hypot(float(match["a"]), float(match["b"])) * _INCH / SHARPEST
    across = diagonal(film_format)
    return None if across is None else across / SHARPEST


def hyperfocal_distance(focal_length: float, aperture: float, circle: float) -> float:
    """The hyperfocal distance f²/(N·c), from the lens's front focus; add f for that from the lens.

    >>> round(hyperfocal_distance(162.64, 8, 0.092937) / 1000, 2)
    35.58
    """
    return focal_length * focal_length / (aperture * circle)


def limits(
    focal_length: float, aperture: float, circle: float, distance: float
) -> tuple[float, float] | None:
    """The near and the far limit of sharpness, from the lens; the far one may be infinity.

    `distance` is from the lens to the subject; None if it is not beyond the focal length. With
    H = f²/(N·c): near = s·H/(H + s − f), far = s·H/(H − s + f), those of a thin lens.

    >>> limits(150, 22, 0.0929, math.inf)[1]
    inf
    """
    hyperfocal = hyperfocal_distance(focal_length, aperture, circle)
    if distance <= focal_length:
        return None
    if distance == math.inf:
        return hyperfocal + focal_length, math.inf
    beyond = distance - focal_length
    near = distance * hyperfocal / (hyperfocal + beyond)
    far = distance * hyperfocal / (hyperfocal - beyond) if beyond < hyperfocal else math.inf
    return near, far
