"""Operates the window: reads it as a screen reader does, types keys, and closes it.

A script such as `window_script.py` runs under a display and a session bus of its own
(`desktop.py`). It starts the program as a user does, and finds widgets by their accessible names
alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

PATIENCE = 30.0
_PAUSE = 0.05


def wait_for(what: Callable[[], Any], seconds: float = PATIENCE, told: str = "") -> Any:
    """The first true result of `what`. TimeoutError if there is none in time."""
    end = time.monotonic() + seconds
    while True:
        looked = time.monotonic()
        try:
            found = what()
        except Exception as gone:  # noqa: BLE001 - a widget may disappear during the search
            found = None
            told = f"{told} ({gone})"
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"what was waited for did not come: {told}")
        # The search also takes the program's time, so leave the program as much for itself.
        time.sleep(max(_PAUSE, time.monotonic() - looked))


class Robot:
    """A user of the program."""

    def __init__(self, command: list[str], *paths: str) -> None:
        self.process = subprocess.Popen([*command, *paths], stderr=subprocess.PIPE, text=True)
        self.stderr = ""
        self._title = ""

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    def window(self) -> Any:
        desktop = Atspi.get_desktop(0)
        for n in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(n)
            if (
                application
                and application.get_name() == "exifilm"
                and application.get_child_count()
            ):
                windows = map(application.get_child_at_index, range(application.get_child_count()))
                wanted = (each for each in windows if each and self._title in ("", each.get_name()))
                return next(wanted, None)
        return None

    def looks_at(self, title: str) -> None:
        """Turn to the dialogue of that title, or back to the window (""), once it is active."""
        self._title = title
        active = Atspi.StateType.ACTIVE
        wait_for(
            lambda: self.window().get_state_set().contains(active), told=f"the dialogue {title!r}"
        )

    def everything(self, showing: bool = False, window: Any = None) -> Iterator[Any]:
        """All widgets of the window, or of this one."""

        window = window or wait_for(self.window, told="a window")
        for thing in self.below(window):
            if not showing or thing.get_state_set().contains(Atspi.StateType.SHOWING):
                yield thing

    def below(self, thing: Any) -> Iterator[Any]:
        """A widget and all widgets in it, but not a list's rows."""
        yield thing
        if thing.get_role() in (Atspi.Role.TABLE, Atspi.Role.TREE_TABLE):
            return
        for n in range(thing.get_child_count()):
            child = thing.get_child_at_index(n)
            if child is not None:
                yield from self.below(child)

    def find(self, name: str, *roles: str) -> Any:
        """The widget with that accessible name; waits for it."""

        def found() -> Any:
            for thing in self.everything():
                if thing.get_name() == name and (not roles or thing.get_role_name() in roles):
                    return thing
            return None

        return wait_for(found, told=f"{name!r} {roles}")

    def entry(self, label: str) -> Any:
        """The entry of a field, by the field's label."""
        return self.find(label, "text", "spin button")

    def entries(self) -> list[Any]:
        """The entries of the form, in its order."""
        paper = self.find("Exposure record")
        return [
            thing
            for thing in self.below(paper)
            if thing.get_role_name() in ("text", "text box", "entry")
        ]

    def read(self, label: str) -> str:
        return text_of(self.entry(label))

    def waits_for_text(self, label: str, text: str) -> None:
        entry = self.entry(label)
        wait_for(lambda: text_of(entry) == text, told=f"{text!r} in {label}: {text_of(entry)!r}")

    def waits_for_words(self, words: str) -> Any:
        """Wait for a widget that shows this text; returns it."""

        def found() -> Any:
            for thing in self.everything(showing=True):
                if words in (thing.get_name() or "") or words in text_of(thing):
                    return thing
            return None

        return wait_for(found, told=f"the words {words!r}")

    # ── acting ───────────────────────────────────────────────────────────────────────────────

    def presses(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", "--delay", "20", *keys], check=True)

    def types(self, text: str, delay: int = 8) -> None:
        subprocess.run(["xdotool", "type", "--delay", str(delay), "--", text], check=True)

    def goes_to(self, label: str) -> None:
        entry = self.entry(label)
        entry.grab_focus()
        focused = Atspi.StateType.FOCUSED
        wait_for(lambda: entry.get_state_set().contains(focused), told=f"the focus in {label}")

    def writes(self, label: str, text: str) -> None:
        """Focus a field and replace its text."""
        self.goes_to(label)
        self.presses("ctrl+a")
        self.types(text)
        wait_for(
            lambda: self.read(label) == text, told=f"{text!r} in {label}: {self.read(label)!r}"
        )

    def has_focus(self) -> str:
        """The name of the focused widget in the window.

        Also of one that is not showing by its state: GTK compares the place of a text of several
        lines in its own scrolled window with the page's, and denies it once the page has scrolled.
        """
        focused = Atspi.StateType.FOCUSED
        for thing in self.everything():
            if thing.get_state_set().contains(focused) and thing.get_name():
                return thing.get_name()
        return ""

    def waits_for_focus(self, name: str) -> None:
        wait_for(lambda: self.has_focus() == name, told=f"the keyboard in {name}")

    def pushes(self, name: str) -> None:
        """Push a button."""
        roles = ("push button", "button", "toggle button", "radio button", "check box", "menu item")
        button = self.find(name, *roles)
        button.do_action(0)

    def drops(self, onto: Any, *uris: str) -> None:
        """Drag files from another window onto a widget, with the mouse."""
        place = onto.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
        end = place.x + min(place.width // 2, 40), place.y + place.height // 2
        start = 1340, 1140
        source = Path(__file__).with_name("drag_source.py")
        corner = [str(at - 30) for at in start]
        with subprocess.Popen(
            [sys.executable, str(source), *corner, *uris], stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout and other.stdout.readline() == "ready\n"
            time.sleep(0.3)
            moves = [
                start[way] + (end[way] - start[way]) * step // 10
                for step in range(11)
                for way in (0, 1)
            ]
            words = ["mousemove", *map(str, start), "mousedown", "1"]
            for step in range(11):
                words += ["mousemove", *map(str, moves[2 * step : 2 * step + 2]), "sleep", "0.05"]
            try:
                subprocess.run(["xdotool", *words, "sleep", "0.2", "mouseup", "1"], check=True)
                other.wait(10)
            finally:
                other.kill()

    def sees_open(self, name: str, words: str) -> dict[str, Any]:
        """The window's title, its open scan and its alerts, once that scan is open."""
        self.waits_for_words(words or "No record yet")
        wait_for(
            lambda: name in self.find("Choose a scan").get_description(), told=f"{name!r} open"
        )
        alerts = dict.fromkeys(  # a notice has the same name as its label
            thing.get_name()
            for thing in self.everything(showing=True)
            if thing.get_role_name() == "alert"
        )
        return {
            "title": wait_for(self.window).get_name(),
            "open": self.find("Choose a scan").get_description(),
            "said": list(alerts),
            "texts": [self.read("Subject"), self.read("Notes")],
        }

    def chooses(self, words: str) -> None:
        """Choose a scan in the drop-down list, by part of its text there."""
        self.pushes("Choose a scan")
        search = wait_for(lambda: self.find("Find a scan"))
        focused = Atspi.StateType.FOCUSED
        wait_for(lambda: search.get_state_set().contains(focused), told="the list's search")
        self.types(words)
        wait_for(lambda: text_of(search) == words, told=f"{words!r} in the list's search")
        time.sleep(0.4)  # the list filters after a short pause in typing
        self.presses("Return")

    def kills_exiftool_while_it_saves(self) -> None:
        """Press Ctrl+S, and kill ExifTool after it has received the command and before it ends."""
        found = [pid for pid in processes_below(self.process.pid) if _is_exiftool(pid)]
        for pid in found:
            os.kill(pid, signal.SIGSTOP)
        self.presses("ctrl+s")
        self.waits_for_words("Saving…")
        time.sleep(2)
        for pid in found:
            os.kill(pid, signal.SIGKILL)

    def closes(self) -> int:
        """Close the window; returns the exit status."""
        self.presses("ctrl+q")
        return self.waits_for_end()

    def waits_for_end(self) -> int:
        _, self.stderr = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode

    def gives_up(self) -> None:
        """Kill the program, whatever its state."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def processes_below(pid: int) -> list[int]:
    """The child processes of a process, and their children."""
    children: list[int] = []
    with contextlib.suppress(FileNotFoundError):  # it may end during the search
        for thread in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (thread / "children").read_text().split())
    return [each for child in children for each in (child, *processes_below(child))]


def _is_exiftool(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return any(word.endswith(b"/exiftool") for word in words)
    return False


def text_of(thing: Any) -> str:
    text = thing.get_text_iface()
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else ""


def report(names: dict[str, Any]) -> None:
    """Call the requested function, and print its result or its exception."""
    Atspi.init()
    asked = json.loads(sys.argv[1])
    name = asked.pop("call")
    robots: list[Robot] = []

    def robot(*paths: str) -> Robot:
        robots.append(Robot(asked["command"], *paths))
        return robots[-1]

    try:
        answer = names[name](robot, **asked["arguments"])
        print("\n" + json.dumps({"answer": answer}), flush=True)
    except Exception as problem:  # noqa: BLE001 - it is the result
        import traceback

        shot = os.environ.get("EXIFILM_SHOT")
        if shot:
            subprocess.run(["import", "-window", "root", shot], check=False)
        told = "".join(traceback.format_exception(problem))
        print("\n" + json.dumps({"problem": told}), flush=True)
    finally:
        for each in robots:
            each.gives_up()


ROOT = Path(__file__).resolve().parents[2]
