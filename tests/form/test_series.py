"""Numbers and dates over the selected scans, and two scans swapped."""

from __future__ import annotations

from pathlib import Path

import pytest
from exifilm_form.session.selection import Selection
from exifilm_form.session.series import (
    COUNTING,
    count_up,
    ends_of_dates,
    first_number,
    sheets,
    shift_dates,
    spread_dates,
    swap,
)

from exifilm_core import ExposureRecord
from exifilm_core.actions.set_fields import How, set_fields
from exifilm_core.kinds.date_series import Shift
from tests import samples
from tests.form import gtk_probe
from tests.form.doubles import Desk, MemoryScan


def selected(*records: ExposureRecord, names: list[str] | None = None) -> Desk:
    """A session in which all of these are selected."""
    names = names or [f"{number}.jpg" for number in range(len(records))]
    pairs = zip(names, records, strict=True)
    desk = Desk(*(MemoryScan(name, **record.filled()) for name, record in pairs))
    desk.session.select_several(Selection.of(range(len(records))))
    return desk


def test_numbers_count_up_over_the_sheets() -> None:
    records = [ExposureRecord(image_id="5", film="HP5"), *[ExposureRecord(film="HP5")] * 3]
    desk = selected(*records, names=["a.jpg", "b.jpg", "b.tif", "c.jpg"])
    assert COUNTING == ("image_id", "holder", "frame")
    assert first_number(desk.session, "image_id") == "5"
    assert first_number(desk.session, "holder") == ""
    plan = count_up(desk.session, "image_id", " 0418-07 ")
    assert plan.words == "0418-07: a.jpg, 0418-08, 0418-09: c.jpg"
    desk.session.together.put_each(plan.values)
    numbers = [scan.disk.image_id for scan in desk.host.scans]
    assert numbers == ["0418-07", "0418-08", "0418-08", "0418-09"], "b.jpg and b.tif are one sheet"
    desk.session.step_back()
    assert [scan.disk for scan in desk.host.scans] == records


def test_numbers_go_before_what_is_typed_for_all() -> None:
    desk = selected(*[ExposureRecord(frame="9")] * 3)
    desk.session.write("image_id", "7")
    desk.session.write("film", "HP5")
    assert [record and record.film for record in desk.session.all.records()] == ["HP5"] * 3
    desk.session.empty("frame")
    plan = count_up(desk.session, "frame", "1")
    desk.session.together.put_each(plan.values)
    records = [scan.disk for scan in desk.host.scans]
    assert [(each.image_id, each.film) for each in records] == [("7", "HP5")] * 3
    assert [each.frame for each in records] == ["1", "2", "3"]
    desk.session.write("image_id", "8")
    desk.session.together.put_each(count_up(desk.session, "image_id", "0418-01").values)
    assert [s.disk.image_id for s in desk.host.scans] == ["0418-01", "0418-02", "0418-03"]


@pytest.mark.parametrize("first", ["", "first", "\x00"])
def test_what_cannot_count_up_says_so(first: str) -> None:
    plan = count_up(selected(*[ExposureRecord()] * 3).session, "holder", first)
    assert plan.values == {} and plan.words


def test_many_numbers_are_shortened() -> None:
    plan = count_up(selected(*[ExposureRecord()] * 36).session, "holder", "1A")
    assert plan.words == "1A: 0.jpg, 1B, 2A, …, 18B: 35.jpg"


def test_the_grid_gives_another_order_and_a_sheet_stays_one() -> None:
    dates = ["2024-05-16", None, "2024-05-14", None, "2024-05-12"]
    names = ["a.jpg", "b.jpg", "c.jpg", "c.tif", "d.jpg"]
    desk = selected(*(ExposureRecord(taken=date) for date in dates), names=names)
    order = [4, 2, 1, 0, 3]
    assert sheets(desk.session, order) == [[4], [2, 3], [1], [0]]
    plan = count_up(desk.session, "frame", "1", order)
    assert plan.words == "1: d.jpg, 2, 3, 4: a.jpg"
    frames = {index: value["frame"] for index, value in plan.values.items()}
    assert frames == {4: "1", 2: "2", 3: "2", 1: "3", 0: "4"}
    assert first_number(desk.session, "image_id", order) == ""
    assert ends_of_dates(desk.session, order) == ("2024-05-12", "")
    spread = spread_dates(desk.session, "2024-05-12", "2024-05-16", order)
    assert {i: str(value["taken"]) for i, value in spread.values.items()} == {
        1: "2024-05-15~",
        3: "2024-05-14",
    }


