"""The form's logic, without a window: every state of a scan, and every fault."""

from __future__ import annotations

from typing import Any

import pytest
from exifilm_form.form.layout import ACROSS, ROWS, is_movement, rows
from exifilm_form.session.sheet_state import State
from hypothesis import given, settings
from hypothesis import strategies as st

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.messages import Text
from exifilm_core.record import Section
from exifilm_core.tags.mapping import Drift
from tests.form.doubles import Desk, MemorySheet


def two(**values: Any) -> tuple[MemorySheet, MemorySheet]:
    return MemorySheet("one.jpg", **values), MemorySheet("two.jpg", subject="Second")


def test_what_is_typed_is_saved_when_another_is_selected() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    assert desk.sitting.draft.text("subject") == "Moonrise"
    assert desk.sitting.draft.state is State.LOADED
    desk.sitting.write("aperture", "22 1/2")
    assert desk.sitting.draft.state is State.EDITED
    desk.sitting.select(1)
    assert desk.sitting.index == 1
    assert desk.sitting.draft.text("subject") == "Second"
    assert one.disk == ExposureRecord(subject="Moonrise", aperture="f/22½")
    assert desk.host.told == ["one.jpg"]


def test_what_was_not_changed_is_not_saved() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    desk.sitting.write("subject", "Moon")
    desk.sitting.write("subject", "Moonrise")
    desk.sitting.select(1)
    desk.sitting.select(0)
    desk.sitting.save()
    assert one.saves == other.saves == 0


def test_every_field_goes_in_and_comes_back() -> None:
    from tests.form.values import WRITTEN

    one, other = two()
    desk = Desk(one, other)
    for name, text in WRITTEN.items():
        assert desk.sitting.write(name, text) is None
    desk.sitting.select(1)
    assert one.disk == ExposureRecord(**WRITTEN)
    desk.sitting.select(0)
    for name in WRITTEN:
        assert desk.sitting.draft.text(name) == one.disk.show(name)


def test_a_wrong_text_is_neither_saved_nor_lost() -> None:
    one, other = two(aperture="f/8")
    desk = Desk(one, other)
    wrong = desk.sitting.write("aperture", "wide open")
    assert wrong and "f/22" in wrong.reason
    assert desk.sitting.draft.state is State.INVALID
    desk.sitting.write("subject", "Moonrise")
    desk.sitting.select(1)
    assert one.disk == ExposureRecord(subject="Moonrise", aperture="f/8")
    desk.sitting.select(0)
    assert desk.sitting.draft.text("aperture") == "wide open"
    assert desk.sitting.draft.state is State.INVALID
    assert desk.sitting.stuck() == [0]
    assert desk.sitting.write("aperture", "11") is None
    desk.sitting.save()
    assert one.disk.aperture == 11
    assert desk.sitting.stuck() == []


def test_emptying_a_field_on_the_way_to_a_wrong_text_does_not_empty_the_file() -> None:
    one, other = two(aperture="f/8")
    desk = Desk(one, other)
    for text in ("f/", "", "w", "wide"):
        desk.sitting.write("aperture", text)
    desk.sitting.select(1)
    assert one.disk.aperture == 8


def test_a_save_that_fails_comes_back_with_the_text_in_place() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.sitting.write("subject", "Moonrise")
    one.fault = ExifilmError(Text("the disk is full. Make room and save again"))
    desk.sitting.select(1)
    assert desk.sitting.index == 1
    desk.saver.work()
    assert desk.sitting.index == 0
    assert desk.listener.calls == 1
    assert desk.sitting.draft.state is State.FAILED
    assert "disk is full" in desk.sitting.draft.problem
    assert desk.sitting.draft.text("subject") == "Moonrise"
    one.fault = None
    desk.sitting.try_again()
    desk.saver.work()
    assert desk.sitting.draft.state is State.LOADED
    assert one.disk.subject == "Moonrise"


def test_who_writes_on_is_not_called_back_in_the_midst_of_a_word() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.sitting.write("subject", "Moonrise")
    one.fault = ExifilmError(Text("the disk is full"))
    desk.sitting.select(1)
    desk.sitting.write("location", "Herna")
    desk.saver.work()
    assert desk.sitting.index == 1
    assert desk.listener.calls == 0
    assert desk.sitting.failed() == [0]
    assert desk.sitting.draft_of(0).text("subject") == "Moonrise"


