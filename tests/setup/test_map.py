"""docs/architecture.md and its picture are of this tree: its rooms, its imports, its files."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from exifilm_core.printing.helvetica import BOLD, SANS
from tools import architecture, pictures, window_pictures
from tools.architecture import ROOMS, THINGS, WAYS
from tools.floors import WIDTH
from tools.imports import ROOT, modules, reached, rooms, tree_of, within

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]


def drawing() -> ET.Element:
    return ET.fromstring(architecture.PICTURE.read_text(encoding="utf-8"))


def test_the_picture_is_what_the_command_draws() -> None:
    """`python tools/architecture.py` renews it."""
    assert architecture.PICTURE.read_text(encoding="utf-8") == architecture.picture()


def test_every_room_is_in_the_picture_and_no_other() -> None:
    assert boxes().keys() - THINGS.keys() == rooms().keys()


def test_every_room_is_on_the_page_and_no_other() -> None:
    paths = {modules()[room].parent.relative_to(ROOT).as_posix() for room in rooms()}
    rows = re.findall(r"^\| `([\w/]+\w)` \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(paths)


def test_every_folder_of_the_tree_is_on_the_page() -> None:
    made = {"build", "dist"}
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in made]
    inside = [*folders, *(ROOT / "plugins").iterdir(), *(ROOT / "postscript").iterdir()]
    named = {ROOT / path for path in paths_on(PAGE)}
    on_page = named | {parent for path in named for parent in path.parents}
    assert {path for path in inside if path.name[0] not in "._"} - on_page == set()


def paths_on(page: str) -> set[str]:
    return set(re.findall(r"`([a-z][a-z_][\w.-]*/[\w./-]*)`", page))


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "README.md"])
def test_every_path_on_a_page_is_there(page: str) -> None:
    """From the top of the tree or from the core; `make` makes what is in build."""
    tops = (ROOT, ROOT / "exifilm_core")
    named = paths_on((ROOT / page).read_text(encoding="utf-8"))
    missing = {path for path in named if not any((top / path).exists() for top in tops)}
    assert {path for path in missing if not path.startswith("build/")} == set()


def test_every_step_of_the_data_is_an_import() -> None:
    """Of one of the two rooms by the other; a file is named in the source of its room."""
    graph = rooms()
    for start, end in [step for way in WAYS for step in way.steps]:
        if {start, end} <= graph.keys():
            assert end in graph[start] or start in graph[end], f"{start} → {end} is no import"
        elif room := next((name for name in (start, end) if name in graph), None):
            thing = end if start == room else start
            assert "." not in thing or thing in files_named(room), f"{room} does not name {thing}"


def files_named(room: str) -> set[str]:
    trees = [tree_of(path) for module, path in modules().items() if within(module, [room])]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return {text.rpartition("/")[2] for text in texts}


def test_a_way_is_in_one_piece() -> None:
    for way in WAYS:
        steps = {
            start: [end for begin, end in way.steps if begin == start] for start, _ in way.steps
        }
        first = way.steps[0][0]
        assert reached(first, steps) | {first} == {name for step in way.steps for name in step}


def test_a_room_stands_above_what_it_imports() -> None:
    heights = {name: box_of(group)[1] for name, group in boxes().items()}
    graph = rooms()
    for room, imported in graph.items():
        for other in imported:
            if room in reached(other, graph):
                assert heights[room] == heights[other], f"{room} and {other} import each other"
            else:
                assert heights[room] < heights[other], f"{room} imports {other}"


def boxes() -> dict[str, ET.Element]:
    return {group.get("id", ""): group for group in drawing().iter(f"{SVG}g")}


def box_of(group: ET.Element) -> tuple[float, float, float, float]:
    rect = group.find(f"{SVG}rect")
    assert rect is not None
    x, y, width, height = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def test_no_line_crosses_a_box_and_no_box_another() -> None:
    places = {name: box_of(group) for name, group in boxes().items()}
    lines = drawing().findall(f"{SVG}path")
    assert lines
    for path in lines:
        for x, y in points_of(path.get("d", "")):
            inside = [
                name
                for name, (left, top, right, bottom) in places.items()
                if left + 0.1 < x < right - 0.1 and top + 0.1 < y < bottom - 0.1
            ]
            assert inside == []
    for (one, a), (other, b) in pairwise(sorted(places.items(), key=lambda p: (p[1][1], p[1][0]))):
        assert a[1] != b[1] or a[2] < b[0], f"{one} is on {other}"


def points_of(path: str) -> Iterator[Point]:
    """Points along a path of lines and Bézier curves, a fiftieth of each apart."""
    at: Point = (0, 0)
    for letter, numbers in re.findall(r"([MLC])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        ends = list(zip(values[::2], values[1::2], strict=True))
        if letter == "M":
            (at,) = ends
            continue
        near, far, end = ends if letter == "C" else (at, ends[0], ends[0])
        for step in range(51):
            t = step / 50
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            corners = (at, near, far, end)
            x, y = (sum(w * c[i] for w, c in zip(weights, corners, strict=True)) for i in (0, 1))
            yield x, y
        at = end


def test_the_words_fit_into_their_boxes() -> None:
    for name, group in boxes().items():
        for text in group.iter(f"{SVG}text"):
            widths = BOLD if text.get("font-weight") == "bold" else SANS
            length = sum(widths[ord(letter) - 32] for letter in text.text or "")
            width = length * float(text.get("font-size", "")) / 1000
            assert width <= WIDTH - 6, f"{name}: {text.text}"


def test_every_place_in_the_picture_is_of_a_room() -> None:
    assert ROOMS.keys() == rooms().keys()
    assert {thing.room for thing in THINGS.values()} <= rooms().keys()


def test_make_pictures_draws_it_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module, name in ((pictures, "draw"), (pictures, "from_gate"), (window_pictures, "main")):
        monkeypatch.setattr(module, name, lambda *_: None)
    monkeypatch.setattr(architecture, "PICTURE", tmp_path / "drawn.svg")
    pictures.main()
    assert (tmp_path / "drawn.svg").read_text(encoding="utf-8") == architecture.picture()
