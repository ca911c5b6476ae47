"""A copy camera's exposure is not the film's: not read or shown, moved out, and restored."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from tests import samples
from tests.scans.contract import foreign_tags
from tests.tags.test_scanner_tags import analogexif_like

FAULTS = Path(__file__).parents[1] / "data" / "faults"
FILM = ExposureRecord(
    camera_make="Linhof", camera_model="Master Technika", aperture="f/22", taken="1974-08"
)
EXPOSURE = ("exposure_time", "aperture", "exposure_index", "focal_length", "lens", "lens_make",
            "subject_distance", "camera_serial", "taken")  # fmt: skip
MOVED = ("ExifIFD:ExposureTime", "ExifIFD:ISO", "ExifIFD:ShutterSpeedValue", "ExifIFD:LensModel",
         "ExifIFD:ExposureCompensation", "ExifIFD:SerialNumber", "ExifIFD:DateTimeOriginal",
         "ExifIFD:FocalLengthIn35mmFormat", "ExifIFD:LensInfo", "XMP-aux:LensID")  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A negative copied with a Sony."""
    return Path(shutil.copy(FAULTS / "copy-camera.jpg", tmp_path))


def everything(path: Path) -> dict[str, Any]:
    found = json.loads(
        samples.asked("-j", "-n", "-G1", "-a", "-u", "-XMP:all", "-EXIF:all", path).out
    )
    return {name: value for name, value in found[0].items() if name != "XMP-x:XMPToolkit"}


def test_nothing_of_it_is_read_as_the_film_s(copy: Path) -> None:
    record = Scan(copy).record
    assert {name: record[name] for name in EXPOSURE} == dict.fromkeys(EXPOSURE)
    assert record.camera_make is None
    assert (record.scanner_make, record.scanner_model) == ("SONY", "ILCE-7RM4")
    assert str(record.scanned) == "2024-02-03 20:11:12", "CreateDate has no offset here"
    assert record.show("copy_exposure").startswith(
        "1/15 s, f/8, ISO 100, 70 mm, 2024-02-03 20:11:12; "
    )
    assert record.to_json()["copy_exposure"]["LensModel"] == "FE 70mm F2.8 Macro"


def test_the_first_save_moves_all_of_it_out(copy: Path) -> None:
    before, first = everything(copy), Scan(copy).record
    assert set(MOVED) <= before.keys()
    Scan(copy).save(FILM)
    after, record = everything(copy), Scan(copy).record
    assert not set(MOVED) & after.keys()
    assert after["ExifIFD:FNumber"] == 22 and after["IFD0:Make"] == "Linhof"
    assert after["ExifIFD:CreateDate"] == before["ExifIFD:CreateDate"], "the scan's own date stays"
    assert record == FILM.replace(
        scanner_make="SONY", scanner_model="ILCE-7RM4", scan_software="Adobe Lightroom 12",
        scanned=first.scanned, copy_exposure=first.copy_exposure,
    )  # fmt: skip


def test_undo_puts_all_of_it_back(copy: Path) -> None:
    before, foreign, first = everything(copy), foreign_tags(copy), Scan(copy).record
    Scan(copy).save(FILM)
    Scan(copy).save(Scan(copy).record.replace(exposure_time="1 s", lens="Symmar"))
    Scan(copy).undo()
    Scan(copy).undo()
    assert Scan(copy).record == first and foreign_tags(copy) == foreign
    after = everything(copy)
    assert {name: after.get(name) for name in before} == before


def test_a_save_that_says_nothing_of_the_exposure_moves_it_too(copy: Path) -> None:
    scan = Scan(copy)
    scan.save(scan.record.replace(film="HP5+"))
    assert not set(MOVED) & everything(copy).keys()
    record = Scan(copy).record
    assert {name: record[name] for name in EXPOSURE} == dict.fromkeys(EXPOSURE)


