"""The quick reader of many files, and the sample that another reader reads too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.readers import FileTags
from exifilm_core.readers.quick import QuickReader, UnsureError, quick_reader, read, sample
from tests.readers.recording import RecordingReader


@pytest.fixture
def scans(make_scan) -> list[Path]:
    """Two scans that are read quickly, around two that are not, one of them no image."""
    first = make_scan("1.jpg")
    Scan(first).save(ExposureRecord(film="HP5+", image_id="1"))
    raw, nothing, last = make_scan("2.dng"), first.with_name("3.tif"), first.with_name("4.jpg")
    nothing.write_bytes(b"no picture")
    shutil.copy(first, last)
    return [first, raw, nothing, last]


@pytest.fixture
def fallback() -> RecordingReader:
    return RecordingReader(ExifTool.shared())


def test_only_files_in_doubt_are_left_to_the_other_reader(
    scans: list[Path], fallback: RecordingReader
) -> None:
    quick, told = QuickReader(fallback), list[Path]()
    found = list(quick.read(scans, progress=lambda one: told.append(one.path)))
    assert [one.path for one in found] == scans
    assert sorted(told) == sorted(scans)
    assert fallback.asked == [scans[1:3]]
    assert (quick.quickly, quick.others, quick.failures) == (2, 2, [])
    whole = list(ExifTool.shared().read(scans))
    assert [one.file_type for one in found] == [one.file_type for one in whole]
    assert [str(one.error) for one in found] == [str(one.error) for one in whole]
    assert found[1].tags == whole[1].tags
    assert found[0].tags.items() <= whole[0].tags.items()
    assert found[0].status and found[0].more and not found[1].more


def test_the_order_stays_over_many_batches(
    scans: list[Path], fallback: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_reader, "BATCH", 3)
    many = scans * 3
    assert [one.path for one in QuickReader(fallback).read(iter(many))] == many
    assert list(map(len, fallback.asked)) == [2, 1, 1, 2]


def test_it_can_be_turned_off(
    scans: list[Path], fallback: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXIFILM_QUICK", "0")
    quick = QuickReader(fallback)
    assert [one.path for one in quick.read(scans)] == scans
    assert fallback.asked == [scans]
    assert (quick.quickly, quick.others) == (0, 4)


def test_a_fault_of_its_own_is_a_doubt(
    scans: list[Path], fallback: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: Path) -> FileTags:
        raise ZeroDivisionError

    monkeypatch.setattr(quick_reader, "read", failing)
    quick = QuickReader(fallback)
    assert next(iter(quick.read(scans))).tags["XMP-exifilm:Film"] == "HP5+"
    assert [path for path, _ in quick.failures] == scans


def test_progress_cancels(scans: list[Path], fallback: RecordingReader) -> None:
    def cancel(_: FileTags) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list(QuickReader(fallback).read(scans, progress=cancel))
    assert fallback.asked == []


def test_the_sample_is_of_files_that_are_read_quickly(
    scans: list[Path], fallback: RecordingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(sample.misread(scans, fallback)) == []
    (asked,) = fallback.asked
    assert len(asked) == 1 and asked[0] in (scans[0], scans[3])
    monkeypatch.setattr(sample, "ONE_OF", 2)
    list(sample.misread(scans, fallback))
    assert sorted(fallback.asked[1]) == [scans[0], scans[3]]
    assert list(sample.misread([], fallback)) == []


def test_a_file_that_was_written_meanwhile_is_no_difference(scans: list[Path]) -> None:
    class Writing(RecordingReader):
        def read(self, *given, **options):
            Scan(scans[0]).save(ExposureRecord(film="another"))
            return super().read(*given, **options)

    assert list(sample.misread(scans[:1], Writing(ExifTool.shared()))) == []


def test_a_doubt_says_why(scans: list[Path]) -> None:
    with pytest.raises(UnsureError, match="suffix"):
        read(scans[2])
