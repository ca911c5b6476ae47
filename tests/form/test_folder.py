"""A folder's scans: the form's view of the tags that disagree with a record."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from exifilm_form.session.folder import FolderHost, ScanSheet, host_of

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.files.resources import resource
from tests import samples
from tests.conftest import DATA


@pytest.fixture
def two_places(make_scan: Callable[..., Path]) -> Path:
    """A scan whose sidecar has another subject than the image."""
    image = make_scan("sheet_1.tif")
    Scan(image).save(ExposureRecord(subject="Oak", film="HP5"))
    sidecar = image.with_name(f"{image.name}.xmp")
    config = resource("plugins/exiftool/exifilm.config")
    said = ("-XMP-exifilm:Subject=Elm", "-XMP-dc:Title=Elm")
    sidecar.write_text(samples.exiftool("-b", "-XMP", image), encoding="utf-8")
    samples.exiftool("-q", "-overwrite_original", *said, sidecar, config=config)
    return image


def sheet_of(image: Path) -> ScanSheet:
    host = FolderHost(image.parent, only=[image])
    return host.sheets[0]


@pytest.mark.parametrize("subject", ["Oak", "Elm"])
def test_what_is_chosen_stands_in_both_places(two_places: Path, subject: str) -> None:
    sheet = sheet_of(two_places)
    record = sheet.read()
    assert sheet.glance is not None
    assert {drift.field for drift in sheet.glance.drifted} == {"subject"}
    kept = sheet.save(record.replace(subject=subject), mend=["subject"])
    assert sheet.glance.drifted == ()
    assert kept.record.subject == subject
    assert kept.brought_in_line == (("Subject",) if record.subject == subject else ())
    for path in (two_places, two_places.with_name(f"{two_places.name}.xmp")):
        assert samples.exiftool("-s3", "-XMP-dc:Title", str(path)).strip() == subject


def test_a_save_of_another_field_leaves_both(two_places: Path) -> None:
    sheet = sheet_of(two_places)
    sheet.save(sheet.read().replace(notes="n"))
    assert sheet.glance is not None
    assert {drift.field for drift in sheet.glance.drifted} == {"subject"}


def test_the_list_of_sheets_is_made_without_looking_for_it(two_places: Path) -> None:
    host = FolderHost(two_places.parent, only=[two_places])
    host.look(host.sheets)
    glance = host.sheets[0].glance
    assert glance is not None and glance.has_record and glance.drifted == ()


def test_one_bad_neighbour_does_not_spoil_the_list(make_scan: Callable[..., Path]) -> None:
    names = ["1.jpg", "2.jpg", "3.jpg"]
    images = [make_scan(name) for name in names]
    os.mkfifo(f"{images[0]}.xmp")
    shutil.copy(DATA / "faults" / "nested-500.xmp", f"{images[1]}.xmp")
    host = FolderHost(images[0].parent)
    host.look(host.sheets)
    said = {sheet.name: sheet.glance.problem for sheet in host.sheets if sheet.glance}
    assert said.keys() == {*names}
    assert "1.jpg.xmp cannot be read" in said["1.jpg"] and "a pipe" in said["1.jpg"]
    assert "2.jpg.xmp cannot be read" in said["2.jpg"] and "XMP is damaged" in said["2.jpg"]
    assert said["3.jpg"] == ""
    for sheet in host.sheets[:2]:
        with pytest.raises(ExifilmError, match=f"its sidecar {sheet.name}.xmp"):
            sheet.read()
    host.sheets[2].save(host.sheets[2].read().replace(notes="n"))


def test_a_scan_named_twice_is_listed_once(make_scan: Callable[..., Path]) -> None:
    first, second = make_scan("sheet_1.tif"), make_scan("sheet_2.tif")
    host = host_of([first, second, first])
    assert [sheet.name for sheet in host.sheets] == ["sheet_1.tif", "sheet_2.tif"]
    host.close()
