"""Records and tags: homes count before mirrors, mirrors equal homes, people's own words stay."""

from __future__ import annotations

from typing import Any

import pytest

from exifilm_core import ExposureRecord
from exifilm_core.film.formats import DIAGONALS, equivalent_focal_length
from exifilm_core.tags.mapping import (
    Drift,
    drifted,
    fields_of,
    owned_names,
    read_record,
    tags_of_field,
    to_write,
)
from exifilm_core.tags.mapping.marks import SAVED, stamp, stamp_of
from exifilm_core.tags.styles import FrameTag, Tags
from tests.record.full_record import LITERAL, full_record, tags_of, written

NOTHING = ExposureRecord()
FIELDS = ExposureRecord.fields()


@pytest.mark.parametrize("sidecar", [False, True])
@pytest.mark.parametrize("name", LITERAL)
def test_each_field_is_written_as_its_literal_tags(name: str, sidecar: bool) -> None:
    record = ExposureRecord(**{name: LITERAL[name].text})
    assert tags_of(record, sidecar=sidecar) == LITERAL[name].tags[sidecar]


@pytest.mark.parametrize("sidecar", [False, True])
def test_a_full_record_comes_back_from_its_tags(sidecar: bool) -> None:
    assert (
        read_record(written(full_record(), sidecar=sidecar), sidecar=sidecar).record
        == full_record()
    )


@pytest.mark.parametrize("sidecar", [False, True])
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_each_field_comes_back_from_its_home_and_empties_it(field: Any, sidecar: bool) -> None:
    record = NOTHING.replace(**{field.name: full_record()[field.name]})
    tags = LITERAL[field.name].tags[sidecar]
    assert read_record(tags, sidecar=sidecar).record == record
    removed = to_write(record, NOTHING, tags, sidecar=sidecar)
    for tag in tags_of_field(field, sidecar=sidecar):
        assert all(removed[name] is None for name in tag.names if name in tags)


@pytest.mark.parametrize("field", [f for f in FIELDS if f.mirrors], ids=lambda field: field.name)
def test_each_mirror_alone_fills_the_field_in(field: Any) -> None:
    tags = LITERAL[field.name].tags[False]
    for mirror in field.mirrors:
        if isinstance(mirror, FrameTag):
            continue  # without a frame's home it is the No.
        alone: Tags = {name: tags[name] for name in mirror.names}
        assert read_record(alone, sidecar=False).record == NOTHING.replace(
            **{field.name: full_record()[field.name]}
        )


def test_sidecars_hold_nothing_but_xmp() -> None:
    assert all(name.startswith("XMP-") for name in owned_names(sidecar=True))


def test_the_home_beats_its_mirrors() -> None:
    tags = {"XMP-exifilm:Film": "HP5+", "XMP-AnalogExif:Film": "FP4+"}
    assert read_record(tags, sidecar=False).record.film == "HP5+"


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
    record = read_record(tags, sidecar=False).record
    assert (record.film, record.film_format, record.dilution) == ("Kodak Tri-X 320", "4x5", "1:14")
    assert (record.development_time, record.exposure_index, record.aperture) == (780, 320, 22)


def test_what_makes_no_sense_is_named_and_left() -> None:
    tags = {"ExifIFD:FNumber": "wide open", "XMP-AnalogExif:DevelopTime": "2024-05-06"}
    found = read_record(tags, sidecar=False)
    assert found.record == NOTHING
    assert found.unreadable == {"aperture": "wide open", "development_time": "2024-05-06"}
    writes = to_write(found.record, found.record.replace(film="x"), tags, sidecar=False)
    assert not writes.keys() & tags.keys()


def test_unchanged_fields_keep_their_tags_and_missing_homes_are_filled_in() -> None:
    tags = {"XMP-AnalogExif:Film": "FP4+", "XMP-exifilm:Holder": "3A"}
    old = read_record(tags, sidecar=False).record
    writes = to_write(old, old.replace(notes="x"), tags, sidecar=False)
    assert writes["XMP-exifilm:Film"] == "FP4+"
    assert "XMP-AnalogExif:Film" not in writes and "XMP-exifilm:Holder" not in writes


def test_a_caption_that_is_not_the_title_is_not_overwritten() -> None:
    tags = {"XMP-dc:Title": "Moonrise", "XMP-dc:Description": "A long caption",
            "IFD0:ImageDescription": "Moonrise"}  # fmt: skip
    old = read_record(tags, sidecar=False).record
    writes = to_write(old, old.replace(subject="Moonset"), tags, sidecar=False)
    assert writes["XMP-dc:Title"] == writes["IFD0:ImageDescription"] == "Moonset"
    assert "XMP-dc:Description" not in writes


