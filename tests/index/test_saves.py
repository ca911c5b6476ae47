"""No save stands on the index: a row with the right state and wrong tags harms no file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.folder import FolderHost

from exifilm_core import Archive, ExposureRecord, Scan
from exifilm_core.errors import ChangedOnDiskError, WrittenMeanwhileError
from exifilm_core.exiftool import ExifTool
from exifilm_core.index import Index, Read
from exifilm_core.readers import FileTags
from exifilm_core.scans.place import RememberedPlace
from tests.form.doubles import ByHand, Listener
from tests.index.conftest import later

pytestmark = pytest.mark.usefixtures("old_enough")
TRUE = ExposureRecord(image_id="7", subject="Oak", film="HP5+", aperture="f/22")
FORGED = {
    "XMP-exifilm:Film": "Tri-X",
    "XMP-exifilm:Subject": "Elm",
    "XMP-dc:Title": "Elm",
    "ExifIFD:FNumber": "8",
}


@pytest.fixture
def path(make_scan: Callable[..., Path]) -> Path:
    """A scan of which the index has wrong tags, with the state of its file and right checksums."""
    path = make_scan("scans/1.jpg")
    Scan(path).save(TRUE)
    forge(path)
    return path


def forge(path: Path) -> None:
    found = ExifTool.shared().read_one(path)
    index = Index.shared()
    assert index
    wrong = FileTags(
        found.path, found.file_type, {**found.tags, **FORGED}, status=found.status, more=found.more
    )
    record = TRUE.replace(film="Tri-X", subject="Elm", aperture="f/8")
    index.put([Read(wrong, None, record)], later())


@pytest.fixture
def scan(path: Path) -> Scan:
    """The scan as an archive gives it, from the index."""
    with Archive(path.parent) as archive:
        scan = archive[7]
        assert scan.record.film == "Tri-X", "the forgery is believed as long as nothing is saved"
        return scan


def test_a_save_reads_the_file_and_reports_the_difference(scan: Scan) -> None:
    before = scan.path.read_bytes()
    with pytest.raises(ChangedOnDiskError) as refused:
        scan.save(scan.record.replace(notes="a note"))
    assert set(refused.value.differences) == {"film", "subject", "aperture"}
    assert scan.path.read_bytes() == before


@pytest.mark.parametrize("how", ["force", "merge"])
def test_a_save_by_force_writes_what_the_person_changed(scan: Scan, how: str) -> None:
    scan.save(scan.record.replace(notes="a note"), **{how: True})
    assert Scan(scan.path).record == TRUE.replace(notes="a note")


@pytest.mark.parametrize("repair", [(), ["film"]])
def test_a_save_of_the_true_record_writes_the_true_record(scan: Scan, repair: list[str]) -> None:
    scan.save(TRUE.replace(notes="a note"), force=True, repair=repair)
    assert Scan(scan.path).record.film == "HP5+"


def test_an_undo_reads_the_file(scan: Scan) -> None:
    scan.undo()
    assert not Scan(scan.path).record


def test_no_draft_is_made_of_remembered_tags(scan: Scan) -> None:
    [place] = scan.snapshot.places
    assert isinstance(place, RememberedPlace) and not place.is_current
    with pytest.raises(WrittenMeanwhileError):
        place.refuse_what_changed()
    with pytest.raises(TypeError):
        place.to_write(TRUE)
    with pytest.raises(TypeError):
        scan.snapshot.to_write([place], TRUE, (), film_exif=False)
    with pytest.raises(TypeError):
        place.replace(more=True).to_write(TRUE)


def test_the_window_reads_a_scan_before_it_saves_it(path: Path) -> None:
    host = FolderHost(path.parent)
    host.look(host.scans)
    scan = host.scans[0]
    assert scan.summary and scan.summary.remembered and scan.summary.record.film == "Tri-X"
    assert scan.save(scan.read().replace(notes="a note")).record == TRUE.replace(notes="a note")
    assert not scan.summary.remembered
    host.close()


def test_the_window_takes_over_no_value_that_it_has_not_read(
    path: Path, make_scan: Callable[..., Path]
) -> None:
    Scan(make_scan("scans/2.jpg")).save(ExposureRecord(image_id="8"))
    host = FolderHost(path.parent)
    host.look(host.scans)
    session = EditSession(host, Listener(), ByHand(at_once=True), ByHand(at_once=True))
    session.select(1)
    session.previous.fill("film")
    assert session.sheet.text("film") == "HP5+"
    host.close()
