"""Pictures where libvips is not installed. `test_picture.py` runs this in a Python with GTK.

Its argument: a folder of pictures.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gi
from child import report

_require = gi.require_version


def _without_libvips(namespace: str, version: str) -> None:
    if namespace == "Vips":
        raise ValueError("Namespace Vips not available")  # as PyGObject says it
    _require(namespace, version)


gi.require_version = _without_libvips

from exifilm_form.pictures import decoding  # noqa: E402

from exifilm_core.errors import ExifilmError  # noqa: E402

FOLDER = Path(sys.argv[1])


def probe_every_file() -> Any:
    """The colours of four points of each picture and its scan's size, or what is said instead."""
    found: dict[str, Any] = {}
    for path in sorted(FOLDER.glob("*")):
        name = path.name.encode(errors="replace").decode()
        try:
            decoded = decoding.decode(path, 100)
        except ExifilmError as problem:
            found[name] = {"said": problem.message}
            continue
        assert decoded
        picture = decoded.pixbuf
        width, height, across = picture.get_width(), picture.get_height(), picture.get_n_channels()
        rows, stride = picture.get_pixels(), picture.get_rowstride()
        colours = []
        for down, right in ((1, 1), (1, 3), (3, 1), (3, 3)):
            at = height * down // 4 * stride + width * right // 4 * across
            colours.append(list(rows[at : at + 3]))
        size = [decoded.width, decoded.height]
        found[name] = {"colours": colours, "size": size, "damaged": decoded.damaged}
    assert "exifilm_form.pictures.vips" not in sys.modules
    return found


if __name__ == "__main__":
    report(globals())
