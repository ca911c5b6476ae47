"""The words that mean a film: its names, its makers' codes, its notch code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

F = TypeVar("F")
NOTCHES = {"wide": "wide", "w": "wide", "small": "small", "s": "small", "gap": "gap", "g": "gap"}
"""The notches of a sheet, and what stands for them in a photographer's text."""


class Listed(Generic[F]):
    """A film of the list by its names. The rest is read when it is asked for."""

    def __init__(
        self,
        maker: str,
        name: str,
        aliases: tuple[str, ...],
        iso: float | None,
        read: Callable[[], F],
    ) -> None:
        self.maker, self.name, self.aliases, self.iso = maker, name, aliases, iso
        self._read = read

    @cached_property
    def film(self) -> F:
        """The film with all that is published of it."""
        return self._read()

    @cached_property
    def key(self) -> tuple[str, str]:
        """What two films have in common whose maker and name differ in their writing alone."""
        return name_key(self.maker, self.name)

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """The film's name as a key, alone and after its maker's."""
        maker, name = self.key
        return frozenset({name, maker + name})

    @cached_property
    def keys(self) -> frozenset[str]:
        """Those and the same of its aliases."""
        maker = self.key[0]
        return self.name_keys.union(
            *((alias, maker + alias) for alias in map(key_of, self.aliases))
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """All words and numbers of its maker, name and aliases."""
        return words_of(" ".join((self.maker, self.name, *self.aliases)))

    def has_speed(self, words: frozenset[str]) -> bool:
        """Whether the words are the film's and its speed: Ilford HP5 Plus 400."""
        speed = "" if self.iso is None else f"{self.iso:g}"
        return speed in words and words - {speed} <= self.words


def name_key(maker: str, name: str) -> tuple[str, str]:
    """What two films have in common whose maker and name are the same but for their writing."""
    return key_of(maker), key_of(name)


def notch_code(text: str) -> tuple[str, ...]:
    """The notches of a text such as "notch wide gap small wide" or "notch wgsw"; () for others.

    >>> notch_code("notch: wide, gap, small, wide"), notch_code("notch wgsw"), notch_code("HP5")
    (('wide', 'gap', 'small', 'wide'), ('wide', 'gap', 'small', 'wide'), ())
    """
    words = re.findall(r"[a-z]+", text.lower())
    if len(words) < 2 or words[0] not in ("notch", "notches"):
        return ()
    parts = list(words[1]) if len(words) == 2 and words[1] not in NOTCHES else words[1:]
    return tuple(NOTCHES.get(part, "") for part in parts)


@lru_cache(maxsize=1024)
def key_of(text: str) -> str:
    """The letters and digits of a text, without accents, in lower case; “plus” for a plus.

    >>> key_of("Tri-X 320"), key_of("HP5+")
    ('trix320', 'hp5plus')
    """
    return "".join(filter(str.isalnum, _plain(text)))


def words_of(text: str) -> frozenset[str]:
    """The words and the numbers of a text; they may be written together.

    >>> sorted(words_of("trix320 HP5"))
    ['320', '5', 'hp', 'trix']
    """
    return frozenset(re.findall(r"[^\W\d_]+|\d+", _plain(text)))


def _plain(text: str) -> str:
    text = text.lower().replace("+", " plus ")
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c))
