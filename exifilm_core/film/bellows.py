"""What a long bellows extension costs: magnification, exposure factor, effective aperture.

The image of a lens of focal length f at an extension e, both in mm, has the magnification
m = e/f − 1, and its light falls off by the factor (e/f)² = (1 + m)², which is 2·log₂(e/f) stops
(US Army, Photography subcourse SS0511; Nikon's manual of the Micro-Nikkor 55 mm f/2.8). The
formulas are those of a thin lens. They know nothing of a lens nearer to the film than its focal
length, as a telephoto is: then the answer is None.
"""

from __future__ import annotations

import math


def factor(extension: float, focal_length: float) -> float | None:
    """The exposure factor for an extension, from the lens to the film; both in mm.

    >>> factor(420, 210), factor(150, 150), factor(250, 360)
    (4.0, 1.0, None)
    """
    if focal_length <= 0 or extension < focal_length:
        return None
    return (extension / focal_length) ** 2


def factor_at(magnification: float) -> float:
    """The exposure factor at a magnification, the size of the image to that of the subject.

    >>> factor_at(1.0), factor_at(0.5)
    (4.0, 2.25)
    """
    return (1 + magnification) ** 2


def factor_at_distance(distance: float, focal_length: float) -> float | None:
    """The exposure factor for a subject at a distance in mm from the lens.

    None if the lens gives no image of it, because it is not farther than the focal length (mm).

    >>> factor_at_distance(300, 150), factor_at_distance(math.inf, 150)
    (4.0, 1.0)
    """
    size = magnification_at_distance(distance, focal_length)
    return None if size is None else factor_at(size)


def magnification(extension: float, focal_length: float) -> float | None:
    """The magnification at an extension; both in mm.

    >>> magnification(315, 210), magnification(210, 210)
    (0.5, 0.0)
    """
    if focal_length <= 0 or extension < focal_length:
        return None
    return extension / focal_length - 1


def magnification_at_distance(distance: float, focal_length: float) -> float | None:
    """The magnification m = f/(d − f) of a subject at a distance d from the lens; both in mm.

    >>> magnification_at_distance(450, 150), magnification_at_distance(100, 150)
    (0.5, None)
    """
    if distance <= focal_length:
        return None
    return 0.0 if distance == math.inf else focal_length / (distance - focal_length)


def effective_aperture(aperture: float, factor: float) -> float:
    """The f-number at which a lens at infinity would let as much light through: N·√factor.

    >>> effective_aperture(16, 4)
    32.0
    """
    return aperture * math.sqrt(factor)
