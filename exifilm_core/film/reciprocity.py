"""Reciprocity failure: the time to give a film that was metered for a long one.

A law is what a film's maker publishes: a time up to which there is nothing to do, a formula, or a
table. A table is taken as it is printed. Its columns of times and of stops need not agree: Kodak's
times include the reciprocity of the longer time. The answer is the printed time where there is one,
else the printed factor or stops. Between printed times, stops are interpolated on the logarithm of
the time. No answer is shorter than the metered time: Ilford's formula alone would shorten 0.7 s.

All times are in seconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum

from exifilm_core.value import Value

_SAME = 1e-6
"""The relative difference below which two times are the same."""

_MOST_STOPS = 20.0
"""Where an extrapolation ends, however steep: the greatest factor of a record is a million."""


class Basis(Enum):
    """What an answer rests on."""

    NOT_NEEDED = "not needed"
    """The maker asks for no correction."""
    PRINTED = "printed"
    """The maker prints this time."""
    FORMULA = "formula"
    """The maker's formula gives it."""
    BETWEEN = "between published points"
    BEYOND = "beyond the last published point"
    """Extrapolated from the last two points."""
    NO_LONGER_TIME = "nothing published beyond"
    """The maker asks for no correction up to a shorter time, and publishes nothing beyond it."""
    NO_SHORTER_TIME = "nothing published before"
    """The table begins with a longer time."""
    NO_DATA = "nothing published"

    @property
    def is_known(self) -> bool:
        """Whether there is an answer; without one, the given time is the metered one."""
        return self not in (Basis.NO_LONGER_TIME, Basis.NO_SHORTER_TIME, Basis.NO_DATA)


class Point(Value):
    """A row of a maker's table, for a metered time or all up to `to`; None is not printed."""

    metered: float
    given: tuple[float, float] | None = None
    """The shortest and the longest time to give; mostly both are the same."""
    factor: float | None = None
    stops: float | None = None
    to: float | None = None
    development: float | None = None
    """The change of the developing time that belongs to it, in per cent."""
    filter: str = ""
    """The filter that the maker adds."""
    note: str = ""

    @property
    def factors(self) -> tuple[float, float]:
        """The least and the greatest factor: of the printed time, else factor, else stops."""
        if self.given:
            return self.given[0] / self.metered, self.given[1] / self.metered
        factor = self.factor if self.factor is not None else math.pow(2, self.stops or 0.0)
        return factor, factor


class Law(Value):
    """What is published of a film's reciprocity. None and "" are not published."""

    source: str = ""
    none_to: float | None = None
    """No correction up to this metered time."""
    none_below: float | None = None
    """No correction below this metered time."""
    exponent: float | None = None
    """Of the maker's formula, given = metered ** exponent."""
    above: float = 1.0
    """The formula holds above this metered time."""
    points: tuple[Point, ...] = ()
    """The table, by metered times."""
    not_recommended_from: float | None = None
    """The maker does not recommend this metered time, nor longer ones."""
    not_recommended_above: float | None = None
    """The maker does not recommend longer metered times."""
    beyond: str = ""
    """What the maker says of longer times."""
    note: str = ""

    @property
    def last(self) -> float | None:
        """The longest metered time of which anything is published."""
        ends = [point.to or point.metered for point in self.points]
        return max(ends) if ends else self.none_to


class Given(Value):
    """The time to give for a metered one: from the shortest to the longest, mostly the same."""

    metered: float
    shortest: float
    longest: float
    basis: Basis
    development: tuple[float, float] | None = None
    """Change of the developing time in per cent, at the points around; both are mostly the same."""
    filters: tuple[str, ...] = ()
    """The filters that the maker adds, at the points around."""
    not_recommended: bool = False
    """Whether the maker advises against such a metered time."""

    @property
    def is_range(self) -> bool:
        """Whether the maker prints a range of times."""
        return self.longest > self.shortest * (1 + _SAME)

    @property
    def factor(self) -> float | None:
        """The factor to the metered time; None for a range, and where nothing is published."""
        if self.is_range or not self.basis.is_known:
            return None
        return self.shortest / self.metered


