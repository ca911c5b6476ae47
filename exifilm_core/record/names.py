"""The names of a field: its own, its labels in every language of the form, and its aliases.

The window's catalogues translate the labels. Without the window there are English labels only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from exifilm_core.errors import ExifilmError, shortened
from exifilm_core.files.resources import resource
from exifilm_core.messages import Text
from exifilm_core.messages.fields import Fields
from exifilm_core.messages.values import either

if TYPE_CHECKING:
    from gettext import GNUTranslations


class Named(Protocol):
    """What a field has for names."""

    name: str
    label: str
    aliases: tuple[str, ...]


N = TypeVar("N", bound=Named)


def in_words(name: str) -> str:
    """The name in lower case, with a blank for each hyphen or underscore."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold()))


def called(name: str, fields: Iterable[N]) -> list[N]:
    """The fields that a name may mean. A field's own name means no other field."""
    words, known = in_words(name), list(fields)
    if found := [field for field in known if in_words(field.name) == words]:
        return found
    labels = {field.label for field in known if words in map(in_words, labels_of(field))}
    return [
        field
        for field in known
        if field.label in labels or any(_leaves_out(field, in_words(label)) for label in labels)
    ]


def refusal(name: str, fields: Sequence[Named]) -> ExifilmError:
    """The error for a name that means no field, or several."""
    if len(found := called(name, fields)) > 1:
        meant = either(Fields.LABEL_AND_NAME(label=Text(f.label), name=f.name) for f in found)
        return ExifilmError(Fields.SEVERAL_FIELDS(name=shortened(name), fields=meant))
    import difflib

    words = {in_words(label): field for field in fields for label in labels_of(field)}
    words |= {in_words(field.name): field for field in fields}
    asked = in_words(name)
    within = [word for word in words if asked and asked in word]
    near = within or difflib.get_close_matches(asked, words, cutoff=0.7)
    names = list(dict.fromkeys(words[word].name for word in near))[:3]
    if not names:
        return ExifilmError(Fields.NO_FIELD(name=shortened(name)))
    return ExifilmError(Fields.NO_FIELD_BUT(name=shortened(name), near=either(names)))


def labels_of(field: Named) -> list[str]:
    """The field's labels: in English and in every other language of the form, and its aliases."""
    translations = (catalogue.gettext(field.label) for catalogue in _catalogues())
    return [field.label, *translations, *field.aliases]


def _leaves_out(field: Named, word: str) -> bool:
    """Whether the field's name ends in the word, but not its label, as in Exposure (time)."""
    return in_words(field.name).split()[-1] == word not in in_words(field.label).split()


@cache
def _catalogues() -> list[GNUTranslations]:
    from gettext import GNUTranslations

    try:
        folder = resource("plugins/exifilm_form/locale")
    except ExifilmError:
        return []
    found = []
    for path in sorted(folder.glob("*/LC_MESSAGES/exifilm_form.mo")):
        with path.open("rb") as file:
            found.append(GNUTranslations(file))
    return found
