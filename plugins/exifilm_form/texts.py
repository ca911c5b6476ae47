"""The form's words in the photographer's language.

Labels and help of the record's fields are translated by their English text, like everything else:
the declaration of the fields knows nothing of languages. Nor does what the core says when something
goes wrong: its messages are known again by their patterns, which the compiled catalogue lists.
The catalogues are made by tools/translate.py.
"""

from __future__ import annotations

import gettext
import re
from functools import cache
from pathlib import Path

DOMAIN = "exifilm_form"
LOCALES = Path(__file__).resolve().parent / "locale"
_LIST = "(patterns)"
_FILLED_IN = re.compile(r"\{\d+\}")

_translation = gettext.translation(DOMAIN, LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the language of the desktop; as it is where there is no translation."""
    return _translation.gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The text for that number of things."""
    return _translation.ngettext(one, many, number)


def heard(message: str) -> str:
    """What the core said, in the language of the desktop; as it is if it is not known."""
    if not message.strip():
        return message
    if (known := _translation.gettext(message)) != message:
        return known
    for pieces, text in _pieces():
        if (parts := _filled_in(pieces, message)) is not None:
            return text.format(*map(heard, parts)).rstrip()
    return message


@cache
def _pieces() -> list[tuple[list[str], str]]:
    """What stands around that which the core fills in, and the translation; the longest first."""
    if (listed := _translation.gettext(_LIST)) == _LIST:
        return []
    texts = [(_FILLED_IN.split(text), text) for text in listed.splitlines()]
    texts.sort(key=lambda item: -len("".join(item[0])))
    return [(pieces, _translation.gettext(text)) for pieces, text in texts]


def _filled_in(pieces: list[str], message: str) -> list[str] | None:
    """What stands in the message between the pieces of a text, None where it is another text."""
    if (found := _between(pieces, message)) is not None:
        return found
    if not pieces[-1] and pieces[-2].endswith(" "):  # it may be left out at the end
        found = _between([*pieces[:-2], pieces[-2][:-1]], message)
        return None if found is None else [*found, ""]
    return None


def _between(pieces: list[str], message: str) -> list[str] | None:
    first, *others = pieces
    if not others:
        return [] if message == first else None
    *middle, last = others
    known, rest, found = message.startswith(first), message.removeprefix(first), []
    for piece in middle:
        part, there, rest = rest.partition(piece) if piece else ("", piece, rest)
        known = known and there == piece
        found.append(part)
    return [*found, rest.removesuffix(last)] if known and rest.endswith(last) else None
