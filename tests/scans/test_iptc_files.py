"""Files with IPTC's old block: saves update it, others read it, undo restores its bytes."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tifffile

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from tests import samples
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags
from tests.tags.test_iptc import HEAD, dataset

FAULTS = Path(__file__).parents[1] / "data" / "faults"
RECORD = ExposureRecord(
    subject="Barn in snow", photographer="Ansel", copyright="© Ansel", keywords="barn, ice",
    location="Hernandez", taken="1974-08-03 16:20+02:00",
)  # fmt: skip
LATIN = HEAD + b"".join(
    dataset(2, number, text.encode("cp1252"))
    for number, text in ((5, "Köln"), (40, "Größe – Café"), (80, "Zoë"), (90, "Köln"))
)
HOLD_IPTC = (".jpg", ".tif", ".png", ".psd", ".jp2")


def block(path: Path) -> bytes:
    said = json.loads(samples.exiftool("-j", "-b", "-IPTC", path))[0]
    return b64decode(said["IPTC"].removeprefix("base64:")).rstrip(b"\0")


def said(path: Path) -> dict[str, Any]:
    """The IPTC tags and digests, as plain ExifTool reads them."""
    wanted = ("-IPTC:all", "-IPTCDigest", "-CurrentIPTCDigest", "-XMP-lr:all")
    return dict(json.loads(samples.exiftool("-j", "-n", "-G1", "-a", *wanted, path))[0])


def by_exiv2(path: Path) -> str:
    if not shutil.which("exiv2"):
        pytest.skip("apt install exiv2")
    return samples.run("exiv2", "-pi", str(path))


def with_block(path: Path, data: bytes, *, digest: bool = False) -> Path:
    """Put this block into the scan with plain ExifTool; returns the scan."""
    raw = path.with_name("block.tmp")
    raw.write_bytes(data)
    samples.exiftool("-q", "-overwrite_original", f"-IPTC<={raw}", path)
    raw.unlink()
    if digest:
        current = said(path)["File:CurrentIPTCDigest"]
        samples.exiftool("-q", "-overwrite_original", f"-Photoshop:IPTCDigest={current}", path)
    return path


@pytest.fixture
def lightroom(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FAULTS / "iptc.tif", tmp_path / "iptc.tif"))


def test_a_file_of_lightrooms_follows_and_goes_back(lightroom: Path) -> None:
    before, foreign = said(lightroom), foreign_tags(lightroom)
    tags = Scan(lightroom).save(RECORD).tags
    now = said(lightroom)
    expected = {
        "IPTC:ObjectName": "Barn in snow", "IPTC:By-line": "Ansel",
        "IPTC:CopyrightNotice": "© Ansel",
        "IPTC:Keywords": ["barn", "ice"], "IPTC:Sub-location": "Hernandez",
        "IPTC:DateCreated": "1974:08:03", "IPTC:TimeCreated": "16:20:00+02:00",
        "IPTC:Caption-Abstract": "old caption", "XMP-lr:HierarchicalSubject": "Place|Sweden|barn",
    }  # fmt: skip
    assert {name: now[name] for name in expected} == expected
    assert now.keys() == before.keys(), "nothing is created"
    assert set(tags) >= {"IPTC:ObjectName", "IPTC:Keywords", "IPTC:TimeCreated"}
    for text in ("Barn in snow", "© Ansel", "16:20:00+02:00"):
        assert text in by_exiv2(lightroom)
    assert Scan(lightroom).drifted == []

    Scan(lightroom).save(RECORD.replace(keywords="ice", taken="1974", location=None))
    now = said(lightroom)
    assert now["IPTC:Keywords"] == "ice" and now["IPTC:DateCreated"] == "1974:00:00"
    gone = {"XMP-lr:HierarchicalSubject", "IPTC:TimeCreated", "IPTC:Sub-location"}
    assert not gone & now.keys()

    Scan(lightroom).undo()
    assert {name: said(lightroom)[name] for name in expected} == expected
    Scan(lightroom).undo()
    after = said(lightroom)
    assert (after, foreign_tags(lightroom)) == (before, foreign)
    assert after["File:CurrentIPTCDigest"] == before["File:CurrentIPTCDigest"]


@pytest.mark.parametrize("suffix", HOLD_IPTC)
def test_a_block_in_latin_1_keeps_every_text(make_scan: Callable[..., Path], suffix: str) -> None:
    path = with_block(make_scan(f"scan{suffix}", foreign=False), LATIN)
    assert block(path) == LATIN
    pixels, before, foreign = samples.pixels(path), said(path), foreign_tags(path)

    Scan(path).save(ExposureRecord(subject="Grün"))
    assert block(path) == LATIN.replace(
        dataset(2, 5, "Köln".encode("cp1252")), dataset(2, 5, "Grün".encode("cp1252"))
    )
    Scan(path).save(ExposureRecord(subject="Лес", photographer="Зоя"))
    now = said(path)
    assert now["IPTC:CodedCharacterSet"] == "\x1b%G"
    assert (now["IPTC:ObjectName"], now["IPTC:By-line"]) == ("Лес", "Зоя")
    for name in ("IPTC:City", "IPTC:SpecialInstructions"):
        assert now[name] == before[name]
    assert_foreign_tags_stay(foreign, path)
    assert all(text in by_exiv2(path) for text in ("Лес", "Зоя", "Größe – Café"))
    assert samples.pixels(path) == pixels

    Scan(path).undo()
    Scan(path).undo()
    assert (block(path), said(path)) == (LATIN, before)


def test_a_block_of_undeclared_utf8_stays_undeclared(make_scan: Callable[..., Path]) -> None:
    data = HEAD + dataset(2, 5, "Köln".encode()) + dataset(2, 90, "Köln".encode())
    path = with_block(make_scan(foreign=False), data)
    Scan(path).save(ExposureRecord(subject="Лес"))
    assert block(path) == HEAD + dataset(2, 5, "Лес".encode()) + dataset(2, 90, "Köln".encode())
    assert "Лес" in by_exiv2(path) and Scan(path).drifted == []
    Scan(path).undo()
    assert block(path) == data


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".psd"])
def test_the_digest_agrees_where_it_did(make_scan: Callable[..., Path], suffix: str) -> None:
    path = with_block(make_scan(f"scan{suffix}", foreign=False), LATIN, digest=True)
    before = said(path)
    Scan(path).save(ExposureRecord(subject="Лес und mehr"))
    now = said(path)
    assert now["Photoshop:IPTCDigest"] == now["File:CurrentIPTCDigest"]
    assert now["File:CurrentIPTCDigest"] != before["File:CurrentIPTCDigest"]
    Scan(path).undo()
    assert said(path) == before


def test_a_digest_of_another_block_goes_on_saying_so(make_scan: Callable[..., Path]) -> None:
    path = with_block(make_scan(foreign=False), LATIN, digest=True)
    other = with_block(path, LATIN.replace(b"K\xf6ln", b"Bonn"))
    digest = said(other)["Photoshop:IPTCDigest"]
    Scan(other).save(ExposureRecord(subject="Moon"))
    assert said(other)["IPTC:ObjectName"] == "Moon"
    assert said(other)["Photoshop:IPTCDigest"] == digest


@pytest.mark.parametrize("suffix", HOLD_IPTC)
def test_a_block_of_nothing_else_goes_and_comes_back(
    make_scan: Callable[..., Path], suffix: str
) -> None:
    path = with_block(make_scan(f"scan{suffix}", foreign=False), dataset(2, 5, b"x"))
    before = said(path)
    Scan(path).save(ExposureRecord(subject="Moon"))
    Scan(path).save(ExposureRecord(notes="no more than this"))
    assert said(path).keys() == {"SourceFile"}
    Scan(path).undo()
    assert said(path)["IPTC:ObjectName"] == "Moon"
    Scan(path).undo()
    assert said(path) == before


def test_a_file_without_them_gets_none(make_scan: Callable[..., Path]) -> None:
    path = make_scan(foreign=False)
    Scan(path).save(RECORD)
    assert said(path).keys() == {"SourceFile"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (HEAD + dataset(2, 5, b"x") + b"\x1c\x02\x50", "invalid from byte"),
        (dataset(1, 90, b"\x1b-L") + HEAD + dataset(2, 5, b"\xbb\xd5\xe1"), "no longer in use"),
    ],
)
def test_a_block_that_cannot_be_kept_stays_and_the_record_goes_beside(
    make_scan: Callable[..., Path], data: bytes, why: str
) -> None:
    path = with_block(make_scan(foreign=False), data)
    before = path.read_bytes()
    (warning,) = Scan(path).save(ExposureRecord(subject="Лес")).warnings
    assert why in str(warning) and warning.code == "SAVED_IN_SIDECAR"
    assert path.read_bytes() == before and sidecar_of(path).exists()
    assert Scan(path).record.subject == "Лес"


def photoshops_tiff(path: Path, in_tiff: bytes, in_resources: bytes) -> Path:
    """A TIFF with a block in its own tag, and another in Photoshop's image resources."""
    length = len(in_resources).to_bytes(4)
    resources = b"8BIM\x04\x04\0\0" + length + in_resources + bytes(len(in_resources) % 2)
    tags = [
        (33723, 7, len(in_tiff), in_tiff, True),
        (34377, 1, len(resources), resources, True),
    ]
    tifffile.imwrite(path, samples.picture(), extratags=tags, metadata=None)
    return path


