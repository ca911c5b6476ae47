"""The form's logic, without a window: every state of a scan, and every fault."""

from __future__ import annotations

from typing import Any

import pytest
from exifilm_form.session.host import SaveResult
from exifilm_form.session.sheet_state import State
from hypothesis import given, settings
from hypothesis import strategies as st

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.errors import Difference
from exifilm_core.messages import Text
from exifilm_core.record import Section
from exifilm_core.tags.mapping import Drift
from tests.form.doubles import Desk, MemoryScan


def two(**values: Any) -> tuple[MemoryScan, MemoryScan]:
    return MemoryScan("one.jpg", **values), MemoryScan("two.jpg", subject="Second")


def test_what_is_typed_is_saved_when_another_is_selected() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    assert desk.session.sheet.text("subject") == "Moonrise"
    assert desk.session.sheet.state is State.LOADED
    desk.session.write("aperture", "22 1/2")
    assert desk.session.sheet.state is State.EDITED
    desk.session.select(1)
    assert desk.session.index == 1
    assert desk.session.sheet.text("subject") == "Second"
    assert one.disk == ExposureRecord(subject="Moonrise", aperture="f/22½")
    assert desk.host.told == ["one.jpg"]


def test_what_was_not_changed_is_not_saved() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    desk.session.write("subject", "Moon")
    desk.session.write("subject", "Moonrise")
    desk.session.select(1)
    desk.session.select(0)
    desk.session.save()
    assert one.saves == other.saves == 0


def test_every_field_goes_in_and_comes_back() -> None:
    from tests.form.values import WRITTEN

    one, other = two()
    desk = Desk(one, other)
    for name, text in WRITTEN.items():
        assert desk.session.write(name, text) is None
    desk.session.select(1)
    assert one.disk == ExposureRecord(**WRITTEN)
    desk.session.select(0)
    for name in WRITTEN:
        assert desk.session.sheet.text(name) == one.disk.show(name)


def test_a_wrong_text_is_neither_saved_nor_lost() -> None:
    one, other = two(aperture="f/8")
    desk = Desk(one, other)
    wrong = desk.session.write("aperture", "wide open")
    assert wrong and "f/22" in wrong.reason
    assert desk.session.sheet.state is State.INVALID
    desk.session.write("subject", "Moonrise")
    desk.session.select(1)
    assert one.disk == ExposureRecord(subject="Moonrise", aperture="f/8")
    assert desk.listener.words == ["Aperture could not be saved"], "the foot is another scan's now"
    desk.session.select(0)
    assert desk.session.sheet.text("aperture") == "wide open"
    assert desk.session.sheet.state is State.INVALID
    assert desk.session.stuck() == [0]
    assert desk.session.write("aperture", "11") is None
    desk.session.save()
    assert one.disk.aperture == 11
    assert desk.session.stuck() == []


def test_emptying_a_field_on_the_way_to_a_wrong_text_does_not_empty_the_file() -> None:
    one, other = two(aperture="f/8")
    desk = Desk(one, other)
    for text in ("f/", "", "w", "wide"):
        desk.session.write("aperture", text)
    desk.session.select(1)
    assert one.disk.aperture == 8


def test_a_save_that_fails_comes_back_with_the_text_in_place() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.session.write("subject", "Moonrise")
    one.fault = ExifilmError(Text("the disk is full. Make room and save again"))
    desk.session.select(1)
    assert desk.session.index == 1
    desk.saver.work()
    assert desk.session.index == 0
    assert desk.listener.calls == 1
    assert desk.session.sheet.state is State.FAILED
    assert "disk is full" in desk.session.sheet.problem
    assert desk.session.sheet.text("subject") == "Moonrise"
    one.fault = None
    desk.session.try_again()
    desk.saver.work()
    assert desk.session.sheet.state is State.LOADED
    assert one.disk.subject == "Moonrise"


