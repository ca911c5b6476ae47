"""Texts and lists of texts, on one or several lines, with every character that XML allows."""

from __future__ import annotations

import re
from typing import Any

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.kind import Json, Kind
from exifilm_core.messages.values import Invalid, Reason
from exifilm_core.natural_order import place_of
from exifilm_core.patterns import pattern

NOT_IN_XML = pattern("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""The characters that no text has: those that are no Char of XML 1.0, carriage return and delete.

A set of those that it allows would take twenty times as long to compile.
"""
_END = "\1"
"""Ends a part of a text; less than every character that a text may have."""
MOST_CHARACTERS = 4_000_000
"""More than a novel has. A longer text is a file in the wrong place."""


def clean(value: Any, most: int = MOST_CHARACTERS) -> str:
    """The settled form of a text: newlines end its lines; no blanks begin or end it."""
    if not isinstance(value, str):
        raise InvalidValueError(Reason.NOT_A_TEXT())
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if bad := NOT_IN_XML.search(text):
        raise InvalidValueError(Reason.CHARACTER(character=f"U+{ord(bad[0]):04X}"))
    if len(text.encode()) > most:
        raise InvalidValueError(Reason.TOO_MANY_BYTES(most=most))
    return text


class Text(Kind[str]):
    """A text. `most` is the number of UTF-8 bytes that its home tag has room for."""

    invalid = Invalid.INVALID_TEXT
    accepts = "any text"
    textual = True

    def __init__(
        self, most: int = MOST_CHARACTERS, *, lines: bool = False, numbered: bool = False
    ) -> None:
        self.most = most
        self.lines = lines
        """Whether the text often has several lines."""
        self.ordered = numbered
        """Whether it is a number or name in a natural order, such as 9, 12A or 0418-07."""

    def parse(self, text: str) -> str | None:
        return clean(text, self.most) or None

    def show(self, value: str) -> str:
        return value

    def span(self, value: str) -> tuple[str, str]:
        """Its place in the natural order, as a text: the same for 7 and 007, and 9 before 10."""
        parts = (f"{sort}{length:07}{text}{_END}" for sort, length, text in place_of(value))
        place = "".join(parts)
        return place, place

    def checked(self, value: Any) -> str | None:
        return None if value is None else self.parse(value)

    def from_tag(self, raw: Json) -> str | None:
        """A tag's text. Semicolons join the items of a list, such as several creators."""
        return self.parse("; ".join(map(str, raw)) if isinstance(raw, list) else raw)

    def schema(self) -> dict[str, Json]:
        return {"type": "string"}


class Keywords(Kind[tuple[str, ...]]):
    """A list of texts, separated by commas; quotes enclose a text with a comma in it."""

    invalid = Invalid.INVALID_KEYWORDS
    accepts = "keywords such as snow, Sierra Nevada"
    textual = True

    def parse(self, text: str) -> tuple[str, ...] | None:
        return self.checked(unquoted_items(clean(text), ",;\n"))

    def show(self, value: tuple[str, ...]) -> str:
        return ", ".join(quoted(word, ",;\n") for word in value)

    def texts(self, value: tuple[str, ...]) -> tuple[str, ...]:
        return value

    def checked(self, value: Any) -> tuple[str, ...] | None:
        if value is None:
            return None
        if isinstance(value, str):
            return self.parse(value)
        words = (clean(word) for word in value)
        return tuple(dict.fromkeys(word for word in words if word)) or None

    def to_json(self, value: tuple[str, ...]) -> Json:
        return list(value)

    def from_json(self, data: Json) -> tuple[str, ...] | None:
        if data is not None and not isinstance(data, list):
            raise InvalidValueError(Reason.NOT_VALID())
        return self.checked(data)

    def from_tag(self, raw: Json) -> tuple[str, ...] | None:
        return self.checked(raw if isinstance(raw, list) else [raw])

    def schema(self) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "string"}, "uniqueItems": True}


_QUOTED = r'"(?:[^"\\]|\\.)*"'


def quoted(text: str, special: str) -> str:
    """The text, in quotes if it holds a special character or looks like a quoted text."""
    if any(char in text for char in special) or text.startswith('"') or text != text.strip():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def unquoted(text: str) -> str:
    """The text without the quotes of `quoted`."""
    text = text.strip()
    if re.fullmatch(_QUOTED, text, re.DOTALL):
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def split_items(text: str, separators: str) -> list[str]:
    """The parts of the text between separators. Separators inside quotes do not count."""
    item = rf"(?:[^\S{separators}]*+{_QUOTED}[^{separators}]*|[^{separators}]+)"
    return [part.strip() for part in re.findall(item, text, re.DOTALL) if part.strip()]


def unquoted_items(text: str, separators: str) -> list[str]:
    """The items of the text, without their quotes."""
    return [unquoted(part) for part in split_items(text, separators)]