def test_mirrors_follow_the_field_that_changes() -> None:
    tags = written(ExposureRecord(film="FP4+")) | {"XMP-AnalogExif:Film": "drifted"}
    old = read_record(tags, sidecar=False).record
    assert list(drifted(tags, sidecar=False)) == [
        Drift("film", "XMP-AnalogExif:Film", "drifted", "drifted")
    ]
    writes = to_write(old, old.replace(film="HP5+"), tags, sidecar=False)
    assert writes["XMP-AnalogExif:Film"] == "HP5+"


def test_a_mirror_with_the_value_in_another_notation_has_not_drifted() -> None:
    record = ExposureRecord(development_time="13 min", taken="1974-08-04")
    others = {"XMP-AnalogExif:DevelopTime": "780 s", "IPTC:TimeCreated": "00:00:00"}
    assert list(drifted(written(record) | others, sidecar=False)) == []


def test_a_tag_leads_to_its_field_whatever_it_is_to_it() -> None:
    names = ["IPTC:ObjectName", "XMP-exifilm:CameraModel", "XMP-exif:FNumber", "XMP-dc:Source"]
    assert fields_of(names) == ("subject", "camera_model", "aperture")


def test_a_saved_record_has_not_drifted() -> None:
    for sidecar in (False, True):
        tags = written(full_record(), sidecar=sidecar)
        assert list(drifted(tags, sidecar=sidecar)) == []
        assert to_write(full_record(), full_record(), tags, sidecar=sidecar) == {}


def test_a_partial_date_leaves_no_whole_one_behind() -> None:
    tags = written(ExposureRecord(taken="1974-08-03 16:20:00+02:00"))
    assert tags["ExifIFD:DateTimeOriginal"] == "1974:08:03 16:20:00"
    assert tags["ExifIFD:OffsetTimeOriginal"] == "+02:00"
    old = read_record(tags, sidecar=False).record
    writes = to_write(old, old.replace(taken="1974"), tags, sidecar=False)
    assert writes["XMP-photoshop:DateCreated"] == "1974"
    assert writes["ExifIFD:DateTimeOriginal"] is None is writes["ExifIFD:OffsetTimeOriginal"]


HOME, ABOUT = "XMP-photoshop:DateCreated", "XMP-exifilm:TakenAbout"
APPROXIMATE = [
    ("c. 1974", "1974", "1974~"),
    ("1970s", "1970", "197X"),
    ("1974/75", "1974", "1974/1975"),
    ("1974-05/1974-07", "1974:05", "1974-05/1974-07"),
]


@pytest.mark.parametrize("sidecar", [False, True])
@pytest.mark.parametrize(("text", "plain", "edtf"), APPROXIMATE)
def test_an_approximate_date_stands_beside_the_plain_one_that_follows_from_it(
    text: str, plain: str, edtf: str, sidecar: bool
) -> None:
    record = ExposureRecord(taken=text)
    tags = written(record, sidecar=sidecar)
    assert (tags[HOME], tags[ABOUT]) == (plain, edtf)
    assert not [name for name in tags if "DateTimeOriginal" in name]
    assert read_record(tags, sidecar=sidecar).record == record
    assert not list(drifted(tags, sidecar=sidecar))
    for exact in ("1974", "1974-08-03 16:20:00", None):
        writes = to_write(record, ExposureRecord(taken=exact), tags, sidecar=sidecar)
        assert writes[ABOUT] is None
    before = written(ExposureRecord(taken="1974-08-03 16:20:00"), sidecar=sidecar)
    old = read_record(before, sidecar=sidecar).record
    writes = to_write(old, record, before, sidecar=sidecar)
    assert (writes[HOME], writes[ABOUT]) == (plain, edtf)
    whole = "XMP-exif:DateTimeOriginal" if sidecar else "ExifIFD:DateTimeOriginal"
    assert whole in before and writes[whole] is None


@pytest.mark.parametrize("sidecar", [False, True])
@pytest.mark.parametrize("better", ["1974:08", "1973", "1974:01:01 12:00:00", "1974:02:30", None])
def test_it_counts_only_while_the_plain_date_follows_from_it(
    better: str | None, sidecar: bool
) -> None:
    record = ExposureRecord(taken="c. 1974", film="x")
    tags = {**written(record, sidecar=sidecar), HOME: better}
    tags = {name: raw for name, raw in tags.items() if raw is not None}
    found = read_record(tags, sidecar=sidecar)
    expected = None if better in (None, "1974:02:30") else better
    assert found.record == record.replace(taken=expected)
    assert found.unreadable == ({"taken": better} if better == "1974:02:30" else {})
    for new in (found.record, found.record.replace(notes="n")):
        for leave in ((), ("taken",)):
            writes = to_write(found.record, new, tags, sidecar=sidecar, leave=leave)
            assert HOME not in writes
            if better == "1974:02:30":
                assert ABOUT not in writes, "all that makes sense stays"
            else:
                assert writes[ABOUT] is None
    set_over = to_write(found.record, record, tags, sidecar=sidecar)
    assert set_over[HOME] == "1974" and ABOUT not in set_over, "it stands there already"


