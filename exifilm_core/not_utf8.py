"""Text of EXIF that is not UTF-8: shown by a guess, and known as one wherever it goes.

EXIF 2.32 allows ASCII alone. What programs have put there instead may be Windows-1252, but
Windows-1251 or Shift-JIS as well, and nothing in the file says which. So it is shown as
Windows-1252 and marked: nobody else is to be told the guess (`storage.unsure`), and it counts as
another text than the same in UTF-8.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KEY = "not UTF-8"


class NotUtf8(str):
    """A tag's text whose bytes are in an encoding that is not known."""

    @classmethod
    def of(cls, data: bytes) -> NotUtf8:
        """The text of these bytes. U+FFFD is a byte that Windows-1252 has no character for.

        Of UTF-8 that was cut within its last character, only that one is unknown.
        """
        data = data.replace(b"\0", b"")
        try:
            return cls(data.decode())
        except UnicodeDecodeError as problem:
            was_cut = problem.reason == "unexpected end of data"
            is_utf8 = was_cut and not data[: problem.start].isascii()
        return cls(data.decode("utf-8" if is_utf8 else "cp1252", "replace"))


def holds(tags: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether these tags have these values, as they were once read, the encoding too."""
    return all(
        tags.get(name) == raw and isinstance(tags.get(name), NotUtf8) == isinstance(raw, NotUtf8)
        for name, raw in values.items()
    )


def to_json(tags: Mapping[str, Any]) -> dict[str, Any]:
    """Tags for a file of JSON, in which such a text stays one."""
    return {n: {_KEY: str(raw)} if isinstance(raw, NotUtf8) else raw for n, raw in tags.items()}


def from_json(tags: Mapping[str, Any]) -> dict[str, Any]:
    """The tags of their form in JSON."""
    return {name: _unmarked(raw) for name, raw in tags.items()}


def _unmarked(raw: Any) -> Any:
    return NotUtf8(raw[_KEY]) if isinstance(raw, dict) and raw.keys() == {_KEY} else raw
