"""`Index`: what is known of scans. Safe with many threads; it never raises for its own faults."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from exifilm_core.files.user_folders import cache_folder
from exifilm_core.index import database, rows, tables
from exifilm_core.index.search import questions
from exifilm_core.kinds.folding import folded
from exifilm_core.natural_order import in_natural_order
from exifilm_core.readers import FileTags, RememberedTags
from exifilm_core.record import ExposureRecord
from exifilm_core.record.numbers import number_of, packed
from exifilm_core.record.query import NUMBER, Condition

T = TypeVar("T")
VARIABLE = "EXIFILM_INDEX"
"""The environment variable that turns the index off with “0”."""
_AT_ONCE = 500
"""The most names in one question; above, the whole folder is asked for."""
_PAGE = 500
"""The rows of a search that are fetched at a time."""
_KEY = """SELECT scan.id FROM scan JOIN folder ON folder.id = folder
    WHERE path = ? AND name = ?"""


def is_off() -> bool:
    """Whether the user has turned the index off."""
    return os.environ.get(VARIABLE) == "0"


class Known(NamedTuple):
    """What is known of a scan without its tags."""

    state: bytes
    """The state of its files when they were read (`state_of`)."""
    number: str | None
    """No., roll and frame of its record as one text (`record.numbers`), "" for none.

    None where the journal decides, so that it is unknown.
    """


class Read(NamedTuple):
    """A scan that was read, to be noted in the index."""

    image: FileTags
    sidecar: FileTags | None
    record: ExposureRecord | None
    """Its record; None if it depends on the journal, whose saves are no part of a scan's state."""


