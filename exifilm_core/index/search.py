"""Finding the rows that may match a question. Who asks checks each of them against its record.

Words narrow the rows first, then numbers. A word may be any part of a text, so the table of words
has each three characters that follow each other in a folded text. Shorter words narrow nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from exifilm_core.index import tables
from exifilm_core.record.query import NUMBER, Between, Condition, Containing, Empty, Not

_MOST_FOLDERS = 500
"""The most folders in one question."""


def questions(
    words: Iterable[str], conditions: Sequence[Condition], folders: Sequence[int] = ()
) -> Iterator[tuple[str, list[Any]]]:
    """The questions to the index and their values: for the rows that match, and for the unsure.

    Each gives folder and name. `folders` limits both, unless they are too many.
    """
    here = ""
    if 0 < len(folders) <= _MOST_FOLDERS:
        here = f" AND scan.folder IN ({','.join(map(str, folders))})"
    joined, where, given = ["scan"], ["scan.number IS NOT NULL"], list[Any]()
    if match := _matching(words, conditions):
        joined.insert(0, "words CROSS JOIN")
        where += ["words MATCH ?", "scan.id = words.rowid"]
        given.append(match)
    if comparisons := [each for condition in conditions for each in _comparing(condition)]:
        joined.append("JOIN number ON number.id = scan.id")
        where += [sql for sql, _values in comparisons]
        given += [value for _sql, values in comparisons for value in values]
    select = "SELECT scan.folder, scan.name FROM"
    yield f"{select} {' '.join(joined)} WHERE {' AND '.join(where)}{here}", given
    yield f"{select} scan WHERE scan.number IS NULL{here}", []


def _comparing(condition: Condition) -> Iterator[tuple[str, list[Any]]]:
    """The comparisons with numbers that a row of a matching record passes, and their values."""
    first, last = f'number."{condition.name}"', f'number."{tables.last(condition.name)}"'
    match condition:
        case Between(_, low, high):
            yield f"{first} IS NOT NULL", []
            if high is not None:
                yield f"{first} <= ?", [high]
            if low is not None:
                yield f"COALESCE({last}, {first}) >= ?", [low]
        case Empty(name) if name in tables.ordered() and name != NUMBER:
            yield f"{first} IS NULL", []
        case Not((Empty(name),)) if name in tables.ordered():
            yield f"{first} IS NOT NULL", []


def _matching(words: Iterable[str], conditions: Iterable[Condition]) -> str:
    """The question to the table of words, in FTS5's notation; "" without words."""
    parts = [part for word in words for part in _quoted_trigrams(word)]
    for condition in conditions:
        if isinstance(condition, Containing):
            texts = (word for phrase in condition.phrases for word in phrase)
            parts += [
                f'"{condition.name}" : {part}' for word in texts for part in _quoted_trigrams(word)
            ]
    return " AND ".join(dict.fromkeys(parts))


def _quoted_trigrams(word: str) -> Iterator[str]:
    """Each three characters that follow each other; none for a shorter word."""
    if all(char.isprintable() for char in word):  # SQLite takes no surrogates
        for start in range(len(word) - 2):
            yield '"' + word[start : start + 3].replace('"', '""') + '"'
