"""Choose the scans of a folder whose records are to be printed, and give them their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exifilm_core.actions.sheets import Differing, one_of_each
from exifilm_core.errors import ExifilmError
from exifilm_core.messages.rolls import Rolls
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Archive, Scan, Selection, selection
from exifilm_core.scans.numbering import Number
from exifilm_core.scans.selection import as_numbers


@dataclass(frozen=True)
class Chosen:
    """The scans to print, and the numbers that were not found."""

    scans: list[Scan] = field(default_factory=list)
    """In the order in which they were asked for, each once."""
    range: Selection[Scan] | None = None
    """The selection by range; None without a range."""
    by_id: dict[str, list[Scan]] = field(default_factory=dict)
    """The scans with each No. asked for, one of each sheet."""
    differing: list[Differing] = field(default_factory=list)
    """The sheets whose files have different records; the first one's is printed."""


def choose(
    archive: Archive,
    first: str | None = None,
    last: str | None = None,
    ids: Iterable[str] = (),
    roll: str | None = None,
) -> Chosen:
    """The scans of a written range, then those of these Nos.; without either, all.

    With a `roll`, those of its frames, which count as Nos. Of several files of a sheet, one.

    A No. that exists wins over a range; a file name stands in for a missing No. ExifilmError if a
    range has too many numbers.
    """
    ids = list(dict.fromkeys(ids))
    if first is None and not ids:
        archive.load()
    numbers = archive.numbers()
    if roll is not None:
        numbers = selection.of_roll(numbers, roll)
        if not numbers:
            raise ExifilmError(Rolls.NO_SUCH_ROLL(roll=roll), file=archive.folder)
    found = (
        archive.read(_written(numbers, first, last, roll)) if first is not None or not ids else None
    )
    by_id = {each: archive.read(selection.of_name(numbers, each)).scans for each in ids}
    scans = {scan.path: scan for scan in (found.scans if found else ())}
    for more in by_id.values():
        for scan in more:
            scans.setdefault(scan.path, scan)
    chosen, differing = one_of_each(scans.values())
    by_id = {each: one_of_each(more)[0] for each, more in by_id.items()}
    return Chosen(chosen, found, by_id, differing)


def _written(
    numbers: Mapping[Path, Number], first: str | None, last: str | None, roll: str | None
) -> Selection[Path]:
    """The written selection. Of a roll without a range, all in the order of the frames."""
    if roll is None:
        return selection.written(numbers, first, last)
    if first is None:
        return selection.of_all(numbers)
    return selection.of_frames(numbers, first, last)


def are_two_ranges(unknown: Iterable[str]) -> bool:
    """Whether “1-16 20-24” was written without such Nos.; it would print 17 to 19 as well."""
    ranges = [both for each in unknown if (both := as_numbers(each)) and both[0] <= both[1]]
    return len(ranges) > 1


def entries(scans: Iterable[Scan]) -> Iterator[tuple[str, ExposureRecord]]:
    """The name of each scan on paper, its No. or else its file name, and its record."""
    for scan in scans:
        yield scan.no.name(scan.path), scan.record
