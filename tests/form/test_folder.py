"""A folder's scans: the form's view of the tags that disagree with a record."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from exifilm_form.session.folder import FolderHost, FolderScan, host_of

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


def sheet_of(image: Path) -> FolderScan:
    host = FolderHost(image.parent, only=[image])
    return host.scans[0]


@pytest.mark.parametrize("subject", ["Oak", "Elm"])
def test_what_is_chosen_stands_in_both_places(two_places: Path, subject: str) -> None:
    scan = sheet_of(two_places)
    record = scan.read()
    assert scan.summary is not None
    assert {drift.field for drift in scan.summary.drifted} == {"subject"}
    kept = scan.save(record.replace(subject=subject), repair=["subject"])
    assert scan.summary.drifted == ()
    assert kept.record.subject == subject
    assert kept.brought_in_line == (("Subject",) if record.subject == subject else ())
    for path in (two_places, two_places.with_name(f"{two_places.name}.xmp")):
        assert samples.exiftool("-s3", "-XMP-dc:Title", str(path)).strip() == subject


def test_a_save_of_another_field_leaves_both(two_places: Path) -> None:
    scan = sheet_of(two_places)
    scan.save(scan.read().replace(notes="n"))
    assert scan.summary is not None
    assert {drift.field for drift in scan.summary.drifted} == {"subject"}


def test_the_list_of_sheets_is_made_without_looking_for_it(two_places: Path) -> None:
    host = FolderHost(two_places.parent, only=[two_places])
    host.look(host.scans)
    summary = host.scans[0].summary
    assert summary is not None and summary.has_record and summary.drifted == ()


def test_one_bad_neighbour_does_not_spoil_the_list(make_scan: Callable[..., Path]) -> None:
    names = ["1.jpg", "2.jpg", "3.jpg"]
    images = [make_scan(name) for name in names]
    os.mkfifo(f"{images[0]}.xmp")
    shutil.copy(DATA / "faults" / "nested-500.xmp", f"{images[1]}.xmp")
    host = FolderHost(images[0].parent)
    host.look(host.scans)
    said = {scan.name: scan.summary.problem for scan in host.scans if scan.summary}
    assert said.keys() == {*names}
    assert "1.jpg.xmp cannot be read" in said["1.jpg"] and "a pipe" in said["1.jpg"]
    assert "2.jpg.xmp cannot be read" in said["2.jpg"] and "XMP is damaged" in said["2.jpg"]
    assert said["3.jpg"] == ""
    for scan in host.scans[:2]:
        with pytest.raises(ExifilmError, match=f"its sidecar {scan.name}.xmp"):
            scan.read()
    host.scans[2].save(host.scans[2].read().replace(notes="n"))


def test_a_scan_named_twice_is_listed_once(make_scan: Callable[..., Path]) -> None:
    first, second = make_scan("sheet_1.tif"), make_scan("sheet_2.tif")
    host = host_of([first, second, first])
    assert [scan.name for scan in host.scans] == ["sheet_1.tif", "sheet_2.tif"]
    host.close()


def test_scans_of_several_folders_are_told_apart(make_scan: Callable[..., Path]) -> None:
    one = make_scan("scan_05.jpg")
    rolls = [one.parent / f"roll_{number}" / one.name for number in (1, 2)]
    for path in rolls:
        path.parent.mkdir()
        shutil.copy(one, path)
    host = host_of(rolls)
    assert [scan.name for scan in host.scans] == ["roll_1/scan_05.jpg", "roll_2/scan_05.jpg"]
    host.close()


def test_scans_saved_together_have_their_saves_to_undo(make_scan: Callable[..., Path]) -> None:
    paths = [make_scan(f"{number}.jpg") for number in (1, 2)]
    host = FolderHost(paths[0].parent)
    for film in ("HP5", "FP4"):
        values = {index: {"film": film} for index in (0, 1)}
        results = dict(host.save_together(values, {}, lambda: False))
        last = [Scan(path).journal().last() for path in paths]
        assert [results[index].save for index in (0, 1)] == [entry and entry.id for entry in last]
    again = dict(host.save_together({0: {"film": "FP4"}}, {}, lambda: False))
    assert again[0].save == "", "nothing was written, so there is nothing to undo"
    saves = {index: result.save for index, result in results.items()}
    undone = dict(host.undo_together(saves, lambda: False))
    assert {result.record.film for result in undone.values() if result.record} == {"HP5"}
    host.close()


def test_tags_that_disagree_after_a_save_together_are_found_as_the_scan_opens(
    two_places: Path,
) -> None:
    host = FolderHost(two_places.parent, only=[two_places])
    [(_index, result)] = host.save_together({0: {"notes": "n"}}, {}, lambda: False)
    assert result.record and result.record.notes == "n"
    scan = host.scans[0]
    scan.read()  # as it opens
    assert scan.summary is not None
    assert {drift.field for drift in scan.summary.drifted} == {"subject"}
    host.close()
