"""Scans and archives read through any reader; two readers give the files in order."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from exifilm_core import Archive, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.readers import FileTags, Progress
from exifilm_core.readers.two import BATCH, WORTH_A_SECOND, TwoReaders
from tests.readers.recording import RecordingReader
from tests.scans.test_formats import darktable_like


@pytest.fixture
def recording() -> RecordingReader:
    return RecordingReader(ExifTool.shared())


def test_a_scan_reads_through_its_reader(make_scan, recording: RecordingReader) -> None:
    path = make_scan()
    Scan(path).save(ExposureRecord(film="HP5+"))
    scan = Scan(path, reader=recording)
    assert recording.asked == [], "nothing is read until asked"
    assert scan.record.film == "HP5+"
    assert recording.asked == [[path]]


def test_an_archive_reads_each_file_once(
    make_scan, tmp_path: Path, recording: RecordingReader
) -> None:
    paths = [make_scan(f"scans/{number}.jpg") for number in (1, 2, 3)]
    darktable_like(sidecar_of(paths[1]))
    with Archive(tmp_path / "scans", recording) as archive:
        assert recording.asked == []
        progress: list[Path] = []
        archive.load(lambda found: progress.append(found.path))
        files = [paths[0], paths[1], sidecar_of(paths[1]), paths[2]]
        assert recording.asked == [files]
        assert progress == files
        assert [scan.path for scan in archive.readable()] == paths


def test_without_an_index_a_search_reads_all_and_then_what_it_found(
    make_scan, tmp_path: Path, recording: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXIFILM_INDEX", "0")
    paths = [make_scan(f"scans/{number}.jpg") for number in (1, 2, 3)]
    for path in paths:
        Scan(path).save(ExposureRecord(image_id=path.stem, film="HP5+"))
    with Archive(tmp_path / "scans", recording) as archive:
        assert [scan.record.film for scan in archive.range(2, 2).scans] == ["HP5+"]
        assert recording.asked == [paths, [paths[1]]]
        assert archive[3].path == paths[2]
        assert recording.asked[2:] == [paths, [paths[2]]]


def test_reading_is_cancelled_by_its_progress(make_scan, tmp_path: Path) -> None:
    for number in range(3):
        make_scan(f"scans/{number}.jpg")

    class CancelledError(Exception):
        pass

    def cancel(_found: FileTags) -> None:
        raise CancelledError

    with Archive(tmp_path / "scans") as archive:
        with pytest.raises(CancelledError):
            archive.load(cancel)
        assert len(list(archive.readable())) == 3, "it can be read again"


class Slow:
    """A reader that needs no files. Its first batch waits for another reader's."""

    def __init__(self, other_has_read: threading.Event, has_read: threading.Event) -> None:
        self.batches: list[list[Path]] = []
        self._waits_for, self._sets = other_has_read, has_read
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True

    def read(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[FileTags]:
        self.batches.append(list(paths))
        if len(self.batches) == 1:
            self._waits_for.wait(20)
        for path in self.batches[-1]:
            found = FileTags(path, "JPEG")
            if progress:
                progress(found)
            yield found
        self._sets.set()


@pytest.mark.parametrize("count", [WORTH_A_SECOND, 2 * BATCH, 5 * BATCH + 7])
def test_two_readers_share_many_files_and_keep_the_order(count: int) -> None:
    first_has_read, second_has_read = threading.Event(), threading.Event()
    second_has_read_or_not = threading.Event()
    second_has_read_or_not.set()
    first = Slow(second_has_read, first_has_read)  # the later files are read before the earlier
    second = Slow(second_has_read_or_not, second_has_read)
    paths = [Path(f"{number}.jpg") for number in range(count)]
    counted: list[Path] = []
    two = TwoReaders(first, lambda: second)
    found = two.read(iter(paths), progress=lambda tags: counted.append(tags.path))
    assert [tags.path for tags in found] == paths
    assert sorted(counted) == sorted(paths)
    assert first.batches and second.batches
    assert max(len(batch) for batch in (*first.batches, *second.batches)) <= BATCH
    two.close()
    assert second.is_closed and not first.is_closed


def test_few_files_start_no_second_reader() -> None:
    event = threading.Event()
    event.set()
    two = TwoReaders(Slow(event, event), lambda: pytest.fail("not needed"))
    assert len(list(two.read([Path("a.jpg")] * (WORTH_A_SECOND - 1)))) == WORTH_A_SECOND - 1


def test_a_fault_of_one_of_two_readers_is_raised() -> None:
    event = threading.Event()
    event.set()

    def fail(found: FileTags) -> None:
        if found.path.name == "150.jpg":
            raise ZeroDivisionError

    two = TwoReaders(Slow(event, event), lambda: Slow(event, event))
    with pytest.raises(ZeroDivisionError):
        list(two.read([Path(f"{number}.jpg") for number in range(200)], progress=fail))
