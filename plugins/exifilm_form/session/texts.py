"""The window's texts in the photographer's language.

The English text is the key of every translation, also for the labels and help of the fields. The
core's sentences are translated with their placeholders, which are filled in afterwards. Translators
and tools/translate.py maintain the catalogues.
"""

from __future__ import annotations

import gettext
from collections.abc import Collection, Iterable
from pathlib import Path

from exifilm_core.errors import ExifilmError, printable
from exifilm_core.messages import Text
from exifilm_core.messages.translating import filled_in
from exifilm_core.record import ExposureRecord

DOMAIN = "exifilm_form"
LOCALES = Path(__file__).resolve().parents[1] / "locale"
MOST_FIELDS_NAMED = 4
"""More are counted, so that the line at the foot has room for them."""

_translation = gettext.translation(DOMAIN, LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the desktop's language; the English text if there is no translation."""
    return _translation.gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The text for that number, in the desktop's language."""
    return _translation.ngettext(one, many, number)


def translated(text: Text) -> str:
    """A text of the core in the desktop's language, without control characters."""
    return printable(filled_in(text, _translation))


def labels_of(names: Iterable[str]) -> str:
    """The labels of these fields, separated by commas."""
    return ", ".join(_(ExposureRecord.field(name).label) for name in names)


def fields_in_words(names: Collection[str]) -> str:
    """The labels of these fields in the order of the form; of many, their number: "9 fields"."""
    return counted(names) if len(names) > MOST_FIELDS_NAMED else labels_of(in_order(names))


def counted(names: Collection[str]) -> str:
    """Their number; the label of a single one."""
    if len(names) == 1:
        return labels_of(names)
    return ngettext("{n} field", "{n} fields", len(names)).format(n=len(names))


def could_not_be_saved(names: Collection[str]) -> str:
    """That these fields have invalid entries, which no save can save."""
    return _("{fields} could not be saved").format(fields=fields_in_words(names))


def in_order(names: Collection[str]) -> tuple[str, ...]:
    """These fields in the order of the form."""
    return tuple(field.name for field in ExposureRecord.fields() if field.name in names)


class FormError(ExifilmError):
    """An error of the window; its text is already translated."""

    def __init__(self, words: str, *, file: Path | None = None) -> None:
        super().__init__(Text(words), file=file)
