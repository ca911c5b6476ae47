"""Valid or nearly valid files that are rare: EXIF permits them, or cameras write them.

This module writes them byte by byte, because no program that knows better would write them.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping

from PIL import Image

from tests.samples import picture

Entry = tuple[int, bytes]
"""The type of a tag (EXIF 2.32, 4.6.2) and its bytes."""
Directory = Mapping[int, Entry]
_BYTE, _ASCII, _SHORT, _LONG, _RATIONAL, _UNDEFINED = 1, 2, 3, 4, 5, 7
_SIZE = {_BYTE: 1, _ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 8, _UNDEFINED: 1}
_EXIF, _GPS = 0x8769, 0x8825

MAKE, MODEL, DESCRIPTION, ARTIST, COPYRIGHT = 0x10F, 0x110, 0x10E, 0x13B, 0x8298
EXPOSURE_TIME, F_NUMBER, ISO, TAKEN, SCANNED = 0x829A, 0x829D, 0x8827, 0x9003, 0x9004
FOCAL_LENGTH, DISTANCE, COMMENT, IMAGE_NUMBER = 0x920A, 0x9206, 0x9286, 0x9211
XP_TITLE, SERIAL = 0x9C9B, 0xA431


def text(value: str | bytes) -> Entry:
    data = value if isinstance(value, bytes) else value.encode()
    return _ASCII, data + b"\0"


def rational(*numbers: int) -> Entry:
    return _RATIONAL, struct.pack(f"<{len(numbers)}I", *numbers)


def short(*numbers: int) -> Entry:
    return _SHORT, struct.pack(f"<{len(numbers)}H", *numbers)


def long(*numbers: int) -> Entry:
    return _LONG, struct.pack(f"<{len(numbers)}I", *numbers)


NAMED = {MAKE: text("Anything"), MODEL: text("One")}
ODD: dict[str, tuple[Directory, Directory, Directory]] = {
    # name: IFD0, ExifIFD, GPS
    "in the wrong directory": (
        NAMED | {EXPOSURE_TIME: rational(1, 60), F_NUMBER: rational(56, 10), ISO: short(100)},
        {ARTIST: text("Anna"), DESCRIPTION: text("A gate"), FOCAL_LENGTH: rational(50, 1)},
        {},
    ),
    "undefined values": (
        {MAKE: text(""), MODEL: text("    "), COPYRIGHT: text(""), ARTIST: text("\0\0")},
        {EXPOSURE_TIME: rational(0, 0), F_NUMBER: rational(0, 0), DISTANCE: rational(0, 0),
         TAKEN: text("    :  :     :  :  "), COMMENT: (_UNDEFINED, bytes(20)), SERIAL: text("")},
        {},
    ),
    "undefined GPS": (
        NAMED, {},
        {0: (_BYTE, b"\2\3\0\0"), 1: text(""), 2: rational(0, 0, 0, 0, 0, 0),
         3: text(""), 4: rational(0, 0, 0, 0, 0, 0), 5: (_BYTE, b"\0"), 6: rational(0, 0)},
    ),
    "a bare GPS version": (NAMED, {ISO: short(100)}, {0: (_BYTE, b"\2\2\0\0")}),
    "only a GPS version": ({}, {}, {0: (_BYTE, b"\2\2\0\0")}),
    "other software's GPS": (
        NAMED, {},
        {0: (_BYTE, b"\2\2\0\0"), 1: text("N"), 2: rational(43, 1, 27, 1, 52123456, 1000000),
         3: text("E"), 4: rational(715853, 60000, 0, 1, 0, 1), 5: (_BYTE, b"\1"),
         6: rational(123456, 1001), 17: rational(4294967295, 7), 29: text("2024:05:06")},
    ),
    "long rationals": (
        NAMED,
        {EXPOSURE_TIME: rational(1001, 59940), F_NUMBER: rational(4294967295, 767266789),
         FOCAL_LENGTH: rational(1234567, 3456), DISTANCE: rational(4294967295, 1)},
        {},
    ),
    "Latin-1": (
        NAMED | {COPYRIGHT: text(b"\xa9 W\xf6rdehoff"), ARTIST: text(b"J\xf6rg"),
                 DESCRIPTION: text(b"Gro\xdfe Br\xfccke")},
        {SERIAL: text(b"N\xb0 12")}, {},
    ),
    "UTF-8": (NAMED | {COPYRIGHT: text("© Wördehoff"), ARTIST: text("Jörg\0Anna")}, {}, {}),
    "other types than EXIF's": (
        {MAKE: (_UNDEFINED, b"Anything\0"), COPYRIGHT: (_BYTE, b"nobody"), MODEL: (_ASCII, b"One")},
        {ISO: long(100), IMAGE_NUMBER: short(17), EXPOSURE_TIME: long(1), F_NUMBER: short(8)}, {},
    ),
    "several values": (
        NAMED,
        {ISO: short(100, 200), F_NUMBER: rational(56, 10, 8, 1), IMAGE_NUMBER: long(17, 18)}, {},
    ),
    "Windows's texts": (
        NAMED | {XP_TITLE: (_BYTE, "Brücke\0".encode("utf-16-le")), 0x4746: short(5)},
        {COMMENT: (_UNDEFINED, b"UNICODE\0" + "Grüße".encode("utf-16-le"))}, {},
    ),
}  # fmt: skip
"""Rare EXIF, by its oddity."""


def jpeg(exif: bytes) -> bytes:
    made = io.BytesIO()
    Image.fromarray(picture()).save(made, "JPEG")
    block = b"Exif\0\0" + exif
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(block) + 2) + block + made.getvalue()[2:]


def png(exif: bytes, *, dpi: int = 0, raw_profile: bool = False) -> bytes:
    """A PNG with the EXIF in a chunk of its own, or in a raw profile as ImageMagick wrote it."""
    made = io.BytesIO()
    Image.fromarray(picture()).save(made, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    data = made.getvalue()
    block, name = exif, b"eXIf"
    if raw_profile:
        block, name = b"Exif\0\0" + exif, b"zTXt"
        digits = f"\nexif\n{len(block):8}\n{block.hex()}\n".encode()
        block = b"Raw profile type exif\0\0" + zlib.compress(digits)
    chunk = name + block
    after_head = 33
    return b"".join((
        data[:after_head],
        *((struct.pack(">I", len(block)), chunk, struct.pack(">I", zlib.crc32(chunk)))
          if exif else ()),
        data[after_head:],
    ))  # fmt: skip


def tiff(ifd0: Directory, exif: Directory, gps: Directory, *, image: bool = True) -> bytes:
    """A TIFF of these directories (Intel's order); without the `image` it is a block of EXIF."""
    tones = picture()
    strip = tones.tobytes() if image else b""
    data = bytearray(b"II*\0" + bytes(4) + strip)
    entries = dict(ifd0)
    if image:
        height, width = tones.shape
        entries |= {0x100: long(width), 0x101: long(height), 0x102: short(8), 0x103: short(1),
                    0x106: short(1), 0x111: long(8), 0x115: short(1), 0x116: long(height),
                    0x117: long(len(strip))}  # fmt: skip
    for pointer, directory in ((_EXIF, exif), (_GPS, gps)):
        if directory:
            entries[pointer] = long(_append(data, directory))
    struct.pack_into("<I", data, 4, _append(data, entries))
    return bytes(data)


def _append(data: bytearray, directory: Directory) -> int:
    """Append the directory, with its long values before it; returns its offset."""
    fields = b""
    for tag, (form, value) in sorted(directory.items()):
        if len(value) > 4:
            place = struct.pack("<I", len(data))
            data += value + bytes(len(value) % 2)
        else:
            place = value.ljust(4, b"\0")
        fields += struct.pack("<HHI", tag, form, len(value) // _SIZE[form]) + place
    start = len(data)
    data += struct.pack("<H", len(directory)) + fields + bytes(4)
    return start


MADE: dict[str, Callable[[], bytes]] = {
    **{f"{odd}.jpg": lambda parts=parts: jpeg(tiff(*parts, image=False))
       for odd, parts in ODD.items()},
    **{f"{odd}.tif": lambda parts=parts: tiff(*parts) for odd, parts in ODD.items()},
    "strips named twice.tif": lambda: tiff(NAMED, {}, {}).replace(
        struct.pack("<HHII", 0x115, _SHORT, 1, 1), struct.pack("<HHII", 0x111, _LONG, 1, 8)),
    "width named twice.tif": lambda: tiff(NAMED, {}, {}).replace(  # and out of order
        struct.pack("<HHII", 0x102, _SHORT, 1, 8), struct.pack("<HHII", 0x100, _SHORT, 1, 8)),
    "no directory.tif": lambda: b"II*\0" + struct.pack("<I", 8) + bytes(6) + picture().tobytes(),
    "a resolution of its own.png": lambda: png(b"", dpi=2400),
    "EXIF and a resolution.png": lambda: png(tiff(NAMED, {}, {}, image=False), dpi=2400),
    "EXIF as a raw profile.png": lambda: png(
        tiff(NAMED, {ISO: short(100)}, {}, image=False), raw_profile=True),
}  # fmt: skip
"""Each odd file by its name."""
