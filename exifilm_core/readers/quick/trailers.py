"""What programs append to files, and ExifTool reads."""

from __future__ import annotations

import re

from exifilm_core.readers.quick.source import Source
from exifilm_core.readers.quick.unsure import UnsureError

_LENGTH = 64
_TRAILER = re.compile(
    rb"AXS[!*].{8}$|\xa1\xb2\xc3\xd4$|cbipcbbl$|^CANON OPTIONAL DATA\0|~\0\x04\0zmie~"
    rb"|\0\0(QDIOBS|SEFT)$|8db42d694ccc418790edff439fe026bf$|\0{6}/NIKON APP$|PhotoMechanic$",
    re.DOTALL,
)
"""Of AFCP, FotoStation, PhotoMechanic, Canon, MIE, Samsung, Insta360 and Nikon."""


def refuse_trailer(source: Source) -> None:
    """UnsureError when the file ends with one that ExifTool knows."""
    if _TRAILER.search(source.end(_LENGTH)):
        raise UnsureError("trailer")