@pytest.mark.parametrize("fault", [ExifilmError(Text("no")), OSError(5, "input/output error")])
def test_what_cannot_be_read_says_so_and_can_be_tried_again(fault: Exception) -> None:
    one, other = two(subject="Moonrise")
    one.fault = fault
    desk = Desk(one, other)
    assert desk.sitting.draft.state is State.UNREADABLE
    assert desk.sitting.draft.problem
    one.fault = None
    desk.sitting.try_again()
    assert desk.sitting.draft.state is State.LOADED
    assert desk.sitting.draft.text("subject") == "Moonrise"


def test_what_another_program_changed_is_taken_while_nothing_was_typed() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    desk.sitting.select(1)
    one.disk = ExposureRecord(subject="Sunrise")
    desk.sitting.select(0)
    assert desk.sitting.draft.text("subject") == "Sunrise"
    assert desk.sitting.draft.state is State.LOADED


def changed_meanwhile(**disk: Any) -> tuple[Desk, MemorySheet]:
    one, other = two(subject="Moonrise", film="HP5")
    desk = Desk(one, other, slow=True)
    desk.sitting.write("subject", "Moonset")
    one.disk = one.disk.replace(**disk)
    desk.sitting.select(1)
    desk.saver.work()
    assert desk.sitting.index == 0
    assert desk.sitting.draft.state is State.CHANGED_ON_DISK
    return desk, one


def test_a_file_changed_meanwhile_is_not_overwritten_and_both_values_are_shown() -> None:
    desk, one = changed_meanwhile(subject="Sunrise", film="FP4")
    assert one.disk == ExposureRecord(subject="Sunrise", film="FP4")
    shown = desk.sitting.draft.differences
    assert set(shown) == {"subject", "film"}
    assert shown["subject"][1:] == ("Moonrise", "Sunrise", "Moonset")
    assert desk.sitting.draft.is_mine("subject") and not desk.sitting.draft.is_mine("film")
    desk.sitting.save()  # nothing is saved before the choice
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
    desk.sitting.choose(theirs)
    desk.saver.work()
    assert one.disk == outcome
    assert desk.sitting.draft.state is State.LOADED
    assert desk.sitting.draft.typed == outcome


def test_a_wrong_text_stays_when_the_file_changed_in_that_field() -> None:
    one, other = two(aperture="f/8", subject="Moonrise")
    desk = Desk(one, other)
    desk.sitting.write("aperture", "wide open")
    desk.sitting.write("subject", "Moonset")
    one.disk = one.disk.replace(aperture="f/16")
    desk.sitting.save()
    assert desk.sitting.draft.differences["aperture"].to_be_saved == "wide open"
    desk.sitting.choose([])
    assert desk.sitting.draft.text("aperture") == "wide open"
    assert one.disk == ExposureRecord(aperture="f/16", subject="Moonset")


def test_what_is_typed_while_it_is_saved_stays_and_is_saved_after() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.sitting.write("subject", "Moon")
    desk.sitting.save()
    assert desk.sitting.draft.state is State.SAVING
    desk.sitting.write("subject", "Moonrise")
    desk.sitting.write("film", "HP5")
    desk.sitting.save()
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Moonrise", film="HP5")
    assert one.saves == 2
    assert desk.sitting.draft.state is State.LOADED


def test_a_sheet_left_while_it_is_saved_is_saved_whole() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.sitting.write("subject", "Moon")
    desk.sitting.save()
    desk.sitting.write("subject", "Moonrise")
    desk.sitting.select(1)
    desk.saver.work()
    assert one.disk.subject == "Moonrise"


def test_what_a_save_fills_in_by_itself_is_shown() -> None:
    one, other = two()
    one.adds = {"scanner_make": "EPSON"}
    one.warnings = (Text("the record is kept beside the image"),)
    desk = Desk(one, other)
    desk.sitting.write("camera_make", "Linhof")
    desk.sitting.save()
    assert desk.sitting.draft.text("scanner_make") == "EPSON"
    assert desk.listener.filled == ["scanner_make"]
    assert desk.listener.words == ["the record is kept beside the image"]


