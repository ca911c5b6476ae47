"""`exifilm check`: every kind of finding, and no output if all is in order."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from exifilm_core.actions.findings import KINDS
from exifilm_core.commands.check import HINTS, SUMMARY
from exifilm_core.files.atomic import LEFTOVER
from exifilm_core.readers import FileTags
from exifilm_core.readers.quick import read
from tests import samples
from tests.commands.conftest import COMMAND, REPOSITORY, Outcome
from tests.commands.test_show import put_nonsense
from tests.scans.test_copy_camera import FAULTS as FAULTS_FOLDER
from tests.scans.test_maker_notes import REAL, as_record_1_0_had_it


@pytest.fixture
def in_order(make_scan, exifilm) -> Path:
    """A folder of three scans without findings."""
    scans = [make_scan(f"scans/scan_{number}.jpg") for number in (1, 2, 3)]
    exifilm("set", *scans, "film=Tri-X")
    return scans[0].parent


class InOrder(NamedTuple):
    """The folder without findings, and what a fault is made with."""

    folder: Path
    make_scan: Callable[..., Path]
    exifilm: Callable[..., Outcome]


def test_all_in_order(in_order, exifilm) -> None:
    assert exifilm("check", in_order) == (0, f"{in_order}: 3 scans; all in order.\n", "")


def without_record(at: InOrder) -> list[Path]:
    return [at.make_scan("scans/scan_4.jpg")]


def doubled_in_record(at: InOrder) -> list[Path]:
    at.exifilm("set", at.folder / "scan_3.jpg", "image_id=2")
    return [at.folder / "scan_2.jpg", at.folder / "scan_3.jpg"]


def doubled_as_text(at: InOrder) -> list[Path]:
    at.exifilm("set", at.folder / "scan_3.jpg", at.folder / "scan_1.jpg", "image_id=2012-017")
    return [at.folder / "scan_1.jpg", at.folder / "scan_3.jpg"]


def test_two_files_of_one_sheet_are_no_duplicates(in_order, make_scan, exifilm) -> None:
    make_scan("scans/scan_2.tif")
    exifilm("set", in_order / "scan_2.tif", "film=Tri-X", "image_id=2")
    assert exifilm("check", in_order) == (0, f"{in_order}: 4 scans; all in order.\n", "")


def value_of_no_sense(at: InOrder) -> list[Path]:
    put_nonsense(at.folder / "scan_2.jpg", "yesterday!", at.exifilm)
    return [at.folder / "scan_2.jpg"]


def drifted_mirror(at: InOrder) -> list[Path]:
    at.exifilm("set", at.folder / "scan_1.jpg", "lens=Symmar")
    samples.put_tags(at.folder / "scan_1.jpg", {"XMP-aux:Lens": "Sironar"})
    return [at.folder / "scan_1.jpg"]


def no_image(at: InOrder) -> list[Path]:
    (at.folder / "scan_9.tif").write_bytes(b"no picture")
    return [at.folder / "scan_9.tif"]


def damaged_sidecar(at: InOrder) -> list[Path]:
    (at.folder / "scan_2.jpg.xmp").write_text("<x:xmpmeta")
    return [at.folder / "scan_2.jpg"]


def harmed_maker_notes(at: InOrder) -> list[Path]:
    path = at.folder / "scan_4.jpg"
    path.write_bytes((REAL / "DSCN0010.jpg").read_bytes())
    at.exifilm("set", path, "camera_make=Linhof", "image_id=4")
    as_record_1_0_had_it(path, "Linhof", "Technika")
    return [path]


def overwritten_record(at: InOrder) -> list[Path]:
    path = at.make_scan(f"{at.folder.name}/scan_9.xcf")
    at.exifilm("set", path, "film=FP4+", "image_id=9")
    sidecar = at.folder / "scan_9.xcf.xmp"
    read = sidecar.read_bytes()
    at.exifilm("set", path, "film=HP5+")
    sidecar.write_bytes(read)
    return [path]


def latin_1(at: InOrder) -> list[Path]:
    path = at.folder / "scan_4.jpg"
    path.write_bytes((FAULTS_FOLDER / "latin1-copyright.jpg").read_bytes())
    at.exifilm("set", path, "image_id=4")
    return [path]


def value_of_the_old_reading(at: InOrder) -> list[Path]:
    path, file = at.folder / "scan_2.jpg", at.folder / "old.json"
    file.write_text('{"development_temperature": 68}')
    at.exifilm("set", path, "--json", file)
    correction = "development_temperature=68°F"
    assert f"correct it with “exifilm set FILE {correction}”" in at.exifilm("check", at.folder).out
    return [path]


def exposure_of_other_factors(at: InOrder) -> list[Path]:
    path = at.folder / "scan_2.jpg"
    at.exifilm("set", path, "metered_time=1s", "filter_factor=8", "exposure_time=2s")
    assert "× 8 for the filter = 8 s" in at.exifilm("check", at.folder).out
    return [path]


def cut_off_save(at: InOrder) -> list[Path]:
    path = at.folder / f"{LEFTOVER}0123456789abcdef.jpg"
    path.write_bytes((at.folder / "scan_1.jpg").read_bytes()[:99])
    return [path]


FAULTS = [
    (without_record, "without"),
    (doubled_in_record, "doubled"),
    (doubled_as_text, "doubled"),
    (value_of_no_sense, "unreadable"),
    (drifted_mirror, "drifted"),
    (no_image, "unread"),
    (damaged_sidecar, "unread"),
    (harmed_maker_notes, "harmed"),
    (overwritten_record, "overwritten"),
    (latin_1, "encoding"),
    (value_of_the_old_reading, "unlikely"),
    (exposure_of_other_factors, "contradicted"),
    (cut_off_save, "leftover"),
]


def test_there_is_a_fault_of_every_kind() -> None:
    assert {kind for _, kind in FAULTS} | {"misread"} == set(KINDS.values())


@pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
def test_each_fault_is_found_and_nothing_else(fault, kind, in_order, make_scan, exifilm) -> None:
    files = fault(InOrder(in_order, make_scan, exifilm))
    before = {path: path.read_bytes() for path in in_order.iterdir()}
    found = exifilm("check", "--json", in_order)
    (cls,) = [cls for cls, name in KINDS.items() if name == kind]
    status = 0 if cls in HINTS else 1
    assert (found.status, found.err) == (status, "")
    (folder,) = json.loads(found.out)
    assert [(item["kind"], item["file"]) for item in folder["findings"]] == [
        (kind, str(file)) for file in files
    ]
    told = exifilm("check", in_order)
    assert told.status == status
    *lines, summary = told.out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == list(map(str, files))
    assert summary.endswith(f"scans; {len(files)} {SUMMARY[cls]}.")
    assert {path: path.read_bytes() for path in in_order.iterdir()} == before


def test_a_sample_is_read_by_exiftool_too(
    in_order, exifilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the quick reader itself, which no file shows."""

    def misreading(path: Path) -> FileTags:
        found = read(path)
        found.tags["XMP-exifilm:Film"] = "Tri-Y"
        return found

    monkeypatch.setattr("exifilm_core.readers.quick.sample.read", misreading)
    for asked in (in_order, in_order / "scan_1.jpg"):
        found = exifilm("check", asked)
        assert (found.status, found.err) == (1, "")
        assert "ExiFilm reads XMP-exifilm:Film as “Tri-Y”, but ExifTool as “Tri-X”." in found.out
        assert found.out.endswith("; 1 read otherwise by ExifTool.\n")
    (folder,) = json.loads(exifilm("check", "--json", in_order).out)
    assert [item["kind"] for item in folder["findings"]] == ["misread"]
    monkeypatch.setenv("EXIFILM_QUICK", "0")
    assert exifilm("check", in_order) == (0, f"{in_order}: 3 scans; all in order.\n", "")


