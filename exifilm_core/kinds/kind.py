"""The interface of every kind of value, and the rules that all quantities share.

A value has a single settled form, whether it was typed or came from JSON or a tag. So two values
are the same exactly when they are equal, and `parse` reads each shown value back as itself.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Generic, TypeVar

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.numbers import decimal, is_bare, number, plain, understood
from exifilm_core.messages import Text
from exifilm_core.messages.values import Invalid, Reason

T = TypeVar("T")
Json = Any
"""A value of JSON: None, bool, int, float, str, or a list or dict of these."""


class Kind(ABC, Generic[T]):
    """One kind of value. A method that refuses a value raises InvalidValueError with the reason."""

    invalid: Invalid
    """Begins the refusal of a value."""
    accepts: str
    """Examples of valid notations; they end the refusal: “Enter …”."""
    unit: str = ""
    """The unit of the value in the record and in its tag."""
    ordered: bool = False
    """Whether its values have an order; a search then compares them, and takes ranges."""
    textual: bool = False
    """Whether its values consist of texts, so that a search looks for words in them."""

    @abstractmethod
    def parse(self, text: str) -> T | None:
        """The value of a photographer's text; None for an empty text."""

    def split(self, text: str) -> tuple[str | None, ...] | None:
        """The texts of this field and of its partners, if one text fills several fields.

        None stands for a partner that the text leaves as it is.
        """
        return None

    def unit_for(self, text: str) -> str:
        """The unit of a typed number without a unit, or of an empty field; "" if it is open."""
        return self.unit

    def meant(self, value: T) -> str:
        """The probable meaning of an improbable value, without blanks; "" for a probable value."""
        return ""

    @abstractmethod
    def show(self, value: T) -> str:
        """The value in the form's notation; `parse` reads it back as the same value."""

    def span(self, value: T) -> tuple[Any, Any]:
        """The least and the greatest that a value of an ordered kind may mean, to be compared.

        Both are numbers, or both are texts, of which one is less that comes first in Unicode.
        """
        raise TypeError(f"{type(self).__name__} has no order")

    def texts(self, value: T) -> tuple[str, ...]:
        """The texts in which a search looks: each item of a list, or the value as it is shown."""
        return (self.show(value),)

    @abstractmethod
    def checked(self, value: Any) -> T | None:
        """The settled form of a program's value; None if it is empty."""

    @abstractmethod
    def schema(self) -> dict[str, Json]:
        """JSON Schema of the value's JSON form."""

    def to_json(self, value: T) -> Json:
        """The value in JSON: a number in the kind's unit, or a text."""
        return value

    def from_json(self, data: Json) -> T | None:
        """The value of its JSON form."""
        return self.checked(data)

    def to_tag(self, value: T) -> Json:
        """The value in its tag, as ExifTool takes it with -n."""
        return self.to_json(value)

    def from_tag(self, raw: Json) -> T | None:
        """The value of a tag, which is a text, a list or a dict of texts."""
        if not isinstance(raw, str):
            raise InvalidValueError(Reason.SEVERAL_VALUES())
        return self.from_tag_text(raw)

    def from_tag_text(self, raw: str) -> T | None:
        """The value of a tag's text, in any notation that a person may use."""
        return self.parse(raw)


class Quantity(Kind[float]):
    """A number in one unit, from `lowest` to `highest`.

    Its settled form has seven significant digits and twelve decimals. That is more than any scale
    on a camera shows, and no more than EXIF's rationals keep unchanged.
    """

    ordered = True
    lowest: float = -1e6
    highest: float = 1e6

    def span(self, value: float) -> tuple[float, float]:
        return value, value

    @abstractmethod
    def read(self, text: str) -> float:
        """The unsettled number of a text in plain characters."""

    @abstractmethod
    def notations(self, value: float) -> Iterator[str]:
        """The notations of the value, the nicest first, the last one exact."""

    def settled(self, value: float) -> float:
        return round(float(f"{value:.7g}"), 12)

    def parse(self, text: str) -> float | None:
        words = plain(text)
        if not words:
            return None
        return understood(words, lambda reading: self.checked(self.read(reading)))

    def from_tag_text(self, raw: str) -> float | None:
        """A bare number in a tag is in the kind's unit, whatever a person means by it."""
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
            raise InvalidValueError(Reason.NOT_VALID())
        if not self.lowest <= value <= self.highest:
            raise InvalidValueError(self.out_of_range())
        return self.settled(float(value)) + 0.0  # + 0.0: no negative zero

    def to_tag(self, value: float) -> Json:
        """A plain decimal, which every program reads: 12, not 12.0 or 1.2e1."""
        return decimal(value)

    def out_of_range(self) -> Text:
        """The refusal of a number below `lowest` or above `highest`."""
        lowest, highest = decimal(self.lowest), decimal(self.highest)
        if not self.unit:
            return Reason.OUT_OF_RANGE(lowest=lowest, highest=highest)
        in_unit = Reason.IN_UNIT(number=highest, unit=Text(self.unit))
        return Reason.OUT_OF_RANGE(lowest=lowest, highest=in_unit)

    def schema(self) -> dict[str, Json]:
        return {"type": "number", "minimum": self.lowest, "maximum": self.highest}


class PlainNumber(Quantity):
    """A number with or without the words of its unit."""

    words: ClassVar[tuple[str, ...]] = ()
    """The words before or after the number, in lower case, the longest first."""
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
