"""The words of the window in the photographer's language.

The English text is the key of every translation, also of the labels and help of the fields. The
core's sentences are translated with their places open, and filled in afterwards. The catalogues
are the work of translators and of tools/translate.py.
"""

from __future__ import annotations

import gettext
from pathlib import Path

from exifilm_core.errors import ExifilmError, printable
from exifilm_core.messages import Text

DOMAIN = "exifilm_form"
LOCALES = Path(__file__).resolve().parent / "locale"

_translation = gettext.translation(DOMAIN, LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the language of the desktop; the text itself if it has no translation."""
    return _translation.gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The text for that number of things."""
    return _translation.ngettext(one, many, number)


def translated(text: Text) -> str:
    """A text of the core in the language of the desktop, without control characters."""
    return printable(_filled_in(text))


class FormError(ExifilmError):
    """An error of the window, in words that are translated already."""

    def __init__(self, words: str, *, file: Path | None = None) -> None:
        super().__init__(Text(words), file=file)


def _filled_in(text: Text) -> str:
    values = {
        name: _filled_in(value) if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    words = ngettext(text.english, text.plural, text.n) if text.plural else _(text.english)
    return words.format(**values) if values else words
