"""Frames of a roll of film, as its edge numbers them: 00, 0, 0A, 1, 1A … 36, 36A.

The number stands where a picture of the usual size begins, and the number with the letter half a
picture further on. So the next picture has the next number, with the same letter or none: 0A, 1A.
Half-frame cameras use both: 1, 1A, 2.
"""

from __future__ import annotations

import re
from typing import Any

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Json, Kind
from exifilm_core.kinds.numbers import MOST_CHARACTERS
from exifilm_core.kinds.text import clean
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.patterns import pattern

_FRAME = pattern(
    r"(?:(?P<zeros>0+)|0*(?P<number>[1-9][0-9]{0,3}))\s?(?P<letter>[A-Z]?)",
    re.IGNORECASE | re.ASCII,
)
_BEFORE_ZERO = "00"


class Frame(Kind[str]):
    """A frame's number: up to four digits, and perhaps a letter. 07 is frame 7; 00 precedes 0."""

    invalid = Invalid.INVALID_FRAME
    accepts = "a frame such as 7, 36A, 0 or 00"
    ordered = True
    textual = True

    def parse(self, text: str) -> str | None:
        words = clean(text, MOST_CHARACTERS)
        if not words:
            return None
        match = _FRAME.fullmatch(words)
        if not match:
            raise InvalidValueError(Reason.NOT_VALID())
        return (match["number"] or match["zeros"][:2]) + match["letter"].upper()

    def show(self, value: str) -> str:
        return value

    def checked(self, value: Any) -> str | None:
        return None if value is None else self.parse(value)

    def span(self, value: str) -> tuple[str, str]:
        """Its place on the film, as a text: 00 before 0, 0 before 0A, and 9 before 10."""
        number, letter = _parts(value)
        place = f"{number + 1:05}{letter}"
        return place, place

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "maxLength": 5}


def following(frame: str, *, half: bool = False) -> str:
    """The frame after this one; with `half`, of a half-frame camera. "" after the last.

    >>> following("00"), following("0A"), following("0", half=True), following("0A", half=True)
    ('0', '1A', '0A', '1')
    """
    number, letter = _parts(frame)
    if half and not letter:
        return f"{_text_of(number)}A"
    if number == 9999:
        return ""
    return f"{_text_of(number + 1)}{'' if half else letter}"


def in_number(frame: str) -> str:
    """The frame as the end of a number such as 0418-07: with two digits at least, but 0 as 0."""
    number, letter = _parts(frame)
    return f"{number:02}{letter}" if number > 0 else frame


def _parts(frame: str) -> tuple[int, str]:
    """The number, -1 for 00, and the letter."""
    digits = frame.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    letter = frame[len(digits) :]
    return -1 if digits == _BEFORE_ZERO else int(digits), letter


def _text_of(number: int) -> str:
    return _BEFORE_ZERO if number < 0 else str(number)
