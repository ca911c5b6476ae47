"""What a field may be called: its name, and its label on the form in each of the form's languages.

The translations of the labels are the window's own catalogues. Where the window is not installed,
nobody has read a label in another language.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from exifilm_core.errors import ExifilmError, shortened
from exifilm_core.resources import resource

if TYPE_CHECKING:
    from exifilm_core.record.field import Field


def in_words(name: str) -> str:
    """The name as it is compared: in whatever case, with blanks, hyphens or underscores."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold()))


def called(name: str, fields: Iterable[Field[Any]]) -> list[Field[Any]]:
    """Those of the fields that the name may mean; a field's own name means no other."""
    words, known = in_words(name), list(fields)
    if found := [field for field in known if in_words(field.name) == words]:
        return found
    labels = {field.label for field in known if words in map(in_words, labels_of(field))}
    return [
        field
        for field in known
        if field.label in labels or any(_leaves_out(field, in_words(label)) for label in labels)
    ]


def refusal(name: str, fields: Sequence[Field[Any]]) -> ExifilmError:
    """The error that no field, or more than one, is called by the name."""
    if len(found := called(name, fields)) > 1:
        *others, last = [f"{field.label} ({field.name})" for field in found]
        return ExifilmError(
            f"“{shortened(name)}” may mean {', '.join(others)} or {last}. Write the name of the "
            "one that is meant."
        )
    import difflib

    words = {in_words(label): field for field in fields for label in labels_of(field)}
    words |= {in_words(field.name): field for field in fields}
    asked = in_words(name)
    within = [word for word in words if asked and asked in word]
    near = within or difflib.get_close_matches(asked, words, cutoff=0.7)
    names = list(dict.fromkeys(words[word].name for word in near))[:3]
    hint = (
        f"Did you mean {' or '.join(names)}?" if names else "“exifilm schema --fields” lists them."
    )
    return ExifilmError(f"there is no field “{shortened(name)}”. {hint}")


def labels_of(field: Field[Any]) -> list[str]:
    """The field's label, in English and in every other language of the form."""
    return [field.label, *(catalogue.gettext(field.label) for catalogue in _catalogues())]


def _leaves_out(field: Field[Any], word: str) -> bool:
    """Whether the field's name ends in the word, and its label does not say it: Exposure (time)."""
    return in_words(field.name).split()[-1] == word not in in_words(field.label).split()


@cache
def _catalogues() -> list[gettext.GNUTranslations]:
    try:
        folder = resource("plugins/exifilm_form/locale")
    except ExifilmError:
        return []
    found = []
    for path in sorted(folder.glob("*/LC_MESSAGES/exifilm_form.mo")):
        with path.open("rb") as file:
            found.append(gettext.GNUTranslations(file))
    return found
