"""A scan that is moved, renamed or copied keeps its own history and undo."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.scans.entries import Entry, Written
from exifilm_core.scans.identity import id_at
from exifilm_core.scans.journal import Journal
from exifilm_core.tags.mapping.marks import SCAN_ID, VERSION
from tests import samples
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags
from tests.tagset.conftest import CONFIG


def save(path: Path, film: str) -> None:
    scan = Scan(path)
    scan.save(scan.record.replace(film=film))


def films(path: Path) -> list[str]:
    """The film after each save in the scan's journal."""
    return [entry.record_after.get("film", "") for entry in Scan(path).history()]


def film(path: Path) -> str | None:
    return Scan(path).record.film


def the_id(path: Path) -> str:
    return id_at(path, ExifTool.shared())


def undo_all(path: Path) -> list[str | None]:
    """Undo all saves; returns the film after each."""
    found = []
    while Scan(path).journal().standing():
        Scan(path).undo()
        found.append(film(path))
    with pytest.raises(ExifilmError, match="no save to undo"):
        Scan(path).undo()
    return found


def with_our_tags(*arguments: str | Path) -> None:
    """Write with plain ExifTool and our configuration, as after `exifilm install exiftool`."""
    samples.exiftool("-q", "-overwrite_original", *arguments, config=CONFIG)


@pytest.fixture
def a(make_scan) -> Path:
    """A scan with two saves."""
    path = make_scan("a.jpg")
    save(path, "one")
    save(path, "two")
    return path


# ── moved and renamed ────────────────────────────────────────────────────────────────────────


def test_a_renamed_scan_keeps_its_history(make_scan) -> None:
    path = make_scan("a.jpg")
    foreign = foreign_tags(path)
    save(path, "one")
    save(path, "two")
    b = path.rename(path.with_name("b.jpg"))
    assert films(b) == ["one", "two"]
    save(b, "three")
    assert films(b) == ["one", "two", "three"]
    assert undo_all(b) == ["two", "one", None]
    assert not Scan(b).has_record
    assert_foreign_tags_stay(foreign, b)


def test_undo_right_after_the_move(a: Path) -> None:
    b = a.rename(a.with_name("b.jpg"))
    assert undo_all(b) == ["one", None]
    save(b, "three")
    assert films(b) == ["one", "two", "one", "", "three"]


def test_a_folder_is_moved_and_moved_back(make_scan, tmp_path: Path) -> None:
    path = make_scan("roll/a.jpg")
    save(path, "one")
    (tmp_path / "roll").rename(tmp_path / "box")
    moved = tmp_path / "box" / "a.jpg"
    save(moved, "two")
    (tmp_path / "box").rename(tmp_path / "roll")
    save(path, "three")
    assert films(path) == ["one", "two", "three"]
    assert undo_all(path) == ["two", "one", None]


def test_moved_in_many_steps_some_without_a_save(a: Path) -> None:
    for number in range(4):
        a = a.rename(a.with_name(f"{number}.jpg"))
        if number % 2:
            save(a, str(number))
    assert films(a) == ["one", "two", "1", "3"]
    assert undo_all(a) == ["1", "two", "one", None]


def test_image_and_sidecar_move_together(make_scan) -> None:
    path = make_scan("a.dng")
    save(path, "one")
    assert the_id(path) and SCAN_ID not in ExifTool.shared().read_one(path).tags
    b = path.with_name("b.dng")
    sidecar_of(path).rename(sidecar_of(b))
    path.rename(b)
    save(b, "two")
    assert films(b) == ["one", "two"]
    assert undo_all(b) == ["one", None]
    assert not sidecar_of(b).exists()