def test_a_text_typed_meanwhile_wins_over_what_a_save_fills_in() -> None:
    one, other = two()
    one.adds = {"scanner_make": "EPSON"}
    desk = Desk(one, other, slow=True)
    desk.sitting.write("camera_make", "Linhof")
    desk.sitting.save()
    desk.sitting.write("scanner_make", "Heidelberg")
    desk.saver.work()
    assert desk.sitting.draft.text("scanner_make") == "Heidelberg"
    assert desk.sitting.draft.state is State.EDITED


def seen_at_a_glance() -> tuple[Desk, MemorySheet]:
    """A scan that was read in passing, and whose full reading has not arrived yet."""
    one, other = two()
    desk = Desk(one, other, slow=True, slow_reading=True)
    desk.reader.work()
    desk.sitting.select(1)
    assert desk.reader.waiting
    return desk, other


def test_a_sheet_that_was_looked_at_can_be_typed_on_at_once() -> None:
    desk, other = seen_at_a_glance()
    assert desk.sitting.draft.text("subject") == "Second"
    desk.sitting.write("film", "HP5")
    desk.sitting.select(0)
    assert not desk.saver.waiting, "it is read before it is saved"
    desk.reader.work()
    desk.saver.work()
    assert other.disk == ExposureRecord(subject="Second", film="HP5")


def test_what_changed_since_the_glance_is_not_overwritten() -> None:
    desk, other = seen_at_a_glance()
    other.disk = ExposureRecord(subject="Changed since")
    desk.sitting.write("subject", "Mine")
    desk.sitting.select(0)
    desk.reader.work()
    desk.saver.work()
    assert other.disk == ExposureRecord(subject="Changed since")
    assert desk.sitting.index == 1
    assert desk.sitting.draft.state is State.CHANGED_ON_DISK


def test_what_changed_since_the_glance_is_shown_where_nothing_was_typed() -> None:
    desk, other = seen_at_a_glance()
    other.disk = ExposureRecord(subject="Changed since")
    desk.reader.work()
    assert desk.sitting.draft.text("subject") == "Changed since"
    assert desk.sitting.draft.state is State.LOADED


def test_a_reading_that_is_not_back_yet_is_waited_for_before_a_save() -> None:
    """Otherwise the save would be compared with a change that the form never showed."""
    desk, other = seen_at_a_glance()
    desk.reader.work()
    desk.sitting.select(0)
    desk.reader.work()
    desk.sitting.select(1)
    _, job, then = desk.reader.waiting.pop()
    other.disk = ExposureRecord(subject="Changed since")
    record = job()  # the result is read, but not delivered yet
    desk.sitting.write("subject", "Mine")
    desk.sitting.save()
    desk.saver.work()
    assert other.disk.subject == "Changed since"
    then(record, None)
    desk.saver.work()
    assert desk.sitting.draft.state is State.CHANGED_ON_DISK
    assert other.disk.subject == "Changed since"


def test_closing_waits_for_what_is_read_before_it_is_saved() -> None:
    desk, other = seen_at_a_glance()
    desk.sitting.write("film", "HP5")
    told: list[int | None] = []
    desk.sitting.finish(told.append)
    assert told == []
    desk.reader.work()
    desk.saver.work()
    assert told == [None]
    assert other.disk.film == "HP5"


def test_closing_tells_of_what_could_not_be_read_before_it_is_saved() -> None:
    desk, other = seen_at_a_glance()
    desk.sitting.write("film", "HP5")
    other.fault = ExifilmError(Text("the file is gone"))
    told: list[int | None] = []
    desk.sitting.finish(told.append)
    desk.reader.work()
    assert told == [1]
    assert desk.sitting.draft_of(1).text("film") == "HP5"


# ── closing ──────────────────────────────────────────────────────────────────────────────────


def test_closing_waits_for_the_last_save() -> None:
    one, other = two()
    desk = Desk(one, other, slow=True)
    desk.sitting.write("subject", "Moonrise")
    told: list[int | None] = []
    desk.sitting.finish(told.append)
    assert told == []
    assert desk.sitting.saves_under_way == 1
    desk.saver.work()
    assert told == [None]
    assert one.disk.subject == "Moonrise"


def test_closing_with_nothing_typed_does_not_wait() -> None:
    desk = Desk(*two())
    told: list[int | None] = []
    desk.sitting.finish(told.append)
    assert told == [None]


