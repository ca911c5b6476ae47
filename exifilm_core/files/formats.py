"""Which files are images, and which of them can hold the record.

ExiFilm never writes camera raw files: a changed Make or Model breaks raw decoders. Their records,
and those of other files that ExifTool cannot write safely, go into a sidecar NAME.EXT.xmp.
"""

from __future__ import annotations

import re
from pathlib import Path

EMBEDDING = frozenset(
    "JPEG,TIFF,BTF,PNG,PSD,PSB,JXL,JXL Codestream,JP2,JPX,JPM,HEIC,HEIF,AVIF,WEBP,"
    "Extended WEBP".split(",")
)
"""ExifTool's names of the types that hold EXIF and XMP and that it writes."""

RAW_SUFFIXES = frozenset(
    ".3fr .arq .arw .cr2 .cr3 .crw .dcr .dng .erf .fff .gpr .iiq .kdc .mef .mos .mrw .nef .nrw "
    ".orf .pef .raf .raw .rw2 .rwl .sr2 .srf .srw .x3f".split()
)
IMAGE_SUFFIXES = RAW_SUFFIXES | frozenset(
    ".avif .bmp .btf .exr .gif .heic .heif .jp2 .jpe .jpeg .jpf .jpg .jpm .jpx .jxl .kra .pam "
    ".pbm .pgm .png .pnm .ppm .psb .psd .tf8 .tif .tiff .webp .xcf".split()
)
"""The extensions of the images that a folder is searched for, in lower case."""

SIDECAR = ".xmp"
"""What the name of a sidecar adds to the image's."""

_RAW_TYPES = frozenset(suffix[1:].upper() for suffix in RAW_SUFFIXES)


def embeds(file_type: str) -> bool:
    """Whether a file of that type (ExifTool's name) can hold the record."""
    return file_type in EMBEDDING


def is_raw(file_type: str) -> bool:
    """Whether it is a digital camera's raw file."""
    return file_type in _RAW_TYPES


def sidecar_of(image: Path) -> Path:
    """The path of the image's sidecar, whether it exists or not."""
    return image.parent / f"{image.name}{SIDECAR}"


def image_of(sidecar: Path) -> Path | None:
    """The image that this file is the sidecar of, None if there is no such image."""
    if sidecar.suffix.lower() != SIDECAR:
        return None
    image = sidecar.parent / sidecar.stem
    return image if image.is_file() else None


def duplicate_of(sidecar: Path) -> Path | None:
    """The image of which this file is the sidecar of a duplicate, None if there is no such image.

    darktable writes the edits of a duplicate of NAME.EXT to NAME_01.EXT.xmp.
    """
    match = re.fullmatch(r"(.+)_\d{2,4}(\.[^.]+)\.xmp", sidecar.name, re.IGNORECASE | re.ASCII)
    if not match:
        return None
    image = sidecar.parent / f"{match[1]}{match[2]}"
    return image if image.is_file() else None


def has_sidecar(image: Path) -> bool:
    """Whether the image has a sidecar. An image whose name is too long for one has none."""
    try:
        return sidecar_of(image).exists()
    except (OSError, ValueError):
        return False


def is_image_name(name: str) -> bool:
    """Whether a file of that name belongs in a list of images."""
    return name[name.rfind(".") :].lower() in IMAGE_SUFFIXES and not name.startswith(".")


def whole_number(text: str) -> int | None:
    """The number, if the text is nothing but digits of a reasonable length; else None."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None
