"""Names of files and values in a form that ExifTool can take for nothing else.

It reads its arguments a line each: a name with a newline would be two, and one that begins with
"-" or "#" an option or a comment. Such a name, and one that would not come back as it went in, is
stood in for by a link with a name of our own.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from exifilm_core.exiftool.complaints import no_room

if TYPE_CHECKING:  # the tags' own module needs all kinds of value, and time to load them
    from exifilm_core.tags import Raw


class Links:
    """Names of files as arguments of one command; the links that they need last as long."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        """`folder` gives the folder that links are made in, which is made when it is needed."""
        self._folder = folder
        self._made: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for link in self._made:
            link.unlink(missing_ok=True)

    def argument(self, path: Path) -> bytes:
        """The path of a file that is to be read."""
        if _is_plain(path):
            return os.fsencode(path.absolute().as_posix())
        return os.fsencode(self._to(path, re.sub(r"[^.\w]", "", path.suffix, flags=re.ASCII)))

    def target(self, path: Path) -> bytes:
        """The path of a file that is to be made, whose own name is one of ours.

        ExifTool takes % for a code in it.
        """
        if _is_plain(path) and "%" not in str(path.absolute()):
            return os.fsencode(path.absolute().as_posix())
        return os.fsencode(self._to(path.parent, "") / path.name)

    def _to(self, path: Path, suffix: str) -> Path:
        link = self._folder() / f"strange-{len(self._made)}{suffix}"
        try:
            link.symlink_to(path.absolute(), target_is_directory=path.is_dir())
        except OSError as problem:
            raise no_room(problem) from problem
        self._made.append(link)
        return link


def as_json(raw: Raw) -> Raw:
    """A value such that ExifTool takes it as it is.

    It decodes a text that looks like base64, and takes a \\u0041 that was typed for an A.
    """
    if isinstance(raw, list):
        return [as_json(item) for item in raw]
    if isinstance(raw, dict):
        return {name: as_json(item) for name, item in raw.items()}
    if isinstance(raw, str) and (raw.startswith("base64:") or "\\" in raw):
        return "base64:" + base64.b64encode(raw.encode()).decode()
    return raw


def _is_plain(path: Path) -> bool:
    """Whether ExifTool takes the path as it is, and gives it back in JSON as it went in."""
    try:
        text = str(path.absolute()).encode().decode()
    except UnicodeEncodeError:
        return False
    return text.isprintable() and text == text.strip() and "\ufffd" not in text