@pytest.mark.parametrize("why", ["fails", "wrong", "changed"])
def test_closing_tells_what_could_not_be_saved(why: str) -> None:
    one, other = two(subject="First")
    desk = Desk(one, other, slow=True)
    desk.sitting.write("aperture" if why == "wrong" else "subject", "Moonrise")
    if why == "fails":
        one.fault = ExifilmError(Text("no"))
    if why == "changed":
        one.disk = ExposureRecord(subject="Sunrise")
    told: list[int | None] = []
    desk.sitting.finish(told.append)
    desk.saver.work()
    assert told == [0]


# ── going back ───────────────────────────────────────────────────────────────────────────────


def test_undo_goes_back_step_by_step_and_then_to_the_beginning() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    for text in ("M", "Mo", "Moo", "Moon"):
        desk.sitting.write("subject", text)
    desk.sitting.draft.leave()
    desk.sitting.write("aperture", "wide open")
    desk.sitting.write("film", "HP5")
    desk.sitting.step_back()
    assert desk.sitting.draft.text("film") == ""
    desk.sitting.step_back()
    assert desk.sitting.draft.text("aperture") == ""
    assert not desk.sitting.draft.wrong
    assert desk.sitting.draft.text("subject") == "Moon"
    desk.sitting.step_back()
    assert desk.sitting.draft.text("subject") == "Moonrise"
    assert not desk.sitting.draft.can_step_back
    assert desk.sitting.draft.state is State.LOADED


def test_a_text_may_fill_the_field_beside_it() -> None:
    one, other = two(exposures=2)
    desk = Desk(one, other)
    sitting = desk.sitting
    for end in range(1, 7):
        assert sitting.write("exposure_time", "8 x 4s"[:end]) is None or end in (2, 3, 4)
    assert (sitting.draft.text("exposure_time"), sitting.draft.text("exposures")) == ("32 s", "8")
    assert "exposures" in desk.listener.filled
    sitting.write("exposure_time", "4s")
    assert (sitting.draft.text("exposure_time"), sitting.draft.text("exposures")) == ("4 s", "2")
    sitting.draft.leave()
    sitting.write("longitude", "east")
    sitting.write("latitude", "54.2886, -1.9876")
    assert sitting.draft.text("longitude") == "1.9876° W" and not sitting.draft.wrong
    sitting.step_back()
    assert (sitting.draft.text("latitude"), sitting.draft.text("longitude")) == ("", "east")
    sitting.step_back()
    sitting.step_back()
    assert (sitting.draft.text("exposure_time"), sitting.draft.text("exposures")) == ("", "2")


def test_undo_brings_back_the_record_as_the_sitting_began_across_saves() -> None:
    one, other = two(subject="Moonrise")
    desk = Desk(one, other)
    desk.sitting.write("subject", "Moonset")
    desk.sitting.write("film", "HP5")
    desk.sitting.select(1)
    desk.sitting.select(0)
    assert one.disk.film == "HP5"
    desk.sitting.write("aperture", "wide open")
    desk.sitting.put_first()
    assert desk.sitting.draft.typed == ExposureRecord(subject="Moonrise")
    assert not desk.sitting.draft.wrong
    desk.sitting.save()
    assert one.disk == ExposureRecord(subject="Moonrise")
    desk.sitting.step_back()
    assert desk.sitting.draft.text("subject") == "Moonset"
    assert desk.sitting.draft.text("aperture") == "wide open"


# ── a hundred scans in an evening ────────────────────────────────────────────────────────────


def test_same_as_the_previous_sheet() -> None:
    first = MemorySheet(
        "one.jpg", image_id="17", subject="Moonrise", film="HP5", aperture="f/22", scanned="2024"
    )
    second = MemorySheet("two.jpg", subject="Sunrise")
    desk = Desk(first, second)
    desk.sitting.select(1)
    desk.sitting.same_as_previous("aperture")
    assert desk.sitting.draft.typed == ExposureRecord(subject="Sunrise", aperture="f/22")
    desk.sitting.same_as_previous(section=Section.FILM)
    assert desk.sitting.draft.typed.film == "HP5"
    desk.sitting.step_back()
    desk.sitting.step_back()
    desk.sitting.same_as_previous()
    assert desk.sitting.draft.typed == ExposureRecord(
        image_id="18", subject="Sunrise", film="HP5"
    ), "what stays in the camera bag, and the next number"
    desk.sitting.same_as_previous(whole=True)
    assert desk.sitting.draft.typed == ExposureRecord(
        image_id="18", subject="Sunrise", film="HP5", aperture="f/22"
    )
    desk.sitting.same_as_previous("subject")
    assert desk.sitting.draft.typed.subject == "Moonrise"


