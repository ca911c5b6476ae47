"""Numbers that count up from sheet to sheet: 17, 18; 0418-07, 0418-08; 12A, 12B; frames."""

from __future__ import annotations

import re
from typing import Any

from exifilm_core.kinds import Frame
from exifilm_core.kinds.frame import following as following_frame
from exifilm_core.patterns import pattern
from exifilm_core.record.field import Field

_LAST = pattern(
    r"(?P<before>(?:.*[^0-9])?)(?P<number>[0-9]{1,18})(?P<side>[ab]?)", re.IGNORECASE | re.DOTALL
)


def next_of(field: Field[Any], value: str) -> str:
    """The field's value for the next sheet; "" if there is none."""
    return following_frame(value) if isinstance(field.kind, Frame) else counted_up(value)


def counted_up(text: str) -> str:
    """The next number with as many digits, or the holder's other side; "" if there is neither."""
    match = _LAST.fullmatch(text)
    if not match:
        return ""
    before, number, side = match.groups()
    if side in ("A", "a"):
        return f"{before}{number}{chr(ord(side) + 1)}"
    following = f"{int(number) + 1:0{len(number)}}"
    return f"{before}{following}{chr(ord(side) - 1) if side else ''}"
