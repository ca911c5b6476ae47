"""What a save owes to the rest of a file: how the tests see it, before and after."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from exifilm_core.storage import owned_names
from tests import samples

OWNED = {name for sidecar in (False, True) for name in owned_names(sidecar=sidecar)}
_NOT_IN_THE_FILE = ("System:", "ExifTool:", "Composite:")
_WHERE_NOT_WHAT = re.compile(
    r"Offsets?$|:MediaDataSize$|^XMP-x:XMPToolkit$|:ExifByteOrder$|:NativeDigest$"
    r"|^File:CurrentIPTCDigest$"
)
"""Where in the file something is, and who wrote it last, which a save changes.

NativeDigest is Adobe's digest of the EXIF values: ExifTool removes it when they change.
CurrentIPTCDigest is ExifTool's own of a block that datasets of ours stand in.
"""
REQUIRED_BY_EXIF = {
    # What EXIF 2.32 (4.6.3, table 6 and on) requires beside any other tag, and ExifTool adds.
    "IFD0:XResolution", "IFD0:YResolution", "IFD0:ResolutionUnit", "IFD0:YCbCrPositioning",
    "ExifIFD:ExifVersion", "ExifIFD:ComponentsConfiguration", "ExifIFD:FlashpixVersion",
    "ExifIFD:ColorSpace", "GPS:GPSVersionID",
}  # fmt: skip


def foreign_tags(path: Path) -> dict[str, Any]:
    """All that ExifTool finds in the file and no field owns, binary values too."""
    said = samples.asked(
        *("-j", "-a", "-G1:4", "-b", "-n", "-m", "-api", "largefilesupport", "-all", path)
    )
    found = json.loads(said.out)[0]
    del found["SourceFile"]
    kept: dict[str, list[str]] = {}
    for name, value in found.items():
        plain = re.sub(r":Copy\d+:", ":", name)  # there may be several of a name
        if plain in OWNED or plain.startswith(("XMP-exifilm:", *_NOT_IN_THE_FILE)):
            continue
        if value != "" and not _WHERE_NOT_WHAT.search(plain):  # "" is a list of nothing
            kept.setdefault(plain, []).append(json.dumps(value))
    return {name: sorted(values) for name, values in kept.items()}


def assert_foreign_tags_stay(before: dict[str, Any], path: Path) -> None:
    """Nothing that no field owns is gone, other, or new (but for what EXIF requires)."""
    after = foreign_tags(path)
    changed = {name: (value, after.get(name)) for name, value in before.items()
               if after.get(name) != value}  # fmt: skip
    assert not changed, changed
    new = after.keys() - before.keys() - REQUIRED_BY_EXIF
    assert not new, new


def names(folder: Path) -> list[str]:
    """What is in the folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())