def test_what_is_typed_stands_even_where_the_copy_says_the_same(copy: Path) -> None:
    scan = Scan(copy)
    scan.save(scan.record.replace(aperture="f/8", taken="2024-02-03 20:11:12+01:00"))
    record = Scan(copy).record
    assert record.show("aperture") == "f/8" and str(record.taken) == "2024-02-03 20:11:12+01:00"
    assert record.exposure_time is None


@pytest.mark.parametrize(
    "tags",
    [
        {"ExifIFD:FileSource": "3"},
        {"ExifIFD:SensingMethod": "2"},
        {"ExifIFD:FocalPlaneXResolution": "4000"},
        {"ExifIFD:ShutterSpeedValue": "0.0625", "ExifIFD:ApertureValue": "8"},
        {"IFD0:Make": "Sony", "ExifIFD:CreateDate": "2024:02:03 20:11:12",
         "ExifIFD:DateTimeOriginal": "2024:02:03 20:11:12"},
    ],
    ids=lambda tags: next(iter(tags)),
)  # fmt: skip
def test_each_sign_of_a_copy_camera_is_enough(make_scan: Any, tags: dict[str, str]) -> None:
    path = make_scan(foreign=False)
    exposure = {"ExifIFD:FNumber": "8", "ExifIFD:ImageNumber": "17", "ExifIFD:UserComment": "test",
                "GPS:GPSLatitude": "57.5", "GPS:GPSLatitudeRef": "N"}  # fmt: skip
    samples.put_tags(path, exposure)
    assert Scan(path).record.show("aperture") == "f/8", "without a sign they are the film's"
    samples.put_tags(path, tags)
    record = Scan(path).record
    assert [record[n] for n in ("aperture", "image_id", "notes", "latitude")] == [None] * 4
    assert {"FNumber", "ImageNumber", "UserComment", "GPSLatitude"} <= dict(
        record.copy_exposure or ()
    ).keys()


@pytest.mark.parametrize(
    "tags", [{"ExifIFD:FileSource": "1"}, {"ExifIFD:SensingMethod": "8"}, {"IFD0:Make": "EPSON",
             "IFD0:Model": "Perfection V850"}], ids=str,
)  # fmt: skip
def test_a_scanner_has_no_exposure_of_its_own(make_scan: Any, tags: dict[str, str]) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"ExifIFD:FNumber": "8", "IFD0:Artist": "A", **tags})
    assert Scan(path).record.show("aperture") == "f/8"


def test_what_a_film_program_wrote_is_the_film_s(make_scan: Any) -> None:
    path = make_scan(foreign=False)
    analogexif_like(path)
    samples.put_tags(path, {"ExifIFD:FileSource": "3", "ExifIFD:CreateDate": "1974:08:03 16:20:00"})
    record = Scan(path).record
    assert record.show("aperture") == "f/11" and record.camera_make == "Hasselblad"
    assert record.copy_exposure is None


def test_photographer_and_copyright_are_nobody_else_s(copy: Path) -> None:
    samples.put_tags(copy, {"IFD0:Artist": "Anna", "IFD0:Copyright": "© Anna"})
    record = Scan(copy).record
    assert (record.photographer, record.copyright) == ("Anna", "© Anna")


def test_a_wrong_guess_is_turned_round_before_the_first_save(copy: Path) -> None:
    before = everything(copy)
    scan = Scan(copy)
    scan.save(scan.record.replace(film="HP5+"), film_exif=True)
    record, after = Scan(copy).record, everything(copy)
    assert (record.show("aperture"), record.show("exposure_time")) == ("f/8", "1/15 s")
    assert (record.camera_make, record.lens, record.film) == ("SONY", "FE 70mm F2.8 Macro", "HP5+")
    assert str(record.taken) == "2024-02-03 20:11:12+01:00"
    assert record.copy_exposure is None and record.scanner_make is None
    assert {name: after.get(name) for name in before} == before
    scan = Scan(copy)
    scan.save(scan.record.replace(notes="later"))
    assert Scan(copy).record == record.replace(notes="later"), "and it stays so"


