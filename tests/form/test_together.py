"""Several scans edited together, without a window: what they share, saves, faults, undo."""

from __future__ import annotations

from typing import Any

import pytest
from exifilm_form.session.notices import GO_THERE, Message, most_urgent
from exifilm_form.session.scan_list import mark
from exifilm_form.session.selection import Selection
from exifilm_form.session.sheet_state import State
from exifilm_form.session.standing import standing
from hypothesis import given
from hypothesis import strategies as st

from exifilm_core import ExifilmError, ExposureRecord
from exifilm_core.messages import Text
from tests.form.doubles import Desk, MemoryHost, MemoryScan

READ_ONLY = ExifilmError(Text("you do not have permission to write it."))


def desk_of(*records: dict[str, Any], **how: bool) -> tuple[Desk, list[MemoryScan]]:
    """A session with scans of these records, all of them selected."""
    scans = [MemoryScan(f"{number}.jpg", **values) for number, values in enumerate(records)]
    desk = Desk(*scans, **how)
    desk.reader.work()
    desk.session.select_several(Selection.of(range(len(scans))))
    desk.reader.work()
    return desk, scans


def three(**how: bool) -> tuple[Desk, list[MemoryScan]]:
    return desk_of(
        {"subject": "A", "film": "HP5", "lens": "Symmar"},
        {"subject": "B", "film": "HP5", "lens": "Symmar"},
        {"subject": "B", "film": "HP5", "aperture": "f/22"},
        **how,
    )


def notice(desk: Desk) -> Message:
    found = most_urgent(desk.session, lambda: None)
    assert isinstance(found, Message)
    return found


# ── the selection ────────────────────────────────────────────────────────────────────────────


def test_ctrl_adds_and_removes_and_one_always_stays() -> None:
    one = Selection.only(3)
    two = one.toggled(7)
    assert two.indices == (3, 7) and two.open == 7 and two.several
    assert two.toggled(7).indices == (3,)
    assert two.toggled(7).open == 3
    assert one.toggled(3) is one


@given(first=st.integers(0, 20), last=st.integers(0, 20), on=st.integers(0, 20))
def test_shift_extends_from_where_it_began(first: int, last: int, on: int) -> None:
    extended = Selection.only(first).extended(last)
    assert extended.indices == tuple(range(min(first, last), max(first, last) + 1))
    assert extended.open == last
    assert extended.extended(on) == Selection.only(first).extended(on)


# ── what they share ──────────────────────────────────────────────────────────────────────────


def test_the_form_shows_what_they_share_and_where_they_differ() -> None:
    desk, _scans = three()
    sheet = desk.session.sheet
    assert sheet.state is State.LOADED
    assert (sheet.text("film"), sheet.mixed("film")) == ("HP5", None)
    assert sheet.text("lens") == ""
    mixed = sheet.mixed("lens")
    assert mixed and not mixed.emptied
    assert mixed.values().counted == {"Symmar": 2, "": 1}
    assert sheet.mixed("location") is None


def test_it_waits_until_all_are_read() -> None:
    scans = [MemoryScan(f"{number}.jpg", film="HP5") for number in range(40)]
    desk = Desk(*scans, slow_reading=True)
    desk.session.select_several(Selection.of(range(40)))
    assert desk.session.sheet.state is State.LOADING
    assert desk.session.write("lens", "Symmar") is None
    assert desk.session.sheet.text("lens") == ""
    desk.reader.work()
    assert desk.session.sheet.state is State.LOADED
    assert desk.session.sheet.text("film") == "HP5"


def test_one_that_cannot_be_read_does_not_hide_the_others() -> None:
    scans = [MemoryScan(f"{number}.jpg", film="HP5") for number in range(3)]
    scans[1].fault = ExifilmError(Text("it is damaged."))
    desk = Desk(*scans)
    desk.session.select_several(Selection.of(range(3)))
    assert desk.session.sheet.text("film") == "HP5"
    desk.session.write("lens", "Symmar")
    desk.session.save()
    assert [scan.disk.lens for scan in scans] == ["Symmar", None, "Symmar"]
    assert "1.jpg: it is damaged" in notice(desk).words


