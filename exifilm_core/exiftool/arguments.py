"""File names and values in a form that ExifTool cannot misread.

ExifTool reads one argument per line: a name with a newline would be two arguments, a name with a
leading "-" or "#" an option or a comment. A link with a safe name replaces such a name, and any
name that ExifTool's JSON would change.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

from exifilm_core.exiftool.stderr import no_room

if TYPE_CHECKING:  # the tags' own module needs all kinds of value, and time to load them
    from exifilm_core.tags.styles import Raw


class Links:
    """File names as arguments of one command, and the links for them until it has finished."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        """`folder` gives the folder for links, and creates it when needed."""
        self._folder = folder
        self._made: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for link in self._made:
            link.unlink(missing_ok=True)

    def argument(self, path: Path) -> bytes:
        """The path of a file to read."""
        if is_plain(path):
            return os.fsencode(path.absolute().as_posix())
        return os.fsencode(self._to(path, re.sub(r"[^.\w]", "", path.suffix, flags=re.ASCII)))

    def target(self, path: Path) -> bytes:
        """The path of a file to create, whose name is one of ours.

        ExifTool takes % as a code in it.
        """
        if is_plain(path) and "%" not in str(path.absolute()):
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
    """A value that ExifTool takes unchanged.

    It decodes a text that looks like base64, and takes a typed \\u0041 for an A.
    """
    if isinstance(raw, list):
        return [as_json(item) for item in raw]
    if isinstance(raw, dict):
        return {name: as_json(item) for name, item in raw.items()}
    if isinstance(raw, str) and (raw.startswith("base64:") or "\\" in raw):
        return "base64:" + base64.b64encode(raw.encode()).decode()
    return raw


def is_plain(path: Path) -> bool:
    """Whether ExifTool takes the path unchanged, and returns it unchanged in JSON."""
    try:
        text = str(path.absolute()).encode().decode()
    except UnicodeEncodeError:
        return False
    return text.isprintable() and text == text.strip() and "\ufffd" not in text
