"""Which scan a file is: the id that its first save gives it, and the paths it has been at.

The id stands in the file (`XMP-exifilm:ScanId`), so it moves with it. For each id, the user's data
folder has a file of the paths at which the scan was saved, the latest last. Whoever copies a file
copies the id; of two files with one id, the one at the latest of these paths is the scan, and the
other is a copy.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exifilm_core.exiftool import ExifTool
from exifilm_core.scans.formats import has_sidecar, sidecar_of
from exifilm_core.scans.lines import add_line, read_lines
from exifilm_core.storage.marks import SCAN_ID
from exifilm_core.tags import Raw, Tags

IdAt = Callable[[Path], str]


def new_id() -> str:
    """An id that no scan, and no save, has."""
    return os.urandom(16).hex()


def id_of(image: Tags, sidecar: Tags | None = None) -> str:
    """The id of a scan with these tags in its image and its sidecar, "" if it has none.

    What is not an id as we write it comes from elsewhere, and is none: it names a file here.
    """
    return _checked(image.get(SCAN_ID)) or _checked((sidecar or {}).get(SCAN_ID))


def id_mark(tags: Tags, scan_id: str) -> dict[str, Raw]:
    """What to write beside a record so that a place with these tags has the id."""
    return {} if tags.get(SCAN_ID) == scan_id else {SCAN_ID: scan_id}


def _checked(raw: Raw) -> str:
    return raw if isinstance(raw, str) and re.fullmatch(r"[0-9a-f]{32}", raw) else ""


def id_at(path: Path, exiftool: ExifTool) -> str:
    """The id of the scan at a path, "" if it has none or there is none that can be read."""
    if not _is_file(path):
        return ""
    paths = [path, sidecar_of(path)] if has_sidecar(path) else [path]
    return id_of(*(found.tags for found in exiftool.read(paths, only=(SCAN_ID,))))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a folder that may not be looked into
        return False


class Whereabouts:
    """The paths at which scans were saved, each absolute and without links."""

    def __init__(self, folder: Path, id_at: IdAt | None = None) -> None:
        self._folder = folder
        self.id_at = id_at
        self._known: dict[str, list[str]] = {}
        self._ids: dict[str, str] = {}

    def forget(self) -> None:
        """Read all again when it is next asked for."""
        self._known, self._ids = {}, {}

    def of(self, scan_id: str) -> list[str]:
        """The paths of a scan, the latest last; the same again where it was moved back."""
        if scan_id not in self._known:
            self._known[scan_id], _ = read_lines(self._file(scan_id), _path_in)
        return self._known[scan_id]

    def latest(self, scan_id: str) -> str:
        """The path at which it was last saved, "" if that is not known."""
        paths = self.of(scan_id)
        return paths[-1] if paths else ""

    def note(self, scan_id: str, path: str) -> None:
        """Keep that the scan is saved at the path. ExifilmError if that fails."""
        if self.latest(scan_id) != path:
            add_line(self._file(scan_id), {"path": path})
            self._known.pop(scan_id)

    def original(self, scan_id: str, copy: str) -> str:
        """The path of the scan with that id if the file at the path `copy` is not it, else ""."""
        after = self.of(scan_id)[self._position(scan_id, copy) + 1 :]
        return next((path for path in reversed(after) if self._is_at(scan_id, path, copy)), "")

    def before(self, scan_id: str, path: str) -> list[str]:
        """The paths whose saves count for the file with that id at a path.

        All of them; but for a copy those alone that it was saved at, and that came before.
        """
        paths = self.of(scan_id)
        if self.original(scan_id, path):
            paths = paths[: self._position(scan_id, path) + 1]
        return list(dict.fromkeys(paths))

    def may_have_ended(self, scan_id: str, path: str, other: str) -> bool:
        """Whether the scan may have lost its id at the path: it is not known to be anywhere.

        The file at the path `other`, which does not have the id, is left out of account.
        """
        return self.latest(scan_id) in ("", path) and not self._is_at(scan_id, path, other)

    def _position(self, scan_id: str, path: str) -> int:
        """Where in its paths the scan was last at this one, -1 if it never was."""
        paths = self.of(scan_id)
        return max((n for n, one in enumerate(paths) if one == path), default=-1)

    def _is_at(self, scan_id: str, path: str, other: str) -> bool:
        """Whether the scan is at the path, in a file that is another than `other`."""
        if not self.id_at or path == other or not _is_file(Path(path)):
            return False
        with contextlib.suppress(OSError):  # there may be no other
            if Path(path).samefile(other):  # a hard link, or a name in other letters
                return False
        if path not in self._ids:
            self._ids[path] = self.id_at(Path(path))
        return self._ids[path] == scan_id

    def _file(self, scan_id: str) -> Path:
        return self._folder / scan_id[:2] / scan_id


def _path_in(line: dict[str, Any]) -> str:
    path = line["path"]
    if not isinstance(path, str) or "\0" in path or not Path(path).is_absolute():
        raise ValueError("a line holds no path")
    return path
