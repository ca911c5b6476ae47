"""Undo restores the bytes of every tag that a save replaced or added, or that ExifTool removed."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files import raw_values
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.raw_values import Key, RawValue
from exifilm_core.scans import exact, noted_bytes
from exifilm_core.scans.entries import Entry, Written
from exifilm_core.scans.exact import put_back
from exifilm_core.scans.journal import Journal
from tests import samples
from tests.record.full_record import full_record
from tests.scans.contract import foreign_tags, names

FAULTS = Path(__file__).parents[1] / "data" / "faults"
RECORD = ExposureRecord(
    latitude=47, longitude=11, altitude=500, copyright="me", aperture=8, exposure_time="1/30",
    subject="Moonrise", exposure_index=400, camera_make="Linhof", subject_distance=3,
    taken="1974-08-03 16:20:01", lens="Symmar-S",
)  # fmt: skip
ORDINARY = {
    "IFD0:Copyright": "somebody else", "ExifIFD:ExposureTime": "0.25", "ExifIFD:FNumber": "2",
    "ExifIFD:SubjectDistance": "3", "GPS:GPSLatitude": "1", "GPS:GPSLatitudeRef": "N",
    "GPS:GPSAltitude": "1", "ExifIFD:ISO": "100",
}  # fmt: skip
COPYRIGHT, TIME, APERTURE, DISTANCE = 0x8298, 0x829A, 0x829D, 0x9206
ISO, MAKE, VERSION = 0x8827, 0x10F, 0x9000
POINTERS = {0x8769, 0x8825, 0x111, 0x2BC, 0x83BB, 0x8649, 0x201}
"""Tags that hold the offset of something."""


@pytest.fixture
def fault(tmp_path: Path) -> Callable[[str], Path]:
    """A function that copies one of the files of tests/data/faults."""

    def copy(name: str) -> Path:
        return Path(shutil.copyfile(FAULTS / name, tmp_path / name))

    return copy


def start_of_exif(path: Path) -> int:
    if path.suffix == ".psd":
        return raw_values.exif_of_psd(path)
    whole = path.read_bytes()
    return min(at for mark in (b"II*\0", b"MM\0*") if (at := whole.find(mark)) >= 0)


def raw(path: Path) -> dict[Key, RawValue]:
    """The bytes of every EXIF tag, except those that hold an offset."""
    with path.open("rb") as file:
        found = raw_values.read(file, start_of_exif(path))
    return {key: value for key, value in found.items() if key[1] not in POINTERS}


def put(path: Path, values: dict[Key, tuple[int, int, bytes]]) -> None:
    """Put raw values, with numbers in the byte order ">", into the file."""
    start = start_of_exif(path)
    order = next(iter(raw(path).values())).order
    turned = {
        key: RawValue(order, kind, number, data if order == ">" else _turned(kind, data))
        for key, (kind, number, data) in values.items()
    }
    with path.open("rb+") as file:
        raw_values.put(file, turned, start)
    if path.suffix == ".png":
        whole = bytearray(path.read_bytes())
        length = int.from_bytes(whole[start - 8 : start - 4], "big")
        check = zlib.crc32(whole[start - 4 : start + length])
        whole[start + length : start + length + 4] = check.to_bytes(4, "big")
        path.write_bytes(whole)


def _turned(kind: int, data: bytes) -> bytes:
    size = {3: 2, 4: 4, 5: 4}.get(kind, 1)
    return b"".join(data[at : at + size][::-1] for at in range(0, len(data), size))


def fractions(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


UNUSUAL: dict[Key, tuple[int, int, bytes]] = {
    ("IFD0", COPYRIGHT): (2, 12, b"\xa9 W\xf6rdehoff\0"),
    ("ExifIFD", TIME): (5, 1, fractions(10, 600)),
    ("ExifIFD", APERTURE): (5, 1, fractions(56, 10)),
    ("ExifIFD", DISTANCE): (5, 1, fractions(0, 0)),
    ("ExifIFD", ISO): (4, 1, struct.pack(">I", 100_000)),
    ("GPS", 1): (2, 2, b"\0\0"),
    ("GPS", 2): (5, 3, fractions(47, 1, 30, 1, 1234567, 10000)),
    ("GPS", 6): (5, 1, fractions(0, 0)),
}


@pytest.fixture(params=[".jpg", ".tif", ".png", ".psd"])
def unusual(make_scan, request: pytest.FixtureRequest) -> Path:
    """A scan with tags whose values ExifTool does not write back unchanged."""
    path: Path = make_scan(f"scan{request.param}", foreign=False)
    samples.put_tags(path, ORDINARY)
    put(path, UNUSUAL)
    return path


# ── the bytes after an undo ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["undefined-gps.jpg", "latin1-copyright.jpg"])
def test_a_file_on_which_bytes_were_lost(fault, name: str) -> None:
    path = fault(name)
    before = path.read_bytes()
    Scan(path).save(ExposureRecord(notes="older"))
    older = path.read_bytes()
    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD
    assert Scan(path).undo().warnings == ()
    assert path.read_bytes() == older
    assert Scan(path).undo().warnings == ()
    assert path.read_bytes() == before


def test_numbers_and_text_that_exiftool_does_not_give_as_they_are(unusual: Path) -> None:
    before = raw(unusual)
    order = next(iter(before.values())).order
    for key, (kind, number, data) in UNUSUAL.items():
        expected = data if order == ">" else _turned(kind, data)
        assert before[key] == (order, kind, number, expected), "the test's file is as it is meant"
    saved = Scan(unusual).save(RECORD)
    assert saved.warnings == () and names(unusual.parent) == [unusual.name]
    Scan(unusual).save(RECORD.replace(aperture=11, latitude=None, exposure_index=None))
    assert Scan(unusual).undo().warnings == ()
    assert Scan(unusual).record == RECORD
    assert Scan(unusual).undo().warnings == ()
    assert raw(unusual) == before


@pytest.mark.parametrize(
    ("suffix", "foreign"),
    [(suffix, True) for suffix in samples.EMBEDDED]
    # ExifTool cannot write a Photoshop file without any resources.
    + [(suffix, False) for suffix in samples.EMBEDDED if suffix != ".psd"],
)
def test_all_that_is_in_a_file(make_scan, suffix: str, foreign: bool) -> None:
    path = make_scan(f"scan{suffix}", foreign=foreign, scanner=foreign)
    before, blocks = foreign_tags(path), ExifTool.shared().blocks([path])
    Scan(path).save(full_record())
    Scan(path).undo()
    if suffix != ".jxl" or foreign:  # tags have put these into a container
        assert foreign_tags(path) == before
    assert ExifTool.shared().blocks([path]) == blocks
    assert names(path.parent) == [path.name]


def test_a_sidecar(make_scan) -> None:
    path = make_scan("scan.dng")
    ExifTool.shared().write({"XMP-dc:Title": "theirs"}, None, sidecar_of(path))
    theirs = sidecar_of(path).read_bytes().replace(b" <rdf:Desc", b"\n\n  <rdf:Desc", 1)
    sidecar_of(path).write_bytes(theirs)
    Scan(path).save(RECORD)
    assert sidecar_of(path).read_bytes() != theirs
    Scan(path).undo()
    assert sidecar_of(path).read_bytes() == theirs


def test_a_sidecar_of_darktable_s(fault) -> None:
    """It has an empty date, and no marks around its packet; ExifTool writes neither as it was."""
    path, sidecar = fault("raw-of-darktable.dng"), fault("raw-of-darktable.dng.xmp")
    before = sidecar.read_bytes()
    assert b'exif:DateTimeOriginal=""' in before and b"<?xpacket" not in before
    Scan(path).save(RECORD)
    older = sidecar.read_bytes()
    Scan(path).save(RECORD.replace(taken="1975"))
    assert Scan(path).undo().warnings == ()
    assert sidecar.read_bytes() == older
    assert Scan(path).undo().warnings == ()
    assert sidecar.read_bytes() == before


def test_a_sidecar_that_another_program_wrote_since(fault) -> None:
    """Undo restores it tag by tag; an empty date means no date."""
    path, sidecar = fault("raw-of-darktable.dng"), fault("raw-of-darktable.dng.xmp")
    before = foreign_tags(sidecar)
    Scan(path).save(RECORD)
    sidecar.write_bytes(sidecar.read_bytes().replace(b"<xmp:Rating>4<", b"<xmp:Rating>5<"))
    assert Scan(path).undo().warnings == ()
    assert foreign_tags(sidecar) == before | {"XMP-xmp:Rating": ["5"]}
    assert samples.exiftool("-s3", "-XMP-exif:all", sidecar) == ""


def test_a_packet_that_is_marked_as_not_to_be_written(make_scan) -> None:
    """ExifTool removes the mark; undo should restore the EXIF's bytes all the same."""
    path = make_scan("scan.jpg")
    samples.put_tags(path, ORDINARY)
    put(path, {("IFD0", COPYRIGHT): UNUSUAL["IFD0", COPYRIGHT]})
    marked = path.read_bytes().replace(b"<?xpacket end='w'?>", b"<?xpacket end='r'?>")
    path.write_bytes(marked)
    Scan(path).save(RECORD)
    assert Scan(path).undo().warnings == ()
    assert path.read_bytes().replace(b"end='w'", b"end='r'") == marked


