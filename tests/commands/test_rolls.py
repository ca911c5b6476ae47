"""--roll and --fill: what belongs to a roll, shown, found, printed and set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests import samples


@pytest.fixture
def folder(make_scan) -> Path:
    """Five scans of roll 0418, of which 3.jpg has its own developer, and two of roll 0419."""
    for number in range(1, 8):
        path = make_scan(f"scans/{number}.jpg", foreign=False)
        roll, frame = ("0418", number) if number < 6 else ("0419", number - 5)
        record = ExposureRecord(roll=roll, frame=str(frame), subject=f"{roll} at {frame}")
        record.developer = "Rodinal" if number == 3 else None if number == 4 else "D-76"
        Scan(path).save(record)
    return path.parent


def developers(folder: Path) -> list[str | None]:
    """As plain ExifTool reads them."""
    read = json.loads(samples.exiftool("-j", "-XMP-exifilm:Developer", folder))
    by_name = {Path(found["SourceFile"]).stem: found.get("Developer") for found in read}
    return [by_name[name] for name in sorted(by_name)]


def test_what_belongs_to_the_roll_is_set_in_its_frames_and_a_frame_s_own_value_wins(
    folder: Path, exifilm
) -> None:
    told = exifilm("set", "--roll", "0418", folder, "developer=ID-11", "lab=at home")
    assert told.status == 0
    assert told.err == "exifilm: 1 file keeps its own Developer: 3.jpg\n"
    assert developers(folder) == ["ID-11", "ID-11", "Rodinal", "ID-11", "ID-11", "D-76", "D-76"]
    labs = [Scan(folder / f"{number}.jpg").record.lab for number in range(1, 8)]
    assert labs == ["at home"] * 5 + [None] * 2
    paths = [folder / f"{number}.jpg" for number in range(1, 6)]
    assert exifilm("undo", *paths).status == 0
    assert developers(folder)[:5] == ["D-76", "D-76", "Rodinal", None, "D-76"]


def test_where_no_value_is_the_roll_s_only_empty_fields_are_set(folder: Path, exifilm) -> None:
    for number, developer in ((1, "A"), (2, "B"), (3, "C"), (5, "D")):
        scan = Scan(folder / f"{number}.jpg")
        scan.save(scan.record.replace(developer=developer))
    told = exifilm("set", "--roll", "0418", folder, "developer=ID-11")
    assert told.err == (
        "exifilm: 4 files keep their own Developer: 1.jpg, 2.jpg, 3.jpg and 1 more\n"
    )
    assert developers(folder)[:5] == ["A", "B", "C", "ID-11", "D"]


def test_the_roll_s_value_is_emptied(folder: Path, exifilm) -> None:
    exifilm("set", "--roll", "0418", folder, "developer=")
    assert developers(folder)[:5] == [None, None, "Rodinal", None, None]


def test_the_roll_is_renamed(folder: Path, exifilm) -> None:
    assert exifilm("set", "--roll", "0418", folder, "roll=0420").status == 0
    assert [Scan(folder / f"{n}.jpg").called for n in (1, 5, 6)] == [
        "0420-01", "0420-05", "0419-01",
    ]  # fmt: skip


def test_without_a_folder_it_is_this_one(folder: Path, exifilm, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    assert exifilm("set", "--roll", "0419", "lab=x").status == 0
    shown = exifilm("show", "--roll", "0419")
    assert [line for line in shown.out.splitlines() if line.endswith(".jpg")] == ["6.jpg", "7.jpg"]


def test_fill_sets_only_what_is_empty(folder: Path, exifilm) -> None:
    paths = [folder / f"{number}.jpg" for number in (3, 4)]
    told = exifilm("set", "--fill", *paths, "developer=ID-11", "film=HP5+")
    assert (told.status, told.err) == (0, "")
    assert told.out == f"{paths[0]}: Film saved\n{paths[1]}: Film, Developer saved\n"
    assert developers(folder)[2:4] == ["Rodinal", "ID-11"]
    exifilm("set", "--fill", "--roll", "0418", folder, "developer=X", "film=Y")
    assert [Scan(path).record.film for path in paths] == ["HP5+", "HP5+"]
    assert Scan(folder / "1.jpg").record.film == "Y"


def test_a_roll_that_no_scan_has(folder: Path, exifilm) -> None:
    none = "no scan belongs to the roll “1”. Give a roll of these scans, or number them first."
    for command in (["show"], ["set", "lab=x"]):
        told = exifilm(*command, "--roll", "1", folder)
        assert (told.status, told.out) == (1, "")
        assert told.err == f"exifilm: {none}\n"
    told = exifilm("print", folder, "--roll", "1")
    assert (told.status, told.err) == (1, f"exifilm: {folder}: {none}\n")


def test_a_roll_is_shown_in_the_order_of_its_frames(folder: Path, exifilm) -> None:
    exifilm("set", folder / "1.jpg", "frame=36A")
    exifilm("set", folder / "2.jpg", "frame=00")
    shown = json.loads(exifilm("show", "--json", "--roll", "0418", folder).out)
    assert [item["record"]["frame"] for item in shown] == ["00", "3", "4", "5", "36A"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (["--roll", "0419"], ["6.jpg", "7.jpg"]),
        (["roll=0418", "frame=2..4"], ["2.jpg", "3.jpg", "4.jpg"]),
        (["0418-03"], ["3.jpg"]),
        (["image_id=0418-02..0418-03"], ["2.jpg", "3.jpg"]),
        (["image_id=", "--roll", "0419"], ["6.jpg", "7.jpg"]),
    ],
)
@pytest.mark.parametrize("index", ["0", "1"])
def test_a_roll_is_found(folder: Path, exifilm, monkeypatch, query, names, index) -> None:
    monkeypatch.setenv("EXIFILM_INDEX", index)
    for _ in range(2):  # then from the index
        told = exifilm("find", "--in", folder, *query)
        assert [line.partition(":")[0] for line in told.out.splitlines()] == [
            str(folder / name) for name in names
        ]
    assert "No. 0418-03; 0418 at 3" in exifilm("find", "--in", folder, "0418-03").out


def printed(exifilm, *arguments: object) -> tuple[list[str], str]:
    """The numbers on the forms, in order, and the messages."""
    told = exifilm("print", *arguments)
    lines = [line for line in told.out.splitlines() if "/image_id" in line and "(No.)" not in line]
    numbers = [line.split("(")[1].split(")")[0] for line in lines if "(" in line]
    return numbers, told.err


def test_a_range_of_frames_of_a_roll_is_printed(folder: Path, exifilm) -> None:
    assert printed(exifilm, folder, "--roll", "0418", "2", "4") == (
        ["0418-02", "0418-03", "0418-04"], "",
    )  # fmt: skip
    assert printed(exifilm, folder, "--roll", "0418", "2-4")[0] == ["0418-02", "0418-03", "0418-04"]
    assert printed(exifilm, folder, "0418-02", "0418-04") == (["0418-02", "0418-03", "0418-04"], "")
    assert printed(exifilm, folder, "0419-02") == (["0419-02"], "")
    assert printed(exifilm, folder, "0419-2") == (["0419-02"], "")
    numbers, said = printed(exifilm, folder, "--roll", "0418", "4", "7")
    assert numbers == ["0418-04", "0418-05"]
    assert said == "exifilm: no scan has the image number 6-7.\n"


def test_numbers_alone_are_those_of_every_roll_and_no_duplicates(folder: Path, exifilm) -> None:
    assert printed(exifilm, folder, "1", "2") == (
        ["0418-01", "0418-02", "0419-01", "0419-02"], "",
    )  # fmt: skip
    assert printed(exifilm, folder)[1] == ""


def test_frames_with_letters_are_a_range_too(folder: Path, exifilm) -> None:
    for number, frame in enumerate(("00", "0", "0A", "1", "1A"), 1):
        scan = Scan(folder / f"{number}.jpg")
        scan.save(scan.record.replace(frame=frame))
    assert printed(exifilm, folder, "--roll", "0418", "0", "1") == (
        ["0418-0", "0418-0A", "0418-01"],
        "",
    )
    assert printed(exifilm, folder, "--roll", "0418", "00", "0A")[0] == [
        "0418-00", "0418-0", "0418-0A",
    ]  # fmt: skip
    numbers, said = printed(exifilm, folder, "--roll", "0418", "0A", "2A")
    assert numbers == ["0418-0A", "0418-01", "0418-01A"]
    assert said == "exifilm: no scan has the No. “2A”.\n"


def test_two_files_of_a_sheet_are_printed_once_and_named_if_they_differ(
    folder: Path, make_scan, exifilm
) -> None:
    second = make_scan("scans/2.tif", foreign=False)
    Scan(second).save(Scan(folder / "2.jpg").record)
    assert printed(exifilm, folder, "--roll", "0418", "1", "2") == (["0418-01", "0418-02"], "")
    assert exifilm("check", folder).status == 0
    Scan(second).save(Scan(second).record.replace(developer="Xtol", scan_software="VueScan"))
    assert printed(exifilm, folder, "0418-02") == (
        ["0418-02"],
        "exifilm: 2.jpg and 2.tif are one sheet, but differ in Developer. The record of 2.jpg is "
        "printed.\n",
    )


# ── TIFF and JPEG of one sheet ───────────────────────────────────────────────────────────────


@pytest.fixture
def sheets(make_scan) -> Path:
    """Frames 1 to 4 of roll 0418, each as TIFF and JPEG."""
    for number in range(1, 5):
        for suffix in ("tif", "jpg"):
            path = make_scan(f"both/{number}.{suffix}")
            Scan(path).save(ExposureRecord(roll="0418", frame=str(number), developer="D-76"))
    return path.parent


def both(folder: Path, number: int, name: str) -> list[object]:
    """A field in the TIFF and the JPEG of a sheet."""
    return [Scan(folder / f"{number}.{suffix}").record[name] for suffix in ("tif", "jpg")]


def test_the_files_of_a_sheet_are_set_together(sheets: Path, exifilm) -> None:
    told = exifilm("set", "--roll", "0418", sheets, "developer=ID-11", "lab=at home")
    assert (told.status, told.err) == (0, "")
    for number in range(1, 5):
        assert both(sheets, number, "developer") == ["ID-11"] * 2
        assert both(sheets, number, "lab") == ["at home"] * 2


def test_files_of_a_sheet_that_differ_stay_as_they_are_and_are_named(sheets: Path, exifilm) -> None:
    exifilm("set", sheets / "2.jpg", "developer=Rodinal")
    exifilm("set", sheets / "4.tif", "frame=9")
    told = exifilm("set", "--roll", "0418", sheets, "developer=ID-11")
    assert told.status == 1
    assert told.err == (
        "exifilm: 2.jpg and 2.tif are one sheet, but differ in Developer. Neither is changed; make "
        "them agree first.\n"
        "exifilm: 4.jpg and 4.tif are one sheet, but differ in Frame. Neither is changed; make "
        "them agree first.\n"
    )
    assert [both(sheets, number, "developer") for number in (1, 2, 3, 4)] == [
        ["ID-11", "ID-11"], ["D-76", "Rodinal"], ["ID-11", "ID-11"], ["D-76", "D-76"],
    ]  # fmt: skip
    assert exifilm("set", "--roll", "0418", sheets, "lab=at home").status == 1
    assert both(sheets, 2, "lab") == ["at home"] * 2, "they agree in what is set"
    assert both(sheets, 4, "lab") == [None] * 2


def test_files_of_a_sheet_in_two_rolls_are_named(sheets: Path, exifilm) -> None:
    exifilm("set", sheets / "3.jpg", "roll=0419")
    told = exifilm("set", "--roll", "0418", sheets, "lab=at home")
    assert told.status == 1
    assert "3.tif and 3.jpg are one sheet, but differ in Roll." in told.err
    assert both(sheets, 3, "lab") == [None] * 2
    assert both(sheets, 2, "lab") == ["at home"] * 2


@pytest.mark.parametrize("fill", [[], ["--fill"]])
def test_a_sheet_s_own_value_in_one_of_its_files_is_no_gap_in_the_other(
    sheets: Path, exifilm, fill: list[str]
) -> None:
    exifilm("set", sheets / "2.jpg", "developer=")
    exifilm("set", sheets / "2.tif", "developer=Rodinal")
    told = exifilm("set", "--roll", "0418", *fill, sheets, "developer=ID-11")
    assert told.status == 0
    if not fill:
        assert told.err == "exifilm: 2 files keep their own Developer: 2.jpg, 2.tif\n"
    assert both(sheets, 2, "developer") == ["Rodinal", None]


def test_frames_of_the_roll_are_set_whatever_they_have(sheets: Path, exifilm) -> None:
    exifilm("set", sheets / "2.jpg", "developer=Rodinal")
    told = exifilm(
        "set", "--roll", "0418", "--frames", "1-2", "--frames", "4", sheets, "developer=ID-11"
    )
    assert (told.status, told.err) == (0, "")
    assert [both(sheets, number, "developer") for number in (1, 2, 3, 4)] == [
        ["ID-11"] * 2, ["ID-11"] * 2, ["D-76"] * 2, ["ID-11"] * 2,
    ]  # fmt: skip


def test_frames_that_no_scan_has_are_named(sheets: Path, exifilm) -> None:
    told = exifilm("set", "--roll", "0418", "--frames", "3-5", sheets, "lab=x")
    assert (told.status, told.err) == (0, "exifilm: no scan of the roll has the frames 5.\n")
    assert both(sheets, 3, "lab") == ["x", "x"]
    told = exifilm("set", "--roll", "0418", "--frames", "7-9", sheets, "lab=x")
    assert (told.status, told.err) == (1, "exifilm: no scan of the roll has the frames 7-9.\n")
    told = exifilm("set", "--frames", "1", sheets / "1.jpg", "lab=x")
    assert told.status == 2 and "--frames are those of a roll." in told.err
