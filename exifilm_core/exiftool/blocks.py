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
from typing import Any

from exifilm_core.exiftool.stderr import no_room

BLOCKS = ("EXIF", "XMP", "IPTC")
Blocks = Mapping[str, bytes | None]
"""The bytes of a file's blocks by name; None for a block that the file lacks."""

READING = (
    *(b"-j", b"-q", b"-m", b"-a", b"-b", b"-n", b"-G1:4", b"-File:FileType"),
    *(f"-{name}".encode() for name in BLOCKS),
)
EXIF_IS_NO_BLOCK = frozenset({"TIFF", "BTF", "DNG", "PSD", "PSB"})
"""Types of file (ExifTool's names) into which ExifTool cannot write EXIF as a block."""


def of_answer(item: Mapping[str, Any]) -> dict[str, bytes | None]:
    """The blocks in ExifTool's answer to `READING` for one file.

    Omits blocks that cannot be restored: TIFF's EXIF, and several blocks of one name.
    """
    found: dict[str, bytes | None] = dict.fromkeys(BLOCKS)
    several = set()
    for key, value in item.items():
        parts = key.split(":")
        if (name := parts[-1]) in found and key != "SourceFile":
            if "Copy1" in parts or found[name] is not None:
                several.add(name)
            found[name] = in_bytes(str(value))
    no_block = {"EXIF"} if item.get("File:FileType") in EXIF_IS_NO_BLOCK else set()
    return {name: block for name, block in found.items() if name not in several | no_block}


def ids_of_answer(item: Mapping[str, Any]) -> dict[str, int]:
    """The tags' numbers in ExifTool's answer with -D for one file."""
    found: dict[str, set[int]] = {}
    for key, tag in item.items():
        if isinstance(tag, dict):
            found.setdefault(re.sub(r":Copy\d+:", ":", key), set()).add(int(tag["id"]))
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


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