def test_two_blocks_that_are_one_stay_one(tmp_path: Path) -> None:
    path = photoshops_tiff(tmp_path / "twice.tif", LATIN, LATIN)
    Scan(path).save(ExposureRecord(subject="Лес"))
    now = said(path)
    assert now["IPTC:ObjectName"] == now["IPTC2:ObjectName"] == "Лес"
    assert now["IPTC:City"] == now["IPTC2:City"] == "Köln"
    Scan(path).undo()
    assert said(path)["IPTC2:ObjectName"] == "Köln" and block(path) == LATIN


def test_two_blocks_that_differ_stay_and_the_record_goes_beside(tmp_path: Path) -> None:
    other = LATIN.replace(b"K\xf6ln", b"Bonn")
    path = photoshops_tiff(tmp_path / "two.tif", LATIN, other)
    before = path.read_bytes()
    (warning,) = Scan(path).save(ExposureRecord(subject="Moon")).warnings
    assert "two IPTC blocks" in str(warning) and path.read_bytes() == before
    assert Scan(path).record.subject == "Moon"


def test_what_another_program_changed_is_named_and_mended(lightroom: Path) -> None:
    Scan(lightroom).save(RECORD)
    samples.put_tags(lightroom, {"IPTC:By-line": "Somebody", "XMP-lr:HierarchicalSubject": "a|b"})
    scan = Scan(lightroom)
    assert [drift[:3] for drift in scan.drifted] == [
        ("photographer", "IPTC:By-line", "Somebody"),
        ("keywords", "XMP-lr:HierarchicalSubject", "a|b"),
    ]
    scan.save(scan.record.replace(film="x"))
    assert said(lightroom)["IPTC:By-line"] == "Somebody", "a save leaves it"
    scan.save(scan.record, repair=["photographer", "keywords"])
    assert Scan(lightroom).drifted == []
    assert said(lightroom)["IPTC:By-line"] == "Ansel"


