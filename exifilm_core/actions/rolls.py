"""What belongs to a roll is in the record of each of its frames; there is no record of the roll.

The roll's value of a field is the one that more than half of its frames with a value have. A change
of it reaches those frames, and the frames without a value. A frame's own, different value stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from exifilm_core.actions.sheets import by_sheet
from exifilm_core.errors import ExifilmError
from exifilm_core.messages.rolls import Rolls
from exifilm_core.record.shared import common_value
from exifilm_core.scans import Scan, known, selection
from exifilm_core.scans.quickly import quick_reader
from exifilm_core.value import Value


class Roll(Value):
    """The scans of a roll among some files, in the order of the files."""

    name: str
    scans: tuple[Scan, ...]
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
        records = [sheet[0].record for sheet in by_sheet(self.scans)]
        return {name: common_value(records, name) for name in names}


def roll_among(paths: Iterable[Path], name: str) -> Roll:
    """The scans of these files that belong to the roll.

    ExifilmError if none does, and all files could be read.
    """
    reader = quick_reader()
    found: list[Scan] = []
    problems: list[ExifilmError | OSError] = []
    chosen = list(dict.fromkeys(paths))
    for scan, problem in known.load(chosen, lambda path: Scan(path, reader=reader), reader):
        if problem:
            problems.append(problem)
        elif scan.record.roll == name:
            found.append(scan)
    if not (found or problems):
        raise ExifilmError(Rolls.NO_SUCH_ROLL(roll=name))
    return Roll(name, tuple(found), tuple(problems))
