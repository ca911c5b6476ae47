"""Number the frames of a roll: in an order, by a pattern of the file names, or one inserted.

The plan comes first: which sheet gets which frame. A plan is saved as any other fields are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path

from exifilm_core.actions.sheets import Differing, by_sheet, differences
from exifilm_core.errors import ExifilmError
from exifilm_core.kinds.frame import following
from exifilm_core.messages.rolls import Rolls
from exifilm_core.natural_order import in_natural_order
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Scan
from exifilm_core.scans.numbering import sheet_of
from exifilm_core.value import Value

_FIELDS = ("roll", "frame")
_KIND = ExposureRecord.frame.kind


class Order(Enum):
    """The order in which sheets are numbered."""

    NAME = "name"
    DATE = "date"
    GIVEN = "given"


class Frame(Value):
    """The roll and frame for the files of a sheet."""

    files: tuple[Path, ...]
    roll: str
    frame: str


class Plan(Value):
    """The frames to write, and what stays as it is."""

    frames: tuple[Frame, ...] = ()
    others: tuple[Path, ...] = ()
    """Files of other rolls."""
    differing: tuple[Differing, ...] = ()
    """Sheets whose files have different rolls or frames, so that nothing is written to them."""
    unmatched: tuple[Path, ...] = ()
    """Files whose names do not match the pattern."""
    taken: tuple[tuple[Frame, Path], ...] = ()
    """Frames that another file of the roll has too."""

    @property
    def values(self) -> dict[Path, dict[str, str]]:
        """The fields to set, by file."""
        return {
            path: {"roll": frame.roll, "frame": frame.frame}
            for frame in self.frames
            for path in frame.files
        }


def in_order(
    scans: Iterable[Scan],
    roll: str,
    first: str,
    order: Order = Order.NAME,
    *,
    half: bool = False,
    others_too: bool = False,
) -> Plan:
    """Number the sheets of these scans from a frame on.

    Sheets of another roll stay as they are, unless `others_too`. ExifilmError if the order is that
    of dates and a sheet has none, or if the roll has no more frames.
    """
    sheets = by_sheet(scans)
    of_others = [] if others_too else [s for s in sheets if _rolls(s) - {roll}]
    chosen = _sorted([sheet for sheet in sheets if sheet not in of_others], order)
    frames: list[Frame] = []
    differing: list[Differing] = []
    frame = first
    for sheet in chosen:
        if not frame:
            raise ExifilmError(Rolls.NO_MORE_FRAMES(), file=sheet[0].path)
        if fields := differences(sheet, _FIELDS):
            differing.append(Differing(_paths(sheet), fields))
        else:
            frames.append(Frame(_paths(sheet), roll, frame))
        frame = following(frame, half=half)
    others = tuple(path for sheet in of_others for path in _paths(sheet))
    return Plan(tuple(frames), others, tuple(differing))


def inserted(scans: Iterable[Scan], new: Path, roll: str, at: str, *, half: bool = False) -> Plan:
    """Give a frame to the sheet of a file, and move those of its roll that stand there or later.

    A gap ends the moving. `scans` are those of the folder. ExifilmError if the file is not among
    them.
    """
    sheets = by_sheet(scans)
    at_once = [sheet for sheet in sheets if sheet_of(sheet[0].path) == sheet_of(new)]
    if not at_once or new not in _paths(at_once[0]):
        raise ExifilmError(Rolls.NOT_IN_FOLDER(), file=new)
    having: dict[str, list[list[Scan]]] = {}
    differing: list[Differing] = []
    for sheet in sheets:
        record = sheet[0].record
        if sheet is at_once[0] or _rolls(sheet) != {roll}:
            continue
        if fields := differences(sheet, _FIELDS):
            differing.append(Differing(_paths(sheet), fields))
        elif record.frame:
            having.setdefault(record.frame, []).append(sheet)
    frames = [Frame(_paths(at_once[0]), roll, at)]
    frame = at
    while moved := having.get(frame):
        frame = following(frame, half=half)
        if not frame:
            raise ExifilmError(Rolls.NO_MORE_FRAMES(), file=moved[0][0].path)
        frames += [Frame(_paths(sheet), roll, frame) for sheet in moved]
    return Plan(tuple(frames), differing=tuple(differing))


def by_pattern(scans: Iterable[Scan], pattern: str, roll: str = "") -> Plan:
    """Take roll and frame from the file names, without their suffixes.

    In the pattern, {roll} and {frame} stand for these, and * for any text. ExifilmError if it has
    no {frame}, or neither it nor `roll` gives the roll.
    """
    matches = _compiled(pattern, needs_roll=not roll)
    frames: list[Frame] = []
    differing: list[Differing] = []
    unmatched: list[Path] = []
    for sheet in by_sheet(scans):
        found = matches.fullmatch(sheet[0].path.stem)
        named = found["roll"].strip() if found and "roll" in matches.groupindex else roll
        if not found or (roll and named.casefold() != roll.casefold()):
            unmatched += _paths(sheet)
        elif fields := differences(sheet, _FIELDS):
            differing.append(Differing(_paths(sheet), fields))
        else:
            frame = ExposureRecord(frame=found["frame"]).frame or ""
            frames.append(Frame(_paths(sheet), roll or named, frame))
    return Plan(tuple(frames), differing=tuple(differing), unmatched=tuple(unmatched))


def with_taken(plan: Plan, scans: Iterable[Scan]) -> Plan:
    """The plan, with the frames that other files of the same roll would have too."""
    of_plan = plan.values
    having: dict[tuple[str, str], Path] = {}
    for scan in scans:
        record = scan.record
        if scan.path not in of_plan and record.roll and record.frame:
            having.setdefault((record.roll, record.frame), scan.path)
    sheets = {sheet_of(path) for path in of_plan}
    for frame in plan.frames:
        having.setdefault((frame.roll, frame.frame), frame.files[0])
    taken = [
        (frame, other)
        for frame in plan.frames
        if (other := having[frame.roll, frame.frame]) != frame.files[0]
        and (sheet_of(other) not in sheets or other in of_plan)
    ]
    return plan.replace(taken=tuple(taken))


def _compiled(pattern: str, *, needs_roll: bool) -> re.Pattern[str]:
    parts = re.split(r"(\{\w*\}|\*)", pattern)
    known = {"{roll}": "(?P<roll>.+?)", "{frame}": r"(?P<frame>[0-9]{1,6}[A-Za-z]?)", "*": ".*?"}
    for part in parts:
        if part.startswith("{") and part not in known:
            raise ExifilmError(Rolls.PATTERN_WORD(word=part, roll="{roll}", frame="{frame}"))
    if parts.count("{frame}") != 1 or parts.count("{roll}") > 1:
        raise ExifilmError(Rolls.PATTERN_WITHOUT_FRAME(roll="{roll}", frame="{frame}"))
    if needs_roll and "{roll}" not in parts:
        raise ExifilmError(Rolls.PATTERN_WITHOUT_ROLL())
    return re.compile("".join(known.get(p) or re.escape(p) for p in parts), re.IGNORECASE)


def _sorted(sheets: list[list[Scan]], order: Order) -> list[list[Scan]]:
    if order is Order.GIVEN:
        return sheets
    named = sorted(sheets, key=lambda sheet: in_natural_order(sheet[0].path.name))
    if order is Order.NAME:
        return named
    dates = {}
    for sheet in named:
        known = [scan.record.taken for scan in sheet if scan.record.taken is not None]
        if not known:
            raise ExifilmError(Rolls.NO_DATE(), file=sheet[0].path)
        dates[sheet[0].path] = ExposureRecord.taken.kind.span(known[0])
    return sorted(named, key=lambda sheet: dates[sheet[0].path])


def _rolls(sheet: Sequence[Scan]) -> set[str]:
    return {scan.record.roll for scan in sheet if scan.record.roll}


def _paths(sheet: Sequence[Scan]) -> tuple[Path, ...]:
    return tuple(scan.path for scan in sheet)
