"""The language of an answer: that of the environment, as in the window."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from exifilm_core.errors import ExifilmError, printable, reason_of
from exifilm_core.files.resources import resource
from exifilm_core.messages import Text
from exifilm_core.messages.files import Files
from exifilm_core.messages.translating import Translation, filled_in

_DOMAIN, _LOCALES = "exifilm_form", "plugins/exifilm_form/locale"
"""The window's catalogues; they have the sentences of the core too."""


@cache
def _translation() -> Translation:
    try:
        folder = resource(_LOCALES)
    except ExifilmError:  # an installation without the window is in English
        return gettext.NullTranslations()
    return gettext.translation(_DOMAIN, folder, fallback=True)


def translated(text: Text) -> str:
    """The text in the language of the environment, without control characters."""
    return printable(filled_in(text, _translation()))


def words_of(problem: ExifilmError | OSError) -> str:
    """The words of a problem; its file is given apart."""
    if isinstance(problem, ExifilmError):
        return translated(problem.text)
    return translated(Files.CANNOT_READ_OR_WRITE(reason=reason_of(problem)))


def file_of(problem: ExifilmError | OSError) -> Path | None:
    """The file of a problem, if it has one."""
    return problem.file if isinstance(problem, ExifilmError) else None
