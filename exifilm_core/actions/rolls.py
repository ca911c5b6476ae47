"""What belongs to a roll is in the record of each of its frames; there is no record of the roll.

The roll's value of a field is the one that more than half of its frames with a value have. A change
of it reaches those frames, and the frames without a value. A frame's own, different value stays.
Files of one sheet, such as scan.tif and scan.jpg, are one frame: all of them change, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exifilm_core.actions.sheets import Differing, by_sheet, differences
from exifilm_core.errors import ExifilmError
from exifilm_core.messages.rolls import Rolls
from exifilm_core.record import ExposureRecord
from exifilm_core.record.shared import common_value
from exifilm_core.scans import Scan, known, selection
from exifilm_core.scans.numbering import sheet_of
from exifilm_core.scans.quickly import quick_reader
from exifilm_core.value import Value

_NUMBERS = ("roll", "frame")


class ToSet(Value):
    """What to set in each file of a roll, and what stays because of other files of its sheet."""

    values: Mapping[Path, Mapping[str, Any]]
    differing: tuple[Differing, ...] = ()
    """Sheets whose files differ in what is to be set, or in roll and frame; they stay as they are.
    """
    own: tuple[tuple[Path, str], ...] = ()
    """Files in which a field stays empty, as another file of the sheet keeps a value of its own."""


class Roll(Value):
    """The scans of a roll among some files, in the order of the files."""

    name: str
    scans: tuple[Scan, ...]
    others: tuple[Scan, ...] = ()
    """Files of the same sheets that belong to another roll."""
    problems: tuple[ExifilmError | OSError, ...] = ()
    """Of the files that cannot be read."""

    @property
    def paths(self) -> list[Path]:
        return [scan.path for scan in self.scans]

    @property
    def in_frame_order(self) -> list[Path]:
        """The files in the order of the frames."""
        return list(selection.of_roll({scan.path: scan.no for scan in self.scans}, self.name))

    def values(self, names: Iterable[str]) -> dict[str, Any]:
        """The roll's value of each field, None without one. Several files of a sheet count once."""
        records = [
            ExposureRecord().replace(**{name: _value(sheet, name) for name in names})
            for sheet in by_sheet(self.scans)
        ]
        return {name: common_value(records, name) for name in names}

    def frames(self, ranges: Iterable[str]) -> tuple[Roll, tuple[str, ...]]:
        """The roll with the scans of these frames alone, such as 7 or 1-9; and unknown frames."""
        numbers = selection.of_roll({scan.path: scan.no for scan in self.scans}, self.name)
        chosen: set[Path] = set()
        unknown: list[str] = []
        for words in ranges:
            found = selection.of_frames(numbers, words)
            chosen.update(found.scans)
            unknown += [words] if not found.scans else map(str, [*found.missing, *found.unknown])
        scans = tuple(scan for scan in self.scans if scan.path in chosen)
        return self.replace(scans=scans), tuple(unknown)

    def to_set(
        self, wanted: Mapping[Path, Mapping[str, Any]], over: Mapping[str, Any] | None
    ) -> ToSet:
        """What to set in the files, so that those of a sheet still agree; `over` as in `How`."""
        values: dict[Path, Mapping[str, Any]] = {}
        differing: list[Differing] = []
        own: list[tuple[Path, str]] = []
        for sheet in by_sheet(scan for scan in self.scans if scan.path in wanted):
            names = {name for scan in sheet for name in wanted[scan.path]}
            compared = {*_NUMBERS, *(names if over is not None else ())}
            others = [s for s in self.others if sheet_of(s.path) == sheet_of(sheet[0].path)]
            if fields := differences([*sheet, *others], compared):
                paths = tuple(scan.path for scan in (*sheet, *others))
                differing.append(Differing(paths, fields))
                continue
            for scan in sheet:
                given = dict(wanted[scan.path])
                for name in [name for name in given if over is not None]:
                    kept = _value(sheet, name)
                    if scan.record[name] is None and kept not in (
                        None, given[name], (over or {}).get(name),
                    ):  # fmt: skip
                        own.append((scan.path, name))
                        del given[name]
                values[scan.path] = given
        return ToSet(values, tuple(differing), tuple(own))


def _value(sheet: Sequence[Scan], name: str) -> Any:
    """The field's value in the first file of a sheet that has one."""
    return next((scan.record[name] for scan in sheet if scan.record[name] is not None), None)


def roll_among(paths: Iterable[Path], name: str) -> Roll:
    """The scans of these files that belong to the roll.

    ExifilmError if none does, and all files could be read.
    """
    reader = quick_reader()
    found: list[Scan] = []
    others: list[Scan] = []
    problems: list[ExifilmError | OSError] = []
    chosen = list(dict.fromkeys(paths))
    for scan, problem in known.load(chosen, lambda path: Scan(path, reader=reader), reader):
        if problem:
            problems.append(problem)
        elif scan.record.roll == name:
            found.append(scan)
        elif scan.record.roll:
            others.append(scan)
    if not (found or problems):
        raise ExifilmError(Rolls.NO_SUCH_ROLL(roll=name))
    sheets = {sheet_of(scan.path) for scan in found}
    of_sheets = tuple(scan for scan in others if sheet_of(scan.path) in sheets)
    return Roll(name, tuple(found), of_sheets, tuple(problems))