def test_same_as_the_previous_sheet_takes_what_was_typed_there_and_not_what_is_wrong() -> None:
    one, other = two(film="HP5", aperture="f/8")
    desk = Desk(one, other, slow=True)
    desk.sitting.write("film", "FP4")
    desk.sitting.write("aperture", "wide open")
    desk.sitting.select(1)
    desk.sitting.same_as_previous(whole=True)
    assert desk.sitting.draft.typed.film == "FP4"
    assert desk.sitting.draft.typed.aperture == 8


def test_completion_offers_what_was_used_most() -> None:
    films = ["FP4", "HP5", "HP5", None]
    desk = Desk(*(MemorySheet(f"{n}.jpg", film=film) for n, film in enumerate(films)))
    assert desk.sitting.all.used("film") == ["HP5", "FP4"]
    desk.sitting.select(3)
    desk.sitting.write("film", "Tri-X")
    desk.sitting.save()
    assert desk.sitting.all.used("film") == ["HP5", "FP4", "Tri-X"]


def test_all_sheets_are_looked_at_and_one_that_cannot_be_read_holds_nothing_up() -> None:
    sheets = [MemorySheet(f"{n}.jpg", image_id=str(n)) for n in range(50)]
    sheets[20].fault = ExifilmError(Text("the image is damaged"))
    Desk(*sheets)
    assert [s.glance.number for s in sheets if s.glance] == [
        "" if n == 20 else str(n) for n in range(50)
    ]
    assert sheets[20].glance and sheets[20].glance.problem == "the image is damaged"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_done_nothing_typed_is_lost(data: st.DataObject) -> None:
    """Saves fail now and then, and other programs change files, in any order.

    In the end each file holds what was typed last, and each invalid text is still in its field.
    """
    sheets = [MemorySheet(f"{n}.jpg", subject=f"S{n}") for n in range(3)]
    desk = Desk(*sheets, slow=True, slow_reading=True)
    desk.reader.work()
    expected: dict[tuple[int, str], str] = {}
    for _step in range(data.draw(st.integers(1, 25))):
        readable = desk.sitting.draft.kept is not None
        match data.draw(
            st.sampled_from(["write", "wrong", "select", "fault", "work", "save", "read"])
        ):
            case "write":
                name = data.draw(st.sampled_from(["subject", "film", "notes"]))
                text = data.draw(st.sampled_from(["Aa", "Bb", "Cc"]))
                desk.sitting.write(name, text)
                if readable:
                    expected[desk.sitting.index, name] = text
            case "wrong":
                desk.sitting.write("aperture", "wide")
                if readable:
                    expected[desk.sitting.index, "aperture"] = "wide"
            case "select":
                desk.sitting.select(data.draw(st.integers(0, 2)))
            case "fault":
                sheet = data.draw(st.sampled_from(sheets))
                sheet.fault = None if sheet.fault else ExifilmError(Text("full"))
            case "work":
                desk.saver.work()
            case "read":
                desk.reader.work()
            case "save":
                desk.sitting.save()
    for sheet in sheets:
        sheet.fault = None
    desk.reader.work()
    desk.saver.work()
    desk.sitting.finish(lambda _stuck: None)
    while desk.reader.waiting or desk.saver.waiting:
        desk.reader.work()
        desk.saver.work()
    for (index, name), text in expected.items():
        assert desk.sitting.draft_of(index).text(name) == text
        if name != "aperture":
            assert sheets[index].disk.show(name) == text
        else:
            assert sheets[index].disk.aperture is None


# ── the layout of the fields on the screen ───────────────────────────────────────────────────


def test_the_rows_hold_every_field_once_in_the_order_of_the_form() -> None:
    laid_out = [cell.name for section in Section for row in rows(section) for cell in row]
    assert laid_out == [field.name for field in ExposureRecord.fields() if not is_movement(field)]