def test_who_writes_on_is_not_called_back_in_the_midst_of_a_word() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.session.write("subject", "Moonrise")
    one.fault = ExifilmError(Text("the disk is full"))
    desk.session.select(1)
    desk.session.write("location", "Herna")
    desk.saver.work()
    assert desk.session.index == 1
    assert desk.listener.calls == 0
    assert desk.session.failed() == [0]
    assert desk.session.sheet_of(0).text("subject") == "Moonrise"


@pytest.mark.parametrize("fault", [ExifilmError(Text("no")), OSError(5, "input/output error")])
def test_what_cannot_be_read_says_so_and_can_be_tried_again(fault: Exception) -> None:
    one, other = two(subject="Moonrise")
    one.fault = fault
    desk = Desk(one, other)
    assert desk.session.sheet.state is State.UNREADABLE
    assert desk.session.sheet.problem
    one.fault = None
    desk.session.try_again()
    assert desk.session.sheet.state is State.LOADED
    assert desk.session.sheet.text("subject") == "Moonrise"


def test_what_another_program_changed_is_taken_while_nothing_was_typed() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    desk.session.select(1)
    one.disk = ExposureRecord(subject="Sunrise")
    desk.session.select(0)
    assert desk.session.sheet.text("subject") == "Sunrise"
    assert desk.session.sheet.state is State.LOADED


def changed_meanwhile(**disk: Any) -> tuple[Desk, MemoryScan]:
    one, other = two(subject="Moonrise", film="HP5")
    desk = Desk(one, other, slow=True)
    desk.session.write("subject", "Moonset")
    one.disk = one.disk.replace(**disk)
    desk.session.select(1)
    desk.saver.work()
    assert desk.session.index == 0
    assert desk.session.sheet.state is State.CHANGED_ON_DISK
    return desk, one


def test_a_file_changed_meanwhile_is_not_overwritten_and_both_values_are_shown() -> None:
    desk, one = changed_meanwhile(subject="Sunrise", film="FP4")
    assert one.disk == ExposureRecord(subject="Sunrise", film="FP4")
    shown = desk.session.sheet.differences
    assert set(shown) == {"subject", "film"}
    assert shown["subject"] == Difference("Subject", "Moonrise", "Sunrise", "Moonset")
    assert desk.session.sheet.is_mine("subject") and not desk.session.sheet.is_mine("film")
    desk.session.save()  # nothing is saved before the choice
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Sunrise", film="FP4")


@pytest.mark.parametrize(
    ("theirs", "outcome"),
    [
        (["film"], ExposureRecord(subject="Moonset", film="FP4")),
        (["subject", "film"], ExposureRecord(subject="Sunrise", film="FP4")),
        ([], ExposureRecord(subject="Moonset", film="HP5")),
    ],
)
def test_the_photographer_chooses(theirs: list[str], outcome: ExposureRecord) -> None:
    desk, one = changed_meanwhile(subject="Sunrise", film="FP4")
    desk.session.choose(theirs)
    desk.saver.work()
    assert one.disk == outcome
    assert desk.session.sheet.state is State.LOADED
    assert desk.session.sheet.typed == outcome


def test_a_wrong_text_stays_when_the_file_changed_in_that_field() -> None:
    one, other = two(aperture="f/8", subject="Moonrise")
    desk = Desk(one, other)
    desk.session.write("aperture", "wide open")
    desk.session.write("subject", "Moonset")
    one.disk = one.disk.replace(aperture="f/16")
    desk.session.save()
    assert desk.session.sheet.differences["aperture"].to_be_saved == "wide open"
    desk.session.choose([])
    assert desk.session.sheet.text("aperture") == "wide open"
    assert one.disk == ExposureRecord(aperture="f/16", subject="Moonset")


def test_what_is_typed_while_it_is_saved_stays_and_is_saved_after() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.session.write("subject", "Moon")
    desk.session.save()
    assert desk.session.sheet.state is State.SAVING
    desk.session.write("subject", "Moonrise")
    desk.session.write("film", "HP5")
    desk.session.save()
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Moonrise", film="HP5")
    assert one.saves == 2
    assert desk.session.sheet.state is State.LOADED


