"""`python tools/architecture.py` draws docs/pictures/architecture.svg: rooms, imports, data's ways.

The rooms and their floors come from the source. The tables here give each room a column and a few
words, and the ways of the data; tests hold the tables against the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tools.floors import HEIGHT, PITCH, STOREY, WIDTH, Box, Line, Point, floors_of, reduced, routes
from tools.imports import rooms

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "architecture.svg"
CORE, WINDOW, GIMP = "exifilm_core.", "exifilm_form.", "exifilm_in_gimp"


class Place(NamedTuple):
    """A room's column, from the left, and what it is for."""

    column: float
    purpose: str


ROOMS = {
    "exifilm_core.messages": Place(1, "every sentence, by code"),
    "exifilm_core.film": Place(2, "exposure, zones, films"),
    "exifilm_core.files": Place(1, "find, lock, replace"),
    "exifilm_core.kinds": Place(2, "notations of values"),
    "exifilm_core.tags": Place(1.5, "sorts of tag, their names"),
    "exifilm_core.readers": Place(1, "who gives files' tags"),
    "exifilm_core.readers.quick": Place(0, "reads without ExifTool"),
    "exifilm_core.record": Place(2.5, "declares the fields"),
    "exifilm_core.exiftool": Place(1, "alone runs ExifTool"),
    "exifilm_core.tags.mapping": Place(2, "records as tags and back"),
    "exifilm_core.printing": Place(4, "records as PostScript"),
    "exifilm_core.integrations": Place(1, "installing into programs"),
    "exifilm_core.index": Place(2, "what was read before"),
    "exifilm_core.scans": Place(2, "read, save, undo"),
    "exifilm_core.scans.foreign": Place(0, "all else stays as it is"),
    "exifilm_core.scans.batch": Place(3, "saves many in chunks"),
    "exifilm_core.tagset": Place(3, "tags for plain ExifTool"),
    "exifilm_core.kit": Place(5, "one's own equipment"),
    "exifilm_core.actions": Place(3, "over many scans"),
    "exifilm_core.exchange": Place(2, "for photo programs"),
    "exifilm_core.commands": Place(4, "the command exifilm"),
    "exifilm_form.session": Place(1, "its logic, without GTK"),
    "exifilm_form.pictures": Place(0, "the scans' pictures"),
    "exifilm_form.form": Place(1, "boxes and drawings"),
    "exifilm_form.printing": Place(2, "dialogue and preview"),
    "exifilm_form.program": Place(1, "a window of its own"),
    "exifilm_in_gimp": Place(3, "the form inside GIMP 3"),
}


class Thing(NamedTuple):
    """What is no room: a file, or paper. It stands in a column on the floor of a room, or below."""

    column: float
    room: str
    purpose: str
    below: int = 0


THINGS = {
    "a scan": Thing(0, "exifilm_core.readers", "or its sidecar"),
    "exposure_record.ps": Thing(4, "exifilm_core.printing", "the form's PostScript", below=1),
    "paper": Thing(4, "exifilm_core.printing", "or PDF", below=2),
    "exifilm.config": Thing(3, "exifilm_core.tagset", "ExifTool's configuration", below=1),
}


class Way(NamedTuple):
    """A way of the data, as steps from one room or thing to the next."""

    meaning: str
    colour: str
    steps: tuple[Line, ...]


def _steps(*chains: str) -> tuple[Line, ...]:
    """Steps as “a > b > c”; a name alone is a room of the core."""
    known = {**ROOMS, **THINGS}
    return tuple(
        pair
        for chain in chains
        for pair in pairwise(name if name in known else CORE + name for name in chain.split(" > "))
    )


WAYS = (
    Way(
        "reading a scan; a save goes back the same way",
        "#1f6fb2",
        _steps(
            "a scan > exiftool > readers > tags > tags.mapping > record > scans",
            "a scan > readers.quick > readers",
            "scans > actions > commands",
            "actions > exifilm_in_gimp",
            "scans > exifilm_form.session > exifilm_form.form > exifilm_form.program",
            "exifilm_form.form > exifilm_in_gimp",
        ),
    ),
    Way(
        "printing a record",
        "#c2571a",
        _steps("record > printing > exposure_record.ps > paper"),
    ),
    Way(
        "from the declaration of the fields: tag set, schema, form",
        "#3d7f4a",
        _steps(
            "record > commands",
            "record > tagset > exifilm.config",
            "record > exifilm_form.form",
        ),
    ),
)

PAGE, FRAME, FILL, EDGE = "#fbfaf6", "#eceff3", "#ffffff", "#8a8f98"
INK, PALE, IMPORT = "#1d2129", "#565c66", "#949ba8"
MARGIN, LEGEND = 20, 84
FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def main() -> None:
    PICTURE.write_text(picture(), encoding="utf-8")


