"""A record in a temporary copy of an image's metadata, as for GIMP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.scans.metadata_copy import MetadataCopy
from tests import samples

RECORD = ExposureRecord(subject="Moonrise", camera_make="Linhof", aperture="f/22½")


@pytest.fixture
def path(make_scan: Callable[..., Path]) -> Path:
    return make_scan("1.jpg", scanner=True)


@pytest.fixture
def copy(path: Path) -> MetadataCopy:
    return MetadataCopy(path, ExifTool.shared())


def test_it_is_saved_and_read_as_in_a_scan(copy: MetadataCopy, path: Path) -> None:
    """The scanner's names move to the fields of the scan."""
    scanner = Scan(path).record.scanner_model
    assert scanner
    assert copy.read() == (Scan(path).record, False)
    copy.save(RECORD)
    record = RECORD.replace(**of_the_scan(path))
    assert copy.read() == (record, True)
    assert Scan(path).record == record
    assert copy.read()[0].scanner_model == scanner


def of_the_scan(path: Path) -> dict[str, object]:
    names = ("scanner_make", "scanner_model", "scan_software", "scanned")
    return {name: Scan(path).record[name] for name in names}


def test_nothing_is_left_but_the_file(
    copy: MetadataCopy, path: Path, own_data_folder: Path
) -> None:
    """No sidecar, no history, no lock; and a second save of the same writes nothing."""
    copy.save(RECORD)
    assert list(path.parent.iterdir()) == [path]
    assert not own_data_folder.exists()
    before = path.stat()
    copy.save(copy.read()[0])
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_tag_that_disagrees_is_mended_if_asked(copy: MetadataCopy, path: Path) -> None:
    copy.save(RECORD.replace(lens="Symmar-S 210mm"))
    samples.put_tags(path, {"XMP-aux:Lens": "something else"})
    copy.save(copy.read()[0])
    assert [drift.field for drift in Scan(path).drifted] == ["lens"]
    copy.save(copy.read()[0], repair=["lens"])
    assert Scan(path).drifted == []


def test_a_save_that_fails_leaves_the_file(copy: MetadataCopy, path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ExifilmError, match="truncated"):
        copy.save(RECORD)
    assert path.read_bytes() == whole[: len(whole) // 2]
    assert list(path.parent.iterdir()) == [path]