def test_damaged_xmp_comes_back_as_it_was(make_scan) -> None:
    """ExifTool reads past this damage, and so loses nothing. It is not the fault of the undo."""
    path = make_scan("scan.jpg")
    packet = re.search(rb"<x:xmpmeta.*?</rdf:RDF>", path.read_bytes(), re.DOTALL)
    assert packet
    damaged = re.sub(rb">([A-Za-z])([^<]*)</", rb">&\2</", packet[0], count=1)
    assert len(damaged) == len(packet[0])
    before = path.read_bytes().replace(packet[0], damaged)
    assert before != path.read_bytes()
    path.write_bytes(before)
    Scan(path).save(RECORD)
    assert path.read_bytes() != before and names(path.parent) == [path.name]
    Scan(path).undo()
    assert path.read_bytes() == before


def test_one_block_that_does_not_come_back_leaves_the_others_exact(
    make_scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_scan("scan.jpg")
    samples.put_tags(path, ORDINARY)
    put(path, {("IFD0", COPYRIGHT): UNUSUAL["IFD0", COPYRIGHT]})
    before, first = raw(path), Scan(path).record
    Scan(path).save(RECORD)
    write = ExifTool.write

    def without_xmp(self, *given, blocks={}, **named):  # noqa: B006
        left = {name: block for name, block in blocks.items() if name != "XMP"}
        return write(self, *given, blocks=left, **named)

    monkeypatch.setattr(ExifTool, "write", without_xmp)
    undone = Scan(path).undo()
    assert [warning for warning in undone.warnings if str(warning).endswith("byte for byte: XMP.")]
    assert raw(path) == before
    assert Scan(path).record == first


# ── row by row: tags in the wrong place, and the values of a new EXIF ────────────────────────────


WRONG = {
    "IFD0:ISO": "100", "IFD0:DateTimeOriginal": "2001:02:03 04:05:06", "IFD0:FNumber": "2.8",
    "ExifIFD:Make": "Other", "ExifIFD:Copyright": "Other",
}  # fmt: skip
"""ExifTool removes such a tag when it writes the one in the right directory."""


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".png", ".psd"])
def test_tags_in_the_wrong_directory_stay_there(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}", foreign=False)
    samples.put_tags(path, WRONG)
    before = path.read_bytes()
    saved = Scan(path).save(RECORD)
    assert path.read_bytes() == before and sidecar_of(path).exists()
    assert [warning for warning in saved.warnings if "ExifIFD:Make would be lost" in str(warning)]
    Scan(path).save(RECORD.replace(film="HP5+"))
    Scan(path).undo()
    Scan(path).undo()
    assert path.read_bytes() == before and not sidecar_of(path).exists()


