"""The natural order of names: scan9 before scan10, capitals ignored."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

_DIGITS = re.compile(r"(\d+)")
_ANY_DIGIT = str.maketrans("123456789", "0" * 9)
_LAST_TEXT, _LAST_NUMBER = "\U0010ffff", (1 << 20, "")
"""The end of a name comes after anything that it could go on with."""


def in_natural_order(name: str) -> tuple[str | tuple[int, str], ...]:
    """The sort key of a natural order: scan9 before scan10, capitals ignored."""
    parts: list[Any] = _DIGITS.split(name.casefold())
    for place in range(1, len(parts), 2):
        digits = parts[place].lstrip("0")
        parts[place] = len(digits), digits
    parts[-1] = parts[-1] or _LAST_TEXT
    return (*parts, _LAST_NUMBER, name)


def sorted_naturally(names: Iterable[str]) -> list[str]:
    """The names in that order. Names that differ in their digits alone need no key for each."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[name.translate(_ANY_DIGIT)].append(name)
    groups = sorted(map(sorted, alike.values()), key=lambda group: in_natural_order(group[0]))
    found = [name for group in groups for name in group]
    ends = [
        (in_natural_order(one[-1]), in_natural_order(next_[0])) for one, next_ in pairwise(groups)
    ]
    if any(end > beginning for end, beginning in ends):
        found.sort(key=in_natural_order)
    return found


def place_of(name: str) -> list[tuple[int, int, str]]:
    """The position of a name in that order; “scan 09” and “Scan 9” share one."""
    parts = re.findall(r"\d+|\D+", name)
    numbers = [part.lstrip("0") if part.isdecimal() else None for part in parts]
    return [
        (1, 0, part.casefold()) if digits is None else (0, len(digits), digits)
        for part, digits in zip(parts, numbers, strict=True)
    ]
