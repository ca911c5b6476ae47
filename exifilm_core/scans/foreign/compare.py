"""Compares two versions of a file, and gives the parts of them that undo needs."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from exifilm_core.files.formats import SIDECAR
from exifilm_core.readers.quick import UnsureError
from exifilm_core.scans.foreign import directories, jpeg, lines, packet
from exifilm_core.scans.foreign.directories import Structure
from exifilm_core.scans.foreign.window import HarmError, Window

State = dict[str, bytes | None]
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


class Compared(NamedTuple):
    """What undo needs of both versions, as in `scans.exact`: blocks, and in TIFF raw values."""

    before: State
    after: State
    as_written: bool
    """Whether the bytes alone show that the tags are those to be written."""


Texts = Mapping[str, tuple[str | None, str | None]]


def compare(old: Path, new: Path, written: Collection[str], texts: Texts | None = None) -> Compared:
    """Compare all but the tags `written`, by ExifTool's names.

    `texts` gives the changes, where all of them are of plain texts: each tag before and after.

    HarmError when something else differs, UnsureError where this reader cannot tell; OSError when
    a file cannot be read.
    """
    with old.open("rb", buffering=0) as one, new.open("rb", buffering=0) as other:
        before, after = Window(file=one), Window(file=other)
        try:
            head = before.at(0, 4)
            if head[:3] == b"\xff\xd8\xff":
                return _jpeg(before, after, written, texts)
            if head in _TIFF:
                return _tiff(before, after, written, texts)
            if old.suffix.lower() == SIDECAR:
                return _sidecar(before, after, written, texts)
        except (struct.error, IndexError, ValueError, OverflowError, RecursionError) as problem:
            raise UnsureError("a damaged structure") from problem
    raise UnsureError("format")


def _jpeg(before: Window, after: Window, written: Collection[str], texts: Texts | None) -> Compared:
    old, new = jpeg.read(before), jpeg.read(after)
    jpeg.refuse_other_picture(old, new, before, after)
    shown = False
    if old.exif == new.exif:
        shown = _packets(old.xmp, new.xmp, written, texts)
    else:
        there = Structure(Window(old.exif)) if old.exif is not None else None
        here = Structure(Window(new.exif)) if new.exif is not None else None
        directories.refuse_difference(there, here, written)
        _packets(old.xmp, new.xmp, written, None)
    return Compared({"EXIF": old.exif, "XMP": old.xmp}, {"EXIF": new.exif, "XMP": new.xmp}, shown)


def _tiff(before: Window, after: Window, written: Collection[str], texts: Texts | None) -> Compared:
    old, new = Structure(before), Structure(after)
    directories.refuse_difference(old, new, written)
    shown = _packets(old.xmp, new.xmp, written, texts if old.entries == new.entries else None)
    there, here = old.raw_values(), new.raw_values()
    names = there.keys() | here.keys()
    return Compared(
        {"XMP": old.xmp} | {name: there.get(name) for name in names},
        {"XMP": new.xmp} | {name: here.get(name) for name in names},
        shown,
    )


def _sidecar(
    before: Window, after: Window, written: Collection[str], texts: Texts | None
) -> Compared:
    """The file is one packet."""
    old, new = before.at(0, before.size), after.at(0, after.size)
    shown = _packets(old, new, written, texts)
    return Compared({"XMP": old}, {"XMP": new}, shown)


def _packets(
    old: bytes | None, new: bytes | None, written: Collection[str], texts: Texts | None
) -> bool:
    """Compare the XMP; whether the bytes alone show that the texts are those to be written."""
    if texts is not None and old and new and lines.hold(old, new, texts):
        return True
    packet.refuse_difference(old or b"", new or b"", written)
    return False


__all__ = ["Compared", "HarmError", "compare"]
