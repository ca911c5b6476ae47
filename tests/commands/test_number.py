"""`exifilm number`: the frames of a roll, with plain ExifTool as the second reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests import samples


@pytest.fixture
def scans(make_scan) -> Callable[..., list[Path]]:
    """A function that makes scans of these names in one folder."""

    def make(*names: str) -> list[Path]:
        return [make_scan(f"scans/{name}", foreign=False) for name in names]

    return make


def frames(folder: Path) -> dict[str, tuple[str | None, str | None, int | None]]:
    """Roll, frame and EXIF's image number of each file, as plain ExifTool reads them."""
    tags = ("-XMP-exifilm:Roll", "-XMP-exifilm:Frame", "-ExifIFD:ImageNumber")
    read = json.loads(samples.exiftool("-j", "-n", *tags, folder), parse_int=str)
    return {
        Path(found["SourceFile"]).name: (
            found.get("Roll"),
            found.get("Frame"),
            int(found["ImageNumber"]) if "ImageNumber" in found else None,
        )
        for found in read
    }


def test_in_the_order_of_the_names(scans, exifilm) -> None:
    paths = scans("a1.jpg", "a2.jpg", "a10.jpg", "a11.jpg")
    Scan(paths[1]).save(ExposureRecord(image_id="17"))
    told = exifilm("number", paths[0].parent, "--roll", "0418", "--from", "8")
    assert (told.status, told.err) == (0, "")
    assert told.out == "".join(
        f"{path}: 0418-{number:02}\n" for number, path in enumerate(paths, 8)
    )
    assert frames(paths[0].parent) == {
        "a1.jpg": ("0418", "8", 8),
        "a2.jpg": ("0418", "9", 9),
        "a10.jpg": ("0418", "10", 10),
        "a11.jpg": ("0418", "11", 11),
    }
    assert Scan(paths[1]).record.image_id == "17", "the No. is left alone"
    assert Scan(paths[1]).called == "17" and Scan(paths[0]).called == "0418-08"


@pytest.mark.parametrize(
    ("first", "options", "expected"),
    [
        ("0A", [], ["0A", "1A", "2A"]),
        ("00", [], ["00", "0", "1"]),
        ("35", [], ["35", "36", "37"]),
        ("0", ["--half-frame"], ["0", "0A", "1"]),
    ],
)
def test_where_the_film_begins(scans, exifilm, first, options, expected) -> None:
    paths = scans("1.jpg", "2.jpg", "3.jpg")
    exifilm("number", paths[0].parent, "--roll", "R", "--from", first, *options)
    assert [Scan(path).record.frame for path in paths] == expected


def test_in_the_order_of_dates_or_as_given(scans, exifilm) -> None:
    paths = scans("1.jpg", "2.jpg", "3.jpg")
    for path, date in zip(paths, ("1974-08-03 16:20", "1974-08", "1974-08-03 09:00"), strict=True):
        Scan(path).save(ExposureRecord(taken=date))
    exifilm("number", paths[0].parent, "--roll", "R", "--from", "1", "--by", "date")
    assert [Scan(path).record.frame for path in paths] == ["3", "1", "2"]
    exifilm("number", paths[2], paths[0], paths[1], "--roll", "R", "--from", "1")
    assert [Scan(path).record.frame for path in paths] == ["2", "3", "1"]
    exifilm("number", paths[2], paths[0], paths[1], "--roll", "R", "--from", "1", "--by", "name")
    assert [Scan(path).record.frame for path in paths] == ["1", "2", "3"]


def test_a_scan_without_a_date_has_no_place_in_their_order(scans, exifilm) -> None:
    paths = scans("1.jpg", "2.jpg")
    Scan(paths[0]).save(ExposureRecord(taken="1974"))
    told = exifilm("number", paths[0].parent, "--roll", "R", "--from", "1", "--by", "date")
    assert (told.status, told.out) == (1, "")
    assert told.err == (
        f"exifilm: {paths[1]}: its record has no date. Enter one, or number by names.\n"
    )
    assert Scan(paths[0]).record.frame is None


def test_two_rolls_in_one_folder_stay_apart(scans, exifilm) -> None:
    paths = scans("1.jpg", "2.jpg", "3.jpg", "4.jpg")
    exifilm("number", *paths[2:], "--roll", "0419", "--from", "1")
    told = exifilm("number", paths[0].parent, "--roll", "0418", "--from", "1")
    assert told.status == 0
    assert (
        told.err == "exifilm: 2 files belong to another roll and keep their frames: 3.jpg, 4.jpg\n"
    )
    assert [Scan(path).called for path in paths] == ["0418-01", "0418-02", "0419-01", "0419-02"]
    assert exifilm("check", paths[0].parent).status == 0, "equal frames of two rolls"


def test_files_of_one_sheet_get_one_frame(scans, exifilm) -> None:
    paths = scans("1.jpg", "1.tif", "2.jpg")
    told = exifilm("number", paths[0].parent, "--roll", "0418", "--from", "1")
    assert told.status == 0
    assert [Scan(path).called for path in paths] == ["0418-01", "0418-01", "0418-02"]
    assert exifilm("check", paths[0].parent).status == 0


