"""Film formats, their picture diagonals, and the focal length with the same view on 24×36 mm."""

from __future__ import annotations

DIAGONALS = {
    # Picture diagonals in mm, of the image areas in ISO 1012 (sheet film) and ISO 732 (roll film).
    # The small ones are those of ISO 1007 (135), of 110, 126 and APS cartridges, and of XPan.
    "110": 21.4, "126": 39.6, "aps": 34.5, "half frame": 30.0, "xpan": 69.3, "24x65": 69.3,
    "135": 43.27, "35mm": 43.27, "24x36": 43.27,
    "645": 69.7, "6x4.5": 69.7, "6x6": 79.2, "6x7": 89.1, "6x8": 94.2, "6x9": 100.6,
    "6x12": 125.0, "6x17": 177.1, "4x4": 56.6, "6x24": 230.9,
    "6.5x9": 105.4, "9x12": 145.2, "13x18": 214.4, "18x24": 290.9,
    "4x5": 153.7, "4x10": 266.1, "5x7": 208.8, "5x8": 227.7, "whole plate": 265.6,
    "6.5x8.5": 265.6, "half plate": 197.3, "8x10": 311.1, "7x17": 458.9, "8x20": 538.6,
    "10x12": 396.8, "11x14": 446.9, "12x20": 586.2, "16x20": 643.2, "20x24": 785.9,
}  # fmt: skip
"""The formats with a known picture diagonal. Film 120 has many, so it is not among them."""
_FULL_FRAME = 43.27


def diagonal(film_format: str | None) -> float | None:
    """The picture diagonal in mm of a format in the notation of the form; None if unknown.

    >>> diagonal("4×5 in"), diagonal("120")
    (153.7, None)
    """
    return DIAGONALS.get((film_format or "").lower().replace("×", "x").replace(" in", ""))


def equivalent_focal_length(focal_length: float | None, film_format: str | None) -> int | None:
    """The focal length in mm with the same view on 24×36 mm, by the diagonals; None if unknown.

    `focal_length` is in mm; `film_format` has the notation of the form, such as "4x5".
    """
    across = diagonal(film_format)
    if not across or not focal_length:
        return None
    equivalent = round(focal_length * _FULL_FRAME / across)
    return equivalent if 1 <= equivalent <= 65535 else None
