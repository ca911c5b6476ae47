"""Negatives shown as positives, and the other tools below the picture. See test_positives.py.

Its argument: a folder of scans.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from child import Gtk, pixels, report, settle, window
from exifilm_form.form.keys import KEYS
from exifilm_form.pictures.picture import ScanPicture
from exifilm_form.pictures.picture_bar import PictureBar
from exifilm_form.pictures.thumbnails import Thumbnails

from tests.form.doubles import MemoryScan

FOLDER = Path(sys.argv[1])
PATCHES = 9


class Shown:
    """A picture, its tools and the strip in a window."""

    def __init__(self, *names: str) -> None:
        scans = [MemoryScan(name) for name in names]
        for scan in scans:
            scan.path = FOLDER / scan.name
        self.picture, self.strip = ScanPicture(), Thumbnails()
        self.bar = PictureBar(self.picture, self.strip, KEYS)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.pack_start(self.picture, True, True, 0)
        box.pack_start(self.bar, False, False, 0)
        box.pack_start(self.strip, False, False, 0)
        self.window = window(box, 500, 500)
        self.strip.set_sheets(scans)
        self.show(names[0])
        settle(lambda: not self.strip.loader.pending)

    def show(self, name: str) -> None:
        self.picture.show_file(FOLDER / name)
        self.settle()

    def settle(self) -> None:
        settle(lambda: not self.picture.is_loading)

    def push(self, name: str) -> str:
        """Push a button; returns the text of the bar."""
        button = next(
            each
            for each in [*self.bar._zooms, self.bar.positives]
            if each.get_accessible().get_name() == name
        )
        button.clicked()
        self.settle()
        return self.bar._told.get_text()

    def patches(self) -> list[tuple[int, int, int]]:
        """The colours along the middle of the picture."""
        colour = pixels(self.picture.area)
        left, top, width, height = self.picture.place()
        places = ((number + 0.5) / PATCHES for number in range(PATCHES))
        return [colour(left + width * place, top + height / 2) for place in places]

    def small(self, index: int) -> list[tuple[int, int, int]]:
        """The colours along the middle of a thumbnail."""
        cell = self.strip.cells[index]
        colour, width = pixels(cell), cell.get_allocated_width()
        return [colour(width * place, 30) for place in (0.2, 0.5, 0.8)]

    def end(self) -> None:
        self.window.destroy()
        settle()


def probe_each_negative() -> Any:
    found = {}
    for path in sorted(FOLDER.glob("negative_*")):
        shown = Shown(path.name)
        before = shown.patches(), shown.small(0)
        shown.push("Show negatives as positives")
        after = shown.patches(), shown.small(0)
        shown.push("Show negatives as positives")
        found[path.name] = {"before": before, "after": after, "again": [shown.patches()]}
        shown.end()
    return found


def probe_switched_while_it_loads() -> Any:
    """The last choice counts in the end, also for the next file."""
    names = "negative_colour.tif", "negative_film.png"
    shown = Shown(*names)
    shown.picture.show_file(FOLDER / names[1])
    shown.bar.positives.clicked()
    shown.settle()
    colours = [shown.patches()]
    shown.show(names[0])
    colours.append(shown.patches())
    shown.picture.show_file(FOLDER / names[1])
    shown.bar.positives.clicked()
    shown.bar.positives.clicked()
    shown.bar.positives.clicked()
    shown.settle()
    colours.append(shown.patches())
    shown.end()
    return colours


def probe_zoom() -> Any:
    shown = Shown("large.png", "small.png")
    told = [shown.bar._told.get_text()]
    for name in ("Zoom in", "Show the picture at 100 %", "Zoom out"):
        told.append(shown.push(name))
    told.append(shown.push("Fit the picture to the window"))
    shown.push("Show the picture at 100 %")
    shown.window.resize(700, 600)
    settle(lambda: shown.picture.area.get_allocated_width() > 600)
    shown.settle()
    resized = shown.bar._told.get_text()
    shown.show("small.png")
    small = [shown.bar._told.get_text()]
    small += [shown.push(name) for name in ("Show the picture at 100 %", "Zoom out", "Zoom in")]
    tips = [each.get_tooltip_text() for each in [*shown.bar._zooms, shown.bar.positives]]
    shown.picture.show_file(None)
    settle()
    nothing = [shown.bar._told.get_text(), any(each.get_sensitive() for each in shown.bar._zooms)]
    shown.end()
    return {"told": told, "resized": resized, "small": small, "tips": tips, "nothing": nothing}


def probe_pages() -> Any:
    """The picture's remark about its pages."""
    shown = Shown("large.png")
    found = {}
    for path in sorted(FOLDER.glob("pages_*")):
        shown.show(path.name)
        note = shown.picture.note
        found[path.name] = [
            note.get_text() if note.get_visible() else "",
            shown.picture.area.get_accessible().get_description(),
        ]
    shown.end()
    return found


if __name__ == "__main__":
    report(globals())