class Index:
    """The index in a folder. A damaged one is thrown away; then nothing is known."""

    _shared: ClassVar[Index | None] = None
    _sharing = threading.Lock()

    def __init__(self, folder: Path) -> None:
        """Opens nothing until asked. `folder` is only the index's."""
        self.folder = folder
        self.breaks = 0
        """Counts up when the file is opened, and when it cannot answer. Answers to two questions
        belong together if it stays.
        """
        self.trouble = ""
        """Why there is no index, in the words of the system; "" if there is one."""
        self._path = folder
        self._connection: sqlite3.Connection | None = None
        self._failed = False
        self._lock = threading.RLock()
        self._real: dict[Path, bytes] = {}

    @classmethod
    def shared(cls) -> Index | None:
        """The index in the user's cache folder.

        None where EXIFILM_INDEX=0 turns it off, or where it cannot be opened.
        """
        if is_off():
            return None
        with cls._sharing:
            folder = cache_folder()
            if cls._shared is None or cls._shared.folder != folder:
                if cls._shared:
                    cls._shared.close()
                cls._shared = cls(folder)
            return cls._shared if cls._shared.opens() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the next question opens it again."""
        with self._lock:
            self._disconnect()

    def opens(self) -> bool:
        """Whether it can be opened; `trouble` says why not."""
        return self._do(lambda _connection: True, otherwise=False)

    # ── what is known ────────────────────────────────────────────────────────────────────────

    def known(self, folder: Path, names: Sequence[str] | None = None) -> dict[str, Known]:
        """What is known of the scans in a folder, or of these of its files, by their names."""
        real = self._real_of(folder)
        chosen = names if names is not None and len(names) <= _AT_ONCE else None

        def ask(connection: sqlite3.Connection) -> dict[str, Known]:
            sql = """SELECT name, state, number, scan.crc FROM scan
                JOIN folder ON folder.id = folder WHERE path = ?"""
            given = [real]
            if chosen is not None:
                sql += f" AND name IN ({','.join('?' * len(chosen))})"
                given += map(os.fsencode, chosen)
            return {
                os.fsdecode(name): Known(state, None if number is None else number.decode())
                for name, state, number, crc in connection.execute(sql, given)
                if rows.refuse_damage(crc, real, name, state, number)
            }

        return self._do(ask, {})

    def tags(
        self, image: Path, status: os.stat_result, beside: tuple[Path, os.stat_result] | None
    ) -> tuple[FileTags, FileTags | None] | None:
        """The tags of a scan's image and sidecar as they were read; None if they are not known.

        `status` is the image's present one, `beside` the sidecar with its own.
        """
        real, name = self._real_of(image.parent), os.fsencode(image.name)
        state = rows.state_of(status, beside[1] if beside else None)

        def ask(connection: sqlite3.Connection) -> tuple[FileTags, FileTags | None] | None:
            sql = """SELECT tags, content.crc FROM scan JOIN folder ON folder.id = folder
                JOIN content ON content.id = scan.id WHERE path = ? AND name = ? AND state = ?"""
            for data, crc in connection.execute(sql, [real, name, state]):
                rows.refuse_damage(crc, real, name, state, data)
                found = rows.unpacked_tags(data)
                files = [(image, status), *([beside] if beside else [])]
                if len(found) != len(files):
                    raise rows.DamagedRowError
                first, *others = [
                    RememberedTags(path, file_type, tags, status=now)
                    for (path, now), (file_type, tags) in zip(files, found, strict=True)
                ]
                return first, others[0] if others else None
            return None

        return self._do(ask, None)

    def candidates(
        self,
        folders: Collection[Path] = (),
        words: Iterable[str] = (),
        conditions: Iterable[Condition] = (),
    ) -> dict[Path, set[str]]:
        """The names of the scans whose rows may match all words and conditions, by folder.

        Of these folders (without those in them), or of all that are known. It answers from the
        rows alone: list the folders against the index before, and check each scan.
        """
        known = self._folders()
        real = {self._real_of(folder): folder for folder in folders}
        of_id = {
            key: real.get(path) or Path(os.fsdecode(path))
            for key, path in known.items()
            if not real or path in real
        }
        found: dict[int, set[bytes]] = {key: set() for key in of_id}
        limit = [*of_id] if len(of_id) < len(known) else []
        for sql, values in questions(words, list(conditions), limit) if of_id else ():
            for key, name in self._rows(sql, values):
                if key in found:
                    found[key].add(name)
        return {of_id[key]: set(map(os.fsdecode, names)) for key, names in found.items() if names}

    def _folders(self) -> dict[int, bytes]:
        """The folders that the index has a number for."""
        none: dict[int, bytes] = {}
        return self._do(lambda file: dict(file.execute("SELECT id, path FROM folder")), none)

    def _rows(self, sql: str, given: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
        """The rows of a question, a page at a time, so that the index is not held in between."""
        none: list[tuple[int, bytes]] = []
        cursor = self._do(lambda connection: connection.execute(sql, given), None)
        while cursor and (found := self._do(lambda _: cursor.fetchmany(_PAGE), none)):
            yield from found

    # ── noting ───────────────────────────────────────────────────────────────────────────────

    def put(self, scans: Iterable[Read], started: float) -> None:
        """Note scans whose reading began then, in seconds since the epoch, all at once or not.

        Leaves out files that could not be read, and those that may have changed unnoticed.
        """
        noted = [scan for scan in scans if _is_lasting(scan, started)]

        def write(connection: sqlite3.Connection) -> None:
            with database.transaction(connection):
                for scan in noted:
                    self._write(connection, scan)

        if noted:
            self._do(write, None)

    def _write(self, connection: sqlite3.Connection, scan: Read) -> None:
        path = scan.image.path
        real, name = self._real_of(path.parent), os.fsencode(path.name)
        assert scan.image.status
        state = rows.state_of(scan.image.status, scan.sidecar.status if scan.sidecar else None)
        tags = rows.packed_tags(scan.image, scan.sidecar)
        number = None if scan.record is None else packed(scan.record).encode()
        run = connection.execute
        run("INSERT OR IGNORE INTO folder (path) VALUES (?)", [real])
        run(
            """INSERT INTO scan (folder, name, state, number, crc)
            VALUES ((SELECT id FROM folder WHERE path = ?), ?, ?, ?, ?)
            ON CONFLICT (folder, name) DO UPDATE
            SET state = excluded.state, number = excluded.number, crc = excluded.crc""",
            [real, name, state, number, rows.checksum(real, name, state, number)],
        )
        key = run(_KEY, [real, name]).fetchone()[0]
        crc = rows.checksum(real, name, state, tags)
        run("INSERT OR REPLACE INTO content VALUES (?, ?, ?)", [key, tags, crc])
        _write_searched(connection, key, path.name, scan.record or ExposureRecord())

    def drop(self, folder: Path, names: Iterable[str]) -> None:
        """Forget these scans of a folder, which are no longer there."""
        real = self._real_of(folder)
        gone = [os.fsencode(name) for name in names]

        def write(connection: sqlite3.Connection) -> None:
            with database.transaction(connection):
                keys = [row for name in gone for row in connection.execute(_KEY, [real, name])]
                for table in ("scan", "content", "number"):
                    connection.executemany(f"DELETE FROM {table} WHERE id = ?", keys)
                connection.executemany("DELETE FROM words WHERE rowid = ?", keys)

        if gone:
            self._do(write, None)

    def forget(self) -> None:
        """Delete the index. OSError if that fails."""
        with self._lock:
            self._disconnect()
            database.delete(self.folder)

    def folders(self) -> list[Path]:
        """The folders with known scans, each before those in it, in natural order."""

        def ask(connection: sqlite3.Connection) -> list[bytes]:
            sql = """SELECT path FROM folder
                WHERE EXISTS (SELECT 1 FROM scan WHERE folder = folder.id)"""
            return [path for (path,) in connection.execute(sql)]

        none: list[bytes] = []
        found = [Path(os.fsdecode(path)) for path in self._do(ask, none)]
        return sorted(found, key=lambda folder: tuple(map(in_natural_order, folder.parts)))

    def counted(self) -> int:
        """How many scans are known."""

        def count(connection: sqlite3.Connection) -> int:
            return int(connection.execute("SELECT COUNT(*) FROM scan").fetchone()[0])

        return self._do(count, 0)

    @property
    def file(self) -> Path | None:
        """The file of the index; None if there is none."""
        return database.current(self.folder)

    @property
    def size(self) -> int:
        """Its bytes on the disk."""
        return database.size(self.folder)

    # ── how it is done ───────────────────────────────────────────────────────────────────────

    def _do(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """The result of some work on the file; `otherwise` if it fails."""
        with self._lock:
            try:
                if self._connection is None and not self._failed:
                    self._failed = True  # unless the next line succeeds: it is not tried again
                    self._path, self._connection = database.opened(self.folder)
                    self._failed, self.trouble = False, ""
                    self.breaks += 1
                if self._connection:
                    return work(self._connection)
            except database.FAULTS as problem:
                self.trouble = str(problem)
                if self._connection and database.is_damage(problem):
                    self._throw_away()
            except OSError as problem:
                self.trouble = problem.strerror or str(problem)
            except rows.DamagedRowError:
                self.trouble = "a row is damaged"
                self._throw_away()
            self.breaks += 1
            return otherwise

    def _throw_away(self) -> None:
        """Delete the damaged file; the next question makes a new one."""
        self._disconnect()
        with contextlib.suppress(OSError):
            database.delete(self.folder, only=self._path)

    def _disconnect(self) -> None:
        if self._connection:
            with contextlib.suppress(*database.FAULTS):
                self._connection.close()
        self._connection, self._failed = None, False

    def _real_of(self, folder: Path) -> bytes:
        """The folder's path without links, as the rows have it."""
        if folder not in self._real:
            self._real[folder] = os.fsencode(os.path.realpath(folder))
        return self._real[folder]


