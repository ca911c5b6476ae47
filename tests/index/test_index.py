"""What the index knows of a scan: the tags exactly as read, until any of its files changes."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core.index import Index, Read, state_of, status_of, tables
from exifilm_core.messages.files import Files
from exifilm_core.readers import RememberedTags
from exifilm_core.tags.not_utf8 import NotUtf8
from tests.index.conftest import later

Maker = Callable[..., Read]


def tags_of(index: Index, scan: Read) -> object:
    """What the index says of the scan's files as they are now."""
    image = scan.image.path
    beside = image.with_name(f"{image.name}.xmp")
    status, other = status_of(image), status_of(beside)
    assert status
    found = index.tags(image, status, (beside, other) if other else None)
    return found and [(each.file_type, each.tags) for each in found if each]


def is_known(index: Index, scan: Read) -> bool:
    image = scan.image.path
    known = index.known(image.parent).get(image.name)
    state = state_of(status_of(image), status_of(image.with_name(f"{image.name}.xmp")))
    agreed = known is not None and known.state == state
    assert agreed == (tags_of(index, scan) is not None)
    return agreed


@pytest.mark.parametrize("sidecar", [False, True])
def test_tags_come_back_exactly_as_they_were_read(index: Index, read: Maker, sidecar: bool) -> None:
    scan = read("1.jpg", sidecar=sidecar)
    index.put([scan], later())
    index.close()
    files = [each for each in (scan.image, scan.sidecar) if each]
    assert tags_of(index, scan) == [(each.file_type, each.tags) for each in files]
    status = scan.image.path.stat()
    found = index.tags(scan.image.path, status, None) if not sidecar else None
    if found:
        assert isinstance(found[0], RememberedTags) and found[0].status == status
        assert isinstance(found[0].tags["IFD0:Artist"], NotUtf8)
    assert index.known(scan.image.path.parent)["1.jpg"].number == "text"
    assert index.known(scan.image.path.parent, ["1.jpg", "2.jpg"]).keys() == {"1.jpg"}


def rewritten_with_its_time(path: Path) -> None:
    before = path.stat()
    path.write_text("X" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced_by_a_twin(path: Path) -> None:
    other = path.with_name("other")
    shutil.copy2(path, other)
    other.replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "another size": lambda path: path.write_text("longer than before"),
    "another time": lambda path: os.utime(path, (5, 5)),
    "in place, its time put back": rewritten_with_its_time,
    "another file with the same times": replaced_by_a_twin,
}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no time of a change of status")
@pytest.mark.parametrize("sidecar", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changed_in_any_way_is_not_known(
    index: Index, read: Maker, change: str, sidecar: bool
) -> None:
    scan = read("1.jpg", sidecar=True)
    index.put([scan], later())
    assert is_known(index, scan)
    time.sleep(0.02)  # or its times might not differ
    CHANGES[change](scan.sidecar.path if sidecar and scan.sidecar else scan.image.path)
    assert not is_known(index, scan)


def test_a_sidecar_that_came_or_went_makes_a_scan_unknown(index: Index, read: Maker) -> None:
    with_one, without = read("1.jpg", sidecar=True), read("2.jpg")
    index.put([with_one, without], later())
    assert with_one.sidecar
    with_one.sidecar.path.unlink()
    without.image.path.with_name("2.jpg.xmp").write_text("<x/>")
    assert not is_known(index, with_one)
    assert not is_known(index, without)


def test_a_file_that_may_change_again_in_the_same_tick_is_not_stored(
    index: Index, read: Maker
) -> None:
    scan = read("1.jpg")
    index.put([scan], time.time())
    assert not is_known(index, scan)
    index.put([scan], time.time() + 2.5)
    assert is_known(index, scan)


def test_an_unreadable_file_is_not_stored(index: Index, read: Maker) -> None:
    scan = read("1.jpg", sidecar=True)
    assert scan.sidecar
    scan.sidecar.error = Files.CANNOT_READ(reason="worn out")
    index.put([scan], later())
    assert not is_known(index, scan)


def test_a_record_that_depends_on_the_journal_has_no_known_number(
    index: Index, read: Maker
) -> None:
    scan = read("1.jpg")._replace(record=None)
    index.put([scan], later())
    assert index.known(scan.image.path.parent)["1.jpg"].number is None
    [found] = index.candidates((), ["such", "words"]).values()
    assert found == {"1.jpg"}, "whether it matches is not known"


def test_a_scan_read_again_takes_the_place_of_itself(index: Index, read: Maker) -> None:
    index.put([read("1.jpg", "first")], later())
    index.put([read("1.jpg", "second")], later())
    assert index.counted() == 1
    assert not index.candidates((), ["first"])
    assert [*index.candidates((), ["second"]).values()] == [{"1.jpg"}]


def test_dropped_scans_are_gone(index: Index, read: Maker) -> None:
    scans = [read("1.jpg"), read("2.jpg")]
    index.put(scans, later())
    index.drop(scans[0].image.path.parent, ["1.jpg", "3.jpg"])
    assert index.known(scans[0].image.path.parent).keys() == {"2.jpg"}
    assert [*index.candidates((), ["text"]).values()] == [{"2.jpg"}]


def test_folders_by_two_paths_are_one(index: Index, read: Maker, tmp_path: Path) -> None:
    scan = read("1.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "scans")
    index.put([scan], later())
    assert index.known(tmp_path / "link").keys() == {"1.jpg"}


def test_names_that_are_not_utf8(index: Index, read: Maker) -> None:
    name = os.fsdecode(b"f\xfcnf.jpg")
    try:
        scan = read(name)
    except OSError:
        pytest.skip("this file system takes no such name")
    index.put([scan], later())
    assert is_known(index, scan)


def test_what_was_read_quickly_does_not_count_without_the_quick_reader(
    index: Index, read: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put([read("1.jpg")], later())
    assert index.counted() == 1
    index.close()
    monkeypatch.setenv("EXIFILM_QUICK", "0")
    assert index.counted() == 0


def test_another_version_s_index_is_thrown_away(
    index: Index, read: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put([read("1.jpg")], later())
    before = index.file
    index.close()
    monkeypatch.setattr(tables, "version", lambda: "another version")
    assert index.counted() == 0
    assert index.file != before
    assert before and not before.exists()


def test_an_index_of_another_exiftool_is_thrown_away(
    index: Index, read: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    index.put([read("1.jpg")], later())
    index.close()
    assert index.counted() == 1
    index.close()
    other = tmp_path / "exiftool"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("EXIFILM_EXIFTOOL", str(other))
    assert index.counted() == 0


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_no_other_user_may_look_into_the_folder(index: Index, read: Maker) -> None:
    index.folder.mkdir(mode=0o755)
    index.put([read("1.jpg")], later())
    assert stat.S_IMODE(index.folder.stat().st_mode) == 0o700


def test_forgetting_leaves_nothing(index: Index, read: Maker) -> None:
    index.put([read("1.jpg")], later())
    (index.folder / "kept").touch()
    index.forget()
    assert [path.name for path in index.folder.iterdir()] == ["kept"]
    assert index.counted() == 0


def test_it_may_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Index.shared()
    monkeypatch.setenv("EXIFILM_INDEX", "0")
    assert Index.shared() is None


def test_deleted_at_any_moment_it_begins_anew(index: Index, read: Maker) -> None:
    scan = read("1.jpg")
    index.put([scan], later())
    shutil.rmtree(index.folder)
    with Index(index.folder) as other:
        assert not is_known(other, scan)
        other.put([scan], later())
        assert is_known(other, scan)
    index.put([scan], later())  # into the file that has no name any more
    assert is_known(index, scan)
