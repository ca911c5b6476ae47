"""A user edits several scans together. See `robot.py`."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from robot import Atspi, Robot, processes_below, report, text_of, wait_for

Come = Callable[..., Robot]


def _click(thing: Any, *held: str) -> None:
    """Click the middle of a widget, with these keys held."""
    place = thing.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    point = str(place.x + place.width // 2), str(place.y + place.height // 2)
    words = ["mousemove", *point]
    for key in held:
        words += ["keydown", key]
    words += ["click", "1"]
    for key in held:
        words += ["keyup", key]
    subprocess.run(["xdotool", *words], check=True)


def _cell(me: Robot, name: str) -> Any:
    return me.find(name, "list item")


def _select(me: Robot, count: int) -> None:
    """Select that many of the strip with the mouse and Shift; the last but one is left by Ctrl."""
    _click(_cell(me, "scan_000.jpg"))
    me.waits_for_focus("Scans")
    me.presses(*["shift+Right"] * count)
    me.waits_for_words(f"{count + 1} scans selected")
    _click(_cell(me, f"scan_{count - 1:03}.jpg"), "ctrl")
    me.waits_for_words(f"{count} scans selected")


def probe_lens(come: Come, folder: str, lens: str, undo: list[str]) -> dict[str, Any]:
    """Select 20 of the scans, type a lens once; perhaps undo it with these keys."""
    me = come(folder)
    me.waits_for_words("Saved")
    _select(me, 20)
    told: dict[str, Any] = {"shared": me.read("Film"), "mixed": me.read("Subject")}
    me.goes_to("Subject")
    entry = me.entry("Subject")
    wait_for(lambda: "mixed" in entry.get_description(), told="the description")
    told["described"] = entry.get_description().splitlines()
    me.writes("Lens", lens)
    me.presses("ctrl+s")
    me.waits_for_words("Saved: Lens in 20 scans")
    if undo:
        me.presses(*undo)
        me.waits_for_words("Undone: Lens in 20 scans")
    told["lens"] = me.read("Lens")
    return told | {"status": me.closes()}


def probe_values(come: Come, folder: str) -> dict[str, Any]:
    """Take one of the values for all, and empty another field, by the keyboard alone."""
    me = come(folder)
    me.waits_for_words("Saved")
    me.presses("ctrl+shift+a")
    me.waits_for_words("scans selected")
    me.goes_to("Location")
    me.presses("F2")
    values = me.find("Location: values of the selected scans")
    listed = [thing.get_name() for thing in me.below(values) if thing is not values]
    me.presses("Down", "Return")
    wait_for(lambda: me.read("Location") != "", told="a value in Location")
    taken = me.read("Location")
    me.goes_to("Subject")
    me.presses("F2")
    me.find("Subject: values of the selected scans")
    me.presses("End", "Return")
    me.waits_for_focus("Subject")
    me.presses("ctrl+s")
    me.waits_for_words("Saved: Subject in 8 scans; Location in 6")
    me.presses("Escape")
    me.waits_for_words("Saved")
    return {"listed": [*dict.fromkeys(filter(None, listed))], "taken": taken, "status": me.closes()}


def probe_list(come: Come, folder: str, words: str) -> dict[str, Any]:
    """Select all scans that the list finds, and type for them."""
    me = come(folder)
    me.waits_for_words("Saved")
    me.pushes("Choose a scan")
    search = wait_for(lambda: me.find("Find a scan"))
    focused = Atspi.StateType.FOCUSED
    wait_for(lambda: search.get_state_set().contains(focused), told="the list's search")
    me.types(words)
    wait_for(lambda: text_of(search) == words, told=f"{words!r} in the list's search")
    button = me.waits_for_words("scans found")
    said = button.get_name()
    button.do_action(0)
    me.waits_for_words("scans selected")
    me.writes("Filter", "orange 21")
    me.presses("Escape")
    me.waits_for_words("Saved: Filter in")
    return {"said": said, "status": me.closes()}


def probe_failing(come: Come, folder: str, links: list[str]) -> dict[str, Any]:
    """Some scans cannot be saved; go on elsewhere, come back, repair that, try again."""
    me = come(folder)
    me.waits_for_words("Saved")
    _select(me, 20)
    me.writes("Lens", "Symmar-S 210")
    me.presses("ctrl+s")
    said = me.waits_for_words("3 scans could not be saved").get_name()
    me.waits_for_words("3 scans selected")
    kept = me.read("Lens")
    me.presses("Escape")
    notice = me.waits_for_words("What you typed there is kept").get_name()
    me.presses("ctrl+q")
    closing = me.waits_for_words("Closing now will discard").get_name()
    me.pushes("Keep editing")
    me.waits_for_words("3 scans selected")
    for link in links:
        os.unlink(link)  # noqa: PTH108 - a name given as text
    me.pushes("Try again")
    me.waits_for_words("Saved: Lens in 3 scans")
    return {
        "said": said,
        "kept": kept,
        "notice": notice,
        "closing": closing,
        "status": me.closes(),
    }


def probe_invalid(come: Come, folder: str, wrong: str) -> dict[str, Any]:
    """Type an invalid aperture and notes for three scans, go on; then go back and correct it."""
    me = come(folder)
    me.waits_for_words("Saved")
    me.presses("shift+Next", "shift+Next")
    me.waits_for_words("3 scans selected")
    me.writes("Aperture", wrong)
    me.writes("Notes", "x")
    me.presses("Next")
    foot = me.waits_for_words("Saved: Notes in 3 scans").get_name()
    said = me.waits_for_words("the entry is invalid").get_name()
    me.pushes("Go there")
    me.waits_for_words("3 scans selected")
    kept = me.read("Aperture")
    me.writes("Aperture", "22")
    me.presses("Escape")
    me.waits_for_words("Saved: Aperture in 3 scans")
    alerts = [
        thing.get_name()
        for thing in me.everything(showing=True)
        if thing.get_role_name() == "alert" and thing.get_name()
    ]
    return {"foot": foot, "said": said, "kept": kept, "alerts": alerts, "status": me.closes()}


def probe_changed(come: Come, folder: str, changed: list[str], lens: str) -> dict[str, Any]:
    """Another program changes some of the scans while a lens is typed for them; then try again."""
    me = come(folder)
    me.waits_for_words("Saved")
    _select(me, 20)
    me.writes("Lens", "Symmar-S 210")
    write = [f"-ExifIFD:LensModel={lens}", f"-XMP-aux:Lens={lens}", "-q", "-overwrite_original"]
    subprocess.run(["exiftool", *write, *changed], check=True)
    me.presses("ctrl+s")
    said = me.waits_for_words("3 scans could not be saved").get_name()
    me.waits_for_words("3 scans selected")
    kept = me.read("Lens")
    read = subprocess.run(
        ["exiftool", "-q", "-s3", "-LensModel", *changed],
        check=True,
        capture_output=True,
        text=True,
    )
    others = [line for line in read.stdout.splitlines() if not line.startswith("=====")]
    me.pushes("Try again")
    me.waits_for_words("Saved: Lens in 3 scans")
    return {"said": said, "kept": kept, "others": others, "status": me.closes()}


def probe_killed(come: Come, folder: str, after: float) -> dict[str, Any]:
    """Kill the window while it saves many; start it again."""
    me = come(folder)
    me.waits_for_words("Saved")
    me.presses("ctrl+shift+a")
    me.waits_for_words("100 scans selected")
    me.writes("Lens", "Symmar-S 210")
    pids = [me.process.pid, *processes_below(me.process.pid)]
    me.presses("ctrl+s")
    time.sleep(after)
    for pid in reversed(pids):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    me.process.wait()
    wrong = [
        path.name
        for path in sorted(Path(folder).glob("scan_*.jpg"))  # a new version beside them may be half
        if subprocess.run(["identify", str(path)], capture_output=True, check=False).returncode
    ]
    me = come(folder)
    me.waits_for_words("Saved")
    me.presses("ctrl+shift+a")
    me.waits_for_words("100 scans selected")
    alerts = [
        thing.get_name()
        for thing in me.everything(showing=True)
        if thing.get_role_name() == "alert" and thing.get_name()
    ]
    return {"wrong": wrong, "alerts": alerts, "status": me.closes()}


if __name__ == "__main__":
    report(globals())
