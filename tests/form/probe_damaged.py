"""Damaged pictures, and what libvips leaves to GTK's loader. Run in a Python with GTK and libvips.

Its argument: a folder of pictures, which `test_damaged_pictures.py` makes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from child import report
from exifilm_form.pictures import decoding, gtk_loader, vips

from exifilm_core.errors import ExifilmError

FOLDER = Path(sys.argv[1])


def said_of(name: str) -> str:
    try:
        decoding.decode(FOLDER / name, 100)
    except ExifilmError as problem:
        return problem.message
    return ""


def probe_left_to_gtk() -> Any:
    """Whether GTK's loader gets a file from its beginning after libvips has read in it."""
    path = FOLDER / "interlaced.png"
    with path.open("rb", buffering=0) as file:
        alone = gtk_loader.decode(file, 100, bool).pixbuf.get_pixels()
    decoded = decoding.decode(path, 100)
    assert decoded
    return {"same": decoded.pixbuf.get_pixels() == alone, "damaged": decoded.damaged}


def probe_planes() -> Any:
    """What is said of pictures for which there is little memory."""
    vips._MOST = 10_000
    return {name: said_of(name) for name in ("planes.tif", "pixels.tif")}


def probe_known_formats() -> Any:
    """What is said of damaged files of formats that libvips knows."""
    gtk_loader.MOST = 1000
    return {name: said_of(name) for name in ("cut.webp", "cut.tif", "no.webp")}


if __name__ == "__main__":
    report(globals())
