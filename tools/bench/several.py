"""Many scans selected in the window: a field typed once is saved in all of them."""

import os
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tools.bench.many import FILM, filled, kept, small_jpeg, tags_of_film
from tools.bench.plain import CONFIG, import_file
from tools.bench.timing import Ratio, process, side_by_side
from tools.bench.window import AT_MOST_BLOCKED, idle_loop, opened
from tools.screen import Screen

SCANS = 500


def several(folder: Path) -> Iterator[Ratio | str]:
    """Select all scans of a folder, type a film, and save; each time in a new window."""
    scans, data = folder / "scans", Path(os.environ["XDG_DATA_HOME"])
    paths = filled(scans, small_jpeg(folder / "first.jpg"), SCANS)
    tags = import_file(folder, tags_of_film(paths[0]))
    worst: list[float] = []
    worked: list[float] = []
    idle: list[float] = []
    with kept(folder, scans, data) as fresh:

        def ours() -> float:
            fresh()
            with Screen(1400, 1000) as screen, idle_loop() as other:
                window = opened(screen, scans, {"XDG_DATA_HOME": str(data)})
                window.waits_for("shown")
                ready = len(window.events("open"))
                window.presses("ctrl+shift+a")
                window.waits_for("open", ready + 1)
                window.presses("alt+2", "ctrl+a")
                screen.do("xdotool", "type", "--delay", "20", FILM)
                before = time.time()
                window.presses("ctrl+s")
                done = window.waits_for("saved", scans=SCANS)
                worst.append(max(event["seconds"] for event in window.events("blocked")))
                worked.append(max(event["seconds"] for event in window.events("worked")))
                window.closes()
            idle.append(other.longest)
            return float(done["time"] - before)

        def plain() -> float:
            fresh()
            write = ("-q", "-n", "-overwrite_original", f"-json={tags}")
            return process(["exiftool", "-config", CONFIG, *write, *paths]).seconds

        yield side_by_side(
            f"save a film in {SCANS} selected JPEG of 20 KB in the window"
            " | `exiftool` writing the same tags",
            ours, plain, at_most=1.1, rounds=5,
        )  # fmt: skip
    shutil.rmtree(scans)
    yield Ratio(
        f"longest time the window did not respond, while {SCANS} scans are selected and saved"
        " | the aim",
        statistics.median(worst), AT_MOST_BLOCKED, at_most=1,
    )  # fmt: skip
    work, late = (statistics.median(times) * 1000 for times in (worked, idle))
    yield (
        f"While {SCANS} scans are saved, the window's own work took at most {work:.0f} ms at a "
        f"time; an idle main loop did not respond for {late:.0f} ms."
    )
