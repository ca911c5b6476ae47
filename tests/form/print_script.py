"""A user prints: through the window's dialogue and then GTK's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from robot import Atspi, Robot, report, wait_for

Come = Callable[..., Robot]


def probe_print(
    come: Come, folder: str, last: int, printer: str, sides: str = "", copies: int = 1
) -> dict[str, Any]:
    """Print all records; `sides` is the choice for both sides in GTK's dialogue."""
    me = come(folder)
    me.waits_for_words("Saved")
    me.presses("ctrl+p")
    me.looks_at("Print exposure records")
    me.waits_for_words("Page 1 of 1")
    me.writes("Last number", str(last))
    me.presses("Tab")
    me.waits_for_words(f"{last} records")
    me.pushes("Print…")
    me.looks_at("Print")
    shown = _chooses_printer(me, printer)
    if copies > 1:
        Atspi.Value.set_current_value(_beside(me, "Copies:", Atspi.Role.SPIN_BUTTON), copies)
    if sides:
        combo = _beside(me, "Two-sided:", Atspi.Role.COMBO_BOX)
        _chooses(combo, sides)
    me.pushes("Print")
    me.looks_at("Print exposure records")
    said = me.waits_for_words("The records were sent to").get_name()
    both_sides = _is_checked(me.find("Both sides of the paper"))
    me.pushes("Close")
    me.looks_at("")
    me.presses("ctrl+p")
    me.looks_at("Print exposure records")
    me.waits_for_words("Page 1 of 1")
    me.pushes("Print…")
    me.looks_at("Print")
    remembered = wait_for(lambda: _selected_printer(me), told="the printer of the last time")
    me.pushes("Cancel")
    me.looks_at("Print exposure records")
    me.pushes("Close")
    me.looks_at("")
    return {
        "printers": shown,
        "said": said,
        "both sides": both_sides,
        "remembered": remembered,
        "status": me.closes(),
    }


def _printers(me: Robot) -> tuple[Any, dict[str, int]]:
    """The list of printers, and the row of each."""
    table = next(each for each in me.everything() if each.get_role() in _TABLES)
    rows = {}
    for n in range(table.get_child_count()):
        name = table.get_child_at_index(n).get_name()
        if name and not name.isspace():
            rows.setdefault(name, Atspi.Table.get_row_at_index(table, n))
    return table, rows


_TABLES = (Atspi.Role.TABLE, Atspi.Role.TREE_TABLE)


def _chooses_printer(me: Robot, printer: str) -> list[str]:
    table, rows = wait_for(
        lambda: (found := _printers(me)) and printer in found[1] and found, told=f"{printer}"
    )
    Atspi.Table.add_row_selection(table, rows[printer])
    wait_for(lambda: _selected_printer(me) == printer, told=f"{printer} chosen")
    return sorted(rows)


def _selected_printer(me: Robot) -> str:
    table, rows = _printers(me)
    return next((name for name, row in rows.items() if Atspi.Table.is_row_selected(table, row)), "")


def _beside(me: Robot, label: str, role: Any) -> Any:
    """The unnamed widget next to a label in GTK's dialogue: the one just before it."""
    before = None
    for thing in me.everything():
        if thing.get_name() == label:
            return before
        before = thing if thing.get_role() == role else before
    raise LookupError(label)


def _chooses(combo: Any, choice: str) -> None:
    """Choose an item of a drop-down list."""
    menu = combo.get_child_at_index(0)
    offered = [menu.get_child_at_index(n).get_name() for n in range(menu.get_child_count())]
    Atspi.Selection.select_child(combo, offered.index(choice))
    wait_for(lambda: combo.get_name() == choice, told=f"{choice} of {offered}")


def _is_checked(thing: Any) -> bool:
    return bool(thing.get_state_set().contains(Atspi.StateType.CHECKED))


if __name__ == "__main__":
    report(globals())
