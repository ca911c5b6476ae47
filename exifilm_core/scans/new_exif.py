"""The resolution in a new EXIF block, and the images that cannot get one.

ExifTool's new EXIF claims 72 dpi for every image; here it gets the image's own resolution, or none.
ExifTool also adds a second EXIF or XMP to a PNG that keeps its first in a text chunk, as
ImageMagick writes it. Programs may read either, so ExiFilm does not write such a PNG.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exifilm_core.errors import CannotEmbedError, ExifilmError, reason_of
from exifilm_core.exiftool import ExifTool
from exifilm_core.messages.files import Files
from exifilm_core.messages.saving import Saving
from exifilm_core.tags.styles import Raw, Tags
from exifilm_core.tags.xmp import EXIF_GROUPS

_INCHES, _CENTIMETRES = 2, 3
_METRES_IN_INCH = 0.0254
_NAMES = ("IFD0:XResolution", "IFD0:YResolution", "IFD0:ResolutionUnit")
_ASKED = (
    "JFIF:all",
    "PNG-pHYs:all",
    "Photoshop:XResolution",
    "Photoshop:YResolution",
    *(
        f"Jpeg2000:{kind}{axis}Resolution{unit}"
        for kind in ("Capture", "Display")
        for axis in "XY"
        for unit in ("", "Unit")
    ),
)
_PROFILES = {
    # The word behind "Raw profile type" in a text, and the chunk that ExifTool would add.
    b"exif": "EXIF",
    b"APP1": "EXIF",
    b"xmp": "XMP",
}
_XMP_KEYWORD = b"XML:com.adobe.xmp\0"


def resolution(
    path: Path, tags: Tags, writes: Mapping[str, Raw], exiftool: ExifTool
) -> dict[str, Raw]:
    """The resolution tags to add to the `writes` for an image with these `tags`.

    For a new EXIF block, the image's own resolution, or None if it has none; otherwise nothing.
    """
    if not is_new(tags, writes):
        return {}
    found = exiftool.values(path, _ASKED)
    return dict(zip(_NAMES, _resolution(found) or (None, None, None), strict=True))


def is_new(tags: Tags, writes: Mapping[str, Raw]) -> bool:
    """Whether an image with these `tags` gets a new EXIF block."""
    return _sets_exif(writes) and not any(_is_exif(name) for name in tags)


def refuse_second_block(path: Path, file_type: str, writes: Mapping[str, Raw]) -> None:
    """CannotEmbedError when the `writes` would add a second block to one in a PNG text chunk."""
    if file_type != "PNG":
        return
    try:
        in_text, blocks = _blocks_of_png(path)
    except OSError as problem:
        unread = Files.CANNOT_READ_OR_WRITE(reason=reason_of(problem))
        raise ExifilmError(unread, file=path) from problem
    wanted = {"EXIF"} if _sets_exif(writes) else set()
    wanted |= (
        {"XMP"} if any(n.startswith("XMP-") and writes[n] is not None for n in writes) else set()
    )
    if second := (in_text - blocks) & wanted:
        raise CannotEmbedError(Saving.SECOND_BLOCK(blocks=", ".join(sorted(second))), file=path)


def _is_exif(name: str) -> bool:
    return name.partition(":")[0] in EXIF_GROUPS


def _sets_exif(writes: Mapping[str, Raw]) -> bool:
    return any(_is_exif(name) and raw is not None for name, raw in writes.items())


def _resolution(found: Tags) -> tuple[str, str, int] | None:
    """Both resolutions and EXIF's number for their unit, from the image's own header."""
    if unit := {"1": _INCHES, "2": _CENTIMETRES}.get(str(found.get("JFIF:ResolutionUnit"))):
        return _both(found, "JFIF:{}Resolution", 1, unit)
    if str(found.get("PNG-pHYs:PixelUnits")) == "1":  # metres
        return _both(found, "PNG-pHYs:PixelsPerUnit{}", _METRES_IN_INCH, _INCHES)
    if "Photoshop:XResolution" in found:
        return _both(found, "Photoshop:{}Resolution", 1, _INCHES)
    for kind in ("Jpeg2000:Capture", "Jpeg2000:Display"):
        exponent = found.get(f"{kind}XResolutionUnit")
        if exponent is not None and exponent == found.get(f"{kind}YResolutionUnit"):
            scale = 10.0 ** int(str(exponent)) * _METRES_IN_INCH
            return _both(found, f"{kind}{{}}Resolution", scale, _INCHES)
    return None


def _both(found: Tags, name: str, scale: float, unit: int) -> tuple[str, str, int] | None:
    try:
        x, y = (float(str(found[name.format(axis)])) * scale for axis in "XY")
    except (KeyError, ValueError):
        return None
    return (_decimal(x), _decimal(y), unit) if x > 0 and y > 0 else None


def _decimal(number: float) -> str:
    """A resolution, rounded as it was meant: 94488 pixels per metre in a PNG are 2400 per inch."""
    whole = round(number)
    return str(whole) if abs(number - whole) < 0.02 else f"{number:.2f}"


def _blocks_of_png(path: Path) -> tuple[set[str], set[str]]:
    """The blocks that a PNG keeps in raw profiles, and those in chunks of their own."""
    in_text, blocks = set(), set()
    with path.open("rb") as file:
        file.seek(8)
        while len(head := file.read(8)) == 8:
            length, kind = int.from_bytes(head[:4], "big"), head[4:]
            start = file.read(min(length, 64)) if kind in (b"tEXt", b"zTXt", b"iTXt") else b""
            if kind == b"eXIf":
                blocks.add("EXIF")
            elif start.startswith(_XMP_KEYWORD):
                blocks.add("XMP")
            elif start.startswith(b"Raw profile type "):
                word = start.removeprefix(b"Raw profile type ").partition(b"\0")[0]
                in_text |= {_PROFILES[word]} if word in _PROFILES else set()
            file.seek(length - len(start) + 4, 1)
    return in_text, blocks