def test_a_host_that_saves_one_by_one_selects_one() -> None:
    class OneByOne(MemoryHost):
        save_together = None  # type: ignore[assignment]

    desk = Desk(MemoryScan("one.jpg"), MemoryScan("two.jpg"), host=OneByOne)
    assert not desk.session.together.possible
    desk.session.select_several(Selection.of([0, 1], 1))
    assert desk.session.index == 1 and desk.session.selection.indices == (1,)
    assert desk.session.together.sheet is None


# ── saving ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_goes_to_all_and_a_field_untouched_changes_nothing() -> None:
    desk, scans = three()
    before = [scan.disk for scan in scans]
    desk.session.write("lens", "Nikkor")
    assert desk.session.sheet.mixed("lens") is None
    assert desk.session.sheet.state is State.EDITED
    desk.session.select(1)
    assert [scan.disk for scan in scans] == [record.replace(lens="Nikkor") for record in before]
    assert [scan.saves for scan in scans] == [1, 1, 1]
    assert desk.session.sheet.text("lens") == "Nikkor" and desk.session.sheet.text("subject") == "B"


def test_nothing_typed_saves_nothing() -> None:
    desk, scans = three()
    desk.session.write("lens", "N")
    desk.session.write("lens", "")
    assert desk.session.sheet.mixed("lens")
    desk.session.select(0)
    assert [scan.saves for scan in scans] == [0, 0, 0]


def test_a_shared_field_is_emptied_by_typing_a_mixed_one_by_choice() -> None:
    desk, scans = three()
    desk.session.write("film", "")
    desk.session.empty("lens")
    mixed = desk.session.sheet.mixed("lens")
    assert mixed and mixed.emptied
    desk.session.step_back()
    mixed = desk.session.sheet.mixed("lens")
    assert mixed and not mixed.emptied
    desk.session.empty("lens")
    desk.session.save()
    assert [scan.disk for scan in scans] == [
        ExposureRecord(subject="A"),
        ExposureRecord(subject="B"),
        ExposureRecord(subject="B", aperture="f/22"),
    ]
    assert desk.session.sheet.mixed("lens") is None


def test_many_fields_are_counted_so_that_the_line_has_room_for_them() -> None:
    desk, _scans = three()
    for name in ("lens", "filter", "location", "film"):
        desk.session.write(name, "x")
    desk.session.save()
    assert desk.session.together.can_undo == "Location, Film, Lens, Filter in 3 scans"
    desk.session.put(**dict.fromkeys(("lens", "filter", "location", "film", "meter"), "y"))
    desk.session.save()
    assert desk.session.together.can_undo == "5 fields in 3 scans"


def test_what_was_saved_and_undone_is_what_changed() -> None:
    desk, scans = three()
    desk.session.write("lens", "Symmar")
    desk.session.write("subject", "B")
    desk.session.save()
    told = "Subject, Lens in 1 scan"
    assert [scan.saves for scan in scans] == [1, 0, 1]
    assert desk.listener.words[-1] == f"Saved: {told}"
    assert desk.session.together.can_undo == told
    desk.session.step_back()
    assert desk.listener.words[-1] == f"Undone: {told}"


def test_a_field_that_was_empty_and_stays_so_did_not_change() -> None:
    desk, _scans = desk_of({}, {"filter": "red"})
    desk.session.write("lens", "Symmar")
    desk.session.empty("filter")
    desk.session.save()
    assert desk.listener.words[-1] == "Saved: Lens in 2 scans; Filter in 1"


def test_a_save_without_a_change_is_told_as_such() -> None:
    desk, scans = three()
    desk.session.together.put_each({0: {"lens": "Symmar"}})
    assert [scan.saves for scan in scans] == [0, 0, 0]
    words = "Nothing changed: the scans have these values already."
    assert desk.listener.words[-1] == words
    assert desk.session.together.can_undo == ""


def test_two_fields_of_one_text_go_to_all() -> None:
    desk, scans = three()
    desk.session.write("exposure_time", "8 x 4 s")
    desk.session.save()
    assert [(scan.disk.exposures, scan.disk.exposure_time) for scan in scans] == [(8, 32.0)] * 3


