"""Every sentence that the core may say: its English stands here, once, under a code.

A module declares the sentences of one subject as the members of a `Template`. Calling a member
fills in its named places and gives a `Text`, which an `ExifilmError`, an `InvalidValueError` or a
warning carries. Whoever shows a text chooses the language: `str` gives English, and the window
translates the English with its places still open. The command line adds hints of its own by code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True)
class Text:
    """English words with named places, and what fills them.

    `Text("Aperture")` is words that are translated by themselves, such as a field's label. A place
    may be filled by another Text, which is then translated too.
    """

    english: str
    values: dict[str, str | int | Text] = field(default_factory=dict)
    code: str = ""
    """Which sentence this is, "" for words that are none, such as a label."""

    def __str__(self) -> str:
        return self.english.format(**self.values) if self.values else self.english


class Template(Enum):
    """Sentences of one subject. A member's name is the sentence's code, its value the English."""

    def __call__(self, **values: str | int | Text) -> Text:
        """The sentence with its places filled in."""
        return Text(self.value, values, self.name)


def joined(texts: Iterable[Text], between: str = "; ") -> Text:
    """The texts one after the other, as one."""
    values: dict[str, str | int | Text] = {f"text{n}": text for n, text in enumerate(texts)}
    return Text(between.join(f"{{{name}}}" for name in values), values)
