"""The parts of a record that photographers see in programs without ExiFilm's tags.

Tested with ExifTool 12.57, exiv2 0.27.6, ImageMagick 6.9 and exif 0.6.22. The tests also assert
what these cannot show: the mirrors in EXIF exist for that.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Scan
from tests import samples
from tests.tagset.conftest import NONE, exiftool, said_by, tags_of

RECORD = ExposureRecord(
    image_id="2012-017",
    subject="Mond über Björnö",
    photographer="A. Åberg",
    film="Kodak Tri-X 320 – 4×5",
    exposure_index=320,
    camera_make="Linhof",
    camera_model="Master Technika",
    lens="Symmar-S 210mm f/5.6",
    focal_length=210,
    bellows_extension=231.5,
    front_rise=-12.5,
    readings="snow 250 c/ft² on VII½; deep shade EV 9",
    aperture="f/22",
    exposure_time="1/2",
    development="N-1½",
    notes="wind from the left",
)
IN_EXIF = {
    # The tags that every viewer should show, by ExifTool's names, with their plain text.
    "Make": "Linhof",
    "Model": "Master Technika",
    "LensModel": "Symmar-S 210mm f/5.6",
}
BEYOND_ASCII = "Höhe 12½ m\nzweite Zeile"


@pytest.fixture
def scan(image: Path) -> Path:
    Scan(image).save(RECORD)
    return image


@pytest.fixture
def scan_with_unicode_notes(image: Path) -> Path:
    Scan(image).save(RECORD.replace(notes=BEYOND_ASCII))
    return image


# ── exiftool without a config ────────────────────────────────────────────────────────────────


def test_exiftool_without_config_shows_the_whole_record(scan: Path) -> None:
    samples.close()  # an open process defines an unknown tag by the first file with it
    read = tags_of(scan, "-n", "-struct", config=NONE)
    for name, value in RECORD.filled().items():
        field = RECORD.field(name)
        raw = read[field.home.name]
        assert field.kind.from_tag(raw if isinstance(raw, list) else str(raw)) == value, name


def test_exiftool_without_config_names_the_tags(scan: Path) -> None:
    shown = exiftool("-a", "-XMP-exifilm:all", scan, config=NONE)
    assert "Film                            : Kodak Tri-X 320 – 4×5" in shown
    assert "Bellows Extension               : 231.5" in shown
    for area in ("snow", "deep shade"):
        assert f"Readings Area                   : {area}\n" in shown


# ── exiv2, on which geeqie, gthumb and digiKam depend ────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Exif.Image.Make", "Linhof"),
        ("Exif.Image.Model", "Master Technika"),
        ("Exif.Image.Artist", "A. Åberg"),
        ("Exif.Image.ImageDescription", "Mond über Björnö"),
        ("Exif.Photo.LensModel", "Symmar-S 210mm f/5.6"),
        ("Exif.Photo.FNumber", "22/1"),
        ("Exif.Photo.ExposureTime", "1/2"),
        ("Exif.Photo.ISOSpeedRatings", "320"),
        ("Exif.Photo.FocalLength", "210/1"),
        ("Exif.Photo.UserComment", "charset=Ascii wind from the left"),
        ("Xmp.dc.title", 'lang="x-default" Mond über Björnö'),
        ("Xmp.exifilm.ImageId", "2012-017"),
        ("Xmp.exifilm.Film", "Kodak Tri-X 320 – 4×5"),
        ("Xmp.exifilm.BellowsExtension", "231.5"),
        ("Xmp.exifilm.FrontRise", "-12.5"),
        ("Xmp.exifilm.Development", "-1.5"),
        ("Xmp.exifilm.Notes", "wind from the left"),
        ("Xmp.exifilm.Readings[1]/exifilm:Area", "snow"),
        ("Xmp.exifilm.Readings[1]/exifilm:Unit", "c/ft²"),
        ("Xmp.exifilm.Readings[1]/exifilm:Zone", "7.5"),
        ("Xmp.exifilm.Readings[2]/exifilm:Area", "deep shade"),
        ("Xmp.AnalogExif.Film", "Kodak Tri-X 320 – 4×5"),
    ],
)
def test_exiv2_shows_exif_and_our_own_tags(scan: Path, key: str, value: str) -> None:
    assert said_by("exiv2", "-K", key, "-Pv", scan).rstrip("\n") == value
    assert f"\n{key} " in "\n" + said_by("exiv2", "-pa", scan)


def test_exiv2_shows_a_comment_beyond_ascii(scan_with_unicode_notes: Path) -> None:
    said = said_by("exiv2", "-K", "Exif.Photo.UserComment", "-Pv", scan_with_unicode_notes)
    assert said.rstrip("\n") == f"charset=Unicode {BEYOND_ASCII}"


# ── ImageMagick ──────────────────────────────────────────────────────────────────────────────


def test_identify_shows_exif_and_our_own_tags(scan: Path) -> None:
    for tag, value in IN_EXIF.items():
        assert _identify(scan, f"EXIF:{tag}") == value
    assert _identify(scan, "EXIF:FNumber") == "22/1"
    assert _identify(scan, "EXIF:ExposureTime") == "1/2"
    assert _identify(scan, "exifilm:Film") == "Kodak Tri-X 320 – 4×5"
    assert _identify(scan, "exifilm:BellowsExtension") == "231.5"
    assert _identify(scan, "exifilm:Notes") == "wind from the left"


def test_identify_shows_a_comment_with_the_name_of_its_code(scan: Path) -> None:
    """ImageMagick 6 shows the numbers of its bytes, ImageMagick 7 only the name of its encoding."""
    comment = _identify(scan, "EXIF:UserComment")
    if comment.startswith("65, 83"):
        assert comment.split(", ")[8:] == [str(byte) for byte in b"wind from the left"]
    else:
        assert comment.startswith("ASCII")


def _identify(path: Path, name: str) -> str:
    return said_by("identify", "-format", f"%[{name}]", path)


# ── exif, of libexif ─────────────────────────────────────────────────────────────────────────


def test_exif_shows_exif(scan: Path) -> None:
    shown = said_by("exif", "-m", scan)
    assert "Manufacturer\tLinhof\nModel\tMaster Technika\n" in shown
    for line in (
        "Image Description\tMond über Björnö",
        "Lens Model\tSymmar-S 210mm f/5.6",
        "F-Number\tf/22.0",
        "Exposure Time\t1/2 sec.",
        "ISO Speed Ratings\t320",
        "Focal Length\t210.0 mm",
        "User Comment\twind from the left",
    ):
        assert f"{line}\n" in shown


def test_exif_shows_no_comment_beyond_ascii(scan_with_unicode_notes: Path) -> None:
    assert "User Comment\tUnsupported UNICODE string" in said_by(
        "exif", "-m", scan_with_unicode_notes
    )


def test_exif_shows_nothing_of_xmp(scan: Path) -> None:
    shown = said_by("exif", "-m", scan)
    assert "Tri-X" not in shown and "231.5" not in shown
