"""A user works in the grid of the real window, and plain exiftool reads the files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.actions.set_fields import How, set_fields
from tests import samples
from tests.form import desktop
from tests.form.test_several import digests

SCRIPT = Path(__file__).with_name("grid_script.py")
LENS = "Symmar-S 210mm f/5.6"


@pytest.fixture
def thirty(make_scan: Callable[..., Path]) -> Path:
    """A folder of thirty scans with records."""
    first = make_scan("scans/scan_00.jpg")
    paths = [first.with_name(f"scan_{number:02}.jpg") for number in range(30)]
    for path in paths[1:]:
        shutil.copy(first, path)
    values = {
        path: {
            "image_id": str(number),
            "subject": f"Rock {number}",
            "film": "HP5" if number % 2 else "FP4",
            "location": "Malham" if number % 3 else "Gordale",
        }
        for number, path in enumerate(paths)
    }
    assert all(outcome.get().saved for outcome in set_fields(values, How()))
    return first.parent


def test_what_is_typed_for_banded_scans_is_in_them_and_in_no_other(
    thirty: Path, tmp_path: Path
) -> None:
    before = digests(thirty)
    done = desktop.tried("probe_band", tmp_path, script=SCRIPT, folder=str(thirty), lens=LENS)
    assert done["status"] == 0
    banded = {name.rpartition(", ")[2] for name in done["banded"]}
    assert len(banded) == 6, done
    after = digests(thirty)
    assert {name for name in after if after[name] != before[name]} == banded
    for name in banded:
        said = samples.exiftool("-s3", "-ExifIFD:LensModel", "-XMP-aux:Lens", str(thirty / name))
        assert said.split("\n")[:2] == [LENS, LENS]


def test_a_search_in_the_notation_of_the_fields(thirty: Path, tmp_path: Path) -> None:
    done = desktop.tried("probe_search", tmp_path, script=SCRIPT, folder=str(thirty))
    assert "“wide” is not a valid aperture. Enter an f-number such as" in done["problem"]
    assert done["count"] == "5 of 30 scans"
    assert done["described"].endswith("5 of 30 scans · 5 selected")
    assert (done["shared"], done["status"]) == ("Gordale", 0)
    for number, path in enumerate(sorted(thirty.glob("*.jpg"))):
        found = number % 2 and not number % 3
        assert Scan(path).record.filter == ("orange 21" if found else None)


@pytest.fixture
def archive(make_scan: Callable[..., Path]) -> Path:
    """A folder with two scans, and three more in folders below it; two files have one name."""
    top = make_scan("archive/2.jpg").parent
    films = {"1.jpg": "HP5", "2.jpg": "FP4", "rolls/1.jpg": "HP5", "rolls/9/1.jpg": "HP5"}
    for name, film in (films | {"rolls/10/x.jpg": "FP4"}).items():
        Scan(make_scan(f"archive/{name}")).save(ExposureRecord(film=film))
    return top


def test_the_scans_of_the_folders_below_too(archive: Path, tmp_path: Path) -> None:
    done = desktop.tried("probe_sub_folders", tmp_path, script=SCRIPT, folder=str(archive))
    assert (done["count"], done["kept"], done["status"]) == ("3 of 5 scans", "film=hp5", 0)
    assert done["names"] == ["1?, 1.jpg", "1?, rolls/1.jpg", "1?, rolls/9/1.jpg"]
    assert Scan(archive / "1.jpg").record.lens == "Nikkor", "what was typed before was saved"
    filtered = {
        path.relative_to(archive).as_posix()
        for path in archive.glob("**/*.jpg")
        if Scan(path).record.filter == "orange 21"
    }
    assert filtered == {"1.jpg", "rolls/1.jpg", "rolls/9/1.jpg"}


def test_no_folders_below(thirty: Path, tmp_path: Path) -> None:
    done = desktop.tried("probe_no_folders_below", tmp_path, script=SCRIPT, folder=str(thirty))
    assert done == {"said": "The folders below have no scans.", "checked": False, "status": 0}


def test_a_folder_that_has_only_folders(archive: Path, tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg"):
        (archive / name).unlink()
    done = desktop.tried("probe_only_folders", tmp_path, script=SCRIPT, folder=str(archive))
    assert done["names"] == ["1?, rolls/1.jpg", "1?, rolls/9/1.jpg", "rolls/10/x.jpg"]
    assert done["status"] == 0
