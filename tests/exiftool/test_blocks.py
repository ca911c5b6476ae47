"""ExiFilm reads and writes EXIF, XMP and IPTC blocks byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from exifilm_core import ExifilmError
from exifilm_core.exiftool import ExifTool
from exifilm_core.exiftool.blocks import BLOCKS, EXIF_IS_NO_BLOCK
from tests import samples

OURS = {"IFD0:Copyright": "me", "XMP-dc:Title": "t", "IPTC:City": "Here"}


def writable(suffix: str) -> bool:
    """Whether the ExifTool of the tests writes that format."""
    if suffix == ".btf":
        return samples.exiftool_writes_bigtiff()
    return suffix != ".webp" or samples.exiftool_version() >= (13, 0)


@pytest.mark.parametrize("suffix", samples.EMBEDDED)
def test_what_was_taken_out_goes_back(
    exiftool: ExifTool, make_scan, tmp_path: Path, suffix: str
) -> None:
    if not writable(suffix):
        pytest.skip(f"this ExifTool does not write {suffix}")
    source = make_scan(f"a{suffix}", scanner=True)
    changed, back = tmp_path / f"b{suffix}", tmp_path / f"c{suffix}"
    [before] = exiftool.blocks([source])
    assert before["XMP"] or suffix == ".btf", "the test's file has other people's tags"
    assert bool(before.get("EXIF")) == (suffix not in (".tif", ".btf", ".psd"))
    exiftool.write(OURS, source, changed)
    [after] = exiftool.blocks([changed])
    assert after["XMP"] != before["XMP"] and after.keys() == before.keys()
    exiftool.write({}, changed, back, blocks=before)
    assert exiftool.blocks([back, source]) == [before, before]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".jp2", ".heic"])
def test_a_block_that_was_not_there_goes(
    exiftool: ExifTool, make_scan, tmp_path: Path, suffix: str
) -> None:
    source = make_scan(f"a{suffix}", foreign=False)
    changed, back = tmp_path / f"b{suffix}", tmp_path / f"c{suffix}"
    [before] = exiftool.blocks([source])
    assert before == dict.fromkeys(BLOCKS)
    exiftool.write(OURS, source, changed)
    assert exiftool.blocks([changed])[0]["EXIF"]
    exiftool.write({}, changed, back, blocks=before)
    assert exiftool.blocks([back]) == [before]


def test_some_go_back_and_other_tags_are_written(
    exiftool: ExifTool, make_scan, tmp_path: Path
) -> None:
    source = make_scan("a.jpg")
    [before] = exiftool.blocks([source])
    exiftool.write(OURS, source, tmp_path / "b.jpg")
    exiftool.write(
        {"XMP-dc:Title": "u", "IPTC:City": None},
        tmp_path / "b.jpg",
        tmp_path / "c.jpg",
        blocks={"EXIF": before["EXIF"]},
    )
    tags = exiftool.read_one(tmp_path / "c.jpg").tags
    assert tags["XMP-dc:Title"] == "u"
    assert not {"IFD0:Copyright", "IPTC:City"} & tags.keys()


@pytest.mark.parametrize("end", [b"\0", b"\r\n \x7f", "\ufeff é".encode(), "é".encode("latin-1")])
def test_any_byte_in_it(exiftool: ExifTool, make_scan, tmp_path: Path, end: bytes) -> None:
    """ExifTool's JSON has no zeros, and changes texts that are not UTF-8."""
    source = make_scan("a.jpg")
    block = (exiftool.blocks([source])[0]["XMP"] or b"") + end
    exiftool.write({}, source, tmp_path / "b.jpg", blocks={"XMP": block})
    assert exiftool.blocks([tmp_path / "b.jpg"])[0]["XMP"] == block


def test_a_sidecar_is_one_block(exiftool: ExifTool, tmp_path: Path) -> None:
    sidecar = tmp_path / "a.xmp"
    exiftool.write({"XMP-dc:Title": "t"}, None, sidecar)
    assert exiftool.blocks([sidecar]) == [{"EXIF": None, "XMP": sidecar.read_bytes(), "IPTC": None}]


def test_of_two_blocks_of_a_name_none_is_given(exiftool: ExifTool, make_scan) -> None:
    path = make_scan("a.jpg")
    whole = path.read_bytes()
    segment = whole[whole.index(b"http://ns.adobe.com/xap/1.0/") - 4 :]
    segment = segment[: int.from_bytes(segment[2:4], "big") + 2]
    path.write_bytes(whole[:2] + segment.replace(b"Sierra", b"Sienna") + whole[2:])
    assert exiftool.blocks([path])[0].keys() == {"EXIF", "IPTC"}


def test_the_numbers_of_tags(exiftool: ExifTool, make_scan) -> None:
    path = make_scan("a.tif", foreign=False)
    place = {"GPS:GPSLatitude": "47", "GPS:GPSLatitudeRef": "N", "ExifIFD:FNumber": "8"}
    samples.put_tags(path, place)
    [ids] = exiftool.tag_ids([path])
    assert [ids[name] for name in place] == [2, 1, 0x829D]


def test_which_formats_have_no_exif_block_that_goes_back(exiftool: ExifTool, make_scan) -> None:
    for suffix in (".tif", ".psd"):
        assert exiftool.read_one(make_scan(f"a{suffix}")).file_type in EXIF_IS_NO_BLOCK


def test_a_file_that_is_not_there(exiftool: ExifTool, make_scan, tmp_path: Path) -> None:
    path = make_scan("a.jpg")
    shutil.copy(path, tmp_path / "b.jpg")
    with pytest.raises(ExifilmError):
        exiftool.blocks([path, tmp_path / "none.jpg"])
