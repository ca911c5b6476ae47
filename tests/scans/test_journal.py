"""The journal: the state before each save, after many saves and after damage to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.scans import journal as journal_module
from exifilm_core.scans.journal import Journal
from tests import samples
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags


def records(number: int) -> list[ExposureRecord]:
    return [ExposureRecord(film=f"film {n}", aperture=8 + n, notes="x" * n) for n in range(number)]


def test_undo_goes_back_save_by_save(make_scan) -> None:
    path = make_scan()
    foreign = foreign_tags(path)
    for record in records(5):
        Scan(path).save(record)
    for record in reversed(records(4)):
        saved = Scan(path).undo()
        assert saved.changes
        assert Scan(path).record == record
    Scan(path).undo()
    assert not Scan(path).record and not Scan(path).has_record
    assert_foreign_tags_stay(foreign, path)
    with pytest.raises(ExifilmError, match="no save to undo"):
        Scan(path).undo()


def test_undo_is_itself_a_save(make_scan) -> None:
    path = make_scan()
    first, second, third = records(3)
    Scan(path).save(first)
    Scan(path).save(second)
    Scan(path).undo()
    Scan(path).save(third)
    assert [entry.undoes is not None for entry in Scan(path).history()] == [
        False,
        False,
        True,
        False,
    ]
    Scan(path).undo()
    assert Scan(path).record == first, "what was taken back is not put back again"
    Scan(path).undo()
    assert not Scan(path).record
    history = Scan(path).history()
    assert len(history) == 6
    assert history == sorted(history, key=lambda entry: entry.when)


def test_toggled_values_do_not_confuse_it(make_scan) -> None:
    path = make_scan()
    one, other = records(2)
    for record in (one, other, one, other):
        Scan(path).save(record)
    for record in (one, other, one):
        Scan(path).undo()
        assert Scan(path).record == record
    Scan(path).undo()
    assert not Scan(path).record


def test_the_history_tells_each_change(make_scan) -> None:
    path = make_scan()
    Scan(path).save(ExposureRecord(aperture="f/22"))
    Scan(path).save(ExposureRecord(aperture="f/32", film="HP5+"))
    first, second = Scan(path).history()
    assert (first.record_before, first.record_after) == ({}, {"aperture": 22.0})
    assert second.record_after == {"film": "HP5+", "aperture": 32.0}
    assert first.when.tzinfo is not None and Path(first.file) == path


def test_a_save_that_changes_nothing_is_not_noted(make_scan) -> None:
    path = make_scan()
    Scan(path).save(records(1)[0])
    before = path.stat()
    assert Scan(path).save(records(1)[0]).changes == ()
    assert len(Scan(path).history()) == 1
    assert path.stat().st_mtime_ns == before.st_mtime_ns


DAMAGED = {
    "a torn line": b'{"file": "/scan.jpg", "places": [{"sidecar": fal',
    "bytes that are not text": bytes(range(256)),
    "zeros, as after a power cut": bytes(500),
    "another shape": b'[]\nnull\n17\n"x"\n{}',
    "no places": b'{"places": null, "when": "2024-05-06"}',
    "places of nothing": b'{"file": "x", "places": [{}], "when": "2024-05-06T00:00:00+00:00"}',
    "no records": b'{"file":"x","places":[],"record_before":1,"record_after":null,"when":'
    b'"2024-05-06T00:00:00+00:00","id":"x","undoes":null}',
    "no date": b'{"file":"x","places":[],"record_before":{},"record_after":{},"when":"soon"}',
    "nested without end": b"[" * 100_000,
}


@pytest.mark.parametrize("line", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("where", ["first", "between", "last", "last without an end"])
def test_a_damaged_line_is_passed_over(make_scan, line: bytes, where: str) -> None:
    path = make_scan()
    first, second = records(2)
    Scan(path).save(first)
    Scan(path).save(second)
    journal = Journal(path)
    one, two = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes({
        "first": line + b"\n" + one + two,
        "between": one + line + b"\n" + two,
        "last": one + two + line + b"\n",
        "last without an end": one + two + line,
    }[where])  # fmt: skip
    assert len(journal.entries()) == 2
    assert journal.damaged >= 1
    Scan(path).save(ExposureRecord(film="third"))
    assert len(Journal(path).entries()) == 3, "what is added does not join a torn line"
    for record in (second, first):
        Scan(path).undo()
        assert Scan(path).record == record


def test_a_save_reads_the_journal_once(make_scan, monkeypatch) -> None:
    path = make_scan()
    for record in records(3):
        Scan(path).save(record)
    reads: list[Path] = []
    read_lines = journal_module.read_lines

    def counted(file: Path, meaning: Any) -> Any:
        reads.append(file)
        return read_lines(file, meaning)

    monkeypatch.setattr(journal_module, "read_lines", counted)
    scan = Scan(path)
    scan.save(ExposureRecord(subject="Moon"))
    assert reads == [Journal(path).path]
    assert len(scan.history()) == 4, "and what it has noted is known"
    Scan(path).undo()
    assert len(scan.history()) == 4 and scan.undo().changes and len(scan.history()) == 6


def test_a_journal_that_is_lost(make_scan) -> None:
    path = make_scan()
    Scan(path).save(records(1)[0])
    Journal(path).path.unlink()
    assert Scan(path).history() == []
    with pytest.raises(ExifilmError, match="no save to undo"):
        Scan(path).undo()
    assert Scan(path).record == records(1)[0]


def test_a_journal_that_cannot_be_written_stops_the_save(make_scan) -> None:
    path = make_scan()
    before = path.read_bytes()
    Journal(path).path.parent.mkdir(parents=True)
    Journal(path).path.mkdir()  # something else has its name
    with pytest.raises(ExifilmError, match="journal"):
        Scan(path).save(records(1)[0])
    assert path.read_bytes() == before
    assert not [file for file in path.parent.iterdir() if file.name.startswith(".")]


def test_a_data_folder_that_cannot_be_made(make_scan, own_data_folder: Path) -> None:
    path = make_scan()
    before = path.read_bytes()
    own_data_folder.parent.mkdir(exist_ok=True)
    own_data_folder.write_text("a file where the folder goes")
    with pytest.raises(ExifilmError, match="nothing was saved"):
        Scan(path).save(records(1)[0])
    assert path.read_bytes() == before


def test_each_scan_has_a_history_of_its_own(make_scan) -> None:
    one, other = make_scan("one.jpg"), make_scan("other.jpg")
    Scan(one).save(records(1)[0])
    assert len(Scan(one).history()) == 1 and not Scan(other).history()


def test_a_name_that_is_not_utf8(make_scan) -> None:
    path = make_scan()
    path = path.rename(path.with_name(os.fsdecode(b"scan\xff\n-x.jpg")))
    Scan(path).save(records(1)[0])
    assert "\\udcff" in Scan(path).history()[0].file
    Scan(path).undo()
    assert not Scan(path).record


def test_what_undo_puts_back_is_what_was_there(make_scan) -> None:
    """Also in other notations: a list of creators, a caption, an EXIF date without a zone."""
    path = make_scan(foreign=False)
    samples.put_tags(path, {"XMP-dc:Creator": "Ansel", "IFD0:Artist": "A. Adams",
                            "ExifIFD:FNumber": "22.6", "XMP-dc:Title": "Moon",
                            "IFD0:ImageDescription": "A caption", "ExifIFD:ISO": "9"})  # fmt: skip
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Creator+=Edward",
                "-XMP-dc:Title-de=Mond", str(path))  # fmt: skip
    names = ["-XMP-dc:all", "-IFD0:all", "-ExifIFD:all", "-XMP-exifilm:all", "-XMP-iptcExt:all"]
    before = samples.exiftool("-a", "-G1", "-s", *names, path)
    Scan(path).save(
        ExposureRecord(photographer="New", subject="New", aperture=8, exposure_index=64, notes="n")
    )
    assert samples.exiftool("-a", "-G1", "-s", *names, path) != before
    Scan(path).undo()
    assert samples.exiftool("-a", "-G1", "-s", *names, path) == before
