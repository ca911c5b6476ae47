"""The keys of the window: each acts as users of other programs expect."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from exifilm_core import ExposureRecord, Scan
from tests.form import desktop
from tests.form.test_window import tags

SCRIPT = Path(__file__).with_name("keyboard_script.py")
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "form-window.md"


@pytest.fixture
def scans(make_scan: Callable[..., Path]) -> Path:
    """A folder of a blank scan and two that have holders, cameras and numbers."""
    folder = make_scan("scans/scan_1.jpg").parent
    for number, holder, make in ((2, "12", "Chamonix"), (3, "14", "Chamonix View")):
        record = ExposureRecord(
            image_id=f"0418-0{number}",
            holder=holder,
            camera_make=make,
            camera_model="Chamonix 45N-2",
            film="Ilford FP4 Plus",
        )
        Scan(make_scan(f"scans/scan_{number}.jpg")).save(record)
    return folder


@pytest.fixture
def blank(make_scan: Callable[..., Path]) -> Path:
    """A folder of three scans without a record."""
    first, *_others = [make_scan(f"blank/scan_{number}.jpg") for number in (1, 2, 3)]
    return first.parent


@pytest.mark.parametrize("fast", [True, False])
def test_tab_goes_on_while_suggestions_are_open(scans: Path, tmp_path: Path, fast: bool) -> None:
    told = desktop.tried(
        "probe_tab_among_suggestions", tmp_path, script=SCRIPT, folder=str(scans), fast=fast
    )
    assert told["status"] == "0"
    file = tags(scans / "scan_1.jpg")
    assert told["Holder"] == file["XMP-exifilm:Holder"] == "1" or file["XMP-exifilm:Holder"] == 1
    assert told["Emulsion no."] == "55"
    assert told["Camera make"] == file["IFD0:Make"] == "Cham"
    assert told["Camera"] == file["IFD0:Model"] == "45N"


def test_every_key_acts_on_the_form_while_suggestions_are_open(scans: Path, tmp_path: Path) -> None:
    told = desktop.tried("probe_keys_among_suggestions", tmp_path, script=SCRIPT, folder=str(scans))
    whole = "Chamonix 45N-2"
    assert told["tab"] == ["45", "Serial", False]
    assert told["back"] == ["45", "Camera make", False]
    assert told["chosen"] == [whole, "Serial", False]
    assert told["enter"] == [whole, "Serial", False]
    assert told["none chosen"] == ["45", "Serial", False]
    assert told["escape"] == ["45", "Camera", False]
    assert told["left"] == ["45", "Camera", False]
    assert told["fill"][1:] == ["Camera", False], "no scan comes before the first"
    assert told["undo"] == ["45", "Camera", False], "what stood there before it was typed again"
    assert told["save"] == ["45", "Camera", False]
    assert told["section"] == ["45", "Aperture", False]
    assert told["letter"] == ["45", "Subject", False]
    assert told["next"] == ["Camera", False]
    assert told["status"] == 0
    assert tags(scans / "scan_1.jpg")["IFD0:Model"] in (45, "45")


def test_a_duplicate_number_is_remarked_on_as_it_is_typed(scans: Path, tmp_path: Path) -> None:
    told = desktop.tried(
        "probe_duplicate", tmp_path, script=SCRIPT, folder=str(scans), number="0418-03"
    )
    assert told["said"] == "alert"
    assert told["list"].startswith("0418-03 ⚠")
    assert told["corrected"].startswith("0418-031, ")
    assert told["status"] == 0
    assert Scan(scans / "scan_1.jpg").record.image_id == "0418-03", "it is saved all the same"


def test_readings_typed_as_a_meter_s_name_are_noticed_and_moved(
    scans: Path, tmp_path: Path
) -> None:
    told = desktop.tried("probe_readings_in_meter", tmp_path, script=SCRIPT, folder=str(scans))
    assert told == {"name": False, "meter": "", "left": False, "undone": "", "status": 0}


def test_keys_to_go_about_and_their_overview(blank: Path, tmp_path: Path) -> None:
    told = desktop.tried("probe_going_about", tmp_path, script=SCRIPT, folder=str(blank))
    assert told["selected"] == 0, "nothing stays selected in a field that was left"
    assert told["again"] and told["once more"] and told["button"]
    assert told["status"] == 0
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    shown = [row for row in zip(told["keys"], told["keys"][1:], strict=False) if row in rows]
    titles = [word for word in told["keys"] if not any(word in row for row in shown)]
    assert len(shown) >= 20
    sections = ["Fields", "Scans", "Grid", "Several scans", "From the previous scan"]
    assert titles == [*sections, "Copy and paste", "Record", "Picture", "Window"]
    keys = rows[rows.index(shown[0]) : rows.index(shown[-1]) + 1]
    assert keys == shown, "the manual has the same keys, in the same order"
