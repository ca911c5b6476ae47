"""Approximate dates in real files: other programs' better ones, two places, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from tests import samples

HOME, ABOUT = "XMP-photoshop:DateCreated", "XMP-exifilm:TakenAbout"
RECORD = ExposureRecord(subject="Oak", taken="c. 1974")


def dates(path: Path) -> tuple[Any, Any]:
    """The plain date and the approximate one in a file."""
    tags = ExifTool.shared().read_one(path).tags
    if ABOUT in tags:
        assert not [name for name in tags if name.endswith(":DateTimeOriginal")]
    return tags.get(HOME), tags.get(ABOUT)


@pytest.mark.parametrize("name", ["scan.jpg", "scan.tif", "scan.dng"])
def test_a_better_date_of_another_program_is_the_record_and_undo_goes_back(
    make_scan: Any, name: str
) -> None:
    path = make_scan(name, foreign=False)
    Scan(path).save(RECORD)
    place = path if name != "scan.dng" else sidecar_of(path)
    assert Scan(path).record == RECORD and not Scan(path).drifted
    assert dates(place) == ("1974", "1974~")

    samples.put_tags(place, {HOME: "1974:08"})
    scan = Scan(path)
    assert scan.record == RECORD.replace(taken="1974-08")
    assert not scan.unreadable and not scan.drifted
    scan.save(scan.record.replace(notes="n"))
    assert dates(place) == ("1974:08", None)
    Scan(path).undo()
    assert dates(place) == ("1974:08", "1974~")
    samples.put_tags(place, {HOME: "1974"})
    assert Scan(path).record == RECORD

    Scan(path).save(RECORD.replace(taken="1974"))
    assert dates(place) == ("1974", None)
    Scan(path).undo()
    assert Scan(path).record == RECORD


def test_of_two_places_each_keeps_its_own_until_one_is_chosen(make_scan: Any) -> None:
    path = make_scan(foreign=False)
    beside = sidecar_of(path)
    samples.exiftool("-q", "-XMP-xmp:Rating=4", "-o", beside)
    Scan(path).save(RECORD)
    assert dates(path) == dates(beside) == ("1974", "1974~")
    samples.put_tags(path, {HOME: "1974:08"})
    scan = Scan(path)
    assert scan.record == RECORD
    assert [(d.field, d.tag, str(d.value)) for d in scan.drifted] == [
        ("taken", f"{HOME} in {path.name}", "1974-08")
    ]
    scan.save(RECORD.replace(notes="n"))
    assert dates(path) == ("1974:08", None), "what no longer counts goes, the better date stays"
    assert dates(beside) == ("1974", "1974~")
    assert [d.field for d in Scan(path).drifted] == ["taken"]
    better = Scan(path).accepted("taken")
    Scan(path).save(Scan(path).record.replace(taken=better), repair=["taken"])
    assert dates(path) == dates(beside) == ("1974:08", None)
    assert not Scan(path).drifted


def test_other_programs_copies_are_the_plain_date(make_scan: Any) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"IPTC:DateCreated": "1974:08:03", "IPTC:TimeCreated": "16:20:00"})
    Scan(path).save(ExposureRecord(taken="1974/75"))
    tags = ExifTool.shared().read_one(path).tags
    assert (tags["IPTC:DateCreated"], tags.get("IPTC:TimeCreated")) == ("1974:00:00", None)
    assert dates(path) == ("1974", "1974/1975") and not Scan(path).drifted


def test_a_day_of_the_rig_is_the_scans_beside_an_approximate_date(make_scan: Any) -> None:
    path = make_scan(scanner=True)
    scan = Scan(path)
    scan.save(scan.record.replace(taken="1970s"))
    record = Scan(path).record
    assert (record.show("taken"), record.show("scanned")) == ("1970s", "2024-05-06 07:08:09")
    assert dates(path) == ("1970", "197X")
