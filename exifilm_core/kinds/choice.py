"""Words for the numbers of EXIF's own lists: flash, metering mode, light source.

The record has the words. A number that EXIF does not explain stays a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Json, Kind
from exifilm_core.kinds.numbers import MOST_CHARACTERS
from exifilm_core.kinds.text import clean
from exifilm_core.messages.values import Invalid, Reason

_MOST = 65535
"""EXIF's SHORT."""


class Choice(Kind[str]):
    """One of the words of a list, each with its number in the tag."""

    textual = True

    def __init__(
        self,
        words: Mapping[int, str],
        *,
        invalid: Invalid,
        accepts: str,
        also: dict[str, int],
        unknown: int | None = None,
    ) -> None:
        """`also` has further words that a person may type; `unknown` is no value."""
        self.invalid, self.accepts, self.unknown = invalid, accepts, unknown
        self._words = dict(words)
        self._numbers = {word: number for number, word in words.items()}
        self._typed = {_plain(word): number for word, number in (also | self._numbers).items()}

    def parse(self, text: str) -> str | None:
        words = _plain(clean(text, MOST_CHARACTERS))
        return self._word_of(self._typed.get(words, words)) if words else None

    def show(self, value: str) -> str:
        return value

    def checked(self, value: Any) -> str | None:
        return None if value is None else self.parse(value)

    def schema(self) -> dict[str, Json]:
        return {"anyOf": [{"enum": [*self._numbers]}, {"type": "string", "pattern": "^[0-9]+$"}]}

    def to_tag(self, value: str) -> Json:
        return str(self._numbers.get(value, value))

    def from_tag_text(self, raw: str) -> str | None:
        number = raw.strip()
        return self._word_of(number) if number else None

    def _word_of(self, number: int | str) -> str | None:
        """The word of a number; None for the one that means an unknown value."""
        text = str(number)
        if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII):
            raise InvalidValueError(Reason.NOT_VALID())
        value = int(text)
        if value == self.unknown:
            return None
        if value > _MOST:
            raise InvalidValueError(Reason.OUT_OF_RANGE(lowest=0, highest=_MOST))
        return self._words.get(value, str(value))


def _plain(text: str) -> str:
    """The text for comparison: the words in lower case."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _flash_words() -> dict[int, str]:
    """EXIF 2.32, tag 9209: whether it fired, whether its light returned, its mode, red-eye."""
    modes = ("", "on", "off", "auto")
    returns = {0: "", 2: "return not detected", 3: "return detected"}
    found = {}
    for number in range(128):
        fired, mode, light = number & 1, modes[number >> 3 & 3], number >> 1 & 3
        if light not in returns:
            continue
        does = "fired" if fired else "" if mode == "off" else "did not fire"
        parts = [mode, does, returns[light]]
        parts += ["no flash function"] * (number >> 5 & 1) + ["red-eye reduction"] * (number >> 6)
        found[number] = ", ".join(filter(None, parts))
    return found


FLASH = Choice(
    _flash_words(),
    invalid=Invalid.INVALID_FLASH,
    accepts="the flash such as fired, off or auto fired",
    also={"yes": 1, "flash": 1, "no": 0, "none": 0, "no flash": 0, "not fired": 0, "on": 9},
)
METERING = Choice(
    # EXIF 2.32, tag 9207.
    {
        1: "average",
        2: "centre-weighted average",
        3: "spot",
        4: "multi-spot",
        5: "pattern",
        6: "partial",
        255: "other",
    },
    invalid=Invalid.INVALID_METERING,
    accepts="a metering mode such as average, centre-weighted, spot, pattern or partial",
    also={
        "centre weighted": 2,
        "center weighted": 2,
        "center weighted average": 2,
        "multi segment": 5,
        "matrix": 5,
        "evaluative": 5,
    },
    unknown=0,
)
LIGHT_SOURCE = Choice(
    # EXIF 2.32, tag 9208.
    {
        1: "daylight",
        2: "fluorescent",
        3: "tungsten",
        4: "flash",
        9: "fine weather",
        10: "cloudy",
        11: "shade",
        12: "daylight fluorescent",
        13: "day white fluorescent",
        14: "cool white fluorescent",
        15: "white fluorescent",
        16: "warm white fluorescent",
        17: "standard light A",
        18: "standard light B",
        19: "standard light C",
        20: "D55",
        21: "D65",
        22: "D75",
        23: "D50",
        24: "ISO studio tungsten",
        255: "other",
    },
    invalid=Invalid.INVALID_LIGHT,
    accepts="a light source such as daylight, cloudy, shade, tungsten, fluorescent or flash",
    also={"sun": 1, "sunlight": 1, "sunny": 9, "overcast": 10, "incandescent": 3, "bulb": 3},
    unknown=0,
)
