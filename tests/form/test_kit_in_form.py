"""The kit in the window: a lens fills in its maker and focal length, a key a set."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from exifilm_form.session.own_kit import OwnKit

from exifilm_core import ExposureRecord, Scan
from exifilm_core.kit import known_kit, own_file
from tests.conftest import DATA
from tests.form import desktop

SCRIPT = Path(__file__).with_name("kit_script.py")


@pytest.fixture
def kit_file() -> Path:
    path = own_file()
    path.parent.mkdir(parents=True)
    shutil.copy(DATA / "kit.toml", path)
    return path


@pytest.mark.usefixtures("kit_file")
def test_a_chosen_lens_fills_in_what_is_empty(make_scan, tmp_path: Path) -> None:
    scan = make_scan("scans/scan_1.jpg")
    told = desktop.tried("probe_lens", tmp_path, script=SCRIPT, folder=str(scan.parent))
    assert told["chosen"] == {
        "Lens": "Symmar-S 210mm f/5.6",
        "Lens make": "Mine",
        "Lens serial": "13 542 871",
        "Focal length": "210 mm",
    }
    assert told["undone"] == {
        "Lens": "Symmar-S 210mm f/5.6", "Lens make": "Mine", "Lens serial": "", "Focal length": "",
    }  # fmt: skip
    assert told["status"] == 0
    assert Scan(scan).record == ExposureRecord(lens="Symmar-S 210mm f/5.6", lens_make="Mine")


def test_a_key_fills_in_a_set_and_makes_one(kit_file: Path, make_scan, tmp_path: Path) -> None:
    scan = make_scan("scans/scan_1.jpg")
    told = desktop.tried(
        "probe_sets", tmp_path, script=SCRIPT, folder=str(scan.parent), kit=str(kit_file)
    )
    assert told["filled"] == {
        "Photographer": "Anna Lindqvist",
        "Film": "Ilford FP4 Plus",
        "Format": "4x5",
        "EI": "64",
        "Camera": "45N-2",
        "Lens": "Nikkor-W 150",
        "Developer": "Pyrocat-HD",
        "Dilution": "1+1+100",
    }
    assert set(told["undone"].values()) == {""}, "it was one step"
    assert told["said"] and told["status"] == 0
    assert Scan(scan).record.exposure_index == 80
    kit, mistakes = known_kit()
    made = kit.sets[-1]
    assert mistakes == [] and made.name == "Chamonix, Nikkor-W 150, FP4 in 4x5, Pyrocat"
    assert made.own == {"photographer": "Anna Lindqvist", "exposure_index": 80}


# ── without a window ─────────────────────────────────────────────────────────────────────────


def test_the_kit_is_read_again_when_its_file_changes() -> None:
    own = OwnKit()
    assert not own.kit and own.mistakes == []
    path = own_file()
    path.parent.mkdir(parents=True)
    path.write_text('[[lens]]\nname = "A"\n')
    assert own.kit.used("lens") == ["A"] and own.kit is own.kit
    path.write_text('[[lens]]\nname = "Angulon"\nfoo = 1\n')
    assert own.kit.used("lens") == ["Angulon"]
    assert own.mistakes[0].startswith("line 3: ")
    path.unlink()
    assert own.kit.used("lens") == []


def test_sets_have_names_of_their_own(kit_file: Path) -> None:
    own = OwnKit()
    record = ExposureRecord(lens="Nikkor-W 150", photographer="Anna")
    for name in ("Nikkor-W 150", "Nikkor-W 150 2"):
        assert own.add_set(record) == f"The set “{name}” is in your kit now."
        os.utime(kit_file, ns=(0, len(kit_file.read_bytes())))  # also within a tick of the clock
    assert "Biogon" in own.add_set(ExposureRecord(lens="Biogon"))
    assert "nothing of a kit" in own.add_set(ExposureRecord(subject="Moonrise"))
    kit_file.write_bytes(b"\xff")
    assert "not UTF-8" in own.add_set(record)


@pytest.mark.usefixtures("kit_file")
def test_only_empty_fields_are_completed() -> None:
    texts = {"lens_make": "Mine"}
    values = OwnKit().completing("lens", "Nikkor-W 150", lambda name: not texts.get(name))
    assert values == {"focal_length": 150}
