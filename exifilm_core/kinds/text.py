"""Texts and lists of texts. Any character that XML can hold survives, over several lines too."""

from __future__ import annotations

import re
from typing import Any

from exifilm_core.kinds.kind import Json, Kind

_NOT_IN_XML = re.compile("[^\t\n\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_CHARACTERS = 4_000_000
"""A novel has fewer; what is longer is a file that was put into a field by mistake."""


def clean(value: Any, most: int = MOST_CHARACTERS) -> str:
    """The settled form of a text: lines end in newlines, no blanks around the whole."""
    if not isinstance(value, str):
        raise ValueError("it is not a text")
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if bad := _NOT_IN_XML.search(text):
        raise ValueError(f"it holds a character that cannot be stored (U+{ord(bad[0]):04X})")
    if len(text.encode()) > most:
        raise ValueError(f"it is longer than {most} bytes")
    return text


class Text(Kind[str]):
    """A text. `most` is the number of UTF-8 bytes that its home has room for."""

    accepts = "any text"

    def __init__(self, most: int = MOST_CHARACTERS, *, lines: bool = False) -> None:
        self.most = most
        self.lines = lines
        """Whether it commonly has several lines, and wants room for them."""

    def parse(self, text: str) -> str | None:
        return clean(text, self.most) or None

    def show(self, value: str) -> str:
        return value

    def checked(self, value: Any) -> str | None:
        return None if value is None else self.parse(value)

    def from_tag(self, raw: Json) -> str | None:
        """A tag's text; where other software keeps a list (creators), its items by semicolons."""
        return self.parse("; ".join(map(str, raw)) if isinstance(raw, list) else raw)

    def schema(self) -> dict[str, Json]:
        return {"type": "string"}


class Keywords(Kind[tuple[str, ...]]):
    """A list of texts, written with commas between; one that holds a comma goes in quotes."""

    accepts = "words with commas between, such as: snow, Sierra Nevada"

    def parse(self, text: str) -> tuple[str, ...] | None:
        return self.checked(unquoted_items(clean(text), ",;\n"))

    def show(self, value: tuple[str, ...]) -> str:
        return ", ".join(quoted(word, ",;\n") for word in value)

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
            raise ValueError("it is not a list of texts")
        return self.checked(data)

    def from_tag(self, raw: Json) -> tuple[str, ...] | None:
        return self.checked(raw if isinstance(raw, list) else [raw])

    def schema(self) -> dict[str, Json]:
        return {"type": "array", "items": {"type": "string"}, "uniqueItems": True}


_QUOTED = r'"(?:[^"\\]|\\.)*"'


def quoted(text: str, special: str) -> str:
    """The text, in quotes when it holds a special character or could be taken for quoted."""
    if any(char in text for char in special) or text.startswith('"') or text != text.strip():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def unquoted(text: str) -> str:
    """What `quoted` was given."""
    text = text.strip()
    if re.fullmatch(_QUOTED, text, re.DOTALL):
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def split_items(text: str, separators: str) -> list[str]:
    """The parts of the text between separators, those inside quotes left alone."""
    item = rf"(?:[^\S{separators}]*+{_QUOTED}[^{separators}]*|[^{separators}]+)"
    return [part.strip() for part in re.findall(item, text, re.DOTALL) if part.strip()]


def unquoted_items(text: str, separators: str) -> list[str]:
    """The items of the text, without their quotes."""
    return [unquoted(part) for part in split_items(text, separators)]
