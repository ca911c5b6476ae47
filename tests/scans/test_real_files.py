"""The contract of a save, on files that cameras, phones and archives have made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.scans.copy_camera import exposure_tags
from tests import samples
from tests.conftest import REAL_FILES
from tests.record.test_exposure_record import full_record
from tests.scans.contract import assert_foreign_tags_stay, foreign_tags, names

FILES = (
    sorted(path.name for path in REAL_FILES.iterdir() if path.suffix != ".md")
    if REAL_FILES.is_dir()
    else []
)
RECORD = full_record().replace(image_id="17", taken="1974-08-03 16:20:01+02:00")


@pytest.fixture
def real(tmp_path: Path) -> Callable[[str], Path]:
    if not FILES:
        pytest.skip(f"there are no real files in {REAL_FILES}; the made ones are tried elsewhere")

    def copy(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes((REAL_FILES / name).read_bytes())
        return path

    return copy


def maker_note(path: Path) -> str:
    """The bytes of the maker note, in base 64."""
    return samples.asked("-j", "-b", "-MakerNotes", path).out


@pytest.mark.parametrize("name", FILES or ["none"])
def test_a_real_file(real, name: str) -> None:
    path = real(name)
    whole, note, pixels = foreign_tags(path), maker_note(path), decoded(path)
    first = Scan(path).record
    # ExifTool names the parts of a structure after it, unless told otherwise.
    of_the_copy = (*exposure_tags(whole), "XMP-exif:Flash") if first.copy_exposure else ()

    Scan(path).save(RECORD)
    assert Scan(path).record == RECORD
    assert decoded(path) == pixels and maker_note(path) == note
    assert_foreign_tags_stay(whole, path, moved=of_the_copy)

    Scan(path).save(ExposureRecord(film="HP5+", camera_make="Linhof"))
    assert Scan(path).record.film == "HP5+"
    assert decoded(path) == pixels and maker_note(path) == note
    assert_foreign_tags_stay(whole, path, moved=of_the_copy)

    Scan(path).undo()
    assert Scan(path).record == RECORD
    Scan(path).undo()
    assert Scan(path).record == first
    assert decoded(path) == pixels and maker_note(path) == note
    assert_foreign_tags_stay(whole, path)
    assert names(path.parent) == [name]


def decoded(path: Path) -> bytes:
    if path.suffix == ".heif":
        import pillow_heif

        return bytes(pillow_heif.open_heif(path).data)
    return samples.pixels(path)