def test_a_sheet_left_while_it_is_saved_is_saved_whole() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.session.write("subject", "Moon")
    desk.session.save()
    desk.session.write("subject", "Moonrise")
    desk.session.select(1)
    desk.saver.work()
    assert one.disk.subject == "Moonrise"


def test_what_a_save_fills_in_by_itself_is_shown() -> None:
    one, other = two()
    one.adds = {"scanner_make": "EPSON"}
    one.warnings = (Text("the record is kept beside the image"),)
    desk = Desk(one, other)
    desk.session.write("camera_make", "Linhof")
    desk.session.save()
    assert desk.session.sheet.text("scanner_make") == "EPSON"
    assert desk.listener.filled == ["scanner_make"]
    assert desk.listener.words == ["the record is kept beside the image"]


def test_a_text_typed_meanwhile_wins_over_what_a_save_fills_in() -> None:
    one, other = two()
    one.adds = {"scanner_make": "EPSON"}
    desk = Desk(one, other, slow=True)
    desk.session.write("camera_make", "Linhof")
    desk.session.save()
    desk.session.write("scanner_make", "Heidelberg")
    desk.saver.work()
    assert desk.session.sheet.text("scanner_make") == "Heidelberg"
    assert desk.session.sheet.state is State.EDITED


def seen_at_a_glance() -> tuple[Desk, MemoryScan]:
    """A scan that was read in passing, and whose full reading has not arrived yet."""
    one, other = two()
    desk = Desk(one, other, slow=True, slow_reading=True)
    desk.reader.work()
    desk.session.select(1)
    assert desk.reader.waiting
    return desk, other


def test_a_sheet_that_was_looked_at_can_be_typed_on_at_once() -> None:
    desk, other = seen_at_a_glance()
    assert desk.session.sheet.text("subject") == "Second"
    desk.session.write("film", "HP5")
    desk.session.select(0)
    assert not desk.saver.waiting, "it is read before it is saved"
    desk.reader.work()
    desk.saver.work()
    assert other.disk == ExposureRecord(subject="Second", film="HP5")


def test_what_changed_since_the_glance_is_not_overwritten() -> None:
    desk, other = seen_at_a_glance()
    other.disk = ExposureRecord(subject="Changed since")
    desk.session.write("subject", "Mine")
    desk.session.select(0)
    desk.reader.work()
    desk.saver.work()
    assert other.disk == ExposureRecord(subject="Changed since")
    assert desk.session.index == 1
    assert desk.session.sheet.state is State.CHANGED_ON_DISK


def test_what_changed_since_the_glance_is_shown_where_nothing_was_typed() -> None:
    desk, other = seen_at_a_glance()
    other.disk = ExposureRecord(subject="Changed since")
    desk.reader.work()
    assert desk.session.sheet.text("subject") == "Changed since"
    assert desk.session.sheet.state is State.LOADED


def test_a_reading_that_is_not_back_yet_is_waited_for_before_a_save() -> None:
    """Otherwise the save would be compared with a change that the form never showed."""
    desk, other = seen_at_a_glance()
    desk.reader.work()
    desk.session.select(0)
    desk.reader.work()
    desk.session.select(1)
    _, job, then = desk.reader.waiting.pop()
    other.disk = ExposureRecord(subject="Changed since")
    record = job()  # the result is read, but not delivered yet
    desk.session.write("subject", "Mine")
    desk.session.save()
    desk.saver.work()
    assert other.disk.subject == "Changed since"
    then(record, None)
    desk.saver.work()
    assert desk.session.sheet.state is State.CHANGED_ON_DISK
    assert other.disk.subject == "Changed since"


class OnFullDisk(MemoryScan):
    """It can be read, and not be saved."""

    def save(self, *_record: Any, **_how: Any) -> SaveResult:
        raise ExifilmError(Text("the disk is full"))