def test_a_field_emptied_in_all_and_filled_by_another_s_text() -> None:
    desk, scans = desk_of(*({"development_time": time} for time in ("7", "7½", "8")))
    desk.session.empty("development_time")
    for text in ("N", "N, ", "N, 7", "N, "):
        desk.session.write("development", text)
    sheet = desk.session.together.sheet
    assert sheet is not None

    def is_emptied() -> bool:
        mixed = sheet.mixed("development_time")
        return mixed is not None and mixed.emptied

    assert is_emptied(), "cut again"
    desk.session.write("development", "N, 7")
    desk.session.step_back()
    assert is_emptied(), "undone"
    desk.session.write("development", "N, 7")
    desk.session.save()
    assert [(s.disk.development, s.disk.development_time) for s in scans] == [(0, 420)] * 3


def test_closing_can_name_all_invalid_entries() -> None:
    desk, _scans = three()
    desk.session.write("development", "N+9x")
    desk.session.select(0)
    desk.session.write("exposure_index", "x")
    desk.session.select(1)
    assert desk.session.invalid == ("exposure_index", "development")


def test_emptied_in_all_comes_back_by_undo() -> None:
    desk, scans = three()
    desk.session.empty("lens")
    desk.session.write("lens", "Sironar")
    desk.session.step_back()
    desk.session.save()
    assert [scan.disk.lens for scan in scans] == [None] * 3


def test_a_step_that_a_later_action_has_overtaken_is_not_undone() -> None:
    desk, scans = three()
    desk.session.select(0)
    desk.session.write("lens", "A")
    desk.session.select_several(Selection.of([0, 1, 2]))
    desk.session.write("lens", "B")
    desk.session.save()
    desk.session.select(0)
    desk.session.write("aperture", "f/8")
    desk.session.save()
    desk.session.step_back()
    assert desk.session.can_undo == ""
    desk.session.step_back()
    desk.session.save()
    assert [scan.disk.lens for scan in scans] == ["B"] * 3


def test_readings_of_the_drawing_go_to_all() -> None:
    desk, scans = three()
    readings = ExposureRecord(readings="moss EV 7 on III").readings
    desk.session.put(readings=readings)
    desk.session.save()
    assert [scan.disk.readings for scan in scans] == [readings] * 3


def test_typing_goes_on_while_they_are_saved() -> None:
    desk, scans = three(slow=True)
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    assert desk.session.sheet.state is State.SAVING
    progress = desk.session.together.progress
    assert progress and (progress.done, progress.of) == (0, 3)
    assert progress.words == "Saving: Lens in 3 scans"
    desk.session.write("filter", "orange")
    desk.saver.work()
    assert desk.session.sheet.state is State.EDITED
    assert desk.session.sheet.text("filter") == "orange"
    desk.session.save()
    desk.saver.work()
    assert [(scan.disk.lens, scan.disk.filter) for scan in scans] == [("Nikkor", "orange")] * 3
    assert desk.session.together.progress is None


def test_saves_that_wait_for_each_other_are_no_other_program_s() -> None:
    desk, scans = three(slow=True)
    desk.session.select(0)
    desk.session.write("lens", "Alone")
    desk.session.select_several(Selection.of(range(3)))
    for lens in ("Nikkor", "Fujinon"):
        desk.session.write("lens", lens)
        desk.session.save()
    desk.session.write("lens", "Sironar")
    desk.session.select(1)
    desk.saver.work()
    assert desk.session.together.pending == []
    assert [scan.disk.lens for scan in scans] == ["Sironar"] * 3


def test_a_word_can_be_typed_on_while_its_beginning_is_saved() -> None:
    desk, scans = three(slow=True)
    desk.session.write("exposure_time", "8 x 4")
    desk.session.save()
    desk.session.write("exposure_time", "8 x 4 s")
    desk.session.write("exposure_time", "8 x 4 min")
    desk.saver.work()
    assert desk.session.sheet.writing == "exposure_time"
    desk.session.save()
    desk.saver.work()
    assert [scan.disk.exposure_time for scan in scans] == [1920.0] * 3
    desk.session.step_back()
    desk.saver.work()
    assert [scan.disk.exposure_time for scan in scans] == [32.0] * 3


