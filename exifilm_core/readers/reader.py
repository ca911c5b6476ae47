"""The protocol of a reader: many paths in, the tags of each file out, in the same order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from exifilm_core.messages import Text

if TYPE_CHECKING:  # the sorts of tag need all kinds of value, and time to load them
    from exifilm_core.tags.styles import Raw


class FileTags:
    """What was read from one file."""

    def __init__(
        self,
        path: Path,
        file_type: str,
        tags: dict[str, Raw] | None = None,
        error: Text | None = None,
        status: os.stat_result | None = None,
        content: bytes | None = None,
        *,
        more: bool = False,
    ) -> None:
        self.path = path
        self.file_type = file_type
        """ExifTool's name of the type; "" if the file could not be read."""
        self.tags = {} if tags is None else tags
        """The raw values by ExifTool's names of the tags, with their groups of family 1."""
        self.error = error
        """Why it could not be read, for a photographer."""
        self.status = status
        """The file's status just before it was read; None when that could not be found out."""
        self.content = content
        """A sidecar's complete content as read; None while another program is writing it."""
        self.more = more
        """Whether it has tags besides `tags` that no record consults. ExifTool gives them all."""

    def __repr__(self) -> str:
        name = type(self).__name__
        return f"{name}({str(self.path)!r}, {self.file_type!r}, {len(self.tags)} tags)"


class RememberedTags(FileTags):
    """What an index knows of one file. It is shown, but no save relies on it."""


Progress = Callable[[FileTags], object]
"""Called with each file that was read, in any thread. An exception that it raises cancels."""


class Reader(Protocol):
    """Gives the tags of files that may hold a record."""

    def read(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[FileTags]:
        """The tags of each file, in the order of the paths; unreadable ones with their error.

        Always all that a record consults, so that a save can rely on them. A caller cancels by an
        exception in `progress`, or takes no more.
        """
        ...
