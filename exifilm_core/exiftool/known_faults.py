"""The fault of ExifTool 13.23 to 13.27 with XMP, and the proof that it is repaired.

If the value of an XMP attribute ends in “=”, or has “=” before a quotation mark, without a blank
before it (params="gz11eJxj="), these versions take name and value for a name, and continue inside
the next attribute. They read wrong values, and writing any tag loses darktable's edits or leaves
invalid XML. Attributes of 2,000 bytes or more together are read correctly.

Our configuration (exifilm.config.in) makes these versions load their XMP module with the faulty
pattern corrected. This repairs reading and writing, sidecars and images alike. A test file decides,
not the version: ExiFilm refuses an ExifTool that still misreads it, and a distribution may have
repaired its own.
"""

from __future__ import annotations

import re

SINCE, MENDED = (13, 23), (13, 28)
"""The first version with the fault, and the first without it."""

PROBE = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
   dc:source="AA=" dc:format="image/tiff"/>
 </rdf:RDF>
</x:xmpmeta>
"""
"""A sidecar that shows the fault."""
PROBE_TAGS = (b"-s3", b"-XMP-dc:Source", b"-XMP-dc:Format")
"""The arguments to read it,"""
PROBE_ANSWER = [b"AA=", b"image/tiff"]
"""and the correct answer."""


def numbers_of(version: str) -> tuple[int, int]:
    """The numbers of a version such as "13.25"; (0, 0) for other texts."""
    found = re.match(r"(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def has_fault(version: str) -> bool:
    """Whether the official release of this version has the fault."""
    return SINCE <= numbers_of(version) < MENDED
