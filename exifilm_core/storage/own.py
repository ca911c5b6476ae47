"""Our own copy beside a standard tag, and whose word counts where the two differ.

darktable, Lightroom and others keep title and keywords in a library, and write what stands there
over what a scan holds. Our copy tells an old text that came back (ours stands, and goes back at
the next save) from what a person wrote elsewhere (both are shown, until one is chosen).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from exifilm_core.record import Field
from exifilm_core.storage.marks import VERSION
from exifilm_core.tags import Tag, Tags, attached_words

Former = Callable[[str], Collection[Any]]
"""The values that a field of the record had before, by the field's name."""


def nothing_former(_: str) -> Collection[Any]:
    """Of a record whose history is not known."""
    return ()


def counts(tags: Tags) -> bool:
    """Whether our own copies count: a save of version 1.1 or later was the last of ours.

    An older ExiFilm leaves them as they were, and sets the version back.
    """
    first, _, second = str(tags.get(VERSION, "")).partition(".")
    return first.isdecimal() and second.isdecimal() and (int(first), int(second)) >= (1, 1)


def value_of(declared: Field[Any], home: Tag, tags: Tags, former: Former) -> Any:
    """The field's value: our copy's, with the words that were added elsewhere."""
    assert declared.own
    value = declared.own.read(declared.kind, tags)
    if not isinstance(added := _read(home, declared, tags), tuple):
        return value
    words: tuple[Any, ...] = value or ()
    if len(words) == 1 and set(parts := words[0].split(", ")) <= set(added):
        # GIMP exports a list of a namespace that it does not know as one text.
        words = tuple(parts)
    if new := [word for word in added if word not in words]:
        known = {word for before in former(declared.name) for word in before or ()}
        return declared.kind.checked((*words, *(word for word in new if word not in known)))
    return words or None


def is_old_text(declared: Field[Any], home: Tag, tags: Tags, value: Any, former: Former) -> bool:
    """Whether the standard tag holds nothing of a person's, where it says another than `value`.

    It is missing or empty, was cut, or says what the record said before.
    """
    there = _read(home, declared, tags)
    if there is None or there == value:
        return True
    if isinstance(there, str) and isinstance(value, str) and value.startswith(there):
        return True
    return there in former(declared.name)


def says_the_same(declared: Field[Any], home: Tag, tags: Tags, value: Any) -> bool:
    """Whether the standard tag says the value; of words, in whatever order."""
    there = _read(home, declared, tags)
    if isinstance(there, tuple) or isinstance(value, tuple):
        return set(there or ()) == set(value or ()) - attached_words(tags)
    return bool(there == value)


def _read(home: Tag, declared: Field[Any], tags: Tags) -> Any:
    try:
        return home.read(declared.kind, tags)
    except (ValueError, TypeError):
        return None
