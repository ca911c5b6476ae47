"""Read, replace and remove the small files in which other programs keep their settings.

A file is the complete old version or the complete new one. Symbolic links stay links.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.atomic import NewVersion
from exifilm_core.messages.files import Files
from exifilm_core.messages.installing import Installing


def read(path: Path) -> bytes | None:
    """The content of a file; None without one. ExifilmError when it cannot be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        unread = Files.CANNOT_READ(reason=reason_of(problem))
        raise ExifilmError(unread, file=path) from problem


def write(path: Path, text: bytes) -> None:
    """Replace a file, or make it and its folders."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        unmade = Installing.CANNOT_MAKE_FOLDER(reason=reason_of(problem))
        raise ExifilmError(unmade, file=path.parent) from problem
    version = NewVersion(path)
    try:
        version.draft.write_bytes(text)
        version.sync(keep_time=False)
        version.put_in_place()
    except OSError as problem:
        unchanged = Files.UNCHANGED(reason=reason_of(problem))
        raise ExifilmError(unchanged, file=path) from problem
    finally:
        version.discard()


def replace(path: Path, old: bytes | None, new: bytes | None) -> None:
    """Make a file's content `new`, if it is not that already; None: no file."""
    if new == old:
        return
    if new is None:
        remove(path)
    else:
        write(path, new)


def remove(path: Path) -> None:
    """Remove a file, if it is there. A symbolic link stays, and its file goes."""
    try:
        path.resolve().unlink(missing_ok=True)
    except OSError as problem:
        unremoved = Files.NOT_REMOVED(reason=reason_of(problem))
        raise ExifilmError(unremoved, file=path) from problem


def remove_empty_folders(folder: Path, top: Path) -> None:
    """Remove a folder and those above it, up to `top`, as long as they are empty."""
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return  # not empty, or already removed
        folder = folder.parent


def digest(text: bytes) -> str:
    """What a note keeps of a file, to recognise it."""
    return hashlib.sha256(text).hexdigest()


def read_note(path: Path) -> dict[str, Any]:
    """A note of what `install` did; {} without one. ExifilmError when it is damaged."""
    text = read(path)
    if text is None:
        return {}
    try:
        note = json.loads(text)
    except ValueError:
        note = None
    if not isinstance(note, dict):
        raise ExifilmError(Installing.NOTE_DAMAGED(), file=path)
    return note


def write_note(path: Path, note: dict[str, Any]) -> None:
    """Write a note; see `read_note`."""
    text = json.dumps(note, indent=1, ensure_ascii=False).encode("utf-8", "surrogateescape")
    replace(path, read(path), text + b"\n")
