"""The window, measured from outside: keys go in, and it tells when a sheet is open for typing."""

import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import samples
from timing import Ratio, process, side_by_side

sys.path.insert(1, str(Path(__file__).parents[1]))
from screen import Screen, Window

EXIFILM = Path(sys.executable).with_name("exifilm")
SCANS = 1000
AT_MOST_BLOCKED = 0.05
"""Seconds. What takes longer, one notices while typing."""


def window(folder: Path) -> Iterator[Ratio]:
    """The window on a folder of a thousand scans: starting, going from scan to scan, its worst."""
    scans = samples.archive(folder / "scans", SCANS)
    bare = ["exiftool", scans / "scan_0001.jpg"]
    with Screen(1400, 1000) as screen:

        def opened() -> Window:
            return screen.started([str(EXIFILM), "edit", str(scans)], maximized=False)

        def start() -> float:
            window = opened()
            last = max(window.waits_for(event)["time"] for event in ("open", "shown"))
            window.closes()
            return float(last - window.started)

        yield side_by_side(
            f"`exifilm edit DIR` of {SCANS:,} scans, until one can type | `exiftool FILE`",
            start, lambda: process(bare).seconds, at_most=6, rounds=5,
        )  # fmt: skip

        worst = []
        for _ in range(3):
            one = opened()
            one.waits_for("shown")
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
            for key in "12345":  # as a new subject, which is saved when one goes on
                one.presses(key)
                following()
            one.closes()
            worst.append(max(event["seconds"] for event in one.events("blocked")))
        yield Ratio(
            "longest time that the window was deaf, while scans are opened and saved | the aim",
            statistics.median(worst), AT_MOST_BLOCKED, at_most=1,
        )  # fmt: skip
    shutil.rmtree(scans)
