"""Film, format, developer and holder in darktable's own list of metadata.

From 5.4 on the list is a table in darktable's file data.db, which its metadata editor shows and its
collections filter by. darktable's dialogue does not offer a namespace like ours.

The values of the images are in another file, library.db, under the number of the list's row. So a
row gets a number far beyond those that darktable gives, always the same: when the row has gone,
darktable does not give its number to another one. ExiFilm never opens library.db.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.request import pathname2url

from exifilm_core.errors import ExifilmError, printable_path, reason_of
from exifilm_core.integrations.exiv2 import exiv2_name
from exifilm_core.messages import Text
from exifilm_core.messages.installing import Installing
from exifilm_core.record import ExposureRecord

NAME = "data.db"
FIELDS = ("film_format", "film", "developer", "holder")
"""What photographers filter by, in darktable's order.

darktable goes through its list in this order, and takes the first row with which a tag begins. So
FilmFormat comes before Film; behind it, the format would be taken for the film.
"""
_TABLE = "meta_data"
_COLUMNS = {"key", "tagname", "name", "internal", "visible", "private", "display_order"}
_FIRST_KEY = 1_000_000


class Row(NamedTuple):
    """A row of darktable's list: its tag, and the name that darktable shows."""

    tag: str
    name: str

    @property
    def key(self) -> int:
        return _FIRST_KEY + zlib.crc32(self.tag.encode()) % _FIRST_KEY


def rows() -> list[Row]:
    """Our rows, from the declaration of the fields."""
    fields = [ExposureRecord.field(name) for name in FIELDS]
    return [Row(exiv2_name(field.home), field.label.lower()) for field in fields]


def present(folder: Path) -> list[str] | None:
    """Our tags in the list's order; None where this darktable has none, or was never started."""
    database = folder / NAME
    if not database.exists():
        return None
    with _opened(database, "ro") as connection:
        return _present(connection)


def add(folder: Path) -> tuple[list[str], Path | None]:
    """Add our rows in their order, after a backup: the tags that were not there, and the backup.

    ExifilmError when another program uses the database, or it is damaged; it is unchanged then.
    """
    database = folder / NAME
    there = present(folder)
    missing = [row for row in rows() if there is not None and row.tag not in there]
    if there is None or (not missing and _are_in_order(there)):
        return [], None
    with _changing(database) as (connection, backup):
        (order,) = connection.execute(f"SELECT max(display_order) FROM {_TABLE}").fetchone()
        for number, row in enumerate(missing, 1 + (order if isinstance(order, int) else -1)):
            connection.execute(
                f"INSERT INTO {_TABLE} (key, tagname, name, internal, visible, private,"
                " display_order) VALUES (?, ?, ?, 0, 1, 0, ?)",
                (_free(connection, row.key), row.tag, _unused(connection, row.name), number),
            )
        _put_in_order(connection)
    return [row.tag for row in missing], backup


def remove(folder: Path, tags: Iterable[str]) -> Path | None:
    """Take these rows out, after a backup; the backup, if there was anything to take out."""
    there = present(folder) or []
    found = [tag for tag in tags if tag in there]
    if not found:
        return None
    with _changing(folder / NAME) as (connection, backup):
        for tag in found:
            connection.execute(f"DELETE FROM {_TABLE} WHERE tagname = ?", (tag,))
    return backup


def _present(connection: sqlite3.Connection) -> list[str] | None:
    columns = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({_TABLE})")}
    if not columns >= _COLUMNS:
        return None
    ours = {row.tag for row in rows()}
    found = connection.execute(f"SELECT tagname FROM {_TABLE} ORDER BY display_order, key")
    return [tag for (tag,) in found if tag in ours]


def _are_in_order(tags: list[str]) -> bool:
    """Whether no tag comes after one with which it begins."""
    return not any(
        later.startswith(tag) for place, tag in enumerate(tags) for later in tags[place + 1 :]
    )


def _put_in_order(connection: sqlite3.Connection) -> None:
    """Deal the places that our rows have among them, if their order is wrong."""
    tags = _present(connection) or []
    if _are_in_order(tags):
        return
    select = f"SELECT display_order FROM {_TABLE} WHERE tagname = ?"
    places = sorted(connection.execute(select, (tag,)).fetchone()[0] for tag in tags)
    for place, row in zip(places, rows(), strict=True):
        connection.execute(
            f"UPDATE {_TABLE} SET display_order = ? WHERE tagname = ?", (place, row.tag)
        )


def _free(connection: sqlite3.Connection, key: int) -> int:
    """The number, or the next one that no row has."""
    taken = {one for (one,) in connection.execute(f"SELECT key FROM {_TABLE}")}
    return next(number for number in range(key, key + len(taken) + 1) if number not in taken)


def _unused(connection: sqlite3.Connection, name: str) -> str:
    """The name, or another one if a row of the user has it: darktable wants each once."""
    taken = {one for (one,) in connection.execute(f"SELECT name FROM {_TABLE}")}
    others = (f"{name} (ExiFilm{'' if number == 1 else f' {number}'})" for number in range(1, 99))
    return next(one for one in (name, *others) if one not in taken)


# ── the database ─────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _changing(database: Path) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """A transaction, and the backup that was made before it; both only if all goes well."""
    with _opened(database, "rw") as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _refuse_damaged(connection, database)
            backup = _backed_up(database)
            yield connection, backup
            _refuse_damaged(connection, database)
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def _opened(database: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection without waiting and without transactions of its own; errors in words."""
    try:
        address = f"file:{pathname2url(str(database.resolve()))}?mode={mode}"
        connection = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as problem:
        raise ExifilmError(_said(problem), file=database) from problem


def _said(problem: sqlite3.Error) -> Text:
    """An error of SQLite in words."""
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Installing.DATABASE_BUSY()
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Installing.DATABASE_DAMAGED(reason=str(problem))
    return Installing.DATABASE_UNCHANGED(reason=str(problem))


def _refuse_damaged(connection: sqlite3.Connection, database: Path) -> None:
    (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise ExifilmError(Installing.DATABASE_DAMAGED(reason=str(said)), file=database)


def _backed_up(database: Path) -> Path:
    """A copy of the database beside it, complete when it has its name."""
    now = f"{datetime.now():%Y-%m-%d-%H%M%S}"
    names = (
        f"{NAME}.before-exifilm-{now}{ending}" for ending in ("", *map("-{}".format, range(99)))
    )
    backup = next(path for path in map(database.with_name, names) if not path.exists())
    draft = backup.with_name(backup.name + ".part")
    try:
        draft.unlink(missing_ok=True)
        with _opened(database, "ro") as source, contextlib.closing(sqlite3.connect(draft)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        draft.chmod(database.stat().st_mode & 0o777)
        draft.replace(backup)
    except (OSError, sqlite3.Error) as problem:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        reason = reason_of(problem) if isinstance(problem, OSError) else str(problem)
        failed = Installing.NO_BACKUP(reason=reason, backup=printable_path(backup))
        raise ExifilmError(failed, file=database) from problem
    return backup
