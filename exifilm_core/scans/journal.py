"""The journal: the state before each save, in the user's data folder, for undo and log.

Each path has a file of JSON lines, to which saves only add. A line holds the tags that a save
wrote, before and after, so that undo restores exactly those. It also holds the scan's ids before
and after: they find the saves of a moved or renamed scan, and tell them from those of another scan
of the same name.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError
from exifilm_core.files.json_lines import add_lines, read_lines
from exifilm_core.files.user_folders import data_folder
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.entries import Entry
from exifilm_core.scans.identity import IdAt, Whereabouts, new_id


class Journal:
    """The saves of one scan, the oldest first.

    They are read once, and again after `append` and `forget`. `scan_id` is the file's id. Without
    it they are the saves at this path, except those of scans that were saved elsewhere since.
    `id_at` gives the id of the file at a path, "" for none; the journal calls it only for paths at
    which the scan is known to have been.
    """

    def __init__(self, scan: Path, scan_id: str = "", id_at: IdAt | None = None) -> None:
        self.scan_id = scan_id
        self._scan = scan.absolute()
        self._id_at = id_at
        self.damaged = 0
        """The number of unreadable lines, after `entries` was called."""
        self._entries: list[Entry] | None = None
        self._read: dict[str, list[Entry]] = {}

    # ── where they are: looked up when asked, since most scans of a folder are not ───────────

    @cached_property
    def _here(self) -> str:
        return os.path.realpath(self._scan)  # works for circular links too

    @cached_property
    def _whereabouts(self) -> Whereabouts:
        return Whereabouts(data_folder().joinpath("journal", "ids"), self._id_at)

    @cached_property
    def path(self) -> Path:
        """The file with the saves at this path."""
        return _file_of(self._here)

    @cached_property
    def _done(self) -> Path:
        """The file with the id of the last completed save."""
        return self.path.with_suffix(".done")

    def forget(self) -> None:
        """Read everything again next time: another process of ours may have saved."""
        self._entries, self._read, self.damaged = None, {}, 0
        self._whereabouts.forget()

    @property
    def was_asked(self) -> bool:
        """Whether anybody has asked for its saves since it was made or forgotten."""
        return self._entries is not None

    # ── whose saves these are ────────────────────────────────────────────────────────────────

    def id_to_write(self) -> str:
        """The id that a save has to leave in the file: its own, or a new one.

        A copy of another scan carries that scan's id until its first save.
        """
        return self.scan_id if self.scan_id and not self._original() else new_id()

    def copy_of(self) -> Path | None:
        """The latest path of the scan that this one is a copy of, None if it is no copy."""
        if original := self._original():
            return Path(original)
        first = next(iter(self.entries()), None)
        if first is None or first.id_before in ("", first.scan_id):
            return None
        latest = self._whereabouts.latest(first.id_before)
        return Path(latest) if latest else None

    def moved_to(self) -> Journal | None:
        """The journal of the scan that was last saved here, if it was saved elsewhere since."""
        here, _ = read_lines(self.path, Entry.from_json)
        scan_id = next((entry.scan_id for entry in reversed(here) if entry.scan_id), "")
        latest = self._whereabouts.latest(scan_id) if scan_id else ""
        if latest in ("", self._here):
            return None
        return Journal(Path(latest), scan_id, self._whereabouts.id_at)

    @property
    def scan(self) -> Path:
        """The scan's path, absolute and without links."""
        return Path(self._here)

    def fits(self, entry: Entry) -> bool:
        """Whether the file carries the id that the save left; else the save wrote another file."""
        return not entry.scan_id or entry.id_after == self.scan_id

    def _original(self) -> str:
        return self._whereabouts.original(self.scan_id, self._here) if self.scan_id else ""

    # ── the saves ────────────────────────────────────────────────────────────────────────────

    def append(self, entry: Entry) -> Entry:
        """Add a save and sync it to the disk; returns it with its number. ExifilmError if not."""
        [noted] = append_all([(self, entry)])
        if isinstance(noted, ExifilmError):
            raise noted
        return noted

    def numbered(self, entry: Entry) -> Entry:
        """The entry with its number and its scan, to be added next."""
        scan_id = entry.scan_id or entry.id_after or entry.id_before
        number = 1 + max((known.number for known in self.entries() or self._originals()), default=0)
        return entry.replace(scan_id=scan_id, number=number)

    def path_to_note(self, entry: Entry) -> tuple[Path, dict[str, Any]] | None:
        """The line that notes the scan of a numbered entry at this path; None if it is noted."""
        if not entry.scan_id or self._whereabouts.original(entry.scan_id, self._here):
            return None
        return self._whereabouts.to_note(entry.scan_id, self._here)

    def note_done(self, entry: Entry) -> None:
        """Note that this, the last save, is complete; any later difference is another program's.

        The note is not synced to the disk, and nothing fails without it.
        """
        with contextlib.suppress(OSError):
            # All ids have one length. ext4 would write a file that was emptied first to the disk.
            descriptor = os.open(self._done, os.O_WRONLY | os.O_CREAT, 0o666)
            try:
                os.write(descriptor, entry.id.encode())
            finally:
                os.close(descriptor)

    def is_done(self, entry: Entry) -> bool:
        """Whether this, the last save, was noted as complete."""
        try:
            return self._done.read_bytes() == entry.id.encode()
        except OSError:
            return False  # earlier versions made no such note

    def entries(self) -> list[Entry]:
        """Every readable save."""
        if self._entries is None:
            self._entries = self._found()
        return self._entries

    def _found(self) -> list[Entry]:
        numbered: list[tuple[int, Entry]] = []
        waiting = [(self._here, self.scan_id, math.inf), *self._at_paths(self.scan_id, math.inf)]
        done: set[tuple[str, str]] = set()
        taken: set[str] = set()
        at: dict[int, str] = {}
        for path, scan_id, before in waiting:  # grows during the loop
            if (path, scan_id) in done:
                continue
            done.add((path, scan_id))
            found = self._led_to(path, scan_id, before)
            # Two files continued from here as the same scan, each while the other was elsewhere.
            fork = min((n for n, _ in found if at.get(n, path) != path), default=math.inf)
            new = [(n, entry) for n, entry in found if n < fork and entry.id not in taken]
            numbered += new
            taken |= {entry.id for _, entry in new}
            at |= {n: path for n, _ in new if n}
            for other, number in {entry.scan_id: n for n, entry in new}.items():
                waiting += self._at_paths(other, number)
        numbered.sort(key=lambda item: item[0])
        return [entry for _, entry in numbered]

    def _originals(self) -> list[Entry]:
        """The saves of the scan that this one is a copy of, whose count it continues."""
        paths = self._whereabouts.of(self.scan_id) if self.scan_id else []
        noted = [entry for path in set(paths) for entry in self._noted_at(path)]
        return [entry for entry in noted if entry.scan_id == self.scan_id]

    def _at_paths(self, scan_id: str, before: float) -> list[tuple[str, str, float]]:
        """The paths to search for saves of the scan before that number, the latest first."""
        paths = self._whereabouts.before(scan_id, self._here) if scan_id else []
        return [(path, scan_id, before) for path in reversed(paths)]

    def _led_to(self, path: str, scan_id: str, before: float) -> list[tuple[int, Entry]]:
        """The saves at a path that led to a file with that id there, with their numbers.

        Only those with numbers below `before`: the number of a save counts the saves before it.
        Goes back step by step: the save that left the id, then the one that left the id which that
        save found, and so on. Old versions had no ids; their saves left the present one.
        """
        entries = self._noted_at(path)
        owner = left = ""
        number = 0
        states = []
        for entry in entries:
            if entry.scan_id:
                owner, left, number = entry.scan_id, entry.id_after, entry.number
            states.append((entry, owner, left, number))
        found: list[tuple[int, Entry]] = []
        for entry, owner, left, number in reversed(states):
            if number >= before:
                continue  # of another scan
            if scan_id:
                led = left == scan_id
            else:  # other programs remove ids, but it may be another file
                led = not left or self._whereabouts.may_have_ended(owner, path, self._here)
            if not led and entry is entries[-1] and path == self._here and entry.scan_id:
                led = entry.id_before == scan_id  # the save may have been killed in between
            if led:
                found.append((number, entry))
                if entry.scan_id:
                    scan_id, before = entry.id_before, number
        return found[::-1]

    def _noted_at(self, path: str) -> list[Entry]:
        if path not in self._read:
            file = self.path if path == self._here else _file_of(path)
            self._read[path], damaged = read_lines(file, Entry.from_json)
            self.damaged += damaged
        return self._read[path]

    def last(self) -> Entry | None:
        """The last readable save."""
        entries = self.entries()
        return entries[-1] if entries else None

    def standing(self) -> list[Entry]:
        """The saves that have not been undone, the oldest first."""
        entries = self.entries()
        undone: set[str] = set()
        for entry in reversed(entries):
            if entry.undoes and entry.id not in undone:
                undone.add(entry.undoes)
        return [e for e in entries if e.undoes is None and e.id not in undone]

    def former(self, field_name: str) -> list[Any]:
        """The field's values before and after each save."""
        declared = ExposureRecord.field(field_name)
        known: list[Any] = []
        for entry in self.entries():
            for record in (entry.record_before, entry.record_after):
                value = record.get(field_name)
                if value is not None and value not in known:
                    known.append(value)
        values = []
        for value in known:
            with contextlib.suppress(ExifilmError):  # of a version with other notations
                values.append(declared.value_of_json(value))
        return values


