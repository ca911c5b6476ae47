"""The window's part of `make pictures`: screenshots in docs/pictures/window-*.png.

They show the real program on the demonstration's scans, so that they show its faults too.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from PIL import Image

from exifilm_core import ExposureRecord, Scan
from tools.demo import scans
from tools.screen import TOP, Screen, Window

PICTURES = TOP / "docs" / "pictures"
SIZE = (1440, 1060)
FILLED, EMPTY, RIGHT_TO_LEFT = "scan_01.jpg", "scan_17.jpg", "scan_01.jpg"
CLOSE_UP = "scan_18.jpg"
SHEETS = 9
"""That many of the demonstration's, and one without a record."""
COLOURS = 256


class View(NamedTuple):
    """One picture: the scan that is open, how large, the window's environment, and keys."""

    scan: str
    scale: int = 1
    environment: Mapping[str, str] = MappingProxyType({})
    right_to_left: bool = False
    size: tuple[int, int] = SIZE
    keys: tuple[str, ...] = ()
    """Keys to press; a text to type begins with a bracket."""


METERED = {
    "image_id": "18",
    "subject": "Lily, life size",
    "film": "Kodak Tri-X 320",
    "film_format": "4x5",
    "exposure_index": 200,
    "lens": "Symmar-S 210mm f/5.6",
    "focal_length": 210,
    "filter": "Wratten 8 yellow",
    "bellows_extension": 420,
    "readings": "leaf in shade EV 8 on III; stem EV 9⅔; petal EV 12⅓ on VIII",
    "aperture": "f/22",
}
"""The record of a close-up, from which the rest is worked out."""
SEVERAL = (*["shift+Next"] * 4, "alt+n", "F2")
"""Selects five scans, and lists their lenses."""
ROLL = (
    "ctrl+shift+a",
    "ctrl+shift+r",
    "[0418",
    "Tab",
    "[1",
    "Tab",
    "[film=Ilford HP5 Plus; EI=800; developer=D-76; dilution=1+1",
    "Return",
    "[1-6: location=Malham; subject=the cove; lens=Nikkor 50 mm f/1.8",
    "Return",
    "[3, 5: people moved",
    "Return",
    "[14: drop on the lens",
)
"""Numbers all scans as a roll, with notes; of line 4 there is no scan."""
GRID = (
    *("F8", "ctrl+plus", "ctrl+f", *"film", "equal", *"ilford", "Return"),
    *["shift+Right"] * 2,
)
"""Finds the scans on some films, and selects three of them."""
VIEWS = {
    "light": View(FILLED),
    "dark": View(FILLED, environment={"GTK_THEME": "Adwaita:dark"}),
    "empty": View(EMPTY),
    "empty-dark": View(EMPTY, environment={"GTK_THEME": "Adwaita:dark"}),
    "large": View(FILLED, 2, {"GDK_SCALE": "2"}),
    "empty-large": View(EMPTY, 2, {"GDK_SCALE": "2"}),
    "german": View(FILLED, environment={"LANGUAGE": "de"}),
    "right-to-left": View(RIGHT_TO_LEFT, right_to_left=True),
    "worked-out": View(CLOSE_UP, size=(1280, 720), keys=("alt+6", *["Tab"] * 5)),
    "several": View(FILLED, size=(1280, 720), keys=SEVERAL),
    "roll": View(FILLED, size=(1280, 720), keys=ROLL),
    "grid": View(FILLED, size=(1280, 720), keys=GRID),
}


def main(names: list[str]) -> None:
    # The window shows the folder's path, so the path is always the same.
    archive = Path(tempfile.gettempdir()) / "film" / "Sierra 2012"
    archive.parent.mkdir(mode=0o700)
    try:
        fill(archive)
        for name in names or VIEWS:
            view = VIEWS[name]
            with Screen(view.size[0] * view.scale, view.size[1] * view.scale) as screen:
                window = screen.window(
                    archive / view.scan, view.environment, right_to_left=view.right_to_left
                )
                if view.keys:
                    still(window)
                for key in view.keys:
                    if key.startswith("["):
                        screen.do("xdotool", "type", "--delay", "8", "--", key[1:])
                    else:
                        window.presses(key)
                    time.sleep(0.5)
                keep(still(window), PICTURES / f"window-{name}.png")
                window.closes()
    finally:
        shutil.rmtree(archive.parent)


def fill(folder: Path) -> None:
    """Make some of the demonstration's scans with their records, and one without a record."""
    folder.mkdir()
    notebook = tomllib.loads((TOP / "tools" / "demo" / "sheets.toml").read_text("utf-8"))
    sheets = [notebook["every"] | sheet for sheet in notebook["sheet"][:SHEETS]]
    paths = [scans.make(sheet, folder) for sheet in sheets]
    shutil.copy(folder / FILLED, folder / EMPTY)
    shutil.copy(folder / FILLED, folder / CLOSE_UP)
    scans.mark_as_scanned([*paths, folder / EMPTY, folder / CLOSE_UP])
    Scan(folder / CLOSE_UP).save(ExposureRecord(**METERED))
    for path, sheet in zip(paths, sheets, strict=True):
        noted = {k: v for k, v in sheet.items() if k not in ("file", "picture")}
        Scan(path).save(ExposureRecord(**noted))


def still(window: Window) -> bytes:
    """A picture of the screen, once it no longer changes."""
    window.screen.do("xdotool", "mousemove", "4000", "4000")
    before = b""
    while True:
        time.sleep(1)
        now = window.screen.do("import", "-window", "root", "-depth", "8", "png:-")
        if now == before:
            return now
        before = now


def keep(picture: bytes, path: Path) -> None:
    """Store it with fewer colours: a fifth of the bytes, and no visible difference."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(path.relative_to(TOP))


if __name__ == "__main__":
    main(sys.argv[1:])
