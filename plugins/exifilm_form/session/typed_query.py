"""A query typed on one line, split as a shell splits the arguments of `exifilm find`.

Quotes hold together what has blanks: lens="210 symmar". They count only where a name or a value
begins with one, since 12" is a length.
"""

from __future__ import annotations

import re

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"'})
"""The quotes that a person types, or copies from the manual."""
_ARGUMENT = re.compile(
    r"""
    (?P<name>(?:[^\s"=<>!]+|"[^"]+")[=<>!]+)?     # FIELD= or "its label"=
    (?:
      "(?P<quoted>.*?)(?:"(?=\s|$)|$)             # the quote that ends it may be still to come
      | (?P<plain>\S+)
      | (?<=[=<>!])                               # no value: FIELD=
    )
    """,
    re.VERBOSE | re.DOTALL,
)


def arguments_of(text: str) -> list[str]:
    """The words and conditions of a query.

    >>> arguments_of('sierra lens="210 symmar" bellows_extension=12"')
    ['sierra', 'lens=210 symmar', 'bellows_extension=12"']
    """
    return [
        (match["name"] or "").replace('"', "") + (match["quoted"] or match["plain"] or "")
        for match in _ARGUMENT.finditer(text.translate(_QUOTES))
        if match[0]
    ]
