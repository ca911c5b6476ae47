"""Mouse and keys on the strip of thumbnails. `test_thumbnails.py` runs this in a Python with GTK.

Its argument: a folder with a few pictures.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from child import key, pixels, point, report, settle, window
from exifilm_form.pictures import decoding
from exifilm_form.pictures.thumbnails import Thumbnails
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk

from exifilm_core.files import thumbnails
from tests.form.doubles import MemoryScan

FOLDER = Path(sys.argv[1])
CACHE = FOLDER / "cache" / "thumbnails"
os.environ["XDG_CACHE_HOME"] = "/dev/null/cache"  # none, until a test makes one
RED, BLUE, BROKEN = (FOLDER / name for name in ("red.png", "blue.png", "broken.tif"))
MANY = 10_000

_decode = decoding.decode
decoded: list[Path] = []


def _counted(path: Path, *how: Any) -> Any:
    decoded.append(path)
    return _decode(path, *how)


decoding.decode = _counted


def scan(path: Path | None, name: str = "") -> MemoryScan:
    """A scan with this file, or with none."""
    made = MemoryScan(name or (path.name if path else "Untitled"))
    made.path = path
    return made


class Shown:
    """A strip in a window, and the selections that it emitted."""

    def __init__(self, files: Sequence[Path | None], width: int = 700) -> None:
        decoded.clear()
        self.strip = Thumbnails()
        self.said: list[int] = []
        self.strip.connect("selected", lambda _strip, index: self.said.append(index))
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.pack_start(Gtk.Entry(), False, False, 0)
        box.pack_start(self.strip, False, False, 0)
        self.window = window(box, width, 200)
        self.strip.set_sheets([scan(path) for path in files])
        self.settle()

    def settle(self) -> None:
        cells = self.strip.cells.values()
        settle(
            lambda: (
                not self.strip.loader.pending
                and all(cell.get_allocated_width() > 1 for cell in cells)
            )
        )

    def places(self) -> dict[int, list[int]]:
        """The visible cells' left and right, by the numbers of their scans."""
        found = {}
        for index, cell in self.strip.cells.items():
            place = cell.get_allocation()
            found[index] = [place.x, place.x + place.width]
        return dict(sorted(found.items()))

    def press(self, index: int) -> None:
        cell = self.strip.cells[index]
        point(cell, Gdk.EventType.BUTTON_PRESS, 20, 20)
        point(cell, Gdk.EventType.BUTTON_RELEASE, 20, 20)
        self.settle()

    def end(self) -> dict[str, Any]:
        told = self.strip.strip.get_accessible().get_description()
        self.window.destroy()
        settle()
        return {"said": self.said, "told": told, "selected": self.strip.selected}


def probe_pictures_and_names() -> Any:
    shown = Shown([RED, BLUE, BROKEN, FOLDER / "gone.png"])
    shown.strip.select(1)
    shown.settle()
    colours = {}
    for index, cell in shown.strip.cells.items():
        colour = pixels(cell)
        colours[index] = colour(cell.get_allocated_width() / 2, 20)
    names = [cell.get_accessible().get_name() for _n, cell in sorted(shown.strip.cells.items())]
    tips = [cell.get_tooltip_text() for _n, cell in sorted(shown.strip.cells.items())]
    return {"colours": colours, "names": names, "tips": tips} | shown.end()


def probe_no_files() -> Any:
    """Images that have no file, or a folder, or a file that is deleted during display."""
    gone = FOLDER / "soon gone.png"
    gone.write_bytes(RED.read_bytes())
    shown = Shown([RED, None, FOLDER, gone])
    shown.strip.set_sheets(
        [scan(RED), scan(None), scan(FOLDER), scan(gone), scan(None, "odd\n\udcff\u202e.xcf")]
    )
    shown.settle()
    gone.unlink()
    for index in range(5):
        shown.strip.select(index)
        shown.strip.show_positives(bool(index % 2))
    shown.settle()
    cells = [cell for _n, cell in sorted(shown.strip.cells.items())]
    return {
        "names": [cell.get_accessible().get_name() for cell in cells],
        "pictures": [cell.picture is not None for cell in cells],
        "failed": [cell.failed for cell in cells],
    } | shown.end()


def probe_ten_thousand() -> Any:
    files = [RED if number % 2 else BLUE for number in range(MANY)]
    ticks: list[float] = []

    def tick() -> bool:
        ticks.append(time.monotonic())
        return True

    source = GLib.timeout_add(4, tick, priority=GLib.PRIORITY_HIGH)
    shown = Shown(files)
    at_first = len(decoded)
    shown.strip.select(7_000)
    shown.settle()
    in_the_middle = list(shown.places())
    for value in range(0, MANY * 100, 20_000):
        shown.strip.adjustment.set_value(value)
        settle()
    shown.settle()
    GLib.source_remove(source)
    cells = len(shown.strip.cells) + len(shown.strip._spare)
    away = max(after - before for before, after in itertools.pairwise(ticks))
    return {
        "at_first": at_first,
        "decoded": len(decoded),
        "cells": cells,
        "kept": len(shown.strip.loader.kept),
        "middle": in_the_middle,
        "away": away,
        "took": ticks[-1] - ticks[0],
    } | shown.end()


