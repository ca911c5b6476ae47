"""Searches in folders: true results, each scan once, and reports of what cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exifilm_core import Archive, ExposureRecord, Scan
from exifilm_core.actions.find import Search, known_folders
from exifilm_core.files.formats import sidecar_of
from exifilm_core.index import Index, rows
from exifilm_core.record.query import asked


@pytest.fixture(params=["without", "unread", "known"], autouse=True)
def index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Without an index, with an empty one, and with one that knows all scans."""
    monkeypatch.setattr(rows, "YOUNG", -10.0)
    if request.param == "without":
        monkeypatch.setenv("EXIFILM_INDEX", "0")
    return str(request.param)


@pytest.fixture
def scans(make_scan, index: str) -> list[Path]:
    """Four scans in three folders, the last one with a sidecar."""
    records = {
        "scans/1.jpg": ExposureRecord(subject="Große Tür", film="HP5+", aperture="f/22"),
        "scans/roll 2/1.jpg": ExposureRecord(subject="Moonrise", film="HP5+", aperture="f/32"),
        "scans/roll 2/2.jpg": ExposureRecord(subject="Moonset", film="FP4+"),
        "scans/roll 10/1.dng": ExposureRecord(subject="Moon", film="HP5+", taken="c. 1974"),
    }
    paths = [make_scan(name) for name in records]
    for path, record in zip(paths, records.values(), strict=True):
        Scan(path).save(record)
    if index == "known":
        with Archive(paths[0].parent, recursive=True) as archive:
            archive.load()
    return paths


def found(folders: list[Path], *arguments: str) -> list[Path]:
    return [outcome.get().scan.path for outcome in Search(asked(arguments).get(), folders).found()]


def test_it_finds_in_all_folders_in_natural_order(scans: list[Path]) -> None:
    top = scans[0].parent
    assert found([top], "film=hp5") == [scans[0], scans[1], scans[3]]
    assert found([top], "MOON") == scans[1:]
    assert found([top], "tur", "aperture=..22") == [scans[0]]
    assert found([top], "taken=1974") == [scans[3]]
    assert found([top], "taken=") == scans[:3]
    assert found([top], "moon", "film!=hp5") == [scans[2]]
    assert found([top], "1.dng") == [scans[3]]


def test_each_scan_is_found_once(scans: list[Path]) -> None:
    top = scans[0].parent
    (top / "link").symlink_to(scans[1].parent)
    (top / "back").symlink_to(top)
    assert found([scans[1].parent, top, top], "film=hp5") == [scans[1], scans[0], scans[3]]
    assert Search(asked(["x"]).get(), [top, top]).scans == 4
    linked = [top / "link" / path.name for path in scans[1:2]]
    assert found([top / "link", top], "film=hp5") == [*linked, scans[0], scans[3]]
    assert found([top, top / "link"], "film=hp5") == [scans[0], scans[1], scans[3]]


def test_what_cannot_be_read_is_reported_and_the_others_are_searched(scans: list[Path]) -> None:
    scans[1].write_text("no image")
    gone = scans[0].parent / "gone"
    outcomes = list(Search(asked(["film=hp5"]).get(), [gone, scans[0].parent]).found())
    assert [outcome.path for outcome in outcomes if outcome.problem] == [gone, scans[1]]
    assert [outcome.path for outcome in outcomes if outcome.result] == [scans[0], scans[3]]


def test_a_scan_that_changes_during_the_search_is_judged_anew(scans: list[Path]) -> None:
    search = Search(asked(["film=hp5"]).get(), [scans[0].parent]).found()
    assert next(search).path == scans[0]
    (first, *_others) = scans[1:]
    Scan(first).save(ExposureRecord(film="FP4+"))  # it was not read yet
    assert [outcome.path for outcome in search] == [scans[3]]


@pytest.mark.parametrize("change", ["changed", "gone", "sidecar"])
def test_a_hit_is_checked_against_its_files_before_it_is_given(
    scans: list[Path], change: str
) -> None:
    second = scans[2]
    search = Search(asked(["moon"]).get(), [second.parent]).found()
    assert next(search).path == scans[1]  # both scans of the folder are read
    if change == "changed":
        Scan(second).save(ExposureRecord(subject="Sunset"))
    elif change == "gone":
        second.unlink()
    else:
        os.link(second, sidecar_of(second))
    rest = list(search)
    assert [outcome.result for outcome in rest if outcome.result] == []
    assert len(rest) == (change != "changed"), "a scan that cannot be read any more is reported"


def test_progress_counts_every_scan_and_may_end_the_search(scans: list[Path]) -> None:
    done: list[Path] = []
    search = Search(asked(["film!=x"]).get(), [scans[0].parent])
    assert len(list(search.found(lambda tags: done.append(tags.path)))) == 4
    assert [path for path in done if path.suffix != ".xmp"] == scans
    assert search.scans == search.due == 4

    class EndedError(Exception):
        pass

    def end(_tags: object) -> None:
        raise EndedError

    with pytest.raises(EndedError):
        list(search.found(end))


def test_what_is_known_not_to_match_is_not_looked_at(scans: list[Path], index: str) -> None:
    query = asked(["moonset", "film=fp4"]).get()
    search = Search(query, [scans[0].parent])
    assert (search.scans, search.due) == (4, 1 if index == "known" else 4)
    assert [outcome.path for outcome in search.found()] == [scans[2]]
    Scan(scans[0]).save(ExposureRecord(subject="Moonset", film="FP4+"))
    again = Search(query, [scans[0].parent])
    assert again.due == (4 if index == "without" else 2), "a changed file is read again"
    assert [outcome.path for outcome in again.found()] == [scans[0], scans[2]]


def test_the_known_folders(scans: list[Path], index: str) -> None:
    list(Search(asked(["x"]).get(), [scans[0].parent]).found())
    folders = list(dict.fromkeys(path.parent for path in scans))
    assert known_folders() == ([] if index == "without" else folders)
    below = Search(asked(["film=hp5"]).get(), [scans[0].parent], recursive=False)
    assert [outcome.path for outcome in below.found()] == [scans[0]]


@pytest.mark.parametrize("index", ["known"], indirect=True)
def test_an_index_that_fails_leaves_nothing_out(
    scans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Index.shared()
    assert shared and shared.counted() == 4
    answering = Index.known

    def and_then_damaged(index: Index, *of: object) -> object:
        found = answering(index, *of)  # type: ignore[arg-type]
        shared.close()
        assert shared.file
        shared.file.write_bytes(b"damaged" * 10_000)
        return found

    monkeypatch.setattr(Index, "known", and_then_damaged)
    assert found([scans[0].parent], "film=hp5") == [scans[0], scans[1], scans[3]]
