"""Makes scans for the tests: small pictures in every format, with other programs' tags in them.

`make(path)` goes by the suffix of the path. Its scans have the data that a save must keep: an ICC
profile, a thumbnail, IPTC, foreign XMP, a scanner's EXIF.
"""

from __future__ import annotations

import functools
import io
import os
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import exiftool as pyexiftool
import numpy as np
from PIL import Image, ImageCms

EMBEDDED = (".jpg", ".tif", ".btf", ".png", ".psd", ".jxl", ".jp2", ".heic", ".webp")
"""Formats that hold the record themselves, one file of each."""
BESIDE = (".dng", ".xcf")
"""Formats whose record goes into a sidecar, one file of each."""

SCANNER = {
    "IFD0:Make": "EPSON",
    "IFD0:Model": "Perfection V850 Pro",
    "IFD0:Software": "SilverFast 9.2",
    "ExifIFD:CreateDate": "2024:05:06 07:08:09",
    "ExifIFD:DateTimeOriginal": "2024:05:06 07:08:09",
}
FOREIGN = {
    "XMP-xmp:Rating": "4",
    "XMP-lr:HierarchicalSubject": "places|Sierra Nevada",
    "XMP-photoshop:Credit": "Somebody & Sons <press>",
    "IPTC:ObjectName": "A name in IPTC",
    "IFD0:XResolution": "2400",
    "ExifIFD:UserComment": "",
}


def picture(width: int = 64, height: int = 48, depth: int = 8) -> np.ndarray[Any, Any]:
    """A grey picture with every tone in it, so that any change of a tone shows."""
    y, x = np.mgrid[0:height, 0:width]
    tone = (x * 7 + y * 13 + (x * y) % 17) % 256
    return tone.astype(np.uint8) if depth == 8 else (tone * 257).astype(np.uint16)


def make(path: Path, *, foreign: bool = True, scanner: bool = False) -> Path:
    """Make a scan in the suffix's format."""
    image = Image.fromarray(picture())
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    suffix = path.suffix.lower()
    if suffix in (".jpg", ".jpeg", ".png", ".webp", ".jp2"):
        formats = {".jpg": "JPEG", ".jpeg": "JPEG", ".jp2": "JPEG2000"}
        image.convert("RGB").save(
            path,
            format=formats.get(suffix, suffix[1:].upper()),
            **({} if suffix == ".jp2" else {"icc_profile": profile}),
        )
    elif suffix in (".tif", ".btf", ".dng"):
        import tifffile

        tags = [(50706, "B", 4, (1, 4, 0, 0), False)] if suffix == ".dng" else []
        tifffile.imwrite(
            path, picture(depth=16), bigtiff=suffix == ".btf", extratags=tags, metadata=None
        )
    elif suffix == ".psd":
        path.write_bytes(_psd(picture()))
    elif suffix == ".heic":
        import pillow_heif

        pillow_heif.from_pillow(image.convert("RGB")).save(path)
    elif suffix == ".jxl":
        import pillow_jxl  # noqa: F401 - registers itself

        image.convert("RGB").save(path, lossless=True)
    elif suffix == ".xcf":
        path.write_bytes(_xcf())
    else:
        raise ValueError(f"no way to make {suffix}")
    tags = (FOREIGN if foreign else {}) | (SCANNER if scanner else {})
    if tags and suffix not in BESIDE:
        put_tags(path, tags)
        if foreign and suffix in (".jpg", ".tif"):
            thumbnail = io.BytesIO()
            image.resize((16, 12)).save(thumbnail, "JPEG")
            small = path.with_name("thumbnail.tmp")
            small.write_bytes(thumbnail.getvalue())
            exiftool("-q", "-overwrite_original", f"-ThumbnailImage<={small}", path)
            small.unlink()
    return path


def put_tags(path: Path, tags: dict[str, str]) -> None:
    """Write tags with plain ExifTool, as another program would."""
    if path.suffix == ".btf" and not exiftool_writes_bigtiff():
        return
    given = [f"-{name}={value}" for name, value in tags.items() if value]
    exiftool("-q", "-q", "-m", "-overwrite_original", "-n", *given, path)


def run(*command: str) -> str:
    """A program's output; its failure fails the test."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


# ── plain ExifTool ───────────────────────────────────────────────────────────────────────────────


class Said(NamedTuple):
    """The exit status and output of an ExifTool command."""

    status: int
    out: str
    stderr: str


def exiftool(*arguments: str | Path, config: str | Path = "") -> str:
    """The output of plain ExifTool, without ExiFilm's tags except through a given config.

    A failure fails the test.
    """
    said = asked(*arguments, config=config)
    assert said.status == 0, f"{arguments}: {said.out}{said.stderr}"
    return said.out


def asked(*arguments: str | Path, config: str | Path = "") -> Said:
    """The output of ExifTool, whether it fails or not."""
    lines = [os.fsencode(argument) for argument in arguments]
    assert not any(b"\n" in line for line in lines), "an argument is a line"
    tool = _kept_open(os.fspath(config))
    out = tool.execute(*lines, raw_bytes=True)
    told = (out, tool.last_stderr)
    return Said(tool.last_status, *(text.decode("utf-8", "replace") for text in told))


def _kept_open(config: str) -> pyexiftool.ExifTool:
    """One ExifTool for the session, because starting it takes longer than most commands."""
    if config not in _open:
        _open[config] = pyexiftool.ExifTool(common_args=[], config_file=config)
        _open[config].run()
    return _open[config]


_open: dict[str, pyexiftool.ExifTool] = {}


def close() -> None:
    """End the open ExifTools."""
    while _open:
        _open.popitem()[1].terminate()


@functools.cache
def exiftool_version() -> tuple[int, ...]:
    """The version of the tests' ExifTool."""
    return tuple(map(int, exiftool("-ver").strip().split(".")))


@functools.cache
def exiftool_writes_bigtiff() -> bool:
    """Whether the tests' ExifTool writes BigTIFF, as newer ones do."""
    import tifffile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "big.btf")
        tifffile.imwrite(path, picture(), bigtiff=True)
        return asked("-q", "-q", "-XMP-dc:Title=x", path).status == 0


def rounds(number: int) -> int:
    """How many random cases a test tries: this number, times EXIFILM_ROUNDS."""
    return max(1, round(number * float(os.environ.get("EXIFILM_ROUNDS", "1"))))


def pixels(path: Path) -> bytes:
    """The decoded picture."""
    if path.suffix in (".btf", ".dng"):
        import tifffile

        return bytes(tifffile.imread(path).tobytes())
    if path.suffix in (".heic", ".heif"):
        import pillow_heif

        return bytes(pillow_heif.open_heif(path).data)
    if path.suffix == ".jxl":
        import pillow_jxl  # noqa: F401 - registers itself
    if path.suffix == ".xcf":
        return path.read_bytes()
    with Image.open(path) as image:
        return image.tobytes()


def _psd(tones: np.ndarray[Any, Any]) -> bytes:
    height, width = tones.shape
    header = b"8BPS" + struct.pack(">H6xHIIHH", 1, 1, height, width, 8, 1)
    return header + struct.pack(">III", 0, 0, 0) + struct.pack(">H", 0) + tones.tobytes()


def _xcf() -> bytes:
    """The head of GIMP's own format: enough for every program to recognise it."""
    return b"gimp xcf v011\0" + struct.pack(">III", 64, 48, 1) + bytes(16)
