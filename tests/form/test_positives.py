"""Negatives shown as positives; the zoom's buttons; and which page of a TIFF is shown."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from tests.form import gtk_probe

MASK = np.array([0.86, 0.52, 0.34])
"""The part of red, green and blue that a colour negative's orange mask transmits."""
GREYS = (10, 245, 40, 70, 100, 130, 160, 190, 220)
COLOURS = ((10, 10, 10), (245, 245, 245), (200, 40, 40), (40, 180, 60), (30, 60, 200))


def scene(*patches: Any) -> np.ndarray[Any, Any]:
    """A photograph of patches side by side."""
    picture = np.zeros((300, 900, 3))
    width = picture.shape[1] // 9
    for number in range(9):
        picture[:, number * width : (number + 1) * width] = patches[number % len(patches)]
    return picture


def negative(picture: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The inverted picture, behind the mask."""
    return ((255 - picture) * MASK + 0.5).astype(np.uint8)


def on_film(picture: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The picture on a film of contrast 0.6, each dye with a contrast of its own."""
    light = np.clip((picture / 255) ** 2.2, 0.004, 1)
    density = np.array([0.60, 0.61, 0.63]) * np.log10(light / 0.004)
    return ((MASK**2.2 * 10**-density) ** (1 / 2.2) * 255 + 0.5).astype(np.uint8)


def in_a_holder(film: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The film on a lit glass, in a black holder, with an unexposed margin."""
    scan = np.full((440, 1100, 3), 255, np.uint8)
    scan[20:420, 30:1070] = 2
    scan[50:390, 80:1020] = MASK * 255
    scan[70:370, 100:1000] = film
    return scan


def endless(path: Path) -> None:
    """Link the last of a file's three pages back to the first."""
    data = bytearray(path.read_bytes())
    (first,) = at = struct.unpack_from("<I", data, 4)
    for _page in range(3):
        (count,) = struct.unpack_from("<H", data, at[0])
        link = at[0] + 2 + 12 * count
        at = struct.unpack_from("<I", data, link)
    struct.pack_into("<I", data, link, first)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("negatives")


@pytest.fixture(scope="module")
def tried(folder: Path) -> gtk_probe.Answers:
    greys, colours = scene(*GREYS), scene(*COLOURS)
    rgb: dict[str, Any] = {"photometric": "rgb", "metadata": None}
    tifffile.imwrite(folder / "negative_greys.tif", negative(greys).astype(np.uint16) * 257, **rgb)
    tifffile.imwrite(folder / "negative_colour.tif", negative(colours), **rgb)
    Image.fromarray(on_film(greys)).save(folder / "negative_film.png")
    Image.fromarray(in_a_holder(on_film(greys))).save(folder / "negative_holder.png")
    Image.fromarray((255 - greys[..., 0]).astype(np.uint8)).save(folder / "negative_bw.png")
    Image.fromarray(negative(greys)).resize((3600, 1200)).save(folder / "large.png")
    Image.fromarray(negative(greys)).resize((120, 90)).save(folder / "small.png")
    page = negative(colours)
    for name, count, big in (("one", 1, False), ("three", 3, False), ("big", 3, True)):
        with tifffile.TiffWriter(folder / f"pages_{name}.tif", bigtiff=big) as file:
            for _number in range(count):
                file.write(page, **rgb)
                file.write(page[::4, ::4], subfiletype=1, **rgb)
                file.write(page[..., 0] > 99, subfiletype=4, photometric=4, metadata=None)
    with tifffile.TiffWriter(folder / "pages_endless.tif") as file:
        for _number in range(3):
            file.write(page, **rgb)
    endless(folder / "pages_endless.tif")
    whole = (folder / "pages_three.tif").read_bytes()
    (folder / "pages_cut.tif").write_bytes(whole[: len(whole) // 2])
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    answers = gtk_probe.run(Path(__file__).with_name("probe_positives.py"), folder)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    assert after == before, "the files stay as they are"
    return answers


@pytest.mark.parametrize("name", ["greys.tif", "film.png", "holder.png", "bw.png"])
def test_the_greys_of_a_negative_are_neutral(tried: gtk_probe.Answers, name: str) -> None:
    shown = tried["probe_each_negative"][f"negative_{name}"]
    (before, small_before), (after, small_after) = shown["before"], shown["after"]
    patches = after if name != "holder.png" else after[1:8]
    for seen in (*patches, *small_after[:1]):
        assert max(seen) - min(seen) <= 12, f"{seen} of {after}"
    if name != "holder.png":
        assert max(after[0]) < 20 and min(after[1]) > 235, "black is black, white is white"
        lights = [sum(after[GREYS.index(grey)]) for grey in sorted(GREYS)]
        assert lights == sorted(lights) and len(set(lights)) == len(lights)
        assert sum(before[0]) > sum(before[1]), "it was a negative"
        if name != "bw.png":
            assert before[0][0] > before[0][2] + 60, "with an orange mask"
    assert small_after != small_before
    assert shown["again"] == [before]


def test_the_colours_of_a_negative_are_those_of_the_scene(tried: gtk_probe.Answers) -> None:
    _black, _white, red, green, blue = tried["probe_each_negative"]["negative_colour.tif"]["after"][
        0
    ][:5]
    assert red[0] > red[1] + 80 and red[0] > red[2] + 80
    assert green[1] > green[0] + 80 and green[1] > green[2] + 80
    assert blue[2] > blue[0] + 80 and blue[2] > blue[1] + 80


def test_what_is_switched_while_it_loads_is_shown_so(tried: gtk_probe.Answers) -> None:
    film, colour, again = tried["probe_switched_while_it_loads"]
    wanted = tried["probe_each_negative"]
    assert film == wanted["negative_film.png"]["after"][0]
    assert colour == wanted["negative_colour.tif"]["after"][0]
    assert again == wanted["negative_film.png"]["before"][0]


def test_the_zoom_has_buttons_and_is_told(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_zoom"]
    assert shown["told"] == ["14 % · fit", "17 %", "100 %", "80 %", "14 % · fit"]
    assert shown["resized"] == "100 %", "the zoom stays when the window grows"
    assert shown["small"] == ["400 % · fit", "100 %", "100 %", "125 %"]
    assert shown["nothing"] == ["", False]
    assert shown["tips"] == [
        "Zoom out (Ctrl+-)",
        "Fit the picture to the window (Ctrl+0)",
        "Show the picture at 100 % (Ctrl+1)",
        "Zoom in (Ctrl++)",
        "Show negatives as positives (Ctrl+I)",
    ]


def test_a_file_with_several_pages_tells_which_is_shown(tried: gtk_probe.Answers) -> None:
    found = tried["probe_pages"]
    words = "Page 1 of 3 is shown."
    for name in ("three", "big", "endless"):
        assert found[f"pages_{name}.tif"][0] == words
        assert found[f"pages_{name}.tif"][1].endswith(f"%. {words}")
    assert found["pages_one.tif"][0] == ""
    assert "Page" not in found["pages_one.tif"][1]
