"""A new EXIF has the image's own resolution; a save never adds a second EXIF."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.formats import sidecar_of
from tests import samples
from tests.scans.contract import names

RECORD = ExposureRecord(subject="Moonrise", aperture=8, copyright="me")
GIVEN = ("-s3", "-n", "-IFD0:XResolution", "-IFD0:YResolution", "-IFD0:ResolutionUnit")


def resolution(path: Path) -> list[str]:
    return samples.exiftool(*GIVEN, path).split()


@pytest.mark.parametrize("dpi", [(2400, 2400), (1200, 600), (72, 72), (300.4, 300.4)])
@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_the_image_s_own_resolution(tmp_path: Path, suffix: str, dpi: tuple[float, float]) -> None:
    path = tmp_path / f"scan{suffix}"
    Image.fromarray(samples.picture()).save(path, dpi=dpi)
    before = path.read_bytes()
    Scan(path).save(RECORD)
    x, y, unit = map(float, resolution(path))
    precise = 0.5 if suffix == ".jpg" else 0.02  # JFIF has only whole numbers
    assert (x, y) == (pytest.approx(dpi[0], abs=precise), pytest.approx(dpi[1], abs=precise))
    assert unit == 2
    Scan(path).undo()
    assert path.read_bytes() == before


def test_dots_in_a_centimetre(make_scan) -> None:
    path = make_scan("scan.jpg", foreign=False)
    samples.put_tags(
        path, {"JFIF:ResolutionUnit": "2", "JFIF:XResolution": "945", "JFIF:YResolution": "945"}
    )
    Scan(path).save(RECORD)
    assert resolution(path) == ["945", "945", "3"]


def test_photoshop_s_resolution(make_scan) -> None:
    path = make_scan("scan.psd", foreign=False)
    given = struct.pack(">IHHIHH", 2400 << 16, 1, 1, 1200 << 16, 1, 1)
    resource = b"8BIM" + struct.pack(">HHI", 1005, 0, len(given)) + given
    whole = path.read_bytes()
    assert whole[26:34] == bytes(8), "it has no color mode data and no resources"
    path.write_bytes(whole[:30] + struct.pack(">I", len(resource)) + resource + whole[34:])
    Scan(path).save(RECORD)
    assert resolution(path) == ["2400", "1200", "2"]


def test_jpeg_2000_s_resolution(make_scan) -> None:
    """ISO/IEC 15444-1, I.5.3.7: dots per metre, as a fraction and a power of ten."""
    path = make_scan("scan.jp2", foreign=False)
    whole = path.read_bytes()
    captured = struct.pack(">I4sHHHHbb", 18, b"resc", 9449, 1, 9449, 1, 1, 1)
    captured = struct.pack(">I4s", 8 + len(captured), b"res ") + captured
    at = whole.index(b"jp2h") - 4
    length = int.from_bytes(whole[at : at + 4], "big")
    header = struct.pack(">I", length + len(captured)) + whole[at + 4 : at + length] + captured
    path.write_bytes(whole[:at] + header + whole[at + length :])
    Scan(path).save(RECORD)
    assert resolution(path) == ["2400.05", "2400.05", "2"]


@pytest.mark.parametrize("suffix", [".png", ".jxl", ".heic", ".psd", ".jp2"])
def test_none_where_the_image_tells_none(make_scan, suffix: str) -> None:
    path = make_scan(f"scan{suffix}", foreign=False)
    Scan(path).save(RECORD)
    assert names(path.parent) == [path.name]
    assert resolution(path) == []


def test_a_resolution_that_is_there_stays(make_scan) -> None:
    path = make_scan("scan.png")
    before = resolution(path)
    assert before[0] == "2400"
    Scan(path).save(RECORD)
    assert resolution(path) == before


# ── a PNG with EXIF or XMP in its text ───────────────────────────────────────────────────────────


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def in_text(path: Path, word: str, content: bytes, *, compressed: bool, at_end: bool) -> None:
    """Put a block into the text of a PNG, as ImageMagick does."""
    text = f"\n{word}\n{len(content):8d}\n{content.hex()}\n".encode()
    keyword = f"Raw profile type {word}\0".encode()
    made = (
        chunk(b"zTXt", keyword + b"\0" + zlib.compress(text))
        if compressed
        else chunk(b"tEXt", keyword + text)
    )
    whole = path.read_bytes()
    at = whole.index(b"IEND" if at_end else b"IDAT") - 4
    path.write_bytes(whole[:at] + made + whole[at:])


EXIF = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x04abc\0\0\0\0\0"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>"


@pytest.mark.parametrize(
    ("word", "content", "said"),
    [("exif", EXIF, "EXIF"), ("APP1", EXIF, "EXIF"), ("xmp", XMP, "XMP")],
)
@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("at_end", [False, True])
def test_no_second_block_beside_one_in_text(
    make_scan, word: str, content: bytes, said: str, compressed: bool, at_end: bool
) -> None:
    path = make_scan("scan.png", foreign=False)
    in_text(path, word, content, compressed=compressed, at_end=at_end)
    before = path.read_bytes()
    saved = Scan(path).save(RECORD)
    assert path.read_bytes() == before and sidecar_of(path).exists()
    assert [warning for warning in saved.warnings if f"keeps its {said} in a text" in str(warning)]
    assert Scan(path).record.aperture == 8


def test_another_text_is_no_block(make_scan) -> None:
    path = make_scan("scan.png", foreign=False)
    in_text(path, "icc", b"profile", compressed=True, at_end=False)
    Scan(path).save(RECORD)
    assert not sidecar_of(path).exists()


def test_a_png_that_is_cut_short(make_scan) -> None:
    """The reader stops at the last complete chunk."""
    path = make_scan("scan.png", foreign=False)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    before = path.read_bytes()
    with pytest.raises(Exception, match="truncated"):
        Scan(path).save(RECORD)
    assert path.read_bytes() == before
