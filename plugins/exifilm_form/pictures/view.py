"""The visible part of a picture, and its scale.

Lengths are in pixels of the room; with a scale factor, such a pixel is several on the screen. A
fitted picture stays fitted when the room changes; any other scale stays as it is.
"""

from __future__ import annotations

_CLOSEST = 4.0
"""The most pixels of the screen that one pixel of the picture fills."""
_SAME = 1e-6
"""Two scales that differ by less are equal."""


class View:
    """A picture of some size, seen through a room of another size."""

    def __init__(self) -> None:
        self.size = (0, 0)
        """The picture's pixels."""
        self.room = (1, 1)
        self.density = 1
        """Pixels of the screen along a pixel of the room."""
        self.middle = (0.5, 0.5)
        """The point of the picture (0 to 1) that is in the middle of the room."""
        self._scale: float | None = None
        """The scale; None fits the complete picture."""

    def fit_in(self) -> None:
        """Fit the complete picture into the room."""
        self._scale, self.middle = None, (0.5, 0.5)

    @property
    def fitted(self) -> float:
        """The scale at which the complete picture fits."""
        if not all(self.size):
            return 1.0
        parts = (room / size for room, size in zip(self.room, self.size, strict=True))
        return min(*parts, _CLOSEST)

    @property
    def actual(self) -> float:
        """The scale at which a pixel of the picture is one of the screen."""
        return 1 / self.density

    @property
    def scale(self) -> float:
        """The room's pixels for a pixel of the picture."""
        return self.fitted if self._scale is None else max(self._scale, self._least)

    @property
    def _least(self) -> float:
        """The smallest scale: a picture smaller than the room may be shown at its own size."""
        return min(self.fitted, self.actual)

    @property
    def zoom(self) -> float:
        """The zoom relative to the fitted picture, which is 1.0."""
        return self.scale / self.fitted

    @property
    def is_fitted(self) -> bool:
        """Whether the complete picture is fitted into the room."""
        return abs(self.zoom - 1) < _SAME

    @property
    def is_cut(self) -> bool:
        """Whether parts of the picture may be outside the room."""
        return self.zoom > 1 + _SAME

    @property
    def percent(self) -> int:
        """The picture's scale on the screen, in per cent."""
        return max(1, round(self.scale * self.density * 100))

    def place(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the complete picture in the room."""
        width, height = self.size[0] * self.scale, self.size[1] * self.scale
        left = self.room[0] / 2 - self.middle[0] * width
        return left, self.room[1] / 2 - self.middle[1] * height, width, height

    def zoom_to(self, zoom: float, x: float | None = None, y: float | None = None) -> None:
        """Set the zoom relative to fitted (1.0); the point at x, y stays there."""
        middle = self.room[0] / 2, self.room[1] / 2
        x, y = (middle[0] if x is None else x), (middle[1] if y is None else y)
        left, top, width, height = self.place()
        across, down = (x - left) / width, (y - top) / height
        closest = max(_CLOSEST * self.actual, self.fitted)
        scale = min(max(zoom * self.fitted, self._least), closest)
        self._scale = None if abs(scale / self.fitted - 1) < _SAME else scale
        _left, _top, width, height = self.place()
        self.middle = across - (x - middle[0]) / width, down - (y - middle[1]) / height
        self.settle()

    def pan_to(self, across: float, down: float) -> None:
        """Put this point of the picture in the middle, as far as the picture's edges allow."""
        self.middle = across, down
        self.settle()

    def settle(self) -> None:
        """Leave no part of the room empty that the picture can fill."""
        if all(self.size):
            _left, _top, *grown = self.place()
            halves = (room / length / 2 for room, length in zip(self.room, grown, strict=True))
            across, down = (
                0.5 if half >= 0.5 else min(max(at, half), 1 - half)
                for at, half in zip(self.middle, halves, strict=True)
            )
            self.middle = across, down