def test_dates_are_shifted_as_far_as_they_are_known() -> None:
    dates = ["2024-05-12 16:20", "2024-05-12 17:00", "2024-05", None]
    desk = selected(*(ExposureRecord(taken=date) for date in dates))
    plan = shift_dates(desk.session, Shift(hours=1))
    assert plan.words == (
        "2024-05-12 16:20 → 2024-05-12 17:20\n2024-05-12 17:00 → 2024-05-12 18:00\n"
        "1 date is not exact enough, and stays: 2.jpg"
    )
    desk.session.together.put_each(plan.values)
    shown = [scan.disk.show("taken") for scan in desk.host.scans]
    assert shown == ["2024-05-12 17:20", "2024-05-12 18:00", "2024-05", ""]
    assert shift_dates(desk.session, Shift()).values == {}


def test_dates_are_spread_and_marked_as_estimates() -> None:
    desk = selected(ExposureRecord(taken="2024-05-12 9:00"), *[ExposureRecord()] * 4)
    assert ends_of_dates(desk.session) == ("2024-05-12 09:00", "")
    assert spread_dates(desk.session, "2024-05-12", "").values == {}
    assert "2024-13-12" in spread_dates(desk.session, "2024-13-12", "2024").words
    assert spread_dates(desk.session, "2024", "2023").values == {}
    plan = spread_dates(desk.session, "12 May 2024 9:00", "16 May 2024")
    assert plan.words == (
        "2024-05-12 09:00: 0.jpg, c. 2024-05-13, c. 2024-05-14, …, 2024-05-16: 4.jpg"
    )
    desk.session.together.put_each(plan.values)
    shown = [scan.disk.show("taken") for scan in desk.host.scans]
    middle = [f"c. 2024-05-{day}" for day in (13, 14, 15)]
    assert shown == ["2024-05-12 09:00", *middle, "2024-05-16"]


def test_a_scan_between_keeps_its_exact_date_and_the_preview_tells() -> None:
    dates = ["2024-05-12 8:00", None, "2024-05-14 10:00", "c. 2024-05-13", None, "2024-05-20 18:00"]
    desk = selected(*(ExposureRecord(taken=date) for date in dates))
    plan = spread_dates(desk.session, *ends_of_dates(desk.session))
    assert plan.words == (
        "2024-05-12 08:00: 0.jpg, c. 2024-05-13, 2024-05-14 10:00, …, 2024-05-20 18:00: 5.jpg\n"
        "1 scan between them keeps its date.\nReplaces: 3.jpg (c. 2024-05-13)"
    )
    desk.session.together.put_each(plan.values)
    assert [scan.saves for scan in desk.host.scans] == [0, 1, 0, 1, 1, 0]
    shown = [scan.disk.show("taken") for scan in desk.host.scans]
    assert shown[1:-1] == ["c. 2024-05-13", "2024-05-14 10:00", "c. 2024-05-16", "c. 2024-05-18"]


def test_a_day_between_two_dates_of_it_is_no_estimate() -> None:
    dates = ["2024-05-12 8:00", None, "2024-05-12 10:00", "c. 2024-05-12", "2024-05-12 18:00"]
    desk = selected(*(ExposureRecord(taken=date) for date in dates))
    plan = spread_dates(desk.session, *ends_of_dates(desk.session))
    desk.session.together.put_each(plan.values)
    shown = [scan.disk.show("taken") for scan in desk.host.scans]
    assert shown[1:-1] == ["2024-05-12", "2024-05-12 10:00", "2024-05-12"]


def test_dates_that_contradict_the_order_are_refused() -> None:
    desk = selected(*(ExposureRecord(taken=date) for date in ("2024-05-12", "2024-05-20", None)))
    plan = spread_dates(desk.session, "2024-05-12", "2024-05-18")
    assert plan == (
        {},
        "The dates contradict the order of the scans: 1.jpg (2024-05-20), then 2.jpg (2024-05-18).",
    )
    assert spread_dates(desk.session, "c. 2024", "2025").words == (
        "dates between two others need exact ends"
    )


