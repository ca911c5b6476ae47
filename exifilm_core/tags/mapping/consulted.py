"""The tags that this room looks at: what a reader has to give of a file, and no more.

A save writes some of these, and decides by all of them.
"""

from __future__ import annotations

from exifilm_core.tags.iim import CHARSET, DIGEST, GROUP
from exifilm_core.tags.mapping import copy_camera
from exifilm_core.tags.mapping.fields import owned_names
from exifilm_core.tags.mapping.scanner_tags import SOFTWARE
from exifilm_core.tags.styles import OURS
from exifilm_core.tags.xmp import in_xmp

NAMES = frozenset(
    {
        *owned_names(sidecar=False),
        *owned_names(sidecar=True),
        *copy_camera.NAMES,
        *(CHARSET, DIGEST, SOFTWARE, in_xmp(SOFTWARE)),
    }
)
"""The tags that are looked at by their names."""


def is_consulted(name: str) -> bool:
    """Whether the value or the presence of the tag can matter to a record or to its save.

    Besides the tags with a name of their own, that is everything in our namespace, in the block of
    IPTC and in maker notes, and what tells a copy camera.
    """
    return (
        name in NAMES
        or name.startswith((OURS, GROUP))
        or ":MakerNote" in name
        or copy_camera.consults(name)
    )
