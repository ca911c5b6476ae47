"""Measures the window from outside: sends keys, and waits until a record can be typed in."""

import contextlib
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from types import MappingProxyType

from tools.bench import samples
from tools.bench.timing import Ratio, process, side_by_side
from tools.screen import Screen, Window, python_with_gtk

EXIFILM = Path(sys.executable).with_name("exifilm")
SCANS = 1000
AT_MOST_BLOCKED = 0.05
"""Seconds. What takes longer, one notices while typing."""
IDLE = """
import sys, threading, time
from gi.repository import GLib

loop, last, longest = GLib.MainLoop(), time.monotonic(), 0.0

def tick():
    global last, longest
    now = time.monotonic()
    last, longest = now, max(longest, now - last - 0.005)
    return True

def until_closed():
    sys.stdin.read()
    loop.quit()

GLib.timeout_add(5, tick, priority=GLib.PRIORITY_HIGH)
threading.Thread(target=until_closed).start()
loop.run()
print(longest)
"""
"""A main loop that has nothing to do: what keeps it waiting is the machine."""


class Idle:
    """A main loop in another process; once that has ended, how long it was kept waiting."""

    longest = 0.0
    """Seconds."""


@contextlib.contextmanager
def idle_loop() -> Iterator[Idle]:
    """Run an idle main loop meanwhile."""
    idle = Idle()
    other = subprocess.Popen(
        [python_with_gtk(), "-c", IDLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield idle
    finally:
        idle.longest = float(other.communicate()[0])


def opened(
    screen: Screen, scans: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> Window:
    """A window on these scans, as `exifilm edit` opens it."""
    command = [str(EXIFILM), "edit", str(scans)]
    return screen.started(command, environment, maximized=False)


def start(screen: Screen, scans: Path, what: str) -> Ratio:
    """Measure how long the window takes until one can type."""

    def ready() -> float:
        window = opened(screen, scans)
        last = max(window.waits_for(event)["time"] for event in ("open", "shown"))
        window.closes()
        return float(last - window.started)

    return side_by_side(
        f"`exifilm edit DIR` of {what}, until ready for typing | `exiftool FILE`",
        ready, lambda: process(["exiftool", scans / "scan_0001.jpg"]).seconds,
        at_most=6, rounds=5,
    )  # fmt: skip


def grid(screen: Screen, scans: Path, what: str) -> Iterator[Ratio | str]:
    """Measure the longest blocked time while a window shows its grid and scrolls through it."""
    worst: list[float] = []
    worked: list[float] = []
    for _ in range(5):
        one = opened(screen, scans)
        one.waits_for("shown")
        one.presses("F8")
        time.sleep(1)
        one.presses(*["Page_Down"] * 20)
        screen.do("xdotool", "mousemove", "600", "500")
        for _turn in range(10):
            screen.do("xdotool", "click", "--repeat", "20", "--delay", "10", "5")
        one.presses("End", "Home")
        time.sleep(1)
        worst.append(max(event["seconds"] for event in one.events("blocked")))
        worked.append(max(event["seconds"] for event in one.events("worked")))
        one.closes()
    yield Ratio(
        f"longest time the window did not respond, while it opens {what} and scrolls its grid"
        " | the aim",
        statistics.median(worst), AT_MOST_BLOCKED, at_most=1,
    )  # fmt: skip
    work = statistics.median(worked) * 1000
    yield f"Of that with the grid, the window's own work took at most {work:.0f} ms."


def window(folder: Path) -> Iterator[Ratio | str]:
    """Measure a window on a thousand scans: start, next scan, longest blocked time."""
    scans = samples.archive(folder / "scans", SCANS)
    bare = ["exiftool", str(scans / "scan_0001.jpg")]
    with Screen(1400, 1000) as screen:
        yield start(screen, scans, f"{SCANS:,} scans")

        worst: list[float] = []
        worked: list[float] = []
        idle: list[float] = []
        for _ in range(5):
            one = opened(screen, scans)
            one.waits_for("shown")
            ending = contextlib.ExitStack()
            beside = ending.enter_context(idle_loop())
            place = count(1)

            def following(one: Window = one, place: Iterator[int] = place) -> float:
                before = time.time()
                one.presses("Page_Down")
                return float(one.waits_for("open", index=next(place))["time"] - before)

            if not worst:
                yield side_by_side(
                    "from one scan to the next | `exiftool FILE`",
                    following, lambda: process(bare).seconds, at_most=0.5, rounds=25,
                )  # fmt: skip
            one.presses("Tab")
            for key in "12345":  # as a new subject, which the next switch saves
                one.presses(key)
                following()
            worst.append(max(event["seconds"] for event in one.events("blocked")))
            worked.append(max(event["seconds"] for event in one.events("worked")))
            ending.close()
            idle.append(beside.longest)
            one.closes()
        yield Ratio(
            "longest time the window did not respond, while scans are opened and saved | the aim",
            statistics.median(worst), AT_MOST_BLOCKED, at_most=1,
        )  # fmt: skip
        work, late = (statistics.median(times) * 1000 for times in (worked, idle))
        yield (
            f"Of that, the window's own work took at most {work:.0f} ms. At the same time an idle "
            f"main loop did not respond for {late:.0f} ms, because of the machine's load."
        )
    shutil.rmtree(scans)
