"""Several scans edited together in the real window; plain exiftool then checks the files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import Scan
from exifilm_core.actions.set_fields import How, set_fields
from exifilm_core.files.atomic import leftovers
from tests import samples
from tests.form import desktop

SCRIPT = Path(__file__).with_name("several_script.py")
LENS = "Symmar-S 210mm f/5.6"
OF_THE_LENS = {"ExifIFD:LensModel", "XMP-aux:Lens"}
SELECTED = [*range(19), 20]
"""What the script selects: 21 scans, and one of them is left."""
MARKS = {"XMP-exifilm:RecordSaved", "XMP-exifilm:ScanId", "XMP-exifilm:RecordVersion"}
"""What every save writes."""


@pytest.fixture(scope="module")
def _hundred(
    tmp_path_factory: pytest.TempPathFactory, _made: Callable[[str, bool, bool], bytes]
) -> Path:
    folder = tmp_path_factory.mktemp("hundred")
    paths = [folder / f"scan_{number:03}.jpg" for number in range(100)]
    for path in paths:
        path.write_bytes(_made(".jpg", True, False))
    values = {
        path: {
            "image_id": str(number),
            "subject": f"Rock {number}",
            "film": "HP5",
            "location": "Malham" if number % 4 else "Gordale",
        }
        for number, path in enumerate(paths)
    }
    with pytest.MonkeyPatch.context() as patch:  # a journal of our own
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        assert all(outcome.get().saved for outcome in set_fields(values, How()))
    return folder


@pytest.fixture
def hundred(_hundred: Path, tmp_path: Path) -> Path:
    """A folder of a hundred scans with records."""
    return Path(shutil.copytree(_hundred, tmp_path / "scans"))


def all_tags(folder: Path) -> list[dict[str, Any]]:
    """Every tag of every file, as plain exiftool reads them."""
    found = json.loads(samples.exiftool("-j", "-n", "-G1", "-a", "-u", str(folder)))
    return sorted(found, key=lambda each: str(each["SourceFile"]))


def of_the_file(name: str) -> bool:
    """Whether a tag is about the file itself, such as its size, or where its parts are."""
    groups = ("System:", "File:", "ExifTool:", "Composite:", "SourceFile")
    return name == "IFD1:ThumbnailOffset" or name.startswith(groups)


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.jpg")}


def test_a_lens_typed_once_is_in_twenty_of_a_hundred(hundred: Path, tmp_path: Path) -> None:
    before, bytes_before = all_tags(hundred), digests(hundred)
    done = desktop.tried(
        "probe_lens", tmp_path, script=SCRIPT, folder=str(hundred), lens=LENS, undo=[]
    )
    assert done["status"] == 0
    assert (done["shared"], done["mixed"], done["lens"]) == ("HP5", "", LENS)
    assert done["described"][0] == "‹mixed›"
    assert done["described"][1].startswith("1 × Rock 0; 1 × Rock 1; ")
    after, bytes_after = all_tags(hundred), digests(hundred)
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if number not in SELECTED:
            name = Path(new["SourceFile"]).name
            assert bytes_after[name] == bytes_before[name]
            continue
        assert {tag: new[tag] for tag in OF_THE_LENS} == dict.fromkeys(OF_THE_LENS, LENS)
        changed = {
            tag for tag in {*old, *new} if old.get(tag) != new.get(tag) and not of_the_file(tag)
        }
        assert changed - MARKS == OF_THE_LENS


@pytest.mark.parametrize(
    "keys", [["ctrl+z"], ["Escape", "ctrl+z"], ["Escape", "Next", "ctrl+z"]], ids="-".join
)
def test_one_undo_takes_it_out_of_all(hundred: Path, tmp_path: Path, keys: list[str]) -> None:
    before = digests(hundred)
    done = desktop.tried(
        "probe_lens", tmp_path, script=SCRIPT, folder=str(hundred), lens=LENS, undo=keys
    )
    assert (done["status"], done["lens"]) == (0, "")
    assert digests(hundred) == before


def test_the_values_of_a_mixed_field_by_the_keyboard(hundred: Path, tmp_path: Path) -> None:
    for path in sorted(hundred.glob("*.jpg"))[8:]:
        path.unlink()
    done = desktop.tried("probe_values", tmp_path, script=SCRIPT, folder=str(hundred))
    assert done["status"] == 0
    assert done["listed"][:3] == ["6 × Malham", "2 × Gordale", "‹empty in all scans›"]
    assert done["taken"] == "Gordale"
    records = [Scan(path).record for path in sorted(hundred.glob("*.jpg"))]
    assert [(record.location, record.subject) for record in records] == [("Gordale", None)] * 8
    assert [record.image_id for record in records] == list("01234567")


def test_all_that_the_list_finds_are_selected(hundred: Path, tmp_path: Path) -> None:
    done = desktop.tried("probe_list", tmp_path, script=SCRIPT, folder=str(hundred), words="gord")
    assert done["said"] == "Select all 25 scans found"
    assert done["status"] == 0
    for number, path in enumerate(sorted(hundred.glob("*.jpg"))):
        assert Scan(path).record.filter == (None if number % 4 else "orange 21")


def test_three_that_cannot_be_saved_are_named_and_lose_nothing(
    hundred: Path, tmp_path: Path
) -> None:
    paths = sorted(hundred.glob("*.jpg"))
    links = []
    for number in (4, 9, 13):
        links.append(str(tmp_path / f"another name of {number}"))
        os.link(paths[number], links[-1])
    done = desktop.tried("probe_failing", tmp_path, script=SCRIPT, folder=str(hundred), links=links)
    names = "scan_004.jpg, scan_009.jpg, scan_013.jpg"
    assert f"{names}: this file has 2 hard links" in done["said"]
    assert done["kept"] == "Symmar-S 210"
    assert done["notice"].startswith(f"{names} could not be saved")
    assert names in done["closing"] and done["status"] == 0
    lenses = [Scan(path).record.lens for path in paths]
    assert lenses == ["Symmar-S 210" if n in SELECTED else None for n in range(100)]


def test_an_invalid_entry_for_three_is_named_and_found_again(hundred: Path, tmp_path: Path) -> None:
    wrong = "f/22 1/4 x4 1 s"
    done = desktop.tried("probe_invalid", tmp_path, script=SCRIPT, folder=str(hundred), wrong=wrong)
    assert done["foot"].endswith("Saved: Notes in 3 scans; Aperture could not be saved")
    names = "scan_000.jpg, scan_001.jpg, scan_002.jpg"
    assert done["said"].startswith(f"Aperture could not be saved in {names}: the entry is invalid")
    assert (done["kept"], done["alerts"], done["status"]) == (wrong, [], 0)
    records = [Scan(path).record for path in sorted(hundred.glob("*.jpg"))[:4]]
    assert [record.notes for record in records] == ["x", "x", "x", None]
    assert [record.aperture for record in records] == [22.0, 22.0, 22.0, None]


def test_three_that_another_program_changed_are_named_and_not_overwritten(
    hundred: Path, tmp_path: Path
) -> None:
    paths = sorted(hundred.glob("*.jpg"))
    changed = [str(paths[number]) for number in (4, 9, 13)]
    done = desktop.tried(
        "probe_changed", tmp_path, script=SCRIPT, folder=str(hundred), changed=changed, lens=LENS
    )
    names = "scan_004.jpg, scan_009.jpg, scan_013.jpg"
    assert f"{names}: another program changed the record" in done["said"]
    assert done["others"] == [LENS] * 3, "what the other program wrote stays"
    assert done["kept"] == "Symmar-S 210", "and so does what was typed"
    assert done["status"] == 0
    lenses = [Scan(path).record.lens for path in paths]
    assert lenses == ["Symmar-S 210" if n in SELECTED else None for n in range(100)], "tried again"
    assert leftovers(hundred) == []


@pytest.mark.parametrize("after", [0.3, 0.9])
def test_the_window_killed_while_it_saves_many(hundred: Path, tmp_path: Path, after: float) -> None:
    before = {path.name: Scan(path).record for path in hundred.glob("*.jpg")}
    done = desktop.tried("probe_killed", tmp_path, script=SCRIPT, folder=str(hundred), after=after)
    assert done == {"wrong": [], "alerts": [], "status": 0}
    for path in hundred.glob("scan_*.jpg"):  # not what the killed window left beside them
        old = before[path.name]
        assert Scan(path).record in (old, old.replace(lens="Symmar-S 210"))
        Scan(path).save(old.replace(lens="Nikkor"))
    assert leftovers(hundred) == []
