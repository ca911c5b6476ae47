"""Exports of darktable carry the record: of its window, and of darktable-cli."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests.darktable import real

pytestmark = pytest.mark.hosts
Start = Callable[..., real.Darktable]
RECORD = ExposureRecord(
    subject="Moonrise, Hernandez", film="Kodak Tri-X 320", film_format="4x5", exposure_index=200,
    holder="7A", camera_make="Linhof", lens="Nikkor-W 210mm f/5.6", focal_length=210,
    bellows_extension=240, front_rise=8, readings="moss EV 9 on III", aperture="f/22½",
    exposure_time="1/4", development="N+1", developer="D-76", notes="second sheet\nwind",
    keywords="tarn, snow", photographer="Anna Lindqvist", copyright="© 2012", taken="2012-06-03",
    latitude=36.5, longitude=-118.5, print_notes="grade 3",
)  # fmt: skip
ALL, NOTHING = "3f", "0"
"""The ticks of darktable's export: EXIF, metadata, geotags, tags, hierarchical tags, history."""
IN_EXIF = {
    "aperture", "camera_make", "copyright", "exposure_index", "exposure_time", "focal_length",
    "latitude", "longitude", "photographer",
}  # fmt: skip
"""The fields with their home in EXIF; the lens has a copy in XMP."""
ONLY_IN_XMP = {
    "film", "film_format", "holder", "bellows_extension", "front_rise", "readings", "development",
    "developer", "notes", "print_notes", "subject",
}  # fmt: skip


@pytest.fixture
def scan(scans: Path) -> Path:
    """One scan with a record."""
    for path in sorted(scans.iterdir())[1:]:
        path.unlink()
    path = scans / "scan_01.jpg"
    Scan(path).save(RECORD)
    return path


@pytest.mark.parametrize(
    ("ticked", "lost"),
    [
        (ALL, set()),
        (NOTHING, IN_EXIF),
    ],
)
def test_an_export_of_the_window_has_the_record(
    scan: Path, darktable: Start, tmp_path: Path, ticked: str, lost: set[str]
) -> None:
    """The whole record, if all is ticked; without EXIF, what has its home there is lost."""
    exported = tmp_path / "exported" / "scan_01.jpg"
    settings = {
        "plugins/lighttable/export/storage_name": "disk",
        "plugins/lighttable/export/format_name": "jpeg",
        "plugins/lighttable/export/metadata_flags": ticked,
        "plugins/imageio/storage/disk/file_directory": f"{exported.parent}/$(FILE_NAME)",
    }
    with darktable(scan.parent, settings=settings) as window:
        window.selects(scan.name)
        window.presses("display")
        for name in ("export", "start export"):  # darktable 4 and 5.4 name it differently
            window.lua(f'dt.gui.action("lib/export/{name}", 0, "", "", 1.0)')
        window.waits(exported.exists, "the export")
    record = Scan(exported).record
    found = {name for name, value in RECORD.filled().items() if record[name] == value}
    assert set(RECORD.filled()) - found == lost


def test_an_export_of_darktable_cli_has_the_record(
    scan: Path, darktable: Start, tmp_path: Path
) -> None:
    """It leaves out the hierarchy of the tags, so that their levels count as keywords."""
    with darktable(scan.parent) as window:
        window.selects(scan.name)
        window.presses("display")
        program = real.hosts.needed("darktable", "darktable-cli")
        configuration = window.configuration
    exported = tmp_path / "exported.jpg"
    subprocess.run(
        [program, scan, exported, "--core", "--configdir", configuration, "--library", ":memory:"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    record = Scan(exported).record
    found = {name for name, value in RECORD.filled().items() if record[name] == value}
    lost = set(RECORD.filled()) - found
    assert not lost & ONLY_IN_XMP  # darktable 5.4 leaves out EXIF too
    assert {"tarn", "snow"} <= set(record.keywords or ())
