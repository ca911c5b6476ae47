"""A camera's default text is no subject, no note and no photographer's name."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import Scan
from exifilm_core.tags.mapping.default_texts import is_default_text
from tests import samples

FAULTS = Path(__file__).parents[1] / "data" / "faults"
TEXT = "OLYMPUS DIGITAL CAMERA         "


@pytest.fixture
def olympus(tmp_path: Path) -> Path:
    return Path(shutil.copy(FAULTS / "default-description.jpg", tmp_path))


def test_it_never_becomes_the_subject(olympus: Path) -> None:
    scan = Scan(olympus)
    assert scan.record.subject is None
    scan.save(scan.record.replace(film="HP5+"))
    assert Scan(olympus).record.subject is None
    assert samples.exiftool("-s3", "-XMP-dc:Title", "-XMP-dc:Description", olympus) == ""
    assert described(olympus) == TEXT.strip(), "it stays as long as nobody writes another"


def test_a_subject_takes_its_place_and_undo_gives_it_back(olympus: Path) -> None:
    scan = Scan(olympus)
    scan.save(scan.record.replace(subject="Barn"))
    assert described(olympus) == "Barn"
    scan.undo()
    assert described(olympus) == TEXT.strip() and Scan(olympus).record.subject is None


def test_a_subject_takes_its_place_at_a_later_save_too(olympus: Path) -> None:
    scan = Scan(olympus)
    scan.save(scan.record.replace(film="HP5+"))
    scan.save(scan.record.replace(subject="Barn"))
    assert described(olympus) == "Barn"
    assert Scan(olympus).drifted == []
    scan.undo()
    assert described(olympus) == TEXT.strip()


def test_what_another_program_has_copied_from_it_is_none_either(olympus: Path) -> None:
    samples.put_tags(olympus, {"XMP-dc:Title": TEXT, "XMP-dc:Description": TEXT})
    sidecar = olympus.with_name(f"{olympus.name}.xmp")
    samples.exiftool(
        "-q", f"-XMP-dc:Title={TEXT}", f"-XMP-tiff:ImageDescription={TEXT}", "-o", sidecar
    )
    scan = Scan(olympus)
    assert scan.record.subject is None
    scan.save(scan.record.replace(film="HP5+"))
    assert Scan(olympus).record.subject is None
    Scan(olympus).undo()
    assert samples.exiftool("-s3", "-XMP-dc:Title", sidecar).strip() == TEXT.strip()


def test_a_person_may_call_a_picture_so(make_scan: Any) -> None:
    path = make_scan(foreign=False)
    scan = Scan(path)
    scan.save(scan.record.replace(subject="Digital camera", notes="default"))
    record = Scan(path).record
    assert (record.subject, record.notes) == ("Digital camera", "default")


@pytest.mark.parametrize(
    "text", ["SONY DSC", "KONICA MINOLTA DIGITAL CAMERA", "Olympus Digital Camera", "\0\0\0 ",
             "<Digimax i5, Samsung #1>", "KODAK Digital Still Camera", "Exif_JPEG_PICTURE"],
)  # fmt: skip
def test_the_known_ones(text: str) -> None:
    assert is_default_text(text)


@pytest.mark.parametrize(
    "text", ["", "Barn", "Digital camera on a tripod", "My Sony DSC album", None]
)
def test_a_person_s_words_are_none(text: str | None) -> None:
    assert not is_default_text(text)


def described(path: Path) -> str:
    return samples.exiftool("-s3", "-IFD0:ImageDescription", path).strip()