def test_ends_that_are_typed_anew_are_named_as_replaced() -> None:
    dates = ["2024-05-12", *["c. 2024-05-15"] * 9, "2024-05-20"]
    desk = selected(*(ExposureRecord(taken=date) for date in dates))
    plan = spread_dates(desk.session, "2024-05-12", "2024-06-01")
    assert plan.words.endswith(
        "Replaces: 10.jpg (2024-05-20), 1.jpg (c. 2024-05-15), 2.jpg (c. 2024-05-15), …, "
        "9.jpg (c. 2024-05-15)"
    )


def test_a_known_date_of_one_file_goes_to_the_other_of_its_sheet() -> None:
    dates = ["2024-05-12", None, "2024-05-14 10:00", "2024-05-16"]
    names = ["a.jpg", "b.jpg", "b.tif", "c.jpg"]
    desk = selected(*(ExposureRecord(taken=date) for date in dates), names=names)
    plan = spread_dates(desk.session, "2024-05-12", "2024-05-16")
    taken = ExposureRecord(taken="2024-05-14 10:00").taken
    assert plan.values == {1: {"taken": taken}}


def test_two_scans_swap_what_they_have() -> None:
    one = ExposureRecord(image_id="1", subject="Rock", lens="Symmar", scan_software="SilverFast")
    other = ExposureRecord(image_id="2", subject="Tree", scan_software="VueScan")
    desk = selected(one, other)
    plan = swap(desk.session)
    assert plan.words == ""
    desk.session.together.put_each(plan.values)
    first, second = (scan.disk for scan in desk.host.scans)
    assert first == ExposureRecord(image_id="2", subject="Tree", scan_software="SilverFast")
    assert second == one.replace(scan_software="VueScan")
    desk.session.step_back()
    assert [scan.disk for scan in desk.host.scans] == [one, other]


def test_only_two_that_differ_are_swapped() -> None:
    same = ExposureRecord(subject="Rock")
    assert swap(selected(same, same).session).words == "Both records are the same."
    three = selected(same, same, same)
    assert swap(three.session).words == "Select two scans to swap their records."
    three.session.together.put_each({})
    assert [scan.saves for scan in three.host.scans] == [0, 0, 0]


# ── in the window ────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    tmp_path = tmp_path_factory.mktemp("series")
    folder = tmp_path / "scans"
    folder.mkdir()
    paths = [samples.make(folder / f"scan_{number}.jpg") for number in (1, 2, 3)]
    values = {path: {"taken": "2024-05-12 16:20", "film": "HP5"} for path in paths}
    with gtk_probe.own_home(tmp_path / "home"):
        assert all(outcome.get().saved for outcome in set_fields(values, How()))
        return gtk_probe.run(Path(__file__).with_name("probe_series.py"), folder)


def test_a_save_in_the_midst_of_a_word_leaves_text_and_cursor(tried: gtk_probe.Answers) -> None:
    done = tried["probe_typing_on"]
    assert done["before"] == done["after"] == ["22", 2, False]
    assert done["undone"] == "", "also in the field that has the focus"
    assert done["text"] == "22 1/2"
    assert done["saved"] == ["f/22½"] * 3


def test_the_dialogues_by_their_keys(tried: gtk_probe.Answers) -> None:
    done = tried["probe_series"]
    assert done["preview"] == "12A: scan_1.jpg, 12B, 13A: scan_3.jpg"
    assert done["holders"] == ["12A", "12B", "13A"]
    assert done["dates"] == ["2024-05-12 17:20"] * 3
    assert done["invalid"] is False, "nothing is applied while the choice is invalid"
    assert done["swapped"] == ["12B", "12A", "13A"]
    assert done["undone"] == ["12A", "12B", "13A"]


def test_the_dialogues_follow_the_grid_while_it_is_shown(tried: gtk_probe.Answers) -> None:
    done = tried["probe_the_order_of_the_grid"]
    assert done["numbers"] == "1: scan_3.jpg, 2, 3: scan_1.jpg"
    assert done["frames"].split("\n")[1] == "Frames 1: scan_3.jpg, 2, 3: scan_1.jpg"
    assert done["dates"].startswith("2024-05-12 17:20: scan_3.jpg")
    assert done["in the form"] == "1: scan_1.jpg, 2, 3: scan_3.jpg"