def test_the_id_is_in_image_and_sidecar(make_scan) -> None:
    path = make_scan("a.jpg")
    samples.exiftool("-q", "-o", sidecar_of(path), "-tagsfromfile", path, "-XMP:all")
    save(path, "one")
    in_image, in_sidecar = (
        ExifTool.shared().read_one(place).tags[SCAN_ID] for place in (path, sidecar_of(path))
    )
    assert in_image == in_sidecar
    assert re.fullmatch(r"[0-9a-f]{32}", str(in_image))
    assert undo_all(path) == [None]
    for place in (path, sidecar_of(path)):
        assert SCAN_ID not in ExifTool.shared().read_one(place).tags


def test_the_id_stays_and_goes_with_the_record(a: Path) -> None:
    scan_id = the_id(a)
    save(a, "three")
    assert the_id(a) == scan_id
    Scan(a).save(ExposureRecord())
    assert not Scan(a).has_record and the_id(a) == ""
    assert films(a) == ["one", "two", "three", ""]
    assert undo_all(a) == ["three", "two", "one", None]


def test_emptied_and_filled_in_anew_it_is_the_same_scan(a: Path) -> None:
    Scan(a).save(ExposureRecord())
    save(a, "new")
    b = a.rename(a.with_name("b.jpg"))
    assert films(b) == ["one", "two", "", "new"]
    assert undo_all(b) == [None, "two", "one", None]


def test_a_name_that_is_not_utf8(make_scan) -> None:
    path = make_scan("a.jpg")
    odd = path.rename(path.with_name(os.fsdecode(b"scan\xff\n-x.jpg")))
    save(odd, "one")
    save(odd.rename(path), "two")
    assert films(path) == ["one", "two"]


def test_a_link_leads_to_the_same_scan(a: Path) -> None:
    link = a.with_name("link.jpg")
    link.symlink_to(a)
    save(link, "three")
    assert films(a) == films(link) == ["one", "two", "three"]
    hard = a.with_name("hard.jpg")
    hard.hardlink_to(a)
    assert films(hard) == ["one", "two", "three"]
    assert Scan(hard).journal().copy_of() is None


# ── copied ───────────────────────────────────────────────────────────────────────────────────


def test_a_copy_begins_a_history_of_its_own(a: Path) -> None:
    b = a.with_name("b.jpg")
    shutil.copy2(a, b)
    assert the_id(b) == the_id(a)
    assert films(b) == [] and Scan(b).journal().copy_of() == a
    assert undo_all(b) == []
    save(b, "copied")
    assert the_id(b) not in ("", the_id(a))
    assert films(a) == ["one", "two"] and films(b) == ["copied"]
    assert Scan(b).journal().copy_of() == a and Scan(a).journal().copy_of() is None
    before = a.read_bytes()
    assert undo_all(b) == ["two"]
    assert the_id(b) == the_id(a), "undo is exact"
    save(b, "again")
    assert films(b) == ["copied", "two", "again"]
    assert undo_all(b) == ["two"]
    assert a.read_bytes() == before
    assert undo_all(a) == ["one", None]


def test_a_copy_that_moves_is_still_a_copy(a: Path) -> None:
    b = a.with_name("b.jpg")
    shutil.copy2(a, b)
    save(b, "copied")
    c = b.rename(b.with_name("c.jpg"))
    a.unlink()
    save(c, "more")
    assert films(c) == ["copied", "more"]
    assert Scan(c).journal().copy_of() == a
    assert undo_all(c) == ["copied", "two", "one", None], "with the original gone, it is that"


def test_a_copy_whose_original_goes_is_the_scan(a: Path) -> None:
    b = a.with_name("b.jpg")
    shutil.copy2(a, b)
    scan_id = the_id(a)
    a.unlink()
    save(b, "three")
    assert the_id(b) == scan_id and films(b) == ["one", "two", "three"]
    assert undo_all(b) == ["two", "one", None]


