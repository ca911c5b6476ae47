"""Filters: their numbers in a photographer's text, and the factors of several together.

A filter's factor is one of a film and a light, so makers print it film by film (`films.toml`).
They print a factor and stops, and these need not agree: Kodak's polarizer is ×2.5 and 1⅔ stops,
where log₂ 2.5 is 1.32. Both are kept; a calculation takes the factor.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from exifilm_core.patterns import pattern
from exifilm_core.value import Value

POLARIZER = "polarizer"
_NAMED = pattern(
    r"""(?P<pol>\bpol(?:ari[sz](?:er|ing)|filter)?\b)
       |(?<![\w.,/])(?P<number>\d{1,3}[A-Z]?)(?![\w.,/]|\s*mm)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Numbers that stand alone: those of ND8, R72 and 58 mm are no Wratten numbers."""
_NEUTRAL = pattern(r"\bND\b|\bneutral|\bgr[ae]y\b", re.IGNORECASE)
_FORMERLY = {"25A": "25", "15G": "15"}
"""Numbers with the letters that the filters had before they had numbers."""


class Published(Value):
    """What a maker prints of a filter: its factor, and the stops beside it, if there are any."""

    factor: float
    stops: float | None = None


def named(text: str) -> tuple[str, ...]:
    """The filters of a text, as Wratten numbers or as the polarizer; () for neutral density.

    >>> named("Wratten 25A red"), named("No. 8 + pol"), named("#23a"), named("ND 8")
    (('25',), ('8', 'polarizer'), ('23A',), ())
    """
    if _NEUTRAL.search(text):
        return ()
    found = (POLARIZER if m["pol"] else m["number"].upper() for m in _NAMED.finditer(text))
    return tuple(dict.fromkeys(_FORMERLY.get(name, name) for name in found))


def stacked(factors: Iterable[float]) -> float:
    """The factor of several filters together: the product of their factors.

    >>> stacked([2, 2.5])
    5.0
    """
    return math.prod(factors, start=1.0)


def stops(factor: float) -> float:
    """The stops of a factor: log₂ of it.

    >>> stops(8), stops(1)
    (3.0, 0.0)
    """
    return math.log2(factor)
