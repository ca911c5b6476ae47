"""Other programs' copies of EXIF in an image's XMP: a save updates them, but never creates them."""

from __future__ import annotations

from typing import Any

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.tags.mapping import drifted, owned_names, read_record, to_write
from exifilm_core.tags.mapping.in_step import COPIES
from exifilm_core.tags.styles import Raw, as_read_back
from tests.record.full_record import full_record

NOTHING = ExposureRecord()
RECORD = full_record().replace(
    image_id="17", taken="1974-08-03 16:20:01+02:00", subject_distance=3.4
)  # fmt: skip
HOMES: dict[str, Any] = {
    name: as_read_back(raw)
    for name, raw in to_write(NOTHING, RECORD, {}, sidecar=False).items()
    if raw is not None
}
COPIED: dict[str, Any] = {
    name: raw
    for name, raw in to_write(NOTHING, RECORD, dict.fromkeys(COPIES, "old"), sidecar=False).items()
    if name in COPIES
} | {"XMP-exif:UserComment": "Wind", "XMP-tiff:ImageDescription": "A long story"}
MAKER_NOTES = {"ExifIFD:MakerNoteSony": "x", "IFD0:Make": "SONY", "IFD0:Model": "ILCE-7RM4"}


def writes(current: dict[str, Any], old: ExposureRecord, **values: Any) -> dict[str, Raw]:
    """The raw values for the copies when these values are saved."""
    written = to_write(old, old.replace(**values), current, sidecar=False)
    return {name: raw for name, raw in written.items() if name in COPIES}


def told(tags: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """The reported copies, each with its text and its value."""
    return {
        drift.tag: (drift.text, drift.value)
        for drift in drifted(HOMES | tags, sidecar=False)
        if drift.tag in COPIES
    }


def test_none_is_created_or_read() -> None:
    assert COPIES and not COPIES & HOMES.keys() and set(owned_names(sidecar=False)) >= COPIES
    assert read_record(COPIED, sidecar=False).record == NOTHING
    assert writes({}, NOTHING, **RECORD.filled()) == {}


def test_each_that_is_there_follows_its_field_and_goes_with_it() -> None:
    shared = {"XMP-exif:UserComment", "XMP-tiff:ImageDescription"}
    assert COPIED.keys() == COPIES and all(raw is not None for raw in COPIED.values())
    assert told(COPIED) == {} and writes(HOMES | COPIED, RECORD, film="x") == {}
    emptied = writes(HOMES | COPIED, RECORD, **dict.fromkeys(RECORD.filled()))
    assert emptied == dict.fromkeys(COPIES - shared)
    old = dict.fromkeys(COPIES - shared, "0.5")
    assert told(old).keys() == COPIES - shared - {"XMP-exif:GPSAltitudeRef"}
    repaired = to_write(RECORD, RECORD, HOMES | old, sidecar=False, also=RECORD.filled())
    assert {n: str(raw) for n, raw in repaired.items()} == {
        name: str(COPIED[name]) for name in COPIES - shared
    }


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("XMP-exif:FNumber", "22.6001", "f/22.6"),
        ("XMP-exif:ExposureTime", "0.0166667", "1/60"),
        ("XMP-exif:SubjectDistance", "4294967295", "infinity"),
        ("XMP-exif:DateTimeOriginal", "1974:08:03 16:20:00", "1974-08-03 16:20"),
        ("XMP-exif:DateTimeOriginal", "1974:08:03 16:20:05.00", "1974-08-03 16:20:05+02:00"),
        ("XMP-exif:DateTimeOriginal", "1974:08", "1974-08"),
        ("XMP-exif:GPSLatitude", "-36.0625017", "36.0625 S"),
        ("XMP-exif:GPSAltitude", "1735.49", "1735.5"),
        ("XMP-exif:ISO", ["320"], "320"),
    ],
)  # fmt: skip
def test_what_is_said_less_exactly_agrees(name: str, raw: Raw, value: str) -> None:
    field = next(f for f in ExposureRecord.fields() if any(name in m.names for m in f.if_there))
    record = RECORD.replace(**{field.name: value})
    home = to_write(NOTHING, record, {}, sidecar=False)
    assert told(home | {name: raw}) == {}
    assert writes({name: raw}, NOTHING, **record.filled()) == {}


