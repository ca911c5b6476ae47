"""Mouse and keys on the picture of a scan. `test_picture.py` runs this in a Python with GTK.

Its arguments: a folder of pictures, and the name of a TIFF file of hundreds of megabytes in it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

from child import drag, key, pixels, report, settle, window
from exifilm_form.pictures import decoding
from exifilm_form.pictures.picture import ScanPicture
from gi.repository import Gdk, GLib

from exifilm_core.errors import ExifilmError

FOLDER = Path(sys.argv[1])
LARGE = FOLDER / sys.argv[2]


class Shown:
    """A picture in a window."""

    def __init__(self, name: str = "", width: int = 400, height: int = 400) -> None:
        self.picture = ScanPicture()
        self.window = window(self.picture, width, height)
        if name:
            self.show(name)

    def show(self, name: str) -> None:
        self.picture.show_file(FOLDER / name)
        settle(lambda: not self.picture.is_loading)

    def scroll(self, direction: Gdk.ScrollDirection, x: float, y: float) -> None:
        event = Gdk.Event.new(Gdk.EventType.SCROLL)
        event.window = self.picture.area.get_window()
        event.send_event = True
        event.direction, event.x, event.y = direction, x, y
        event.set_device(Gdk.Display.get_default().get_default_seat().get_pointer())
        self.picture.area.event(event)
        settle()

    @property
    def said(self) -> str:
        return self.picture.area.get_accessible().get_description()

    def end(self) -> None:
        self.window.destroy()
        settle()


def looked_at(names: str) -> dict[str, Any]:
    """The colours of four points of each displayed picture, its size and its description."""
    shown = Shown()
    found = {}
    for path in sorted(FOLDER.glob(names)):
        shown.show(path.name)
        colour = pixels(shown.picture.area)
        left, top, width, height = shown.picture.place()
        places = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
        found[path.name.encode(errors="replace").decode()] = {
            "colours": [colour(left + width * x, top + height * y) for x, y in places],
            "shape": [round(width), round(height)],
            "said": shown.said,
        }
    shown.end()
    return found


def probe_every_format() -> Any:
    return looked_at("same_*")


def probe_colours() -> Any:
    return looked_at("profile*") | looked_at("more*") | looked_at("grey*") | looked_at("ink*")


def probe_colours_and_files() -> Any:
    """How many more files are open after many pictures."""
    before = open_files()
    for path in sorted(FOLDER.glob("*e*.*")):
        with contextlib.suppress(ExifilmError):
            decoding.decode(path, 100)
    return open_files() - before


def probe_too_large() -> Any:
    try:
        decoding.decode(FOLDER / "huge.png", 100)
    except ExifilmError as problem:
        return problem.message
    return None


def probe_given_up() -> Any:
    """How often the decoder asks whether to go on, to the end and when it is told to stop."""
    asked = 0

    def to_the_end() -> bool:
        nonlocal asked
        asked += 1
        return False

    decoding.decode(LARGE, 1000, to_the_end)
    in_all, asked = asked, 0
    result = decoding.decode(LARGE, 1000, lambda: to_the_end() or asked > 3)
    return {"result": result, "asked": asked, "asked_in_all": in_all}


def probe_unsafe_decoders() -> Any:
    """Which of libvips' decoders are blocked."""
    try:
        from exifilm_form.pictures.vips import Vips
    except ImportError:
        return {}
    found = {}
    for name in ("tiffload_source", "magickload", "magickload_buffer", "pdfload", "svgload"):
        if operation := Vips.Operation.new(name):
            found[name] = bool(operation.get_flags() & Vips.OperationFlags.BLOCKED)
    return found


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def probe_changed() -> Any:
    """The first colour of a file, and of another in its place with the same size and time."""
    path, found = FOLDER / "changing.tif", []
    data = (FOLDER / "same_8.tif").read_bytes()
    for turn in (False, True):
        pixels_at = len(data) - 600 * 400 * 3
        path.write_bytes(
            data[:pixels_at] + (upside_down(data[pixels_at:]) if turn else data[pixels_at:])
        )
        os.utime(path, (1_600_000_000, 1_600_000_000))
        decoded = decoding.decode(path, 600)
        assert decoded
        found.append(list(decoded.pixbuf.get_pixels()[:3]))
    path.unlink()
    return found


def upside_down(pixels: bytes) -> bytes:
    rows = [pixels[at : at + 1800] for at in range(0, len(pixels), 1800)]
    return b"".join(reversed(rows))


def probe_no_picture() -> Any:
    found = {}
    shown = Shown("same_8.tif")
    for path in sorted(FOLDER.glob("none_*")):
        shown.show(path.name)
        text = shown.picture.message.get_text()
        found[path.name] = {
            "said": shown.said,
            "message": text,
            "seen": shown.picture.message.get_visible(),
        }
    shown.show("same_8.tif")
    after = [shown.said, shown.picture.message.get_visible()]
    shown.picture.show_file(None)
    settle()
    nothing = shown.said
    shown.end()
    return {"found": found, "after": after, "nothing": nothing}


