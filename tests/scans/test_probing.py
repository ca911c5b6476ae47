"""A search for a No. among many files reads little of each, with the same result as reading all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from exifilm_core import Archive, ExifilmError, ExposureRecord, Scan
from exifilm_core.files.formats import RAW_SUFFIXES, has_sidecar, sidecar_of
from exifilm_core.files.resources import resource
from exifilm_core.tags.mapping.marks import SAVED
from tests import samples
from tests.conftest import DATA
from tests.scans.test_formats import darktable_like

CONFIG = resource("plugins/exiftool/exifilm.config")


def assert_nothing_else_is_found(folder: Path) -> dict[str, tuple[str, int | None]]:
    """The No. and number of each file; asserts that a full reading gives the same."""
    read: dict[str, tuple[str, int | None]] = {}
    for scan in Archive(folder):
        try:
            read[scan.path.name] = (Scan(scan.path).image_id, Scan(scan.path).number)
        except ExifilmError:
            continue
    with Archive(folder) as archive:
        probes = {p.name: (no.image_id, no.whole) for p, no in archive.numbers().items()}
    assert {name: probes[name] for name in read} == read
    return read


@pytest.mark.parametrize("folder", ["faults", "real", "written_by_0_1"])
def test_in_files_of_all_sorts(tmp_path: Path, folder: str) -> None:
    shutil.copytree(DATA / folder, tmp_path / folder)
    assert len(assert_nothing_else_is_found(tmp_path / folder)) > 5


def put(path: Path, **tags: str) -> None:
    """Write tags with plain ExifTool and our configuration."""
    given = [f"-{name.replace('__', ':')}={text}" for name, text in tags.items()]
    samples.exiftool("-q", "-overwrite_original", "-n", *given, path, config=CONFIG)


def test_a_number_that_a_copy_camera_counts_is_no_no(tmp_path: Path) -> None:
    names = ("plain.jpg", "saved.jpg", "no 4.jpg", "of film.jpg")
    for name in names:
        shutil.copy(DATA / "faults" / "copy-camera.jpg", tmp_path / name)
        put(tmp_path / name, ExifIFD__ImageNumber="4711")
    Scan(tmp_path / "saved.jpg").save(ExposureRecord(film="HP5+"))
    Scan(tmp_path / "no 4.jpg").save(ExposureRecord(image_id="0418-04"))
    put(tmp_path / "of film.jpg", **{"XMP-exifilm__Film": "HP5+"})
    assert assert_nothing_else_is_found(tmp_path) == {
        "plain.jpg": ("", None),
        "saved.jpg": ("", None),
        "no 4.jpg": ("0418-04", None),
        "of film.jpg": ("4711", 4711),
    }


def test_in_a_film_scan_it_is_one(make_scan, tmp_path: Path) -> None:
    put(make_scan("a.jpg"), ExifIFD__ImageNumber="17")
    assert assert_nothing_else_is_found(tmp_path) == {"a.jpg": ("17", 17)}
    raw = tmp_path / "a.jpg"
    raw.rename(raw.with_name(f"raw{min(RAW_SUFFIXES - {'.raw'})}"))
    assert_nothing_else_is_found(tmp_path)


@pytest.fixture
def sheet(make_scan) -> Path:
    """A scan with a sidecar; both hold a record with the No. 1."""
    path: Path = make_scan("sheet.jpg")
    darktable_like(sidecar_of(path))
    Scan(path).save(ExposureRecord(image_id="1"))
    return path


@pytest.mark.parametrize("later", ["image", "sidecar", "neither"])
def test_of_image_and_sidecar_the_later_counts(sheet: Path, later: str) -> None:
    """The stamp decides, so the search reads it too."""
    put(sheet, **{"XMP-exifilm__ImageId": "of the image"})
    put(sidecar_of(sheet), **{"XMP-exifilm__ImageId": "of the sidecar"})
    stamp, name = {SAVED: "2031-01-01T00:00:00.000Z"}, SAVED.replace(":", "__")
    if later == "neither":
        put(sheet, **{name: ""})
        put(sidecar_of(sheet), **{name: ""})
    else:
        put(sheet if later == "image" else sidecar_of(sheet), **{name: stamp[SAVED]})
    counts = "image" if later == "image" else "sidecar"
    assert assert_nothing_else_is_found(sheet.parent) == {"sheet.jpg": (f"of the {counts}", None)}
    with Archive(sheet.parent) as archive:
        (found,) = archive.by_id(f"of the {counts}")
    assert found.path == sheet


@pytest.mark.parametrize("suffix", [".jpg", ".dng"])
@pytest.mark.parametrize("ours", [{}, {"XMP-exifilm__Film": "HP5+"}])
def test_a_number_that_another_program_put_into_the_sidecar(
    make_scan, suffix: str, ours: dict[str, str]
) -> None:
    path = make_scan(f"scan{suffix}")
    darktable_like(sidecar_of(path))
    put(sidecar_of(path), **{"XMP-aux__ImageNumber": "4711"}, **ours)
    assert has_sidecar(path)
    assert_nothing_else_is_found(path.parent)


def test_records_without_a_number_of_their_own(make_scan) -> None:
    path = make_scan("scan.jpg")
    put(path, ExifIFD__ImageNumber="17")
    Scan(path).save(ExposureRecord(film="HP5+"))
    put(make_scan("other.jpg"), **{"XMP-exifilm__Film": "x"}, **{"XMP-aux__ImageNumber": "1"})
    assert_nothing_else_is_found(path.parent)
