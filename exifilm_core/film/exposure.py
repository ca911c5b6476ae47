"""An exposure step by step: metered, × filter, × bellows, reciprocity, and the time to give."""

from __future__ import annotations

from exifilm_core.film.reciprocity import Given, Law, given
from exifilm_core.film.shutter import Measured, mark_for, true_time
from exifilm_core.value import Value


class Exposure(Value):
    """A calculated exposure. Times in s; a factor is 1 where there is nothing to multiply by."""

    metered: float
    filter_factor: float
    bellows_factor: float
    filtered: float
    """The metered time × the filter's factor."""
    extended: float
    """That × the bellows factor: the time that counts for reciprocity."""
    given: Given
    """The time to give."""
    mark: float | None = None
    """The mark of the shutter to set, if the shutter has been measured."""
    true: float | None = None
    """The time that the shutter really gives at that mark."""


def exposure(
    metered: float,
    *,
    filter_factor: float = 1.0,
    bellows_factor: float = 1.0,
    law: Law | None = None,
    measured: Measured | None = None,
) -> Exposure:
    """The exposure for a metered time.

    `measured` lists the true times of a shutter by its marks. It changes no time that is to be
    given: it says at which mark the shutter comes nearest to that time.

    >>> exposure(4, filter_factor=2, bellows_factor=2.25).given.shortest
    18.0
    """
    filtered = metered * filter_factor
    extended = filtered * bellows_factor
    answer = given(law, extended)
    mark = mark_for(answer.shortest, measured) if measured else None
    true = true_time(mark, measured) if measured and mark is not None else None
    return Exposure(metered, filter_factor, bellows_factor, filtered, extended, answer, mark, true)
