"""A save may stand on what was read quickly: it is the same save, and undo takes back the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.readers.quick import QuickReader
from tests import samples
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags
from tests.scans.test_formats import INTO, RECORD


@pytest.fixture
def quick() -> QuickReader:
    return QuickReader(ExifTool.shared())


@pytest.mark.parametrize("suffix", INTO)
def test_a_record_is_saved_and_undone(make_scan, suffix: str, quick: QuickReader) -> None:
    path = make_scan(f"scan{suffix}", scanner=True)
    pixels, foreign, before = samples.pixels(path), foreign_tags(path), Scan(path).record
    for record in (RECORD, RECORD.replace(subject=None, lens="Symmar")):
        scan = Scan(path, reader=quick)
        scan.save(record)
        assert Scan(path, reader=quick).record == Scan(path).record == scan.record
        assert_foreign_tags_stay(foreign, path)
    for _ in range(2):
        Scan(path, reader=quick).undo()
    assert Scan(path).record == before
    assert samples.pixels(path) == pixels
    assert_foreign_tags_stay(foreign, path)
    assert quick.quickly and quick.failures == []


@pytest.mark.parametrize("foreign", [True, False])
def test_undo_removes_a_sidecar_only_if_nothing_else_is_in_it(
    make_scan, quick: QuickReader, foreign: bool
) -> None:
    path = make_scan("scan.dng")
    beside: Path = sidecar_of(path)
    Scan(path, reader=quick).save(RECORD)
    if foreign:
        samples.put_tags(beside, {"XMP-xmp:Rating": "4"})
    Scan(path, reader=quick).save(RECORD.replace(film="HP5+"))
    Scan(path, reader=quick).undo()
    Scan(path, reader=quick).undo()
    assert beside.exists() == foreign
    if foreign:
        assert samples.exiftool("-s3", "-XMP-xmp:Rating", beside).strip() == "4"
    assert quick.quickly
