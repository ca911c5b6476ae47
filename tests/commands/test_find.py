"""`exifilm find`: its list, its other outputs, its errors and its exit status."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from exifilm_core import Archive, ExposureRecord, Scan
from exifilm_core.commands import find as finding
from exifilm_core.commands.messages import Commands
from exifilm_core.files.resources import resource
from exifilm_core.index import rows


@pytest.fixture(autouse=True)
def scans(make_scan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Three scans that the index knows; the current folder contains their folder."""
    records = {
        "scans/scan_1.jpg": ExposureRecord(
            image_id="17", subject="Moonrise\nover Hernández", film="Kodak Tri-X", aperture="f/32",
            keywords="snow, Sierra",
        ),
        "scans/roll/scan_2.jpg": ExposureRecord(film="HP5+", development="N-1", notes="Straße"),
        "scans/roll/scan_3.jpg": ExposureRecord(subject="الصحراء", film="HP5+", aperture="f/45"),
    }  # fmt: skip
    paths = [make_scan(name) for name in records]
    for path, record in zip(paths, records.values(), strict=True):
        Scan(path).save(record)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rows, "YOUNG", -10.0)
    with Archive("scans", recursive=True) as archive:
        archive.load()
    return [path.relative_to(tmp_path) for path in paths]


def test_the_list_has_number_subject_and_the_fields_of_the_search(exifilm) -> None:
    assert exifilm("find", "--in", "scans", "aperture=f/22..f/45") == (
        0,
        "scans/scan_1.jpg: No. 17; Moonrise over Hernández; Aperture f/32\n"
        "scans/roll/scan_3.jpg: No. 3?; الصحراء; Aperture f/45\n",
        "",
    )
    assert exifilm("find", "--in", "scans", "strasse") == (
        0, "scans/roll/scan_2.jpg: No. 2?; Notes Straße\n", ""
    )  # fmt: skip
    assert exifilm("find", "--in", "scans", "hernandez snow", "Film=TRI-X").out == (
        "scans/scan_1.jpg: No. 17; Moonrise over Hernández; Keywords snow, Sierra; "
        "Film Kodak Tri-X\n"
    )
    assert (
        exifilm("find", "--in", "scans", "صحراء").out == "scans/roll/scan_3.jpg: No. 3?; الصحراء\n"
    )


def test_the_known_folders_are_the_default(scans, exifilm, tmp_path) -> None:
    assert exifilm("find", "film=hp5").out == (
        f"{tmp_path}/scans/roll/scan_2.jpg: No. 2?; Film HP5+\n"
        f"{tmp_path}/scans/roll/scan_3.jpg: No. 3?; الصحراء; Film HP5+\n"
    )
    assert exifilm("find", "xyzzy").err == (
        "exifilm: none of the 3 scans in the known folders matches. --in DIR searches another "
        "folder.\n"
    )
    scans[1].parent.rename("elsewhere")
    assert exifilm("find", "film!=") == (
        0,
        f"{tmp_path}/scans/scan_1.jpg: No. 17; Moonrise over Hernández; Film Kodak Tri-X\n",
        "exifilm: 1 known folder is not there now, so it was not searched: "
        f"{tmp_path}/scans/roll\n",
    )


def test_without_an_index_a_folder_is_needed(exifilm, monkeypatch) -> None:
    monkeypatch.setenv("EXIFILM_INDEX", "0")
    told = exifilm("find", "film=hp5")
    assert (told.status, told.out) == (2, "")
    assert told.err == "exifilm: without an index, no folder is known. Give one with --in DIR.\n"
    assert exifilm("find", "film=hp5", "--in", "scans").status == 0


def test_a_word_that_is_a_value_or_a_folder_is_explained(exifilm) -> None:
    none = "exifilm: none of the 3 scans matches.\n"
    told = exifilm("find", "--in", "scans", "hp5", "f/45")
    assert told == (1, "", f"{none}exifilm: {Commands.WORDS_ARE_TEXTS()}\n")
    told = exifilm("find", "--in", "scans", "hp5", "scans")
    assert told == (1, "", f"{none}exifilm: {Commands.WORD_IS_A_FOLDER(word='scans')}\n")
    assert exifilm("find", "--in", "scans", "moonset", "aperture=f/45") == (1, "", none)


def test_several_folders(exifilm) -> None:
    found = exifilm("find", "--in", "scans/roll", "--in", "scans", "film!=")
    assert [line.partition(":")[0] for line in found.out.splitlines()] == [
        "scans/roll/scan_2.jpg", "scans/roll/scan_3.jpg", "scans/scan_1.jpg",
    ]  # fmt: skip


