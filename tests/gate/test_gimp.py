"""A record survives GIMP: an export contains what was read with the image."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.gimp import real

pytestmark = pytest.mark.hosts

RECORD = {
    "image_id": "2012-017",
    "subject": "Moonrise over the Cañón",
    "film": "Kodak Tri-X 320",
    "holder": "7",
    "bellows_extension": "240 mm",
    "front_rise": "8 mm",
    "front_tilt": "3.5",
    "readings": "junipers EV 9 on III; cliff EV 11.5 on V½",
    "aperture": "f/22½",
    "exposure_time": "1/4",
    "developer": "HC-110",
    "development": "N+1",
    "notes": "waited for the wind",
}


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scan without a record."""
    path = tmp_path / "scan_17.jpg"
    Image.effect_noise((320, 256), 60).save(path)
    return path


def fill_in(scan: Path, **fields: str) -> None:
    """Save the record with ExiFilm's own command."""
    command = [sys.executable, "-m", "exifilm_core.commands", "set", str(scan)]
    command += [f"{name}={value}" for name, value in fields.items()]
    subprocess.run(command, check=True)


def export(scan: Path, to: Path) -> None:
    """Open the scan in a GIMP without our plug-in, and export it."""
    home = scan.parent / "home"
    real.used_before(home)
    real.headless(home, f"export(load({str(scan)!r}), {str(to)!r})")
    real.kept(to)


def tags(path: Path) -> dict[str, Any]:
    """The record's tags, as ExifTool without our configuration reads them."""
    asked = ["exiftool", "-json", "-struct", "-G1", "-XMP-exifilm:all", "-XMP-AnalogExif:all"]
    told = subprocess.run([*asked, str(path)], check=True, capture_output=True, text=True)
    read: dict[str, Any] = json.loads(told.stdout)[0]
    del read["SourceFile"]
    return read


def record(path: Path) -> dict[str, Any]:
    """The record, as ExiFilm reads it."""
    command = [sys.executable, "-m", "exifilm_core.commands", "show", "--json", str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    read: dict[str, Any] = json.loads(told.stdout)["record"]
    return read


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_an_exported_image_carries_the_record(scan: Path, tmp_path: Path, suffix: str) -> None:
    exported = tmp_path / f"exported{suffix}"
    fill_in(scan, **RECORD)
    export(scan, exported)
    before = tags(scan)
    assert len(before) >= 5, "the scan has a record to lose"
    assert tags(exported) == before
    assert record(exported) == record(scan)


@pytest.mark.parametrize(
    "fields",
    [{"subject": "Moonrise, Hernandez"}, {"subject": "Moonrise"}, {"notes": "windy"}],
    ids=["comma", "no notes", "no subject"],
)
def test_description_and_comment_stay_apart(
    scan: Path, tmp_path: Path, fields: dict[str, str]
) -> None:
    """A record has copies of its own, so that GIMP 3.0 does not change it.

    GIMP 3.0 fills an empty tag from the other, and cuts titles at a comma.
    """
    exported = tmp_path / "exported.jpg"
    fill_in(scan, **fields)
    export(scan, exported)
    assert record(exported) == record(scan)