def test_two_scans_that_cannot_be_saved_do_not_call_back_from_one_another() -> None:
    desk = Desk(OnFullDisk("a.jpg"), OnFullDisk("b.jpg"), slow=True)
    desk.session.write("film", "FP4")
    desk.session.select(1)
    desk.session.write("film", "HP5")
    desk.saver.work()  # the first fails while the second is typed
    desk.session.select(0)  # as the notice offers
    for _turn in range(10):
        desk.saver.work_once()
    assert not desk.saver.waiting, "it ends"
    assert desk.session.index == 0
    assert desk.session.failed() == [0, 1]
    assert [desk.session.sheet_of(n).typed.film for n in (0, 1)] == ["FP4", "HP5"]


def test_closing_waits_for_what_is_read_before_it_is_saved() -> None:
    desk, other = seen_at_a_glance()
    desk.session.write("film", "HP5")
    told: list[int | None] = []
    desk.session.finish(told.append)
    assert told == []
    desk.reader.work()
    desk.saver.work()
    assert told == [None]
    assert other.disk.film == "HP5"


def test_closing_tells_of_what_could_not_be_read_before_it_is_saved() -> None:
    desk, other = seen_at_a_glance()
    desk.session.write("film", "HP5")
    other.fault = ExifilmError(Text("the file is gone"))
    told: list[int | None] = []
    desk.session.finish(told.append)
    desk.reader.work()
    assert told == [1]
    assert desk.session.sheet_of(1).text("film") == "HP5"


# ── closing ──────────────────────────────────────────────────────────────────────────────────


def test_closing_waits_for_the_last_save() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.session.write("subject", "Moonrise")
    told: list[int | None] = []
    desk.session.finish(told.append)
    assert told == []
    assert desk.session.saves_under_way == 1
    desk.saver.work()
    assert told == [None]
    assert one.disk.subject == "Moonrise"


def test_closing_with_nothing_typed_does_not_wait() -> None:
    desk = Desk(*two())
    told: list[int | None] = []
    desk.session.finish(told.append)
    assert told == [None]


@pytest.mark.parametrize("why", ["fails", "wrong", "changed"])
def test_closing_tells_what_could_not_be_saved(why: str) -> None:
    one, other = two(subject="First")
    desk = Desk(one, other, slow=True)
    desk.session.write("aperture" if why == "wrong" else "subject", "Moonrise")
    if why == "fails":
        one.fault = ExifilmError(Text("no"))
    if why == "changed":
        one.disk = ExposureRecord(subject="Sunrise")
    told: list[int | None] = []
    desk.session.finish(told.append)
    desk.saver.work()
    assert told == [0]


# ── going back ───────────────────────────────────────────────────────────────────────────────


def test_undo_goes_back_step_by_step_and_then_to_the_beginning() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    for text in ("M", "Mo", "Moo", "Moon"):
        desk.session.write("subject", text)
    desk.session.sheet.leave()
    desk.session.write("aperture", "wide open")
    desk.session.write("film", "HP5")
    desk.session.step_back()
    assert desk.session.sheet.text("film") == ""
    desk.session.step_back()
    assert desk.session.sheet.text("aperture") == ""
    assert not desk.session.sheet.wrong
    assert desk.session.sheet.text("subject") == "Moon"
    desk.session.step_back()
    assert desk.session.sheet.text("subject") == "Moonrise"
    assert desk.session.can_undo == ""
    assert desk.session.sheet.state is State.LOADED