def test_nothing_found(exifilm) -> None:
    assert exifilm("find", "--in", "scans", "xyzzy") == (
        1,
        "",
        "exifilm: none of the 3 scans matches.\n",
    )
    assert exifilm("find", "--in", "scans", "xyzzy", "--json") == (
        1, "[]\n", "exifilm: none of the 3 scans matches.\n"
    )  # fmt: skip
    assert exifilm("find", "--in", "scans", "xyzzy", "-0") == (
        1,
        "",
        "exifilm: none of the 3 scans matches.\n",
    )
    Path("scans/roll/scan_3.jpg").rename("scans/elsewhere")
    Path("scans/scan_1.jpg").rename("scans/too")
    told = exifilm("find", "--in", "scans", "xyzzy", "--open")
    assert told.err == "exifilm: the 1 scan does not match.\n"


def test_json_is_that_of_show(scans, exifilm) -> None:
    shown = json.loads(exifilm("show", "--json", *scans[1:]).out)
    assert json.loads(exifilm("find", "--in", "scans", "film=hp5", "--json").out) == shown
    one = json.loads(exifilm("find", "--in", "scans", "moonrise", "--json").out)
    assert [entry["file"] for entry in one] == ["scans/scan_1.jpg"]


def test_paths_for_xargs(scans, exifilm_process) -> None:
    scans[1].rename(os.fsdecode(b"scans/roll/\xff \n'.jpg"))
    scans[2].rename("-rf.jpg")
    found = exifilm_process("find", "--in", ".", "film=hp5", "--null")
    assert (found.status, found.err) == (0, "")
    assert found.out == "./-rf.jpg\0scans/roll/\udcff \n'.jpg\0"


def test_open_gives_the_window_the_scans(scans, exifilm, monkeypatch) -> None:
    opened: list[list[Path]] = []

    def open_window(paths: list[Path]) -> int:
        opened.append(paths)
        return 5

    monkeypatch.setattr(finding, "open_window", open_window)
    assert exifilm("find", "--in", "scans", "film=hp5", "--open") == (5, "", "")
    assert opened == [scans[1:]]


def test_print_prints_the_records(exifilm) -> None:
    told = exifilm(
        "find", "--in", "scans", "aperture=", "--print", "--output", "records.ps", "--paper", "a4"
    )
    assert (told.status, told.out, told.err) == (0, "", "")
    printed = Path("records.ps").read_text(encoding="utf-8", errors="replace")
    assert "HP5+" in printed and "N-1" in printed
    assert "f/32" not in printed
    to_printer = exifilm("find", "--in", "scans", "moonrise", "--print")
    assert to_printer.out.startswith("%!PS") and "Tri-X" in to_printer.out


def test_what_cannot_be_read_is_reported_and_the_rest_is_found(scans, exifilm) -> None:
    scans[1].write_text("no image")
    told = exifilm("find", "--in", "scans", "film!=", "--in", "gone")
    assert told.status == 1
    assert [line.partition(":")[0] for line in told.out.splitlines()] == list(
        map(str, (scans[0], scans[2]))
    )
    assert told.err == (
        "exifilm: gone: there is no such folder.\n"
        "exifilm: scans/roll/scan_2.jpg: it is not an image, or it is damaged (ExifTool: file "
        "format error).\n"
    )


def test_an_invalid_value_is_not_printed_and_reported(scans, exifilm) -> None:
    config = resource("plugins/exiftool/exifilm.config")
    command = ["exiftool", "-config", str(config), "-q", "-overwrite_original", "-n"]
    subprocess.run([*command, "-XMP-exifilm:FocusSpread=-5", scans[1]], check=True)
    told = exifilm("find", "--in", "scans", "strasse", "--print", "--output", "records.ps")
    assert told.status == 1
    assert "focus_spread is not printed: “-5” is not a valid value." in told.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to find. Give a WORD or FIELD=VALUE."),
        ([" "], "nothing to find. Give a WORD or FIELD=VALUE."),
        (["a", "--json", "--open"], "--json and --open cannot be combined. Choose one."),
        (["a", "-0", "--print"], "--null and --print cannot be combined. Choose one."),
        (["a", "--paper", "a4"], "--paper, --forms, --duplex and --output need --print."),
        (["a", "--print", "--paper", "a99"], "there is no paper size “a99”."),
        (["a", "--print", "--output", "x.doc"], "“x.doc” ends in neither .ps nor .pdf."),
        (["aperture=f/45..f/22", "apperture=8"], "Enter aperture=f/22..f/45.\nthere is no field"),
        (["xyzzy=8"], "“exifilm schema --fields” lists them."),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, exifilm) -> None:
    told = exifilm("find", *arguments)
    assert (told.status, told.out) == (2, "")
    assert said in told.err


def test_an_interruption_ends_it(exifilm, monkeypatch) -> None:
    def interrupted(*_of: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(finding, "_line", interrupted)
    assert exifilm("find", "--in", "scans", "moonrise").status == 130
