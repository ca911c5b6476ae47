"""Film, format, developer and holder in darktable's own list: data.db, as 5.4 makes it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from exifilm_core.errors import ExifilmError
from exifilm_core.integrations import darktable, darktable_tags
from exifilm_core.record import ExposureRecord

OF_5_4 = """
CREATE TABLE db_info (key VARCHAR PRIMARY KEY, value VARCHAR);
INSERT INTO db_info VALUES ('version', '13');
CREATE TABLE meta_data (key INTEGER PRIMARY KEY, tagname VARCHAR, name VARCHAR, internal INTEGER,
  visible INTEGER, private INTEGER, display_order INTEGER);
CREATE UNIQUE INDEX meta_data_tagname_idx ON meta_data (tagname);
CREATE UNIQUE INDEX meta_data_name_idx ON meta_data (name);
INSERT INTO meta_data VALUES
  (0, 'Xmp.dc.creator', 'creator', 0, 1, 0, 2),
  (1, 'Xmp.dc.publisher', 'publisher', 0, 1, 0, 3),
  (2, 'Xmp.dc.title', 'title', 0, 1, 0, 0),
  (3, 'Xmp.dc.description', 'description', 0, 1, 0, 1),
  (4, 'Xmp.dc.rights', 'rights', 0, 1, 0, 4),
  (5, 'Xmp.acdsee.notes', 'notes', 0, 1, 0, 5),
  (6, 'Xmp.darktable.version_name', 'version name', 0, 1, 0, 6),
  (7, 'Xmp.darktable.image_id', 'image id', 1, 0, 0, 7),
  (8, 'Xmp.xmpMM.PreservedFileName', 'preserved filename', 0, 1, 0, 8);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name VARCHAR, synonyms VARCHAR, flags INTEGER);
