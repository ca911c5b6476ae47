"""If another program wrote the file after it was read, none of its changes is lost unnoticed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.errors import ChangedOnDiskError, Difference
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.readers import FileTags, Reader
from exifilm_core.scans.pending import PendingWrite
from exifilm_core.scans.quickly import quick_reader
from tests import samples
from tests.scans.contract import names

MINE = ExposureRecord(film="HP5+", aperture=32, notes="mine")


@pytest.fixture(params=["scan.jpg", "scan.xcf"])
def path(make_scan, request: pytest.FixtureRequest) -> Path:
    """A scan with a record, in the image or in a sidecar."""
    path: Path = make_scan(request.param)
    Scan(path).save(ExposureRecord(film="FP4+", aperture=22, location="Moonrise"))
    return path


def other_program(path: Path) -> None:
    """Another program writes a location and an aperture."""
    if path.suffix == ".xcf":
        samples.put_tags(
            sidecar_of(path), {"XMP-iptcCore:Location": "Theirs", "XMP-exif:FNumber": "45"}
        )
    else:
        samples.put_tags(path, {"XMP-iptcCore:Location": "Theirs", "ExifIFD:FNumber": "45"})


def test_the_save_is_refused_with_what_differs(path: Path) -> None:
    scan = Scan(path)
    mine = scan.record.replace(aperture=32)
    other_program(path)
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(ChangedOnDiskError) as caught:
        scan.save(mine)
    assert set(caught.value.differences) == {"location", "aperture"}
    difference = caught.value.differences["aperture"]
    assert (difference.when_read, difference.on_disk, difference.to_be_saved) == (
        "f/22",
        "f/45",
        "f/32",
    )
    said = str(caught.value)
    assert "f/45" in said and "Theirs" in said and caught.value.code == "CHANGED_ON_DISK"
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before
    with pytest.raises(ChangedOnDiskError):
        scan.save(mine)  # a second request is no consent


def test_force_replaces_theirs(path: Path) -> None:
    scan = Scan(path)
    scan.record  # noqa: B018 - read
    other_program(path)
    scan.save(MINE, force=True)
    assert Scan(path).record == MINE
    Scan(path).undo()
    assert (Scan(path).record.aperture, Scan(path).record.location) == (45, "Theirs")


def test_merge_keeps_both_sides_and_mine_wins(path: Path) -> None:
    scan = Scan(path)
    mine = scan.record.replace(aperture=32, notes="mine", film=None)
    other_program(path)
    saved = scan.save(mine, merge=True)
    assert Scan(path).record == ExposureRecord(aperture=32, notes="mine", location="Theirs")
    assert {change.field for change in saved.changes} == {"aperture", "notes", "film"}


def test_what_both_wrote_alike_is_no_difference(path: Path) -> None:
    scan = Scan(path)
    mine = scan.record.replace(aperture=45, location="Theirs")
    other_program(path)
    assert scan.save(mine).changes == ()
    assert Scan(path).record == mine


def test_other_tags_that_changed_meanwhile_are_kept(path: Path) -> None:
    scan = Scan(path)
    mine = scan.record.replace(notes="mine")
    place = sidecar_of(path) if path.suffix == ".xcf" else path
    samples.put_tags(place, {"XMP-xmp:Rating": "5", "XMP-photoshop:Credit": "new"})
    scan.save(mine)
    said = samples.exiftool("-s3", "-XMP:Rating", "-XMP:Credit", str(place))
    assert said.split() == ["5", "new"]
    assert Scan(path).record == mine


def test_a_file_that_was_only_touched_has_not_changed(path: Path) -> None:
    scan = Scan(path)
    mine = scan.record.replace(notes="mine")
    for file in path.parent.iterdir():
        file.touch()
    scan.save(mine)
    assert Scan(path).record == mine


def test_a_sidecar_that_came_meanwhile(make_scan) -> None:
    path = make_scan("scan.xcf")
    scan = Scan(path)
    scan.record  # noqa: B018 - read
    Scan(path).save(ExposureRecord(film="FP4+"))
    with pytest.raises(ChangedOnDiskError):
        scan.save(MINE)


def test_a_sidecar_that_went_meanwhile(make_scan) -> None:
    path = make_scan("scan.xcf")
    Scan(path).save(ExposureRecord(film="FP4+"))
    scan = Scan(path)
    scan.record  # noqa: B018 - read
    sidecar_of(path).unlink()
    with pytest.raises(ChangedOnDiskError):
        scan.save(MINE)
    scan.save(MINE, force=True)
    assert Scan(path).record == MINE


def test_a_file_that_went_meanwhile(make_scan) -> None:
    path = make_scan()
    scan = Scan(path)
    scan.record  # noqa: B018 - read
    path.unlink()
    with pytest.raises(ExifilmError, match="no such file"):
        scan.save(MINE)
    assert names(path.parent) == []


def test_written_while_the_save_is_being_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing a big file takes seconds; another program's changes in that time are not lost."""
    proven = PendingWrite._proven

    def and_meanwhile(self: PendingWrite, *given):
        tags = proven(self, *given)
        other_program(path)
        return tags

    with monkeypatch.context() as patched:
        patched.setattr(PendingWrite, "_proven", and_meanwhile)
        with pytest.raises(ExifilmError, match="another program wrote this file just now"):
            Scan(path).save(MINE)
    assert Scan(path).record.location == "Theirs"
    assert len(Scan(path).history()) == 1
    assert not [name for name in names(path.parent) if name.startswith(".")]


