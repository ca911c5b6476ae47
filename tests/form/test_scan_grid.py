"""The grid of scans as a widget: what it draws, mouse and keys in it, and the way to the form."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from exifilm_core import ExposureRecord
from tests.form import gtk_probe


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    folder = tmp_path_factory.mktemp("scans")
    Image.new("RGB", (600, 400), (200, 0, 0)).save(folder / "red.png")
    Image.new("RGB", (400, 600), (0, 0, 200)).save(folder / "blue.png")
    (folder / "broken.tif").write_bytes(b"II*\0 broken")
    with gtk_probe.own_home(folder / "home"):
        return gtk_probe.run(Path(__file__).with_name("probe_grid.py"), folder, seconds=300)


def test_a_cell_has_picture_number_subject_and_two_fields(tried: gtk_probe.Answers) -> None:
    told = tried["probe_cells"]
    names = ["7, Two lines & <b>, scan_0.jpg", "scan_1.jpg", "7, scan_2.jpg"]
    assert told["names"] == [*names, "9, Typed, scan_3.jpg"], "as typed, saved or not"
    assert told["described"] == ["✓, c. 1974", "", "✓, f/22", "•"]
    assert told["tips"][1].splitlines() == ["scan_1.jpg", "This TIFF file is damaged."]
    for picture, ground in told["colours"]:
        assert (picture, ground) == ([0, 0, 200], [255, 255, 255])
    assert (told["grid"], told["focused"]) == (
        "Grid of scans",
        "9, Typed, scan_3.jpg · 4 scans",
    )


def test_the_two_fields_are_remembered(tried: gtk_probe.Answers) -> None:
    told = tried["probe_cells"]
    assert told["remembered"] == told["again"] == ["aperture", "taken"]


def test_a_scroll_through_ten_thousand_draws_what_is_in_view(tried: gtk_probe.Answers) -> None:
    told = tried["probe_ten_thousand"]
    assert told["beyond"] == [], "nothing else is drawn, and no other thumbnail asked for"
    assert told["seen"] == 10_000 and told["last"] == 9_999
    assert 0 < told["most drawn"] <= told["cells"] < 2 * told["in view"]
    assert told["at first"] < 60 and told["kept"] <= 300
    assert told["home"] == [0, True]
    assert told["inverted"] == 0, "positives take long, and are not shown here"


def test_positives_are_made_where_they_are_shown(tried: gtk_probe.Answers) -> None:
    told = tried["probe_positives"]
    as_scanned, positive, again = told["colours"]
    assert as_scanned == again == [200, 0, 0] != positive
    assert told["inverted"] == [True, False, True]
    assert told["decoded"] == 0


def test_the_keys_are_those_of_a_file_manager(tried: gtk_probe.Answers) -> None:
    told = tried["probe_keys"]
    columns = told["columns"]
    assert told["focus"] and columns == 5
    assert [where for _name, where, _seen in told["went"]] == [1, 6, 5, 0, 39, 39, 0, 0, 10]
    assert all(seen for _name, _where, seen in told["went"])
    assert told["extended"] == list(range(7))
    assert told["moved"] == [8, list(range(7))], "Ctrl moves the focus alone"
    assert told["toggled"] == [*range(7), 8]
    assert (told["one"], told["all"]) == ([8], 40)
    assert told["said"] == "40 scans · 40 selected"


def test_letters_go_to_the_search_and_shift_begins_at_what_it_found(
    tried: gtk_probe.Answers,
) -> None:
    told = tried["probe_keys"]
    found = [3, 13, 23, *range(30, 40)]
    assert told["typed"] == "mo"
    assert told["first found"] == [True, 3, [0]]
    assert told["extended in what was found"] == found
    assert told["form"] == [False, len(found)], "Enter leads to the form of all of them"
    assert told["in the form"] == "HP5"


def test_clicks_with_ctrl_and_shift(tried: gtk_probe.Answers) -> None:
    told = tried["probe_mouse"]
    assert (told["click"], told["ctrl"], told["shift"]) == ([3], [1, 3, 5], [3, 4, 5, 6])
    assert told["double"] == [False, True], "a double click leads to the form"


def test_the_rubber_band(tried: gtk_probe.Answers) -> None:
    told = tried["probe_mouse"]
    assert told["columns"] == 5
    assert told["band"] == [0, 1, 5, 6, 10, 11]
    assert told["band with ctrl"] == [0, 1, 5, 6, 7, 10, 11, 12]
    assert told["dragged what is selected"] == told["band with ctrl"], "that is no band"
    assert told["drawn"] and told["value"]
    assert told["scrolled"] == [5, True, True], "the grid scrolls under it"


def test_the_rubber_band_from_free_ground(tried: gtk_probe.Answers) -> None:
    told = tried["probe_free_ground"]
    assert told == {"click": [0], "band": [1, 2], "nothing in it": [1, 2]}


def test_the_grid_begins_on_the_right_where_one_reads_from_there(
    tried: gtk_probe.Answers,
) -> None:
    told = tried["probe_right_to_left"]
    assert told["texts"] == [["Rock", True], ["סלע", True]], "all stand on the right"
    assert (told["first"], told["second"]) == (True, True)
    assert (told["hit"], told["left"]) == (1, [1])


def test_the_search_and_the_order(tried: gtk_probe.Answers) -> None:
    told = tried["probe_search"]
    assert (told["found"], told["count"]) == ([30], "1 of 31 scans")
    kept, why = told["wrong"]
    assert kept == [30] and told["shown"] and not told["hidden"]
    assert "“wide” is not a valid aperture. Enter an f-number such as 22" in why
    assert told["none"] == [[], True]
    assert told["sorted"] == [21, 19, 18] and told["placed"]


def test_what_is_read_meanwhile_does_not_move_the_view(tried: gtk_probe.Answers) -> None:
    told = tried["probe_read_meanwhile"]
    assert told["stays"] and told["count"] == "101 scans"
    assert (told["typed"], told["undone"]) == ("Nikkor", ""), "Ctrl+Z undoes nothing in the search"


def test_the_size_of_the_pictures(tried: gtk_probe.Answers) -> None:
    told = tried["probe_sizes"]
    columns = told["columns"]
    assert columns[0] > columns[1] > columns[2] < columns[3], "Ctrl++ and Ctrl+-"
    assert columns[7] == columns[0] and told["size"] == told["again"] == 2


def test_from_the_form_to_the_grid_and_back(tried: gtk_probe.Answers) -> None:
    told = tried["probe_form_and_back"]
    assert (told["grid"], told["button"], told["button in the grid"]) == (False, False, True)
    assert told["unsaved"][0], "what was typed waits, and is not lost"
    assert told["untouched"] == ["Symmar", True], "no key changes a form that one does not see"
    assert told["focus"] and told["typed"] == "Symmar"
    assert told["left"] == ["Symmar", [1]], "the grid saves what it leaves"
    assert told["still wrong"] == "wide"
    assert told["in view"] == [[55], True]
    assert told["by the button"] is False
    assert told["find"] == [True, True]


def test_everything_in_it_has_an_accessible_name(tried: gtk_probe.Answers) -> None:
    assert tried["probe_names"] == []


def test_the_menus_have_all_fields(tried: gtk_probe.Answers) -> None:
    told = tried["probe_menu"]
    assert told["first"] == "File name"
    assert told["fields"] == [field.label for field in ExposureRecord.fields()]
    assert (told["shown"], told["name"]) == ([1, 0], "Sort by: Film")


def test_gtk_has_nothing_to_complain_of(tried: gtk_probe.Answers) -> None:
    lines = [line for line in tried.stderr.splitlines() if "WARNING" in line]
    assert [line for line in lines if "no trigger event for menu popup" not in line] == []
