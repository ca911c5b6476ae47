"""The files of a selection: by a No., by a range of numbers, or by a range of Nos. that are text.

A file has the No. of its record, or else the No. that its name suggests and the name itself, with
or without its extension.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Generic, TypeVar

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import is_image_name, whole_number
from exifilm_core.messages.folders import Folders
from exifilm_core.natural_order import place_of
from exifilm_core.patterns import pattern
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.numbering import Number, sheet_of

S = TypeVar("S")
T = TypeVar("T")
Known = Mapping[Path, Number]
"""The files to select from, with their Nos."""
_RANGE = pattern(r"([0-9]{1,18})\s*[-–]\s*([0-9]{1,18})")
_FRAMES = pattern(r"([0-9]{1,6}[A-Za-z]?)\s*[-–]\s*([0-9]{1,6}[A-Za-z]?)")
_NUMBER = pattern(r"-?[0-9]{1,18}")
_MOST = 100_000
"""The most numbers in one range: more than anybody prints, few enough to look each one up."""


@dataclass(frozen=True)
class Selection(Generic[S]):
    """The scans of an archive that belong to a selection."""

    scans: list[S]
    """In the order of their numbers, then of their names."""
    missing: list[int] = field(default_factory=list)
    doubled: dict[int | str, list[S]] = field(default_factory=dict)
    """The scans with a No. that another scan has too, by that No."""
    unknown: tuple[str, ...] = ()
    """The given Nos. and names that no scan has."""

    def of(self, scan_of: Callable[[S], T]) -> Selection[T]:
        """The same selection, with another thing for each file."""
        doubled = {number: list(map(scan_of, scans)) for number, scans in self.doubled.items()}
        return Selection(list(map(scan_of, self.scans)), self.missing, doubled, self.unknown)

    def without(self, left_out: Callable[[S], bool]) -> Selection[S]:
        """The same selection, with fewer scans."""
        return replace(self, scans=[scan for scan in self.scans if not left_out(scan)])


def as_numbers(first: str, last: str | None = None) -> tuple[int, int] | None:
    """The first and last number of a range such as “1”, “16” or “1-16”; None for text."""
    if last is None and (both := _RANGE.fullmatch(first)):
        return int(both[1]), int(both[2])
    last = first if last is None else last
    if _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last):
        return int(first), int(last)
    return None


def written(known: Known, first: str | None = None, last: str | None = None) -> Selection[Path]:
    """A written selection: all, a No., a range “1-16”, or the first and the last.

    A file name stands in for a missing No. An existing No. wins over a range. ExifilmError as for
    `refuse_too_many`.
    """
    if first is None:
        return of_all(known)
    if last is None and whole_number(first) is None and (named := of_name(known, first)).scans:
        return named
    if numbers := as_numbers(first, last):
        return of_numbers(known, *numbers)
    return between(known, first, last or first)


def of_all(known: Known) -> Selection[Path]:
    """All files, folder by folder, in the order of their numbers or else their names."""
    found: list[Path] = []
    numbers: dict[tuple[str, str], list[Path]] = {}
    for _folder, group in groupby(known, key=lambda path: path.parent):
        found += sorted(group, key=lambda path: _place(path, known[path]))
    for path in found:
        if number := known[path].compared:
            numbers.setdefault((number, known[path].series), []).append(path)
    return Selection(found, doubled=_several(numbers.values(), known))


def refuse_too_many(first: int, last: int) -> None:
    """ExifilmError when a range has too many numbers to look up one by one."""
    if last - first >= _MOST:
        count = last - first + 1
        raise ExifilmError(
            Folders.TOO_MANY_NUMBERS(first=first, last=last, count=count, most=_MOST)
        )


def of_roll(known: Known, roll: str) -> dict[Path, Number]:
    """The files of a roll, in the order of its frames, with their frames for Nos."""
    found = {path: number for path, number in known.items() if number.roll == roll}
    kind = ExposureRecord.frame.kind
    inside = {path: Number("", "", roll, number.frame) for path, number in found.items()}
    return {
        path: inside[path] if inside[path].frame else found[path]
        for path in sorted(
            found,
            key=lambda path: (
                not found[path].frame,
                kind.span(found[path].frame) if found[path].frame else (),
                _place(path, found[path]),
            ),
        )
    }


def of_frames(known: Known, first: str, last: str | None = None) -> Selection[Path]:
    """The files of a roll from a frame to another: 1-12, 0A 36A, or 0418-01 0418-12.

    Other words are a selection as `written` has it.
    """
    if last is None and (both := _FRAMES.fullmatch(first)):
        first, last = both[1], both[2]
    last = first if last is None else last
    kind = ExposureRecord.frame.kind
    try:
        lowest, highest = kind.parse(first), kind.parse(last)
    except ValueError:
        return written(known, first, last)
    if not (lowest and highest):
        return written(known, first, last)
    low, high = kind.span(lowest), kind.span(highest)
    found: dict[str, list[Path]] = {}
    for path, number in known.items():
        if number.frame and low <= kind.span(number.frame) <= high:
            found.setdefault(number.frame, []).append(path)
    missing, ends = [], {lowest, highest}
    if lowest.isdecimal() and highest.isdecimal() and lowest != "00":
        refuse_too_many(int(lowest), int(highest))
        missing = [n for n in range(int(lowest), int(highest) + 1) if str(n) not in found]
        ends = set()
    return Selection(
        scans=[path for paths in found.values() for path in paths],
        missing=missing,
        doubled=_several(found.values(), known),
        unknown=tuple(sorted(ends - found.keys(), key=kind.span)),
    )


def in_range(known: Mapping[S, Number], first: int, last: int) -> dict[int, list[S]]:
    """Everything with the image numbers `first` to `last`, both included, in their order."""
    found: dict[int, list[S]] = {}
    for each, number in known.items():
        whole = number.whole
        if whole is not None and first <= whole <= last:
            found.setdefault(whole, []).append(each)
    return {number: found[number] for number in sorted(found)}


def of_numbers(known: Known, first: int, last: int) -> Selection[Path]:
    """The files with these image numbers. ExifilmError as for `refuse_too_many`."""
    refuse_too_many(first, last)
    found = in_range(known, first, last)
    scans = [path for paths in found.values() for path in paths]
    scans.sort(key=lambda path: place_of(known[path].roll))  # roll by roll, as they are numbered
    alike: dict[tuple[str, str], list[Path]] = {}
    for path in scans:
        alike.setdefault((known[path].compared, known[path].series), []).append(path)
    return Selection(
        scans=scans,
        missing=[number for number in range(first, last + 1) if number not in found],
        doubled={
            known[paths[0]].whole or number: paths
            for number, paths in _several(alike.values(), known).items()
        },
    )


def of_name(known: Known, name: str) -> Selection[Path]:
    """The files with that No. or name."""
    plain = _without_suffix(name)
    found = [
        path
        for path, number in known.items()
        if (name == number.given if number.given else plain in _names(path, number))
    ]
    if not found and (frames := [path for path, number in known.items() if not number.image_id]):
        found = [path for path in frames if place_of(known[path].given) == place_of(name)]
    return Selection(
        found,
        doubled={name: found} if len(set(map(sheet_of, found))) > 1 else {},
        unknown=() if found else (name,),
    )


def between(known: Known, first: str, last: str) -> Selection[Path]:
    """The files with these Nos. or names, or others between them in natural order."""
    lowest, highest = place_of(_without_suffix(first)), place_of(_without_suffix(last))
    found: dict[str, list[Path]] = {}
    for path, number in known.items():
        for name in _names(path, number):
            if lowest <= place_of(name) <= highest:
                found.setdefault(name, []).append(path)
                break
    places = list(map(place_of, found))
    ends = {first: lowest, last: highest}
    return Selection(
        scans=[path for name in sorted(found, key=place_of) for path in found[name]],
        doubled={
            name: paths
            for name, paths in found.items()
            if len(set(map(sheet_of, paths))) > 1 and any(path.stem != name for path in paths)
        },
        unknown=tuple(end for end, place in ends.items() if place not in places),
    )


def runs_backwards(first: str, last: str) -> bool:
    """Whether the first comes after the second in natural order."""
    return place_of(_without_suffix(first)) > place_of(_without_suffix(last))


def _several(groups: Iterable[list[Path]], known: Known) -> dict[int | str, list[Path]]:
    """The groups of files of more than one sheet, by the No. of the first."""
    return {
        known[paths[0]].compared: paths for paths in groups if len(set(map(sheet_of, paths))) > 1
    }


def _place(path: Path, number: Number) -> list[tuple[int, int, str]]:
    return place_of(number.compared or path.stem)


def _names(path: Path, number: Number) -> list[str]:
    """The file's names, its No. first."""
    if number.given:
        return [number.given]
    return [number.guess, path.stem] if number.guess else [path.stem]


def _without_suffix(name: str) -> str:
    path = Path(name)
    return path.stem if is_image_name(path.name) else name
