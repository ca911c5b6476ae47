"""What the window says, decided without a window: notices, remarks, the foot, dropped files."""

from __future__ import annotations

from pathlib import Path

import pytest
from exifilm_form.session.notices import (
    GO_THERE,
    KEEP_ALL,
    SHOW,
    TRY_AGAIN,
    Message,
    Question,
    most_urgent,
)
from exifilm_form.session.opening import short_path, what_to_open
from exifilm_form.session.reading_words import described
from exifilm_form.session.remarks import move_readings, remarks
from exifilm_form.session.scan_list import mark, matches, searched, subject
from exifilm_form.session.sheet_state import State
from exifilm_form.session.standing import standing

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.film.readings import Reading
from exifilm_core.messages import Text
from exifilm_core.tags.mapping import Drift
from tests.form.doubles import Desk, MemoryScan


def two(**values: str) -> tuple[MemoryScan, MemoryScan]:
    return MemoryScan("one.jpg", **values), MemoryScan("two.jpg", subject="Second")


def notice(desk: Desk) -> Message | Question | None:
    return most_urgent(desk.session, lambda: None)


def test_there_is_no_notice_while_all_is_well() -> None:
    assert notice(Desk(*two())) is None


def test_a_failed_save_is_told_here_and_from_another_scan() -> None:
    one, other = two(image_id="7")
    desk = Desk(one, other)
    desk.session.write("subject", "Moon")
    one.fault = ExifilmError(Text("the disk is full"))
    desk.session.save()
    here = notice(desk)
    assert isinstance(here, Message) and here.failed
    assert here.words == "The disk is full. All that you typed is still here."
    assert [*here.buttons] == [TRY_AGAIN]
    desk.session.select(1)
    desk.session.write("film", "FP4")
    there = notice(desk)
    assert isinstance(there, Message)
    assert there.words == "No. 7 could not be saved. What you typed there is kept."
    there.buttons[GO_THERE]()
    assert desk.session.index == 0


def test_the_answer_to_a_question_is_saved() -> None:
    one, other = two(subject="Moonrise", film="HP5")
    desk = Desk(one, other)
    desk.session.write("subject", "Moonset")
    one.disk = one.disk.replace(subject="Sunrise", film="FP4")
    desk.session.save()
    question = notice(desk)
    assert isinstance(question, Question)
    assert "one.jpg" in question.words
    assert question.mine == {"subject": True, "film": False}
    question.answer(["film"])
    assert one.disk == ExposureRecord(subject="Moonset", film="FP4")


def test_drift_is_shown_or_settled_at_once() -> None:
    one, other = two(subject="Moonrise", photographer="Anna")
    one.drifted = (
        Drift("subject", "XMP-dc:Title", "Sunrise", "Sunrise"),
        Drift("photographer", "XMP-dc:Creator", "Bo", "Bo"),
    )
    desk, shown = Desk(one, other), list[str]()
    message = most_urgent(desk.session, lambda: shown.append("shown"))
    assert isinstance(message, Message) and not message.failed
    assert message.words.startswith("2 tags disagree with the record: Subject, Photographer.")
    message.buttons[SHOW]()
    assert shown == ["shown"]
    message.buttons[KEEP_ALL]()
    assert one.drifted == () and notice(desk) is None


def test_the_foot_tells_what_is_saved_and_what_cannot_be() -> None:
    desk = Desk(*two(), slow=True)
    assert standing(desk.session, "") == "No record yet"
    desk.session.write("film", "FP4")
    assert standing(desk.session, "") == "Not saved yet"
    desk.session.write("aperture", "wide open")
    assert standing(desk.session, "") == "Not saved yet; Aperture cannot be saved"
    desk.session.save()
    assert standing(desk.session, "hello") == "Saving… · hello"
    desk.saver.work()
    assert standing(desk.session, "") == "Saved, except Aperture"


def test_readings_typed_as_the_meters_name_move_to_their_box() -> None:
    desk = Desk(*two(readings="moss EV 7"))
    desk.session.write("meter", "Pentax")
    assert remarks(desk.session)["meter"] == ""
    desk.session.write("meter", "rock EV 12 on V")
    assert "belong in the box Readings" in remarks(desk.session)["meter"]
    move_readings(desk.session)
    assert desk.session.sheet.typed.show("readings") == "moss EV 7; rock EV 12 on V"
    assert desk.session.sheet.typed.meter is None


def test_readings_in_words_go_up_the_scale() -> None:
    rock, moss = Reading("rock", 12.0, "EV", 6.0), Reading("moss", 9.0, "EV", 3.0)
    sky = Reading("sky", 15.0, "EV", None)
    lamp = Reading("lamp", 5000.0, "lx", None)
    assert described((rock, lamp, sky, moss), 0) == (
        "Chosen: rock EV 12 on VI. Placed: moss EV 9 on III; rock EV 12 on VI. "
        "Not placed: sky EV 15 falls on IX; lamp 5000 lx."
    )
    assert described((lamp, sky), None) == "Not placed: lamp 5000 lx; sky EV 15."
    assert described((), None) == "No readings."


def test_dropped_files_are_sorted(tmp_path: Path) -> None:
    scan, text = tmp_path / "one.tif", tmp_path / "notes.txt"
    assert what_to_open([scan, tmp_path]) == ([scan, tmp_path], "")
    paths, message = what_to_open([scan, text, None])
    assert paths == [scan]
    assert message == "Only files on this computer can be opened.\nThis is not a scan: notes.txt"
    many = [tmp_path / f"{number}.txt" for number in range(5)]
    assert what_to_open(many) == ([], "These are not scans: 0.txt, 1.txt, 2.txt…")


def test_a_path_in_the_home_folder_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    assert short_path(Path("/home/anna/scans/roll 1")) == "~/scans/roll 1"
    assert short_path(Path("/srv/scans")) == "/srv/scans"


def test_the_list_marks_scans_and_finds_them_by_all_words() -> None:
    scan = MemoryScan("Roll_1.jpg", image_id="17", subject="Moonrise\nover Hernandez")
    assert (mark(scan, State.LOADING), subject(scan)) == ("", "")
    unread = searched(scan)
    assert matches(unread, "ROLL_1") and matches(unread, "") and not matches(unread, "moon")
    scan.look()
    assert (mark(scan, State.LOADED), subject(scan)) == ("✓", "Moonrise over Hernandez")
    assert mark(scan, State.EDITED) == "•"
    read = searched(scan)
    assert matches(read, "17 hernández MOON roll_1") and not matches(read, "moon santa")