INSERT INTO tags VALUES (1, 'darktable|exported', NULL, 0);
"""
"""The schema and the rows that darktable 5.4.1 writes."""
TAGS = ["Xmp.exifilm.FilmFormat", "Xmp.exifilm.Film", "Xmp.exifilm.Developer", "Xmp.exifilm.Holder"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "configuration"
    folder.mkdir()
    make(folder / "data.db", OF_5_4)
    return folder


def make(database: Path, schema: str) -> None:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.executescript(schema)


def rows(database: Path, table: str = "meta_data") -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def ours(database: Path) -> list[str]:
    return [str(row[1]) for row in rows(database) if "exifilm" in str(row[1])]


def test_the_rows_derive_from_the_declaration() -> None:
    assert [row.tag for row in darktable_tags.rows()] == TAGS
    for row, name in zip(darktable_tags.rows(), darktable_tags.FIELDS, strict=True):
        field = ExposureRecord.field(name)
        assert field.home.name == "XMP-exifilm:" + row.tag.removeprefix("Xmp.exifilm.")
        assert row.name == field.label.lower()


def test_they_join_the_list_after_a_backup(folder: Path) -> None:
    before = rows(folder / "data.db")
    added, backup = darktable_tags.add(folder)
    assert added == TAGS and backup
    after = rows(folder / "data.db")
    assert after[: len(before)] == before
    for number, row in enumerate(after[len(before) :]):
        key, tag, name, internal, visible, private, _ = row
        assert isinstance(key, int) and key >= 1_000_000, number
        assert tag in TAGS and name
        assert (internal, visible, private) == (0, 1, 0)
    assert sorted(int(str(row[6])) for row in after) == list(range(13))
    assert rows(backup) == before and rows(backup, "tags") == rows(folder / "data.db", "tags")
    assert backup.name.startswith("data.db.before-exifilm-2")
    assert darktable_tags.present(folder) == TAGS


@pytest.mark.parametrize("gone", [None, "FilmFormat", "Holder"])
def test_a_wrong_order_is_put_right(folder: Path, gone: str | None) -> None:
    """darktable takes FilmFormat for Film if that comes first, as the user can sort them."""
    darktable_tags.add(folder)
    make(
        folder / "data.db",
        "UPDATE meta_data SET display_order = 20 WHERE tagname = 'Xmp.exifilm.FilmFormat'",
    )
    if gone:
        make(folder / "data.db", f"DELETE FROM meta_data WHERE tagname = 'Xmp.exifilm.{gone}'")
    before = rows(folder / "data.db")
    added, backup = darktable_tags.add(folder)
    assert added == ([f"Xmp.exifilm.{gone}"] if gone else [])
    assert backup and rows(backup) == before
    assert darktable_tags.present(folder) == TAGS
    orders = [row[6] for row in rows(folder / "data.db")]
    assert len(set(orders)) == len(orders)
    assert orders[:9] == [row[6] for row in before[:9]], "darktable's own stay where they are"
    assert darktable_tags.add(folder) == ([], None)


def test_another_order_of_the_user_stays(folder: Path) -> None:
    darktable_tags.add(folder)
    make(
        folder / "data.db",
        "UPDATE meta_data SET display_order = -1 WHERE tagname = 'Xmp.exifilm.Holder'",
    )
    assert darktable_tags.add(folder) == ([], None)


def test_twice_nothing_changes(folder: Path) -> None:
    darktable_tags.add(folder)
    before = (folder / "data.db").read_bytes(), sorted(path.name for path in folder.iterdir())
    assert darktable_tags.add(folder) == ([], None)
    assert before == ((folder / "data.db").read_bytes(), sorted(p.name for p in folder.iterdir()))


def test_they_leave_and_nobody_gets_their_numbers(folder: Path) -> None:
    before = rows(folder / "data.db")
    darktable_tags.add(folder)
    keys = {row[1]: row[0] for row in rows(folder / "data.db")}
    backup = darktable_tags.remove(folder, TAGS)
    assert backup and ours(backup) == ours(backup) != []
    assert rows(folder / "data.db") == before
    make(
        folder / "data.db", "INSERT INTO meta_data VALUES (NULL, 'Xmp.dc.mine', 'mine', 0, 1, 0, 9)"
    )
    assert rows(folder / "data.db")[-1][0] == 9, "as darktable gives the next number"
    darktable_tags.add(folder)
    assert {tag: keys[tag] for tag in TAGS} == {
        row[1]: row[0] for row in rows(folder / "data.db") if row[1] in TAGS
    }
    assert darktable_tags.remove(folder, ["Xmp.dc.none"]) is None


def test_a_row_of_the_users_own_stays(folder: Path) -> None:
    """By its tag; and its name is not given twice."""
    make(
        folder / "data.db",
        "INSERT INTO meta_data VALUES (9, 'Xmp.exifilm.Film', 'emulsion', 0, 1, 1, 9),"
        " (10, 'Xmp.dc.holder', 'holder', 0, 1, 0, 10)",
    )
    added, _ = darktable_tags.add(folder)
    assert added == [tag for tag in TAGS if tag != "Xmp.exifilm.Film"]
    assert darktable_tags.present(folder) == TAGS
    names = {str(row[1]): row[2] for row in rows(folder / "data.db")}
    assert names["Xmp.exifilm.Film"] == "emulsion"
    assert names["Xmp.exifilm.Holder"] == "holder (ExiFilm)"
    darktable_tags.remove(folder, added)
    assert ours(folder / "data.db") == ["Xmp.exifilm.Film"]


@pytest.mark.parametrize("schema", ["CREATE TABLE tags (id)", "CREATE TABLE meta_data (id, key)"])
def test_an_older_darktable_has_no_such_list(tmp_path: Path, schema: str) -> None:
    make(tmp_path / "data.db", schema)
    before = (tmp_path / "data.db").read_bytes()
    assert darktable_tags.present(tmp_path) is None
    assert darktable_tags.add(tmp_path) == ([], None)
    assert darktable_tags.remove(tmp_path, TAGS) is None
    assert [path.name for path in tmp_path.iterdir()] == ["data.db"]
    assert (tmp_path / "data.db").read_bytes() == before


def test_one_that_was_never_started(tmp_path: Path) -> None:
    assert darktable_tags.present(tmp_path) is None
    assert darktable_tags.add(tmp_path) == ([], None)


# ── faults ───────────────────────────────────────────────────────────────────────────────────


def unchanged(folder: Path, step: object, match: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ExifilmError, match=match):
        step()  # type: ignore[operator]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@contextlib.contextmanager
def locked(database: Path, how: str) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f"BEGIN {how}")
        yield
        connection.execute("ROLLBACK")


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_database_in_use_is_left_alone(folder: Path, how: str) -> None:
    darktable_tags.add(folder)
    with locked(folder / "data.db", how):
        unchanged(folder, lambda: darktable_tags.remove(folder, TAGS), "another program is using")
    for backup in folder.glob("data.db.*"):
        backup.unlink()
    darktable_tags.remove(folder, TAGS)
    with locked(folder / "data.db", how):
        unchanged(folder, lambda: darktable_tags.add(folder), "another program is using")


def test_no_database_is_refused(folder: Path) -> None:
    (folder / "data.db").write_bytes(b"no database at all" * 100)
    unchanged(folder, lambda: darktable_tags.add(folder), "darktable's data is damaged")


def test_a_damaged_database_is_refused(folder: Path) -> None:
    """A column without its values: SQLite opens it, and its check finds the fault."""
    with contextlib.closing(sqlite3.connect(folder / "data.db")) as connection:
        connection.executescript(
            "CREATE TABLE big (a); INSERT INTO big VALUES (NULL); PRAGMA writable_schema = 1;"
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE big (a NOT NULL)' WHERE name = 'big';"
        )
    unchanged(folder, lambda: darktable_tags.add(folder), "darktable's data is damaged")


@pytest.mark.parametrize("where", range(3000, 30000, 4096))
def test_a_database_with_a_page_of_noise(folder: Path, where: int) -> None:
    """It is refused as it is, or the noise lies where it means nothing."""
    data = bytearray((folder / "data.db").read_bytes())
    data[where : where + 600] = bytes(range(1, 241)) * 3
    (folder / "data.db").write_bytes(bytes(data[: len((folder / "data.db").read_bytes())]))
    before, problem = (folder / "data.db").read_bytes(), None
    try:
        added, backup = darktable_tags.add(folder)
    except ExifilmError as raised:
        problem = raised
    if problem:
        assert "darktable's data" in str(problem)
        assert (folder / "data.db").read_bytes() == before
    else:
        assert added == TAGS and backup


def test_a_backup_that_cannot_be_made_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_from: Path, _to: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    unchanged(folder, lambda: darktable_tags.add(folder), "could not be copied to .*No space left")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        unchanged(folder, lambda: darktable_tags.add(folder), "nothing was changed|could not be")
    finally:
        folder.chmod(0o700)


def _add_slowly(folder: Path, ready: Path) -> None:
    names = iter(range(1000))

    def slow(_: sqlite3.Connection, name: str) -> str:
        if next(names) == 2:
            ready.touch()
            time.sleep(60)
        return name

    darktable_tags._unused = slow  # type: ignore[attr-defined]
    darktable_tags.add(folder)


@pytest.mark.skipif(os.name != "posix", reason="kills a process as POSIX systems do")
def test_a_kill_in_the_middle_leaves_the_old_list(folder: Path, tmp_path: Path) -> None:
    before, ready = rows(folder / "data.db"), tmp_path / "ready"
    child = multiprocessing.get_context("spawn").Process(target=_add_slowly, args=(folder, ready))
    child.start()
    while not ready.exists():
        assert child.is_alive()
        time.sleep(0.02)
    child.kill()
    child.join()
    assert rows(folder / "data.db") == before
    added, _ = darktable_tags.add(folder)
    assert added == TAGS


def test_a_link_to_the_database(folder: Path, tmp_path: Path) -> None:
    (folder / "data.db").rename(tmp_path / "real.db")
    (folder / "data.db").symlink_to(tmp_path / "real.db")
    darktable_tags.add(folder)
    assert (folder / "data.db").is_symlink() and sorted(ours(tmp_path / "real.db")) == sorted(TAGS)


# ── with the rest of the installation ────────────────────────────────────────────────────────


@pytest.fixture
def whole(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "exifilm.lua").write_text("-- the panel")
    monkeypatch.setattr(darktable, "resource", lambda _: tmp_path / "source")
    monkeypatch.setattr(darktable, "_folders", lambda *_: [folder])
    return folder


def test_the_backup_is_named(whole: Path) -> None:
    said = str(darktable.install())
    assert (
        "Added format, film, developer, holder to darktable's metadata" in said
        and "data.db.before-exifilm-" in said
    )
    installed = darktable.installed_in(whole)
    assert installed and installed.tags and set(installed.tags) == set(TAGS)
    said = str(darktable.uninstall())
    assert "data.db.before-exifilm-" in said and not ours(whole / "data.db")
    assert all(path.name.startswith("data.db") for path in whole.iterdir()), "the backups stay"


def test_a_new_order_is_reported(whole: Path) -> None:
    darktable.install()
    make(
        whole / "data.db",
        "UPDATE meta_data SET display_order = 20 WHERE tagname = 'Xmp.exifilm.FilmFormat'",
    )
    said = str(darktable.install())
    assert "Put format before the other fields" in said and "data.db.before-exifilm-" in said


def test_a_row_that_was_there_before_is_not_taken_out(whole: Path) -> None:
    make(whole / "data.db", "INSERT INTO meta_data VALUES (9, 'Xmp.exifilm.Film', 'f', 0, 1, 0, 9)")
    darktable.install()
    darktable.install()
    darktable.uninstall()
    assert ours(whole / "data.db") == ["Xmp.exifilm.Film"]


def test_a_damaged_database_keeps_the_rest_out_too(whole: Path) -> None:
    (whole / "data.db").write_bytes(b"no database at all" * 100)
    unchanged(whole, darktable.install, "darktable's data is damaged")


def test_an_upgrade_of_darktable_gets_the_rows_later(whole: Path) -> None:
    (whole / "data.db").unlink()
    make(whole / "data.db", "CREATE TABLE tags (id)")
    darktable.install()
    make(
        whole / "data.db",
        OF_5_4.replace("CREATE TABLE tags", "CREATE TABLE tags_new").replace(
            "INTO tags", "INTO tags_new"
        ),
    )
    darktable.install()
    assert set(ours(whole / "data.db")) == set(TAGS)
    darktable.uninstall()
    assert not ours(whole / "data.db")
