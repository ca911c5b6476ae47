"""What was there before each save, in the user's data folder: what undo and log stand on.

One file of JSON lines for each scan, only ever added to. A line holds the tags that a save wrote
as they were and as they became, so that undo puts back exactly that. A line that cannot be read
(a torn write, a damaged disk) is passed over and counted; the others still serve.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError
from exifilm_core.scans.file_systems import sync
from exifilm_core.scans.folders import data_folder, unwritable
from exifilm_core.tags import Raw


@dataclass(frozen=True)
class Written:
    """What one save wrote into one place: raw values by tag, None where there was none."""

    sidecar: bool
    created: bool
    """Whether the save made the file."""
    before: dict[str, Raw]
    after: dict[str, Raw]
    blocks: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One save of one scan."""

    file: str
    places: tuple[Written, ...]
    record_before: dict[str, Any]
    record_after: dict[str, Any]
    when: datetime = field(default_factory=lambda: datetime.now().astimezone())
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    undoes: str | None = None
    """The id of the entry that this one took back, if it is an undo."""

    def to_json(self) -> dict[str, Any]:
        places = [vars(place) for place in self.places]
        return {**vars(self), "places": places, "when": self.when.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Entry:
        places = tuple(Written(**place) for place in data["places"])
        values = [data["record_before"], data["record_after"]]
        values += [part for place in places for part in (place.before, place.after)]
        if not all(isinstance(part, dict) for part in values):
            raise TypeError("an entry holds no records")
        return cls(**{**data, "places": places, "when": datetime.fromisoformat(data["when"])})


class Journal:
    """The saves of one scan, the oldest first."""

    def __init__(self, scan: Path) -> None:
        key = hashlib.sha256(os.fsencode(scan.resolve())).hexdigest()[:32]
        self.path = data_folder() / "journal" / key[:2] / f"{key}.jsonl"
        self.damaged = 0
        """How many lines of it could not be read, once `entries` was called."""

    def append(self, entry: Entry) -> None:
        """Add a save, on the disk before this returns. ExifilmError if that fails."""
        line = json.dumps(entry.to_json(), ensure_ascii=True, separators=(",", ":")).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.path.open("ab+") as file:
                if file.tell() and not _ends_a_line(file):
                    line = b"\n" + line
                file.write(line + b"\n")
                sync(file)
        except OSError as problem:
            raise unwritable(self.path, problem) from problem

    def entries(self) -> list[Entry]:
        """Every save that can be read."""
        self.damaged = 0
        entries = []
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise ExifilmError(
                f"the journal {self.path} cannot be read: {problem.strerror}"
            ) from problem
        for line in lines:
            if not line.strip():
                continue
            try:
                entries.append(Entry.from_json(json.loads(line)))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                self.damaged += 1
        return entries

    def last(self) -> Entry | None:
        """The last save that can be read."""
        entries = self.entries()
        return entries[-1] if entries else None

    def standing(self) -> list[Entry]:
        """The saves that have not been taken back, the oldest first."""
        entries = self.entries()
        taken_back: set[str] = set()
        for entry in reversed(entries):
            if entry.undoes and entry.id not in taken_back:
                taken_back.add(entry.undoes)
        return [e for e in entries if e.undoes is None and e.id not in taken_back]


def _ends_a_line(file: Any) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")
