"""Whether a JPEG ends before its picture does, as after a copy that was broken off.

ExifTool notices this in every format but JPEG, where it copies whatever comes after the header.
A picture that is not whole is not saved into: it should be copied or scanned again first.
"""

from __future__ import annotations

from pathlib import Path

_START_OF_SCAN, _END = 0xDA, b"\xff\xd9"
_CHUNK = 1 << 20


def is_cut_short(jpeg: Path) -> bool:
    """Whether no end marker follows the start of the picture (ITU-T T.81, B.1.1.2)."""
    with jpeg.open("rb") as file:
        file.seek(2)
        while True:
            marker = file.read(4)
            if len(marker) < 4 or marker[0] != 0xFF:
                return True
            if marker[1] == 0xFF:  # fill bytes may come before a marker
                file.seek(-3, 1)
                continue
            if marker[1] == _START_OF_SCAN:
                break
            file.seek(int.from_bytes(marker[2:], "big") - 2, 1)
        start, at = file.tell(), file.seek(0, 2)
        after = b""
        while at > start:  # the end is near the end, but for what phones put behind it
            size = min(_CHUNK, at - start)
            at = file.seek(at - size)
            chunk = file.read(size)
            if _END in chunk + after[:1]:
                return False
            after = chunk
    return True
