"""Photoshop's own files (Adobe Photoshop File Formats Specification)."""

from __future__ import annotations

from exifilm_core.readers.quick.contents import Contents
from exifilm_core.readers.quick.photoshop import ALL
from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.trailers import refuse_trailer
from exifilm_core.readers.quick.unsure import UnsureError

_HEADER = 26
_TYPES = {1: "PSD", 2: "PSB"}


def read(source: Source, contents: Contents) -> str:
    """Read the resources; ExifTool's name of the type."""
    version = int.from_bytes(source.at(4, 2), "big")
    if version not in _TYPES:
        raise UnsureError("version")
    at = _HEADER + 4 + int.from_bytes(source.at(_HEADER, 4), "big")
    length = int.from_bytes(source.at(at, 4), "big")
    contents.photoshop(source.at(at + 4, length), ALL)
    refuse_trailer(source)
    return _TYPES[version]
