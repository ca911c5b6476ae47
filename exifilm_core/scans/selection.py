"""The scans of a selection: by a No., by a range of numbers, or by a range of Nos. that are text.

A scan has the No. of its record, or else the No. that its file name suggests and the file name
itself, with or without its extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import is_image_name, place_of
from exifilm_core.messages.folders import Folders
from exifilm_core.scans.numbering import compared
from exifilm_core.scans.scan import Scan

Known = Iterable[tuple[Scan, Scan]]
"""Scans, each with a scan of the same file that knows at least its No."""
_RANGE = re.compile(r"([0-9]{1,18})\s*[-–]\s*([0-9]{1,18})")
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_MOST = 100_000
"""The most numbers in one range: more than anybody prints, few enough to look each one up."""


class Selection(NamedTuple):
    """The scans of an archive that belong to a selection."""

    scans: list[Scan]
    """In the order of their numbers, then of their names."""
    missing: list[int]
    doubled: dict[int | str, list[Scan]]
    unknown: tuple[str, ...] = ()
    """The given Nos. and names that no scan has."""


def as_numbers(first: str, last: str | None = None) -> tuple[int, int] | None:
    """The first and last number of a range such as “1”, “16” or “1-16”; None for text."""
    if last is None and (both := _RANGE.fullmatch(first)):
        return int(both[1]), int(both[2])
    last = first if last is None else last
    if _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last):
        return int(first), int(last)
    return None


def number_of(scan: Scan) -> str:
    """The number of a scan as text, the same for 7 and 007; "" for none."""
    return compared(scan.image_id or scan.guess)


def of_all(known: Known) -> Selection:
    """All scans, folder by folder, in the order of their numbers or else their names."""
    found: list[Scan] = []
    numbers: dict[int | str, list[Scan]] = {}
    for _folder, group in groupby(known, key=lambda pair: pair[0].path.parent):
        inside = list(group)
        inside.sort(key=lambda pair: place_of(number_of(pair[1]) or pair[1].path.stem))
        found += [scan for scan, _probe in inside]
        for scan, probe in inside:
            numbers.setdefault(number_of(probe), []).append(scan)
    doubled = {number: scans for number, scans in numbers.items() if number and len(scans) > 1}
    return Selection(found, [], doubled)


def refuse_too_many(first: int, last: int) -> None:
    """ExifilmError when a range has too many numbers to look up one by one."""
    if last - first >= _MOST:
        count = last - first + 1
        raise ExifilmError(
            Folders.TOO_MANY_NUMBERS(first=first, last=last, count=count, most=_MOST)
        )


def of_numbers(known: Known, first: int, last: int) -> Selection:
    """The scans with the image numbers `first` to `last`, both included.

    ExifilmError as for `refuse_too_many`.
    """
    refuse_too_many(first, last)
    found: dict[int, list[Scan]] = {}
    for scan, probe in known:
        number = probe.number
        if number is not None and first <= number <= last:
            found.setdefault(number, []).append(scan)
    return Selection(
        scans=[scan for number in sorted(found) for scan in found[number]],
        missing=[number for number in range(first, last + 1) if number not in found],
        doubled={number: scans for number, scans in found.items() if len(scans) > 1},
    )


def of_name(known: Known, name: str) -> Selection:
    """The scans with that No. or name."""
    plain = _without_suffix(name)
    found = [
        scan
        for scan, probe in known
        if (name == probe.image_id if probe.image_id else plain in _names(probe))
    ]
    doubled: dict[int | str, list[Scan]] = {name: found} if len(found) > 1 else {}
    return Selection(found, [], doubled, () if found else (name,))


def between(known: Known, first: str, last: str) -> Selection:
    """The scans with these Nos. or names, or others between them in natural order."""
    lowest, highest = place_of(_without_suffix(first)), place_of(_without_suffix(last))
    found: dict[str, list[Scan]] = {}
    for scan, probe in known:
        for name in _names(probe):
            if lowest <= place_of(name) <= highest:
                found.setdefault(name, []).append(scan)
                break
    places = list(map(place_of, found))
    ends = {first: lowest, last: highest}
    return Selection(
        scans=[scan for name in sorted(found, key=place_of) for scan in found[name]],
        missing=[],
        doubled={
            name: scans
            for name, scans in found.items()
            if len(scans) > 1 and any(scan.path.stem != name for scan in scans)
        },
        unknown=tuple(end for end, place in ends.items() if place not in places),
    )


def runs_backwards(first: str, last: str) -> bool:
    """Whether the first comes after the second in natural order."""
    return place_of(_without_suffix(first)) > place_of(_without_suffix(last))


def _names(scan: Scan) -> list[str]:
    """The scan's names, its No. first."""
    if scan.image_id:
        return [scan.image_id]
    return [scan.guess, scan.path.stem] if scan.guess else [scan.path.stem]


def _without_suffix(name: str) -> str:
    path = Path(name)
    return path.stem if is_image_name(path.name) else name
