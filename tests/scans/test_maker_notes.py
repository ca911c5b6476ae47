"""A digital camera's maker notes stay readable with any film camera in the record."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from tests import samples

REAL = Path(__file__).parents[1] / "data" / "real"
NIKON = ("DSCN0010.jpg", "32-lens_data.jpeg")
"""A save into the second would drop its preview, so its record goes into a sidecar."""
FILM = ExposureRecord(camera_make="Linhof", camera_model="Master Technika", film="HP5+")


@pytest.fixture(params=NIKON)
def nikon(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A Nikon picture with its maker notes."""
    return Path(shutil.copy(REAL / request.param, tmp_path))


@pytest.fixture
def embedding(tmp_path: Path) -> Path:
    """The one of them that embeds the record."""
    return Path(shutil.copy(REAL / NIKON[0], tmp_path))


def decoded_notes(path: Path) -> dict[str, Any]:
    """The maker notes as ExifTool decodes them."""
    said = json.loads(
        samples.asked("-j", "-n", "-G1", "-a", "-u", "-b", "-MakerNotes:all", path).out
    )
    notes = {name: value for name, value in said[0].items() if name != "SourceFile"}
    # A save may move the preview.
    return {name: value for name, value in notes.items() if not name.endswith("PreviewImageStart")}


def names_in_exif(path: Path) -> list[str]:
    return samples.exiftool("-s3", "-IFD0:Make", "-IFD0:Model", path).split("\n")[:2]


def test_all_maker_notes_say_the_same_after_saves_and_undos(nikon: Path) -> None:
    before, names = decoded_notes(nikon), names_in_exif(nikon)
    assert len(before) > 20
    for record in (FILM, FILM.replace(camera_make="Sinar", camera_model="P2", notes="n" * 3000)):
        Scan(nikon).save(record)
        assert (Scan(nikon).record.camera_make, Scan(nikon).record.camera_model) == (
            record.camera_make, record.camera_model,
        )  # fmt: skip
        assert decoded_notes(nikon) == before and names_in_exif(nikon) == names
    for _ in range(2):
        Scan(nikon).undo()
        assert decoded_notes(nikon) == before and names_in_exif(nikon) == names
    assert Scan(nikon).record.camera_make is None


def test_the_digital_camera_is_the_scanner(nikon: Path) -> None:
    first = Scan(nikon).record
    assert first.camera_make is None
    assert [first.scanner_make, first.scanner_model] == names_in_exif(nikon)
    Scan(nikon).save(FILM)
    after = Scan(nikon).record
    assert (after.scanner_make, after.scanner_model) == (first.scanner_make, first.scanner_model)
    Scan(nikon).save(after.replace(camera_make=None, camera_model=None))
    assert Scan(nikon).record.camera_make is None, "nor is it taken for the camera afterwards"


def test_without_maker_notes_exif_stays_the_camera_s_home(make_scan: Any) -> None:
    path = make_scan(foreign=False)
    Scan(path).save(FILM)
    assert names_in_exif(path) == ["Linhof", "Master Technika"]
    assert "exifilm:CameraMake" not in xmp(path)


def test_our_own_names_count_where_an_export_has_dropped_the_notes(embedding: Path) -> None:
    Scan(embedding).save(FILM)
    samples.exiftool("-q", "-overwrite_original", "-MakerNotes=", embedding)
    assert Scan(embedding).record.camera_make == "Linhof"
    scan = Scan(embedding)
    scan.save(scan.record.replace(camera_make="Sinar"))
    assert (Scan(embedding).record.camera_make, Scan(embedding).record.camera_model) == (
        "Sinar", "Master Technika",
    )  # fmt: skip


def test_a_file_that_an_earlier_version_has_harmed_is_mended_by_its_next_save(
    embedding: Path,
) -> None:
    """Record 1.0: the film camera is in EXIF, and the old names are in the scanner's fields."""
    names = names_in_exif(embedding)
    Scan(embedding).save(FILM)
    as_record_1_0_had_it(embedding, "Linhof", "Master Technika")
    scan = Scan(embedding)
    assert scan.record.camera_make == "Linhof", "what it says keeps its meaning"
    assert scan.displaced_names == dict(zip(("IFD0:Make", "IFD0:Model"), names, strict=True))
    scan.save(scan.record.replace(notes="again"))
    assert names_in_exif(embedding) == names
    assert Scan(embedding).record.camera_make == "Linhof" and not Scan(embedding).displaced_names
    Scan(embedding).undo()
    assert names_in_exif(embedding) == ["Linhof", "Master Technika"]


def test_a_sidecar_beside_maker_notes_names_the_camera_twice(tmp_path: Path) -> None:
    """An export copies the sidecar's XMP into a picture with the digital camera in its EXIF."""
    path = Path(shutil.copy(REAL / "DSCN0010.jpg", tmp_path / "copy.jpg"))
    sidecar = path.with_name("copy.jpg.xmp")
    samples.exiftool("-q", "-XMP-xmp:Rating=3", "-o", sidecar)
    Scan(path).save(FILM)
    said = sidecar.read_text()
    assert "<exifilm:CameraMake>Linhof<" in said and "<tiff:Make>Linhof<" in said
    assert Scan(path).record.camera_make == "Linhof"
    assert names_in_exif(path) == ["NIKON", "COOLPIX P6000"]


def as_record_1_0_had_it(path: Path, make: str, model: str) -> None:
    """Write the tags of the version before the camera's own tags."""
    samples.exiftool(
        *("-q", "-overwrite_original", f"-IFD0:Make={make}", f"-IFD0:Model={model}"),
        *("-XMP-exifilm:CameraMake=", "-XMP-exifilm:CameraModel="),
        *("-XMP-exifilm:RecordVersion=1.0", path),
        config=CONFIG,
    )


def xmp(path: Path) -> str:
    return samples.asked("-b", "-XMP", path).out


CONFIG = Path(__file__).parents[2] / "plugins" / "exiftool" / "exifilm.config"
