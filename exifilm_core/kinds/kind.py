"""What every kind of value answers to, and the rules that all quantities share.

The one idea: a value has a single settled form. Whatever way it arrives (typed, as JSON, from a
tag), it is brought to that form, so that two values are the same value exactly when they are equal,
and what is shown reads back as what was shown.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Generic, TypeVar

from exifilm_core.kinds.numbers import decimal, is_bare, number, plain, understood

T = TypeVar("T")
Json = Any
"""What `json` reads and writes: None, bool, int, float, str, list or dict of these."""


class Kind(ABC, Generic[T]):
    """One kind of value. Every method that refuses raises ValueError saying what is wrong."""

    accepts: ClassVar[str]
    """What a photographer may write, in words: the end of a message that refuses something."""
    unit: str = ""
    """The unit in which the value is held and stored."""

    @abstractmethod
    def parse(self, text: str) -> T | None:
        """The value of what a photographer wrote; None where it comes to nothing."""

    def split(self, text: str) -> tuple[str, str] | None:
        """What of a text is this field's and what the one's beside it, where it fills both."""
        return None

    def unit_for(self, text: str) -> str:
        """The unit of a bare number that is being typed, or of an empty field; "" if not known."""
        return self.unit

    def meant(self, value: T) -> str:
        """What a person will have meant by a value that can hardly be, without blanks; else ""."""
        return ""

    @abstractmethod
    def show(self, value: T) -> str:
        """The value in the notation of the form; `parse` reads it back as the same value."""

    @abstractmethod
    def checked(self, value: Any) -> T | None:
        """The settled form of a value that a program handed over; None where it is empty."""

    @abstractmethod
    def schema(self) -> dict[str, Json]:
        """JSON Schema of the value's JSON form."""

    def to_json(self, value: T) -> Json:
        """The value in JSON: numbers in the kind's unit, all else as text."""
        return value

    def from_json(self, data: Json) -> T | None:
        """The value of its JSON form."""
        return self.checked(data)

    def to_tag(self, value: T) -> Json:
        """The value as it is written into a tag (that is, as ExifTool takes it with -n)."""
        return self.to_json(value)

    def from_tag(self, raw: Json) -> T | None:
        """The value of a tag as read: text, a list or a dict of texts."""
        if not isinstance(raw, str):
            raise ValueError("there are several values where one is expected")
        return self.from_tag_text(raw)

    def from_tag_text(self, raw: str) -> T | None:
        """The value of a tag's text; other programs' notations are read as a person's would be."""
        return self.parse(raw)


class Quantity(Kind[float]):
    """A number in one unit, from `lowest` to `highest`.

    Its settled form has seven significant digits and twelve decimals: more than any scale on a
    camera, and no more than the rationals of EXIF give back unchanged.
    """

    lowest: float = -1e6
    highest: float = 1e6

    @abstractmethod
    def read(self, text: str) -> float:
        """The number that `text` (already in plain characters) stands for, not yet settled."""

    @abstractmethod
    def notations(self, value: float) -> Iterator[str]:
        """The ways to write the value, the nicest first, the last one exact."""

    def settled(self, value: float) -> float:
        return round(float(f"{value:.7g}"), 12)

    def parse(self, text: str) -> float | None:
        words = plain(text)
        if not words:
            return None
        return understood(words, lambda reading: self.checked(self.read(reading)))

    def from_tag_text(self, raw: str) -> float | None:
        """A bare number in a tag is in the unit, whatever a person would mean by it."""
        words = plain(raw)
        if not is_bare(words):
            return self.parse(words)
        return understood(words, lambda reading: self.checked(float(number(reading, ratio=True))))

    def show(self, value: float) -> str:
        for text in self.notations(value):
            if self.parse(text) == value:
                return text
        raise AssertionError(f"{value!r} cannot be shown as {type(self).__name__}")

    def checked(self, value: Any) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
            raise ValueError("it is not a number")
        if not self.lowest <= value <= self.highest:
            raise ValueError(self.out_of_range())
        return self.settled(float(value)) + 0.0  # + 0.0: no negative zero

    def to_tag(self, value: float) -> Json:
        """A plain decimal, which every program reads: 12, not 12.0 or 1.2e1."""
        return decimal(value)

    def out_of_range(self) -> str:
        return (
            f"it is not between {decimal(self.lowest)} and {decimal(self.highest)} {self.unit}"
        ).rstrip()

    def schema(self) -> dict[str, Json]:
        return {"type": "number", "minimum": self.lowest, "maximum": self.highest}


class PlainNumber(Quantity):
    """A quantity written as a number, with words around it that say no more than its unit."""

    words: ClassVar[tuple[str, ...]] = ()
    """What may stand before or after the number, in lower case, the longest first."""
    pattern: ClassVar[str] = "{}"

    def read(self, text: str) -> float:
        bare = text.lower().strip()
        for word in self.words:
            if bare.startswith(word) and len(bare) > len(word):
                bare = bare[len(word) :].strip()
                break
        for word in self.words:
            if bare.endswith(word) and len(bare) > len(word):
                bare = bare[: -len(word)].strip()
                break
        return float(number(bare))

    def notations(self, value: float) -> Iterator[str]:
        yield self.pattern.format(decimal(value))
