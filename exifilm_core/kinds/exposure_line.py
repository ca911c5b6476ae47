"""An exposure on one line, as photographers note it: f/22, 1/4, x4 -> 1 s.

These are the aperture, the metered time, the factors, and after the arrow the time that was given.
A factor without a name is the filter's; the others are named: f/32, 2 s, bellows 1.9 -> 5 s. In
f/8, 1/125, without factor and arrow, the metered time is the time that was given.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from exifilm_core.errors import InvalidValueError, shortened
from exifilm_core.kinds.numbers import BETWEEN_VALUES, TYPED, doubt, plain
from exifilm_core.messages.values import Reason
from exifilm_core.patterns import pattern

_FACTORS = {
    "filter": "filter_factor",
    "bellows": "bellows_factor",
    "balgenauszug": "bellows_factor",
    "balgen": "bellows_factor",
    "auszug": "bellows_factor",
    "reciprocity": "reciprocity_factor",
    "reziprozität": "reciprocity_factor",
    "schwarzschild": "reciprocity_factor",
}
"""The factors by their names, in the languages of the form."""
_NAMED = pattern(rf"\b({'|'.join(_FACTORS)})(?:s?[\s-]?fa[ck]tor)?\s*:?\s*x?\s*", re.IGNORECASE)
_BETWEEN = pattern(rf"{BETWEEN_VALUES}|\s*(?=x\s?\d)")
_FACTOR = pattern(
    r"(?!x?\s?\d+/\d+\s?x?$)(?:x\s?[\d.,/ ]*\d|[\d.,/ ]*\d\s?x|\+.*|.*stops?)", re.IGNORECASE
)
"""A factor without its name. A fraction is none, but the time in f/22 x 1/4."""
_TIME = pattern(r"(?:(?:bulb|b|time|t)\b|\d|[.,]\d)[^x]*", re.IGNORECASE)
_NO_COMMA = pattern(
    r"(?P<stop>(?:f\s?/?\s?)?[\d.,]*\d)\s+(?P<part>\d+\s?/\s?\d+)(?!\d|\s?stops?)", re.I
)
"""As typed: the aperture and the time, or an aperture past a full stop, in f/22 1/4 x4."""
_SEVERAL = pattern(r"(?:^|[,;]\s*)(?P<several>\d+\s?x\s?\d+)\s*(?:$|[,;])", re.IGNORECASE)
"""A time and a factor, or several exposures."""
_SHUTTER_SPEEDS = frozenset(
    "15 25 30 50 60 100 125 200 250 300 400 500 1000 2000 4000 8000".split()
)
"""As on a camera's dial: 125 for 1/125. Large format has such seconds too."""
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

    InvalidValueError if it lacks the aperture, or for a part that cannot stand where it does;
    AmbiguousValueError for f/22 1/4 x4 and for f/8, 125.
    """
    before, *after = _ARROW.split(plain(text))
    aperture, *parts = map(str.strip, _BETWEEN.split(_NAMED.sub(r";\1 ", before)))
    if not parts and not after:
        return None
    if not aperture or len(after) > 1:
        raise InvalidValueError(Reason.EXPOSURE_LINE())
    found: dict[str, str] = {}
    for part in filter(None, parts):
        name, value = _named(part)
        if name in found:
            raise _misplaced(part)
        found[name] = value
    metered = found.get("metered_time")
    typed = _ARROW.split(text.translate(TYPED))[0]
    if metered is None and (two := _NO_COMMA.search(typed)):
        raise doubt(f"{two['stop']}, {two['part']}", f"{two['stop']}+{two['part']}")
    if not after and (several := _SEVERAL.search(typed)):
        raise _misplaced(several["several"])
    given = after[0].strip() if after else metered if len(found) == 1 else None
    for time in filter(None, (metered, given)):
        if time in _SHUTTER_SPEEDS:
            raise doubt(f"1/{time} s", f"{time} s")
    return ExposureLine(
        aperture,
        metered,
        found.get("filter_factor"),
        found.get("bellows_factor"),
        found.get("reciprocity_factor"),
        given or None,
    )


def _named(part: str) -> tuple[str, str]:
    """The field of a part and its text there. InvalidValueError if it may be of none."""
    word, _blank, factor = part.partition(" ")
    if name := _FACTORS.get(word.casefold()):
        if factor:
            return name, factor
    elif _FACTOR.fullmatch(part):
        return "filter_factor", part
    elif _TIME.fullmatch(part):
        return "metered_time", part
    raise _misplaced(part)


def _misplaced(part: str) -> InvalidValueError:
    return InvalidValueError(Reason.EXPOSURE_PART(part=shortened(part)))