def test_a_folder_that_is_not_there_does_not_stop_the_others(in_order, exifilm) -> None:
    absent = in_order / "absent"
    found = exifilm("check", absent, in_order)
    assert found.status == 1
    assert found.err == f"exifilm: {absent}: there is no such folder.\n"
    assert found.out == f"{in_order}: 3 scans; all in order.\n"


def test_an_empty_folder_is_not_in_order(tmp_path, exifilm) -> None:
    assert exifilm("check", tmp_path) == (0, f"{tmp_path}: no images.\n", "")


def test_single_files(in_order, make_scan, exifilm) -> None:
    one, two, three = (in_order / f"scan_{number}.jpg" for number in (1, 2, 3))
    assert exifilm("check", one) == (0, f"{one}: 1 scan; all in order.\n", "")
    other = make_scan("others/scan_1.jpg")
    found = exifilm("check", one, two, other, in_order)
    assert (found.status, found.err) == (1, "")
    assert found.out == (
        f"{in_order}: 2 scans; all in order.\n"
        f"{other}: has no exposure record.\n"
        f"{other}: 1 scan; 1 without a record.\n"
        f"{in_order}: 3 scans; all in order.\n"
    )
    exifilm("set", three, "image_id=2")
    doubled = (
        f"{two}: has the number 2 (guessed from its name), as scan_3.jpg has. Change one of them.\n"
    )
    assert exifilm("check", two).out.startswith(doubled), "the folder's other numbers count"
    assert exifilm("check", one).status == 0
    (folder,) = json.loads(exifilm("check", "--json", two, one).out)
    assert (folder["folder"], folder["scans"]) == (str(in_order), 2)
    assert [(item["kind"], item["file"]) for item in folder["findings"]] == [("doubled", str(two))]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(in_order, exifilm) -> None:
    absent, text = in_order / "absent.jpg", in_order / "notes.txt"
    text.write_text("no picture")
    found = exifilm("check", absent, text, in_order / "scan_1.jpg")
    assert (found.status, found.err) == (1, "")
    assert f"{absent}: there is no such file.\n" in found.out
    assert f"{text}: it is not an image" in found.out
    assert found.out.endswith(f"{in_order}: 3 scans; 2 cannot be read.\n")


