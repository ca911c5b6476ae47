"""A user's actions at the window with the keyboard alone. See `robot.py`."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from typing import Any

from robot import Robot, report, wait_for

Come = Callable[..., Robot]
LIST = "Suggestions"


def _suggested(me: Robot) -> bool:
    return any(thing.get_name() == LIST for thing in me.everything(showing=True))


def probe_tab_among_suggestions(come: Come, folder: str, fast: bool) -> dict[str, str]:
    """Type the beginning of a known value, Tab, and go on; quickly, or with the list open."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.goes_to("Camera make")
    me.types("C", 60)
    wait_for(lambda: _suggested(me), told="suggestions")
    me.presses("BackSpace")
    for label, begun, following in (("Holder", "1", "55"), ("Camera make", "Cham", "45N")):
        me.goes_to(label)
        me.types(begun, 1 if fast else 60)
        if not fast and label == "Camera make":
            wait_for(lambda: _suggested(me), told="suggestions")
        me.presses("Tab")
        me.types(following, 1 if fast else 60)
    me.waits_for_text("Camera", "45N")
    labels = ("Holder", "Emulsion no.", "Camera make", "Camera")
    told = {label: me.read(label) for label in labels}
    return told | {"status": str(me.closes())}


def probe_keys_among_suggestions(come: Come, folder: str) -> dict[str, Any]:
    """Each key with the list open; returns the field's text, the focus, and the list afterwards."""
    me = come(folder)
    me.waits_for_words("No record yet")
    told: dict[str, Any] = {}

    def press(name: str, *keys: str) -> None:
        """Begin a camera, wait for the list, press the key, and record the result."""
        me.goes_to("Camera")
        me.presses("ctrl+a")
        me.types("45")
        wait_for(lambda: _suggested(me), told=f"suggestions before {name}")
        me.presses(*keys)
        time.sleep(0.5)
        told[name] = (me.read("Camera"), me.has_focus(), _suggested(me))

    press("tab", "Tab")
    press("back", "shift+Tab")
    press("chosen", "Down", "Tab")
    press("enter", "Down", "Return")
    press("none chosen", "Down", "Up", "Tab")
    press("escape", "Escape")
    press("left", "Left")
    press("fill", "F4")
    press("undo", "ctrl+z")
    press("save", "ctrl+s")
    me.waits_for_words("Saved")
    press("section", "alt+6")
    press("letter", "alt+s")
    me.goes_to("Camera")
    me.presses("ctrl+a")
    me.types("45")
    wait_for(lambda: _suggested(me), told="suggestions before Page Down")
    me.presses("Next")
    me.waits_for_text("Camera", "Chamonix 45N-2")
    told["next"] = (me.has_focus(), _suggested(me))
    me.presses("Prior")
    me.waits_for_text("Camera", "45")
    told["status"] = me.closes()
    return told


def probe_duplicate(come: Come, folder: str, number: str) -> dict[str, Any]:
    """Type another scan's No., read the remark, correct it; then go to that other scan and back."""
    me = come(folder)
    me.waits_for_words("No record yet")
    wait_for(lambda: me.find("Choose a scan").get_description(), told="the list")
    words = f"No. {number} is also on scan_3.jpg."
    me.writes("No.", number)
    told: dict[str, Any] = {"said": me.waits_for_words(words).get_role_name()}
    told["list"] = me.find("Choose a scan").get_description()
    me.types("1")
    wait_for(lambda: not _shows(me, "is also on"), told="no remark any more")
    told["corrected"] = me.find("Choose a scan").get_description()
    me.presses("BackSpace")
    me.waits_for_words(words)
    me.presses("ctrl+s")
    me.waits_for_words("Saved")
    me.presses("Next", "Next")
    me.waits_for_words(f"No. {number} is also on scan_1.jpg.")
    return told | {"status": me.closes()}


def _shows(me: Robot, words: str) -> bool:
    return any(words in (thing.get_name() or "") for thing in me.everything(showing=True))


def probe_readings_in_meter(come: Come, folder: str) -> dict[str, Any]:
    """Type a meter's name, then readings in its place; move them by the keyboard."""
    me = come(folder)
    me.waits_for_words("No record yet")
    label = "Luminosity" if _has(me, "Luminosity") else "Readings"
    me.writes("Meter", "Pentax digital spot, EV")
    told: dict[str, Any] = {"name": _shows(me, "These look like readings")}
    me.writes("Meter", "moss EV 7 on III")
    me.waits_for_words("These look like readings")
    me.presses("Tab", "space")
    me.waits_for_text(label, "moss EV 7 on III")
    told["meter"] = me.read("Meter")
    told["left"] = _shows(me, "These look like readings")
    me.presses("ctrl+z")
    me.waits_for_text("Meter", "moss EV 7 on III")
    told["undone"] = me.read(label)
    return told | {"status": me.closes()}


def _has(me: Robot, label: str) -> bool:
    return any(entry.get_name() == label for entry in me.entries())


def probe_going_about(come: Come, folder: str) -> dict[str, Any]:
    """Next scan and first field, the sections, the overview of all keys; nothing stays selected."""
    me = come(folder)
    me.waits_for_words("No record yet")
    told: dict[str, Any] = {}
    me.writes("Film", "FP4")
    me.presses("shift+Home")
    me.presses("alt+8")
    me.waits_for_focus("Notes")
    film = me.entry("Film").get_text_iface()
    told["selected"] = film.get_n_selections()
    me.presses("ctrl+Return")
    me.waits_for_text("Film", "")
    me.waits_for_focus("No.")
    me.presses("ctrl+d")
    me.waits_for_text("Film", "FP4")
    me.presses("alt+2", "Prior", "alt+1")
    me.waits_for_focus("No.")
    me.presses("F1")
    told["keys"] = _overview(me)
    me.presses("ctrl+question")
    told["again"] = _overview(me) == told["keys"]
    me.presses("ctrl+slash")
    told["once more"] = _overview(me) == told["keys"]
    me.pushes("All keys")
    told["button"] = _overview(me) == told["keys"]
    return told | {"status": me.closes()}


def _overview(me: Robot) -> list[str]:
    """The text of the overview of keys; closes it again."""

    def dialogue() -> Any:
        application = me.window().get_parent()
        for n in range(application.get_child_count()):
            child = application.get_child_at_index(n)
            if child.get_name() == "All keys":
                return child
        return None

    shown = wait_for(dialogue, told="the overview of keys")
    words = [each.get_name() for each in me.below(shown) if each.get_role_name() == "label"]
    wait_for(lambda: _active() == "All keys", told="the overview in front")
    me.presses("Escape")
    wait_for(lambda: dialogue() is None, told="the overview closed")
    wait_for(lambda: _active() != "All keys", told="the window in front")
    return words


def _active() -> str:
    found = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowname"], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


if __name__ == "__main__":
    report(globals())