def test_the_rows_are_as_wide_as_the_form() -> None:
    for section in Section:
        assert len(rows(section)) == len(ROWS[section])  # every field is in a row of the table
        for row in rows(section):
            assert sum(cell.columns for cell in row) == ACROSS
            assert {ExposureRecord.field(cell.name).section for cell in row} == {section}


def test_exif_taken_for_the_copy_s_becomes_the_film_s_at_once() -> None:
    one, other = two(copy_exposure="f/8")
    desk = Desk(one, other)
    desk.sitting.write("subject", "Moonrise")
    desk.sitting.exif_is_the_films()
    assert one.disk == ExposureRecord(subject="Moonrise", aperture="f/8")
    assert desk.sitting.draft.text("aperture") == "f/8"
    assert desk.sitting.draft.text("copy_exposure") == ""
    desk.sitting.write("subject", "Moon")
    desk.sitting.save()
    assert one.saves == 2 and one.disk.subject == "Moon", "the next save is like any other"


# ── tags that disagree with the record ───────────────────────────────────────────────────────


def drifted() -> tuple[Desk, MemorySheet]:
    """A scan whose title and creator another program changed; the test runs the saves."""
    one, other = two(subject="Moonrise", photographer="Anna")
    one.drifted = (
        Drift("subject", "XMP-dc:Title", "Sunrise", "Sunrise"),
        Drift("photographer", "XMP-dc:Creator", "Bo", "Bo"),
    )
    return Desk(one, other, slow=True), one


def fields(desk: Desk) -> list[str]:
    return [drift.field for drift in desk.sitting.drifted]


def test_what_a_tag_says_is_taken_and_saved_at_once() -> None:
    desk, one = drifted()
    assert fields(desk) == ["subject", "photographer"]
    desk.sitting.take("subject", "Sunrise")
    assert desk.sitting.draft.text("subject") == "Sunrise"
    assert fields(desk) == ["photographer"], "what is being saved needs no choice any more"
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Sunrise", photographer="Anna")
    assert fields(desk) == ["photographer"]
    assert desk.listener.words == [], "the record has changed, and that is what one asked for"
    desk.sitting.step_back()
    assert desk.sitting.draft.text("subject") == "Moonrise"


def test_the_record_is_kept_and_the_tags_agree_with_it() -> None:
    desk, one = drifted()
    desk.sitting.keep(["subject", "photographer"])
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Moonrise", photographer="Anna")
    assert one.drifted == () and fields(desk) == []
    assert desk.listener.words == ["Tags updated to agree with the record: Subject, Photographer"]
    desk.sitting.save()
    desk.saver.work()
    assert one.saves == 1


def test_a_save_of_something_else_leaves_the_choice() -> None:
    desk, one = drifted()
    desk.sitting.write("film", "HP5")
    desk.sitting.save()
    desk.saver.work()
    assert one.disk.film == "HP5"
    assert fields(desk) == ["subject", "photographer"]


def test_a_choice_made_while_it_is_being_saved_comes_after() -> None:
    desk, one = drifted()
    desk.sitting.keep(["subject"])
    desk.sitting.keep(["photographer"])
    assert fields(desk) == []
    desk.saver.work()
    assert one.drifted == () and one.saves == 2


@pytest.mark.parametrize("take", [True, False])
def test_a_choice_whose_save_fails_can_be_tried_again(take: bool) -> None:
    desk, one = drifted()
    one.fault = ExifilmError(Text("the disk is full"))
    if take:
        desk.sitting.take("subject", "Sunrise")
    else:
        desk.sitting.keep(["subject"])
    desk.saver.work()
    assert desk.sitting.draft.state is State.FAILED
    one.fault = None
    desk.sitting.try_again()
    desk.saver.work()
    assert one.disk.subject == ("Sunrise" if take else "Moonrise")
    assert fields(desk) == ["photographer"]


def test_a_choice_waits_while_one_has_to_choose_what_another_program_changed() -> None:
    desk, one = drifted()
    one.disk = one.disk.replace(film="FP4")
    desk.sitting.keep(["subject"])
    desk.saver.work()
    assert desk.sitting.draft.state is State.CHANGED_ON_DISK
    assert fields(desk) == []
    desk.sitting.choose(["film"])
    desk.saver.work()
    assert one.disk == ExposureRecord(subject="Moonrise", photographer="Anna", film="FP4")
    assert fields(desk) == ["photographer"]
