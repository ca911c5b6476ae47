"""Records and tags: homes before mirrors, mirrors equal to homes, other people's words left."""

from __future__ import annotations

from typing import Any

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.storage import Drift, drifted, owned_names, stored, tags_of_field, to_write
from exifilm_core.storage.marks import (
    DIAGONALS,
    SAVED,
    equivalent_focal_length,
    stamp,
    stamp_of,
)
from exifilm_core.tags import Tags, as_read_back
from tests.record.test_exposure_record import FIELDS, full_record

NOTHING = ExposureRecord()


def written(record: ExposureRecord, *, sidecar: bool = False) -> dict[str, Any]:
    """The tags of a file without any, once the record is saved."""
    tags = to_write(NOTHING, record, {}, sidecar=sidecar)
    return {name: as_read_back(raw) for name, raw in tags.items() if raw is not None}


@pytest.mark.parametrize("sidecar", [False, True])
def test_a_full_record_comes_back_from_its_tags(sidecar: bool) -> None:
    assert stored(written(full_record(), sidecar=sidecar), sidecar=sidecar).record == full_record()


@pytest.mark.parametrize("sidecar", [False, True])
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_field_comes_back_from_its_home_and_empties_it(field: Any, sidecar: bool) -> None:
    record = NOTHING.replace(**{field.name: full_record()[field.name]})
    tags = written(record, sidecar=sidecar)
    assert stored(tags, sidecar=sidecar).record == record
    removed = to_write(record, NOTHING, tags, sidecar=sidecar)
    for tag in tags_of_field(field, sidecar=sidecar):
        assert all(removed[name] is None for name in tag.names if name in tags)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_mirror_alone_fills_the_field_in(field: Any) -> None:
    tags = written(full_record())
    for mirror in field.mirrors:
        alone: Tags = {name: tags[name] for name in mirror.names if name in tags}
        if alone:  # a partial date or a fraction has no place in some mirrors
            assert stored(alone, sidecar=False).record[field.name] == full_record()[field.name]


def test_sidecars_hold_nothing_but_xmp() -> None:
    assert all(name.startswith("XMP-") for name in owned_names(sidecar=True))


def test_the_home_beats_its_mirrors() -> None:
    tags = {"XMP-exifilm:Film": "HP5+", "XMP-AnalogExif:Film": "FP4+"}
    assert stored(tags, sidecar=False).record.film == "HP5+"


def test_analogexif_files_open_filled_in() -> None:
    tags = {
        "XMP-AnalogExif:Film": "Kodak Tri-X 320",
        "XMP-AnalogExif:FilmType": "4×5",
        "XMP-AnalogExif:DevelopTime": "13 min",
        "XMP-AnalogExif:DeveloperDilution": "1:14",
        "XMP-AnalogExif:LensSerialNumber": "123",
        "ExifIFD:ISO": "320",
        "ExifIFD:FNumber": "22",
    }
    record = stored(tags, sidecar=False).record
    assert (record.film, record.film_format, record.dilution) == ("Kodak Tri-X 320", "4x5", "1:14")
    assert (record.development_time, record.exposure_index, record.aperture) == (780, 320, 22)


def test_what_makes_no_sense_is_named_and_left() -> None:
    tags = {"ExifIFD:FNumber": "wide open", "XMP-AnalogExif:DevelopTime": "2024-05-06"}
    found = stored(tags, sidecar=False)
    assert found.record == NOTHING
    assert found.unreadable == {"aperture": "wide open", "development_time": "2024-05-06"}
    writes = to_write(found.record, found.record.replace(film="x"), tags, sidecar=False)
    assert not writes.keys() & tags.keys()


def test_unchanged_fields_keep_their_tags_and_missing_homes_are_filled_in() -> None:
    tags = {"XMP-AnalogExif:Film": "FP4+", "XMP-exifilm:Holder": "3A"}
    old = stored(tags, sidecar=False).record
    writes = to_write(old, old.replace(notes="x"), tags, sidecar=False)
    assert writes["XMP-exifilm:Film"] == "FP4+"
    assert "XMP-AnalogExif:Film" not in writes and "XMP-exifilm:Holder" not in writes


def test_a_caption_that_is_not_the_title_is_not_overwritten() -> None:
    tags = {"XMP-dc:Title": "Moonrise", "XMP-dc:Description": "A long caption",
            "IFD0:ImageDescription": "Moonrise"}  # fmt: skip
    old = stored(tags, sidecar=False).record
    writes = to_write(old, old.replace(subject="Moonset"), tags, sidecar=False)
    assert writes["XMP-dc:Title"] == writes["IFD0:ImageDescription"] == "Moonset"
    assert "XMP-dc:Description" not in writes


