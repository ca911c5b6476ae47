"""Exporting with the record, by a script: plain exiftool finds it in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from tests import samples
from tests.gimp import real

pytestmark = pytest.mark.hosts
SUFFIXES = (".jpg", ".tif", ".png", ".webp")
RECORD = {
    "subject": "Moonrise, Hernandez",
    "film": "HP5 Plus",
    "aperture": "f/22½",
    "exposure_time": "1/60",
    "readings": "shade EV 9 on III; snow EV 14 on VII",
}


def tags(path: Path) -> dict[str, Any]:
    """The tags of a file as plain exiftool reads them."""
    (found,) = json.loads(samples.exiftool("-j", "-n", "-G1", "-a", "-struct", str(path)))
    assert isinstance(found, dict)
    return found


def assert_has_record(path: Path) -> None:
    found = tags(path)
    assert found["XMP-dc:Title"] == RECORD["subject"], "GIMP 3.0 cuts it at the comma"
    assert found["XMP-exifilm:Film"] == "HP5 Plus"
    assert found["ExifIFD:FNumber"] == pytest.approx(26.163, abs=0.01)
    assert found["ExifIFD:ExposureTime"] == pytest.approx(1 / 60, rel=1e-3)
    assert [reading["Area"] for reading in found["XMP-exifilm:Readings"]] == ["shade", "snow"]


def test_every_format_has_the_record(home: Path, scan: Path, tmp_path: Path) -> None:
    """Of a scan, and of an image without a file."""
    of_scan = [tmp_path / f"scan{suffix}" for suffix in SUFFIXES]
    of_new = [tmp_path / f"new{suffix}" for suffix in SUFFIXES]
    real.headless(
        home,
        f"""
        record = json.loads({json.dumps(RECORD)!r})
        for picture, paths in (
            (image, {[str(path) for path in of_scan]!r}),
            (new_image(), {[str(path) for path in of_new]!r}),
        ):
            put(picture, **record)
            for path in paths:
                call("plug-in-exifilm-export", image=picture, output=path)
        """,
        opened=scan,
    )
    for path in (*of_scan, *of_new):
        with Image.open(path) as picture:
            assert picture.size == ((320, 256) if path in of_scan else (32, 24)), path
        assert_has_record(path)


def test_over_the_scan_itself(home: Path, tmp_path: Path) -> None:
    """The painted pixels, other programs' tags, the record and the profile are in the file."""
    scan = samples.make(tmp_path / "sheet_1.jpg")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(scan) as picture:
        picture.load()
        exif = picture.info.get("exif", b"")
    samples.run(
        "exiftool", "-q", "-overwrite_original", "-XMP-iptcCore:CreatorCity=Zürich", str(scan)
    )
    icc = tmp_path / "profile.icc"
    icc.write_bytes(profile)
    samples.run("exiftool", "-q", "-overwrite_original", f"-ICC_Profile<={icc}", str(scan))
    assert exif
    before = samples.pixels(scan)
    real.headless(
        home,
        f"""
        image.get_layers()[0].edit_fill(Gimp.FillType.WHITE)
        put(image, **json.loads({json.dumps(RECORD)!r}))
        call("plug-in-exifilm-export", image=image, output={str(scan)!r})
        """,
        opened=scan,
    )
    assert_has_record(scan)
    assert samples.pixels(scan) != before
    found = tags(scan)
    assert found["XMP-iptcCore:CreatorContactInfo"]["CiAdrCity"] == "Zürich"
    assert found["ICC-header:ProfileClass"]
    assert [path.name for path in scan.parent.iterdir() if path.name.startswith(".")] == []


def test_an_image_without_a_record_gets_none(home: Path, tmp_path: Path) -> None:
    exported = tmp_path / "exported.png"
    real.headless(
        home,
        f'call("plug-in-exifilm-export", image=new_image(), output={str(exported)!r})',
    )
    assert not [name for name in tags(exported) if name.startswith("XMP-exifilm")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("exported.gif", ".jpg, .tif, .png or .webp"),
        ("exported", ".jpg, .tif, .png or .webp"),
        ("exported.xcf", "File ▸ Save"),
        ("nowhere/exported.jpg", "nowhere"),
        ("", "output"),
    ],
)
def test_what_cannot_be_exported_is_told(
    home: Path, scan: Path, tmp_path: Path, name: str, said: str
) -> None:
    path = str(tmp_path / name) if name else ""
    answer = real.headless(
        home,
        f'answer["said"] = refusal("plug-in-exifilm-export", image=image, output={path!r})',
        opened=scan,
    )
    assert said in answer["said"]
    assert not name or not Path(path).exists()


def test_a_failed_export_leaves_the_file_as_it_was(home: Path, tmp_path: Path) -> None:
    """GIMP cannot export an image without a layer."""
    old = samples.make(tmp_path / "sheet_1.jpg")
    before = old.read_bytes()
    answer = real.headless(
        home,
        f"""
        image = Gimp.Image.new(8, 8, Gimp.ImageBaseType.RGB)
        answer["said"] = refusal("plug-in-exifilm-export", image=image, output={str(old)!r})
        """,
    )
    assert answer["said"]
    assert old.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_without_exiftool_nothing_is_exported(home: Path, scan: Path, tmp_path: Path) -> None:
    exported = tmp_path / "exported.jpg"
    answer = real.headless(
        home,
        f"""
        answer["said"] = refusal(
            "plug-in-exifilm-export", image=image, output={str(exported)!r}
        )
        """,
        opened=scan,
        EXIFILM_EXIFTOOL="/nowhere/exiftool",
    )
    assert "ExifTool" in answer["said"]
    assert not exported.exists()