@pytest.mark.parametrize(
    ("suffix", "file_type"), [(".jpg", "JPEG"), (".tif", "TIFF"), (".png", "PNG"), (".psd", "PSD")]
)
def test_tags_in_the_wrong_directory_are_put_back(
    make_scan, tmp_path: Path, suffix: str, file_type: str
) -> None:
    exiftool = ExifTool.shared()
    path, saved, undone = (tmp_path / f"{name}{suffix}" for name in ("scan", "saved", "undone"))
    make_scan(path.name, foreign=False)
    samples.put_tags(path, WRONG)
    before = raw(path)
    written = {"ExifIFD:ISO": "400", "IFD0:Make": "Linhof", "IFD0:Copyright": "me"}
    exiftool.write(written, path, saved)
    assert {("IFD0", ISO), ("ExifIFD", MAKE)} <= before.keys() - raw(saved).keys()
    noted = exact.noted(path, saved, file_type, exiftool)
    assert exact.cannot_be_put_back(noted, saved, file_type, exiftool) is None
    save = Written(False, False, dict.fromkeys(written), written, noted.blocks, noted.digests)
    assert put_back(save, saved, undone, file_type, exiftool) == ([], [])
    assert raw(undone) == before


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".png", ".psd"])
def test_a_directory_with_nothing_but_a_version(make_scan, suffix: str) -> None:
    """ExifTool removes a directory with the last tag that it does not add itself."""
    path = make_scan(f"scan{suffix}", foreign=False)
    samples.put_tags(path, {"GPS:GPSVersionID": "2 3 0 0", "ExifIFD:ExifVersion": "0232"})
    before = raw(path)
    assert {("GPS", 0), ("ExifIFD", VERSION)} <= before.keys()
    Scan(path).save(RECORD)
    Scan(path).save(ExposureRecord())
    Scan(path).undo()
    Scan(path).undo()
    assert raw(path) == before