def picture() -> str:
    """The picture as SVG."""
    graph = rooms()
    if wrong := graph.keys() ^ ROOMS.keys():
        raise SystemExit(f"The table in tools/architecture.py is wrong about {sorted(wrong)}.")
    boxes = _boxes(floors_of(graph))
    steps = {step: way.colour for way in WAYS for step in way.steps}
    imports = {tuple(sorted(line)): line for line in sorted(reduced(graph))}
    thin = [line for pair, line in imports.items() if not {line, line[::-1]} & steps.keys()]
    found = routes(boxes, [*steps, *thin])
    level = any(boxes[a].floor == boxes[b].floor for a, b in thin)
    width = 2 * MARGIN + (1 + max(place.column for place in ROOMS.values())) * PITCH
    height = max(box.bottom for box in boxes.values()) + MARGIN + LEGEND
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}"'
            f' width="{width}" height="{height:g}" font-family="{FONT}">',
            "<title>The rooms of ExiFilm, who imports whom, and the ways of the data</title>",
            f'<rect width="{width}" height="{height:g}" rx="12" fill="{PAGE}"/>',
            *_frame([box for name, box in boxes.items() if name.startswith(WINDOW)]),
            *(_path(found[line], IMPORT, 1.3) for line in thin),
            *(part for line, colour in steps.items() for part in _arrow(found[line], colour)),
            *(part for name, box in boxes.items() for part in _box(name, box)),
            *_legend(height - LEGEND, level),
            "</svg>\n",
        ]
    )


def _boxes(floors: dict[str, int]) -> dict[str, Box]:
    highest = max(floors.values())

    def box(column: float, floor: int) -> Box:
        x = MARGIN + PITCH * (column + 0.5)
        return Box(x, 44 + HEIGHT / 2 + STOREY * (highest - floor), floor)

    found = {room: box(ROOMS[room].column, floors[room]) for room in ROOMS}
    for name, thing in THINGS.items():
        found[name] = box(thing.column, floors[thing.room] - thing.below)
    return found


def _frame(boxes: list[Box]) -> Iterator[str]:
    """The ground that the window's rooms stand on."""
    left, top = min(b.left for b in boxes) - 10, min(b.top for b in boxes) - 14
    width, height = max(b.right for b in boxes) + 10 - left, max(b.bottom for b in boxes) + 12 - top
    yield f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="10"' + (
        f' fill="{FRAME}"/>'
    )
    yield _text(left + 12, top + 20, "plugins/exifilm_form", 12, PALE, "start")


def _box(name: str, box: Box) -> Iterator[str]:
    thing = THINGS.get(name)
    label = name.removeprefix(CORE).removeprefix(WINDOW)
    yield f'<g id="{escape(name)}">'
    dashes = ' stroke-dasharray="4 3"' if thing else ""
    yield (
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{WIDTH}" height="{HEIGHT}"'
        f' rx="{0 if thing else 7}" fill="{PAGE if thing else FILL}" stroke="{EDGE}"{dashes}/>'
    )
    yield _text(box.x, box.y - 3, label, 14, INK, weight="bold" if not thing else "normal")
    yield _text(box.x, box.y + 14, (thing or ROOMS[name]).purpose, 11, PALE)
    yield "</g>"


def _path(points: list[Point], colour: str, width: float) -> str:
    """A line that bends between floors, and is straight elsewhere."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        if x == to_x or y == to_y:
            parts.append(f"L{to_x:g} {to_y:g}")
        else:
            half = (y + to_y) / 2
            parts.append(f"C{x:g} {half:g} {to_x:g} {half:g} {to_x:g} {to_y:g}")
    return f'<path d="{"".join(parts)}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def _arrow(points: list[Point], colour: str) -> Iterator[str]:
    """A thick line with a head; the line ends inside the head."""
    (before_x, before_y), (x, y) = points[-2:]
    along = (0, -1 if y < before_y else 1) if before_y != y else (1 if x > before_x else -1, 0)
    neck = (x - 8 * along[0], y - 8 * along[1])
    yield _path([*points[:-1], neck], colour, 3)
    sides = [(neck[0] + s * 5.5 * along[1], neck[1] + s * 5.5 * along[0]) for s in (1, -1)]
    corners = " ".join(f"{cx:g},{cy:g}" for cx, cy in [(x, y), *sides])
    yield f'<polygon points="{corners}" fill="{colour}"/>'


def _legend(top: float, level: bool) -> Iterator[str]:
    rows: Iterable[tuple[str, str | None]] = [
        ("the upper room imports the lower one" + "; level: each other" * level, None),
        *((way.meaning, way.colour) for way in WAYS),
    ]
    for index, (meaning, colour) in enumerate(rows):
        x, y = MARGIN + 16 + 440 * (index % 2), top + 20 + 26 * (index // 2)
        line: list[Point] = [(x, y), (x + 44, y)]
        yield from _arrow(line, colour) if colour else [_path(line, IMPORT, 1.3)]
        yield _text(x + 54, y + 4, meaning, 12, INK, "start")


def _text(
    x: float, y: float, text: str, size: int, colour: str, anchor: str = "middle",
    weight: str = "normal",
) -> str:  # fmt: skip
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-weight="{weight}"'
        f' text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
    )


if __name__ == "__main__":
    main()
