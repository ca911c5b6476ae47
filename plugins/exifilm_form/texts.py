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
    for pattern, text in _patterns():
        if match := pattern.fullmatch(message):
            return text.format(*(heard(part or "") for part in match.groups())).rstrip()
    return message


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """What the core says with something filled in, and its translation; the longest first."""
    if (listed := _translation.gettext(_LIST)) == _LIST:
        return []
    texts = sorted(listed.splitlines(), key=lambda text: -len(re.sub(r"\{\d+\}", "", text)))
    return [(_pattern(text), _translation.gettext(text)) for text in texts]


def _pattern(text: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in re.split(r"\{\d+\}", text)]
    pattern = "(.*?)".join(pieces)
    if text.endswith("}") and pieces[-2].endswith("\\ "):  # it may be left out at the end
        pattern = pattern.removesuffix("\\ (.*?)") + "(?:\\ (.*?))?"
    return re.compile(pattern, re.DOTALL)
