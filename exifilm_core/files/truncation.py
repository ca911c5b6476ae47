"""Detect truncated images, such as those of an interrupted copy.

A save refuses such an image, and does not write a sidecar for it either: the user should copy or
scan it again first. ExifTool rejects truncated files of other formats than JPEG, but does not tell
them from files that it cannot write for other reasons.
"""

from __future__ import annotations

from pathlib import Path

from exifilm_core.files import raw_values

_START_OF_SCAN, _END = 0xDA, b"\xff\xd9"
_CHUNK = 1 << 16
_PIECES = ((273, 279), (324, 325))
"""TIFF 6.0: where the strips or tiles of a picture begin, and how many bytes each has."""


def is_cut_short(path: Path, file_type: str) -> bool:
    """Whether the file ends before its image data; `file_type` is ExifTool's name of the type.

    False for types that this module cannot check.
    """
    known = {"JPEG": _jpeg, "PNG": _png, "TIFF": _tiff, "BTF": _tiff}
    return file_type in known and known[file_type](path)


def _png(png: Path) -> bool:
    """Whether its last chunk is missing (ISO/IEC 15948, 5.6)."""
    size = png.stat().st_size
    with png.open("rb") as file:
        file.seek(8)
        while len(head := file.read(8)) == 8:
            end = file.tell() + int.from_bytes(head[:4], "big") + 4
            if end > size:
                return True
            if head[4:] == b"IEND":
                return False
            file.seek(end)
    return True


def _tiff(tiff: Path) -> bool:
    """Whether a strip or a tile of the first picture ends after the file's end."""
    try:
        with tiff.open("rb") as file:
            found = raw_values.read(file)
    except ValueError:
        return False
    size = tiff.stat().st_size
    for begins, lengths in _PIECES:
        offsets, counts = found.get(("IFD0", begins)), found.get(("IFD0", lengths))
        if offsets and counts:
            pairs = zip(offsets.whole_numbers(), counts.whole_numbers(), strict=False)
            return any(offset + count > size for offset, count in pairs)
    return False


def _jpeg(jpeg: Path) -> bool:
    """Whether the end marker after the start of the picture is missing (ITU-T T.81, B.1.1.2)."""
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
        while at > start:  # the end marker is near the end, before any data that phones append
            size = min(_CHUNK, at - start)
            at = file.seek(at - size)
            chunk = file.read(size)
            if _END in chunk + after[:1]:
                return False
            after = chunk
    return True
