"""Several scans edited together, without a window: what they share, saves, faults, undo."""

from __future__ import annotations

from typing import Any

import pytest
from exifilm_form.session.notices import Message, most_urgent
from exifilm_form.session.selection import Selection
from exifilm_form.session.sheet_state import State
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


def test_two_fields_of_one_text_go_to_all() -> None:
    desk, scans = three()
    desk.session.write("exposure_time", "8 x 4 s")
    desk.session.save()
    assert [(scan.disk.exposures, scan.disk.exposure_time) for scan in scans] == [(8, 32.0)] * 3


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


def test_revert_drops_what_was_typed_for_all() -> None:
    desk, scans = three()
    desk.session.write("lens", "Nikkor")
    desk.session.empty("subject")
    desk.session.put_first()
    assert not desk.session.sheet.unsaved
    assert desk.session.sheet.mixed("lens") and desk.session.sheet.mixed("subject")
    desk.session.select(0)
    assert [scan.saves for scan in scans] == [0, 0, 0]
