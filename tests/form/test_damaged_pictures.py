"""Damaged pictures, and the limits of memory: what libvips and GTK's loader make of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from tests.form import gtk_probe


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> gtk_probe.Answers:
    gtk_probe.needs_libvips()
    folder = tmp_path_factory.mktemp("damaged")
    pixels = np.random.default_rng(1).integers(0, 255, (400, 400, 3), dtype=np.uint8)
    picture = Image.fromarray(pixels)
    _adam7(folder / "interlaced.png", pixels)
    tifffile.imwrite(folder / "pixels.tif", pixels, photometric="rgb")
    apart = np.moveaxis(pixels, 2, 0)
    tifffile.imwrite(folder / "planes.tif", apart, photometric="rgb", planarconfig="separate")
    tifffile.imwrite(folder / "cut.tif", pixels, photometric="rgb", compression="zlib")
    _cut(folder / "cut.tif", 0.01, head=False)
    picture.save(folder / "cut.webp")
    _cut(folder / "cut.webp", 0.02)
    (folder / "no.webp").write_text("no picture")
    return gtk_probe.run(Path(__file__).with_name("probe_damaged.py"), folder)


def _cut(path: Path, part: float, *, head: bool = True) -> None:
    """Keep the beginning of a file, or zero all but that without a change of its length."""
    data = path.read_bytes()
    kept = max(64, int(len(data) * part))
    if head:
        path.write_bytes(data[:kept])
        return
    with tifffile.TiffFile(path) as tiff:
        start, size = tiff.pages[0].dataoffsets[0], sum(tiff.pages[0].databytecounts)
    path.write_bytes(data[:start] + bytes(size) + data[start + size :])


def _adam7(path: Path, pixels: np.ndarray) -> None:
    """An interlaced PNG whose last third is missing; Pillow writes none."""
    import struct
    import zlib

    height, width, _ = pixels.shape
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
              (0, 1, 1, 2))  # fmt: skip
    raw = b"".join(b"\0" + row.tobytes() for x, y, dx, dy in passes for row in pixels[y::dy, x::dx])

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    data = zlib.compress(raw)
    whole = chunk(b"IHDR", head) + chunk(b"IDAT", data)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + whole[: len(whole) * 2 // 3])


def test_gtks_loader_reads_from_the_beginning(tried: gtk_probe.Answers) -> None:
    assert tried["probe_left_to_gtk"] == {"same": True, "damaged": True}


def test_colours_that_stand_apart_have_a_limit(tried: gtk_probe.Answers) -> None:
    """libvips takes all planes at once; rows of pixels it streams."""
    said = tried["probe_planes"]
    assert "needs too much memory" in said["planes.tif"]
    assert said["pixels.tif"] == ""


def test_damage_is_not_called_an_unknown_format(tried: gtk_probe.Answers) -> None:
    said = tried["probe_known_formats"]
    assert said["cut.webp"].startswith("The picture in this file cannot be decoded.")
    assert said["cut.tif"].startswith("The picture in this file cannot be decoded.")
    assert said["no.webp"].startswith("This picture format cannot be shown here.")
