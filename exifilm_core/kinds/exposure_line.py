"""An exposure on one line, as photographers note it: f/22, 1/4, ×4 → 1 s.

These are the aperture, the metered time, the factors, and after the arrow the time that was given.
A factor without a name is the filter's; the others are named: f/32, 2 s, bellows 1.9 → 5 s. In
f/8, 1/125, without factor and arrow, the metered time is the time that was given.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.numbers import plain
from exifilm_core.messages.values import Reason
from exifilm_core.patterns import pattern

_FACTORS = {
    "filter": "filter_factor",
    "bellows": "bellows_factor",
    "balgen": "bellows_factor",
    "auszug": "bellows_factor",
    "reciprocity": "reciprocity_factor",
    "reziprozität": "reciprocity_factor",
    "schwarzschild": "reciprocity_factor",
}
"""The factors by their names, in the languages of the form."""
_NAMED = pattern(rf"\b({'|'.join(_FACTORS)})(?:s?[\s-]?fa[ck]tor)?\s*[:x]?\s*", re.IGNORECASE)
_BETWEEN = pattern(r";|,(?=\s|$|\d+/)|\s*(?=x\s?\d)")
"""A comma without a blank after it is a decimal point, but for that of f/22,1/4."""
_ARROW = pattern(r"→|[-=]>")


class ExposureLine(NamedTuple):
    """The texts of its parts, None for a part that it lacks."""

    aperture: str
    metered_time: str | None
    filter_factor: str | None
    bellows_factor: str | None
    reciprocity_factor: str | None
    exposure_time: str | None


def exposure_line(text: str) -> ExposureLine | None:
    """The parts of the line; None if it has an aperture alone.

    InvalidValueError if it lacks the aperture or the number of a factor, or has a part twice.
    """
    before, *after = _ARROW.split(plain(text))
    aperture, *parts = map(str.strip, _BETWEEN.split(_NAMED.sub(r";\1 ", before)))
    found: dict[str, str] = {}
    for part in filter(None, parts):
        word, _blank, factor = part.partition(" ")
        if named := _FACTORS.get(word.casefold()):
            name, part = named, factor
        else:
            name = "filter_factor" if part[0] == "x" or part[-1] == "x" else "metered_time"
        if not part or name in found:
            raise InvalidValueError(Reason.EXPOSURE_LINE())
        found[name] = part
    if not parts and not after:
        return None
    if not aperture or len(after) > 1:
        raise InvalidValueError(Reason.EXPOSURE_LINE())
    metered = found.get("metered_time")
    given = after[0].strip() if after else metered if len(found) == 1 else None
    return ExposureLine(
        aperture,
        metered,
        found.get("filter_factor"),
        found.get("bellows_factor"),
        found.get("reciprocity_factor"),
        given or None,
    )