def probe_hand() -> Any:
    shown = Shown([RED] * 50)
    shown.strip.select(0)
    places = shown.places()
    shown.press(3)
    shown.press(3)
    shown.strip.select(1)
    return {"places": places} | shown.end()


def probe_keys() -> Any:
    shown = Shown([RED] * 50)
    shown.strip.select(0)
    key(shown.window, "Tab")
    here = shown.strip.strip.is_focus()
    in_sight = []
    for name in ("Right", "Right", "Left", "End", "Right", "Home", "Left", "Page_Down"):
        key(shown.window, name)
        in_sight.append(shown.strip.selected in shown.places())
    return {"here": here, "in_sight": in_sight} | shown.end()


def probe_several() -> Any:
    """Shift with arrows, Ctrl+A, and a click, where several may be selected and where not."""
    told = {}
    for several in (True, False):
        shown = Shown([RED] * 6)
        shown.strip.several = several
        said: list[tuple[str, int]] = []
        for name in ("selected", "toggled", "extended", "everything"):
            shown.strip.connect(
                name, lambda _strip, index, name=name, said=said: said.append((name, index))
            )
        shown.strip.select(1)
        shown.strip.strip.grab_focus()
        settle()
        key(shown.window, "Right", shift=True)
        key(shown.window, "End", shift=True)
        key(shown.window, "a", control=True)
        shown.strip.select(2, (1, 2, 4))
        shown.settle()
        flags = Gtk.StateFlags.SELECTED
        cells = sorted(shown.strip.cells.items())
        marked = [n for n, cell in cells if cell.get_state_flags() & flags]
        description = shown.strip.strip.get_accessible().get_description()
        shown.press(2)
        told[str(several)] = {"said": said, "marked": marked, "described": description}
        shown.end()
    return told


def probe_right_to_left() -> Any:
    Gtk.Widget.set_default_direction(Gtk.TextDirection.RTL)
    try:
        shown = Shown([RED] * 50)
        shown.strip.select(0)
        settle()
        places, width = shown.places(), shown.strip.strip.get_allocated_width()
        shown.strip.strip.grab_focus()
        key(shown.window, "Left")
        few = Shown([RED, BLUE])
        answer = {"few": few.places(), "places": places, "width": width}
        few.end()
        return answer | shown.end()
    finally:
        Gtk.Widget.set_default_direction(Gtk.TextDirection.LTR)


def probe_other_files() -> Any:
    shown = Shown([RED] * 50)
    shown.strip.select(40)
    shown.strip.set_sheets([scan(BLUE), scan(RED)])
    shown.settle()
    colour = pixels(shown.strip.cells[0])
    answer = {"places": shown.places(), "first": colour(40, 20)}
    shown.strip.set_sheets([])
    shown.settle()
    return answer | {"none": list(shown.places())} | shown.end()


def colours_of(*files: Path, positive: bool = False) -> list[tuple[int, int, int]]:
    """The colours that a window which opens now shows for these files."""
    shown = Shown(files)
    if positive:
        shown.strip.show_positives(True)
    found = []
    for _index, cell in sorted(shown.strip.cells.items()):
        colour = pixels(cell)
        found.append(colour(cell.get_allocated_width() / 2, 30))
    shown.end()
    return found


def probe_cache() -> Any:
    """What is decoded and shown when windows open one after the other."""
    os.environ["XDG_CACHE_HOME"] = str(CACHE.parent)
    files = [FOLDER / "cached red.png", FOLDER / "cached blue.png"]
    answer = {}

    def opened(name: str, *, positive: bool = False) -> None:
        answer[name] = [colours_of(*files, positive=positive), [path.name for path in decoded]]

    def change(path: Path, source: Path, when: int) -> None:
        shutil.copy(source, path)
        os.utime(path, (when, when))

    try:
        for path, source in zip(files, (RED, BLUE), strict=True):
            change(path, source, 1_600_000_000)
        opened("first")
        written = {path: path.read_bytes() for path in CACHE.glob("*/*")}
        answer["folders"] = [path.parent.name for path in written]
        opened("second")
        opened("positive", positive=True)
        answer["same"] = all(path.read_bytes() == data for path, data in written.items())
        change(files[0], BLUE, 1_600_000_777)
        opened("changed")
        opened("after the change")
        for path in CACHE.glob("*/*"):
            # The texts stay, so that only the decoder finds the damage.
            data = bytearray(path.read_bytes())
            at = data.index(b"IDAT")
            data[at + 4 : -16] = bytes(len(data) - 20 - at)
            path.write_bytes(data)
        opened("damaged")
        shutil.rmtree(CACHE)
        by_another(files[0])
        opened("another program's")
        shutil.rmtree(CACHE)
        CACHE.write_bytes(b"")
        opened("unwritable")
    finally:
        os.environ["XDG_CACHE_HOME"] = "/dev/null/cache"
    return answer


def by_another(path: Path) -> None:
    """A large green thumbnail, as file managers make them."""
    texts = {"tEXt::Thumb::URI": GLib.filename_to_uri(str(path), None)}
    texts["tEXt::Thumb::MTime"] = str(int(path.stat().st_mtime))
    picture = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 256, 171)
    picture.fill(0x00C800FF)
    place = next(p for p in thumbnails._places(path) if p.parent.name == "large")
    place.parent.mkdir(parents=True)
    picture.savev(str(place), "png", list(texts), list(texts.values()))


if __name__ == "__main__":
    report(globals())
