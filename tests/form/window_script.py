"""A user's actions at the window, from opening to closing it. See `robot.py`."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from robot import Atspi, Robot, processes_below, report, text_of, wait_for

Come = Callable[..., Robot]


def probe_type_choose_close(come: Come, folder: str) -> dict[str, Any]:
    """Open a folder, type into the fields, choose another image, type there, close."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise over the mesa")
    me.writes("Aperture", "22 1/2")
    me.presses("Tab")
    me.waits_for_text("Aperture", "f/22½")
    me.writes("Notes", "Five minutes of light left.")
    me.chooses("two.tif")
    me.waits_for_text("Subject", "")
    me.writes("Subject", "Tarn")
    status = me.closes()
    return {"status": status, "stderr": me.stderr}


def probe_every_field(
    come: Come, file: str, values: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Fill in the complete form, close, open it again; returns the fields' texts then."""
    me = come(file)
    me.waits_for_words("No record yet")
    entries = me.entries()
    assert [entry.get_name() for entry in entries] == [label for label, _text in values], [
        e.get_name() for e in entries
    ]
    for (_label, text), entry in zip(values, entries, strict=True):
        Atspi.EditableText.set_text_contents(entry.get_editable_text_iface(), text)
    assert me.closes() == 0
    me = come(file)
    me.waits_for_words("Saved")
    return [(entry.get_name(), text_of(entry)) for entry in me.entries()]


def probe_wrong_value(come: Come, folder: str) -> dict[str, Any]:
    """Type an invalid text, go elsewhere and back, try to close, then discard it."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.writes("Aperture", "wide open")
    me.presses("Tab")
    said = me.waits_for_words("Enter an f-number such as")
    told = {
        "role": said.get_role_name(),
        "reason": said.get_name(),
        "description": me.entry("Aperture").get_description(),
    }
    me.presses("Next")
    me.waits_for_text("Subject", "")
    me.presses("Prior")
    me.waits_for_text("Aperture", "wide open")
    me.presses("ctrl+q")
    me.waits_for_words("Closing now will discard")
    me.pushes("Keep editing")
    me.waits_for_text("Aperture", "wide open")
    me.presses("ctrl+q")
    me.waits_for_words("Closing now will discard")
    me.pushes("Discard and close")
    return told | {"status": me.waits_for_end()}


def probe_failing_save(come: Come, folder: str, link: str) -> dict[str, Any]:
    """Save a file without permission to write it, repair that, try again."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.presses("Next")
    said = me.waits_for_words("hard links").get_name()
    me.waits_for_text("Subject", "Moonrise")
    os.unlink(link)  # noqa: PTH108 - a name given as text
    me.pushes("Try again")
    me.waits_for_words("Saved")
    return {"said": said, "status": me.closes()}


def probe_changed_meanwhile(come: Come, folder: str, file: str, mine: bool) -> dict[str, Any]:
    """Another program changes the open record; the window shows both values for a choice."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", "-XMP-dc:Title=Sunrise", file], check=True
    )
    me.presses("ctrl+s")
    me.waits_for_words("Another program changed the record")
    choices = [
        thing.get_name()
        for thing in me.everything(showing=True)
        if thing.get_role_name() == "radio button"
    ]
    unsaved = subprocess.run(
        ["exiftool", "-s3", "-XMP-dc:Title", file], check=True, capture_output=True, text=True
    ).stdout.strip()
    me.pushes("Subject, Your entry: Moonrise" if mine else "Subject, In the file now: Sunrise")
    me.pushes("Save selection")
    me.waits_for_words("Saved" if mine else "No record yet")
    shown = me.read("Subject")
    return {"choices": choices, "unsaved": unsaved, "shown": shown, "status": me.closes()}


def probe_drifted(come: Come, folder: str, take: bool) -> dict[str, Any]:
    """Tags that disagree with the record: accepted, or updated, by the keyboard alone."""
    me = come(folder)
    said = me.waits_for_words("disagree with the record").get_name()
    mark = me.find("Subject: tags disagree with the record").get_description()
    me.goes_to("Notes")
    me.presses("alt+o")
    me.waits_for_words("XMP-dc:Title has")
    chosen = me.find("Take this: Sunrise" if take else "Keep mine", "push button", "button")
    focused = Atspi.StateType.FOCUSED
    if not take:
        me.presses("Tab")
    wait_for(lambda: chosen.get_state_set().contains(focused), told="the focus on the choice")
    me.presses("Return")
    me.waits_for_words("1 tag disagrees with the record: Photographer")
    me.waits_for_text("Subject", "Sunrise" if take else "Moonrise")
    me.pushes("Photographer: tags disagree with the record")
    me.pushes("Keep mine")
    done = me.waits_for_words("Tags updated to agree with the record: Photographer").get_name()
    return {"said": said, "mark": mark, "done": done, "status": me.closes()}


def probe_came_back(come: Come, folder: str) -> dict[str, Any]:
    """An old value that another program restored: shown at the field only, and updated at once."""
    me = come(folder)
    me.waits_for_text("Subject", "Moonrise over the mesa")
    said = wait_for(lambda: me.find("Subject: tags disagree with the record").get_description())
    notice = [
        name
        for thing in me.everything(showing=True)
        if "disagrees with the record:" in (name := thing.get_name() or "")
    ]
    me.pushes("Subject: tags disagree with the record")
    me.pushes("Update it now")
    me.waits_for_words("Tags updated to agree with the record: Subject")
    return {"said": said, "notice": notice, "status": me.closes()}


def probe_exiftool_killed(come: Come, folder: str) -> dict[str, Any]:
    """Kill ExifTool in the middle of a save."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.kills_exiftool_while_it_saves()
    me.waits_for_words("Nothing was changed; try again")
    shown = me.read("Subject")
    whole = _whole(folder)
    me.pushes("Try again")
    me.waits_for_words("Saved")
    return {"shown": shown, "whole": whole, "status": me.closes()}


def probe_window_killed(come: Come, folder: str, after: float) -> list[str]:
    """Kill the program shortly after it has left a scan."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    pids = [me.process.pid, *processes_below(me.process.pid)]
    me.presses("Next")
    time.sleep(after)
    for pid in reversed(pids):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return _whole(folder)


def probe_folder_removed(come: Come, folder: str, elsewhere: str) -> dict[str, Any]:
    """Remove the folder while it is open, and restore it."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    Path(folder).rename(elsewhere)
    me.presses("ctrl+s")
    said = me.waits_for_words("All that you typed is still here").get_name()
    shown = me.read("Subject")
    Path(elsewhere).rename(folder)
    me.pushes("Try again")
    me.waits_for_words("Saved")
    return {"said": said, "shown": shown, "status": me.closes()}


def probe_signal_to_end(come: Come, folder: str) -> int:
    """The session ends: the window saves the typed values before it closes."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    me.process.send_signal(signal.SIGTERM)
    return me.waits_for_end()


def probe_says(come: Come, path: str, words: str) -> int:
    """A message inside the window, and closing it."""
    me = come(path)
    me.waits_for_words(words)
    return me.closes()


def probe_empty_folder(come: Come, folder: str, gone: str) -> dict[str, Any]:
    """An empty folder suggests others; a menu has the recent ones that still exist."""
    me = come(folder)
    me.waits_for_words("There are no scans in this folder.")
    focused = Atspi.StateType.FOCUSED
    opens = me.find("Open…", "push button", "button")
    wait_for(lambda: opens.get_state_set().contains(focused), told="the focus on Open…")
    me.waits_for_words("Folders below with scans")
    offered = [
        thing.get_name() for thing in me.everything(showing=True) if " · " in thing.get_name()
    ]
    me.pushes(offered[-1])
    me.waits_for_words("No record yet")
    me.writes("Subject", "Moonrise")
    recent = _recent(me)
    shutil.rmtree(gone)
    status = me.closes()
    me = come(folder)
    me.waits_for_words("Recent folders")
    again = [
        name
        for thing in me.everything(showing=True)
        if (name := thing.get_name()).startswith("/") and "button" in thing.get_role_name()
    ]
    me.presses("ctrl+q")
    return {"offered": offered, "recent": recent, "again": again, "status": status}


def probe_dropped(
    come: Come, folder: str, dropped: list[tuple[list[str], str, str]]
) -> dict[str, Any]:
    """Drag files onto the picture, then onto text fields; returns the open scans and messages."""
    me = come(folder)
    me.waits_for_words("No record yet")
    me.writes("Subject", "Typed before the drop")
    told = []
    for place, (uris, name, words) in zip(
        ("", "Subject", "Location", "Film"), dropped, strict=True
    ):
        me.drops(me.entry(place) if place else me.find("Picture of the scan"), *uris)
        told.append(me.sees_open(name, words))
    return {"told": told, "status": me.closes()}


def probe_strange_names(come: Come, folder: str, scan: str, names: list[str]) -> dict[str, Any]:
    """A folder and scans with undecodable names: opened, filled in, and opened from the menu."""
    me = come(folder)
    me.waits_for_words("No record yet")
    title = wait_for(me.window).get_name()
    strip = me.find("Scans", "list")
    listed = [thing.get_name() for thing in me.below(strip)][1:]
    for _name in names:
        me.writes("Subject", "Moonrise")
        me.presses("Next")
    assert me.closes() == 0
    me = come(scan)
    me.waits_for_words("No record yet")
    me.pushes(wait_for(lambda: _recent(me))[0])
    me.waits_for_text("Subject", "Moonrise")
    return {"title": title, "listed": listed, "status": me.closes()}


def _recent(me: Robot) -> list[str]:
    menu = me.find("Recent folders", "toggle button")
    return [thing.get_name() for thing in me.below(menu) if thing.get_role_name() == "menu item"]


def _whole(folder: str) -> list[str]:
    """The errors that ExifTool and ImageMagick find in the images of a folder."""
    wrong = []
    for path in sorted(Path(folder).iterdir()):
        if not path.name.startswith("."):
            done = subprocess.run(["identify", str(path)], capture_output=True, check=False)
            wrong += [path.name] if done.returncode else []
    return wrong


if __name__ == "__main__":
    report(globals())