def test_an_invalid_text_is_neither_saved_nor_lost() -> None:
    desk, scans = three()
    desk.session.write("aperture", "wide open")
    desk.session.write("lens", "Nikkor")
    desk.session.select(0)
    assert [scan.disk.aperture for scan in scans] == [None, None, 22.0]
    assert [scan.disk.lens for scan in scans] == ["Nikkor"] * 3
    desk.session.select_several(Selection.of(range(3)))
    assert desk.session.sheet.text("aperture") == "wide open"
    assert desk.session.sheet.state is State.INVALID
    told: list[int | None] = []
    desk.session.select(1)
    desk.session.finish(told.append)
    assert told == [1] and desk.session.sheet.text("aperture") == "wide open"


def marks(desk: Desk) -> list[str]:
    """What the list shows in front of each scan."""
    session = desk.session
    return [mark(scan, session.state(index)) for index, scan in enumerate(session.scans)]


def four() -> tuple[Desk, list[MemoryScan]]:
    """Three selected scans, in which an invalid aperture and notes were typed, and a fourth one."""
    desk, scans = desk_of(*[{"film": "HP5"} for _ in range(4)])
    desk.session.select_several(Selection.of(range(3)))
    desk.session.write("aperture", "f/22 1/4 x4 1 s")
    desk.session.write("notes", "x")
    return desk, scans


def test_scans_with_an_invalid_entry_are_marked_and_named() -> None:
    desk, scans = four()
    desk.session.select(3)
    assert [scan.disk.notes for scan in scans] == ["x", "x", "x", None]
    assert marks(desk) == ["⚠", "⚠", "⚠", "✓"]
    assert desk.listener.words == ["Saved: Notes in 3 scans; Aperture could not be saved"]
    assert notice(desk).words == (
        "Aperture could not be saved in 0.jpg, 1.jpg, 2.jpg: the entry is invalid. "
        "What you typed there is kept."
    )
    desk.session.select(1)
    assert standing(desk.session, "") == "Saved, except Aperture", "of one of them alone"
    assert desk.session.sheet.text("aperture") == ""
    desk.session.write("lens", "Symmar")
    assert standing(desk.session, "") == "Not saved yet; Aperture cannot be saved"
    notice(desk).buttons[GO_THERE]()
    assert desk.session.selection.indices == (0, 1, 2)
    assert desk.session.sheet.text("aperture") == "f/22 1/4 x4 1 s"
    assert most_urgent(desk.session, lambda: None) is None, "it is marked at the field"
    desk.session.write("aperture", "f/22")
    desk.session.select(3)
    assert [scan.disk.aperture for scan in scans] == [22.0] * 3 + [None]
    assert marks(desk) == ["✓"] * 4 and desk.session.together.pending == []
    assert most_urgent(desk.session, lambda: None) is None
    assert standing(desk.session, "") == "Saved"


def test_an_invalid_entry_alone_is_named_too_and_can_be_dropped() -> None:
    desk, scans = three()
    desk.session.write("aperture", "wide open")
    desk.session.select(0)
    assert desk.listener.words == ["Aperture could not be saved"]
    assert marks(desk) == ["⚠"] * 3 and [scan.saves for scan in scans] == [0] * 3
    notice(desk).buttons[GO_THERE]()
    desk.session.step_back()
    desk.session.select(0)
    assert marks(desk) == ["✓"] * 3 and desk.session.together.pending == []


def test_ctrl_s_marks_the_scans_before_they_are_left() -> None:
    desk, _scans = four()
    assert marks(desk) == ["✓"] * 4, "typing goes on"
    desk.session.save()
    assert marks(desk) == ["⚠"] * 3 + ["✓"]
    said = desk.listener.words[-1]
    assert standing(desk.session, said) == (
        "3 scans selected · Saved, except Aperture · "
        "Saved: Notes in 3 scans; Aperture could not be saved"
    )


