"""A save moves the scanner's values once, and never the film camera's."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests import samples

CAMERA = ExposureRecord(camera_make="Linhof", camera_model="Master Technika", film="HP5+")


def rig_of(record: ExposureRecord) -> tuple[str | None, ...]:
    return (record.scanner_make, record.scanner_model, record.scan_software)


def camera_of(record: ExposureRecord) -> tuple[str | None, ...]:
    return (record.camera_make, record.camera_model)


def test_a_scanner_is_known_by_its_name(make_scan) -> None:
    record = Scan(make_scan(scanner=True)).record
    assert camera_of(record) == (None, None)
    assert rig_of(record) == ("EPSON", "Perfection V850 Pro", "SilverFast 9.2")
    assert str(record.scanned) == "2024-05-06 07:08:09"
    assert record.taken is None, "the day of the scan is not the day of the picture"


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".png"])
def test_the_first_save_moves_it(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}", scanner=True)
    Scan(path).save(CAMERA)
    record = Scan(path).record
    assert camera_of(record) == ("Linhof", "Master Technika")
    assert rig_of(record) == ("EPSON", "Perfection V850 Pro", "SilverFast 9.2")
    assert samples.exiftool("-s3", "-IFD0:Make", path).strip() == "Linhof"


def test_later_saves_leave_it(make_scan) -> None:
    path = make_scan(scanner=True)
    Scan(path).save(CAMERA)
    scan = Scan(path)
    scan.save(scan.record.replace(camera_make="Sinar", camera_model="P2"))
    record = Scan(path).record
    assert camera_of(record) == ("Sinar", "P2")
    assert rig_of(record) == ("EPSON", "Perfection V850 Pro", "SilverFast 9.2")


def test_our_own_camera_is_never_mistaken(make_scan) -> None:
    """Not even one with a scanner's name."""
    path = make_scan(foreign=False)
    ours = ExposureRecord(camera_make="Epson", camera_model="Perfection of 1899", film="HP5+")
    Scan(path).save(ours)
    assert Scan(path).record == ours
    Scan(path).save(ours.replace(notes="again"))
    assert Scan(path).record == ours.replace(notes="again")


def test_an_unknown_make_is_moved_when_it_is_replaced(make_scan) -> None:
    """It may be a digital camera on a copy stand, until a user enters the film camera."""
    path = make_scan(foreign=False)
    samples.put_tags(path, {"IFD0:Make": "Nikon", "IFD0:Model": "D850", "IFD0:Software": "NX",
                            "ExifIFD:DateTimeOriginal": "2024:05:06 07:08:09"})  # fmt: skip
    scan = Scan(path)
    assert camera_of(scan.record) == ("Nikon", "D850")
    scan.save(scan.record.replace(camera_make="Linhof", camera_model=None, taken="1974"))
    record = Scan(path).record
    assert camera_of(record) == ("Linhof", None)
    assert rig_of(record) == ("Nikon", "D850", "NX")
    assert (str(record.taken), str(record.scanned)) == ("1974", "2024-05-06 07:08:09")


def test_a_digital_camera_that_is_left_where_it_stands_stays_the_camera(make_scan) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"IFD0:Make": "Nikon", "IFD0:Model": "D850"})
    scan = Scan(path)
    scan.save(scan.record.replace(notes="a digital picture"))
    assert camera_of(Scan(path).record) == ("Nikon", "D850")
    assert rig_of(Scan(path).record) == (None, None, None)


def test_the_same_make_for_the_scanner_and_the_camera(make_scan) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"IFD0:Make": "Nikon", "IFD0:Model": "LS-9000 (Coolscan)"})
    Scan(path).save(ExposureRecord(camera_make="Nikon", camera_model="F3", film="HP5+"))
    record = Scan(path).record
    assert camera_of(record) == ("Nikon", "F3")
    assert rig_of(record)[:2] == ("Nikon", "LS-9000 (Coolscan)")


def test_what_the_photographer_says_of_the_scanner_wins(make_scan) -> None:
    path = make_scan(scanner=True)
    Scan(path).save(CAMERA.replace(scanner_make="Heidelberg", scanner_model="Tango"))
    assert rig_of(Scan(path).record)[:2] == ("Heidelberg", "Tango")