def test_a_year_spelled_out_as_its_first_moment_is_no_better_date() -> None:
    record = ExposureRecord(taken="c. 1974")
    tags = {**written(record), HOME: "1974:01:01 00:00:00"}
    assert read_record(tags, sidecar=False).record == record
    writes = to_write(record, record.replace(notes="n"), tags, sidecar=False)
    assert writes.get(ABOUT, "1974~") == "1974~"
    tags[HOME] = "1974:01:01"
    assert read_record(tags, sidecar=False).record == ExposureRecord(taken="1974-01-01")


@pytest.mark.parametrize("text", ["c. 1974", "1974", "1974~/1975", "today", "1975~", ""])
def test_what_is_no_approximate_date_of_the_plain_one_is_passed_by(text: str) -> None:
    tags = {HOME: "1974", ABOUT: text}
    found = read_record(tags, sidecar=False)
    assert found.record == ExposureRecord(taken="1974") and not found.unreadable
    assert to_write(found.record, found.record, tags, sidecar=False)[ABOUT] is None


def test_an_approximate_date_in_the_old_block_of_iptc_is_the_plain_one() -> None:
    tags: Tags = {HOME: "1974:08:03 16:20:00", "IPTC:DateCreated": "1974:08:03",
                  "IPTC:TimeCreated": "16:20:00"}  # fmt: skip
    old = read_record(tags, sidecar=False).record
    writes = to_write(old, old.replace(taken="1974/75"), tags, sidecar=False)
    assert (writes["IPTC:DateCreated"], writes["IPTC:TimeCreated"]) == ("1974:00:00", None)


def test_a_day_that_is_known_stays_named_beside_an_approximate_date() -> None:
    tags = written(ExposureRecord(taken="c. 1974"))
    tags["ExifIFD:DateTimeOriginal"] = "1974:08:03 16:20:00"
    (drift,) = drifted(tags, sidecar=False)
    assert (drift.field, str(drift.value)) == ("taken", "1974-08-03 16:20:00")


@pytest.mark.parametrize(
    ("raw", "shown"), [("1998:00:00", "1998"), ("1998:05:00", "1998-05"), ("1998-00-00", "1998")]
)
def test_zeros_in_a_date_are_what_is_not_known(raw: str, shown: str) -> None:
    found = read_record({HOME: raw}, sidecar=False)
    assert found.record.show("taken") == shown and not found.unreadable
    whole = read_record({"ExifIFD:DateTimeOriginal": f"{raw} 00:00:00"}, sidecar=False)
    assert whole.record == found.record


@pytest.mark.parametrize("name", [HOME, "ExifIFD:DateTimeOriginal", "XMP-exifilm:Developed"])
def test_a_day_that_never_was_is_named_and_can_be_set_anew(name: str) -> None:
    field = "developed" if "Developed" in name else "taken"
    tags = {name: "2019:02:30 10:00:00"}
    found = read_record(tags, sidecar=False)
    assert found.record == NOTHING and found.unreadable == {field: tags[name]}
    assert name not in to_write(NOTHING, ExposureRecord(film="x"), tags, sidecar=False)
    new = NOTHING.replace(**{field: "2019-03-02 10:00:00"})
    assert to_write(NOTHING, new, tags, sidecar=False)[name] == "2019:03:02 10:00:00"


def test_a_speed_that_iso_has_no_room_for_is_kept_as_exposure_index() -> None:
    tags = written(ExposureRecord(exposure_index=0.5))
    assert "ExifIFD:ISO" not in tags
    assert read_record(tags, sidecar=False).record.exposure_index == 0.5


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
    assert equivalent_focal_length(150, "4x5") == 42
    assert equivalent_focal_length(150, "120") is None
    assert equivalent_focal_length(150, "8×10 in") == 21
    assert equivalent_focal_length(None, "4x5") is None
    tags = written(record)
    assert tags["ExifIFD:FocalLengthIn35mmFormat"] == "42"
    gone = to_write(record, record.replace(focal_length=None), tags, sidecar=False)
    assert gone["ExifIFD:FocalLengthIn35mmFormat"] is None
    assert all(20 < diagonal < 1000 for diagonal in DIAGONALS.values())


def test_stamps_only_grow() -> None:
    """Also after an impossible date, and after the last possible one."""
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


@pytest.mark.parametrize("sidecar", [False, True])
def test_a_value_that_was_read_needs_no_second_check(sidecar: bool) -> None:
    """`Record.take` trusts the kinds: what they read is as they would settle it."""
    found = read_record(written(full_record(), sidecar=sidecar), sidecar=sidecar).record
    for name, value in found.filled().items():
        assert found.field(name).value_of(value) == value, name
