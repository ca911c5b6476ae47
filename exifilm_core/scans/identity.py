"""The identity of a scan: the id from its first save, and the paths it has been at.

The file holds the id (`XMP-exifilm:ScanId`), so it moves with the file. The user's data folder has
a file for each id, with the paths at which the scan was saved, the latest last. A copy of a file
has the same id: of two files with one id, the one at the latest path is the scan and the other is
a copy.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exifilm_core.files.formats import has_sidecar, sidecar_of
from exifilm_core.files.json_lines import read_lines
from exifilm_core.readers import Reader
from exifilm_core.tags.mapping.marks import SCAN_ID
from exifilm_core.tags.styles import Raw, Tags

IdAt = Callable[[Path], str]


def new_id() -> str:
    """A new id, unlike that of any scan or save."""
    return os.urandom(16).hex()


def id_of(image: Tags, sidecar: Tags | None = None) -> str:
    """The id of a scan with these tags in its image and its sidecar, "" if it has none.

    A text that is not an id in our format counts as none, since the id names a file here.
    """
    return _checked(image.get(SCAN_ID)) or _checked((sidecar or {}).get(SCAN_ID))


def id_mark(tags: Tags, scan_id: str) -> dict[str, Raw]:
    """The tags to write so that a place with these tags has the id."""
    return {} if tags.get(SCAN_ID) == scan_id else {SCAN_ID: scan_id}


def _checked(raw: Raw) -> str:
    return raw if isinstance(raw, str) and re.fullmatch(r"[0-9a-f]{32}", raw) else ""


def id_at(path: Path, reader: Reader) -> str:
    """The id of the scan at a path, "" if it has none or cannot be read."""
    if not _is_file(path):
        return ""
    paths = [path, sidecar_of(path)] if has_sidecar(path) else [path]
    return id_of(*(found.tags for found in reader.read(paths)))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a folder without permission
        return False


class Whereabouts:
    """The paths at which scans were saved, each absolute and without links."""

    def __init__(self, folder: Path, id_at: IdAt | None = None) -> None:
        self._folder = folder
        self.id_at = id_at
        self._known: dict[str, list[str]] = {}
        self._ids: dict[str, str] = {}

    def forget(self) -> None:
        """Read everything again next time."""
        self._known, self._ids = {}, {}

    def of(self, scan_id: str) -> list[str]:
        """The paths of a scan, the latest last; a path occurs again after a move back."""
        if scan_id not in self._known:
            self._known[scan_id], _ = read_lines(self._file(scan_id), _path_in)
        return self._known[scan_id]

    def latest(self, scan_id: str) -> str:
        """The path of its last save, "" if that is not known."""
        paths = self.of(scan_id)
        return paths[-1] if paths else ""

    def to_note(self, scan_id: str, path: str) -> tuple[Path, dict[str, Any]] | None:
        """The line to add to a file so that the scan is noted at the path; None if it is."""
        if self.latest(scan_id) == path:
            return None
        return self._file(scan_id), {"path": path}

    def original(self, scan_id: str, copy: str) -> str:
        """The path of the scan with that id, if the file at `copy` is a copy of it; else ""."""
        after = self.of(scan_id)[self._position(scan_id, copy) + 1 :]
        return next((path for path in reversed(after) if self._is_at(scan_id, path, copy)), "")

    def before(self, scan_id: str, path: str) -> list[str]:
        """The paths whose saves count for the file with that id at a path.

        All paths of the scan; for a copy, only those up to its own.
        """
        paths = self.of(scan_id)
        if self.original(scan_id, path):
            paths = paths[: self._position(scan_id, path) + 1]
        return list(dict.fromkeys(paths))

    def may_have_ended(self, scan_id: str, path: str, other: str) -> bool:
        """Whether the scan may have lost its id at the path: it is not known to be elsewhere.

        Ignores the file at the path `other`, which does not have the id.
        """
        return self.latest(scan_id) in ("", path) and not self._is_at(scan_id, path, other)

    def _position(self, scan_id: str, path: str) -> int:
        """The last position of this path among the scan's paths, -1 if there is none."""
        paths = self.of(scan_id)
        return max((n for n, one in enumerate(paths) if one == path), default=-1)

    def _is_at(self, scan_id: str, path: str, other: str) -> bool:
        """Whether the scan is at the path, in another file than `other`."""
        if not self.id_at or path == other or not _is_file(Path(path)):
            return False
        with contextlib.suppress(OSError):  # the other might not exist
            if Path(path).samefile(other):  # a hard link, or the same name in capitals
                return False
        if path not in self._ids:
            self._ids[path] = self.id_at(Path(path))
        return self._ids[path] == scan_id

    def _file(self, scan_id: str) -> Path:
        return self._folder.joinpath(scan_id[:2], scan_id)


def _path_in(line: dict[str, Any]) -> str:
    path = line["path"]
    if not isinstance(path, str) or "\0" in path or not Path(path).is_absolute():
        raise ValueError("a line holds no path")
    return path