@pytest.mark.skipif(os.name != "posix", reason="opens a POSIX terminal")
def test_on_a_terminal_too(in_order) -> None:
    """A progress bar does not change the findings."""
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [*COMMAND, "check", str(in_order)],
            stdout=subprocess.PIPE,
            stderr=theirs,
            cwd=REPOSITORY,
            check=False,
        )
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.stdout.decode() == f"{in_order}: 3 scans; all in order.\n"
    assert done.returncode == 0


def test_a_scan_whose_exif_is_taken_for_the_copy_s(tmp_path, exifilm) -> None:
    """The hint gives the reading of EXIF, and one command to reverse it."""
    path = tmp_path / "copy.jpg"
    path.write_bytes((FAULTS_FOLDER / "copy-camera.jpg").read_bytes())
    hint = "EXIF's exposure (1/15 s, f/8, ISO 100, 70 mm, 2024-02-03 20:11:12) counts as that"
    for said in (
        exifilm("check", tmp_path).out,
        exifilm("show", path).err,
        exifilm("set", path, "film=HP5+").err,
    ):
        assert hint in said and "exifilm set --film-exif" in said
    assert exifilm("check", tmp_path).status == 0 and exifilm("show", path).err == ""
    assert "f/8" not in exifilm("show", path).out.partition("The scan itself")[0]
    planned = exifilm("set", path, "--film-exif", "--dry-run").out
    assert "f/8" in planned and "SONY" in planned
    assert exifilm("set", path, "--film-exif").status == 0
    shown = exifilm("show", path).out.partition("The scan itself")[0]
    assert "f/8" in shown and "SONY" in shown and "HP5+" in shown


def test_nothing_is_given_back_where_nothing_is_a_copy_camera_s(make_scan, exifilm) -> None:
    path = make_scan(foreign=False)
    samples.put_tags(path, {"ExifIFD:FNumber": "8"})
    before = path.read_bytes()
    alone = exifilm("set", path, "--film-exif")
    assert (alone.status, alone.out) == (1, "") and path.read_bytes() == before
    assert alone.err == (
        f"exifilm: {path}: --film-exif has no effect: no exposure is stored as the copy camera's, "
        "so none can become the film's.\n"
    )
    planned = exifilm("set", path, "film=HP5+", "--film-exif", "--dry-run")
    assert planned.status == 1 and "1 field would change" in planned.out
    assert planned.err == alone.err and path.read_bytes() == before
    both = exifilm("set", path, "film=HP5+", "--film-exif")
    assert (both.status, both.out) == (1, f"{path}: Film saved\n")
    assert both.err == alone.err.rstrip() + " The other fields are saved.\n"
    assert json.loads(exifilm("show", "--json", path).out)["record"] == {
        "aperture": 8, "film": "HP5+",
    }  # fmt: skip
