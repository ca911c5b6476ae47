"""Other programs' records open filled in, and other programs read the saved record."""

from __future__ import annotations

import json

from exifilm_core import ExposureRecord, Scan
from tests import samples
from tests.tags.test_scanner_tags import analogexif_like


def test_a_record_of_analogexif_opens_filled_in(make_scan) -> None:
    path = make_scan(foreign=False)
    analogexif_like(path)
    scan = Scan(path)
    assert not scan.has_record and not scan.unreadable
    assert scan.record == ExposureRecord(
        subject="Barn", taken="1974-08-03 16:20:00", photographer="Ansel", film="Kodak Tri-X 320",
        film_format="4x5", exposure_index=320, camera_make="Hasselblad", camera_model="500 C/M",
        aperture=11, exposure_time="1/250", developer="HC-110", dilution="1:14",
        development_time="13 min", scanner_make="Epson", scanner_model="V700",
        scan_software="VueScan", roll="1974-12",
    )  # fmt: skip
    scan.save(scan.record.replace(film="HP5+"))
    said = json.loads(samples.exiftool("-j", "-G1", "-XMP-AnalogExif:all", path))[0]
    assert said["XMP-AnalogExif:Film"] == "HP5+"
    assert said["XMP-AnalogExif:FilmType"] == "4×5"
    assert said["XMP-AnalogExif:RollId"] == "1974-12"


def test_a_record_of_plain_exif_opens_filled_in(make_scan) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {
        "ExifIFD:FNumber": "22", "ExifIFD:ExposureTime": "0.5", "ExifIFD:ISO": "100",
        "ExifIFD:LensModel": "Symmar-S", "ExifIFD:FocalLength": "210",
        "ExifIFD:UserComment": "windy", "XMP-dc:Description": "Moonrise",
        "XMP-dc:Creator": "Ansel", "XMP-dc:Rights": "© Ansel", "XMP-dc:Subject": "snow",
        "GPS:GPSLatitude": "36.5", "GPS:GPSLatitudeRef": "S", "ExifIFD:SubjectDistance": "inf",
    })  # fmt: skip
    record = Scan(path).record
    assert (record.aperture, record.exposure_time, record.exposure_index) == (22, 0.5, 100)
    assert (record.lens, record.focal_length, record.notes) == ("Symmar-S", 210, "windy")
    assert (record.subject, record.photographer, record.copyright) == (
        "Moonrise", "Ansel", "© Ansel",
    )  # fmt: skip
    assert (record.keywords, record.latitude) == (("snow",), -36.5)


def test_the_mirrors_of_a_saved_record(make_scan) -> None:
    path = make_scan(foreign=False)
    Scan(path).save(ExposureRecord(
        image_id="17", subject="Moonrise", photographer="Ansel", copyright="© Ansel",
        exposure_index=320, lens="Symmar", notes="windy", taken="1941-10-31 16:49-07:00",
        film="Isopan", film_format="8x10", development_time="13 min 30 s",
    ))  # fmt: skip
    said = json.loads(samples.exiftool("-j", "-n", "-G1", "-a", path))[0]
    expected = {
        "ExifIFD:ImageNumber": 17, "IFD0:ImageDescription": "Moonrise",
        "XMP-dc:Description": "Moonrise", "XMP-dc:Creator": "Ansel", "XMP-dc:Rights": "© Ansel",
        "ExifIFD:ExposureIndex": 320, "XMP-aux:Lens": "Symmar", "ExifIFD:UserComment": "windy",
        "ExifIFD:DateTimeOriginal": "1941:10:31 16:49:00",
        "ExifIFD:OffsetTimeOriginal": "-07:00", "XMP-AnalogExif:Film": "Isopan",
        "XMP-AnalogExif:FilmType": "8×10", "XMP-AnalogExif:DevelopTime": "13 min 30 s",
        "ExifIFD:FileSource": 1,
    }  # fmt: skip
    assert {name: said.get(name) for name in expected} == expected
    assert Scan(path).drifted == []


def test_a_partial_date_makes_up_nothing(make_scan) -> None:
    path = make_scan(foreign=False)
    for date in ("1974-08-03 16:20:00", "1974-08-03", "1974-08", "1974"):
        Scan(path).save(ExposureRecord(taken=date))
        assert str(Scan(path).record.taken) == date
        original = samples.exiftool("-s3", "-ExifIFD:DateTimeOriginal", path)
        assert bool(original.strip()) == (":" in date)


def test_a_mirror_that_another_program_changed_has_drifted(make_scan) -> None:
    path = make_scan(foreign=False)
    Scan(path).save(ExposureRecord(lens="Symmar", subject="Moonrise"))
    samples.put_tags(path, {"XMP-aux:Lens": "Sironar"})
    scan = Scan(path)
    assert scan.record.lens == "Symmar"
    assert [drift[:3] for drift in scan.drifted] == [("lens", "XMP-aux:Lens", "Sironar")]
    scan.save(scan.record.replace(lens="Apo-Symmar"))
    assert Scan(path).drifted == []


def test_a_caption_other_than_the_title_is_somebodys_own_words(make_scan) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"XMP-dc:Title": "Moonrise", "XMP-dc:Description": "A long story",
                            "ExifIFD:UserComment": "SCANNED AT HOME"})  # fmt: skip
    scan = Scan(path)
    assert (scan.record.subject, scan.record.notes) == ("Moonrise", "SCANNED AT HOME")
    scan.save(scan.record.replace(subject="Moonset"))
    said = samples.exiftool("-s3", "-XMP-dc:Title", "-XMP-dc:Description",
                       "-IFD0:ImageDescription", str(path))  # fmt: skip
    assert said.splitlines() == ["Moonset", "A long story", "Moonset"]


def test_values_that_make_no_sense_are_named_and_left(make_scan) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"XMP-photoshop:DateCreated": "2024", "XMP-exif:FNumber": "22"})
    analogexif_like(path)
    config = path.with_name("c")
    config.write_text(
        """%Image::ExifTool::UserDefined = ('Image::ExifTool::XMP::Main' => {
          exifilm => { SubDirectory => { TagTable => 'Image::ExifTool::UserDefined::ef' }}});
        %Image::ExifTool::UserDefined::ef = (GROUPS => { 0 => 'XMP', 1 => 'XMP-exifilm' },
          NAMESPACE => { 'exifilm' => 'urn:exifilm:exposure-record:1.0/' },
          WRITABLE => 'string', FrontRise => {}, Developed => {});
        1;"""
    )
    samples.exiftool(
        *("-q", "-overwrite_original", "-XMP-exifilm:FrontRise=a lot"),
        *("-XMP-exifilm:Developed=2024-13-45", path),
        config=config,
    )
    scan = Scan(path)
    assert scan.unreadable == {"front_rise": "a lot", "developed": "2024:13:45"}
    scan.save(scan.record.replace(notes="x"))
    assert Scan(path).unreadable == {"front_rise": "a lot", "developed": "2024:13:45"}
    scan = Scan(path)
    scan.save(scan.record.replace(front_rise="12"))
    assert Scan(path).unreadable == {"developed": "2024:13:45"}
    assert Scan(path).record.front_rise == 12
