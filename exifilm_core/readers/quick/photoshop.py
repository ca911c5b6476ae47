"""Photoshop's resources, in which JPEG, TIFF and Photoshop's own files keep IPTC and more.

Adobe Photoshop File Formats Specification, “Image Resource Blocks”.
"""

from __future__ import annotations

from exifilm_core.readers.quick.unsure import UnsureError

IPTC, DIGEST, EXIF, XMP = 1028, 1061, 1058, 1060
OF_IPTC = (IPTC, DIGEST)
ALL = (*OF_IPTC, EXIF, XMP)
"""The resources that hold tags of a record."""
_EXIF_3 = 1059
_DIGEST_SIZE = 16


def resources(data: bytes) -> dict[int, bytes]:
    """Those resources that hold tags of a record, each by its number."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 8 < len(data):
        number, name = int.from_bytes(data[at + 4 : at + 6], "big"), data[at + 6]
        start = at + 6 + (name + 2 & ~1) + 4
        size = int.from_bytes(data[start - 4 : start], "big")
        if data[at : at + 4] != b"8BIM" or start + size > len(data) or number == _EXIF_3:
            raise UnsureError("resource of Photoshop")
        if number in ALL:
            if number in found:
                raise UnsureError("a resource twice")
            found[number] = data[start : start + size]
        at = start + size + size % 2
    if data[at:].strip(b"\0"):
        raise UnsureError("resource of Photoshop")
    return found


def digest(data: bytes) -> str:
    """The text of IPTCDigest."""
    if len(data) != _DIGEST_SIZE:
        raise UnsureError("size of the digest")
    return data.hex()