def _is_lasting(scan: Read, started: float) -> bool:
    """Whether both files could be read, and could not have changed unnoticed since."""
    return all(
        found.error is None
        and found.status is not None
        and not rows.is_young(found.status, started)
        for found in (scan.image, scan.sidecar)
        if found
    )


def _write_searched(
    connection: sqlite3.Connection, key: int, name: str, record: ExposureRecord
) -> None:
    """Write what a search looks at: spans of the ordered fields, and folded texts."""
    filled = record.filled()
    columns: dict[str, Any] = {"id": key}
    for field in filled.keys() & set(tables.ordered()):
        first, last = record.field(field).kind.span(filled[field])
        columns[field] = first
        if last != first:
            columns[tables.last(field)] = last
    if NUMBER not in columns and (number := number_of(record)):
        columns[NUMBER] = record.field(NUMBER).kind.span(number)[0]
    _replace(connection, "number", columns)
    connection.execute("DELETE FROM words WHERE rowid = ?", [key])
    texts = {
        field: folded("\n".join(record.field(field).kind.texts(filled[field])))
        for field in filled.keys() & set(tables.textual())
    }
    in_utf8 = folded(f"{name}\n{number_of(record)}").encode(errors="replace").decode()
    _replace(connection, "words", {"rowid": key, tables.NAME: in_utf8} | texts)


def _replace(connection: sqlite3.Connection, table: str, columns: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    connection.execute(
        f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", list(columns.values())
    )
