"""Files of ExiFilm 0.1 keep their meaning (tests/data/written_by_0_1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import Archive, ExifilmError, ExposureRecord, Scan
from exifilm_core.actions.check import check_archive
from exifilm_core.actions.findings import kind_of
from exifilm_core.commands.findings import sentence_of
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.scans.journal import Journal
from exifilm_core.tags.mapping.marks import VERSION, VERSION_NOW
from tests import samples
from tests.conftest import DATA

OLD = DATA / "written_by_0_1"
EXPECTED: dict[str, Any] = json.loads((OLD / "expected.json").read_text(encoding="utf-8"))
NOT_WRITTEN = () if samples.exiftool_version() >= (13, 0) else ("full.webp",)
"""Images with a record that this ExifTool reads but does not write."""
OTHERS_WORDS = ("IPTC:ObjectName", "XMP-lr:HierarchicalSubject")
"""Tags of other programs that ExiFilm 0.1 left alone, and that differ from the record.

ExiFilm reports them, and updates them only when a save changes the field.
"""


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


def whole(name: str) -> ExposureRecord:
    return ExposureRecord.from_json(EXPECTED[name]["record"])


def versions(path: Path) -> set[Any]:
    """The version of the record in each place."""
    places = [place for place in (path, sidecar_of(path)) if place.exists()]
    return {found.tags.get(VERSION) for found in ExifTool.shared().read(places)}


def others_words(path: Path) -> set[tuple[str, str]]:
    """The tags of other programs there that differ from the record, with their values."""
    tags = ExifTool.shared().read_one(path).tags
    return {(name, samples.FOREIGN[name]) for name in OTHERS_WORDS if name in tags}


def drift(scan: Scan) -> set[tuple[str, str]]:
    return {(found.tag.partition(" in ")[0], found.text) for found in scan.drifted}


def test_they_are_of_every_format_and_fill_every_field() -> None:
    named = set(EXPECTED)
    assert {f"full{suffix}" for suffix in (*samples.EMBEDDED, *samples.BESIDE)} <= named
    assert named == {path.name.removesuffix(".journal") for path in OLD.glob("*.journal")}
    filled = set(EXPECTED["full.jpg"]["record"])
    assert len(filled) == 60, "all that the version before declared"
    assert filled <= {field.name for field in ExposureRecord.fields()}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_record_is_what_it_was(old, name: str) -> None:
    scan = Scan(old(name))
    assert scan.record.to_json() == EXPECTED[name]["record"]
    assert scan.has_record and not scan.unreadable
    assert drift(scan) == others_words(scan.path)
    assert versions(scan.path) <= {"1.0", None} and "1.0" in versions(scan.path)


def test_check_does_not_complain_of_them(old) -> None:
    paths = [old(name) for name in EXPECTED]
    found = list(check_archive(Archive(paths[0].parent)).findings)
    drifted = {finding.file for finding in found if kind_of(finding) == "drifted"}
    assert drifted == {path for path in paths if others_words(path)} != set()
    unlikely = {sentence_of(finding) for finding in found if kind_of(finding) == "unlikely"}
    assert {message.partition(" ")[0] for message in unlikely} == {"Time"}, "made-up, under 1 min"
    assert {kind_of(finding) for finding in found} - {"contradicted"} == {
        "drifted",
        "doubled",
        "unlikely",
    }, "made-up values may contradict one another"


@pytest.mark.parametrize("name", EXPECTED)
def test_their_journal_is_read_and_undone(old, name: str) -> None:
    path = old(name)
    undone = EXPECTED[name]["undone"]
    if name == "beside.tif":
        # The state before our first save. Version 0.1 read darktable's mirror of a date as the date
        # itself. Now only the home tags of another program's sidecar count, so that it does not
        # override the image.
        assert undone[-1].pop("taken") == "2023-05-06 10:11:12.000"
    journal = Journal(path)
    assert len(journal.standing()) == len(undone) and not journal.damaged
    assert journal.last().record_after == EXPECTED[name]["record"]
    if name in NOT_WRITTEN:
        before = path.read_bytes()
        with pytest.raises(ExifilmError):
            Scan(path).undo()
        assert path.read_bytes() == before
        return
    for record in undone:
        Scan(path).undo()
        assert Scan(path).record.to_json() == record
    assert not Scan(path).has_record
    with pytest.raises(ExifilmError, match="no save"):
        Scan(path).undo()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_next_save_makes_them_of_this_version(old, name: str) -> None:
    path = old(name)
    record = whole(name).replace(print_notes="written later")
    Scan(path).save(record)
    assert Scan(path).record == record
    if name in NOT_WRITTEN:  # the image keeps its old record; the sidecar has the new one
        assert f"XMP-exifilm:PrintNotes in {name}" in {found.tag for found in Scan(path).drifted}
        assert all(found.tag.endswith(f" in {name}") for found in Scan(path).drifted)
    else:
        assert drift(Scan(path)) == others_words(path)
    assert VERSION_NOW in versions(path)
    assert versions(path) == {VERSION_NOW} or not _is_embedded(name)
    Scan(path).undo()
    assert Scan(path).record.to_json() == EXPECTED[name]["record"]
    assert VERSION_NOW not in versions(path)


def _is_embedded(name: str) -> bool:
    return name not in NOT_WRITTEN and Path(name).suffix not in (".btf", *samples.BESIDE)