def probe_half_a_file() -> Any:
    shown = Shown()
    answer = {}
    for name in ("half.tif", "cut.png", "cut.jpg"):
        shown.show(name)
        colour = pixels(shown.picture.area)
        left, top, width, height = shown.picture.place()
        answer[name] = {
            "upper": colour(left + width / 4, top + height / 4),
            "lower": colour(left + width / 4, top + height * 0.95),
            "ground": colour(left + width / 4, top - 8),
            "note": shown.picture.note.get_visible(),
        }
    shown.end()
    return answer


def probe_zoom() -> Any:
    shown = Shown("same_8.tif")
    picture = shown.picture
    picture.area.grab_focus()
    zooms = [picture.zoom]
    for name in ("plus", "plus", "minus", "0", "minus"):
        key(shown.window, name)
        zooms.append(picture.zoom)
    picture.zoom_to(1.6)
    left, top, width, height = picture.place()
    at = (left + width * 0.6, top + height * 0.4)
    for _turn in range(4):
        shown.scroll(Gdk.ScrollDirection.UP, *at)
    left, top, width, height = picture.place()
    under = [(at[0] - left) / width, (at[1] - top) / height]
    closer = picture.zoom
    for _turn in range(9):
        shown.scroll(Gdk.ScrollDirection.DOWN, *at)
    whole = picture.zoom
    for _turn in range(60):
        key(shown.window, "plus")
    closest = picture.scale
    said = shown.said
    shown.end()
    return {
        "zooms": zooms,
        "under": under,
        "closer": closer,
        "whole": whole,
        "closest": closest,
        "said": said,
    }


def probe_pan() -> Any:
    shown = Shown("same_8.tif")
    picture = shown.picture
    picture.zoom_to(4.0)
    before = picture.place()
    drag(picture.area, (200, 200), (215, 200), (230, 205), (250, 220))
    after = picture.place()
    drag(picture.area, (200, 200), (2000, 2000))
    edge = picture.place()
    picture.area.grab_focus()
    key(shown.window, "Right")
    arrow = picture.place()
    shown.end()
    return {
        "moved": [after[0] - before[0], after[1] - before[1]],
        "edge": edge[:2],
        "arrow": arrow[0] - edge[0],
    }


def probe_finer_when_looked_at_closer() -> Any:
    shown = Shown("fine.tif")
    picture = shown.picture
    first = picture._levels[0].get_width()
    picture.zoom_to(1 / picture.scale)
    settle(lambda: not picture.is_loading)
    answer = {"first": first, "finer": picture._levels[0].get_width(), "zoom": picture.zoom}
    shown.end()
    return answer


def probe_large() -> Any:
    """How long the main loop was blocked, and how much memory was used, during loading."""
    shown = Shown()
    ticks: list[float] = []

    def tick() -> bool:
        ticks.append(time.monotonic())
        return True

    source = GLib.timeout_add(4, tick, priority=GLib.PRIORITY_HIGH)
    settle()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    shown.picture.show_file(LARGE)
    settle(lambda: not shown.picture.is_loading, seconds=100)
    took = time.monotonic() - started
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    GLib.source_remove(source)
    said = shown.said
    shown.end()
    away = max(after - tick for tick, after in itertools.pairwise(ticks))
    return {
        "ticks": len(ticks),
        "away": away,
        "megabytes": taken / 1024,
        "took": took,
        "said": said,
    }


def probe_another_file_meanwhile() -> Any:
    shown = Shown()
    seen: list[tuple[int, int]] = []
    shown.picture.area.connect("draw", lambda *_of: seen.append(shown.picture.view.size))
    started = time.monotonic()
    shown.picture.show_file(LARGE)
    until = started + 0.08
    settle(lambda: time.monotonic() > until)
    for name in ("same_16.tif", "same_png.png", "same_8.tif"):
        shown.picture.show_file(FOLDER / name)
    settle(lambda: not shown.picture.is_loading and shown.picture.view.size in seen)
    took = time.monotonic() - started
    said = shown.said
    shown.picture.show_file(LARGE)
    settle()
    shown.end()
    return {"took": took, "said": said, "sizes": sorted(set(seen))}


def probe_files_with_errors() -> Any:
    """Files with changed bytes, or truncated, are shown or produce an error message."""
    chance = random.Random(4)
    refused, shown = 0, 0
    changed = FOLDER / "changed"
    for path in sorted(FOLDER.glob("same_*")):
        whole = path.read_bytes()
        for _time in range(12):
            data = bytearray(whole)
            for _byte in range(chance.choice((1, 3, 20))):
                # Half of the changes are in the file's header.
                at = chance.choice(
                    (chance.randrange(min(400, len(data))), chance.randrange(len(data)))
                )
                data[at] = chance.randrange(256)
            if chance.random() < 0.3:
                del data[chance.randrange(len(data)) :]
            changed.write_bytes(data)
            try:
                decoded = decoding.decode(changed, 100)
            except ExifilmError:
                refused += 1
            else:
                assert decoded
                assert max(decoded.pixbuf.get_width(), decoded.pixbuf.get_height()) <= 100
                shown += 1
    return {"refused": refused, "shown": shown}


if __name__ == "__main__":
    report(globals())
