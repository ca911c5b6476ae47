"""Tags whose values were understood before. Scans repeat each other: film, lens, aperture, dates.

To read a number in all its notations takes a hundred times as long as to look it up. Files are not
trusted: each tag has a memory of its own, with a limit to the number and the length of what is in
it. Remembered values are shared, so they are of types that cannot be changed.
"""

from __future__ import annotations

from typing import Any

from exifilm_core.kinds import Kind
from exifilm_core.tags.styles import Tag, Tags

MOST = 1_000
"""The most raw values that a tag remembers. The next one empties its memory."""
LONGEST = 500
"""The most characters of a raw value that is remembered. Longer texts hardly ever repeat."""


class UnderstoodTag:
    """A tag of one field, which reads values as `Tag.read` does and remembers them."""

    def __init__(self, tag: Tag, kind: Kind[Any]) -> None:
        self.name = tag.name
        self.shared = tag.shared
        self._tag = tag
        self._kind = kind
        self._others = tuple(name for name in tag.sources if name != tag.name)
        self._known: dict[str | tuple[str, ...], Any] = {}

    def read(self, tags: Tags) -> Any:
        """The value in the tags, None if there is none. Errors as for `Tag.read`."""
        raw = tags.get(self.name)
        if raw is None:
            return None
        key: str | tuple[str, ...]
        if type(raw) is str and not self._others:
            key, length = raw, len(raw)
        else:  # the notation of Python tells texts, lists and numbers apart, as `==` does not
            key = (repr(raw), *(repr(tags.get(name)) for name in self._others))
            length = sum(map(len, key))
        try:
            return self._known[key]
        except KeyError:
            value = self._tag.read(self._kind, tags)
        if length <= LONGEST:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = value
        return value

    def holds(self, value: Any) -> bool:
        """Whether the tag has room for the value."""
        return self._tag.write(self._kind, value)[self.name] is not None