# ── other programs' changes, and old journals ────────────────────────────────────────────────────


def test_what_another_program_added_since_stays(unusual: Path) -> None:
    """The block has changed, so undo restores each tag of ours in it byte for byte."""
    before = raw(unusual)
    Scan(unusual).save(RECORD)
    samples.put_tags(unusual, {"IFD0:Software": "other", "XMP-xmp:Rating": "5"})
    assert Scan(unusual).undo().warnings == ()
    said = samples.exiftool("-s3", "-IFD0:Software", "-XMP:Rating", unusual)
    assert said.split() == ["other", "5"]
    after = raw(unusual)
    assert {key: after[key] for key in UNUSUAL} == {key: before[key] for key in UNUSUAL}
    assert names(unusual.parent) == [unusual.name]


def without_bytes(path: Path) -> None:
    """Turn the scan's journal into one of a version that kept no bytes."""
    journal = Journal(path).path
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    for line in lines:
        for place in line["places"]:
            del place["blocks"], place["digests"]
    journal.write_text("".join(f"{json.dumps(line)}\n" for line in lines))


def test_a_journal_without_bytes(fault) -> None:
    path = fault("undefined-gps.jpg")
    Scan(path).save(ExposureRecord(notes="older"))
    Scan(path).save(RECORD)
    without_bytes(path)
    assert Journal(path).entries()[0].places[0].blocks == {}
    undone = Scan(path).undo()
    assert [warning for warning in undone.warnings if "GPS:GPSAltitude" in str(warning)]
    assert Scan(path).record == ExposureRecord(notes="older")
    Scan(path).undo()
    assert Scan(path).record == ExposureRecord()


def test_a_journal_that_is_damaged(fault) -> None:
    path = fault("latin1-copyright.jpg")
    Scan(path).save(RECORD)
    journal = Journal(path).path
    line = json.loads(journal.read_text())
    line["places"][0]["blocks"] = {"EXIF": "no base 64", "XMP": "AAAA", "IFD0:Make": "AA=="}
    journal.write_text(f"{json.dumps(line)}\n")
    undone = Scan(path).undo()
    assert Scan(path).record == ExposureRecord(copyright="© Wördehoff")
    # A warning reports bytes that undo cannot restore.
    assert [
        warning for warning in undone.warnings if str(warning).endswith("1252: IFD0:Copyright.")
    ]
    assert Scan(path).unsure == {}


def test_what_undo_writes_is_read_back(make_scan, monkeypatch: pytest.MonkeyPatch) -> None:
    """If ExifTool does not restore a block, undo restores the values, and a warning reports it."""
    path = make_scan("scan.jpg")
    Scan(path).save(RECORD)
    write = ExifTool.write

    def other(self, tags, source, target, *, wrap=False, blocks={}):  # noqa: B006
        longer = {name: block and block + b" " for name, block in blocks.items()}
        return write(self, tags, source, target, wrap=wrap, blocks=longer)

    with monkeypatch.context() as patched:
        patched.setattr(ExifTool, "write", other)
        undone = Scan(path).undo()
    assert [warning for warning in undone.warnings if "byte for byte: EXIF" in str(warning)]
    assert Scan(path).record == ExposureRecord()


# ── a save knows beforehand what undo could not restore ──────────────────────────────────────────


