"""A user finds scans in the grid, selects some of them, and goes to the form. See `robot.py`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from robot import Atspi, Robot, report, text_of, wait_for

Come = Callable[..., Robot]
SHOWING = Atspi.StateType.SHOWING


def _opened(come: Come, folder: str) -> Robot:
    me = come(folder)
    me.waits_for_words("Saved")
    me.presses("F8")
    me.waits_for_focus("Grid of scans")
    return me


def _cells(me: Robot) -> dict[str, Any]:
    """The rectangles of the visible cells, by their names."""
    grid = me.find("Grid of scans")
    found = {}
    for number in range(grid.get_child_count()):
        cell = grid.get_child_at_index(number)
        if cell.get_state_set().contains(SHOWING):
            found[cell.get_name()] = cell.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    return found


def _middle(place: Any) -> tuple[int, int]:
    return place.x + place.width // 2, place.y + place.height // 2


def _drags(start: tuple[int, int], end: tuple[int, int]) -> None:
    words = ["mousemove", *map(str, start), "mousedown", "1"]
    for step in range(1, 11):
        at = [a + (b - a) * step // 10 for a, b in zip(start, end, strict=True)]
        words += ["mousemove", *map(str, at), "sleep", "0.03"]
    subprocess.run(["xdotool", *words, "mouseup", "1"], check=True)


def probe_band(come: Come, folder: str, lens: str) -> dict[str, Any]:
    """Draw a rubber band over some cells, go to the form with Enter, and type a lens once."""
    me = _opened(come, folder)
    cells = wait_for(lambda: _cells(me))
    lines = sorted({place.y for place in cells.values()})
    columns = sorted({place.x for place in cells.values()})
    corners = {(place.x, place.y): place for place in cells.values()}
    first, last = corners[columns[1], lines[0]], corners[columns[3], lines[1]]
    _drags(_middle(first), _middle(last))
    banded = [
        name for name, place in cells.items() if place.x in columns[1:4] and place.y in lines[:2]
    ]
    me.waits_for_words(f"{len(banded)} selected")
    me.presses("Return")
    me.waits_for_words(f"{len(banded)} scans selected")
    me.writes("Lens", lens)
    me.presses("F8")
    me.waits_for_focus("Grid of scans")
    me.presses("Escape")
    me.waits_for_words(f"Saved: Lens in {len(banded)} scans")
    return {"banded": banded, "status": me.closes()}


def probe_search(come: Come, folder: str) -> dict[str, Any]:
    """Search by a condition, select all that was found, and empty a field in them."""
    me = _opened(come, folder)
    me.presses("ctrl+f")
    me.waits_for_focus("Find scans")
    me.types("aperture=wide")
    problem = me.waits_for_words("is not a valid aperture").get_name()
    me.presses("ctrl+a")
    me.types("location=gordale film=hp5")
    count = me.waits_for_words(" of 30 scans").get_name()
    me.presses("Return")
    me.waits_for_focus("Grid of scans")
    me.presses("ctrl+a")
    me.waits_for_words("selected")
    grid = me.find("Grid of scans")
    described = grid.get_description()
    me.presses("Return")
    me.waits_for_words("scans selected")
    me.writes("Filter", "orange 21")
    me.presses("ctrl+s")
    me.waits_for_words("Saved: Filter in")
    return {
        "problem": problem,
        "count": count,
        "described": described,
        "shared": me.read("Location"),
        "status": me.closes(),
    }


def probe_sub_folders(come: Come, folder: str) -> dict[str, Any]:
    """Type, show the scans of the folders below too, select all that was found, and go back."""
    me = come(folder)
    me.waits_for_words("Saved")
    me.writes("Lens", "Nikkor")
    me.presses("ctrl+f")
    me.waits_for_focus("Find scans")
    me.types("film=hp5")
    me.waits_for_words("1 of 2 scans")
    me.pushes("Sub-folders")
    count = me.waits_for_words("3 of 5 scans").get_name()
    search = me.find("Find scans")
    kept = text_of(search)
    names = sorted(_cells(me))
    me.find("Grid of scans").grab_focus()
    me.waits_for_focus("Grid of scans")
    me.presses("ctrl+a")
    me.waits_for_words("3 selected")
    me.presses("Return")
    me.waits_for_words("3 scans selected")
    me.writes("Filter", "orange 21")
    me.presses("F8")
    me.waits_for_focus("Grid of scans")
    me.pushes("Sub-folders")
    me.waits_for_words("1 of 2 scans")
    return {"count": count, "kept": kept, "names": names, "status": me.closes()}


def probe_no_folders_below(come: Come, folder: str) -> dict[str, Any]:
    """There is nothing below: the switch goes back, and a message tells so."""
    me = _opened(come, folder)
    me.pushes("Sub-folders")
    said = me.waits_for_words("The folders below have no scans").get_name()
    switch = me.find("Sub-folders")
    checked = switch.get_state_set().contains(Atspi.StateType.CHECKED)
    return {"said": said, "checked": checked, "status": me.closes()}


def probe_only_folders(come: Come, folder: str) -> dict[str, Any]:
    """A folder that has only folders: all their scans at once."""
    me = come(folder)
    me.pushes("All scans of these folders")
    me.waits_for_words("3 scans")
    names = sorted(wait_for(lambda: _cells(me)))
    return {"names": names, "status": me.closes()}


if __name__ == "__main__":
    assert Path(__file__).exists()
    report(globals())
