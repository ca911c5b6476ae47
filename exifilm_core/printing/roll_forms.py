"""Filled roll forms: a head with what the frames of a roll share, and a line for each frame.

The head has the roll's value of each field, as `record.shared` tells it. Where a frame has its own
value, that stands on the frame's line, so the paper hides no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import BinaryIO

from exifilm_core.errors import ExifilmError
from exifilm_core.kinds.frame import Frame, following
from exifilm_core.messages.paper import Printing
from exifilm_core.natural_order import in_natural_order
from exifilm_core.printing.document import Warned, typeset_leaves, warnings_of
from exifilm_core.printing.form import ROLL, Form
from exifilm_core.printing.leaves import LeafMaker, Piece
from exifilm_core.printing.lines import Cells, LineFiller
from exifilm_core.printing.page import Page, Paper, lay_out
from exifilm_core.printing.text import Typesetter
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.numbers import of_frame
from exifilm_core.record.shared import common_value
from exifilm_core.value import Value

NUMBERS_OF_LINES = (12, 24, 36)
"""Of a filled form; the blank one takes any number."""
_WIDEST_GAP = 36
"""Frames; a wider gap is a jump in the numbers, not a row of missing scans."""
_BETWEEN = " · "
_WHERE_EMPTY_IS_NONE = frozenset({"filter"})
"""Fields that are the roll's only if all frames have them: without a filter there is none."""


class FrameLine(Value):
    """A line of the form: a frame, "" for a scan without one, and its record, if there is one."""

    frame: str
    name: str = ""
    """The name that stands for a missing frame."""
    record: ExposureRecord | None = None


class RollLines(Value):
    """A roll, "" if it has no name, and its lines in the order of the frames."""

    name: str
    lines: tuple[FrameLine, ...]

    @property
    def records(self) -> list[ExposureRecord]:
        return [line.record for line in self.lines if line.record]


def rolls_of(
    records: Iterable[tuple[str, ExposureRecord]], *, gaps: bool = True
) -> list[RollLines]:
    """The rolls of the records, each with its name, in natural order.

    With `gaps`, the frames before and between those of the records have empty lines, to be filled
    in by hand. Scans of a roll that have no frame stand at the end. A record without roll and frame
    belongs to none.
    """
    found: defaultdict[str, list[FrameLine]] = defaultdict(list)
    for name, record in records:
        if record.roll or record.frame:
            found[record.roll or ""].append(FrameLine(record.frame or "", name, record))
    return [
        RollLines(roll, tuple(_ordered(found[roll], gaps=gaps)))
        for roll in sorted(found, key=in_natural_order)
    ]


def _ordered(lines: Sequence[FrameLine], *, gaps: bool) -> Iterator[FrameLine]:
    framed = [line for line in lines if line.frame]
    if gaps:
        framed += map(FrameLine, _missing({line.frame for line in framed}))
    yield from sorted(framed, key=lambda line: _place(line.frame))
    yield from (line for line in lines if not line.frame)


def _place(frame: str) -> str:
    return Frame().span(frame)[0]


def _missing(frames: set[str]) -> Iterator[str]:
    """The frames before and between these, where there is room for a complete picture.

    They count from 1, and by halves if these do.
    """
    if not frames:
        return
    half = any(f"{frame}A" in frames for frame in frames)
    known = sorted(frames, key=_place)
    letter = known[0].lstrip("0123456789")
    yield from _run("1" if half else f"1{letter}", known[0], half=half)
    for one, other in pairwise(known):
        yield from _run(following(one, half=half), other, half=half)


def _run(frame: str, until: str, *, half: bool) -> list[str]:
    """The frames from this one on, each of which ends before `until`; none of a wider gap."""
    found: list[str] = []
    while frame and (end := following(frame, half=half)) and _place(end) <= _place(until):
        if len(found) == _WIDEST_GAP:
            return []
        found.append(frame)
        frame = end
    return found


