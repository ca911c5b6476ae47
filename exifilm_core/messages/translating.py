"""A text in another language: the sentence is translated first, and then its places filled in."""

from __future__ import annotations

from typing import Protocol

from exifilm_core.messages import Text


class Translation(Protocol):
    """The translations of one language, such as those of `gettext`."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


def filled_in(text: Text, translation: Translation) -> str:
    """The text in that language; in English, where that has no translation."""
    values = {
        name: filled_in(value, translation) if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    if text.plural:
        words = translation.ngettext(text.english, text.plural, text.n)
    else:
        words = translation.gettext(text.english) if text.english else ""
    return words.format(**values) if values else words
