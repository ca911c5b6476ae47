"""Texts in EXIF that are not UTF-8. ExiFilm guesses their encoding, and marks them as a guess.

EXIF 2.32 allows ASCII alone. Programs have written Windows-1252, Windows-1251 or Shift-JIS, and no
tag declares which. ExiFilm reads Windows-1252 and copies the guess to no other standard tag
(`tags.mapping.unsure`). A guessed text differs from the same text in UTF-8.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KEY = "not UTF-8"


class NotUtf8(str):
    """The text of a tag whose bytes are in an unknown encoding."""

    @classmethod
    def of(cls, data: bytes) -> NotUtf8:
        """The text of these bytes, with U+FFFD for a byte without a character in Windows-1252.

        If the bytes are UTF-8, but cut within the last character, only that one is unknown.
        """
        data = data.replace(b"\0", b"")
        try:
            return cls(data.decode())
        except UnicodeDecodeError as problem:
            was_cut = problem.reason == "unexpected end of data"
            is_utf8 = was_cut and not data[: problem.start].isascii()
        return cls(data.decode("utf-8" if is_utf8 else "cp1252", "replace"))


def holds(tags: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether these tags still have these values, in the same encoding."""
    return all(
        tags.get(name) == raw and isinstance(tags.get(name), NotUtf8) == isinstance(raw, NotUtf8)
        for name, raw in values.items()
    )


def to_json(tags: Mapping[str, Any]) -> dict[str, Any]:
    """The tags in JSON, with each NotUtf8 text marked."""
    return {n: {_KEY: str(raw)} if isinstance(raw, NotUtf8) else raw for n, raw in tags.items()}


def from_json(tags: Mapping[str, Any]) -> dict[str, Any]:
    """The tags of their JSON form. AttributeError if that is no object."""
    return {name: _unmarked(raw) for name, raw in tags.items()}


def _unmarked(raw: Any) -> Any:
    return NotUtf8(raw[_KEY]) if isinstance(raw, dict) and raw.keys() == {_KEY} else raw
