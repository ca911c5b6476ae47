"""The window as a real program on a real display; plain exiftool then checks the files."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exifilm_core import ExposureRecord, Scan
from exifilm_core.files.atomic import leftovers
from tests import samples
from tests.form import desktop
from tests.form.values import WRITTEN


def tags(path: Path) -> dict[str, Any]:
    """The tags of a file as plain exiftool reads them."""
    told = samples.exiftool("-j", "-n", "-G1", "-XMP:all", "-EXIF:all", str(path))
    (found,) = json.loads(told)
    assert isinstance(found, dict)
    return found


def title(path: Path) -> str | None:
    return tags(path).get("XMP-dc:Title")


@pytest.fixture
def scans(make_scan: Callable[..., Path]) -> Path:
    """A folder of three scans without a record."""
    folder = make_scan("scans/sheet_1_one.jpg").parent
    make_scan("scans/sheet_2_two.tif")
    make_scan("scans/sheet_3_three.jpg")
    return folder


@pytest.fixture
def large(scans: Path) -> Path:
    """The folder with a first scan so large that a save of it takes a while."""
    import numpy as np
    import tifffile

    (scans / "sheet_1_one.jpg").unlink()
    pixels = np.zeros((6000, 8000), np.uint16)
    tifffile.imwrite(scans / "sheet_1_large.tif", pixels, metadata=None)
    return scans


def test_what_is_typed_is_in_the_files(scans: Path, tmp_path: Path) -> None:
    done = desktop.tried("probe_type_choose_close", tmp_path, folder=str(scans))
    assert done["status"] == 0
    one, two = tags(scans / "sheet_1_one.jpg"), tags(scans / "sheet_2_two.tif")
    assert one["XMP-dc:Title"] == "Moonrise over the mesa"
    assert one["ExifIFD:FNumber"] == pytest.approx(26.163, abs=0.01)
    assert one["XMP-exifilm:Notes"] == "Five minutes of light left."
    assert two["XMP-dc:Title"] == "Tarn"
    assert "CRITICAL" not in done["stderr"] and "Warning" not in done["stderr"]


def test_every_field_goes_through_the_window_and_back(scans: Path, tmp_path: Path) -> None:
    file = scans / "sheet_2_two.tif"
    fields = ExposureRecord.fields()
    values = [(field.label, WRITTEN[field.name]) for field in fields]
    shown = desktop.tried("probe_every_field", tmp_path, file=str(file), values=values)
    record = ExposureRecord(**WRITTEN)
    assert shown == [[field.label, record.show(field.name)] for field in fields]
    assert Scan(file).record == record
    found = tuple(tags(file))  # each part of a structure is a tag: ReadingsArea, ReadingsValue
    missing = [
        field.name
        for field in fields
        if not any(tag.startswith(name) for name in field.home.names for tag in found)
    ]
    assert missing == []


def test_a_wrong_value_is_said_and_neither_saved_nor_lost(scans: Path, tmp_path: Path) -> None:
    done = desktop.tried("probe_wrong_value", tmp_path, folder=str(scans))
    assert done["role"] == "alert"
    assert done["reason"].startswith("Aperture: “wide open” is not a valid aperture.")
    assert "f/22½" in done["description"]
    assert done["status"] == 0
    found = tags(scans / "sheet_1_one.jpg")
    assert found["XMP-dc:Title"] == "Moonrise"
    assert "ExifIFD:FNumber" not in found


def test_a_save_that_fails_keeps_the_window_on_that_image(scans: Path, tmp_path: Path) -> None:
    file, link = scans / "sheet_1_one.jpg", tmp_path / "another_name.jpg"
    os.link(file, link)
    done = desktop.tried("probe_failing_save", tmp_path, folder=str(scans), link=str(link))
    assert "has 2 hard links" in done["said"]
    assert done["status"] == 0
    assert title(file) == "Moonrise"


@pytest.mark.parametrize("mine", [True, False])
def test_a_file_changed_meanwhile(scans: Path, tmp_path: Path, mine: bool) -> None:
    file = scans / "sheet_1_one.jpg"
    done = desktop.tried(
        "probe_changed_meanwhile", tmp_path, folder=str(scans), file=str(file), mine=mine
    )
    assert done["unsaved"] == "Sunrise"
    assert "Subject, In the file now: Sunrise" in done["choices"]
    assert "Subject, Your entry: Moonrise" in done["choices"]
    assert title(file) == done["shown"] == ("Moonrise" if mine else "Sunrise")
    assert done["status"] == 0


@pytest.mark.parametrize("take", [True, False])
def test_tags_that_disagree_with_the_record(scans: Path, tmp_path: Path, take: bool) -> None:
    file = scans / "sheet_1_one.jpg"
    record = ExposureRecord(subject="Moonrise", photographer="Anna", film="HP5")
    Scan(file).save(record)
    samples.exiftool(
        "-q", "-overwrite_original", "-XMP-dc:Title=Sunrise", "-XMP-dc:Creator=Bo", str(file)
    )
    assert {drift.field for drift in Scan(file).drifted} == {"subject", "photographer"}
    done = desktop.tried("probe_drifted", tmp_path, folder=str(scans), take=take)
    assert done["said"].startswith("2 tags disagree with the record: Subject, Photographer.")
    assert done["mark"] == "XMP-dc:Title has the value “Sunrise”."
    assert done["status"] == 0
    scan = Scan(file)
    wanted = record.replace(subject="Sunrise") if take else record
    assert scan.record.changes_to(wanted) == () and scan.drifted == []
    assert title(file) == wanted.subject
    assert tags(file)["XMP-dc:Creator"] == "Anna"


def test_an_old_value_that_came_back_is_said_at_its_field(scans: Path, tmp_path: Path) -> None:
    file = scans / "sheet_1_one.jpg"
    Scan(file).save(ExposureRecord(subject="Moonrise over the mesa"))
    samples.exiftool("-q", "-overwrite_original", "-XMP-dc:Title=Moonrise", str(file))
    assert [drift.returns for drift in Scan(file).drifted] == [True]
    done = desktop.tried("probe_came_back", tmp_path, folder=str(scans))
    assert done["said"] == (
        "XMP-dc:Title has the value “Moonrise”. "
        "Another program put an old value back; the next save updates it."
    )
    assert done["notice"] == [] and done["status"] == 0
    assert title(file) == Scan(file).record.subject == "Moonrise over the mesa"


def test_exiftool_killed_in_the_middle_of_a_save(large: Path, tmp_path: Path) -> None:
    done = desktop.tried("probe_exiftool_killed", tmp_path, folder=str(large))
    assert done["shown"] == "Moonrise"
    assert done["whole"] == []
    assert done["status"] == 0
    assert title(large / "sheet_1_large.tif") == "Moonrise"
    assert leftovers(large) == []


@pytest.mark.parametrize("after", [0.05, 0.3])
def test_the_window_killed_while_it_saves(large: Path, tmp_path: Path, after: float) -> None:
    wrong = desktop.tried("probe_window_killed", tmp_path, folder=str(large), after=after)
    assert wrong == []
    assert title(large / "sheet_1_large.tif") in (None, "Moonrise")


def test_the_folder_removed_while_it_is_open(scans: Path, tmp_path: Path) -> None:
    done = desktop.tried(
        "probe_folder_removed", tmp_path, folder=str(scans), elsewhere=str(tmp_path / "elsewhere")
    )
    assert done["shown"] == "Moonrise"
    assert done["status"] == 0
    assert title(scans / "sheet_1_one.jpg") == "Moonrise"


def test_a_session_that_ends_saves_first(scans: Path, tmp_path: Path) -> None:
    assert desktop.tried("probe_signal_to_end", tmp_path, folder=str(scans)) == 0
    assert title(scans / "sheet_1_one.jpg") == "Moonrise"


def test_an_empty_folder_offers_others(scans: Path, tmp_path: Path) -> None:
    empty, gone = tmp_path / "rolls", tmp_path / "gone"
    for name in ("1998/negatives", "1999", "empty", ".hidden"):
        (empty / name).mkdir(parents=True)
    for name in ("1998/negatives/1.jpg", ".hidden/1.jpg"):
        shutil.copy(scans / "sheet_1_one.jpg", empty / name)
    for number in (1, 2):
        shutil.copy(scans / "sheet_1_one.jpg", empty / "1999" / f"{number}.jpg")
    gone.mkdir()
    shutil.copy(scans / "sheet_1_one.jpg", gone / "1.jpg")
    memory = tmp_path / "state" / "exifilm" / "window.json"
    memory.parent.mkdir(parents=True)
    memory.write_text(json.dumps({"recent": [str(gone), str(scans), "nowhere", 7]}))
    done = desktop.tried("probe_empty_folder", tmp_path, folder=str(empty), gone=str(gone))
    assert done["offered"] == ["1998/negatives · 1 scan", "1999 · 2 scans"]
    assert done["recent"] == [str(gone), str(scans)]
    assert done["again"] == [str(empty / "1999"), str(scans)]
    assert done["status"] == 0
    assert title(empty / "1999" / "1.jpg") == "Moonrise"
    assert json.loads(memory.read_text())["recent"][:2] == [str(empty / "1999"), str(gone)]


def test_files_and_folders_are_dropped_onto_the_window(scans: Path, tmp_path: Path) -> None:
    other = tmp_path / "another roll"
    other.mkdir()
    for name in ("a.jpg", "b.jpg", "c ä.jpg"):
        shutil.copy(scans / "sheet_1_one.jpg", other / name)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF")
    said = "This is not a scan: letter.pdf", "These are not scans: letter.pdf, notes.txt"
    texts = [path.as_uri() for path in (letter, tmp_path / "notes.txt")]
    dropped = [
        ([other.as_uri()], "a.jpg", ""),
        ([(scans / "sheet_2_two.tif").as_uri()], "sheet_2_two.tif", ""),
        ([(other / "c ä.jpg").as_uri(), texts[0], (other / "a.jpg").as_uri()], "c ä.jpg", said[0]),
        (texts, "c ä.jpg", said[1]),
    ]
    done = desktop.tried("probe_dropped", tmp_path, folder=str(scans), dropped=dropped)
    assert [told["title"].partition(" – ")[0] for told in done["told"]] == [
        "another roll",
        "scans",
        "another roll",
        "another roll",
    ]
    assert [told["said"] for told in done["told"]] == [[], [], [said[0]], [said[1]]]
    assert all(told["texts"] == ["", ""] for told in done["told"]), "no path stands in a field"
    assert done["status"] == 0
    assert title(scans / "sheet_1_one.jpg") == "Typed before the drop"


def test_names_that_are_no_text(scans: Path, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/roll \xff\n1"))
    folder.mkdir()
    names = [os.fsdecode(b"a \xfe.jpg"), "b\n\u202e.jpg"]
    for name in names:
        shutil.copy(scans / "sheet_1_one.jpg", folder / name)
    scan = str(scans / "sheet_1_one.jpg")
    done = desktop.tried(
        "probe_strange_names", tmp_path, folder=str(folder), scan=scan, names=names
    )
    assert done["title"].startswith("roll \\xff\\n1 – ")
    assert done["listed"] == ["a \\xfe.jpg", "b\\n\\u202e.jpg"]
    assert done["status"] == 0
    for path in folder.iterdir():
        assert Scan(path).record.subject == "Moonrise"


def test_an_image_that_cannot_be_read_says_so(scans: Path, tmp_path: Path) -> None:
    (scans / "sheet_1_one.jpg").write_bytes(b"no image")
    words = "It is not an image, or it is damaged"
    assert desktop.tried("probe_says", tmp_path, path=str(scans), words=words) == 0


def test_a_missing_exiftool_says_how_to_get_it(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXIFILM_EXIFTOOL", str(tmp_path / "nowhere" / "exiftool"))
    words = "apt install libimage-exiftool-perl"
    assert desktop.tried("probe_says", tmp_path, path=str(scans), words=words) == 0