def test_what_failed_and_what_is_invalid_in_the_same_scans_are_both_found_again() -> None:
    desk, scans = desk_of({"film": "HP5"}, {"film": "HP5"}, {})
    desk.session.select_several(Selection.of([0, 1]))
    for scan in scans[:2]:  # another program
        scan.disk = scan.disk.replace(lens="Fujinon")
    desk.session.write("aperture", "wide open")
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    assert desk.session.sheet.text("aperture") == "wide open"
    notice(desk).buttons[GO_THERE]()
    assert desk.session.sheet.text("lens") == "Nikkor", "what failed"
    desk.session.try_again()
    assert [scan.disk.lens for scan in scans] == ["Nikkor", "Nikkor", None]
    notice(desk).buttons[GO_THERE]()
    assert desk.session.sheet.text("aperture") == "wide open", "what is invalid"
    assert marks(desk) == ["⚠", "⚠", ""]


def test_scans_that_failed_are_marked_until_they_are_saved() -> None:
    desk, scans = three()
    scans[1].disk = scans[1].disk.replace(lens="Fujinon")  # another program
    desk.session.write("lens", "Nikkor")
    desk.session.select(0)
    assert marks(desk) == ["✓", "⚠", "✓"]
    notice(desk).buttons[GO_THERE]()
    desk.session.try_again()
    assert marks(desk) == ["✓"] * 3


def test_one_of_them_that_was_edited_alone_keeps_what_was_typed_there() -> None:
    desk, scans = three(slow=True)
    desk.session.select(0)
    desk.session.write("subject", "Alone")
    desk.session.select_several(Selection.of([0, 1]))
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    desk.session.select(0)
    desk.session.write("filter", "orange")
    desk.session.select(2)
    desk.saver.work()
    desk.reader.work()
    desk.saver.work()
    wanted = ExposureRecord(subject="Alone", film="HP5", lens="Nikkor", filter="orange")
    assert scans[0].disk == wanted
    assert desk.session.sheet_of(0).text("lens") == "Nikkor"
    assert desk.session.failed() == []


def test_a_reading_from_before_the_save_does_not_bring_the_old_value_back() -> None:
    desk, scans = three(slow=True, slow_reading=True)
    desk.session.write("lens", "Nikkor")
    desk.session.select(0)
    desk.reader.waiting.sort(key=lambda each: each[0])
    job = desk.reader.waiting.pop(0) if desk.reader.waiting else None
    read = job[1]() if job else None
    desk.saver.work()
    if job:
        job[2](read, None)
    desk.reader.work()
    assert desk.session.sheet.text("lens") == "Nikkor"
    assert scans[0].disk.lens == "Nikkor"


# ── faults ───────────────────────────────────────────────────────────────────────────────────


def test_those_that_fail_are_named_and_keep_what_was_typed() -> None:
    desk, scans = desk_of(*[{"film": "HP5"} for _ in range(20)])
    for index in (3, 7, 12):
        scans[index].fault = READ_ONLY
    desk.session.write("lens", "Symmar")
    desk.session.save()
    assert sum(scan.disk.lens == "Symmar" for scan in scans) == 17
    assert desk.session.selection.indices == (3, 7, 12)
    assert desk.session.sheet.text("lens") == "Symmar"
    assert desk.session.sheet.state is State.FAILED
    said = notice(desk)
    assert said.words.startswith(
        "3 scans could not be saved.\n3.jpg, 7.jpg, 12.jpg: you do not have permission to write it"
    )
    desk.session.select(0)
    assert "3.jpg, 7.jpg, 12.jpg could not be saved" in notice(desk).words
    [go] = notice(desk).buttons.values()
    go()
    assert desk.session.selection.indices == (3, 7, 12)
    for index in (3, 7, 12):
        scans[index].fault = None
    desk.session.try_again()
    assert all(scan.disk == ExposureRecord(film="HP5", lens="Symmar") for scan in scans)
    assert desk.session.together.pending == []
    desk.session.step_back()
    assert all(scan.disk == ExposureRecord(film="HP5") for scan in scans), "one undo for all"


def test_who_types_elsewhere_is_not_called_back() -> None:
    desk, scans = three(slow=True)
    scans[1].fault = READ_ONLY
    desk.session.write("lens", "Nikkor")
    desk.session.select(2)
    desk.session.write("subject", "C")
    desk.saver.work()
    assert desk.session.index == 2 and desk.session.together.sheet is None
    assert "1.jpg could not be saved" in notice(desk).words


