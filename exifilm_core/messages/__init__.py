"""The sentences of the core. Each is here once, in English, under a code.

A `Template` declares the sentences of one subject. Calling a member fills in its places and gives a
`Text`. An `ExifilmError`, an `InvalidValueError` or a warning carries that text. The program that
shows it chooses the language: `str` gives English; the window translates the sentence and then
fills it in. The command line adds its own hints by code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType

from exifilm_core.value import Value


class Text(Value):
    """English words with named places, and the values of those places.

    `Text("Aperture")` is a word with a translation of its own, such as a field's label. A value may
    be a Text too; it is translated with the sentence.
    """

    english: str
    values: Mapping[str, str | int | Text] = MappingProxyType({})
    code: str = ""
    """Names the sentence; "" for words that are no sentence, such as a label."""
    plural: str = ""
    """The English for any number `n` but 1; "" where the words do not depend on a number."""

    @property
    def n(self) -> int:
        """The number that decides between singular and plural."""
        return int(str(self.values["n"]))

    def __str__(self) -> str:
        english = self.plural if self.plural and self.n != 1 else self.english
        return english.format(**self.values) if self.values else english


class Template(Enum):
    """Sentences of one subject: a member's name is the code, its value the English.

    A pair of values is singular and plural. The place `{n}` then decides between the two.
    """

    def __call__(self, **values: str | int | Text) -> Text:
        """The sentence with its places filled in."""
        english, plural = self.value if isinstance(self.value, tuple) else (self.value, "")
        return Text(english, values, self.name, plural)


def joined(texts: Iterable[Text], between: str = "; ") -> Text:
    """The texts one after the other, as one."""
    values: dict[str, str | int | Text] = {f"text{n}": text for n, text in enumerate(texts)}
    return Text(between.join(f"{{{name}}}" for name in values), values)
