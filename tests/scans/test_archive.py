"""A folder of scans: its order, its numbers, and its files that are no scans."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exifilm_core import Archive, ExifilmError, ExposureRecord, Scan
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import sidecar_of
from exifilm_core.files.tree import listing


@pytest.fixture
def fill(make_scan, tmp_path: Path):
    """A function that puts scans with these names into the folder."""
    content = make_scan("source.jpg", foreign=False).read_bytes()
    (tmp_path / "source.jpg").unlink()

    def fill(*names: str) -> Path:
        for name in names:
            (tmp_path / name).write_bytes(content)
        return tmp_path

    return fill


def test_the_natural_order_of_names(fill) -> None:
    names = ["Scan 1.jpg", "scan 2.jpg", "scan 9.jpg", "scan 10.jpg", "scan 100.jpg", "Z.jpg"]
    with Archive(fill(*reversed(names))) as archive:
        assert [scan.path.name for scan in archive] == names
        assert len(archive) == 6


def test_numbers_from_the_record_and_else_from_the_name(fill) -> None:
    folder = fill("a_001.jpg", "a_002.jpg", "a_003.jpg", "plain.jpg")
    Scan(folder / "a_002.jpg").save(ExposureRecord(image_id="7"))
    Scan(folder / "a_003.jpg").save(ExposureRecord(image_id="2012-017"))
    with Archive(folder) as archive:
        assert [scan.number for scan in archive] == [1, 7, None, None]
        assert archive[7].path.name == "a_002.jpg"
        assert [scan.path.name for scan in archive.by_id("2012-017")] == ["a_003.jpg"]
        assert archive.by_id("nobody") == []


def test_a_range_with_what_is_missing_and_doubled(fill) -> None:
    folder = fill(*(f"scan{n}.jpg" for n in (1, 2, 4, 5)), "other 2.jpg", "outside 9.jpg")
    with Archive(folder) as archive:
        found = archive.range(1, 5)
        assert [scan.number for scan in found.scans] == [1, 2, 2, 4, 5]
        assert found.missing == [3]
        assert {n: [s.path.name for s in scans] for n, scans in found.doubled.items()} == {
            2: ["other 2.jpg", "scan2.jpg"]
        }
        nothing = archive.range(20, 22)
        assert (nothing.scans, nothing.missing) == ([], [20, 21, 22])
        with pytest.raises(ExifilmError, match="2 scans"):
            archive[2]
        with pytest.raises(ExifilmError, match="no scan"):
            archive[3]


def test_what_is_no_scan_is_left_out(fill, make_scan) -> None:
    folder = fill("1.jpg", ".hidden.jpg", ".exifilm-0123456789abcdef.jpg", "2.JPEG")
    make_scan("3.dng")
    Scan(folder / "3.dng").save(ExposureRecord(film="x"))
    (folder / "notes.txt").write_text("x")
    (folder / "folder.jpg").mkdir()
    with Archive(folder) as archive:
        assert [scan.path.name for scan in archive] == ["1.jpg", "2.JPEG", "3.dng"]
        assert archive[3].record.film == "x"


def test_strange_names_in_a_folder(fill) -> None:
    names = ["-o.jpg", "#1.jpg", "two\nlines 2.jpg", "100% 3.jpg", os.fsdecode(b"\xff 4.jpg"),
             "'5'.jpg", "é 6.jpg", " 7 .jpg"]  # fmt: skip
    folder = fill(*names)
    for name in names:
        Scan(folder / name).save(ExposureRecord(image_id=f"id of {name!r}"))
    with Archive(folder) as archive:
        archive.load()
        assert archive.unreadable == []
        assert {scan.path.name: scan.image_id for scan in archive} == {
            name: f"id of {name!r}" for name in names
        }


def test_many_files_are_read_by_two(fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXIFILM_QUICK", "0")
    names = [f"scan_{number:03}.jpg" for number in range(1, 231)]
    folder = fill(*names)
    Scan(folder / "scan_200.jpg").save(ExposureRecord(film="the two hundredth"))
    (folder / "scan_100.jpg").write_bytes(b"")
    (folder / "scan_230.jpg").write_text("x")
    with Archive(folder) as archive:
        archive.load()
        assert archive._own_reader and archive._own_reader.second
        second = archive._own_reader.second
        assert second.pid
        assert [scan.number for scan in archive.readable()] == [
            n for n in range(1, 231) if n not in (100, 230)
        ]
        assert archive[200].record.film == "the two hundredth"
        assert [path.name for path, _ in archive.unreadable] == ["scan_100.jpg", "scan_230.jpg"]
    assert second.pid is None, "the second ends with the archive"


def test_a_scan_of_an_archive_is_saved_like_any_other(fill) -> None:
    folder = fill("1.jpg", "2.jpg")
    with Archive(folder) as archive:
        for scan in archive:
            scan.save(scan.record.replace(film="HP5+"))
    with Archive(folder) as archive:
        assert [scan.record.film for scan in archive] == ["HP5+", "HP5+"]


def test_a_file_that_goes_meanwhile(fill) -> None:
    folder = fill("1.jpg", "2.jpg")
    with Archive(folder) as archive:
        (folder / "1.jpg").unlink()
        assert [scan.path.name for scan in archive.readable()] == ["2.jpg"]
        assert archive.unreadable[0][0].name == "1.jpg"
        assert archive.unreadable[0][1].code == "NO_SUCH_FILE"


def test_sidecars_belong_to_their_images(fill) -> None:
    folder = fill("1.jpg")
    (folder / "1.xcf").write_bytes(b"gimp xcf v011\0" + bytes(28))
    Scan(folder / "1.xcf").save(ExposureRecord(film="of the XCF"))
    with Archive(folder) as archive:
        found = {scan.path.name: scan.record.film for scan in archive}
    assert found == {"1.jpg": None, "1.xcf": "of the XCF"}
    assert sidecar_of(folder / "1.xcf").name == "1.xcf.xmp"


def test_no_folder(fill, tmp_path: Path) -> None:
    fill("1.jpg")
    with pytest.raises(ExifilmError, match="no such folder"):
        Archive(tmp_path / "nowhere")
    with pytest.raises(ExifilmError, match="it is a file, not a folder"):
        Archive(tmp_path / "1.jpg")
    (tmp_path / "empty").mkdir()
    with Archive(tmp_path / "empty") as archive:
        assert list(archive) == [] and archive.range(1, 2).missing == [1, 2]


def test_an_archive_looks_once_and_makes_no_scan_until_asked(
    fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXIFILM_INDEX", "0")
    folder = fill("1.jpg", "2.jpg", "3.xcf")
    (folder / "3.xcf").write_bytes(b"gimp xcf v011\0" + bytes(28))
    Scan(folder / "3.xcf").save(ExposureRecord(image_id="7"))
    looked: list[str] = []
    made: list[Path] = []
    scandir, init = os.scandir, Scan.__init__

    def noted_look(path: str | Path) -> object:
        looked.append(os.fspath(path))
        return scandir(path)

    def noted_scan(self: Scan, path: Path, *given: object, **named: object) -> None:
        made.append(path)
        init(self, path, *given, **named)

    monkeypatch.setattr(os, "scandir", noted_look)
    monkeypatch.setattr(Scan, "__init__", noted_scan)
    with Archive(folder) as archive:
        assert len(archive) == 3
        numbers = {path.name: no.shown for path, no in archive.numbers().items()}
        assert numbers == {"1.jpg": "1?", "2.jpg": "2?", "3.xcf": "7"}
        assert (looked.count(str(folder)), made) == (1, [])
        assert [scan.record.image_id for scan in archive.range(7, 7).scans] == ["7"]
        assert made == [folder / "3.xcf"]


def test_an_archive_knows_what_was_saved_since(fill) -> None:
    folder = fill("1.jpg", "2.jpg")
    (folder / "3.xcf").write_bytes(b"gimp xcf v011\0" + bytes(28))
    with Archive(folder) as archive:
        scan = archive[3]
        scan.save(scan.record.replace(subject="Moon"))
        assert archive[3] is scan and archive[3].record.subject == "Moon"
        Scan(folder / "3.xcf").save(ExposureRecord(subject="Mars", image_id="77"))
        assert archive[77].record.subject == "Mars", "another process has saved it, in a sidecar"
        assert archive.by_id("77") == [archive[77]]
        with pytest.raises(ExifilmError, match="no scan"):
            archive[3]
        (folder / "2.jpg").write_text("no image any more")
        with pytest.raises(ExifilmError):
            archive[2]


def test_the_exiftool_of_an_archive_also_saves(fill) -> None:
    with ExifTool() as tool, Archive(fill("1.jpg"), tool) as archive:
        assert archive[1].exiftool is tool


@pytest.mark.parametrize("name", ["1.TIF.xmp", "1.tif.XMP", "1.tif.xmp"])
def test_a_sidecar_counts_if_the_file_system_finds_it(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS and Windows, whose file systems take names for one that differ in case."""
    (tmp_path / "1.tif").touch()
    (tmp_path / name).touch()
    assert listing(tmp_path).with_sidecar == ({"1.tif"} if name == "1.tif.xmp" else set())
    exists = Path.exists
    monkeypatch.setattr(
        Path,
        "exists",
        lambda path: (
            exists(path) or path.name.lower() in {p.name.lower() for p in path.parent.iterdir()}
        ),
    )
    assert listing(tmp_path).with_sidecar == {"1.tif"}