def test_a_text_may_fill_the_field_beside_it() -> None:
    one, other = two(exposures=2)
    desk = Desk(one, other)
    session = desk.session
    for end in range(1, 7):
        assert session.write("exposure_time", "8 x 4s"[:end]) is None or end in (2, 3, 4)
    assert (session.sheet.text("exposure_time"), session.sheet.text("exposures")) == (
        "32 s",
        "8",
    )
    assert "exposures" in desk.listener.filled
    session.write("exposure_time", "4s")
    assert (session.sheet.text("exposure_time"), session.sheet.text("exposures")) == (
        "4 s",
        "2",
    )
    session.sheet.leave()
    session.write("longitude", "east")
    session.write("latitude", "54.2886, -1.9876")
    assert session.sheet.text("longitude") == "1.9876° W" and not session.sheet.wrong
    session.step_back()
    assert (session.sheet.text("latitude"), session.sheet.text("longitude")) == (
        "",
        "east",
    )
    session.step_back()
    assert session.can_undo == "Exposure"
    session.step_back()
    assert (session.sheet.text("exposure_time"), session.sheet.text("exposures")) == (
        "",
        "2",
    )
    assert desk.listener.undoings == [
        (("latitude", "longitude"), "Undone: Latitude, Longitude"),
        (("longitude",), "Undone: Longitude"),
        (("exposure_time",), "Undone: Exposure"),
    ]
    session.step_back()
    assert len(desk.listener.undoings) == 3, "there is nothing left to undo"


def test_a_whole_exposure_can_be_typed_in_the_aperture() -> None:
    one, other = two(aperture=8, exposure_time=30, bellows_factor=1.5)
    desk = Desk(one, other)
    session, line = desk.session, "f/22 1/2, 1/4, ×4 → 8 x 4 s"
    before = session.sheet.typed.replace()
    for end in range(1, len(line) + 1):
        session.write("aperture", line[:end])
    shown = {name: session.sheet.text(name) for name in session.sheet.typed}
    assert shown == {
        "aperture": "f/22½",
        "metered_time": "1/4 s",
        "filter_factor": "4×",
        "bellows_factor": "1.5×",
        "exposure_time": "32 s",
        "exposures": "8",
    }
    assert {"metered_time", "filter_factor", "exposure_time", "exposures"} <= set(
        desk.listener.filled
    )
    session.write("aperture", "f/16")
    assert session.sheet.typed == before.replace(aperture=16), "the line was typed over"
    session.write("aperture", "f/16, 1/4, bellows 2 → 1")
    session.write("aperture", "f/16")
    assert session.sheet.typed == before.replace(aperture=16), "its end was cut off at once"
    session.write("aperture", "f/16, 1/4, bellows 2 → 1")
    session.write("aperture", "f/16, 1/4, bellows 2 → 1 h or so")
    wrong = session.sheet.wrong["aperture"]
    assert "not a valid time" in wrong.reason and session.sheet.typed.bellows_factor == 1.5
    assert session.can_undo == "Aperture"
    session.step_back()
    assert desk.listener.undoings == [(("aperture",), "Undone: Aperture")]
    assert session.sheet.typed == before and not session.sheet.wrong
    assert session.can_undo == ""


def test_undo_brings_back_the_record_as_the_session_began_across_saves() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    desk.session.write("subject", "Moonset")
    desk.session.write("film", "HP5")
    desk.session.select(1)
    desk.session.select(0)
    assert one.disk.film == "HP5"
    desk.session.write("aperture", "wide open")
    desk.session.put_first()
    assert desk.session.sheet.typed == ExposureRecord(subject="Moonrise")
    assert not desk.session.sheet.wrong
    desk.session.save()
    assert one.disk == ExposureRecord(subject="Moonrise")
    desk.session.step_back()
    assert desk.session.sheet.text("subject") == "Moonset"
    assert desk.session.sheet.text("aperture") == "wide open"


# ── a hundred scans in an evening ────────────────────────────────────────────────────────────


