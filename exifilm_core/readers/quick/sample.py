"""Some of the files that are read quickly, read by another reader too.

Tests compare the two readers on many files, but not on a photographer's own, nor with every version
of ExifTool. So `exifilm check` compares a few of those.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from exifilm_core.readers.quick.quick_reader import KNOWN, is_on
from exifilm_core.readers.quick.reader import read
from exifilm_core.readers.quick.unsure import UnsureError
from exifilm_core.readers.reader import FileTags, Reader

ONE_OF = 200
"""Of so many files, one is read twice; of fewer, one."""
FILE_TYPE = "File:FileType"


class Misread(NamedTuple):
    """A tag that the two readers read differently."""

    file: Path
    tag: str
    quick: str
    """What the quick reader reads; "" for no such tag."""
    other: str
    """The same of the other reader."""


def misread(paths: Sequence[Path], other: Reader) -> Iterator[Misread]:
    """The differences in a random sample of the files that can be read quickly.

    None while the quick reader is turned off.
    """
    if not is_on():
        return
    quick = list(_some_read_quickly(paths))
    for one, two in zip(quick, other.read([found.path for found in quick]), strict=True):
        if _same_file(one, two):
            yield from _differences(one, two)


def _some_read_quickly(paths: Sequence[Path]) -> Iterator[FileTags]:
    wanted = -(-len(paths) // ONE_OF)
    for path in random.sample(paths, len(paths)):
        if not wanted:
            return
        try:
            yield read(path)
        except (UnsureError, OSError):
            continue
        wanted -= 1


def _same_file(one: FileTags, two: FileTags) -> bool:
    """Whether no program wrote the file between the two readings."""
    before, after = one.status, two.status
    return (
        before is not None
        and after is not None
        and (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    )


def _differences(quick: FileTags, other: FileTags) -> Iterator[Misread]:
    if quick.file_type != other.file_type or other.error:
        said = str(other.error or other.file_type)
        yield Misread(quick.path, FILE_TYPE, quick.file_type, said)
    for name in sorted(quick.tags.keys() | (other.tags.keys() & KNOWN)):
        one, two = quick.tags.get(name), other.tags.get(name)
        if one != two:
            yield Misread(
                quick.path, name, *("" if raw is None else str(raw) for raw in (one, two))
            )