def test_a_copy_of_a_moved_scan_at_its_old_path(a: Path) -> None:
    b = a.rename(a.with_name("b.jpg"))
    save(b, "three")
    shutil.copy2(b, a)
    assert films(b) == ["one", "two", "three"] and Scan(a).journal().copy_of() == b
    save(a, "copied")
    assert the_id(a) != the_id(b)
    save(b, "four")
    Scan(a).undo()
    with pytest.raises(ExifilmError, match="has changed this file since"):
        Scan(a).undo()
    assert film(a) == "three"
    assert undo_all(b) == ["three", "two", "one", None]


def test_the_original_moves_and_a_copy_takes_its_path(a: Path) -> None:
    """No one can tell which was first; neither's undo may touch the other."""
    b = a.rename(a.with_name("b.jpg"))
    shutil.copy2(b, a)
    save(b, "moved")
    save(a, "at the old path")
    assert the_id(a) != the_id(b)
    assert films(b) == ["moved"] and films(a) == ["one", "two", "at the old path"]
    assert undo_all(b) == ["two"] and film(a) == "at the old path"
    assert undo_all(a) == ["two", "one", None] and film(b) == "two"


def test_two_copies_on_volumes_that_are_not_there_at_once(a: Path, tmp_path: Path) -> None:
    """Each keeps its own saves; once both are present, they become two scans."""
    away = tmp_path / "away"
    b = a.with_name("b.jpg")
    shutil.copy2(a, b)
    a.rename(away)
    save(b, "on b")
    away.rename(a)
    assert films(b) == ["one", "two", "on b"] and films(a) == ["one", "two"]
    save(a, "on a")
    save(b, "on b again")
    assert the_id(a) != the_id(b)
    assert films(b) == ["one", "two", "on b", "on b again"]
    assert films(a) == ["one", "two", "on a"]
    assert undo_all(a) == ["two", "one", None]
    assert undo_all(b) == ["on b", "two", "one", None]


def test_the_id_is_not_in_a_record(a: Path, make_scan) -> None:
    other = make_scan("other.jpg")
    Scan(other).save(Scan(a).record)
    assert Scan(other).record == Scan(a).record
    assert the_id(other) not in ("", the_id(a))
    assert the_id(a) not in json.dumps(Scan(a).record.to_json())


def test_tags_copied_by_exiftool_make_a_copy(a: Path, make_scan) -> None:
    other = make_scan("other.jpg")
    with_our_tags("-tagsfromfile", a, "-XMP:all", other)
    assert the_id(other) == the_id(a)
    assert films(other) == []
    save(other, "its own")
    assert the_id(other) != the_id(a) and films(other) == ["its own"]


def test_an_id_that_is_none_is_replaced(make_scan) -> None:
    path = make_scan("a.jpg")
    with_our_tags(f"-{SCAN_ID}=../../../outside", path)
    assert the_id(path) == ""
    save(path, "one")
    assert re.fullmatch(r"[0-9a-f]{32}", the_id(path))
    Scan(path).undo()
    assert ExifTool.shared().read_one(path).tags[SCAN_ID] == "../../../outside"


# ── names that pass from scan to scan ────────────────────────────────────────────────────────


@pytest.fixture
def roll(make_scan) -> list[Path]:
    """Four scans, a to d, with two saves each."""
    paths = [make_scan(f"{name}.jpg") for name in "abcd"]
    for path in paths:
        save(path, f"{path.stem}1")
        save(path, f"{path.stem}2")
    return paths


def test_swapped_names(roll: list[Path], tmp_path: Path) -> None:
    a, b, *_ = roll
    a.rename(tmp_path / "x")
    b.rename(a)
    (tmp_path / "x").rename(b)
    assert films(a) == ["b1", "b2"] and films(b) == ["a1", "a2"]
    save(a, "b3")
    save(b, "a3")
    assert films(a) == ["b1", "b2", "b3"] and films(b) == ["a1", "a2", "a3"]
    assert undo_all(a) == ["b2", "b1", None]
    assert undo_all(b) == ["a2", "a1", None]