def test_undone_and_saved_again(make_scan) -> None:
    path = make_scan(scanner=True)
    first = Scan(path).record
    Scan(path).save(CAMERA)
    moved = Scan(path).record
    Scan(path).undo()
    assert Scan(path).record == first
    assert samples.exiftool("-s3", "-IFD0:Make", path).strip() == "EPSON"
    Scan(path).save(CAMERA)
    assert Scan(path).record == moved


def test_a_scanner_and_a_save_that_names_no_camera(make_scan) -> None:
    path = make_scan(scanner=True)
    scan = Scan(path)
    scan.save(scan.record.replace(film="HP5+"))
    record = Scan(path).record
    assert camera_of(record) == (None, None)
    assert rig_of(record) == ("EPSON", "Perfection V850 Pro", "SilverFast 9.2")
    scan = Scan(path)
    scan.save(scan.record.replace(camera_make="Linhof"))
    assert camera_of(Scan(path).record) == ("Linhof", None)
    assert rig_of(Scan(path).record)[0] == "EPSON"


def test_a_file_of_analogexif_has_its_film_camera_already(make_scan) -> None:
    path = make_scan(foreign=False)
    analogexif_like(path)
    scan = Scan(path)
    assert camera_of(scan.record) == ("Hasselblad", "500 C/M")
    scan.save(scan.record.replace(camera_make="Rolleiflex", camera_model="3.5F"))
    record = Scan(path).record
    assert camera_of(record) == ("Rolleiflex", "3.5F")
    assert rig_of(record) == ("Epson", "V700", "VueScan")


def test_the_plan_shows_the_move(make_scan) -> None:
    path = make_scan(scanner=True)
    samples.put_tags(path, {"IFD0:Make": "Unknown", "IFD0:Model": "Box",
                            "ExifIFD:CreateDate": "2024:05:07 07:08:09"})  # fmt: skip
    scan = Scan(path)
    planned = {change.field: change.new for change in scan.plan(CAMERA)}
    assert planned["scanner_make"] == "Unknown" and planned["camera_make"] == "Linhof"
    assert {change.field: change.new for change in scan.save(CAMERA).changes} == planned


def analogexif_like(path: Path) -> None:
    """Tags as AnalogExif writes them."""
    config = path.with_name("analog.config")
    config.write_text(
        """%Image::ExifTool::UserDefined = ('Image::ExifTool::XMP::Main' => {
          AnalogExif => { SubDirectory => { TagTable => 'Image::ExifTool::UserDefined::an' }}});
        %Image::ExifTool::UserDefined::an = (GROUPS => { 0 => 'XMP', 1 => 'XMP-AnalogExif' },
          NAMESPACE => { 'AnalogExif' => 'http://analogexif.sourceforge.net/ns/' },
          WRITABLE => 'string', Film => {}, FilmType => {}, Developer => {}, DevelopTime => {},
          DeveloperDilution => {}, ScannerMaker => {}, Scanner => {}, ScannerSoftware => {},
          RollId => {});
        1;"""
    )
    tags = {
        "IFD0:Make": "Hasselblad", "IFD0:Model": "500 C/M", "ExifIFD:ISO": "320",
        "ExifIFD:FNumber": "11", "ExifIFD:ExposureTime": "0.004", "IFD0:ImageDescription": "Barn",
        "ExifIFD:DateTimeOriginal": "1974:08:03 16:20:00", "IFD0:Artist": "Ansel",
        "XMP-AnalogExif:Film": "Kodak Tri-X 320", "XMP-AnalogExif:FilmType": "4×5",
        "XMP-AnalogExif:Developer": "HC-110", "XMP-AnalogExif:DevelopTime": "13 min",
        "XMP-AnalogExif:DeveloperDilution": "1:14", "XMP-AnalogExif:ScannerMaker": "Epson",
        "XMP-AnalogExif:Scanner": "V700", "XMP-AnalogExif:ScannerSoftware": "VueScan",
        "XMP-AnalogExif:RollId": "1974-12",
    }  # fmt: skip
    given = [f"-{name}={value}" for name, value in tags.items()]
    samples.run(
        "exiftool", "-config", str(config), "-q", "-overwrite_original", "-n", *given, str(path)
    )
    config.unlink()
