"""What the grid shows, in which order, and how the selection moves in it, without a toolkit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exifilm_form.session import folder as folder_module
from exifilm_form.session import grid as grid_module
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.grid import Grid, Order
from exifilm_form.session.selection import Selection

from exifilm_core import ExifilmError, ExposureRecord, Scan
from exifilm_core.actions.find import Search
from exifilm_core.messages import Text
from exifilm_core.record.query import asked
from tests.form.doubles import ByHand, Desk, Listener, MemoryHost, MemoryScan


def done(grid: Grid) -> list[int]:
    """What the grid shows, once it has judged all scans."""
    while grid.is_due:
        grid.go_on(0)
    return list(grid.shown)


def desk(*records: dict[str, Any]) -> tuple[Desk, Grid]:
    made = Desk(*(MemoryScan(f"{n}.jpg", **values) for n, values in enumerate(records)))
    return made, Grid(made.session)


def sorted_by(grid: Grid, field: str, *, descending: bool = False) -> list[int]:
    grid.sort(Order(field, descending))
    return done(grid)


# ── in which order ───────────────────────────────────────────────────────────────────────────


def test_scans_in_the_order_of_the_grid_and_then_the_hidden_ones() -> None:
    dates = ("2024-05-16", "2024-05-12", "2024-05-14", "2024-05-13")
    _made, grid = desk(*({"taken": date, "subject": f"Moon {date}"} for date in dates))
    assert grid.ordered([3, 0, 1]) == (0, 1, 3)
    sorted_by(grid, "taken")
    assert grid.ordered(range(4)) == (1, 3, 2, 0)
    sorted_by(grid, "taken", descending=True)
    assert grid.ordered([0, 1, 3]) == (0, 3, 1)
    grid.seek("moon taken=2024-05-13..2024-05-14")
    assert done(grid) == [2, 3]
    assert grid.ordered(range(4)) == (2, 3, 0, 1)


# ── which scans ──────────────────────────────────────────────────────────────────────────────


def test_all_scans_are_shown_before_any_is_read() -> None:
    scans = [MemoryScan(f"{n}.jpg") for n in range(3)]
    session = EditSession(MemoryHost(*scans), Listener(), ByHand(at_once=False), ByHand(at_once=1))
    grid = Grid(session)
    assert done(grid) == [0, 1, 2]
    assert grid.count_in_words() == "3 scans"
    grid.seek("moon")
    assert done(grid) == []
    assert grid.count_in_words() == "0 of 3 scans"


def test_a_scan_joins_once_it_is_read_and_leaves_when_another_value_is_typed() -> None:
    scans = [MemoryScan(f"{n}.jpg", subject=f"Moon {n}") for n in range(3)]
    host, reader = MemoryHost(*scans), ByHand(at_once=False)
    session = EditSession(host, Listener(), reader, ByHand(at_once=True))
    session.select(0)
    grid = Grid(session)
    grid.seek("moon")
    assert done(grid) == []
    reader.work()
    for index in range(3):
        grid.stands(index)
    assert done(grid) == [0, 1, 2]
    session.write("subject", "Tarn")
    grid.stands(0)
    assert done(grid) == [1, 2], "as typed, saved or not"


def test_nothing_is_read_during_a_scroll_but_what_was_asked_for() -> None:
    made = Desk(*(MemoryScan(f"{n}.jpg") for n in range(100)), slow_reading=True)
    reader, scans = made.reader, made.host.scans
    reader.work_once()  # the open one
    made.session.wait_to_look(True)
    reader.work()
    before = sum(scan.summary is not None for scan in scans)
    assert before < 50
    made.session.select_several(Selection.of([70, 80]))
    reader.work()
    read = [n for n, scan in enumerate(scans) if scan.summary is not None]
    assert {70, 80} <= {*read} and len(read) == before + 2
    made.session.wait_to_look(False)
    reader.work()
    assert all(scan.summary is not None for scan in scans)


def test_an_unreadable_scan_is_shown_unless_one_searches() -> None:
    scans = [MemoryScan("0.jpg", film="FP4"), MemoryScan("1.jpg", film="HP5")]
    scans[0].fault = ExifilmError(Text("this file is damaged."))
    grid = Grid(Desk(*scans).session)
    grid.seek("film!=HP5")
    assert done(grid) == []
    grid.seek("")
    assert done(grid) == [0, 1]


def test_a_wrong_query_is_explained_and_changes_nothing() -> None:
    _made, grid = desk({"film": "HP5"}, {"film": "Tri-X"})
    grid.seek("film=hp5")
    assert done(grid) == [0]
    grid.seek("film=hp5 aperture=abc")
    assert "“abc” is not a valid aperture. Enter an f-number such as 22" in grid.problem
    assert done(grid) == [0]
    grid.seek("apertur=f/8")
    assert "aperture" in grid.problem
    grid.seek("film=tri")
    assert (grid.problem, done(grid)) == ("", [1])


def test_what_was_found_stays_until_the_new_query_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grid_module, "_A_FEW", 1)
    _made, grid = desk(*({"film": f"Film {n}"} for n in range(5)))
    grid.seek("film=4")
    for _scan in range(4):
        assert not grid.go_on(0)
        assert list(grid.shown) == [0, 1, 2, 3, 4]
    assert grid.go_on(0)
    assert list(grid.shown) == [4]
    grid.seek("film=4 film=film")
    assert done(grid) == [4] and not grid.go_on(0), "the same scans are no news"


QUERIES = [
    "moon",
    "MOON hp5",
    "tur",
    "aperture=f/16..f/32",
    "aperture=f/16.. film=tri",
    "taken=2012",
    "taken=2012-06..2013",
    "filter=",
    "filter!=",
    "development!=N",
    'lens="210 symmar"',
    "keywords=snow,sierra",
    "holder=1A..12A",
    "No.=7",
    "roll=0418",
    "scan_0",
    "exposure_time=1/30s..2s",
    "Blende=22",
]
RECORDS: list[dict[str, Any]] = [
    {"image_id": "7", "subject": "Moonrise", "film": "Tri-X", "aperture": "f/22"},
    {"image_id": "17", "subject": "Haustür", "film": "HP5", "aperture": "f/16½", "holder": "2A"},
    {"taken": "2012-06-03", "lens": "Symmar-S 210mm", "keywords": "snow, Sierra Nevada"},
    {"taken": "c. 2012", "filter": "orange 21", "development": "N", "holder": "12A"},
    {"roll": "0418", "frame": "7", "exposure_time": "1/15", "development": "N-1"},
    {"subject": "moon over HP5 boxes", "film": "HP5", "taken": "2013", "aperture": "f/32"},
    {},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with scans of all these records, some in folders below it."""
    from tests import samples

    top = tmp_path_factory.mktemp("archive")
    for number, values in enumerate(RECORDS):
        path = top / ("roll" if number % 2 else "") / f"scan_{number}.jpg"
        path.parent.mkdir(exist_ok=True)
        samples.make(path)
        if values:
            Scan(path).save(ExposureRecord(**values))
    return top


