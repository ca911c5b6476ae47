"""Regular expressions that are compiled when first used.

The record's declaration has many, and a command needs few of them. To compile all would take a
tenth of the time that a short command takes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
        """The expression, as `re.compile` gives it."""
        ...

else:

    class pattern:  # noqa: N801 - to its users it is a function
        """An expression and its flags, until it is first used."""

        def __init__(self, source: str, flags: int = 0) -> None:
            self._given = source, flags

        def __getattr__(self, name: str) -> Any:
            """Whatever is asked for first, of the compiled expression, which keeps it here."""
            if name.startswith("__"):  # Python asks for these in a class body
                raise AttributeError(name)
            compiled = re.compile(*self._given)
            for each in ("fullmatch", "match", "search", "finditer", "findall", "sub", "split"):
                setattr(self, each, getattr(compiled, each))
            self.pattern = compiled.pattern
            return getattr(compiled, name)
