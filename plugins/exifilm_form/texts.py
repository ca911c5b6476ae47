"""The form's words in the photographer's language.

Labels and help of the record's fields are translated by their English text, like everything else:
the declaration of the fields knows nothing of languages.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "exifilm_form"
LOCALES = Path(__file__).resolve().parent / "locale"

_translation = gettext.translation(DOMAIN, LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the language of the desktop; as it is where there is no translation."""
    return _translation.gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The text for that number of things."""
    return _translation.ngettext(one, many, number)
