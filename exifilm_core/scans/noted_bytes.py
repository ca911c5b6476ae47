"""What a save notes of a file's bytes, so that undo can restore them: see `exact.py`."""

from __future__ import annotations

import base64
import hashlib
import zlib
from functools import cache
from typing import NamedTuple

from exifilm_core.exiftool.blocks import BLOCKS
from exifilm_core.files.raw_values import RawValue
from exifilm_core.scans.entries import Written
from exifilm_core.scans.unharmed import REQUIRED_BY_EXIF
from exifilm_core.tags.mapping import owned_names
from exifilm_core.tags.xmp import EXIF_GROUPS

MOST = 1_000_000
"""The largest deflated block that the journal keeps, in bytes; undo restores others by value."""
_LARGEST_BLOCK = 64_000_000
_REQUIRED = frozenset(name.partition(":")[2] for name in REQUIRED_BY_EXIF)
"""Tags that ExifTool adds to a new directory, and removes with the last other tag in it."""
ASCII = 2
TEXT_TYPES = (1, ASCII, 7)

State = dict[str, bytes | None]
"""A file's contents: each block by name, and in TIFF and PSD each EXIF tag's packed raw value."""


class Noted(NamedTuple):
    """The journal's part of a save, and the blocks of the new version."""

    blocks: dict[str, str]
    """Base 64 of the deflated old bytes, "" for none, by name of block or tag."""
    digests: dict[str, str]
    """SHA-256 of the new bytes, "" for none."""
    after: State = {}  # noqa: RUF012 - never changed


def noted_of(before: State, after: State) -> Noted:
    """What the journal notes of a save, from the contents of both versions."""
    names = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    names |= _required_beside(names, before)
    kept: dict[str, bytes] = {}
    for name in sorted(names):
        block = before[name]
        if block is None:
            kept[name] = b""
        elif len(block) <= _LARGEST_BLOCK and len(deflated := _deflated(block)) <= MOST:
            kept[name] = deflated
    return Noted(
        {name: base64.b64encode(block).decode() for name, block in kept.items()},
        {name: digest(after[name]) for name in kept},
        after,
    )


def _deflated(block: bytes) -> bytes:
    """The block deflated; with less memory than usual, which takes half of the time."""
    deflate = zlib.compressobj(wbits=13, memLevel=6)
    return deflate.compress(block) + deflate.flush()


def odd_values(noted: Noted) -> list[str]:
    """The tags that undo might not be able to restore, which only a trial can tell."""
    before = before_of_noted(noted).items()
    return [name for name, raw in before if raw and _is_odd(name, raw, noted.after)]


def before_of_noted(noted: Noted) -> State:
    return state_before(Written(False, False, {}, {}, noted.blocks, noted.digests))


def is_kept(name: str) -> bool:
    """Whether a save can change the tag: one of ours, in any directory, or a required one.

    Of these, undo keeps the raw values in files whose EXIF is no block.
    """
    group, _, tag = name.partition(":")
    return group in EXIF_GROUPS and (tag in _REQUIRED or tag in _owned_tags())


@cache
def _owned_tags() -> set[str]:
    owned = (name.partition(":") for name in owned_names(sidecar=False))
    return {tag for group, _, tag in owned if group in EXIF_GROUPS}


def _required_beside(names: set[str], before: State) -> set[str]:
    """The required tags in the directories of those tags; undo keeps them when it empties one."""
    groups = {group_of(name) for name in names} & set(EXIF_GROUPS)
    return {
        name
        for name, raw in before.items()
        if raw and group_of(name) in groups and name.partition(":")[2] in _REQUIRED
    }


def _is_odd(name: str, raw: bytes, after: State) -> bool:
    """Whether ExifTool may fail to make room for the raw value of that tag."""
    if name in BLOCKS:
        return False
    present = after.get(name)
    if present is None:
        return True
    old, new = RawValue.unpacked(raw), RawValue.unpacked(present)
    if old.type in TEXT_TYPES:
        return new.type not in TEXT_TYPES
    return (old.type, old.number) != (new.type, new.number)


def group_of(name: str) -> str:
    return name.partition(":")[0]


def state_before(written: Written) -> State:
    """The state before the save, as the journal keeps it, without unreadable parts."""
    found: State = {}
    for name, kept in written.blocks.items():
        try:
            packed = base64.b64decode(kept, validate=True)
            block = zlib.decompressobj().decompress(packed, _LARGEST_BLOCK) if packed else None
            if block is not None and name not in BLOCKS:
                RawValue.unpacked(block)
        except (ValueError, TypeError, zlib.error):
            continue
        found[name] = block
    return found


def digest(block: bytes | None) -> str:
    return hashlib.sha256(block).hexdigest() if block is not None else ""
