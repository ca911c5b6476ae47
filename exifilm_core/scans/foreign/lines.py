"""The short proof for XMP: a new packet is the old one but for whole lines that were to be written.

ExifTool writes a property with a plain text as one line. Where nothing but such lines of the two
namespaces of film software changed, and each new line is exactly the one to be written, everything
else is as it was, and nothing needs to be parsed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from exifilm_core.readers.quick.xmp_table import XMP

_GROUPS = ("XMP-exifilm:", "XMP-AnalogExif:")
"""The groups whose prefix in a packet is that of ExifTool's name."""
_ELEMENTS = {
    name: f"{name.partition(':')[0].removeprefix('XMP-')}:{key.rpartition(' ')[2]}".encode()
    for key, (name, kind) in XMP.items()
    if kind == "string" and name.startswith(_GROUPS)
}
"""The element of each property, with its prefix."""
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_PLAIN = re.compile(r"[^\0-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")


def hold(old: bytes, new: bytes, texts: Mapping[str, tuple[str | None, str | None]]) -> bool:
    """Whether the new packet is the old one with these tags changed: each text before and after.

    False also where this proof cannot tell.
    """
    left: set[bytes] = set()
    right: set[bytes] = set()
    for name, (before, after) in texts.items():
        element = _ELEMENTS.get(name)
        if element is None or not all(map(_is_plain, (before, after))):
            return False
        if before is not None:
            left.add(_line(element, before))
        if after is not None:
            right.add(_line(element, after))
    one, other = old.split(b"\n"), new.split(b"\n")
    if any(one.count(line) != 1 for line in left) or any(other.count(line) != 1 for line in right):
        return False
    if not all(_is_among_its_own(other, other.index(line)) for line in right):
        return False
    for lines, changed in ((one, left), (other, right)):
        for line in changed:
            lines.remove(line)
    return one == other


def _is_plain(text: str | None) -> bool:
    return text is None or _PLAIN.fullmatch(text) is not None


def _line(element: bytes, text: str) -> bytes:
    escaped = text.translate(_ESCAPED).encode()
    return b"  <" + element + b">" + escaped + b"</" + element + b">"


def _is_among_its_own(lines: list[bytes], number: int) -> bool:
    """Whether a line next to it shows that properties of its namespace may stand there."""
    prefix = lines[number][3:].partition(b":")[0] + b":"
    beginnings = (b"  <" + prefix, b"  </" + prefix, b"  xmlns:" + prefix[:-1] + b"=")
    after = lines[number + 1] if number + 1 < len(lines) else b""
    return lines[number - 1].startswith(beginnings) or after.startswith(beginnings[0])
