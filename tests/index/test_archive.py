"""Archives through the index: nothing of a known folder is read, and all answers stay the same."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exifilm_core import Archive, ExposureRecord, Scan
from exifilm_core.actions.check import check_archive
from exifilm_core.actions.show import show
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.index import Index
from tests import samples
from tests.readers.recording import RecordingReader
from tests.scans.test_formats import darktable_like

pytestmark = pytest.mark.usefixtures("old_enough")


@pytest.fixture
def reader() -> RecordingReader:
    return RecordingReader(ExifTool.shared())


def files_read(reader: RecordingReader) -> list[str]:
    """The names of the files that were read since the last call."""
    found = [path.name for paths in reader.asked for path in paths]
    reader.asked.clear()
    return found


@pytest.fixture
def folder(make_scan: Callable[..., Path]) -> Path:
    """Scans with and without a record and a sidecar, with wrong values, and one unreadable."""
    for number in range(1, 5):
        make_scan(f"scans/{number}.jpg")
    folder = make_scan("scans/5.xcf").parent
    Scan(folder / "1.jpg").save(ExposureRecord(image_id="7", subject="Oak", keywords="a, b"))
    Scan(folder / "2.jpg").save(ExposureRecord(image_id="8", aperture="f/22"))
    darktable_like(sidecar_of(folder / "3.jpg"))
    Scan(folder / "5.xcf").save(ExposureRecord(image_id="7", film="HP5+"))
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Title=Elm", folder / "1.jpg")
    samples.exiftool("-q", "-overwrite_original", "-ExifIFD:FNumber=0", folder / "2.jpg")
    (folder / "6.jpg").write_bytes(b"no image")
    return folder


def answers(folder: Path, reader: RecordingReader) -> Iterator[object]:
    """All that an archive says of a folder."""
    with Archive(folder, reader, recursive=True) as archive:
        yield archive.numbers()
        yield archive.unreadable
        yield [scan.path for scan in archive.range(7, 8).scans]
    with Archive(folder, reader) as archive:
        yield check_archive(archive).findings
        yield [(scan.path, scan.record, scan.drifted) for scan in archive.readable()]
    paths = sorted(folder.glob("[1-5].???"))
    yield [outcome.get().to_json() for outcome in show(paths, reader=reader)]


def test_the_answers_are_the_same_with_and_without_an_index(
    folder: Path, reader: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(answers(folder, reader))
    files_read(reader)
    second = list(answers(folder, reader))
    assert set(files_read(reader)) == {"6.jpg"}, "what cannot be read is tried again"
    monkeypatch.setenv("EXIFILM_INDEX", "0")
    assert list(answers(folder, reader)) == first == second


def test_only_what_changed_is_read_again(folder: Path, reader: RecordingReader) -> None:
    (folder / "6.jpg").unlink()
    with Archive(folder, reader) as archive:
        archive.numbers()
    files_read(reader)
    Scan(folder / "2.jpg").save(ExposureRecord(image_id="9"))
    darktable_like(sidecar_of(folder / "4.jpg"))
    (folder / "1.jpg").rename(folder / "10.jpg")
    with Archive(folder, reader) as archive:
        numbers = {path.name: number.shown for path, number in archive.numbers().items()}
        assert files_read(reader) == ["2.jpg", "4.jpg", "4.jpg.xmp", "10.jpg"]
        assert (numbers["2.jpg"], numbers["10.jpg"]) == ("9", "7")
    with Archive(folder, reader) as archive:
        assert archive.unknown() == []
        assert {path.name: number.shown for path, number in archive.numbers().items()} == numbers
    assert files_read(reader) == []
    index = Index.shared()
    assert index
    assert index.known(folder).keys() == set(numbers), "1.jpg is forgotten"


def test_a_known_archive_makes_no_scan(
    folder: Path, reader: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "6.jpg").unlink()
    with Archive(folder, reader) as archive:
        numbers = archive.numbers()
    monkeypatch.setattr(Scan, "__init__", lambda *_given, **_named: pytest.fail("a scan was made"))
    with Archive(folder, reader) as archive:
        assert archive.numbers() == numbers


def test_where_the_journal_decides_the_tags_are_remembered_and_the_record_is_not(
    make_scan: Callable[..., Path], reader: RecordingReader
) -> None:
    """darktable has put back an old keyword: that it is old, only the journal knows."""
    path = make_scan("scans/1.jpg")
    Scan(path).save(ExposureRecord(image_id="7", keywords="old"))
    Scan(path).save(ExposureRecord(image_id="7", keywords="new"))
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Subject=old", path)
    for _ in range(2):
        with Archive(path.parent, reader) as archive:
            assert archive[7].record.keywords == ("new",)
    index = Index.shared()
    assert index and index.known(path.parent)["1.jpg"].number is None
    assert files_read(reader) == ["1.jpg"], "once"
    journal = Scan(path).journal()
    journal.path.unlink()
    with Archive(path.parent, reader) as archive:
        assert archive[7].record.keywords == ("new", "old")
    assert files_read(reader) == []


def test_reading_that_is_cancelled_keeps_what_was_read(
    make_scan: Callable[..., Path], reader: RecordingReader
) -> None:
    for number in range(4):
        make_scan(f"scans/{number}.jpg")
    folder = make_scan("scans/4.jpg").parent

    def cancel(found: object) -> None:
        if getattr(found, "path", Path()).name == "2.jpg":
            raise KeyboardInterrupt

    with Archive(folder, reader) as archive, pytest.raises(KeyboardInterrupt):
        archive.learn(archive.unknown(), cancel)
    with Archive(folder, reader) as archive:
        assert {path.name for path in archive.unknown()} == {"2.jpg", "3.jpg", "4.jpg"}


def test_a_file_written_just_now_is_read_each_time(
    make_scan: Callable[..., Path], reader: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    folder = make_scan("scans/1.jpg").parent
    now = time.time()
    os.utime(folder / "1.jpg", (now, now))
    for _ in range(2):
        with Archive(folder, reader) as archive:
            archive.numbers()
        assert files_read(reader) == ["1.jpg"]