def test_swapped_names_with_only_one_saved_since(roll: list[Path], tmp_path: Path) -> None:
    a, b, *_ = roll
    a.rename(tmp_path / "x")
    b.rename(a)
    (tmp_path / "x").rename(b)
    save(a, "b3")
    assert films(b) == ["a1", "a2"]
    assert undo_all(b) == ["a1", None]
    assert undo_all(a) == ["b2", "b1", None]


def test_renumbered(roll: list[Path]) -> None:
    a, b, c, d = roll
    d.rename(d.with_name("e.jpg"))
    c.rename(d)
    b.rename(c)
    a.rename(b)
    assert [films(path)[-1] for path in (b, c, d, d.with_name("e.jpg"))] == ["a2", "b2", "c2", "d2"]
    for path in (c, b, d):
        save(path, "new")
    assert undo_all(b) == ["a2", "a1", None]
    assert undo_all(d) == ["c2", "c1", None]
    assert undo_all(c) == ["b2", "b1", None]
    assert undo_all(d.with_name("e.jpg")) == ["d1", None]


def test_another_scan_under_the_old_name(a: Path, make_scan) -> None:
    b = a.rename(a.with_name("b.jpg"))
    make_scan("a.jpg")
    with pytest.raises(ExifilmError, match="has changed this file since"):
        Scan(a).undo()
    save(a, "new scan")
    Scan(a).undo()
    assert not Scan(a).has_record
    save(a, "new scan")
    assert films(b) == ["one", "two"]
    save(b, "three")
    assert films(a) == ["new scan", "", "new scan"]
    assert undo_all(b) == ["two", "one", None]
    assert undo_all(a) == [None]
    with pytest.raises(ExifilmError, match="no save"):
        Scan(a).undo(force=True)


def test_a_scan_moved_over_another(roll: list[Path]) -> None:
    a, b, *_ = roll
    a.replace(b)
    assert films(b) == ["a1", "a2"]
    save(b, "a3")
    assert undo_all(b) == ["a2", "a1", None]


def test_a_scan_that_lost_its_tags_keeps_its_history(a: Path) -> None:
    """As after an editor that drops the metadata; the log still has the values."""
    samples.exiftool("-q", "-overwrite_original", "-XMP:all=", a)
    assert films(a) == ["one", "two"]
    with pytest.raises(ExifilmError, match="has changed this file since"):
        Scan(a).undo()
    save(a, "three")
    assert films(a) == ["one", "two", "three"]
    Scan(a).undo()
    Scan(a).undo(force=True)
    assert film(a) == "one"


# ── versions without ids ─────────────────────────────────────────────────────────────────────


def as_old(path: Path) -> None:
    """Turn the scan and its journal into those of a version without ids."""
    with_our_tags(f"-{SCAN_ID}=", f"-{VERSION}=1.0", path)
    journal = Journal(path)
    lines = []
    for line in journal.path.read_text().splitlines():
        entry = json.loads(line)
        for key in ("scan_id", "id_before", "id_after", "number"):
            del entry[key]
        for place in entry["places"]:
            del place["blocks"], place["digests"]
            for tags in (place["before"], place["after"]):
                tags.pop(SCAN_ID, None)
                if tags.get(VERSION):
                    tags[VERSION] = "1.0"
        lines.append(json.dumps(entry) + "\n")
    journal.path.write_text("".join(lines))
    shutil.rmtree(journal.path.parents[1] / "ids", ignore_errors=True)


def test_old_saves_are_undone(a: Path) -> None:
    as_old(a)
    assert films(a) == ["one", "two"]
    assert undo_all(a) == ["one", None]


def test_an_old_scan_gets_an_id_and_keeps_its_history(a: Path) -> None:
    as_old(a)
    save(a, "three")
    assert the_id(a) and films(a) == ["one", "two", "three"]
    b = a.rename(a.with_name("b.jpg"))
    assert films(b) == ["one", "two", "three"]
    save(b, "four")
    assert undo_all(b) == ["three", "two", "one", None]


