"""The No. that a file's name suggests, alone and among the other names in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.scans import Archive
from exifilm_core.scans.numbering import Numbers, guess, guesses


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("17.tif", "17"), ("scan_017.tif", "17"), ("1974-08_005.jpg", "5"),
        ("scan17 2400dpi.tif", "17"), ("none.jpg", ""), ("x" + "9" * 12 + ".jpg", ""),
        ("scan-3-16bit.tif", "3"), ("017-edit2.tif", "17"), ("017_v2.tif", "17"),
        ("017 (2).tif", "17"), ("12-4x5.tif", "12"),
        ("017-Edit.tif", "17"), ("017 copy 2.tif", "17"), ("scan 17 - Kopie (3).tif", "17"),
        ("scan007_1998.tif", "7"), ("1998.tif", "1998"), ("R012-12A.tif", "12A"),
        ("012a.tif", "12A"),
        ("000.tif", "0"), ("Oak 3rd.tif", "3"),
    ],
)  # fmt: skip
def test_a_name_alone(name: str, number: str) -> None:
    assert guesses([name]) == {name: number}


@pytest.mark.parametrize(
    "named",
    [
        {"R012-11.tif": "11", "R012-12.tif": "12", "R012-12A.tif": "12A"},
        {"R011-12A.tif": "11", "R012-12A.tif": "12", "R013-12B.tif": "13"},
        {"scan007_1998.tif": "7", "scan008_1998.tif": "8", "scan009_1999.tif": "9"},
        {"1998_7.tif": "7", "1998_8.tif": "8"},
        {"12-4x5.tif": "12", "13-4x5.tif": "13", "14-8x10.tif": "14"},
        {"017.tif": "17", "017-edit2.tif": "17", "018_v2.tif": "18"},
        {"scan_001.tif": "1", "scan_002.tif": "2", "scan_017_print3.tif": "17"},
        {"Oak 3.tif": "3", "Barn 4.tif": "4", "Lake 1998 5.tif": "5"},
        {"2024-05-12_003.jpg": "3", "2024-05-13_004.jpg": "4", "2024-06-01_005.jpg": "5"},
    ],
    ids=lambda named: next(iter(named)),
)
def test_the_one_that_counts_up_in_the_folder(named: dict[str, str]) -> None:
    assert guesses(named) == named


def test_it_is_known_by_the_files_that_are_there(tmp_path: Path) -> None:
    for name in ("R1-1.tif", "R2-1.tif"):
        (tmp_path / name).touch()
    assert guess(tmp_path / "R2-1.tif") == "2"
    (tmp_path / "notes 5.txt").touch()
    for name in ("R2-2.tif", "R2-3.tif"):
        (tmp_path / name).touch()
    assert guess(tmp_path / "R2-3.tif") == "3"
    assert guess(tmp_path / "gone" / "scan_4.tif") == "4"


def test_it_is_shown_as_a_guess_until_there_is_a_no(make_scan) -> None:
    path = make_scan("scan_017.jpg", foreign=False)
    scan = Scan(path)
    assert (scan.number, scan.guess, scan.called) == (17, "17", "17?")
    scan.save(ExposureRecord(image_id="0418-07"))
    assert (scan.number, scan.guess, scan.called) == (None, "", "0418-07")


def test_a_no_on_two_sheets_is_found_and_a_second_file_of_one_sheet_is_none() -> None:
    numbers = Numbers[int]()

    def having(scan: int) -> list[int]:
        return list(numbers.others(scan))

    files = ["a/scan_1.tif", "a/scan_1.jpg", "a/scan_2.tif", "a/scan_3.tif", "b/scan_1.tif"]
    for place, name in enumerate(files):
        numbers.put(place, Path(name), "")
    assert numbers.put(0, Path(files[0]), "007") == []
    assert numbers.put(1, Path(files[1]), "7") == []
    assert having(0) == having(1) == []
    assert numbers.put(2, Path(files[2]), "7") == [0, 1], "they became duplicates"
    assert having(2) == [0, 1] and having(0) == [2]
    assert numbers.put(3, Path(files[3]), "7") == [], "the others are marked as it is"
    assert numbers.put(4, Path(files[4]), "7") == [], "each folder has its own No. 7"
    assert having(1) == [2, 3] and having(4) == []
    numbers.put(3, Path(files[3]), "8")
    assert sorted(numbers.put(2, Path(files[2]), "9")) == [0, 1], "they ceased to be"
    assert having(0) == having(2) == []
    assert having(99) == []


def test_equal_nos_of_two_rolls_are_no_duplicates_but_those_of_one_roll_are() -> None:
    numbers = Numbers[int]()
    numbers.put(0, Path("a/1.tif"), "5", "0418")
    numbers.put(1, Path("a/2.tif"), "5", "0419")
    numbers.put(2, Path("a/3.tif"), "5", "0418")
    assert list(numbers.others(0)) == [2] and list(numbers.others(1)) == []


def test_a_no_that_is_a_name_counts_in_every_folder() -> None:
    numbers = Numbers[int]()
    numbers.put(0, Path("a/1.tif"), "2012-017")
    numbers.put(1, Path("b/1.tif"), "2012-017")
    assert list(numbers.others(0)) == [1]


@pytest.mark.parametrize(
    ("record", "shown", "whole"),
    [
        ({"roll": "0418", "frame": "7"}, "0418-07", 7),
        ({"roll": "0418", "frame": "0A"}, "0418-0A", None),
        ({"roll": "0418", "frame": "00"}, "0418-00", 0),
        ({"frame": "7"}, "07", 7),
        ({"roll": "0418"}, "17?", 17),
        ({"image_id": "3", "roll": "0418", "frame": "7"}, "3", 3),
    ],
)
def test_roll_and_frame_stand_for_an_empty_no(make_scan, record, shown, whole) -> None:
    path = make_scan("scan_017.jpg", foreign=False)
    Scan(path).save(ExposureRecord(**record))
    scan = Scan(path)
    assert (scan.called, scan.number) == (shown, whole)
    with Archive(path.parent) as archive:
        (number,) = archive.numbers().values()
        assert number == scan.no
    with Archive(path.parent) as archive:
        assert archive.numbers()[path] == scan.no, "as the index has it"