def test_same_as_the_previous_sheet() -> None:
    first = MemoryScan(
        "one.jpg", image_id="17", subject="Moonrise", film="HP5", aperture="f/22", scanned="2024"
    )
    second = MemoryScan("two.jpg", subject="Sunrise")
    desk = Desk(first, second)
    desk.session.select(1)
    desk.session.previous.fill("aperture")
    assert desk.session.sheet.typed == ExposureRecord(subject="Sunrise", aperture="f/22")
    desk.session.previous.fill(section=Section.FILM)
    assert desk.session.sheet.typed.film == "HP5"
    desk.session.step_back()
    desk.session.step_back()
    desk.session.previous.fill()
    assert desk.session.sheet.typed == ExposureRecord(
        image_id="18", subject="Sunrise", film="HP5"
    ), "what stays in the camera bag, and the next number"
    desk.session.previous.fill(whole=True)
    assert desk.session.sheet.typed == ExposureRecord(
        image_id="18", subject="Sunrise", film="HP5", aperture="f/22"
    )
    desk.session.previous.fill("subject")
    assert desk.session.sheet.typed.subject == "Moonrise"


def test_same_as_the_previous_sheet_takes_what_was_typed_there_and_not_what_is_wrong() -> None:
    one, other = two(film="HP5", aperture="f/8")
    desk = Desk(one, other, slow=True)
    desk.session.write("film", "FP4")
    desk.session.write("aperture", "wide open")
    desk.session.select(1)
    desk.session.previous.fill(whole=True)
    assert desk.session.sheet.typed.film == "FP4"
    assert desk.session.sheet.typed.aperture == 8


def test_completion_offers_what_was_used_most() -> None:
    films = ["FP4", "HP5", "HP5", None]
    desk = Desk(*(MemoryScan(f"{n}.jpg", film=film) for n, film in enumerate(films)))
    assert desk.session.all.used("film") == ["HP5", "FP4"]
    desk.session.select(3)
    desk.session.write("film", "Tri-X")
    desk.session.save()
    assert desk.session.all.used("film") == ["HP5", "FP4", "Tri-X"]


def test_all_sheets_are_looked_at_and_one_that_cannot_be_read_holds_nothing_up() -> None:
    scans = [MemoryScan(f"{n}.jpg", image_id=str(n)) for n in range(50)]
    scans[20].fault = ExifilmError(Text("the image is damaged"))
    Desk(*scans)
    assert [s.summary.number for s in scans if s.summary] == [
        "" if n == 20 else str(n) for n in range(50)
    ]
    assert scans[20].summary and scans[20].summary.problem == "the image is damaged"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_done_nothing_typed_is_lost(data: st.DataObject) -> None:
    """Saves fail now and then, and other programs change files, in any order.

    In the end each file holds what was typed last, and each invalid text is still in its field.
    """
    scans = [MemoryScan(f"{n}.jpg", subject=f"S{n}") for n in range(3)]
    desk = Desk(*scans, slow=True, slow_reading=True)
    desk.reader.work()
    expected: dict[tuple[int, str], str] = {}
    for _step in range(data.draw(st.integers(1, 25))):
        readable = desk.session.sheet.kept is not None
        match data.draw(
            st.sampled_from(["write", "wrong", "select", "fault", "work", "save", "read"])
        ):
            case "write":
                name = data.draw(st.sampled_from(["subject", "film", "notes"]))
                text = data.draw(st.sampled_from(["Aa", "Bb", "Cc"]))
                desk.session.write(name, text)
                if readable:
                    expected[desk.session.index, name] = text
            case "wrong":
                desk.session.write("aperture", "wide")
                if readable:
                    expected[desk.session.index, "aperture"] = "wide"
            case "select":
                desk.session.select(data.draw(st.integers(0, 2)))
            case "fault":
                scan = data.draw(st.sampled_from(scans))
                scan.fault = None if scan.fault else ExifilmError(Text("full"))
            case "work":
                desk.saver.work()
            case "read":
                desk.reader.work()
            case "save":
                desk.session.save()
    for scan in scans:
        scan.fault = None
    desk.reader.work()
    desk.saver.work()
    desk.session.finish(lambda _stuck: None)
    while desk.reader.waiting or desk.saver.waiting:
        desk.reader.work()
        desk.saver.work()
    for (index, name), text in expected.items():
        assert desk.session.sheet_of(index).text(name) == text
        if name != "aperture":
            assert scans[index].disk.show(name) == text
        else:
            assert scans[index].disk.aperture is None


