"""GTK's own print dialogue: its result, and its remembered settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests import samples
from tests.form import desktop
from tests.printing.interpreter import texts

SCRIPT = Path(__file__).with_name("print_script.py")


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Three scans with records."""
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in (1, 2, 3):
        path = samples.make(folder / f"sheet_{number}.jpg")
        Scan(path).save(ExposureRecord(image_id=str(number), subject=f"subject-{number}-"))
    return folder


def test_records_are_printed_to_a_file(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "none.sock"))
    monkeypatch.chdir(tmp_path)
    told = desktop.tried(
        "probe_print", tmp_path, script=SCRIPT, folder=str(scans), last=3, printer="Print to File"
    )
    assert told["status"] == 0
    assert told["said"].startswith("The records were sent to Print to File.")
    assert told["remembered"] == "Print to File"
    (written,) = tmp_path.rglob("output.pdf")
    (page,) = texts(written.read_bytes())
    assert [page.count(f"subject-{number}-") for number in (1, 2, 3)] == [1] * 3