def test_old_saves_under_a_name_are_not_those_of_a_scan_that_comes_to_it(
    a: Path, make_scan
) -> None:
    as_old(a)
    a.unlink()
    other = make_scan("other.jpg")
    save(other, "other")
    other.rename(a)
    assert films(a) == ["other"]
    save(a, "more")
    assert films(a) == ["other", "more"]
    assert undo_all(a) == ["other", None]


def test_a_line_of_a_later_version(a: Path) -> None:
    path = Journal(a).path
    *before, last = path.read_text().splitlines()
    entry = json.loads(last) | {"mood": "fair"}
    entry["places"][0] |= {"colour": 3, "blocks": {"XMP": "eJwDAAAAAAE="}, "digests": {"XMP": "x"}}
    path.write_text("\n".join([*before, json.dumps(entry)]) + "\n")
    journal = Scan(a).journal()
    assert journal.entries()[-1].places[0].blocks == {"XMP": "eJwDAAAAAAE="}
    assert journal.damaged == 0
    assert undo_all(a) == ["one", None]


def test_a_line_comes_back_as_it_was_written() -> None:
    place = Written(True, False, {"a": None}, {"a": ["b"]}, {"XMP": "eJw="}, {"XMP": "00"})
    entry = Entry("f", (place,), {}, {"film": "x"}, scan_id="s", id_before="b", id_after="c")
    assert Entry.from_json(json.loads(json.dumps(entry.to_json()))) == entry


# ── the journal's own files ──────────────────────────────────────────────────────────────────


def index_of(scan_id: str, data: Path) -> Path:
    return data / "exifilm" / "journal" / "ids" / scan_id[:2] / scan_id


@pytest.mark.parametrize(
    "line",
    [b'{"path": "/tm', bytes(200), b"[" * 100_000, b'{"path": 7}', b'{"path": "a.jpg"}', b"null"],
)
def test_a_torn_line_in_the_list_of_paths(a: Path, own_data_folder: Path, line: bytes) -> None:
    index = index_of(the_id(a), own_data_folder)
    index.write_bytes(line + b"\n" + index.read_bytes() + line)
    b = a.rename(a.with_name("b.jpg"))
    save(b, "three")
    c = b.rename(b.with_name("c.jpg"))
    assert films(c) == ["one", "two", "three"]
    assert undo_all(c) == ["two", "one", None]


def test_a_list_of_paths_that_is_lost(a: Path, own_data_folder: Path) -> None:
    index_of(the_id(a), own_data_folder).unlink()
    assert films(a) == ["one", "two"]
    save(a, "three")
    b = a.rename(a.with_name("b.jpg"))
    assert undo_all(b) == ["two", "one", None]


def test_a_list_of_paths_that_cannot_be_written(a: Path, own_data_folder: Path) -> None:
    index = index_of(the_id(a), own_data_folder)
    b = a.rename(a.with_name("b.jpg"))
    index.unlink()
    index.mkdir()
    before = b.read_bytes()
    with pytest.raises(ExifilmError, match="journal"):
        save(b, "three")
    assert b.read_bytes() == before


def test_only_paths_of_this_scan_are_read(roll: list[Path], monkeypatch) -> None:
    """With any number of scans, the journal searches no folder and opens no other scan's file."""
    opened: list[Path] = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path) or read(path))
    monkeypatch.setattr(os, "scandir", None)
    journal = Scan(roll[0]).journal()
    journal.entries()
    journal.standing()
    assert len(set(opened)) == 2


def test_former_values(a: Path) -> None:
    scan = Scan(a)
    scan.save(scan.record.replace(keywords="snow, Sierra", film=None))
    b = a.rename(a.with_name("b.jpg"))
    save(b, "two")
    assert Scan(b).journal().former("film") == ["one", "two"]
    assert Scan(b).journal().former("keywords") == [("snow", "Sierra")]
    assert Scan(b).journal().former("subject") == [
        value for value in [Scan(b).record.subject] if value
    ]
