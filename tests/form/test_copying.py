"""A record copied and pasted, without a clipboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exifilm_form.session.copying import (
    copy,
    everything,
    in_text,
    of_sections,
    of_the_kit,
    paste,
)
from exifilm_form.session.selection import Selection

from exifilm_core import ExposureRecord
from exifilm_core.actions.set_fields import How, set_fields
from exifilm_core.actions.show import show
from exifilm_core.actions.values import NOT_COPIED
from exifilm_core.record import Section
from tests import samples
from tests.form import gtk_probe
from tests.form.doubles import Desk, MemoryScan
from tests.form.values import WRITTEN

FULL = ExposureRecord(**WRITTEN)


def desk_of(*records: ExposureRecord) -> tuple[Desk, list[MemoryScan]]:
    scans = [MemoryScan(f"{n}.jpg", **record.filled()) for n, record in enumerate(records)]
    return Desk(*scans), scans


def test_all_but_the_number_and_the_scan_itself_is_pasted_as_one_step() -> None:
    desk, scans = desk_of(FULL, ExposureRecord(image_id="2", filter="none"))
    made = copy(desk.session)
    desk.session.select(1)
    said = paste(desk.session, made.json)
    left = {f.name: None for f in FULL.fields() if f.section is Section.SCAN}
    left |= dict.fromkeys(NOT_COPIED)
    wanted = FULL.replace(**(left | {"image_id": "2"}))
    assert said == f"{len(wanted.filled()) - 1} fields pasted"
    assert desk.session.sheet.typed == wanted
    desk.session.step_back()
    assert desk.session.sheet.typed == scans[1].disk
    paste(desk.session, made.json)
    desk.session.save()
    assert scans[1].disk == wanted


def test_the_kit_alone_and_chosen_sections() -> None:
    desk, _scans = desk_of(FULL, ExposureRecord(), ExposureRecord())
    made = copy(desk.session).json
    desk.session.select(1)
    paste(desk.session, made, of_the_kit)
    assert {*desk.session.sheet.typed} == {f.name for f in FULL.fields() if f.stays}
    desk.session.select(2)
    paste(desk.session, made, of_sections([Section.FILM, Section.NOTES]))
    sections = {FULL.field(name).section for name in desk.session.sheet.typed}
    assert sections == {Section.FILM, Section.NOTES}


def test_what_is_typed_and_not_saved_yet_is_copied() -> None:
    desk, _scans = desk_of(ExposureRecord(film="HP5"))
    desk.session.write("lens", "Symmar")
    assert json.loads(copy(desk.session).json)["record"] == {"film": "HP5", "lens": "Symmar"}


def test_the_text_is_readable() -> None:
    record = ExposureRecord(film="HP5", aperture="f/22½", notes="One.\nTwo.")
    assert in_text(record) == (
        "Film\n    Film: HP5\nExposure\n    Aperture: f/22½\nNotes\n    Notes: One. Two.\n"
    )
    assert in_text(ExposureRecord()) == ""


def test_one_is_pasted_into_several() -> None:
    desk, scans = desk_of(ExposureRecord(lens="Symmar"), *[ExposureRecord(film="A")] * 3)
    made = copy(desk.session).json
    desk.session.select_several(Selection.of([1, 2, 3]))
    assert paste(desk.session, made) == "1 field pasted"
    desk.session.save()
    assert [scan.disk for scan in scans[1:]] == [ExposureRecord(film="A", lens="Symmar")] * 3


def test_several_are_pasted_into_as_many_one_each() -> None:
    lenses = [ExposureRecord(image_id=str(n), lens=f"Lens {n}") for n in range(3)]
    desk, scans = desk_of(*lenses, *[ExposureRecord(film="A")] * 3)
    desk.session.select_several(Selection.of(range(3)))
    made = copy(desk.session)
    assert [each["file"] for each in json.loads(made.json)] == ["0.jpg", "1.jpg", "2.jpg"]
    desk.session.select_several(Selection.of([4, 5]))
    assert paste(desk.session, made.json) == "3 records were copied, and 2 scans are selected."
    desk.session.select_several(Selection.of([3, 4, 5]))
    assert paste(desk.session, made.json) == ""
    assert [scan.disk for scan in scans[3:]] == [
        ExposureRecord(film="A", lens=f"Lens {n}") for n in range(3)
    ]
    desk.session.step_back()
    assert [scan.disk for scan in scans[3:]] == [ExposureRecord(film="A")] * 3


def test_what_the_command_prints_is_pasted_too(tmp_path: Path) -> None:
    path = samples.make(tmp_path / "one.jpg")
    [saved] = set_fields({path: {"lens": "Symmar", "image_id": "7"}}, How())
    assert saved.get().saved
    [shown] = show([path])
    printed = json.dumps(shown.get().to_json())
    desk, _scans = desk_of(ExposureRecord(film="HP5"))
    assert paste(desk.session, printed, everything) == "1 field pasted"
    assert desk.session.sheet.typed == ExposureRecord(film="HP5", lens="Symmar")
    written = json.loads(copy(desk.session).json)
    assert written.keys() <= shown.get().to_json().keys()


def test_what_is_no_record_says_so() -> None:
    desk, scans = desk_of(ExposureRecord(film="HP5"))
    for text, said in (
        ("", "There is no record in the clipboard."),
        ("a letter", "There is no record in the clipboard."),
        ("{}", "There is nothing to paste in the copied record."),
        ('{"image_id": "7"}', "There is nothing to paste in the copied record."),
    ):
        assert paste(desk.session, text) == said
    assert "wide open" in paste(desk.session, '{"aperture": "wide open", "lens": "Symmar"}')
    assert "colour" in paste(desk.session, '{"colour": "red"}')
    assert paste(desk.session, "7") != ""
    assert desk.session.sheet.typed == scans[0].disk


# ── through the clipboard of a display ───────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    top = tmp_path_factory.mktemp("copying")
    folders = top / "one", top / "two"
    for folder in folders:
        folder.mkdir()
        samples.make(folder / "scan_1.jpg")
    with gtk_probe.own_home(top / "home"):
        values = {
            folders[0] / "scan_1.jpg": {"image_id": "7", "lens": "Symmar", "aperture": 22.0},
            folders[1] / "scan_1.jpg": {"film": "HP5"},
        }
        assert all(outcome.get().saved for outcome in set_fields(values, How()))
        return gtk_probe.run(Path(__file__).with_name("probe_copying.py"), *folders)


def test_a_record_goes_from_one_window_to_another(tried: gtk_probe.Answers) -> None:
    done = tried["probe_between_windows"]
    assert done["json"]["record"] == {"image_id": "7", "lens": "Symmar", "aperture": 22}
    assert "    Lens: Symmar\nExposure\n    Aperture: f/22\n" in done["text"]
    assert done["told"] == {
        "lens": "Symmar",
        "image_id": "",
        "film": "HP5",
        "undone": "",
        "kit": "",
    }
    assert done["said"] == "Not saved yet · 2 fields pasted"


def test_json_in_a_text_is_pasted_by_sections(tried: gtk_probe.Answers) -> None:
    done = tried["probe_text_and_sections"]
    assert done == {"filter": "", "notes": "Wind.", "aperture": "f/22"}
