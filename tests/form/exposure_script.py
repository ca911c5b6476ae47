"""A user fills in an exposure that the window works out, with real keys. See `robot.py`."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from typing import Any

from notes_script import KEYS
from robot import Robot, report, wait_for

Come = Callable[..., Robot]
WORKED_OUT = "Worked out: "


def _types(me: Robot, steps: list[str]) -> None:
    """Type the steps; “[…]” is content, the others are keys as in `notes_script.py`."""
    for step in steps:
        if step.startswith("["):
            me.types(step[1:-1])
        else:
            me.presses(KEYS.get(step, step if "+" in step else f"alt+{step}"))


def _offered(me: Robot, labels: list[str]) -> dict[str, str]:
    """What a screen reader says of these fields: the values that are worked out."""
    told = {}
    for label in labels:
        first = me.entry(label).get_description().partition("\n")[0]
        told[label] = first.removeprefix(WORKED_OUT) if first.startswith(WORKED_OUT) else ""
    return told


def _texts(me: Robot, labels: list[str]) -> dict[str, str]:
    return {label: me.read(label) for label in labels}


def _picture(name: str) -> None:
    """A picture of the screen, if the environment has a folder for it."""
    if folder := os.environ.get("EXIFILM_EXPOSURE_SHOTS"):
        time.sleep(1)
        subprocess.run(["import", "-window", "root", f"{folder}/{name}.png"], check=False)


def probe_exposure(
    come: Come, folder: str, steps: list[str], last: str, labels: list[str], takes: list[list[str]]
) -> dict[str, Any]:
    """Type the steps, then take what is worked out with each list of keys; save and close.

    `last` is the field whose value is worked out last.
    """
    me = come(folder)
    me.waits_for_words("No record yet")
    me.waits_for_focus("No.")
    _types(me, steps)
    wait_for(lambda: _offered(me, [last])[last], told=f"a value for {last}")
    told: dict[str, Any] = {
        "offered": _offered(me, labels),
        "typed": _texts(me, labels),
        "scale": me.find("Zone scale").get_description(),
        "taken": [],
    }
    _picture("offered")
    for keys in takes:
        before = _texts(me, labels)
        _types(me, keys)
        wait_for(lambda before=before: _texts(me, labels) != before, told=f"a change by {keys}")
        told["taken"].append(_texts(me, labels))
    _picture("taken")
    me.presses("ctrl+s")
    me.waits_for_words("Saved")
    return told | {"status": me.closes()}


if __name__ == "__main__":
    report(globals())
