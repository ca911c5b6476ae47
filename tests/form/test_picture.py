"""The picture of the scan: every file format, zooming, and a window that never blocks."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from tests.form import gtk_probe

WIDE, TALL = 600, 400
CORNERS = [[200, 40, 40], [40, 180, 60], [30, 60, 200], [230, 210, 40]]


def corners(depth: int = 8) -> np.ndarray[Any, Any]:
    """A picture of four colours, so that its orientation is visible."""
    picture = np.zeros((TALL, WIDE, 3), np.uint8)
    for number, colour in enumerate(CORNERS):
        down, right = divmod(number, 2)
        picture[
            down * TALL // 2 : (down + 1) * TALL // 2, right * WIDE // 2 : (right + 1) * WIDE // 2
        ] = colour
    return picture if depth == 8 else picture.astype(np.uint16) * 257


def swapped_profile() -> bytes:
    """sRGB's colour profile, with red and green exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for tag in (b"XYZ", b"TRC"):
        red, green = profile.index(b"r" + tag), profile.index(b"g" + tag)
        first, second = min(red, green), max(red, green)
        between = profile[first + 4 : second]
        profile = (
            profile[:first]
            + profile[second : second + 4]
            + between
            + profile[first : first + 4]
            + profile[second + 4 :]
        )
    return profile


def photoshop(
    picture: np.ndarray[Any, Any], *, packed: bool, large: bool, profile: bytes = b""
) -> bytes:
    """A Photoshop file with one layer and a fourth channel."""
    height, width, _colours = picture.shape
    depth = picture.itemsize * 8
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 2 if large else 1, 4, height, width, depth, 3)
    resources = struct.pack(">4sHHI", b"8BIM", 1005, 0, 1) + b"1\0"
    if profile:
        resources += struct.pack(">4sHHI", b"8BIM", 1039, 0, len(profile)) + profile
    head += struct.pack(">I", 0) + struct.pack(">I", len(resources)) + resources
    head += struct.pack(">Q" if large else ">I", 4) + b"list"
    planes = [*np.moveaxis(picture, -1, 0), np.zeros((height, width), picture.dtype)]
    rows = [row.astype(picture.dtype.newbyteorder(">")).tobytes() for p in planes for row in p]
    if not packed:
        return head + struct.pack(">H", 0) + b"".join(rows)
    rows = [
        # Literal runs; otherwise runs of one repeated byte.
        b"".join(
            bytes([len(r[at : at + 128]) - 1]) + r[at : at + 128] for at in range(0, len(r), 128)
        )
        if any(r)
        else b"".join(bytes([257 - 100, 0]) for _run in range(len(r) // 100))
        for r in rows
    ]
    counts = struct.pack(f">{len(rows)}{'I' if large else 'H'}", *map(len, rows))
    return head + struct.pack(">H", 1) + counts + b"".join(rows)


def large_tiff(path: Path, width: int, height: int) -> None:
    """A TIFF of 16 bits a colour and a row a strip; only its head takes room on the disk."""
    line = width * 6
    tags: list[tuple[int, int, int, int]] = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 3, 0),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, height, 0),
        (277, 3, 1, 3),
        (278, 4, 1, 1),
        (279, 4, height, 0),
    ]
    far = 8 + 2 + 12 * len(tags) + 4
    offsets, sizes, data = far + 6, far + 6 + 4 * height, far + 6 + 8 * height
    places = {258: far, 273: offsets, 279: sizes}
    head = struct.pack("<2sHIH", b"II", 42, 8, len(tags))
    for tag, kind, count, value in tags:
        head += struct.pack("<HHII", tag, kind, count, places.get(tag, value))
    head += struct.pack("<IHHH", 0, 16, 16, 16)
    head += struct.pack(f"<{height}I", *(data + row * line for row in range(height)))
    head += struct.pack(f"<{height}I", *[line] * height)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(data + line * height)


