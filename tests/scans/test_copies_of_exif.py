"""Another program's copy of EXIF in an image's XMP agrees with the record after a save."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.actions.findings import findings_of, kind_of
from exifilm_core.commands.findings import sentence_of
from tests import samples
from tests.conftest import DATA
from tests.scans.contract import look, names
from tests.scans.test_copy_camera import DIGIKAM, everything

EXIF = {"ExifIFD:FNumber": "8", "ExifIFD:ISO": "100", "IFD0:Artist": "Ansel"}
COPIES = {
    "XMP-exif:FNumber": "8", "XMP-exif:ISO": "100", "XMP-tiff:Artist": "Ansel",
    "XMP-exif:ExposureTime": "0.25", "XMP-exif:GPSLatitude": "-36.5",
}  # fmt: skip


@pytest.mark.parametrize("name", ["scan.jpg", "scan.tif"])
def test_they_are_brought_in_step_and_undo_is_exact(make_scan: Any, name: str) -> None:
    path = make_scan(name, foreign=False)
    samples.put_tags(path, EXIF | COPIES)
    before = look(path).tags
    Scan(path).save(Scan(path).record.replace(subject="Barn"))
    first = look(path).tags
    scan = Scan(path)
    saved = scan.save(
        scan.record.replace(aperture=22, exposure_index=None, photographer="Edward", latitude=36.5)
    )
    assert {change.field for change in saved.changes} == {
        "aperture", "exposure_index", "photographer", "latitude",
    }  # fmt: skip
    assert saved.brought_in_line == () and names(path.parent) == [name]
    after = everything(path)
    assert {name: after.get(name) for name in COPIES} == {
        "XMP-exif:FNumber": 22, "XMP-exif:ISO": None, "XMP-tiff:Artist": "Edward",
        "XMP-exif:ExposureTime": 0.25, "XMP-exif:GPSLatitude": 36.5,
    }  # fmt: skip
    assert Scan(path).drifted == [] and Scan(path).record.exposure_time is None
    stamp = "XMP-exifilm:RecordSaved"
    for earlier in (first, before):
        assert Scan(path).undo().warnings == ()
        now = look(path).tags
        assert (now | {stamp: []}) == (earlier | {stamp: []})


def test_one_that_says_something_else_is_named_and_may_be_taken_over(make_scan: Any) -> None:
    path = make_scan(foreign=False)
    Scan(path).save(ExposureRecord(aperture=22, exposure_time="1/60"))
    samples.put_tags(path, {"XMP-exif:FNumber": "8", "XMP-exif:ExposureTime": "0.016667"})
    scan = Scan(path)
    assert [(each.field, each.tag, each.text, each.value) for each in scan.drifted] == [
        ("aperture", "XMP-exif:FNumber", "8", 8)
    ]
    assert [sentence_of(f) for f in findings_of(scan) if kind_of(f) == "drifted"] == [
        "Aperture (aperture) is “f/22”, but XMP-exif:FNumber is “8”. “exifilm set --accept "
        "aperture” takes it into the record."
    ]
    saved = scan.save(scan.record, repair=["aperture"])
    assert saved.changes == () and saved.brought_in_line == ("Aperture",)
    assert everything(path)["XMP-exif:FNumber"] == 22
    samples.put_tags(path, {"XMP-exif:FNumber": "11"})
    scan = Scan(path)
    scan.save(scan.record.replace(aperture=scan.accepted("aperture")))
    assert Scan(path).record.aperture == 11 and Scan(path).drifted == []


def test_those_of_a_copy_camera_s_exposure_never_stand_as_the_film_s(tmp_path: Path) -> None:
    path = Path(shutil.copy(DATA / "faults" / "copy-camera.jpg", tmp_path))
    copies = {**DIGIKAM, "XMP-exif:ISO": "100", "XMP-exif:FileSource": "3"}
    samples.put_tags(path, copies)
    before, first = everything(path), Scan(path).record
    Scan(path).save(first.replace(aperture="f/22", camera_make="Linhof"))
    after = everything(path)
    assert {name: after[name] for name in copies if name in after} == {
        "XMP-exif:FNumber": 22, "XMP-tiff:Make": "Linhof", "XMP-exif:FileSource": 1,
    }  # fmt: skip
    assert Scan(path).drifted == []
    assert Scan(path).record.copy_exposure == first.copy_exposure
    assert Scan(path).undo().warnings == ()
    assert everything(path) == before and Scan(path).record == first


def test_a_scan_s_date_and_its_copy_go_together(make_scan: Any) -> None:
    path = make_scan(foreign=False, scanner=True)
    samples.put_tags(path, {
        "XMP-exif:DateTimeOriginal": "2024:05:06 07:08:09", "XMP-tiff:Model": "Perfection V850 Pro",
    })  # fmt: skip
    scan = Scan(path)
    scan.save(scan.record.replace(film="HP5+"))
    assert everything(path)["XMP-exif:DateTimeOriginal"] == "2024:05:06 07:08:09"
    scan.save(scan.record.replace(taken="1974", camera_make="Linhof"))
    after = everything(path)
    assert after["XMP-exif:DateTimeOriginal"] == 1974 and "XMP-tiff:Model" not in after
    assert "ExifIFD:DateTimeOriginal" not in after and Scan(path).drifted == []
