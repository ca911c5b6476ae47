"""The blocks of tags in a file (EXIF, XMP, IPTC), byte for byte, through ExifTool.

A block that is read and written completely keeps what the values of its tags do not show: fractions
as written, text in any encoding, undefined numbers, tags in the wrong directory.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from exifilm_core.exiftool.stderr import no_room

BLOCKS = ("EXIF", "XMP", "IPTC")
Blocks = Mapping[str, bytes | None]
"""The bytes of a file's blocks by name; None for a block that the file lacks."""

READING = (
    *(b"-j", b"-q", b"-m", b"-a", b"-b", b"-n", b"-G1:4", b"-File:FileType"),
    *(f"-{name}".encode() for name in BLOCKS),
)
_PICTURES = 0xB000
"""The first tag of the block with the places of other pictures; above all of EXIF's own."""
EXIF_IS_NO_BLOCK = frozenset({"TIFF", "BTF", "DNG", "PSD", "PSB"})
"""Types of file (ExifTool's names) into which ExifTool cannot write EXIF as a block."""


def of_answer(item: Mapping[str, Any]) -> dict[str, bytes | None]:
    """The blocks in ExifTool's answer to `READING` for one file.

    Omits blocks that cannot be restored: TIFF's EXIF, several blocks of one name, and what may hide
    a JPEG's EXIF: the places of its other pictures are a block of the same form, and come first.
    """
    found: dict[str, bytes | None] = dict.fromkeys(BLOCKS)
    unsure = set()
    for key, value in item.items():
        parts = key.split(":")
        if (name := parts[-1]) in found and key != "SourceFile":
            block = in_bytes(str(value))
            if "Copy1" in parts or found[name] is not None or _is_of_pictures(block):
                unsure.add(name)
            found[name] = block
    no_block = {"EXIF"} if item.get("File:FileType") in EXIF_IS_NO_BLOCK else set()
    return {name: block for name, block in found.items() if name not in unsure | no_block}


def ids_of_answer(item: Mapping[str, Any]) -> dict[str, int]:
    """The tags' numbers in ExifTool's answer with -D for one file."""
    found: dict[str, set[int]] = {}
    for key, tag in item.items():
        if isinstance(tag, dict):
            found.setdefault(re.sub(r":Copy\d+:", ":", key), set()).add(int(tag["id"]))
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _is_of_pictures(block: bytes) -> bool:
    """Whether a block has the places of a JPEG's other pictures (CIPA DC-007, 5.2.3)."""
    order: Literal["little", "big"] = "little" if block.startswith(b"II") else "big"
    first = int.from_bytes(block[4:8], order) + 2
    return block[:2] in (b"II", b"MM") and block[first : first + 2] == _PICTURES.to_bytes(2, order)


def to_write(blocks: Blocks, folder: Path, number: int) -> list[bytes]:
    """The arguments that write the blocks, or remove them (None).

    The blocks lie in files in the folder, of that number.
    """
    arguments = []
    for name, block in blocks.items():
        if block is None:
            arguments.append(f"-{name}:all=".encode())
            continue
        path = folder / f"block-{number}-{BLOCKS.index(name)}.bin"
        try:
            path.write_bytes(block)
        except OSError as problem:
            raise no_room(problem) from problem
        arguments.append(f"-{name}<=".encode() + os.fsencode(path))
    return arguments


def in_bytes(value: str) -> bytes:
    """The bytes of a value; ExifTool gives base 64 for those that are not plain text."""
    if value.startswith("base64:"):
        return base64.b64decode(value.removeprefix("base64:"))
    return value.encode()
