"""A user annotates a roll from a page of notes; the script counts the actions. See `robot.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robot import Robot, report, text_of, wait_for

Come = Callable[..., Robot]
TITLE = "A roll of film"


def probe_roll(come: Come, folder: str, roll: str, lines: list[str]) -> dict[str, Any]:
    """Select all scans, number them, and type the lines of the notes."""
    me = come(folder)
    me.waits_for_words("No record yet")
    actions: list[str] = []

    def chord(keys: str) -> None:
        actions.append(keys)
        me.presses(keys)

    def entry(text: str) -> None:
        actions.append(f"[{text}]")
        me.types(text)

    chord("ctrl+shift+a")
    me.waits_for_words("scans selected")
    me.waits_for_text("Roll", "")
    chord("ctrl+shift+r")
    me.looks_at(TITLE)
    me.waits_for_focus("Roll")
    entry(roll)
    chord("Tab")
    first = me.read("First frame")
    chord("Tab")
    notes = me.find("Notes, a line for all frames or for some")
    for number, line in enumerate(lines):
        if number:
            chord("Return")
        entry(line)
    wait_for(lambda: text_of(notes) == "\n".join(lines), told=f"the notes: {text_of(notes)!r}")
    told = me.waits_for_words("in 36 scans").get_name()
    chord("alt+a")
    me.looks_at("")
    me.waits_for_words("Saved: ")
    saved = me.waits_for_words("in 36 scans").get_name()
    return {"actions": actions, "first": first, "told": told, "saved": saved, "status": me.closes()}


if __name__ == "__main__":
    report(globals())
