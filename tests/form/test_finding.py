"""The search for folders with scans, with its limits, and the recent folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exifilm_form.session import finding, settings
from exifilm_form.session.finding import folders_with_scans, scans_below
from exifilm_form.session.folder import FolderHost

from exifilm_core import ExifilmError
from exifilm_core.files.tree import images_below
from exifilm_core.messages import Text


def scans(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    return folder


def found(folder: Path) -> list[tuple[str, int]]:
    return [
        (str(each.path.relative_to(folder)), each.scans)
        for each in folders_with_scans(folder).folders
    ]


def test_folders_come_in_natural_order_with_how_many_scans(tmp_path: Path) -> None:
    scans(tmp_path, "own.jpg")
    for name in ("roll 10", "roll 9", "a/b/c"):
        scans(tmp_path / name, "1.TIF", "2.jpg", "2.jpg.xmp", "notes.txt", ".3.jpg")
    scans(tmp_path / ".trash", "1.jpg")
    scans(tmp_path / "empty")
    (tmp_path / "again").symlink_to(tmp_path)
    assert found(tmp_path) == [("a/b/c", 2), ("roll 9", 2), ("roll 10", 2)]
    assert folders_with_scans(tmp_path).complete


def test_what_is_no_folder_has_nothing_below(tmp_path: Path) -> None:
    assert found(tmp_path / "gone") == []
    (tmp_path / "file").touch()
    assert found(tmp_path / "file") == []


@pytest.mark.parametrize("limit", ["_MOST_FOUND", "_MOST_ENTRIES", "_MOST_SECONDS", "_DEEPEST"])
def test_a_limit_ends_the_search_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    for number in range(6):
        scans(tmp_path / f"roll {number}", "1.jpg")
    scans(tmp_path / "roll 0" / "below", "1.jpg")
    assert folders_with_scans(tmp_path).complete
    monkeypatch.setattr(finding, limit, {"_MOST_SECONDS": 0.0, "_DEEPEST": 1}.get(limit, 3))
    search = folders_with_scans(tmp_path)
    assert not search.complete
    assert len(search.folders) < 7


def test_a_search_that_is_given_up_ends(tmp_path: Path) -> None:
    scans(tmp_path / "roll", "1.jpg")
    looked: list[int] = []

    def given_up() -> bool:
        looked.append(1)
        return len(looked) > 1

    assert folders_with_scans(tmp_path, given_up).folders == []


def test_all_scans_below_are_those_that_find_looks_at(tmp_path: Path) -> None:
    for name in ("", "roll 10", "roll 9", "roll 9/deep/er", ".trash"):
        scans(tmp_path / name, "2.jpg", "10.TIF", "notes.txt", ".3.jpg")
    (tmp_path / "roll 9" / "again").symlink_to(tmp_path)
    found = scans_below(tmp_path)
    assert found.complete and found.closed == []
    assert found.paths == images_below(tmp_path, lambda _problem: None)
    assert [path.relative_to(tmp_path).as_posix() for path in found.paths] == [
        f"{folder}{name}"
        for folder in ("", "roll 9/", "roll 9/deep/er/", "roll 10/")
        for name in ("2.jpg", "10.TIF")
    ]


def test_a_folder_below_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans(tmp_path, "1.jpg")
    closed = scans(tmp_path / "closed", "1.jpg")
    usual = finding.listing

    def refused(folder: Path) -> object:  # root may read every folder
        if folder == closed:
            raise ExifilmError(Text("permission denied"), file=folder)
        return usual(folder)

    monkeypatch.setattr(finding, "listing", refused)
    found = scans_below(tmp_path)
    assert (found.paths, found.closed) == ([tmp_path / "1.jpg"], [closed])
    assert found.complete


@pytest.mark.parametrize("limit", ["_MOST_SCANS", "_MOST_FOLDERS"])
def test_a_limit_ends_the_list_of_scans_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    for number in range(3):
        scans(tmp_path / f"roll {number}", "1.jpg", "2.jpg")
    assert scans_below(tmp_path).complete
    monkeypatch.setattr(finding, limit, 3)
    found = scans_below(tmp_path)
    assert not found.complete
    assert len(found.paths) in (3, 4) and len({*found.paths}) == len(found.paths)


def test_a_list_of_scans_that_is_given_up_ends(tmp_path: Path) -> None:
    scans(tmp_path / "roll", "1.jpg")
    looked: list[int] = []

    def given_up() -> bool:
        looked.append(1)
        return len(looked) > 1

    assert scans_below(tmp_path, given_up).paths == []
    assert len(looked) == 2


def test_a_scan_opens_among_those_of_several_folders_with_its_name(tmp_path: Path) -> None:
    for name in ("", "a", "b"):
        scans(tmp_path / name, "1.jpg")
    paths = scans_below(tmp_path).paths
    host = FolderHost(tmp_path, tmp_path / "b" / "1.jpg", paths, below=True)
    assert [scan.name for scan in host.scans] == ["1.jpg", "a/1.jpg", "b/1.jpg"]
    assert (host.start, host.is_a_choice) == (2, False)
    host.close()
    few = FolderHost(tmp_path, only=paths[:2])
    assert few.is_a_choice
    few.close()


def test_the_last_ten_folders_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_file", lambda: tmp_path / "window.json")
    assert settings.recent_folders() == []
    for number in range(12):
        settings.remember_folder(Path(f"/rolls/{number}"))
    settings.remember_folder(Path("/rolls/9"))
    names = [path.name for path in settings.recent_folders()]
    assert names == ["9", "11", "10", "8", "7", "6", "5", "4", "3", "2"]
    assert settings.remembered()["folder"] == "/rolls/9"


@pytest.mark.parametrize("spoilt", [7, "x", [1, None], {"a": 1}])
def test_a_spoilt_memory_has_no_recent_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: object
) -> None:
    file = tmp_path / "window.json"
    file.write_text(json.dumps({"recent": spoilt}), encoding="utf-8")
    monkeypatch.setattr(settings, "_file", lambda: file)
    assert settings.recent_folders() == []
    settings.remember_folder(tmp_path)
    assert settings.recent_folders() == [tmp_path]


def test_a_memory_nested_too_deep_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "window.json"
    file.write_text("[" * 100_000, encoding="utf-8")
    monkeypatch.setattr(settings, "_file", lambda: file)
    assert settings.remembered() == {}


def test_what_cannot_be_reached_is_no_folder(tmp_path: Path) -> None:
    assert finding.is_folder(tmp_path)
    assert not finding.is_folder(tmp_path / "gone")
    assert not finding.is_folder(tmp_path / ("x" * 300))
