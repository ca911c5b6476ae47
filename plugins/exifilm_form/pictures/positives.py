"""Positives of scanned negatives, for display: pixels in, pixels out; no file is written.

One table per channel maps the film's base to black and its densest part to white. That inverts the
picture and removes a colour negative's orange mask. `bytes.translate` applies a table quickly, one
row at a time, so that no other thread waits for long.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from exifilm_form.gtk import GdkPixbuf, GLib

_SAMPLE = 160
"""Pixels along the longer side of the copy that the levels are measured in."""
_LEAST_SAMPLE = 64
"""As many are enough for a thumbnail, of which a grid has many."""
_MARGIN = 1 / 12
"""The part of each side that is ignored: the holder's edge, perforation, bare glass."""
_LIGHT, _DARK = 250, 5
"""Where all three channels reach these, there is no film but bare light, or the holder."""
_LEAST = 0.1
"""The least part of the sample that must be film; otherwise the whole sample counts as film."""
_FAR = 0.005
"""The part of the film that may be lighter than its base or denser than white: dust, scratches."""
_FLATTEST = 24
"""The least steps between base and white, so that an empty frame does not become noise."""
_MIDDLE = 0.45
_MOST_EXPONENT = 4.0
"""The median becomes this grey, as a lab's printer exposes each frame, but none gets lighter."""


class Level(NamedTuple):
    """One channel's values at the film's clearest and densest parts."""

    base: int
    densest: int

    def light(self, value: int) -> float:
        """The lightness in the positive of a value of the negative, from 0 to 1."""
        steps = max(self.base - self.densest, _FLATTEST)
        return min(max((self.base - value) / steps, 0.0), 1.0)


def positive(negative: GdkPixbuf.Pixbuf) -> GdkPixbuf.Pixbuf:
    """The positive of the negative, of the same size; transparent parts stay transparent."""
    tables = _tables(_film(negative))
    width, height = negative.get_width(), negative.get_height()
    across, stride = negative.get_n_channels(), negative.get_rowstride()
    found, line = negative.get_pixels(), width * across
    rows = []
    for start in range(0, stride * height, stride):
        row = bytearray(found[start : start + line])
        for channel, table in enumerate(tables):
            row[channel::across] = row[channel::across].translate(table)
        rows.append(row.ljust(stride, b"\0"))
    return GdkPixbuf.Pixbuf.new_from_bytes(
        GLib.Bytes.new(b"".join(rows)),
        GdkPixbuf.Colorspace.RGB,
        negative.get_has_alpha(),
        8,
        width,
        height,
        stride,
    )


def _tables(film: list[tuple[int, ...]]) -> list[bytes]:
    """The tables from the negative's red, green and blue to the positive's, for this film."""
    far = int(len(film) * _FAR)
    channels = [sorted(channel) for channel in zip(*film, strict=True)]
    levels = [Level(values[-1 - far], values[far]) for values in channels]
    middles = [
        level.light(values[len(values) // 2])
        for level, values in zip(levels, channels, strict=True)
    ]
    middle = min(max(sum(middles) / len(middles), _MIDDLE), 0.99)
    exponent = min(math.log(_MIDDLE) / math.log(middle), _MOST_EXPONENT)
    return [
        bytes(round(255 * level.light(value) ** exponent) for value in range(256))
        for level in levels
    ]


def _film(negative: GdkPixbuf.Pixbuf) -> list[tuple[int, ...]]:
    """Pixels of the middle of the picture, without bare light and the holder."""
    sample = _sample(negative)
    film = [pixel for pixel in sample if _is_film(pixel)]
    return film if len(film) >= _LEAST * len(sample) else sample


def _is_film(pixel: tuple[int, ...]) -> bool:
    return min(pixel) < _LIGHT and max(pixel) > _DARK


def _sample(negative: GdkPixbuf.Pixbuf) -> list[tuple[int, ...]]:
    """The pixels of a small copy of the middle, each as red, green and blue."""
    width, height = negative.get_width(), negative.get_height()
    left, top = int(width * _MARGIN), int(height * _MARGIN)
    middle = negative.new_subpixbuf(left, top, width - 2 * left, height - 2 * top)
    longest = max(middle.get_width(), middle.get_height())
    part = min(1.0, _SAMPLE / longest, max(_LEAST_SAMPLE / longest, 0.5))
    small = middle.scale_simple(
        max(1, round(middle.get_width() * part)),
        max(1, round(middle.get_height() * part)),
        GdkPixbuf.InterpType.BILINEAR,
    )
    across, stride = small.get_n_channels(), small.get_rowstride()
    line, found = small.get_width() * across, small.get_pixels()
    pixels: list[tuple[int, ...]] = []
    for start in range(0, stride * small.get_height(), stride):
        row = found[start : start + line]
        planes = [row[channel::across] for channel in range(across)]
        pixels += [pixel[:3] for pixel in zip(*planes, strict=True) if across == 3 or pixel[3]]
    return pixels or [(255, 255, 255)]
