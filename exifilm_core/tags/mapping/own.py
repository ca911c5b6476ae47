"""Our own copy of a standard tag, and which of the two counts if they differ.

darktable, Lightroom and others keep title and keywords in a library, and overwrite those of a scan.
If the standard tag has an old text of the record, our copy counts, and the next save restores the
standard tag. If it has a new text, a person wrote it: ExiFilm shows both until one is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from exifilm_core.record import Field
from exifilm_core.tags.mapping.marks import VERSION
from exifilm_core.tags.mapping.understood import UnderstoodTag
from exifilm_core.tags.styles import Tag, Tags, attached_words

Former = Callable[[str], Collection[Any]]
"""Gives the former values of a field, by its name."""


def nothing_former(_: str) -> Collection[Any]:
    """The former values of a record without a known history."""
    return ()


def counts(tags: Tags) -> bool:
    """Whether our own copies count, because the last save had version 1.1 or later.

    An older ExiFilm does not update them, and sets the version back.
    """
    first, _, second = str(tags.get(VERSION, "")).partition(".")
    return first.isdecimal() and second.isdecimal() and (int(first), int(second)) >= (1, 1)


def value_of(name: str, own: UnderstoodTag, home: UnderstoodTag, tags: Tags, former: Former) -> Any:
    """The field's value: that of our copy, with the keywords that other programs added."""
    value = own.read(tags)
    try:
        added = home.read(tags)
    except (ValueError, TypeError):
        return value
    if not isinstance(added, tuple):
        return value
    words: tuple[Any, ...] = value or ()
    if len(words) == 1 and set(parts := words[0].split(", ")) <= set(added):
        # GIMP joins a list in an unknown namespace into one text.
        words = tuple(parts)
    if new := [word for word in added if word not in words]:
        known = {word for before in former(name) for word in before or ()}
        return tuple(dict.fromkeys((*words, *(word for word in new if word not in known)))) or None
    return words or None


def is_old_text(declared: Field[Any], home: Tag, tags: Tags, value: Any, former: Former) -> bool:
    """Whether the standard tag holds no new text of a person.

    The tag is missing or empty, has `value` or its beginning, or has a former value.
    """
    there = _read(home, declared, tags)
    if there is None or there == value:
        return True
    if isinstance(there, str) and isinstance(value, str) and value.startswith(there):
        return True
    return there in former(declared.name)


def says_the_same(declared: Field[Any], home: Tag, tags: Tags, value: Any) -> bool:
    """Whether the standard tag has the value; keywords may be in any order."""
    there = _read(home, declared, tags)
    if isinstance(there, tuple) or isinstance(value, tuple):
        return set(there or ()) == set(value or ()) - attached_words(tags)
    return bool(there == value)


def _read(home: Tag, declared: Field[Any], tags: Tags) -> Any:
    try:
        return home.read(declared.kind, tags)
    except (ValueError, TypeError):
        return None