def given(law: Law | None, metered: float) -> Given:
    """The time to give a film of this law for a metered time.

    >>> kodak = Law(none_to=0.1, points=(Point(1, (2, 2)), Point(10, (50, 50))))
    >>> given(kodak, 10).shortest, given(kodak, 4).basis, given(kodak, 0.1).basis
    (50.0, <Basis.BETWEEN: 'between published points'>, <Basis.NOT_NEEDED: 'not needed'>)
    >>> round(given(Law(exponent=1.31, above=0.5), 10).shortest, 1)
    20.4
    """
    found = _found(law, metered)
    basis, (least, greatest), points = found.basis, found.factors, found.points
    changes = [point.development for point in points if point.development is not None]
    return Given(
        metered,
        _times(metered, least),
        _times(metered, max(least, greatest)),
        basis,
        (max(changes), min(changes)) if changes else None,
        tuple(dict.fromkeys(point.filter for point in points if point.filter)),
        _is_advised_against(law, metered),
    )


class _Found(Value):
    """What an answer rests on, its least and greatest factor, and the points around it."""

    basis: Basis
    factors: tuple[float, float] = (1.0, 1.0)
    points: Sequence[Point] = ()


def _found(law: Law | None, metered: float) -> _Found:
    if law is None:
        return _Found(Basis.NO_DATA)
    if law.exponent is not None:
        if _within(metered, law.above):
            return _Found(Basis.NOT_NEEDED)
        factor = math.pow(metered, law.exponent - 1)
        return _Found(Basis.FORMULA, (factor, factor))
    for point in law.points:
        if _within(point.metered, metered) and _within(metered, point.to or point.metered):
            return _Found(Basis.PRINTED, point.factors, [point])
    if law.none_to is not None and _within(metered, law.none_to):
        return _Found(Basis.NOT_NEEDED)
    if law.none_below is not None and metered < law.none_below:
        return _Found(Basis.NOT_NEEDED)
    if not law.points:
        return _Found(Basis.NO_DATA if law.none_to is None else Basis.NO_LONGER_TIME)
    return _interpolated(law, metered)


class _Anchor(Value):
    """A point of the curve: a metered time, the factors there, and its row of the table."""

    metered: float
    factors: tuple[float, float]
    points: tuple[Point, ...] = ()


def _anchors(law: Law) -> list[_Anchor]:
    """The points of the curve, by metered times, without any that is there twice."""
    anchors = [] if law.none_to is None else [_Anchor(law.none_to, (1.0, 1.0))]
    for point in law.points:
        times = (point.metered, point.to) if point.to else (point.metered,)
        anchors += [_Anchor(time, point.factors, (point,)) for time in times]
    return anchors


def _interpolated(law: Law, metered: float) -> _Found:
    """The answer between two points of the curve, or on from the last two."""
    anchors = _anchors(law)
    if metered < anchors[0].metered:
        return _Found(Basis.NO_SHORTER_TIME)
    if metered > anchors[-1].metered and len(anchors) == 1:
        return _Found(Basis.NO_LONGER_TIME)
    after = next((n for n, anchor in enumerate(anchors) if anchor.metered > metered), None)
    one, other = anchors[-2:] if after is None else anchors[after - 1 : after + 1]
    share = math.log(metered / one.metered) / math.log(other.metered / one.metered)
    least, greatest = (
        math.pow(2, min(math.log2(here) + share * math.log2(there / here), _MOST_STOPS))
        for here, there in zip(one.factors, other.factors, strict=True)
    )
    if after is None:
        return _Found(Basis.BEYOND, (least, greatest), other.points)
    return _Found(Basis.BETWEEN, (least, greatest), one.points + other.points)


def _is_advised_against(law: Law | None, metered: float) -> bool:
    if law is None:
        return False
    since, above = law.not_recommended_from, law.not_recommended_above
    return (since is not None and _within(since, metered)) or (
        above is not None and not _within(metered, above)
    )


def _times(metered: float, factor: float) -> float:
    """The time with ten digits, which a printed one has again, and never less than metered."""
    return max(metered, float(f"{metered * factor:.10g}"))


def _within(time: float, limit: float) -> bool:
    return time <= limit * (1 + _SAME)
