"""The folders below a folder that hold scans, and all scans in them, found with limits.

The search for folders goes level by level, so that near folders come first. It stops after a number
of entries or seconds, because a user may open the root of a disk. For all scans, a user waits, and
may cancel.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import is_image_name
from exifilm_core.files.tree import folders_in, listing
from exifilm_core.natural_order import in_natural_order

_MOST_FOUND = 40
_MOST_ENTRIES = 50_000
_MOST_SECONDS = 5.0
_DEEPEST = 5
_MOST_SCANS = 50_000
_MOST_FOLDERS = 20_000
"""Of a list with all scans of a folder and of those below it."""


class FolderOfScans(NamedTuple):
    """A folder, and how many scans are directly in it."""

    path: Path
    scans: int


class Search(NamedTuple):
    """The search's result, sorted by name."""

    folders: list[FolderOfScans]
    complete: bool
    """Whether the search ended before it reached a limit."""


def is_folder(path: Path) -> bool:
    """Whether there is a folder; not if it cannot be reached, as on a network that is gone."""
    try:
        return path.is_dir()
    except OSError:
        return False


def folders_with_scans(folder: Path, given_up: Callable[[], bool] = bool) -> Search:
    """The folders below this one that hold scans. In any thread; soon ends after `given_up`."""
    due = deque([(folder, 0)])
    found: list[FolderOfScans] = []
    entries, end, complete = 0, time.monotonic() + _MOST_SECONDS, True
    while due and complete and not given_up():
        here, depth = due.popleft()
        count, below = 0, []
        with contextlib.suppress(OSError), os.scandir(here) as listed:  # may be unreadable
            for entry in listed:
                entries += 1
                complete = entries < _MOST_ENTRIES and time.monotonic() < end
                if not complete or given_up():
                    break
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append(entry.name)
                elif is_image_name(entry.name):
                    count += 1
        if count and here != folder:
            found.append(FolderOfScans(here, count))
            complete = complete and len(found) < _MOST_FOUND
        if depth < _DEEPEST:
            below.sort(key=in_natural_order)
            due.extend((here / name, depth + 1) for name in below)
        else:
            complete = complete and not below
    found.sort(key=lambda each: [in_natural_order(part) for part in each.path.parts])
    return Search(found, complete and not due)


class ScansBelow(NamedTuple):
    """The scans of a folder and of all folders below it, as `exifilm find --in` lists them."""

    paths: list[Path]
    """Folder by folder, in natural order."""
    complete: bool
    """Whether the search ended before it reached a limit."""
    closed: list[Path]
    """Folders that cannot be read."""


def scans_below(folder: Path, given_up: Callable[[], bool] = bool) -> ScansBelow:
    """All scans of a folder and of those below it. In any thread; soon ends after `given_up`."""
    paths: list[Path] = []
    closed: list[Path] = []
    for number, here in enumerate(folders_in(folder)):
        if given_up() or number >= _MOST_FOLDERS or len(paths) > _MOST_SCANS:
            return ScansBelow(paths[:_MOST_SCANS], False, closed)
        try:
            paths += listing(here).images
        except ExifilmError:
            closed.append(here)
    return ScansBelow(paths[:_MOST_SCANS], len(paths) <= _MOST_SCANS, closed)
