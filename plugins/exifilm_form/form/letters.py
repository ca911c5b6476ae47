"""Letters for labels: Alt and a letter of its label leads to a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def letters_of(labels: Mapping[str, str], taken: str) -> dict[str, str]:
    """A letter of its label for each name, while letters last that are not `taken`.

    The first letter of a label is best, that of another word next best. If two labels want the same
    letter, the first in `labels` gets it.
    """
    free = {letter for label in labels.values() for letter in _letters(label)} - set(
        taken.casefold()
    )
    found: dict[str, str] = {}
    for candidates in (_first, _of_words, _letters):
        for name, label in labels.items():
            letter = next((each for each in candidates(label) if each in free), "")
            if name not in found and letter:
                found[name] = letter
                free.discard(letter)
    return found


def _letters(label: str) -> Iterator[str]:
    return (letter for letter in label.casefold() if letter.isalpha())


def _of_words(label: str) -> Iterator[str]:
    return (letter for word in label.split() for letter in list(_letters(word))[:1])


def _first(label: str) -> list[str]:
    return list(_letters(label))[:1]
