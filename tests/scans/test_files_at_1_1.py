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
from exifilm_core.scans import Archive
from exifilm_core.scans.journal import Journal
from tests import samples
from tests.conftest import DATA
from tests.scans.test_old_files import OTHERS_WORDS, drift, others_words

OLD = DATA / "written_at_1_1"
EXPECTED: dict[str, Any] = json.loads((OLD / "expected.json").read_text(encoding="utf-8"))


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


def test_they_are_of_every_format_and_fill_every_field_of_then() -> None:
    assert {f"full{suffix}" for suffix in (*samples.EMBEDDED, *samples.BESIDE)} <= set(EXPECTED)
    assert set(EXPECTED) == {path.name.removesuffix(".journal") for path in OLD.glob("*.journal")}
    filled = set(EXPECTED["full.jpg"]["record"])
    assert len(filled) == 61
    assert filled <= {field.name for field in ExposureRecord.fields()}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_record_is_what_it_was(old, name: str) -> None:
    scan = Scan(old(name))
    assert scan.record.to_json() == EXPECTED[name]["record"]
    assert scan.has_record and not scan.unreadable
    assert drift(scan) <= {(tag, samples.FOREIGN[tag]) for tag in OTHERS_WORDS}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_next_save_keeps_it_and_all_saves_are_undone(old, name: str) -> None:
    path = old(name)
    then = Scan(path).record
    Scan(path).save(then.replace(print_notes="written later"))
    assert Scan(path).record == then.replace(print_notes="written later")
    for record in (EXPECTED[name]["record"], *EXPECTED[name]["undone"]):
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
    assert {kind_of(finding) for finding in found} <= {"drifted", "unlikely"}
