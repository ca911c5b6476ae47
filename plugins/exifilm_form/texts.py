"""The form's words in the photographer's language.

Labels and help of the record's fields are translated by their English text, like everything else:
the declaration of the fields knows nothing of languages. What the core says is translated sentence
by sentence, with its places filled in afterwards. tools/translate.py makes the catalogues.
"""

from __future__ import annotations

import gettext
from pathlib import Path

from exifilm_core.errors import printable
from exifilm_core.messages import Text

DOMAIN = "exifilm_form"
LOCALES = Path(__file__).resolve().parent / "locale"

_translation = gettext.translation(DOMAIN, LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the language of the desktop; as it is where there is no translation."""
    return _translation.gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The text for that number of things."""
    return _translation.ngettext(one, many, number)


def translated(text: Text) -> str:
    """What the core says, in the language of the desktop. It cannot steer a terminal."""
    return printable(_filled_in(text))


def _filled_in(text: Text) -> str:
    values = {
        name: _filled_in(value) if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    return _(text.english).format(**values) if values else _(text.english)
