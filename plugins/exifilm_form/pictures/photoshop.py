"""The picture in a Photoshop file, as a small TIFF that any decoder can read.

Photoshop stores the merged picture of all layers in separate planes, as TIFF can, each row raw or
packed as TIFF's PackBits. So the rows that a small picture needs, behind a TIFF header, are a TIFF.
After Adobe's Photoshop File Formats Specification.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from exifilm_form.pictures.decoded import GivenUpError
from exifilm_form.session.texts import FormError, _

_PLANES = {1: (1, 1), 3: (3, 2)}
"""Photoshop's grey and RGB: the number of planes, and TIFF's photometric interpretation."""
_RAW, _PACKED = 0, 1
_TIFF_PACKINGS = {_RAW: 1, _PACKED: 32773}
_LONGEST = 300_000
"""Pixels along a side that the format permits."""
_MOST = 200_000_000
"""The most bytes that the rows may take, about."""
_PROFILE = 1039
"""The image resource with the colour profile."""
_LARGEST_PROFILE = 8_000_000


class Photoshop(NamedTuple):
    """A picture whose rows are in the file."""

    width: int
    height: int
    depth: int
    planes: int
    photometric: int
    packing: int
    offsets: list[int]
    """Where each row begins, of all planes in turn."""
    sizes: tuple[int, ...]
    profile: bytes

    def tiff(self, file: BinaryIO, rows_wanted: int, given_up: Callable[[], bool]) -> bytes:
        """A TIFF with every so many rows, at least twice those wanted if memory permits."""
        line = self.width * self.planes * self.depth // 8
        every = max(1, self.height // max(2 * rows_wanted, 1), -(-line * self.height // _MOST))
        rows = range(0, self.height, every)
        pieces = []
        for plane in range(self.planes):
            for row in rows:
                if given_up():
                    raise GivenUpError
                number = plane * self.height + row
                file.seek(self.offsets[number])
                pieces.append(file.read(self.sizes[number]))
        if any(not piece for piece in pieces):
            raise FormError(_("This Photoshop file is damaged."))
        return _tiff(self, len(rows), pieces)


def is_photoshop(head: bytes) -> bool:
    """Whether a file with this beginning is Photoshop's."""
    return head[:4] == b"8BPS"


def photoshop(file: BinaryIO) -> Photoshop:
    """The merged picture of all layers. ExifilmError if it cannot be shown."""
    try:
        return _photoshop(file)
    except (struct.error, OverflowError) as problem:
        raise FormError(_("This Photoshop file is damaged.")) from problem


def _photoshop(file: BinaryIO) -> Photoshop:
    file.seek(4)
    version, channels, height, width, depth, mode = struct.unpack(">H6xHIIHH", file.read(22))
    large = version == 2
    if not (0 < width <= _LONGEST and 0 < height <= _LONGEST):
        raise FormError(_("This Photoshop file is damaged."))
    _skip(file, ">I")  # colours
    profile = _profile(file)
    _skip(file, ">Q" if large else ">I")  # layers
    (compression,) = struct.unpack(">H", file.read(2))
    planes, photometric = _PLANES.get(mode, (0, 0))
    packing = _TIFF_PACKINGS.get(compression)
    if not planes or channels < planes or depth not in (8, 16) or packing is None:
        raise FormError(_("The picture in this file has an unsupported format."))
    rows = height * planes
    if compression == _PACKED:
        count = "I" if large else "H"
        table = file.read(height * channels * struct.calcsize(count))
        sizes = struct.unpack_from(f">{rows}{count}", table)
    else:
        sizes = (width * depth // 8,) * rows
    offsets = list(itertools.accumulate(sizes[:-1], initial=file.tell()))
    return Photoshop(width, height, depth, planes, photometric, packing, offsets, sizes, profile)


def _skip(file: BinaryIO, form: str) -> None:
    (length,) = struct.unpack(form, file.read(struct.calcsize(form)))
    file.seek(length, 1)


def _profile(file: BinaryIO) -> bytes:
    """The colour profile among the image resources, if there is one; the file is after them."""
    (length,) = struct.unpack(">I", file.read(4))
    end, found = file.tell() + length, b""
    while file.tell() + 12 <= end:
        signature, number, name = struct.unpack(">4sHB", file.read(7))
        file.seek(name + 1 - name % 2, 1)  # with its length it fills an even number of bytes
        (size,) = struct.unpack(">I", file.read(4))
        if signature != b"8BIM":
            break
        if number == _PROFILE and size <= _LARGEST_PROFILE:
            found = file.read(size)
            break
        file.seek(size + size % 2, 1)
    file.seek(end)
    return found


def _tiff(picture: Photoshop, height: int, pieces: list[bytes]) -> bytes:
    """A TIFF of the picture with that many rows, one a strip (TIFF 6.0, section 2)."""
    short, long, undefined = (3, "H"), (4, "I"), (7, "B")
    sizes = [len(piece) for piece in pieces]
    tags = [
        (256, long, [picture.width]),
        (257, long, [height]),
        (258, short, [picture.depth] * picture.planes),
        (259, short, [picture.packing]),
        (262, short, [picture.photometric]),
        (273, long, [0] * len(pieces)),
        (277, short, [picture.planes]),
        (278, short, [1]),
        (279, long, sizes),
        (284, short, [2 if picture.planes > 1 else 1]),
    ]
    if picture.profile:
        tags.append((34675, undefined, list(picture.profile)))
    values_at = 8 + 2 + 12 * len(tags) + 4
    data_at = values_at + sum(len(v) * struct.calcsize(">" + kind[1]) + 1 for _t, kind, v in tags)
    tags[5] = (273, long, list(itertools.accumulate(sizes[:-1], initial=data_at)))
    entries, values = b"", b""
    for tag, (kind, form), numbers in tags:
        raw = struct.pack(f">{len(numbers)}{form}", *numbers)
        if len(raw) > 4:
            place = struct.pack(">I", values_at + len(values))
            values += raw + b"\0" * (len(raw) % 2)
        else:
            place = raw.ljust(4, b"\0")
        entries += struct.pack(">HHI", tag, kind, len(numbers)) + place
    head = struct.pack(">2sHIH", b"MM", 42, 8, len(tags)) + entries + bytes(4) + values
    return b"".join([head.ljust(data_at, b"\0"), *pieces])