@pytest.mark.parametrize("suffix", [".tif", ".psd"])
def test_a_value_that_cannot_be_put_back_stays_where_it_is(make_scan, suffix: str) -> None:
    """Only ExifTool makes room in a TIFF, and in an ISO tag it makes room only for numbers."""
    path = make_scan(f"scan{suffix}", foreign=False)
    samples.put_tags(path, {"IFD0:Copyright": "x" * 40, "ExifIFD:ISO": " ".join("1" * 12)})
    put(path, {("ExifIFD", ISO): (2, 20, b"one hundred or more\0")})
    before = path.read_bytes()
    saved = Scan(path).save(RECORD)
    assert path.read_bytes() == before
    assert sidecar_of(path).exists()
    assert [warning for warning in saved.warnings if "ExifIFD:ISO" in str(warning)]
    assert Scan(path).record.aperture == 8
    Scan(path).undo()
    assert names(path.parent) == [path.name]


def test_two_exif_blocks_stay_as_they_are(make_scan) -> None:
    path = make_scan("scan.jpg")
    whole = path.read_bytes()
    other = (FAULTS / "latin1-copyright.jpg").read_bytes()
    at = other.index(b"Exif\0\0") - 4
    other = other[at : at + 2 + int.from_bytes(other[at + 2 : at + 4], "big")]
    path.write_bytes(whole[:2] + other + whole[2:])
    before = path.read_bytes()
    saved = Scan(path).save(RECORD)
    assert path.read_bytes() == before and sidecar_of(path).exists()
    assert [warning for warning in saved.warnings if "more than one EXIF" in str(warning)]


def test_a_block_that_is_too_large_goes_back_by_its_values(
    make_scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_scan("scan.jpg")
    monkeypatch.setattr(noted_bytes, "MOST", 1000)
    rights = "".join(map(chr, range(300, 900)))
    samples.put_tags(path, {"XMP-dc:Title": "theirs", "XMP-dc:Rights": rights})
    Scan(path).save(RECORD.replace(copyright=Scan(path).record.copyright))
    kept = Scan(path).history()[-1].places[0]
    assert "EXIF" in kept.blocks and "XMP" not in {*kept.blocks, *kept.digests}
    Scan(path).undo()
    assert Scan(path).record.subject == "theirs"


def test_more_xmp_than_a_segment_holds(make_scan) -> None:
    path = make_scan("scan.jpg")
    notes = "".join(f"{number} and on; " for number in range(12_000))
    Scan(path).save(RECORD.replace(notes=notes))
    before, blocks = foreign_tags(path), ExifTool.shared().blocks([path])
    Scan(path).save(RECORD.replace(notes=notes, film="HP5+"))
    Scan(path).undo()
    assert Scan(path).record == RECORD.replace(notes=notes)
    assert foreign_tags(path) == before
    assert ExifTool.shared().blocks([path]) == blocks
    Scan(path).undo()
    assert Scan(path).record == ExposureRecord()


def test_only_what_the_save_changed_is_kept(make_scan) -> None:
    path = make_scan("scan.jpg")
    Scan(path).save(RECORD)
    Scan(path).save(RECORD.replace(film="HP5+"))
    assert set(Scan(path).history()[-1].places[0].blocks) == {"XMP"}


def test_an_undo_that_was_killed_can_be_made_again(make_scan) -> None:
    """The killed undo has restored the sidecar, and not yet the image."""
    path = make_scan("scan.jpg")
    ExifTool.shared().write({"XMP-exifilm:Film": "FP4+"}, None, sidecar_of(path))
    image, sidecar = path.read_bytes(), sidecar_of(path).read_bytes()
    Scan(path).save(RECORD)
    saved, then = path.read_bytes(), path.stat()
    Scan(path).undo()
    assert (path.read_bytes(), sidecar_of(path).read_bytes()) == (image, sidecar)
    path.write_bytes(saved)
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))  # as if no program had written it
    Scan(path).journal().path.with_suffix(".done").unlink()
    Scan(path).save(RECORD.replace(film="HP5+"))
    Scan(path).undo()
    assert path.read_bytes() == saved
    Scan(path).undo()
    assert path.read_bytes() == image


def test_a_place_without_the_file_is_nothing_to_note(tmp_path: Path) -> None:
    assert exact.noted(None, tmp_path / "new.xmp", "XMP", ExifTool.shared()) == ({}, {}, {})


def test_put_back_into_another_file_of_ours(make_scan, tmp_path: Path) -> None:
    path, target = make_scan("scan.tif", foreign=False), tmp_path / "out.tif"
    before = raw(path)
    Scan(path).save(RECORD)
    entry: Entry = Scan(path).history()[-1]
    written: Written = entry.places[0]
    assert put_back(written, path, target, "TIFF", ExifTool.shared()) == ([], [])
    assert raw(target) == before
