"""A user's actions at the window with a kit. See `robot.py`."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from keyboard_script import _suggested
from robot import Robot, report, wait_for

Come = Callable[..., Robot]
LENS = ("Lens", "Lens make", "Lens serial", "Focal length")
BAG = ("Photographer", "Film", "Format", "EI", "Camera", "Lens", "Developer", "Dilution")


def _read(me: Robot, labels: tuple[str, ...]) -> dict[str, str]:
    return {label: me.read(label) for label in labels}


def _windows() -> int:
    """How many windows are on the screen; an open menu is one."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--class", "."],
        capture_output=True,
        text=True,
        check=False,
    )
    return len(found.stdout.split())


def _opens_menu(me: Robot) -> None:
    """Press the key of the sets, and wait for their menu, which a screen reader has no name for."""
    before = _windows()
    me.presses("ctrl+k")
    wait_for(lambda: _windows() > before, told="the menu of the sets")
    _picture()


def _picture() -> None:
    if shot := os.environ.get("EXIFILM_KIT_SHOT"):
        time.sleep(0.5)
        subprocess.run(["import", "-window", "root", shot], check=False)


def probe_lens(come: Come, folder: str) -> dict[str, Any]:
    """Choose a lens of the kit by some letters, with a maker typed before; then undo."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Lens make", "Mine")
    me.goes_to("Lens")
    me.types("symm", 60)
    wait_for(lambda: _suggested(me), told="suggestions")
    me.presses("Down", "Tab")
    me.waits_for_text("Focal length", "210 mm")
    chosen = _read(me, LENS)
    me.presses("ctrl+z")
    me.waits_for_text("Focal length", "")
    undone = _read(me, LENS)
    me.presses("ctrl+s")
    me.waits_for_words("Saved")
    return {"chosen": chosen, "undone": undone, "status": me.closes()}


def probe_other_lens(come: Come, folder: str) -> dict[str, Any]:
    """Choose another lens for the open scan, then for all of them."""
    me = come(folder)
    me.waits_for_words("Saved")
    _choose_other(me)
    told: dict[str, Any] = {"one": _read(me, LENS)}
    me.presses("ctrl+s")
    me.waits_for_words("Saved")
    me.presses("ctrl+shift+a")
    me.waits_for_words("3 scans selected")
    _choose_other(me)
    me.waits_for_words("This removed values of the former item: Lens serial 999.")
    _picture()
    told["all"] = _read(me, LENS)
    me.presses("ctrl+s")
    me.waits_for_words("Saved: ")
    return told | {"status": me.closes()}


def _choose_other(me: Robot) -> None:
    me.goes_to("Lens")
    me.presses("ctrl+a")
    me.types("fuj", 60)
    wait_for(lambda: _suggested(me), told="suggestions")
    me.presses("Down", "Tab")
    me.waits_for_text("Focal length", "250 mm")
    me.waits_for_text("Lens serial", "")


def probe_sets(come: Come, folder: str, kit: str) -> dict[str, Any]:
    """Fill in a set by its number, undo, fill it in again; make a set of the record."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.goes_to("Subject")
    _opens_menu(me)
    me.presses("1")
    me.waits_for_text("Lens", "Nikkor-W 150")
    filled = _read(me, BAG)
    me.presses("ctrl+z")
    me.waits_for_text("Lens", "")
    undone = _read(me, BAG)
    _opens_menu(me)
    me.presses("1")
    me.waits_for_text("Lens", "Nikkor-W 150")
    me.writes("EI", "80")
    before = Path(kit).read_text(encoding="utf-8")
    _opens_menu(me)
    me.presses("n")
    wait_for(lambda: Path(kit).read_text(encoding="utf-8") != before, told="a new set")
    said = bool(me.waits_for_words("is in your kit now"))
    me.presses("ctrl+s")
    me.waits_for_words("Saved")
    return {"filled": filled, "undone": undone, "said": said, "status": me.closes()}


if __name__ == "__main__":
    report(globals())