@pytest.fixture(scope="module")
def read(folder: Path) -> Any:
    """A session that has read all of them."""
    paths = sorted(folder.glob("**/*.jpg"))
    host = folder_module.FolderHost(folder, only=paths)
    session = EditSession(host, Listener(), ByHand(at_once=True), ByHand(at_once=True))
    session.select(0)
    yield session
    host.close()


@pytest.mark.parametrize("text", QUERIES)
def test_the_grid_finds_what_exifilm_find_finds(read: EditSession, folder: Path, text: str) -> None:
    from exifilm_form.session.typed_query import arguments_of

    grid = Grid(read)
    grid.seek(text)
    found = {read.scans[index].path for index in done(grid)}
    search = Search(asked(arguments_of(text)).get(), [folder])
    assert found == {outcome.path for outcome in search.found()}
    assert found, "a query that finds nothing compares nothing"


# ── their order ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("aperture", ["f/5.6", "f/8", "f/22½", "f/64"]),
        ("exposure_time", ["1/250", "1/15", "2 s", "4 min"]),
        ("taken", ["1974", "c. 1980", "2012-06-03 20:16", "2012-06-04"]),
        ("development", ["N-2", "N-1", "N", "N+1"]),
        ("image_id", ["7", "012", "12A", "0418-2", "0418-10"]),
        ("frame", ["00", "0", "0A", "9", "10"]),
        ("film", ["Acros", "fp4", "FP40", "Übersicht", "Velvia 50", "Velvia 100"]),
        ("keywords", ["ash", "Beech"]),
    ],
)
def test_scans_are_sorted_as_the_field_is(field: str, texts: list[str]) -> None:
    mixed = [texts[-1], None, *texts[:-1], None]
    _made, grid = desk(*({field: text} for text in mixed))
    shown = sorted_by(grid, field)
    assert [mixed[index] for index in shown] == [*texts, None, None]
    back = sorted_by(grid, field, descending=True)
    assert [mixed[index] for index in back] == [*reversed(texts), None, None], "none comes last"


