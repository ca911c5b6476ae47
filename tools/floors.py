"""A house of boxes in floors, and lines between them that cross no box.

A line leaves a box at its top or bottom, bends only between two floors, and passes the floors in
between through a gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from tools.imports import reached

WIDTH, HEIGHT = 136, 46
"""Of a box."""
PITCH, STOREY = 172, 98
"""From one column to the next, and from one floor to the next."""
LANE = 9
"""The least distance of two lines that pass a floor, and of a line from a box."""
PORT = 18
"""The distance of two lines that meet a box."""
BEND = 4000
"""What a bend costs besides its width, so that a line is rather straight for long."""


class Box(NamedTuple):
    """A box by its middle."""

    x: float
    y: float
    floor: int

    @property
    def left(self) -> float:
        return self.x - WIDTH / 2

    @property
    def right(self) -> float:
        return self.x + WIDTH / 2

    @property
    def top(self) -> float:
        return self.y - HEIGHT / 2

    @property
    def bottom(self) -> float:
        return self.y + HEIGHT / 2


Line = tuple[str, str]
"""A line from one box to another."""
Point = tuple[float, float]


def floors_of(graph: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Each room above everything that it imports; rooms that import each other side by side."""
    reach = {room: reached(room, graph) for room in graph}

    @cache
    def floor(room: str) -> int:
        below = [other for other in reach[room] if room not in reach[other]]
        return 1 + max(map(floor, below), default=-1)

    return {room: floor(room) for room in graph}


def reduced(graph: Mapping[str, Collection[str]]) -> set[Line]:
    """The imports that do not follow from others: not a → c where a → b → c."""
    reach = {room: reached(room, graph) for room in graph}
    return {
        (a, c)
        for a in graph
        for c in graph[a]
        if not any(c in reach[b] and b not in reach[c] and a not in reach[b] for b in graph[a])
    }


def routes(boxes: Mapping[str, Box], lines: Iterable[Line]) -> dict[Line, list[Point]]:
    """The points of each line, in order: its ends, and where it enters and leaves a gap."""
    lines = list(lines)
    passed: dict[Line, list[float]] = {}
    taken: dict[int, list[float]] = {}
    for line in lines:
        passed[line] = _lanes(boxes, line, taken)
    ports = _ports(boxes, passed)
    heights = {box.floor: box.y for box in boxes.values()}
    found = {}
    for line in lines:
        start, end = (boxes[name] for name in line)
        if start.floor == end.floor:
            found[line] = _beside(boxes, start, end)
            continue
        up = 1 if start.floor < end.floor else -1
        points = [(ports[line, 0], start.y - up * HEIGHT / 2)]
        for floor, x in zip(range(start.floor + up, end.floor, up), passed[line], strict=True):
            points += [(x, heights[floor] + up * HEIGHT / 2), (x, heights[floor] - up * HEIGHT / 2)]
        found[line] = [*points, (ports[line, 1], end.y + up * HEIGHT / 2)]
    return found


def _beside(boxes: Mapping[str, Box], start: Box, end: Box) -> list[Point]:
    """The level line between two neighbours."""
    low, high = sorted((start.x, end.x))
    between = [b for b in boxes.values() if b.floor == start.floor and low < b.x < high]
    assert not between, "a level line would cross a box: change the columns"
    if start.x < end.x:
        return [(start.right, start.y), (end.left, end.y)]
    return [(start.left, start.y), (end.right, end.y)]


def _lanes(boxes: Mapping[str, Box], line: Line, taken: dict[int, list[float]]) -> list[float]:
    """Where the line passes each floor between its ends: the way with the gentlest bends."""
    start, end = (boxes[name] for name in line)
    up = 1 if start.floor < end.floor else -1
    floors = list(range(start.floor + up, end.floor, up))
    walls = {floor: [b for b in boxes.values() if b.floor == floor] for floor in floors}
    taken_here = {floor: taken.get(floor, []) for floor in floors}
    lanes = {start.x, end.x}
    for floor in floors:
        lanes |= {x for wall in walls[floor] for x in (wall.left - LANE, wall.right + LANE)}
        lanes |= {x + side for x in taken_here[floor] for side in (-LANE, LANE)}
    ways: list[tuple[float, list[float]]] = [(0, [start.x])]
    for floor in floors:
        free = [
            x
            for x in sorted(lanes)
            if all(abs(x - wall.x) >= WIDTH / 2 + LANE for wall in walls[floor])
            and all(abs(x - other) >= LANE for other in taken_here[floor])
        ]
        ways = [min((cost + _bend(way[-1], x), [*way, x]) for cost, way in ways) for x in free]
    best = min((cost + _bend(way[-1], end.x), way) for cost, way in ways)[1][1:]
    for floor, x in zip(floors, best, strict=True):
        taken.setdefault(floor, []).append(x)
    return best


def _bend(x: float, to_x: float) -> float:
    return 0 if x == to_x else BEND + (x - to_x) ** 2


def _ports(
    boxes: Mapping[str, Box], passed: Mapping[Line, list[float]]
) -> dict[tuple[Line, int], float]:
    """Where each line meets its two boxes: in the order of where it goes, so that none cross."""
    sides: dict[tuple[str, bool], list[tuple[float, Line, int]]] = {}
    for line, lanes in passed.items():
        for here in (0, 1):
            box, other = boxes[line[here]], boxes[line[1 - here]]
            if box.floor != other.floor:
                end = (_next(lanes, other.x, here), line, here)
                sides.setdefault((line[here], other.floor > box.floor), []).append(end)
    found = {}
    for (name, _), ends in sides.items():
        first = boxes[name].x - PORT * (len(ends) - 1) / 2
        for index, (_, line, here) in enumerate(sorted(ends)):
            found[line, here] = first + PORT * index
    for ends in sides.values():
        places = [(line, here) for _, line, here in ends]
        off = [
            _next(passed[line], found[line, 1 - here], here) - found[line, here]
            for line, here in places
        ]
        if 0 not in off and (little := [x for x in off if abs(x) <= PORT / 2]):
            for place in places:  # together, so that one line more is straight
                found[place] += little[0]
    return found


def _next(lanes: list[float], other: float, here: int) -> float:
    """Where the line from its end `here` goes first: to a lane, or else to the other end."""
    return [*lanes, other][0] if here == 0 else [other, *lanes][-1]
