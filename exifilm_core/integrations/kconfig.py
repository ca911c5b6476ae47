"""A settings file of KDE, edited line by line: every other line stays byte for byte.

A file is a list of sections. `[A][B]` begins the section of a group in a group; a part such as
`[$i]` is a flag and no name. A key may stand in several sections of one group; the last one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

Group = tuple[str, ...]
_HEADER = re.compile(rb"\s*((?:\[[^\]\r\n]*\])+)\s*$")
_KEY = re.compile(rb"\s*([^#\s=\[][^=\[]*?)\s*(?:\[\$[^\]]*\]\s*)?=([^\r\n]*)")


class KConfig:
    """The text of a settings file."""

    def __init__(self, text: bytes) -> None:
        self._lines = text.splitlines(keepends=True)

    @property
    def text(self) -> bytes:
        return b"".join(self._lines)

    def groups(self) -> list[Group]:
        """The groups with a section, in the file's order."""
        return list(dict.fromkeys(group for group, _, _ in self._sections() if group))

    def keys(self, group: Group) -> dict[str, str]:
        """The keys of a group, with their values as they are written."""
        return {key: value for _, key, value in self._keys(group)}

    def put(self, group: Group, key: str, value: str) -> None:
        """Give a key a value, where it stands, or else at the end of its group."""
        places = [number for number, name, _ in self._keys(group) if name == key]
        if places:
            before, equals, after = self._lines[places[-1]].partition(b"=")
            ending = after[len(after.rstrip(b"\r\n")) :]
            self._lines[places[-1]] = before + equals + _encoded(value) + ending
        else:
            self._insert(group, _encoded(f"{key}={value}"))

    def drop(self, group: Group, key: str) -> None:
        """Remove a key, and its group if that becomes empty."""
        for number, name, _ in reversed(list(self._keys(group))):
            if name == key:
                del self._lines[number]
        if not self.keys(group):
            self.drop_group(group)

    def drop_group(self, group: Group) -> None:
        """Remove the sections of a group."""
        for name, begin, end in reversed(list(self._sections())):
            if name == group:
                if end == len(self._lines) and begin and not self._lines[begin - 1].strip():
                    begin -= 1  # the empty line between this last section and the one before
                del self._lines[begin:end]

    def _sections(self) -> Iterator[tuple[Group, int, int]]:
        """The group of each section, its first line, and the line after its last."""
        group, begin = (), 0
        for number, line in enumerate(self._lines):
            if header := _HEADER.match(line):
                yield group, begin, number
                parts = re.findall(rb"\[([^\]]*)\]", header[1])
                names = (part.decode("utf-8", "surrogateescape") for part in parts)
                group, begin = tuple(name for name in names if not name.startswith("$")), number
        yield group, begin, len(self._lines)

    def _keys(self, group: Group) -> Iterator[tuple[int, str, str]]:
        """The line, the name and the value of each key of a group."""
        for name, begin, end in self._sections():
            if name == group:
                for number in range(begin, end):
                    if key := _KEY.match(self._lines[number]):
                        yield number, _decoded(key[1]), _decoded(key[2])

    def _insert(self, group: Group, line: bytes) -> None:
        ending = b"\r\n" if self._lines and self._lines[0].endswith(b"\r\n") else b"\n"
        if self._lines and not self._lines[-1].endswith((b"\n", b"\r")):
            self._lines[-1] += ending
        ends = [end for name, _, end in self._sections() if name == group]
        if ends:
            empty = takewhile(lambda old: not old.strip(), reversed(self._lines[: ends[-1]]))
            self._lines.insert(ends[-1] - len(list(empty)), line + ending)
        else:
            gap = [ending] if self._lines and self._lines[-1].strip() else []
            header = _encoded("".join(f"[{name}]" for name in group))
            self._lines += [*gap, header + ending, line + ending]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")
