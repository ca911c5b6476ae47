"""TIFF 6.0 and BigTIFF: the file is a structure as in EXIF, with the other blocks in IFD0."""

from __future__ import annotations

from exifilm_core.readers.quick import exif
from exifilm_core.readers.quick.contents import Contents
from exifilm_core.readers.quick.photoshop import DIGEST
from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.trailers import refuse_trailer


def read(source: Source, contents: Contents) -> str:
    """Read the directories and blocks; ExifTool's name of the type."""
    kind, blocks = exif.read(source, contents.tags, tiff=True)
    if "IPTC" in blocks:
        contents.iptc(blocks["IPTC"])
    if "Photoshop" in blocks:
        # ExifTool takes IPTC in there for a second block, even if it is the only one.
        contents.photoshop(blocks["Photoshop"], (DIGEST,))
    if "XMP" in blocks:
        contents.xmp(blocks["XMP"])
    refuse_trailer(source)
    return kind
