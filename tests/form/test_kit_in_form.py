"""The kit in the window: a lens fills in its maker and focal length, a key a set."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from exifilm_form.session.own_kit import OwnKit
from exifilm_form.session.selection import Selection

from exifilm_core import ExposureRecord, Scan
from exifilm_core.kit import known_kit, own_file
from tests.conftest import DATA
from tests.form import desktop
from tests.form.doubles import Desk, MemoryScan

SCRIPT = Path(__file__).with_name("kit_script.py")


@pytest.fixture
def kit_file() -> Path:
    path = own_file()
    path.parent.mkdir(parents=True)
    shutil.copy(DATA / "kit.toml", path)
    return path


@pytest.mark.usefixtures("kit_file")
def test_a_chosen_lens_fills_in_what_is_empty(make_scan, tmp_path: Path) -> None:
    scan = make_scan("scans/scan_1.jpg")
    told = desktop.tried("probe_lens", tmp_path, script=SCRIPT, folder=str(scan.parent))
    assert told["chosen"] == {
        "Lens": "Symmar-S 210mm f/5.6",
        "Lens make": "Mine",
        "Lens serial": "13 542 871",
        "Focal length": "210 mm",
    }
    assert told["undone"] == {
        "Lens": "Symmar-S 210mm f/5.6", "Lens make": "Mine", "Lens serial": "", "Focal length": "",
    }  # fmt: skip
    assert told["status"] == 0
    assert Scan(scan).record == ExposureRecord(lens="Symmar-S 210mm f/5.6", lens_make="Mine")


@pytest.mark.usefixtures("two_lenses")
def test_another_lens_of_many_sheets_is_chosen_from_the_list(make_scan, tmp_path: Path) -> None:
    scans = [make_scan(f"scans/scan_{number}.jpg") for number in range(3)]
    for scan, lens in zip(scans, (NIKKOR, NIKKOR, BIOGON), strict=True):
        Scan(scan).save(ExposureRecord(**lens))
    told = desktop.tried("probe_other_lens", tmp_path, script=SCRIPT, folder=str(scans[0].parent))
    lens = {"Lens": "Fujinon 250", "Lens make": "Fuji", "Lens serial": "", "Focal length": "250 mm"}
    assert told == {"one": lens, "all": lens, "status": 0}
    shown = subprocess.run(
        ["exiftool", "-T", "-LensModel", "-LensMake", "-LensSerialNumber", "-FocalLength", *scans],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert shown.splitlines() == ["Fujinon 250\tFuji\t-\t250.0 mm"] * 3


def test_a_key_fills_in_a_set_and_makes_one(kit_file: Path, make_scan, tmp_path: Path) -> None:
    scan = make_scan("scans/scan_1.jpg")
    told = desktop.tried(
        "probe_sets", tmp_path, script=SCRIPT, folder=str(scan.parent), kit=str(kit_file)
    )
    assert told["filled"] == {
        "Photographer": "Anna Lindqvist",
        "Film": "Ilford FP4 Plus",
        "Format": "4x5",
        "EI": "64",
        "Camera": "45N-2",
        "Lens": "Nikkor-W 150",
        "Developer": "Pyrocat-HD",
        "Dilution": "1+1+100",
    }
    assert set(told["undone"].values()) == {""}, "it was one step"
    assert told["said"] and told["status"] == 0
    assert Scan(scan).record.exposure_index == 80
    kit, mistakes = known_kit()
    made = kit.sets[-1]
    assert mistakes == [] and made.name == "Chamonix, Nikkor-W 150, FP4 in 4x5, Pyrocat"
    assert made.own == {"photographer": "Anna Lindqvist", "exposure_index": 80}


# ── without a window ─────────────────────────────────────────────────────────────────────────


def test_the_kit_is_read_again_when_its_file_changes() -> None:
    own = OwnKit()
    assert not own.kit and own.mistakes == []
    path = own_file()
    path.parent.mkdir(parents=True)
    path.write_text('[[lens]]\nname = "A"\n')
    assert own.kit.used("lens") == ["A"] and own.kit is own.kit
    path.write_text('[[lens]]\nname = "Angulon"\nfoo = 1\n')
    assert own.kit.used("lens") == ["Angulon"]
    assert own.mistakes[0].startswith("line 3: ")
    path.unlink()
    assert own.kit.used("lens") == []


def test_sets_have_names_of_their_own(kit_file: Path) -> None:
    own = OwnKit()
    record = ExposureRecord(lens="Nikkor-W 150", photographer="Anna")
    for name in ("Nikkor-W 150", "Nikkor-W 150 2"):
        assert own.add_set(record) == f"The set “{name}” is in your kit now."
        os.utime(kit_file, ns=(0, len(kit_file.read_bytes())))  # also within a tick of the clock
    assert "Biogon" in own.add_set(ExposureRecord(lens="Biogon"))
    assert "nothing of a kit" in own.add_set(ExposureRecord(subject="Moonrise"))
    kit_file.write_bytes(b"\xff")
    assert "not UTF-8" in own.add_set(record)


# ── another thing is chosen, without a window ─────────────────────────────────────────────────

NIKKOR = {
    "lens": "Nikkor-W 150", "lens_make": "Nikon", "lens_serial": "712345", "focal_length": 150,
}  # fmt: skip
BIOGON = {"lens": "Biogon", "lens_serial": "999"}
FUJINON = {"lens": "Fujinon 250", "lens_make": "Fuji", "focal_length": 250}
HP5 = {"film": "Ilford HP5 Plus", "box_speed": 400, "process": "B&W"}
FP4 = {"film": "Ilford FP4 Plus", "box_speed": 125, "process": "B&W"}


@pytest.fixture
def two_lenses() -> None:
    path = own_file()
    path.parent.mkdir(parents=True)
    path.write_text(
        '[[lens]]\nname = "Nikkor-W 150"\nlens_make = "Nikon"\nlens_serial = "712345"\n'
        'focal_length = 150\n[[lens]]\nname = "Fujinon 250"\nlens_make = "Fuji"\n'
        'focal_length = 250\n[[set]]\nname = "far"\nitems = ["Fujinon 250"]\n'
    )


def choose(desk: Desk, name: str, typed: str, text: str) -> str:
    """Type in a field, take a suggestion from the list, and return what the form says of it."""
    session = desk.session
    session.write(name, typed)
    session.write(name, text)
    records = session.sheet.records_before(name)
    values, words = OwnKit().chosen(records, name, text)
    session.follow(values)
    return words


def several(*records: dict[str, Any]) -> tuple[Desk, list[MemoryScan]]:
    scans = [MemoryScan(f"{number}.jpg", **values) for number, values in enumerate(records)]
    desk = Desk(*scans)
    desk.session.select_several(Selection.of(range(len(scans))))
    return desk, scans


def texts(desk: Desk, names: Iterable[str]) -> dict[str, str]:
    """The texts on the form, and ‹mixed› where scans differ."""
    sheet = desk.session.sheet
    return {n: "‹mixed›" if sheet.mixed(n) else sheet.text(n) for n in names if n != "film"}


@pytest.mark.usefixtures("two_lenses")
def test_another_lens_on_a_sheet_keeps_nothing_of_the_former_one() -> None:
    scan = MemoryScan("1.jpg", **NIKKOR)
    desk = Desk(scan)
    assert choose(desk, "lens", "fuj", "Fujinon 250") == ""
    desk.session.step_back()
    assert desk.session.sheet.typed == ExposureRecord(**NIKKOR | {"lens": "Fujinon 250"})
    desk.session.step_back()
    assert desk.session.sheet.typed == ExposureRecord(**NIKKOR)
    choose(desk, "lens", "fuj", "Fujinon 250")
    desk.session.save()
    assert scan.disk == ExposureRecord(**FUJINON)


@pytest.mark.usefixtures("two_lenses")
def test_what_was_typed_is_not_lost_without_a_word() -> None:
    desk = Desk(MemoryScan("1.jpg", lens="Biogon", lens_serial="999", focal_length=53))
    words = choose(desk, "lens", "fuj", "Fujinon 250")
    assert words == (
        "This removed values of the former item: Lens serial 999, Focal length 53 mm. "
        "Ctrl+Z undoes it."
    )
    film = Desk(MemoryScan("1.jpg", exposure_index=250, **HP5))
    assert choose(film, "film", "fp4", "Ilford FP4 Plus") == "This kept your own values: EI 250."


@pytest.mark.usefixtures("two_lenses")
def test_an_invalid_text_stays() -> None:
    desk = Desk(MemoryScan("1.jpg"))
    desk.session.write("focal_length", "long")
    choose(desk, "lens", "fuj", "Fujinon 250")
    sheet = desk.session.sheet
    assert (sheet.text("focal_length"), sheet.text("lens_make")) == ("long", "Fuji")


@pytest.mark.usefixtures("two_lenses")
def test_another_lens_on_many_sheets_at_once() -> None:
    mine = FUJINON | {"lens_serial": "5"}
    desk, scans = several(NIKKOR, NIKKOR | {"lens_serial": "7"}, mine, {"aperture": "f/22"})
    before = texts(desk, NIKKOR)
    assert before == dict.fromkeys(NIKKOR, "‹mixed›")
    choose(desk, "lens", "fuj", "Fujinon 250")
    chosen = {
        "lens": "Fujinon 250", "lens_make": "Fuji", "lens_serial": "‹mixed›",
        "focal_length": "250 mm",
    }  # fmt: skip
    assert texts(desk, NIKKOR) == chosen
    counted = desk.session.sheet.mixed("lens_serial")
    assert counted and counted.values().counted == {"": 3, "5": 1}, "typed for this very lens"
    desk.session.step_back()
    assert texts(desk, NIKKOR) == before | {"lens": "Fujinon 250"}, "one step"
    desk.session.step_back()
    assert texts(desk, NIKKOR) == before and not desk.session.sheet.unsaved
    choose(desk, "lens", "fuj", "Fujinon 250")
    desk.session.save()
    lens = ExposureRecord(**FUJINON)
    after = [lens, lens, ExposureRecord(**mine), lens.replace(aperture="f/22")]
    assert [scan.disk for scan in scans] == after
    desk.session.step_back()
    assert scans[0].disk == ExposureRecord(**NIKKOR), "the save is one action"


@pytest.mark.usefixtures("two_lenses")
def test_a_lens_that_was_chosen_for_all_is_corrected() -> None:
    desk, scans = several({"subject": "A"}, {"subject": "B", "lens": "Biogon"})
    choose(desk, "lens", "nik", "Nikkor-W 150")
    desk.session.write("focal_length", "151")
    choose(desk, "lens", "fuj", "Fujinon 250")
    assert texts(desk, NIKKOR)["focal_length"] == "250 mm"
    desk.session.step_back()
    assert texts(desk, NIKKOR)["focal_length"] == "151 mm", "as typed for all"
    desk.session.step_back()
    assert desk.session.sheet.text("lens") == "Nikkor-W 150"
    choose(desk, "lens", "fuj", "Fujinon 250")
    desk.session.sheet.put_first()
    assert not desk.session.sheet.unsaved
    desk.session.step_back()
    desk.session.step_back()
    desk.session.save()
    assert {scan.disk.lens_serial for scan in scans} == {None}


@pytest.mark.usefixtures("two_lenses")
def test_a_lens_is_corrected_while_the_first_is_being_saved() -> None:
    scans = [MemoryScan(f"{number}.jpg", subject=str(number)) for number in range(2)]
    desk = Desk(*scans, slow=True)
    desk.session.select_several(Selection.of(range(2)))
    choose(desk, "lens", "nik", "Nikkor-W 150")
    desk.session.save()
    choose(desk, "lens", "fuj", "Fujinon 250")
    desk.saver.work()
    desk.session.save()
    desk.saver.work()
    assert [s.disk.filled() | {"subject": ""} for s in scans] == [FUJINON | {"subject": ""}] * 2


@pytest.mark.usefixtures("two_lenses")
def test_a_set_follows_too() -> None:
    desk, scans = several(NIKKOR, {"subject": "B"})
    own = OwnKit()
    values, words = own.filled_in(desk.session.sheet.records_now(), own.kit.sets[0])
    desk.session.follow(values)
    desk.session.save()
    assert words == ""
    lens = ExposureRecord(**FUJINON)
    assert [scan.disk for scan in scans] == [lens, lens.replace(subject="B")]


def test_another_film_of_the_list() -> None:
    scan = MemoryScan("1.jpg")
    desk = Desk(scan)
    choose(desk, "film", "hp5", "Ilford HP5 Plus")
    assert desk.session.sheet.typed == ExposureRecord(**HP5)
    choose(desk, "film", "fp4", "Ilford FP4 Plus")
    desk.session.save()
    assert scan.disk == ExposureRecord(**FP4)


@pytest.mark.parametrize(
    "records",
    [
        [{"subject": "A"}, {"subject": "B"}],
        [HP5, HP5],
        [HP5, {"film": "Kodak Portra 160", "box_speed": 160, "process": "C-41"}, {}],
    ],
)
def test_a_film_of_the_list_on_many_sheets_at_once(records: list[dict[str, Any]]) -> None:
    desk, scans = several(*records)
    choose(desk, "film", "fp4", "Ilford FP4 Plus")
    assert texts(desk, FP4) == {"box_speed": "125", "process": "B&W"}
    desk.session.save()
    assert [scan.disk for scan in scans] == [ExposureRecord(**record | FP4) for record in records]


def test_what_is_one_scan_s_own_stays_in_it() -> None:
    rated = HP5 | {"exposure_index": 400}
    desk, scans = several(rated, rated | {"process": "reversal"})
    choose(desk, "film", "fp4", "Ilford FP4 Plus")
    assert texts(desk, FP4) == {"box_speed": "125", "process": "‹mixed›"}
    desk.session.save()
    assert [scan.disk.process for scan in scans] == ["B&W", "reversal"]
    assert {scan.disk.exposure_index for scan in scans} == {400}