def roll_page(paper: Paper, forms: int, rolls: Iterable[RollLines], *, duplex: bool) -> Page:
    """The layout of roll forms with 12, 24 or 36 lines, enough for the longest of the rolls.

    Where as many do not fit on the paper, a roll has several forms. `forms` as for `lay_out`, but 0
    is the form's own number. ExifilmError if the paper is too small.
    """
    form = Form.read(ROLL)
    forms = forms or int(form.number("forms"))
    most = max((len(roll.lines) for roll in rolls), default=0)
    for fewer, lines in reversed(list(pairwise(NUMBERS_OF_LINES))):
        if most > fewer:
            with suppress(ExifilmError):
                return lay_out(paper, forms, form.with_lines(lines), duplex=duplex)
    return lay_out(paper, forms, form.with_lines(NUMBERS_OF_LINES[0]), duplex=duplex)


def roll_forms(rolls: Sequence[RollLines], page: Page, out: BinaryIO) -> list[Warned]:
    """Write a form for each roll, and further ones for more frames than it has lines.

    Returns the problems with printing them. ExifilmError when there are no rolls.
    """
    if not rolls:
        raise ExifilmError(Printing.NO_ROLLS())
    typesetter = Typesetter()
    maker = _FormMaker(page, typesetter)
    leaves = (leaf for roll in rolls for leaf in maker.leaves(roll))
    typeset_leaves(leaves, page, typesetter, out)
    return maker.warnings


class _FormMaker:
    """Makes leaves of roll forms."""

    def __init__(self, page: Page, typesetter: Typesetter) -> None:
        self._form = page.form
        self._typesetter = typesetter
        self._boxes = LeafMaker(page.form, typesetter, page.scale)
        self._filler = LineFiller(page, typesetter)
        fields = [field for field in ExposureRecord.fields() if self._boxes.has_box(field)]
        on_lines = {name for name, slot in page.form.slots.items() if slot.is_on_lines}
        self._shared = [field for field in fields if field.name not in on_lines]
        self._own = [field for field in fields if field.name in on_lines]
        self.warnings: list[Warned] = []

    def leaves(self, roll: RollLines) -> Iterator[str]:
        """As many leaves as the roll's lines need, each with the head."""
        head = self._common(roll.records)
        before, calls = self._head(head)
        self._warn(roll.name)
        for start in range(0, len(roll.lines), self._form.lines):
            filled = []
            for place, line in enumerate(roll.lines[start : start + self._form.lines]):
                filled.append(self._filler.filled(place, self._cells(line, head)))
                self._warn(of_frame(roll.name, line.frame) or line.name)
            yield "\n".join([*before, "record-form", *calls, *filled])

    def _common(self, records: Sequence[ExposureRecord]) -> ExposureRecord:
        """What the roll's records share."""
        values = {field.name: common_value(records, field.name) for field in self._shared}
        for name in _WHERE_EMPTY_IS_NONE & values.keys():
            if any(record[name] is None for record in records):
                values[name] = None
        return ExposureRecord(**values)

    def _head(self, head: ExposureRecord) -> tuple[list[str], list[str]]:
        """The calls that fill in the head, and those that precede them."""
        before: list[str] = []
        calls: list[str] = []
        cut: list[Piece] = []
        for field in self._shared:
            if shown := head.show(field.name):
                self._boxes.fill(field, shown, before, calls, cut)
        return before, calls

    def _cells(self, line: FrameLine, head: ExposureRecord) -> Cells:
        record = line.record
        if record is None:
            return {"frame": line.frame}
        own = [
            f"{field.label} {record.show(field.name)}"
            for field in self._shared
            if record[field.name] is not None and record.show(field.name) != head.show(field.name)
        ]
        name = "" if line.frame else line.name
        notes = _BETWEEN.join(filter(None, (name, *own, record.notes)))
        shown = {field.name: record.show(field.name) for field in self._own}
        if record.taken and "taken" in shown:  # the camera's own time is enough on a line
            shown["taken"] = shown["taken"].removesuffix(record.taken.offset)
        return shown | {"notes": notes}

    def _warn(self, number: str) -> None:
        self.warnings.extend(warnings_of(number, self._typesetter))