def test_files_of_one_sheet_that_disagree_are_named_and_left(scans, exifilm) -> None:
    paths = scans("1.jpg", "1.tif", "2.jpg")
    Scan(paths[0]).save(ExposureRecord(roll="0418", frame="5"))
    Scan(paths[1]).save(ExposureRecord(roll="0418", frame="6"))
    told = exifilm("number", paths[0].parent, "--roll", "0418", "--from", "1")
    assert told.status == 1
    assert told.err == (
        "exifilm: 1.jpg and 1.tif are one sheet, but differ in Frame. Neither is numbered; make "
        "them agree first.\n"
    )
    assert [Scan(path).called for path in paths] == ["0418-05", "0418-06", "0418-02"]


def test_a_frame_is_inserted_and_the_rest_moves_up_to_a_gap(scans, exifilm) -> None:
    paths = scans("1.jpg", "2.jpg", "3.jpg", "late.jpg", "9.jpg")
    folder = paths[0].parent
    exifilm("number", *paths[:3], "--roll", "0418", "--from", "1")
    exifilm("number", paths[4], "--roll", "0418", "--from", "9")
    told = exifilm(
        "number", folder, "--roll", "0418", "--from", "2", "--insert", folder / "late.jpg"
    )
    assert (told.status, told.err) == (0, "")
    assert {name: found[1] for name, found in frames(folder).items()} == {
        "1.jpg": "1", "late.jpg": "2", "2.jpg": "3", "3.jpg": "4", "9.jpg": "9",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "options"),
    [("scan_{roll}-{frame}", []), ("*-{frame}", ["--roll", "0418"]), ("SCAN_{roll}-{frame}*", [])],
)
def test_roll_and_frame_by_a_pattern(scans, exifilm, pattern: str, options: list[str]) -> None:
    paths = scans("scan_0418-00.jpg", "scan_0418-07.jpg", "scan_0418-36a.jpg", "other.jpg")
    told = exifilm("number", paths[0].parent, "--pattern", pattern, *options)
    assert told.status == 1
    assert told.err == "exifilm: the name of 1 file does not match the pattern: other.jpg\n"
    assert frames(paths[0].parent) == {
        "other.jpg": (None, None, None),
        "scan_0418-00.jpg": ("0418", "00", None),
        "scan_0418-07.jpg": ("0418", "7", 7),
        "scan_0418-36a.jpg": ("0418", "36A", None),
    }


def test_a_frame_that_another_file_has_is_said(scans, exifilm) -> None:
    first, second = scans("1.jpg", "2.jpg")
    exifilm("number", first, "--roll", "0418", "--from", "1")
    told = exifilm("number", first.parent, "--pattern", "{frame}", "--roll", "0418")
    assert (told.status, told.err) == (0, "")
    third = scans("x1.jpg")[0]
    told = exifilm("number", first.parent, "--pattern", "*{frame}", "--roll", "0418")
    assert f"{third}: 0418-01 is also the number of " in told.err
    assert exifilm("check", first.parent).status == 1
    assert Scan(second).record.frame == "2"


def test_nothing_is_written_by_a_dry_run_and_undo_undoes_it_all(scans, exifilm) -> None:
    paths = scans("1.jpg", "2.jpg")
    before = [path.read_bytes() for path in paths]
    command = ("number", paths[0].parent, "--roll", "0418", "--from", "1")
    told = exifilm(*command, "--dry-run")
    assert told.out == f"{paths[0]}: 0418-01\n{paths[1]}: 0418-02\n"
    assert [path.read_bytes() for path in paths] == before
    exifilm(*command)
    assert exifilm("undo", *paths).status == 0
    assert [Scan(path).record for path in paths] == [ExposureRecord(), ExposureRecord()]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "1"], "no roll given. Give --roll ROLL, or --pattern PATTERN."),
        (["--roll", "R"], "no first frame given. Give --from FRAME, such as 1 or 0A."),
        (["--roll", "R", "--from", "x"], "Frame (frame): “x” is not a valid frame."),
        (["--pattern", "{frame}", "--from", "1"], "--pattern and --from cannot be combined."),
        (["--roll", "R", "--from", "1", "--insert", "a.jpg", "--by", "name"],
         "--insert and --by cannot be combined."),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together(scans, exifilm, options, said) -> None:
    (path,) = scans("1.jpg")
    told = exifilm("number", path.parent, *options)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(f"exifilm: {said}")
    assert not Scan(path).has_record


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{frame}", "neither the pattern nor an option gives the roll."),
        ("scan", "a pattern needs one {frame}, and at most one {roll}."),
        ("{roll}-{no}{frame}", "“{no}” is no part of a pattern. Use {roll}, {frame} and *."),
    ],
)
def test_a_pattern_that_makes_no_sense(scans, exifilm, pattern: str, said: str) -> None:
    (path,) = scans("1.jpg")
    told = exifilm("number", path.parent, "--pattern", pattern)
    assert (told.status, told.err) == (1, f"exifilm: {said}\n")
