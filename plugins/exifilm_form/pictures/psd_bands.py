"""The picture in a Photoshop file, as a page of a TIFF.

Photoshop stores the merged picture in separate planes, as TIFF can, each row raw or packed as
TIFF's PackBits. So this module only locates the rows; the picture is decoded in bands like a TIFF.
After Adobe's Photoshop File Formats Specification.
"""

from __future__ import annotations

import itertools
import struct
from typing import BinaryIO

from exifilm_form.pictures import tiff_bands
from exifilm_form.pictures.tiff_bands import Page, Value
from exifilm_form.session.texts import FormError, _

_PLANES = {1: (1, 1), 3: (3, 2)}
"""Photoshop's grey and RGB: the number of planes, and TIFF's photometric interpretation."""
_RAW, _PACKED = 0, 1
_TIFF_PACKED = 32773


def is_psd(head: bytes) -> bool:
    """Whether a file with this beginning is Photoshop's."""
    return head[:4] == b"8BPS"


def page(file: BinaryIO) -> Page:
    """The merged picture of all layers. ExifilmError if it cannot be shown."""
    try:
        return _page(file)
    except (struct.error, OverflowError) as problem:
        raise FormError(_("This Photoshop file is damaged.")) from problem


def _page(file: BinaryIO) -> Page:
    file.seek(4)
    version, channels, height, width, depth, mode = struct.unpack(">H6xHIIHH", file.read(22))
    large = version == 2
    if not (0 < width <= 300_000 and 0 < height <= 300_000):
        raise FormError(_("This Photoshop file is damaged."))
    for size in (">I", ">I", ">Q" if large else ">I"):  # colours, resources, layers
        (length,) = struct.unpack(size, file.read(struct.calcsize(size)))
        file.seek(length, 1)
    (compression,) = struct.unpack(">H", file.read(2))
    planes, photometric = _PLANES.get(mode, (0, 0))
    packing = {_RAW: 1, _PACKED: _TIFF_PACKED}.get(compression)
    if not planes or channels < planes or depth not in (8, 16) or packing is None:
        raise FormError(_("The picture in this file has an unsupported format."))
    rows = height * planes
    if compression == _PACKED:
        count = "I" if large else "H"
        table = file.read(height * channels * struct.calcsize(count))
        sizes = struct.unpack_from(f">{rows}{count}", table)
    else:
        sizes = (width * depth // 8,) * rows
    start = file.tell()
    offsets = [start + before for before in itertools.accumulate(sizes[:-1], initial=0)]
    tags = {
        tiff_bands.WIDTH: (width,),
        tiff_bands.LENGTH: (height,),
        tiff_bands.BITS: (depth,) * planes,
        tiff_bands.COMPRESSION: (packing,),
        tiff_bands.PHOTOMETRIC: (photometric,),
        tiff_bands.STRIPS: offsets,
        tiff_bands.SAMPLES: (planes,),
        tiff_bands.ROWS: (1,),
        tiff_bands.STRIP_SIZES: sizes,
        tiff_bands.PLANAR: (2 if planes > 1 else 1,),
    }
    wide = (tiff_bands.STRIPS, tiff_bands.STRIP_SIZES, tiff_bands.WIDTH, tiff_bands.LENGTH)
    return Page(
        ">",
        {tag: Value.of(">", "Q" if tag in wide else "H", found) for tag, found in tags.items()},
    )