def append_all(saves: Sequence[tuple[Journal, Entry]]) -> list[Entry | ExifilmError]:
    """Add saves to their journals, synced to the disk together: each with its number, or why not.

    A scan's path is noted first, so that no save is in the journal of a scan that is nowhere.
    """
    results: list[Entry | ExifilmError] = []
    for journal, entry in saves:
        try:
            results.append(journal.numbered(entry))
        except ExifilmError as problem:
            results.append(problem)
    for lines_of in (_path_to_note, _line):
        lines = {
            number: line
            for number, (journal, _) in enumerate(saves)
            if isinstance(noted := results[number], Entry) and (line := lines_of(journal, noted))
        }
        for number, failed in zip(lines, add_lines([*lines.values()]), strict=True):
            results[number] = failed or results[number]
    for journal, _ in saves:
        journal.forget()
    return results


def _path_to_note(journal: Journal, entry: Entry) -> tuple[Path, dict[str, Any]] | None:
    return journal.path_to_note(entry)


def _line(journal: Journal, entry: Entry) -> tuple[Path, dict[str, Any]] | None:
    return journal.path, entry.to_json()


def _file_of(path: str) -> Path:
    import hashlib

    key = hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
    return data_folder().joinpath("journal", key[:2], f"{key}.jsonl")
