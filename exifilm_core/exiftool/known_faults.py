"""The fault of ExifTool 13.23 to 13.27 with XMP, and the proof that it is mended.

Of an XMP attribute whose value ends in “=”, or has “=” before a quotation mark, with no blank
before that (params="gz11eJxj="), these versions take name and value for a name, and go on inside
the next attribute: reading gives wrong values, and writing any tag loses darktable's edits or
leaves what is not XML. Attributes of 2,000 bytes or more together are read well.

The one idea: the fault goes where it is. Our configuration (exifilm.config.in) has these versions
load their XMP module with the one pattern that is wrong put right, so that reading and writing,
sidecars and images are right alike. Nothing is believed that was not tried: an ExifTool that
still misreads is not used. What it is tried with decides, not its number: a distribution may have
mended it itself.
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
"""A sidecar on which the fault shows."""
PROBE_TAGS = (b"-s3", b"-XMP-dc:Source", b"-XMP-dc:Format")
"""What to ask ExifTool of it,"""
PROBE_ANSWER = [b"AA=", b"image/tiff"]
"""and what is there."""


def numbers_of(version: str) -> tuple[int, int]:
    """The numbers of a version such as "13.25"; (0, 0) of what is none."""
    found = re.match(r"(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def has_fault(version: str) -> bool:
    """Whether this version has the fault as its makers give it out."""
    return SINCE <= numbers_of(version) < MENDED