def test_what_another_program_changed_is_named_and_not_overwritten() -> None:
    desk, scans = three()
    scans[1].disk = scans[1].disk.replace(lens="Fujinon")
    scans[2].disk = scans[2].disk.replace(subject="C")
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    assert [scan.disk.lens for scan in scans] == ["Nikkor", "Fujinon", "Nikkor"]
    assert scans[2].disk.subject == "C", "what nobody typed stays"
    assert "1.jpg: another program changed the record" in notice(desk).words
    desk.reader.work()
    desk.session.try_again()
    assert scans[1].disk.lens == "Nikkor"


def test_closing_asks_about_those_that_failed_and_does_not_try_again_by_itself() -> None:
    desk, scans = three(slow=True)
    scans[1].fault = READ_ONLY
    desk.session.write("lens", "Nikkor")
    told: list[int | None] = []
    desk.session.finish(told.append)
    assert told == []
    desk.saver.work()
    assert told == [1]
    assert desk.session.sheet.text("lens") == "Nikkor"
    scans[1].fault = None
    desk.session.finish(told.append)
    desk.saver.work()
    assert told == [1, 1] and scans[1].disk.lens == "Symmar"


def test_closing_waits_for_the_action() -> None:
    desk, scans = three(slow=True)
    desk.session.write("lens", "Nikkor")
    told: list[int | None] = []
    desk.session.finish(told.append)
    desk.saver.work()
    assert told == [None]
    assert [scan.disk.lens for scan in scans] == ["Nikkor"] * 3


@pytest.mark.parametrize("then", ["go on", "undo"])
def test_a_cancelled_action_says_how_many_were_left(then: str) -> None:
    desk, scans = desk_of(*[{"film": "HP5"} for _ in range(10)], slow=True)
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    fourth, read = scans[3], scans[3].read

    def cancels() -> ExposureRecord:
        desk.session.together.cancel()
        return read()

    fourth.read = cancels  # type: ignore[method-assign]
    desk.saver.work()
    fourth.read = read  # type: ignore[method-assign]
    assert sum(scan.disk.lens == "Nikkor" for scan in scans) == 4
    assert desk.session.sheet.mixed("lens")
    said = notice(desk)
    assert said.words == "Cancelled: 6 scans are as they were before."
    go_on, undo = said.buttons.values()
    (go_on if then == "go on" else undo)()
    desk.saver.work()
    assert sum(scan.disk.lens == "Nikkor" for scan in scans) == (10 if then == "go on" else 0)
    desk.session.step_back()
    desk.saver.work()
    assert all(scan.disk == ExposureRecord(film="HP5") for scan in scans)


# ── undo ─────────────────────────────────────────────────────────────────────────────────────


def test_undo_takes_the_typing_first_and_then_the_action_on_all() -> None:
    desk, scans = three()
    before = [scan.disk for scan in scans]
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    desk.session.write("film", "FP4")
    desk.session.step_back()
    desk.session.write("lens", "Nikkor")
    desk.listener.filled.clear()
    assert desk.session.sheet.text("film") == "HP5"
    assert desk.session.together.can_undo == "Lens in 3 scans"
    desk.session.step_back()
    assert [scan.disk for scan in scans] == before
    assert desk.session.sheet.mixed("lens")
    assert desk.session.together.can_undo == ""
    assert desk.session.sheet.writing is None and "lens" in desk.listener.filled
    assert desk.listener.words == ["Saved: Lens in 3 scans", "Undone: Lens in 3 scans"]


def test_undo_names_those_that_were_saved_again_since() -> None:
    desk, scans = three()
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    desk.session.select(1)
    desk.session.write("subject", "Later")
    desk.session.select_several(Selection.of(range(3)))
    desk.session.step_back()
    assert [scan.disk.lens for scan in scans] == ["Symmar", "Nikkor", None]
    assert scans[1].disk.subject == "Later"
    said = notice(desk)
    assert said.words == "1 scan was not undone.\n1.jpg: it was saved again since"
    [close] = said.buttons.values()
    close()
    assert most_urgent(desk.session, lambda: None) is None


