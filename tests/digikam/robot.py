"""Drives digiKam by its keys, on the display that the environment names: first start, then a scan.

`python robot.py first|second HOME` runs inside a session with a window manager. It prints how long
each step took, and leaves pictures of the windows in $EXIFILM_GATE_OUT.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

BEGAN = time.monotonic()


def step(text: str) -> None:
    print(f"{time.monotonic() - BEGAN:6.1f} {text}", flush=True)


def keys(*words: str) -> None:
    subprocess.run(["xdotool", "key", *words], check=False, timeout=60)


def picture(name: str) -> None:
    if (folder := os.environ.get("EXIFILM_GATE_OUT")) and shutil.which("import"):
        path = Path(folder) / f"digikam-{name}.png"
        subprocess.run(["import", "-window", "root", path], check=False, timeout=60)


def active() -> str:
    """The title of the window with the keyboard."""
    done = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowname"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout.strip()


TIMEOUT = 300
"""Seconds, generous for a computer that is busy with other things."""


def wait(what: str, until: Callable[[], object], then: float = 0.5) -> None:
    """Wait for it, or end with a picture."""
    ends = time.monotonic() + TIMEOUT
    while not until():
        if time.monotonic() > ends:
            picture("timeout")
            sys.exit(f"waited {TIMEOUT} s for {what}; the window is {active()!r}")
        time.sleep(0.3)
    settle(then)
    step(what)


def settle(seconds: float) -> None:
    """Wait so long, and then until the screen is still: 30 s at most, as a caret may blink."""
    ends = time.monotonic() + 30
    time.sleep(seconds)
    shown, before = screen(), b""
    while shown != before and time.monotonic() < ends:
        time.sleep(0.5)
        shown, before = screen(), shown


def screen() -> bytes:
    """What is on the screen."""
    if not shutil.which("import"):
        return b""
    words = ["import", "-window", "root", "-depth", "8", "gray:-"]
    return subprocess.run(words, capture_output=True, check=False, timeout=60).stdout


class DigiKam:
    """A digiKam that the robot starts and ends."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings = home / ".config" / "digikamrc"
        self.data = home / ".local" / "share" / "digikam"
        self.database = home / "Pictures" / "digikam4.db"
        self.log = (home / "digikam.log").open("wb")
        self.child = subprocess.Popen(["digikam"], stdout=self.log, stderr=self.log, cwd=home)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What digiKam's database answers; nothing while it is being made."""
        try:
            place = f"file:{self.database}?mode=ro"
            with closing(sqlite3.connect(place, uri=True, timeout=1)) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.Error:
            return []

    @property
    def version(self) -> str:
        """The first number of its version."""
        found = re.search(rb"^Version=(\d+)", self.settings.read_bytes(), re.MULTILINE)
        assert found
        return found[1].decode()

    def quit(self) -> None:
        """Quit as a user does, so that digiKam writes its settings."""
        for _ in range(4):
            keys("ctrl+q")
            try:
                self.child.wait(30)
                break
            except subprocess.TimeoutExpired:
                picture("does-not-quit")
        else:
            self.child.terminate()
            self.child.wait(60)
        step("digiKam has quit")

    def to_main_window(self) -> None:
        """Close what digiKam asks about at each start: the download of models for faces."""
        quiet = time.monotonic()
        ends = quiet + TIMEOUT
        while time.monotonic() - quiet < 3:  # the dialogue comes a while after the window
            if self.child.poll() is not None or time.monotonic() > ends:
                picture("no-window")
                sys.exit("digiKam shows no window")
            if "ownload" in active():
                keys("Escape")
                quiet = time.monotonic()
            elif "digiKam" not in active():
                quiet = time.monotonic()
            time.sleep(0.3)
        step(f"main window, {active()}")


def first(digikam: DigiKam) -> None:
    """The assistant with what it proposes; then the settings, closed with OK."""
    wait("the assistant", lambda: active() == "digiKam", then=1.5)

    def is_through() -> bool:
        keys("alt+n")
        time.sleep(0.4)
        keys("alt+f")  # only the last page has it
        time.sleep(0.4)
        return bool(digikam.rows("SELECT id FROM AlbumRoots"))

    wait("the end of the assistant", is_through)
    digikam.to_main_window()
    picture("first")
    keys("ctrl+shift+comma")
    wait("the settings", lambda: active().startswith("Configure"), then=1.5)
    picture("settings")
    keys("Return")
    wait("they are saved", lambda: b"readTitleNamespaces" in digikam.settings.read_bytes())
    wait("the folder is there", lambda: digikam.rows("SELECT id FROM AlbumRoots"), then=3)


def second(digikam: DigiKam) -> None:
    """The scan of the folder; the first scan is remembered, and its record copied onto all."""
    pictures = digikam.home / "Pictures"
    scans = [path for path in pictures.iterdir() if path.suffix in (".jpg", ".tif", ".dng")]
    wait(
        "all scans are in the database",
        lambda: len(digikam.rows("SELECT id FROM Images WHERE status = 1")) == len(scans),
    )
    digikam.to_main_window()
    shutil.copyfile(digikam.database, digikam.home / "scanned.db")
    large()
    click(ALBUM)
    settle(2)
    click(FIRST)
    picture("album")
    keys("ctrl+a")
    click(FIRST, button=3)
    settle(1.5)
    keys("w")  # Open With
    settle(1.5)
    picture("open-with")
    keys("Return")
    wait("they are opened", (digikam.home / "edited").exists, then=2)
    click(FIRST)
    in_queue(digikam, REMEMBER)
    wait("the scan is remembered", (digikam.data / "exifilm-record.txt").exists, then=2)
    keys("alt+F4")
    wait("the album again", lambda: active() == "digiKam")
    click(FIRST)
    keys("ctrl+a")
    in_queue(digikam, COPY)
    last = max(scans)
    before = last.read_bytes()
    wait("the record is copied", lambda: last.read_bytes() != before, then=3)
    picture("queue")
    keys("alt+F4")
    wait("the album again", lambda: active() == "digiKam")


ALBUM, FIRST = (110, 133), (520, 220)
WORKFLOWS = {"7": (564, 581), "8": (553, 567), "9": (548, 562)}
"""Places in windows of one size: the album, its first scan, and the rows of the workflows."""
REMEMBER, COPY = 0, 1
SIZE = ("1380", "850")


def click(place: tuple[int, int], times: int = 1, button: int = 1) -> None:
    x, y = map(str, place)
    how = ["--repeat", str(times), "--delay", "80", str(button)]
    words = ["mousemove", x, y, "click", *how]
    subprocess.run(["xdotool", *words], check=False, timeout=60)
    time.sleep(0.5)


def large() -> None:
    """Give the active window its size."""
    words = ["getactivewindow", "windowsize", *SIZE, "windowmove", "0", "20"]
    subprocess.run(["xdotool", *words], check=False, timeout=60)
    settle(2)


def in_queue(digikam: DigiKam, workflow: int) -> None:
    """Put what is selected into the queue, choose a workflow and run it."""
    keys("ctrl+b")
    wait("the queue manager", lambda: "Queue Manager" in active(), then=2)
    large()
    keys("alt+w")
    settle(1)
    click((780, WORKFLOWS[digikam.version][workflow]), times=2)
    settle(1.5)
    picture(f"workflow-{workflow}")
    keys("ctrl+p")


if __name__ == "__main__":
    one = DigiKam(Path(sys.argv[2]))
    try:
        {"first": first, "second": second}[sys.argv[1]](one)
        one.quit()
    finally:
        if one.child.poll() is None:
            one.child.kill()