@pytest.mark.parametrize(
    ("tags", "value"),
    [
        ({"XMP-exif:FNumber": "8"}, 8.0),
        ({"XMP-exif:ExposureTime": "0.017"}, 0.017),
        ({"XMP-exif:GPSLatitude": "36.0625"}, 36.0625),
        ({"XMP-exif:GPSAltitude": "1735.5", "XMP-exif:GPSAltitudeRef": "1"}, -1735.5),
        ({"XMP-tiff:Artist": "Edward"}, "Edward"),
        ({"XMP-exif:FNumber": "wide"}, None),
        ({"XMP-aux:SerialNumber": "1000001"}, "1000001"),
    ],
)
def test_what_says_something_else_is_named(tags: dict[str, str], value: Any) -> None:
    home = to_write(NOTHING, RECORD.replace(
        aperture=22, exposure_time="1/60", latitude=-36.0625, altitude=1735.5, photographer="Ansel",
        camera_serial="1000002",
    ), {}, sidecar=False)  # fmt: skip
    [(name, (text, said))] = told(home | tags).items()
    assert (text, said) == (tags[name], value)


def test_a_date_of_another_offset_is_named() -> None:
    home = to_write(NOTHING, RECORD.replace(taken="2024-05-12 19:30:00-05:00"), {}, sidecar=False)
    copy = "XMP-exif:DateTimeOriginal"
    assert copy in told(home | {copy: "2024:05:12 19:30:00+02:00"})
    assert told(home | {copy: "2024:05:12 19:30:00"}) == {}


def test_a_height_gets_its_sign_in_the_tag_beside() -> None:
    current = {"XMP-exif:GPSAltitude": "12"}
    assert writes(current, RECORD, altitude=-3) == {
        "XMP-exif:GPSAltitude": "3", "XMP-exif:GPSAltitudeRef": "1",
    }  # fmt: skip


def test_an_approximate_date_leaves_no_copy_that_says_another() -> None:
    scanned = {"XMP-exif:DateTimeOriginal": "2024:05:06 07:08:09"}
    assert writes(scanned, NOTHING, taken="c. 1974") == {"XMP-exif:DateTimeOriginal": None}
    about = to_write(NOTHING, RECORD.replace(taken="c. 1974"), {}, sidecar=False)
    assert told(about | {"XMP-exif:DateTimeOriginal": "1974"}) == {}
    assert told(about | scanned).keys() == scanned.keys()


def test_words_of_a_person_s_own_stay() -> None:
    assert writes(COPIED, RECORD, notes="x", subject="y") == {}
    same: dict[str, Any] = {"XMP-tiff:ImageDescription": RECORD.subject}
    assert writes(same, RECORD, subject="y") == {"XMP-tiff:ImageDescription": "y"}


def test_make_and_model_stay_a_digital_camera_s_where_exif_s_do() -> None:
    copies = {"XMP-tiff:Make": "SONY", "XMP-tiff:Model": "ILCE-7RM4"}
    old = NOTHING.replace(camera_make="Linhof")
    film = {"camera_make": "Sinar", "camera_model": "P2"}
    beside = {**MAKER_NOTES, **copies}
    new = old.replace(**film)
    written = to_write(old, new, beside, sidecar=False, instead=True)
    assert written["XMP-exifilm:CameraMake"] == "Sinar" and not copies.keys() & written.keys()
    there = {**beside, **written, "XMP-exifilm:RecordVersion": "1.1"}
    assert not any(drift.tag in copies for drift in drifted(there, sidecar=False))
    assert writes({**copies, "IFD0:Make": "SONY"}, old, **film) == {
        "XMP-tiff:Make": "Sinar", "XMP-tiff:Model": "P2",
    }  # fmt: skip


def test_copies_of_the_marks_follow_those_that_change() -> None:
    names = {"XMP-exif:FileSource": "3", "XMP-exif:FocalLengthIn35mmFormat": "70"}
    record = ExposureRecord(focal_length=210, film_format="4x5")
    written = to_write(NOTHING, record, {**names, "ExifIFD:FileSource": "3"}, sidecar=False)
    assert {name: written[name] for name in names} == dict(zip(names, (1, 59), strict=True))
    assert not names.keys() & to_write(NOTHING, record, {}, sidecar=False).keys()
    standing = {name: as_read_back(raw) for name, raw in written.items() if raw is not None}
    emptied = to_write(record, NOTHING, standing, sidecar=False)
    assert {name: emptied.get(name, "stays") for name in names} == {
        "XMP-exif:FileSource": "stays", "XMP-exif:FocalLengthIn35mmFormat": None,
    }  # fmt: skip