def test_mirrors_follow_the_field_that_changes() -> None:
    tags = written(ExposureRecord(film="FP4+")) | {"XMP-AnalogExif:Film": "drifted"}
    old = stored(tags, sidecar=False).record
    assert list(drifted(tags, sidecar=False)) == [
        Drift("film", "XMP-AnalogExif:Film", "drifted", "drifted")
    ]
    writes = to_write(old, old.replace(film="HP5+"), tags, sidecar=False)
    assert writes["XMP-AnalogExif:Film"] == "HP5+"


def test_a_saved_record_has_not_drifted() -> None:
    for sidecar in (False, True):
        tags = written(full_record(), sidecar=sidecar)
        assert list(drifted(tags, sidecar=sidecar)) == []
        assert to_write(full_record(), full_record(), tags, sidecar=sidecar) == {}


def test_a_partial_date_leaves_no_whole_one_behind() -> None:
    tags = written(ExposureRecord(taken="1974-08-03 16:20:00+02:00"))
    assert tags["ExifIFD:DateTimeOriginal"] == "1974:08:03 16:20:00"
    assert tags["ExifIFD:OffsetTimeOriginal"] == "+02:00"
    old = stored(tags, sidecar=False).record
    writes = to_write(old, old.replace(taken="1974"), tags, sidecar=False)
    assert writes["XMP-photoshop:DateCreated"] == "1974"
    assert writes["ExifIFD:DateTimeOriginal"] is None is writes["ExifIFD:OffsetTimeOriginal"]


def test_a_speed_that_iso_has_no_room_for_is_kept_as_exposure_index() -> None:
    tags = written(ExposureRecord(exposure_index=0.5))
    assert "ExifIFD:ISO" not in tags
    assert stored(tags, sidecar=False).record.exposure_index == 0.5


def test_scans_of_film_are_marked() -> None:
    tags = written(ExposureRecord(film="x", process="B&W"))
    assert tags["ExifIFD:FileSource"] == "1"
    assert tags["XMP-iptcExt:DigitalSourceType"].endswith("/negativeFilm")
    slide = to_write(NOTHING, ExposureRecord(process="E-6"), tags, sidecar=False)
    assert slide["XMP-iptcExt:DigitalSourceType"].endswith("/positiveFilm")


def test_what_others_marked_better_stays() -> None:
    tags = {"ExifIFD:FileSource": "2", "XMP-iptcExt:DigitalSourceType": "http://example.org/print"}
    writes = to_write(NOTHING, ExposureRecord(film="x"), tags, sidecar=False)
    assert not writes.keys() & tags.keys()


def test_the_equivalent_focal_length_goes_with_the_format() -> None:
    record = ExposureRecord(focal_length=150, film_format="4x5")
    assert equivalent_focal_length(record) == 42
    assert equivalent_focal_length(record.replace(film_format="120")) is None
    assert equivalent_focal_length(record.replace(film_format="8×10 in")) == 21
    tags = written(record)
    assert tags["ExifIFD:FocalLengthIn35mmFormat"] == "42"
    gone = to_write(record, record.replace(focal_length=None), tags, sidecar=False)
    assert gone["ExifIFD:FocalLengthIn35mmFormat"] is None
    assert all(30 < diagonal < 1000 for diagonal in DIAGONALS.values())


def test_stamps_only_grow() -> None:
    """Whatever stands there: no day that there is, or the last one of all."""
    assert stamp_of({SAVED: "2026-99-99T00:00:00.000Z"}) == ""
    assert stamp_of({SAVED: stamp("2999-12-31T23:59:59.999Z")}) == "3000-01-01T00:00:00.000Z"
    last = "9999-12-31T23:59:59.999Z"
    assert stamp_of({SAVED: last}) == stamp(last) == last


@pytest.mark.parametrize("sidecar", [False, True])
def test_infinity_that_stands_there_is_not_written_again(sidecar: bool) -> None:
    record = ExposureRecord(subject_distance="infinity")
    written = to_write(ExposureRecord(), record, {}, sidecar=sidecar)
    as_exiftool_gives_it = {
        name: str(raw).removesuffix("/1") for name, raw in written.items() if raw is not None
    }
    again = to_write(record, record, as_exiftool_gives_it, sidecar=sidecar, also=record.filled())
    assert written and again == {}