def test_a_wrong_guess_is_turned_round_after_it(copy: Path) -> None:
    before = everything(copy)
    scan = Scan(copy)
    scan.save(scan.record.replace(film="HP5+", aperture="f/11"))
    scan.save(scan.record, film_exif=True)
    record, after = Scan(copy).record, everything(copy)
    assert (record.show("aperture"), record.show("exposure_time")) == ("f/11", "1/15 s")
    assert (record.camera_make, record.lens) == ("SONY", "FE 70mm F2.8 Macro")
    assert after["ExifIFD:ExposureCompensation"] == before["ExifIFD:ExposureCompensation"]
    assert record.copy_exposure == (("FNumber", "8"),), "what the record says otherwise is kept"
    scan.undo()
    assert Scan(copy).record.exposure_time is None


def test_a_scanner_never_becomes_the_film_s_camera(make_scan: Any) -> None:
    path = make_scan(foreign=False, scanner=True)
    for _ in range(2):
        shown = Scan(path).record
        Scan(path).save(shown.replace(film="HP5+"), film_exif=True)
        assert Scan(path).record == shown.replace(film="HP5+")
        assert Scan(path).record.camera_make is None


DIGIKAM = {
    # The copies that digiKam and darktable make of the image's EXIF.
    "XMP-tiff:Make": "SONY", "XMP-tiff:Model": "ILCE-7RM4", "XMP-exif:FNumber": "8",
    "XMP-exif:ExposureTime": "0.0666666667", "XMP-exif:DateTimeOriginal": "2024:02:03 20:11:12.000",
    "XMP-photoshop:DateCreated": "2024:02:03 20:11:12", "XMP-exif:FocalLength": "70",
}  # fmt: skip


def test_copies_of_it_in_a_foreign_sidecar_are_not_the_film_s_either(copy: Path) -> None:
    foreign_sidecar(copy, DIGIKAM)
    first = Scan(copy).record
    assert {name: first[name] for name in EXPOSURE} == dict.fromkeys(EXPOSURE)
    assert first.camera_make is None and first.scanner_make == "SONY"
    scan = Scan(copy)
    scan.save(scan.record.replace(film="HP5+"))
    record = Scan(copy).record
    assert record == first.replace(film="HP5+")
    Scan(copy).undo()
    assert Scan(copy).record == first


def test_what_a_person_wrote_into_a_foreign_sidecar_is_the_film_s(copy: Path) -> None:
    foreign_sidecar(copy, {**DIGIKAM, "XMP-exif:FNumber": "32", "XMP-tiff:Make": "Linhof"})
    record = Scan(copy).record
    assert record.show("aperture") == "f/32" and record.camera_make == "Linhof"


def test_a_sidecar_that_darktable_makes_after_the_first_save(copy: Path) -> None:
    scan = Scan(copy)
    scan.save(scan.record.replace(film="HP5+"))
    foreign_sidecar(copy, DIGIKAM)
    record = Scan(copy).record
    assert {name: record[name] for name in EXPOSURE} == dict.fromkeys(EXPOSURE)
    assert record.camera_make is None


def test_a_sidecar_shows_the_copy_camera_where_the_image_has_no_exif(make_scan: Any) -> None:
    path = make_scan("scan.xcf", foreign=False)
    foreign_sidecar(path, {**DIGIKAM, "XMP-exif:FileSource": "3"})
    record = Scan(path).record
    assert {name: record[name] for name in EXPOSURE} == dict.fromkeys(EXPOSURE)
    assert record.scanner_make == "SONY" and dict(record.copy_exposure or ())["FNumber"] == "8"


def foreign_sidecar(path: Path, tags: dict[str, str]) -> None:
    given = [f"-{name}={value}" for name, value in tags.items()]
    samples.exiftool("-q", "-n", *given, "-o", path.with_name(f"{path.name}.xmp"))
