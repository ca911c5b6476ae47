"""What a file's blocks hold together, whatever the container. Each block may come only once."""

from __future__ import annotations

from collections.abc import Collection

from exifilm_core.readers.quick import exif, iptc, photoshop
from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.unsure import UnsureError
from exifilm_core.readers.quick.xmp import Packet

_DIGEST = "Photoshop:IPTCDigest"


class Contents:
    """The tags of the blocks that a container has found."""

    def __init__(self) -> None:
        self.tags: dict[str, object] = {}
        self.more = False
        """Whether there are other tags, which no record consults."""
        self._found: set[str] = set()

    def exif(self, block: bytes) -> None:
        """Take the tags of a block of EXIF, which begins with its byte order."""
        self._only_once("EXIF")
        exif.read(Source(block), self.tags)

    def xmp(self, packet: bytes) -> None:
        """Take the tags of a packet of XMP."""
        self._only_once("XMP")
        found = Packet()
        found.parse(packet)
        self.tags.update(found.tags)
        self.more = self.more or found.more

    def iptc(self, block: bytes) -> None:
        """Take the tags of a block of IPTC."""
        self._only_once("IPTC")
        iptc.read(block, self.tags)

    def photoshop(self, data: bytes, of_a_record: Collection[int]) -> None:
        """Take the tags of Photoshop's resources, which in this container are at most those."""
        self._only_once("Photoshop")
        found = photoshop.resources(data)
        if not found.keys() <= {*of_a_record}:
            raise UnsureError("a block among Photoshop's resources")
        if photoshop.IPTC in found:
            self.iptc(found[photoshop.IPTC])
        if photoshop.DIGEST in found:
            self.tags[_DIGEST] = photoshop.digest(found[photoshop.DIGEST])
        if photoshop.EXIF in found:
            self.exif(found[photoshop.EXIF])
        if photoshop.XMP in found:
            self.xmp(found[photoshop.XMP])

    def _only_once(self, what: str) -> None:
        if what in self._found:
            raise UnsureError(f"two blocks of {what}")
        self._found.add(what)