class _ThenWritten:
    """A reader; another program writes the file just after it was read."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, paths: Iterable[Path], *how: Any) -> Iterator[FileTags]:
        paths = list(paths)
        found = list(self.reader.read(paths, *how))
        other_program(paths[0])
        return iter(found)


@pytest.mark.parametrize("reader", [ExifTool.shared(), quick_reader()], ids=["ExifTool", "quick"])
def test_written_while_it_is_read(make_scan, reader: Reader) -> None:
    """The state before another program's write does not count as the one after it."""
    path = make_scan()
    Scan(path).save(ExposureRecord(location="Ours"))
    scan = Scan(path, reader=_ThenWritten(reader))
    assert scan.record.location == "Ours"
    with pytest.raises(ChangedOnDiskError):
        scan.save(scan.record.replace(notes="mine"))


def test_written_in_place_with_its_time_put_back(make_scan) -> None:
    """The size is the same, too; only the time of the last change tells."""
    path = make_scan(foreign=False)
    Scan(path).save(ExposureRecord(aperture=22))
    scan = Scan(path, reader=ExifTool.shared())
    mine = scan.record.replace(notes="mine")
    before = path.stat()
    elsewhere = Path(shutil.copy(path, path.with_name("other.jpg")))
    samples.put_tags(elsewhere, {"ExifIFD:FNumber": "16"})
    other = elsewhere.read_bytes()
    path.write_bytes(other)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    now = path.stat()
    assert (now.st_size, now.st_mtime_ns, now.st_ino) == (
        *(before.st_size, before.st_mtime_ns),
        before.st_ino,
    )
    with pytest.raises(ChangedOnDiskError):
        scan.save(mine)
    assert path.read_bytes() == other


def test_undo_after_a_change_by_others(path: Path) -> None:
    Scan(path).save(Scan(path).record.replace(aperture=32))
    other_program(path)
    with pytest.raises(ExifilmError, match="another program has changed this file since"):
        Scan(path).undo()
    assert Scan(path).record.aperture == 45
    Scan(path).undo(force=True)
    assert Scan(path).record.aperture == 22
    assert Scan(path).record.location == "Theirs", "it was not ours to take back"


def test_each_field_that_differs_takes_one_line_of_the_message() -> None:
    difference = Difference("Notes", "wind\nfrom the left", "calm", "wind\nand rain")
    refusal = ChangedOnDiskError(Path("scan.jpg"), {"notes": difference})
    (line,) = [line for line in refusal.message.splitlines() if "Notes" in line]
    assert "wind from the left" in line and "wind and rain" in line
