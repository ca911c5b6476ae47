"""The print dialogue from inside: its documents, and a preview that fits any window size."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from exifilm_form.printing.records_on_paper import Kind, Layout, make

from exifilm_core import ExposureRecord, Scan
from exifilm_core.kit import own_file
from exifilm_core.printing import Form, paper_named
from tests import samples
from tests.form import gtk_probe
from tests.form.doubles import MemoryScan
from tests.printing.interpreter import texts

KIT = Path(__file__).resolve().parents[1] / "data" / "tables_kit.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("printing")


@pytest.fixture(scope="module")
def tried(folder: Path) -> gtk_probe.Answers:
    scans, slow, programs, empty = (folder / name for name in ("scans", "slow", "bin", "empty"))
    for each in (scans, slow, programs, empty):
        each.mkdir()
    for number in (1, 2, 3):
        path = samples.make(scans / f"sheet_{number}.jpg")
        record = ExposureRecord(image_id=str(number), subject=f"subject-{number}-")
        record = record.replace(roll="0418", frame=str(number), lens=f"lens-{number}-")
        Scan(path).save(record.replace(holder=None if number == 3 else f"{number}A"))
    for program, script in (
        (slow / "gs", f'sleep 1\nexec {shutil.which("gs")} "$@"'),
        (programs / "lpr", f'cat > "{folder}/printed.ps"'),
    ):
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
    with gtk_probe.own_home(folder / "home") as patch:
        own_file().parent.mkdir(parents=True)
        shutil.copy(KIT, own_file())
        patch.setenv("PATH", str(programs), prepend=os.pathsep)
        script = Path(__file__).with_name("probe_printing.py")
        return gtk_probe.run(script, scans, folder, slow, empty, seconds=240)


def test_blank_forms_are_printed_too(tried: gtk_probe.Answers, folder: Path) -> None:
    told = tried["probe_blank"]
    assert told["record"] == [1, "0", ""]
    assert told["chosen"] is True
    for name, lines in (("roll-36", 36), ("roll-24", 24), ("roll-12", 12), ("holders", 24)):
        assert told[name] == [1, "1", ""]
        (page,) = texts((folder / f"blank-{name}.ps").read_bytes())
        last = lines // 2 if name == "holders" else lines
        assert str(last) in page.split() and str(last + 1) not in page.split()
    (page,) = texts((folder / "blank-record.ps").read_bytes())
    assert page.count("Focal length") == 4
    assert "too low to write on" in told["small"]
    assert told["may print"] == [False] * 3
    assert told["both sides"] == 2
    assert told["record again"] == ["0", "1 record"]


def test_the_kit_s_tables_are_on_the_backs_of_blank_forms(
    tried: gtk_probe.Answers, folder: Path
) -> None:
    told = tried["probe_tables"]
    assert told["at first"] is False, "records have no tables on their backs"
    assert told["pages"] == [2, True]
    front, back = texts((folder / "tables.ps").read_bytes())
    assert "36" in front.split() and "TABLES" not in front
    assert "TABLES" in back and "Metered" in back and "Pyrocat-HD, 1+1+100" in back
    assert told["one side"] == 2, "a page of their own"
    assert told["of a record"] == [1, False]


def test_chosen_scans_on_a_roll_form_and_in_a_list_of_holders(
    tried: gtk_probe.Answers, folder: Path
) -> None:
    told = tried["probe_filled"]
    assert (told["this"], told["said"]) == ("The 2 s_elected scans", "2 records")
    assert told["rolls"] == [1, "1", "2 records"]
    left = "1 record has no holder, and is left out."
    assert told["holders"] == [1, "1", f"2 records\n{left}"]
    (page,) = texts((folder / "filled-rolls.ps").read_bytes())
    assert [page.count(f"lens-{number}-") for number in (1, 2, 3)] == [1, 0, 1]
    assert "0418" in page
    (page,) = texts((folder / "filled-holders.ps").read_bytes())
    assert [page.count(f"subject-{number}-") for number in (1, 2, 3)] == [1, 0, 0]
    assert told["range"] == f"2 records\n{left}"
    assert told["small"], "the preview says that the paper is too small"


def printed(*scans: MemoryScan) -> tuple[str, list[str]]:
    """The text on the only page of these scans, and the messages."""
    for scan in scans:
        scan.look()
    form = Form.read()
    layout = Layout(paper_named("letter", form), 0, form, duplex=False)
    made = make(lambda _scans: None, [(scan, None) for scan in scans], None, Kind.RECORDS, layout)
    (page,) = texts(made.postscript)
    return page, made.said


def test_the_files_of_a_sheet_are_printed_once() -> None:
    scans = [MemoryScan("a.jpg"), MemoryScan("a.tif", lens="lens-a"), MemoryScan("b.jpg")]
    page, said = printed(*scans)
    assert page.count("lens-a") == 1 and page.count("Focal length") == 2
    assert said == ["2 records"]


def test_a_sheet_whose_files_differ_is_named() -> None:
    page, said = printed(MemoryScan("a.jpg", lens="lens-a"), MemoryScan("a.tif", lens="lens-b"))
    assert "lens-a" in page and "lens-b" not in page
    assert said == [
        "1 record",
        "a.jpg and a.tif are one sheet, but differ in Lens. The record of a.jpg is printed.",
    ]


def test_records_are_printed_as_they_are_typed(tried: gtk_probe.Answers, folder: Path) -> None:
    told = tried["probe_print"]
    assert told["one"] == 1
    assert told["range"] == [1, 3]
    assert told["said"] == "3 records"
    assert told["written"] == f"Written: {folder / 'records.pdf'}\n3 records"
    printed = (folder / "records.ps").read_bytes()
    assert printed.startswith(b"%!PS-Adobe-3.0") and b"%%EOF" in printed[-8:]
    (page,) = texts(printed)
    assert [page.count(each) for each in ("Printed unsaved", "subject-2-", "subject-3-")] == [1] * 3
    (page,) = texts((folder / "records.pdf").read_bytes())
    assert "Printed unsaved" in page


def test_all_records_of_a_list_are_printed(tried: gtk_probe.Answers, folder: Path) -> None:
    assert tried["probe_all_of_these"] == {"said": "2 records"}
    (page,) = texts((folder / "all.ps").read_bytes())
    assert [page.count(f"subject-{number}-") for number in (1, 2, 3)] == [0, 1, 1]


def test_a_range_without_scans_is_said_in_the_preview(tried: gtk_probe.Answers) -> None:
    told = tried["probe_print"]
    assert told["none"] == [700, "No scan has a number in that range."]
    assert told["may print"] == [False] * 3


def test_without_gtks_dialogue_the_system_has_a_printer(
    tried: gtk_probe.Answers, folder: Path
) -> None:
    assert tried["probe_without_gtks_dialogue"] == "The records were sent to the printer.\n1 record"
    assert "subject-1-" in texts((folder / "printed.ps").read_bytes())[0]


def test_paper_records_a_page_and_both_sides(tried: gtk_probe.Answers, folder: Path) -> None:
    told = tried["probe_choices"]
    assert told["a4"] == [1, ["As many as fit", "1", "2", "3", "4"]]
    assert told["a6 across"] == [3, ["As many as fit", "1"]]
    assert told["legal"][1][:2] == ["As many as fit", "1"]
    assert told["one a page"] == 3
    printed = (folder / "duplex.ps").read_bytes()
    assert printed.count(b"\nopen-back\n") == 1
    assert b"%%DocumentMedia: a4 595 842" in printed
    assert len(texts(printed)) == 3


def test_paper_and_sides_are_remembered(tried: gtk_probe.Answers) -> None:
    told = tried["probe_choices"]
    assert told["remembered"] == told["again"] == ["a4", True]
    assert told["spoilt"] == ["letter", False]


def test_the_whole_page_is_seen_at_any_size(tried: gtk_probe.Answers) -> None:
    sizes = tried["probe_any_size"]
    assert sizes[0]["size"][0] <= 900 and sizes[0]["size"][1] <= 500, "a small screen has room"
    for told in sizes:
        (width, height), page = told["room"], told["page"]
        assert page[0] < width and page[1] < height
        assert page[0] > width - 24 or page[1] > height - 24, "there is room for a larger one"
        assert told["drawn"] == pytest.approx(page, abs=2), "it is as fine as the screen"
        first, *others = told["dark"]
        assert first > 20 and max(others) < 20, "one record, in the page's first quarter"


def test_one_looks_closer_by_keys(tried: gtk_probe.Answers) -> None:
    told = tried["probe_zoom_and_turn"]
    assert told["plusplusplus"]["zoom"] == pytest.approx(1.25**3)
    assert told["minus"]["zoom"] == pytest.approx(1.25**2)
    assert told["0"]["zoom"] == pytest.approx(1)
    assert [told[keys]["scrolls"] for keys in ("plusplusplus", "minus", "0")] == [True, True, False]
    for keys in ("plusplusplus", "minus", "0"):
        assert told[keys]["drawn"] == pytest.approx(1, abs=0.02), "it is drawn anew, not blown up"


def test_one_turns_the_pages(tried: gtk_probe.Answers) -> None:
    told = tried["probe_zoom_and_turn"]
    assert told["places"] == [f"Page {number} of 3" for number in (1, 2, 3, 3, 2)]
    assert told["may turn"] == [True, True]
    assert told["first"] == [False, True]
    assert told["description"].startswith("Page 1 of 3 ")


def test_it_says_when_it_is_drawing_and_never_waits(tried: gtk_probe.Answers) -> None:
    told = tried["probe_drawing"]
    assert told["before"] is False
    assert told["while"] == [True, "Drawing…"]
    assert told["after"] is False
    assert told["longest"] < 0.5, "the main loop waited for Ghostscript"
    assert told["drawn"] == pytest.approx(1, abs=0.02)


def test_without_ghostscript_one_prints_all_the_same(
    tried: gtk_probe.Answers, folder: Path
) -> None:
    told = tried["probe_drawing"]
    assert told["without"][0] and "needs Ghostscript" in told["without"][1]
    assert told["saved"] == f"Written: {folder / 'without.ps'}\n1 record"
    assert "subject-1-" in texts((folder / "without.ps").read_bytes())[0]