def test_an_action_is_undone_from_a_scan_open_alone_too() -> None:
    desk, scans = three()
    before = [scan.disk for scan in scans]
    desk.session.write("lens", "Nikkor")
    desk.session.select(0)
    desk.session.select(2)
    assert desk.session.can_undo == "Lens in 3 scans"
    desk.session.write("film", "FP4")
    assert desk.session.can_undo == "Film", "the later one first"
    desk.session.step_back()
    assert desk.session.can_undo == "Lens in 3 scans", "the film was not saved"
    desk.session.step_back()
    assert [scan.disk for scan in scans] == before
    assert desk.session.sheet.text("lens") == "" and desk.session.can_undo == ""
    assert desk.listener.words[-1] == "Undone: Lens in 3 scans"
    assert desk.listener.undoings == [(("film",), "Undone: Film"), (("lens",), "")]


def test_a_scan_that_the_action_left_alone_shows_nothing_of_its_undo() -> None:
    desk, scans = three()
    desk.session.select_several(Selection.of([0, 1]))
    desk.session.write("lens", "Nikkor")
    desk.session.select(2)
    desk.session.step_back()
    assert [scan.disk.lens for scan in scans] == ["Symmar", "Symmar", None]
    assert desk.listener.undoings == []


def test_a_scan_saved_alone_since_is_not_passed_over() -> None:
    desk, scans = three()
    desk.session.write("lens", "Nikkor")
    desk.session.select(1)
    desk.session.write("film", "FP4")
    desk.session.select(0)
    assert desk.session.can_undo == ""
    desk.session.step_back()
    assert [scan.disk.lens for scan in scans] == ["Nikkor"] * 3
    desk.session.select(1)
    assert desk.session.can_undo == "Film"


def test_a_step_from_before_the_action_is_undone_after_it() -> None:
    desk, scans = three()
    desk.session.select(0)
    desk.session.write("subject", "Alone")
    desk.session.select_several(Selection.of(range(3)))
    desk.session.write("lens", "Nikkor")
    desk.session.select(0)
    assert desk.session.can_undo == "Lens in 3 scans"
    desk.session.step_back()
    assert [scan.disk.lens for scan in scans] == ["Symmar", "Symmar", None]
    assert desk.session.can_undo == "Subject"
    desk.session.step_back()
    assert desk.session.sheet.text("subject") == "A" and desk.session.can_undo == ""


def test_nothing_older_is_undone_while_scans_are_saved() -> None:
    desk, scans = three(slow=True)
    for lens in ("Nikkor", "Fujinon"):
        desk.session.write("lens", lens)
        desk.session.save()
        if lens == "Nikkor":
            desk.saver.work()
    desk.session.select(0)
    assert desk.session.can_undo == ""
    desk.session.step_back()
    desk.saver.work()
    assert [scan.disk.lens for scan in scans] == ["Fujinon"] * 3
    desk.session.step_back()
    assert desk.session.can_undo == "Lens in 3 scans", "the one before may follow at once"
    desk.session.step_back()
    desk.saver.work()
    assert [scan.disk.lens for scan in scans] == ["Symmar", "Symmar", None]


def test_what_failed_and_was_tried_again_is_the_last_action() -> None:
    desk, scans = three()
    scans[2].fault = READ_ONLY
    desk.session.write("lens", "Nikkor")
    desk.session.save()
    failed = desk.session.together.sheet
    desk.session.select_several(Selection.of([0, 1]))
    desk.session.write("filter", "orange")
    desk.session.save()
    scans[2].fault = None
    assert failed
    desk.session.return_to(failed)
    desk.session.try_again()
    desk.session.select(0)
    assert desk.session.can_undo == "Lens in 3 scans"


def test_revert_drops_what_was_typed_for_all() -> None:
    desk, scans = three()
    desk.session.write("lens", "Nikkor")
    desk.session.empty("subject")
    desk.session.put_first()
    assert not desk.session.sheet.unsaved
    assert desk.session.sheet.mixed("lens") and desk.session.sheet.mixed("subject")
    desk.session.select(0)
    assert [scan.saves for scan in scans] == [0, 0, 0]
