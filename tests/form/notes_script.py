"""A user types a page of notes; the script counts the keys. See `robot.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robot import Robot, report

Come = Callable[..., Robot]
KEYS = {
    "⏎": "Return",
    "→": "Tab",
    "↓": "Down",
    "F4": "F4",
    "next": "ctrl+shift+Return",
    "all": "ctrl+shift+a",
    "esc": "Escape",
}


def probe_page(come: Come, folder: str, bag: list[str], scans: list[list[str]]) -> dict[str, Any]:
    """Type the steps for all scans, then of each; "[…]" is content. Returns the other keys."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.waits_for_focus("No.")
    counted, content = [], []
    for number, steps in enumerate([bag, *scans]):
        keys = [step for step in steps if not step.startswith("[")]
        counted.append(len(keys))
        content.append(sum(len(step) - 2 for step in steps if step.startswith("[")))
        for place, step in enumerate(steps):
            if step.startswith("["):
                me.types(step[1:-1])
            else:
                me.presses(KEYS.get(step, f"alt+{step}"))
            if place == 0 and number > 1:
                me.waits_for_text("No.", str(number))
    return {"keys": counted, "content": content, "status": me.closes()}


if __name__ == "__main__":
    report(globals())
