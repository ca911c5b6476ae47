"""Files with records of version 1.1, from before rolls, keep their meaning
(tests/data/written_at_1_1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.actions.check import check_archive
from exifilm_core.actions.findings import kind_of
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.resources import resource
from exifilm_core.scans import Archive
from exifilm_core.scans.journal import Journal
from tests import samples
from tests.conftest import DATA
from tests.scans.test_old_files import OTHERS_WORDS, drift, others_words

CONFIG = resource("plugins/exiftool/exifilm.config")
OLD = DATA / "written_at_1_1"
EXPECTED: dict[str, Any] = json.loads((OLD / "expected.json").read_text(encoding="utf-8"))
OF_ROLLS = {
    # What was in the files without a field of ours: declared the film's, or another film program's.
    "film_exif.jpg": {
        "metering_mode": "pattern",
        "exposure_compensation": 0.3333333,
        "flash": "off",
        "light_source": "flash",
    },
    "analog.jpg": {
        "roll": "0418",
        "frame": "7",
        "metering_mode": "spot",
        "exposure_compensation": -0.6666667,
        "flash": "fired",
    },
}


@pytest.fixture
def old(tmp_path: Path) -> Callable[[str], Path]:
    """A function that puts an old scan, its sidecar and its journal in their places."""

    def lay(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes((OLD / name).read_bytes())
        if (beside := sidecar_of(OLD / name)).exists():
            sidecar_of(path).write_bytes(beside.read_bytes())
        lines = (OLD / f"{name}.journal").read_text(encoding="utf-8")
        journal = Journal(path).path
        journal.parent.mkdir(parents=True, exist_ok=True)
        journal.write_text(lines.replace(f"/tmp/scans/{name}", str(path)), encoding="utf-8")
        return path

    return lay


def record_of(name: str) -> dict[str, Any]:
    """The record as it was, with the fields that there are now."""
    return EXPECTED[name]["record"] | OF_ROLLS.get(name, {})


def undone(name: str) -> list[dict[str, Any]]:
    """The records after each undo. An undone --film-exif leaves a copy's exposure."""
    more = OF_ROLLS[name] if name == "analog.jpg" else {}
    return [record | more for record in EXPECTED[name]["undone"]]


def test_they_are_of_every_format_and_fill_every_field_of_then() -> None:
    assert {f"full{suffix}" for suffix in (*samples.EMBEDDED, *samples.BESIDE)} <= set(EXPECTED)
    assert set(EXPECTED) == {path.name.removesuffix(".journal") for path in OLD.glob("*.journal")}
    filled = set(EXPECTED["full.jpg"]["record"])
    assert len(filled) == 61
    assert filled <= {field.name for field in ExposureRecord.fields()}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_record_is_what_it_was(old, name: str) -> None:
    scan = Scan(old(name))
    assert scan.record.to_json() == record_of(name)
    assert scan.has_record and not scan.unreadable
    assert drift(scan) <= {(tag, samples.FOREIGN[tag]) for tag in OTHERS_WORDS}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_next_save_keeps_it_and_all_saves_are_undone(old, name: str) -> None:
    path = old(name)
    then = Scan(path).record
    Scan(path).save(then.replace(print_notes="written later"))
    assert Scan(path).record == then.replace(print_notes="written later")
    for record in (record_of(name), *undone(name)):
        Scan(path).undo()
        assert Scan(path).record.to_json() == record
    assert not Scan(path).has_record
    with pytest.raises(ExifilmError, match="no save"):
        Scan(path).undo()


def test_check_complains_of_nothing_new(old) -> None:
    paths = [old(name) for name in EXPECTED]
    found = list(check_archive(Archive(paths[0].parent)).findings)
    drifted = {finding.file for finding in found if kind_of(finding) == "drifted"}
    assert drifted <= {path for path in paths if others_words(path)}
    assert {kind_of(finding) for finding in found} <= {"drifted", "unlikely", "contradicted"}


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_what_version_1_0_left_of_a_copy_camera_is_not_the_film_s(old, version: str) -> None:
    """That version moved no exposure out of EXIF; 1.1 did, so that what stands there is meant."""
    path = old("text.jpg")
    samples.put_tags(
        path,
        {"ExifIFD:SensingMethod": "2", "ExifIFD:Flash": "16", "ExifIFD:MeteringMode": "5"},
    )
    samples.exiftool(
        "-q", "-overwrite_original", f"-XMP-exifilm:RecordVersion={version}", path, config=CONFIG
    )
    record = Scan(path).record
    if version == "1.1":
        assert (record.flash, record.metering_mode) == ("off", "pattern")
        return
    assert (record.flash, record.metering_mode) == (None, None)
    assert record.to_json()["copy_exposure"] == {"Flash": "16", "MeteringMode": "5"}
    Scan(path).save(record.replace(notes="later", flash="fired"))
    saved = Scan(path).record
    assert saved == record.replace(notes="later", flash="fired")
    assert "Flash=1;" in samples.exiftool("-n", "-p", "Flash=$Flash;", path)
    Scan(path).undo()
    assert Scan(path).record == record
