"""ExiFilm's window, opened from the panel in darktable, while darktable stays usable."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests.darktable import real
from tests.darktable.real import tags

pytestmark = pytest.mark.hosts
Start = Callable[..., real.Darktable]


def test_the_whole_record_is_edited_in_the_window(
    scans: Path, darktable: Start, tmp_path: Path
) -> None:
    """On the selected images; darktable shows afterwards what the window has saved."""
    witness = tmp_path / "witness"
    witness.touch()
    with darktable(scans, environment={"EXIFILM_FORM_WITNESS": str(witness)}) as window:
        window.selects("scan_02.jpg", "scan_03.jpg")
        window.begins("edit")
        window.waits_for_window("Exposure records")
        window.selects("scan_01.jpg")  # the panel reads meanwhile
        assert window.shown()["state"] == "scan_01.jpg"
        window.waits(lambda: '"event": "open"' in witness.read_text("utf-8"), "the form")
        window.presses_keys("Tab")
        window.types_by_keyboard("Tarn")
        window.presses_keys("ctrl+w")
        window.waits_for("images()['scan_02.jpg'].title == 'Tarn'")
        assert window.lua("return images()['scan_03.jpg'].title") == ""
    assert tags(scans / "scan_02.jpg")["XMP-dc:Title"] == "Tarn"


def test_the_records_of_the_selection_are_printed(scans: Path, darktable: Start) -> None:
    """The dialogue opens on exactly these, and closes with its window."""
    for number in (1, 2, 3):
        Scan(scans / f"scan_0{number}.jpg").save(ExposureRecord(subject=f"Tarn {number}"))
    with darktable(scans) as window:
        window.selects("scan_01.jpg", "scan_03.jpg")
        window.begins("print")
        window.waits_for_window("Print exposure records")

        def is_closed() -> bool:
            if window.windows("Print exposure records"):
                window.presses_keys("Escape")
                time.sleep(0.5)
            return not window.windows("xposure records")

        window.waits(is_closed, "the window to close")