# ── the layout of the fields on the screen ───────────────────────────────────────────────────


def test_exif_taken_for_the_copy_s_becomes_the_film_s_at_once() -> None:
    one, other = two(copy_exposure="f/8")
    desk = Desk(one, other)
    desk.session.write("subject", "Moonrise")
    desk.session.exif_is_the_films()
    assert one.disk == ExposureRecord(subject="Moonrise", aperture="f/8")
    assert desk.session.sheet.text("aperture") == "f/8"
    assert desk.session.sheet.text("copy_exposure") == ""
    desk.session.write("subject", "Moon")
    desk.session.save()
    assert one.saves == 2 and one.disk.subject == "Moon", "the next save is like any other"


# ── tags that disagree with the record ───────────────────────────────────────────────────────


def drifted() -> tuple[Desk, MemoryScan]:
    """A scan whose title and creator another program changed; the test runs the saves."""
    one, other = two(subject="Moonrise", photographer="Anna")
    one.drifted = (
        Drift("subject", "XMP-dc:Title", "Sunrise", "Sunrise"),
        Drift("photographer", "XMP-dc:Creator", "Bo", "Bo"),
    )
    return Desk(one, other, slow=True), one


def fields(desk: Desk) -> list[str]:
    return [drift.field for drift in desk.session.drifted]


def test_what_a_tag_says_is_taken_and_saved_at_once() -> None:
    desk, one = drifted()
    assert fields(desk) == ["subject", "photographer"]
    desk.session.take("subject", "Sunrise")
    assert desk.session.sheet.text("subject") == "Sunrise"
    assert fields(desk) == ["photographer"], "what is being saved needs no choice any more"
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Sunrise", photographer="Anna")
    assert fields(desk) == ["photographer"]
    assert desk.listener.words == [], "the record has changed, and that is what one asked for"
    desk.session.step_back()
    assert desk.session.sheet.text("subject") == "Moonrise"


def test_the_record_is_kept_and_the_tags_agree_with_it() -> None:
    desk, one = drifted()
    desk.session.keep(["subject", "photographer"])
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Moonrise", photographer="Anna")
    assert one.drifted == () and fields(desk) == []
    assert desk.listener.words == ["Tags updated to agree with the record: Subject, Photographer"]
    desk.session.save()
    desk.saver.work()
    assert one.saves == 1


def test_a_save_of_something_else_leaves_the_choice() -> None:
    desk, one = drifted()
    desk.session.write("film", "HP5")
    desk.session.save()
    desk.saver.work()
    assert one.disk.film == "HP5"
    assert fields(desk) == ["subject", "photographer"]


def test_a_choice_made_while_it_is_being_saved_comes_after() -> None:
    desk, one = drifted()
    desk.session.keep(["subject"])
    desk.session.keep(["photographer"])
    assert fields(desk) == []
    desk.saver.work()
    assert one.drifted == () and one.saves == 2


@pytest.mark.parametrize("take", [True, False])
def test_a_choice_whose_save_fails_can_be_tried_again(take: bool) -> None:
    desk, one = drifted()
    one.fault = ExifilmError(Text("the disk is full"))
    if take:
        desk.session.take("subject", "Sunrise")
    else:
        desk.session.keep(["subject"])
    desk.saver.work()
    assert desk.session.sheet.state is State.FAILED
    one.fault = None
    desk.session.try_again()
    desk.saver.work()
    assert one.disk.subject == ("Sunrise" if take else "Moonrise")
    assert fields(desk) == ["photographer"]


def test_a_choice_waits_while_one_has_to_choose_what_another_program_changed() -> None:
    desk, one = drifted()
    one.disk = one.disk.replace(film="FP4")
    desk.session.keep(["subject"])
    desk.saver.work()
    assert desk.session.sheet.state is State.CHANGED_ON_DISK
    assert fields(desk) == []
    desk.session.choose(["film"])
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Moonrise", photographer="Anna", film="FP4")
    assert fields(desk) == ["photographer"]
