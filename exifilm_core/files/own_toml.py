"""A TOML file of tables that a person edits, such as `[[film]]`: each table is parsed alone.

TOML's own parser gives up at the first mistake. Here a mistake has its line, and the other tables
count.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from exifilm_core.errors import reason_of
from exifilm_core.messages import Text
from exifilm_core.messages.own_file import OwnFile

_MOST_BYTES = 1_000_000
_BEGIN = re.compile(r"^[ \t]*\[\[?[ \t]*[\w\"'-]+[ \t]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)
"""The heading of a table that belongs to no other: [[lens]], and not [lens.speeds]."""
_AT = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Problem(NamedTuple):
    """A mistake in a file, and its line, counted from 1."""

    line: int
    text: Text


class UnreadableError(Exception):
    """The file cannot be read. `reason` says why, to follow a colon."""

    def __init__(self, reason: Text | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Part(NamedTuple):
    """A table of the file, or what precedes the first: its text, and the number of its line."""

    line: int
    text: str

    def data(self) -> dict[str, Any]:
        """The part's data. TOMLDecodeError for a part that is not TOML."""
        try:
            return tomllib.loads(self.text)
        except RecursionError as problem:
            raise tomllib.TOMLDecodeError("it is nested too deeply") from problem

    def problem(self, error: tomllib.TOMLDecodeError) -> Problem:
        """What is wrong with a part that is not TOML."""
        match = _AT.search(str(error))
        here = int(match[1]) if match and match[1] else self.text.rstrip("\n").count("\n") + 1
        reason = _AT.sub("", str(error)).strip()
        return Problem(self.line + here - 1, OwnFile.NOT_TOML(reason=reason))

    def line_of(self, key: str, number: int = 0) -> int:
        """The line of a key in the file, at its `number`th time in this part; else the first."""
        begins = rf"(?:^|[{{,.\[])\s*[\"']?{re.escape(key)}[\"']?\s*[=\]]"
        found = list(re.finditer(begins, self.text, re.MULTILINE))
        if number >= len(found):
            return self.line
        return self.line + self.text.count("\n", 0, found[number].end())


def read(path: Path) -> str | None:
    """The text of a file, with the line ends of Unix; None without a file. UnreadableError."""
    if not os.path.lexists(path):
        return None
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as problem:
        raise UnreadableError(reason_of(problem)) from problem
    except UnicodeDecodeError as problem:
        raise UnreadableError(OwnFile.OWN_FILE_NOT_UTF_8()) from problem
    if len(raw) > _MOST_BYTES:
        raise UnreadableError(OwnFile.OWN_FILE_TOO_LONG())
    return text.replace("\r\n", "\n")


def parts_of(text: str) -> Iterator[Part]:
    """What precedes the first table, and then each table with those that belong to it."""
    starts = [0, *(match.start() for match in _BEGIN.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        blank = len(part) - len(part.lstrip("\n"))
        yield Part(text.count("\n", 0, start) + blank + 1, part[blank:])