def huge_png(width: int, height: int) -> bytes:
    """The beginning of an interlaced PNG, which can only be decoded at full size."""
    png = b"\x89PNG\r\n\x1a\n"
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b"")):
        checksum = zlib.crc32(kind + data)
        png += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
    return png


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures; how they are to be shown is in their names."""
    folder = tmp_path_factory.mktemp("pictures")
    rgb: dict[str, Any] = {"photometric": "rgb", "metadata": None}
    eight, sixteen = corners(), corners(16)

    def tiff(name: str, data: np.ndarray[Any, Any], **how: Any) -> None:
        tifffile.imwrite(folder / name, data, **(rgb | how))

    tiff("same_8.tif", eight)
    tiff("same_16.tif", sixteen)
    tiff("same_16_big_endian.tif", sixteen, byteorder=">", rowsperstrip=7)
    tiff("same_bigtiff.tif", sixteen, bigtiff=True, rowsperstrip=16)
    tiff("same_tiles.tif", eight, tile=(64, 96))
    tiff("same_planes.tif", np.moveaxis(eight, -1, 0), planarconfig="separate", rowsperstrip=30)
    tiff("same_deflate.tif", sixteen, compression="zlib", predictor=True, rowsperstrip=5)
    image = Image.fromarray(eight)
    image.save(folder / "same_lzw.tif", compression="tiff_lzw")
    image.save(folder / "same_png.png")
    image.save(folder / "same_jpeg.jpg", quality=95)
    for orientation, turned in {
        2: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: image.transpose(Image.Transpose.ROTATE_180),
        4: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: image.transpose(Image.Transpose.TRANSPOSE),
        6: image.transpose(Image.Transpose.ROTATE_90),
        7: image.transpose(Image.Transpose.TRANSVERSE),
        8: image.transpose(Image.Transpose.ROTATE_270),
    }.items():
        turned.save(folder / f"same_turned_{orientation}.tif", tiffinfo={274: orientation})
    # With smaller versions after the picture, which only libvips chooses.
    with tifffile.TiffWriter(folder / "same_small_page_last.tif") as file:
        file.write(eight, **rgb)
        file.write(eight[::4, ::4], subfiletype=1, **rgb)
    exif = image.getexif()
    exif[274] = 6
    image.transpose(Image.Transpose.ROTATE_90).save(
        folder / "same_turned_6.jpg", exif=exif, quality=95
    )
    # First a smaller page, then the picture; and the reverse order.
    with tifffile.TiffWriter(folder / "same_small_page_first.tif") as file:
        file.write(eight[::4, ::4], subfiletype=1, **rgb)
        file.write(eight, **rgb)

    # As in a DNG: a small page, below it the raw sensor data, and a larger page.
    with tifffile.TiffWriter(folder / "same_preview.dng") as file:
        file.write(eight[::8, ::8], subfiletype=1, subifds=2, **rgb)
        file.write(sixteen[..., 0], photometric=32803, metadata=None)
        file.write(eight, subfiletype=1, compression="zlib", **rgb)
    for packed, large, depth in ((True, False, 8), (True, True, 16), (False, False, 16)):
        name = f"same_{'packed' if packed else 'raw'}_{depth}.{'psb' if large else 'psd'}"
        (folder / name).write_bytes(photoshop(corners(depth), packed=packed, large=large))

    profile, exchanged = swapped_profile(), eight[..., [1, 0, 2]]
    image = Image.fromarray(exchanged)
    tiff("profile_16.tif", exchanged.astype(np.uint16) * 257, iccprofile=profile)
    for name in ("profile.tif", "profile.jpg", "profile.png", "profile.webp"):
        image.save(folder / name, icc_profile=profile, quality=95)
    (folder / "profile.psd").write_bytes(
        photoshop(exchanged, packed=True, large=False, profile=profile)
    )
    image = Image.fromarray(eight)
    image.save(folder / "profile_damaged.png", icc_profile=b"no profile" * 30)
    image.save(folder / "more.webp", lossless=True)
    image.save(folder / "more [page=1,n=-1].tif")
    image.save(os.fsencode(folder) + b"/more \xff.png")
    tiff(
        "more_alpha.tif",
        np.dstack([sixteen, sixteen[..., :1] | 65535]),
        extrasamples=["unassalpha"],
    )
    tiff("more_float.tif", (eight / 255).astype(np.float32) ** 2.2)
    grey = {"photometric": "minisblack", "metadata": None}
    tifffile.imwrite(folder / "grey_8.tif", eight[..., 0], **grey)
    tifffile.imwrite(folder / "grey_16.tif", sixteen[..., 0], **grey)
    tifffile.imwrite(folder / "grey_float.tif", (eight[..., 0] / 255).astype(np.float32), **grey)
    tifffile.imwrite(folder / "grey_inverse.tif", ~sixteen[..., 0], photometric="miniswhite")
    image.convert("CMYK").save(folder / "ink.tif")
    image.convert("CMYK").save(folder / "ink.jpg", quality=95)
    (folder / "none_short.psd").write_bytes(photoshop(eight, packed=True, large=False)[:60])

    (folder / "none_empty.tif").write_bytes(b"")
    (folder / "none_text.tif").write_text("not a picture")
    (folder / "none_junk.tif").write_bytes(b"II*\0" + bytes(range(200)))
    (folder / "none_junk.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    (folder / "none_folder.tif").mkdir()
    os.mkfifo(folder / "none_pipe.tif")
    (folder / "none_gone.tif").symlink_to(folder / "nowhere")
    whole = (folder / "same_16.tif").read_bytes()
    (folder / "half.tif").write_bytes(whole[: len(whole) * 2 // 3])
    tiff("fine.tif", np.zeros((2400, 3000, 3), np.uint8), compression="zlib", rowsperstrip=8)
    large_tiff(folder / "large.tif", 10_000, 9_000)
    assert (folder / "large.tif").stat().st_size > 500_000_000
    noise = np.random.default_rng(1).integers(0, 256, (900, 1200, 3), np.uint8)
    noise[..., 0] = 200
    Image.fromarray(noise).save(folder / "cut.png")
    data = (folder / "cut.png").read_bytes()
    (folder / "cut.png").write_bytes(data[: len(data) // 2])
    (folder / "huge.png").write_bytes(huge_png(20_000, 20_000))
    image.save(folder / "cut.jpg", quality=95)
    data = (folder / "cut.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(data[: len(data) * 2 // 3])
    return folder


@pytest.fixture(scope="module")
def tried(folder: Path) -> gtk_probe.Answers:
    return gtk_probe.run(Path(__file__).with_name("probe_picture.py"), folder, "large.tif")


def test_every_format_is_shown_upright_and_in_its_colours(tried: gtk_probe.Answers) -> None:
    found = tried["probe_every_format"]
    assert len(found) > 15
    for name, shown in found.items():
        for seen, wanted in zip(shown["colours"], CORNERS, strict=True):
            assert seen == pytest.approx(wanted, abs=6), name
        assert shown["shape"] == [400, 267], name
        assert shown["said"] == f"{name}, {WIDE} × {TALL} pixels, shown at 67 %"


def test_colours_are_those_of_the_profile(tried: gtk_probe.Answers) -> None:
    gtk_probe.needs_libvips()
    found = tried["probe_colours"]
    names = [name for name in found if name.startswith(("profile", "more"))]
    assert len(names) == 12
    for name in names:
        for seen, wanted in zip(found[name]["colours"], CORNERS, strict=True):
            assert seen == pytest.approx(wanted, abs=8), name


def test_grey_and_ink_are_shown(tried: gtk_probe.Answers) -> None:
    gtk_probe.needs_libvips()
    found = tried["probe_colours"]
    for name in ("grey_8.tif", "grey_16.tif", "grey_float.tif", "grey_inverse.tif"):
        wanted = [[red] * 3 for red, _green, _blue in CORNERS]
        for seen, grey in zip(found[name]["colours"], wanted, strict=True):
            assert seen == pytest.approx(grey, abs=3), name
    for name in ("ink.tif", "ink.jpg"):
        red, green, blue, yellow = found[name]["colours"]
        assert red[0] > red[1] + 80 and red[0] > red[2] + 80
        assert green[1] > green[0] + 60 and blue[2] > blue[0] + 60
        assert min(yellow[:2]) > yellow[2] + 80


def test_an_open_file_is_closed_at_once(tried: gtk_probe.Answers) -> None:
    assert tried["probe_colours_and_files"] == 0


def test_a_changed_file_is_read_again(tried: gtk_probe.Answers) -> None:
    assert tried["probe_changed"] == [[200, 40, 40], [30, 60, 200]]


def test_what_needs_too_much_memory_is_not_begun(
    tried: gtk_probe.Answers, without: dict[str, Any]
) -> None:
    said = "This picture of 20000 × 20000 pixels needs too much memory to be shown."
    assert tried["probe_too_large"] == said
    assert without["huge.png"]["said"] == f"{said} {MORE}"


def test_a_decoding_ends_soon_after_it_is_given_up(tried: gtk_probe.Answers) -> None:
    gtk_probe.needs_libvips()
    after = tried["probe_given_up"]
    assert after["result"] is None
    assert after["asked"] < after["asked_in_all"] / 2


def test_unsafe_decoders_are_blocked(tried: gtk_probe.Answers) -> None:
    gtk_probe.needs_libvips()
    blocked = tried["probe_unsafe_decoders"]
    assert blocked.pop("tiffload_source") is False
    assert blocked and all(blocked.values())


@pytest.fixture(scope="module")
def without(folder: Path) -> dict[str, Any]:
    """What a window without libvips shows."""
    found = gtk_probe.run(Path(__file__).with_name("probe_without_libvips.py"), folder)
    return found["probe_every_file"]


MORE = "Install gir1.2-vips-8.0 to show it."


def test_without_libvips_most_files_are_shown(without: dict[str, Any]) -> None:
    named = {"same_preview.dng", "same_small_page_first.tif"}
    same = {name: shown for name, shown in without.items() if name.startswith("same_")}
    assert len(same) > 15
    for name, shown in same.items():
        if name in named:
            assert shown["said"].endswith(MORE), name
            continue
        assert shown["size"] == [WIDE, TALL], name
        for seen, wanted in zip(shown["colours"], CORNERS, strict=True):
            assert seen == pytest.approx(wanted, abs=6), name


def test_without_libvips_what_needs_it_is_said(without: dict[str, Any]) -> None:
    assert without["large.tif"]["said"] == (
        f"This picture of 10000 × 9000 pixels needs too much memory to be shown. {MORE}"
    )
    for name in ("more_float.tif", "half.tif"):
        assert without[name]["said"].endswith(MORE), name
    for name in ("none_junk.jpg", "none_text.tif"):
        assert "Install" not in without[name]["said"], name


def test_without_libvips_colours_are_those_in_the_file(without: dict[str, Any]) -> None:
    red, green = CORNERS[:2]
    assert without["profile.png"]["colours"][0] == pytest.approx([red[1], red[0], red[2]], abs=3)
    assert without["profile.psd"]["colours"][1] == pytest.approx(
        [green[1], green[0], green[2]], abs=6
    )


def test_what_cannot_be_shown_is_said_in_place(tried: gtk_probe.Answers) -> None:
    answer = tried["probe_no_picture"]
    assert len(answer["found"]) == 8
    for name, shown in answer["found"].items():
        assert shown["seen"] and shown["message"].endswith("."), name
        assert shown["said"] == f"{name}: {shown['message']}"
    assert "no longer exists" in answer["found"]["none_gone.tif"]["message"]
    assert answer["after"] == [f"same_8.tif, {WIDE} × {TALL} pixels, shown at 67 %", False]
    assert answer["nothing"] == "No picture."


def test_what_there_is_of_a_file_is_shown(tried: gtk_probe.Answers) -> None:
    shown = tried["probe_half_a_file"]
    for name, colour in {"half.tif": CORNERS[0], "cut.jpg": CORNERS[0]}.items():
        assert shown[name]["upper"] == pytest.approx(colour, abs=6), name
    assert shown["cut.png"]["upper"][0] == pytest.approx(200, abs=2)
    for name in ("half.tif", "cut.png"):
        lower = shown[name]["lower"]
        assert lower == shown[name]["ground"], f"{name}: what is missing is transparent"
    assert all(each["note"] for each in shown.values())


def test_closer_and_back(tried: gtk_probe.Answers) -> None:
    after = tried["probe_zoom"]
    assert after["zooms"] == pytest.approx([1, 1.25, 1.5625, 1.25, 1, 1])
    assert after["closer"] == pytest.approx(1.6 * 1.25**4)
    assert after["under"] == pytest.approx([0.6, 0.4], abs=0.001), "stays under the pointer"
    assert after["whole"] == 1
    assert after["closest"] == pytest.approx(4)
    assert after["said"].endswith("shown at 400 %")


def test_a_drag_pans_as_far_as_there_is_picture(tried: gtk_probe.Answers) -> None:
    after = tried["probe_pan"]
    assert after["moved"] == pytest.approx([50, 20])
    assert after["edge"] == pytest.approx([0, 0])
    assert after["arrow"] == pytest.approx(-40)


def test_a_finer_picture_comes_when_one_looks_closer(tried: gtk_probe.Answers) -> None:
    after = tried["probe_finer_when_looked_at_closer"]
    assert after["first"] == 1024
    assert after["finer"] == 3000
    assert after["zoom"] > 5


def test_half_a_gigabyte_neither_blocks_nor_fills_the_memory(tried: gtk_probe.Answers) -> None:
    after = tried["probe_large"]
    assert after["said"].startswith("large.tif, 10000 × 9000 pixels")
    assert after["ticks"] > 20
    assert after["away"] < after["took"] / 2, "the main loop goes on while it comes"
    assert after["megabytes"] < 200


def test_another_file_takes_the_place_of_one_that_is_loading(tried: gtk_probe.Answers) -> None:
    after = tried["probe_another_file_meanwhile"]
    assert after["said"].startswith("same_8.tif")
    assert [10_000, 9_000] not in after["sizes"], "what was given up is not shown"
    assert [WIDE, TALL] in after["sizes"]


def test_files_with_errors_are_shown_or_refused(tried: gtk_probe.Answers) -> None:
    after = tried["probe_files_with_errors"]
    assert after["refused"] > 10 and after["shown"] > 10