def test_scans_alike_keep_the_order_of_the_files_in_both_directions() -> None:
    _made, grid = desk(*({"film": film} for film in ("HP5", "FP4", "HP5", "FP4")))
    assert sorted_by(grid, "film") == [1, 3, 0, 2]
    assert sorted_by(grid, "film", descending=True) == [0, 2, 1, 3]
    assert sorted_by(grid, "") == [0, 1, 2, 3]
    assert sorted_by(grid, "", descending=True) == [3, 2, 1, 0]


def test_roll_and_frame_count_for_an_empty_number() -> None:
    _made, grid = desk({"image_id": "0418-9"}, {"roll": "0418", "frame": "8"}, {"image_id": "2"})
    made = _made.session
    assert [made.all.number(index)[0] for index in range(3)] != ["", "", ""]
    assert sorted_by(grid, "image_id")[0] == 2


@pytest.mark.parametrize("field", [field.name for field in ExposureRecord.fields()])
def test_every_field_can_be_sorted_by(field: str) -> None:
    from tests.form.values import WRITTEN

    _made, grid = desk({}, {field: WRITTEN[field]} if field in WRITTEN else {}, {})
    assert sorted(sorted_by(grid, field)) == [0, 1, 2]
    if field in WRITTEN:
        assert sorted_by(grid, field)[0] == 1


def test_a_changed_record_takes_its_place() -> None:
    made, grid = desk({"film": "B"}, {"film": "C"}, {"film": "D"})
    assert sorted_by(grid, "film") == [0, 1, 2]
    made.session.write("film", "Z")
    grid.stands(0)
    assert done(grid) == [1, 2, 0]


# ── the selection ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def turned() -> tuple[Desk, Grid]:
    """Six scans in the order of their films: 5 3 1 4 2 0, and the fourth of them is hidden."""
    films = {5: "A", 3: "B", 1: "C", 4: "hidden", 2: "D", 0: "E"}
    made, grid = desk(*({"film": films[index]} for index in range(6)))
    grid.seek("film!=hidden")
    assert sorted_by(grid, "film") == [5, 3, 1, 2, 0]
    return made, grid


Turned = tuple[Desk, Grid]


def test_shift_selects_in_the_order_of_the_grid(turned: Turned) -> None:
    made, grid = turned
    made.session.select(3)
    made.session.select_several(grid.extended(2))
    assert made.session.selection == Selection(2, frozenset({3, 1, 2}), 3)
    made.session.select_several(grid.extended(5))
    assert made.session.selection == Selection(5, frozenset({5, 3}), 3), "from the same anchor"
    made.session.select_several(grid.toggled(0))
    made.session.select_several(grid.extended(1, adding=True))
    assert made.session.selection.chosen == {5, 3, 0, 1, 2}


def test_a_hidden_scan_is_no_anchor(turned: Turned) -> None:
    made, grid = turned
    made.session.select(4)
    assert grid.extended(1) == Selection(1, frozenset({1}), 1)


def test_ctrl_selects_and_deselects_and_leaves_one(turned: Turned) -> None:
    made, grid = turned
    made.session.select(5)
    made.session.select_several(grid.toggled(1))
    assert made.session.selection.chosen == {5, 1}
    assert grid.toggled(1) == Selection(5, frozenset({5}), 1), "the nearest in the grid opens"
    made.session.select(1)
    assert grid.toggled(1) == Selection.only(1)


def test_what_is_hidden_does_not_stay_selected_with_ctrl(turned: Turned) -> None:
    made, grid = turned
    made.session.select_several(Selection.of([4, 5, 3]))
    assert grid.count_in_words() == "5 of 6 scans · 3 selected, 1 of them hidden"
    assert grid.toggled(1).chosen == {5, 3, 1}
    assert grid.extended(1, adding=True).chosen == {5, 3, 1}


def test_all_that_is_shown_is_selected(turned: Turned) -> None:
    made, grid = turned
    made.session.select(4)
    made.session.select_several(grid.everything())
    assert made.session.selection == Selection(5, frozenset({5, 3, 1, 2, 0}), 5)
    grid.seek("nothing has these words")
    assert done(grid) == []
    assert grid.everything() == made.session.selection, "nothing to select changes nothing"


def test_what_was_typed_is_saved_when_the_grid_selects_others(turned: Turned) -> None:
    made, grid = turned
    made.session.select(5)
    made.session.write("lens", "Symmar")
    made.session.select_several(grid.of([3, 1]))
    made.session.write("lens", "Nikkor")
    made.session.select_several(Selection.only(0))
    lenses: Callable[[int], str | None] = lambda index: made.host.scans[index].disk.lens  # noqa: E731
    assert [lenses(index) for index in range(6)] == [None, "Nikkor", None, "Nikkor", None, "Symmar"]