def test_the_hierarchy_in_a_sidecar_follows(make_scan: Callable[..., Path]) -> None:
    path = make_scan("raw.dng")
    beside = sidecar_of(path)
    samples.exiftool("-q", "-XMP-dc:Subject=snow", "-XMP-dc:Subject=barn",
                     "-XMP-lr:HierarchicalSubject=Weather|snow",
                     "-XMP-lr:HierarchicalSubject=Place|barn", "-o", beside)  # fmt: skip
    scan = Scan(path)
    assert set(scan.record.keywords or ()) == {"snow", "barn"}
    scan.save(scan.record.replace(keywords="barn, wolf"))
    assert said(beside)["XMP-lr:HierarchicalSubject"] == "Place|barn"
    Scan(path).undo()
    assert said(beside)["XMP-lr:HierarchicalSubject"] == ["Weather|snow", "Place|barn"]


def test_other_programs_copies_follow_and_go_back(make_scan: Callable[..., Path]) -> None:
    path = make_scan(foreign=False)
    there = {
        "IFD0:XPTitle": "Лес", "IFD0:XPAuthor": "Zoë", "IFD0:XPKeywords": "snow;barn",
        "XMP-dc:Subject": "snow", "XMP-digiKam:TagsList": "Weather/snow",
        "XMP-microsoft:LastKeywordXMP": "Weather/snow", "XMP-mediapro:CatalogSets": "Weather|snow",
    }  # fmt: skip
    samples.put_tags(path, there)

    def read() -> dict[str, Any]:
        wanted = [f"-{name}" for name in there]
        return dict(json.loads(samples.exiftool("-j", "-n", "-G1", *wanted, path))[0])

    before = read()
    assert before == there | {"SourceFile": str(path)}
    Scan(path).save(ExposureRecord(subject="Grün", photographer="Ansel", keywords="barn, ice"))
    assert read() == {
        "SourceFile": str(path), "XMP-dc:Subject": ["barn", "ice"],
        "IFD0:XPTitle": "Grün", "IFD0:XPAuthor": "Ansel", "IFD0:XPKeywords": "barn;ice",
    }  # fmt: skip
    assert Scan(path).drifted == []
    Scan(path).undo()
    assert read() == before
