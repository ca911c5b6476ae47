"""The strip of thumbnails: only the visible cells exist, however many scans there are."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PIL import Image

from tests.form import gtk_probe


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    folder = tmp_path_factory.mktemp("scans")
    Image.new("RGB", (600, 400), (200, 0, 0)).save(folder / "red.png")
    Image.new("RGB", (400, 600), (0, 0, 200)).save(folder / "blue.png")
    (folder / "broken.tif").write_bytes(b"II*\0 broken")
    return gtk_probe.run(Path(__file__).with_name("probe_thumbnails.py"), folder)


def test_each_has_its_picture_and_its_name(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_pictures_and_names"]
    assert shown["names"] == ["red.png", "blue.png", "broken.tif", "gone.png"]
    assert shown["colours"]["0"] == [200, 0, 0]
    assert shown["colours"]["1"] == [0, 0, 200]
    assert shown["colours"]["2"] not in ([200, 0, 0], [0, 0, 200])
    assert shown["tips"][2].splitlines() == ["broken.tif", "This TIFF file is damaged."]
    assert shown["told"] == "blue.png, 2 of 4"


def test_a_sheet_without_a_file_has_its_place(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_no_files"]
    assert shown["names"][:2] == ["red.png", "Untitled"]
    assert shown["names"][4] == "odd\\n\\xff\\u202e.xcf"
    assert shown["pictures"] == [True, False, False, True, False]
    assert shown["failed"] == [False, False, True, False, False]
    assert shown["told"] == "odd\\n\\xff\\u202e.xcf, 5 of 5"


def test_ten_thousand_cost_no_more_than_those_in_sight(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_ten_thousand"]
    assert 3 < shown["at_first"] < 20
    assert shown["cells"] < 20
    assert shown["decoded"] < 1000, "what only flew by was not decoded"
    assert shown["kept"] <= 300
    assert 7_000 in shown["middle"]
    assert shown["away"] < shown["took"] / 2, "the main loop goes on while they come"
    assert shown["told"] == "blue.png, 7001 of 10000"


def test_a_click_selects_and_says_so_once(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_hand"]
    assert shown["said"] == [3]
    assert shown["selected"] == 1, "what the program selects is not said again"
    lefts = [left for left, _right in shown["places"].values()]
    assert lefts[0] == 0 and lefts == sorted(lefts)
    for (_left, right), (left, _right) in itertools.pairwise(shown["places"].values()):
        assert right == left


def test_keys(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_keys"]
    assert shown["here"], "Tab leads to it"
    assert shown["said"][:5] == [1, 2, 1, 49, 0]
    assert 3 < shown["said"][5] < 12
    assert all(shown["in_sight"])


def test_several_are_selected_by_keys_where_the_host_can_save_them(
    tried: gtk_probe.Answers,
) -> None:
    shown = tried["probe_several"]
    several, one = shown["True"], shown["False"]
    assert several["said"][:3] == [["extended", 2], ["extended", 5], ["everything", 1]]
    assert several["said"][3:] == [["selected", 2]], "a click goes back to one"
    assert several["marked"] == [1, 2, 4]
    assert several["described"].endswith("3 of 6 · 3 scans selected")
    assert one["said"] == [["selected", 2]]


def test_it_begins_on_the_right_where_one_reads_from_there(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_right_to_left"]
    assert shown["places"]["0"][1] == shown["width"]
    assert shown["places"]["1"][1] == shown["places"]["0"][0]
    assert shown["said"] == [1], "Left leads on"
    assert shown["few"]["0"][1] == shown["width"]


def test_other_files(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_other_files"]
    assert list(shown["places"]) == ["0", "1"]
    assert shown["first"] == [0, 0, 200]
    assert shown["none"] == []
    assert (shown["selected"], shown["told"]) == (-1, "0 scans")


def test_a_second_window_decodes_no_scan(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_cache"]
    red, blue = [200, 0, 0], [0, 0, 200]
    assert shown["first"] == [[red, blue], ["cached red.png", "cached blue.png"]]
    assert shown["folders"] == ["normal", "normal"]
    assert shown["second"] == [[red, blue], []]


def test_positives_are_made_of_the_stored_thumbnails(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_cache"]
    colours, decoded = shown["positive"]
    assert decoded == [] and colours != shown["second"][0]
    assert shown["same"], "and not stored"


def test_a_changed_scan_gets_a_new_thumbnail(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_cache"]
    blue = [0, 0, 200]
    assert shown["changed"] == [[blue, blue], ["cached red.png"]]
    assert shown["after the change"] == [[blue, blue], []]


def test_damaged_thumbnails_and_no_cache_do_no_harm(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_cache"]
    for name in ("damaged", "unwritable"):
        assert shown[name] == [[[0, 0, 200]] * 2, ["cached red.png", "cached blue.png"]], name


def test_the_thumbnails_of_other_programs_are_shown(tried: gtk_probe.Answers) -> None:
    assert tried["probe_cache"]["another program's"] == [
        [[0, 200, 0], [0, 0, 200]],
        ["cached blue.png"],
    ]
