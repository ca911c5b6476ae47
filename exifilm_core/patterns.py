"""Regular expressions that are compiled when first used.

The record's declaration has many, and a command needs few of them. To compile all would take a
tenth of the time that a short command takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol


class Pattern(Protocol):
    """What an expression can do here; functions of `re` do not take it."""

    def fullmatch(self, text: str, start: int = 0, end: int = ..., /) -> re.Match[str] | None: ...
    def match(self, text: str, start: int = 0, end: int = ..., /) -> re.Match[str] | None: ...
    def search(self, text: str, start: int = 0, end: int = ..., /) -> re.Match[str] | None: ...
    def finditer(self, text: str, start: int = 0, end: int = ..., /) -> Iterator[re.Match[str]]: ...
    def findall(self, text: str, start: int = 0, end: int = ..., /) -> list[Any]: ...
    def split(self, text: str, /) -> list[Any]: ...
    def sub(self, new: str | Callable[[re.Match[str]], str], text: str, /) -> str: ...


class _Pattern:
    """An expression and its flags, until it is first used."""

    def __init__(self, source: str, flags: int) -> None:
        self._given = source, flags

    def __getattr__(self, name: str) -> Any:
        """Whatever is asked for first, of the compiled expression, whose methods it keeps."""
        if name.startswith("__"):  # Python asks for these in a class body
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        for each in ("fullmatch", "match", "search", "finditer", "findall", "sub", "split"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def pattern(source: str, flags: int = 0) -> Pattern:
    """The expression, with the arguments of `re.compile`."""
    made: Any = _Pattern(source, flags)
    return made  # type: ignore[no-any-return]
