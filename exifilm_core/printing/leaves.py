"""A record as leaves of paper: its form, filled in, and continuations of what found no room there.

The one idea: a leaf is a few lines of PostScript that call the form's own procedures and name its
slots; they would read the same if a person had written them. What has no box goes small to the
foot of the form, what has no room goes on a continuation, and nothing goes nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from exifilm_core.kinds.readings import Reading, Readings
from exifilm_core.printing import zones
from exifilm_core.printing.fitting import SMALLEST, Fitted, Room, cut, fit, room, wrapped
from exifilm_core.printing.form import Form, Slot
from exifilm_core.printing.text import Line, Typesetter, postscript
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.field import Field, Section

_MOVEMENTS = tuple(
    f"{standard}_{movement}"
    for standard in ("front", "rear")
    for movement in ("rise", "shift", "tilt", "swing")
)
_HEADING_SIZE = 9.0
_CONTINUED_SIZE = 7.0
_ABOVE_FOOT = 2.0
"""Points that the foot's rule needs."""
_BETWEEN_ITEMS = "    "


@dataclass
class _Remainder:
    """What goes on a continuation: pieces of text with the labels of their fields."""

    pieces: list[Line] = field(default_factory=list)

    def add(self, label: Line, text: Line) -> None:
        self.pieces.append([*label, *text])


class LeafMaker:
    """Makes leaves for one sheet of paper.

    `growth` is the height that the paper adds to the notes, `scale` how large it shows the form.
    """

    def __init__(
        self, form: Form, typesetter: Typesetter, growth: float = 0.0, scale: float = 1.0
    ) -> None:
        self.form = form
        self.typesetter = typesetter
        self.growth = growth
        self.smallest = round(SMALLEST / min(scale, 1.0), 2)
        self._rooms: dict[tuple[str, bool], Room] = {}

    def leaves(self, number: str, record: ExposureRecord) -> Iterator[str]:
        """PostScript of the record's form and of its continuations.

        `number` stands in the box for it where the record has none.
        """
        remainder = _Remainder()
        before: list[str] = []
        calls: list[str] = []
        for each in ExposureRecord.fields():
            if not self.has_box(each) or each.name in ("notes", "readings"):
                continue
            shown = record.show(each.name) or (number if each.name == "image_id" else "")
            if shown:
                self._fill(each, shown, before, calls, remainder)
        if "readings" in self.form.slots:
            calls += self._readings(record.readings or (), remainder)
        if {"standards.side", "standards.above"} <= self.form.slots.keys():
            calls += self._movements(record)
        calls += self._notes_and_foot(record, remainder)
        yield "\n".join([*before, "record-form", *calls])
        heading = " · ".join(filter(None, (record.show("image_id") or number, record.subject)))
        yield from self._continuations(heading, remainder)

    def has_box(self, each: Field[Any]) -> bool:
        """Whether the field has a box; the form decides, so that one who alters it is followed."""
        return each.name in self.form.slots

    def _room(self, slot: Slot, *, with_unit: bool) -> Room:
        key = (slot.name, with_unit)
        if key not in self._rooms:
            self._rooms[key] = room(
                self.form, slot, self.typesetter, with_unit=with_unit, smallest=self.smallest
            )
        return self._rooms[key]

    def _slot(self, name: str) -> Slot:
        return self.form.slot(name, self.growth)

    def _fill(
        self,
        each: Field[Any],
        shown: str,
        before: list[str],
        calls: list[str],
        remainder: _Remainder,
    ) -> None:
        """A value in its box. The form prints the unit there, so the value comes without it."""
        slot = self._slot(each.name)
        with_unit = bool(slot.unit) and shown.endswith(slot.unit)
        if with_unit:
            shown = shown[: -len(slot.unit)].rstrip()
        elif slot.unit:
            before.append(f"/{slot.name} without-unit")
        text = self.typesetter.glyphs(
            shown.replace("\n", " ") if not slot.is_open else shown, bold=slot.look == "figure"
        )
        fitted = fit(text, slot, self._room(slot, with_unit=with_unit), self.typesetter)
        self._goes_on(each.label, fitted, remainder)
        if fitted.lines:
            calls.append(fill_slot(slot.name, fitted.lines, fitted.size))

    def _readings(self, readings: tuple[Reading, ...], remainder: _Remainder) -> Iterator[str]:
        """Those placed on a zone marked on the scale, the others listed beside."""
        on_zones = [r for r in readings if r.zone is not None]
        words = [(r.zone or 0.0, self.typesetter.glyphs(_words(r))) for r in on_zones]
        marks, left_over = zones.placed(words, self.form, self._slot("readings"), self.smallest)
        for mark in marks:
            yield (
                f"{postscript(mark.words)} {mark.size:g} {mark.zone:g} {mark.lane} {mark.side} "
                "mark-reading"
            )
        kind = Readings()
        label = ExposureRecord.field("readings").label
        if left_over:
            those = "; ".join(kind.show_one(on_zones[number]) for number in left_over)
            remainder.add(self._label(label), self.typesetter.glyphs(those))
        if beside := [r for r in readings if r.zone is None]:
            slot = self._slot("readings.unplaced")
            text = self.typesetter.glyphs("; ".join(map(_words, beside)))
            fitted = fit(text, slot, self._room(slot, with_unit=False), self.typesetter)
            self._goes_on(label, fitted, remainder)
            if fitted.lines:
                yield fill_slot(slot.name, fitted.lines, fitted.size)

    def _movements(self, record: ExposureRecord) -> Iterator[str]:
        values = [record[name] for name in _MOVEMENTS]
        if any(value is not None for value in values):
            yield f"{' '.join(f'{value or 0:g}' for value in values)} draw-movements"

    def _notes_and_foot(self, record: ExposureRecord, remainder: _Remainder) -> Iterator[str]:
        """The notes, and under them the fields without a box, in small type with their labels."""
        slot = self._slot("notes")
        space = self._room(slot, with_unit=False)
        notes = self.typesetter.glyphs(record.notes or "")
        step = self.smallest * space.leading
        # The foot has what the notes leave at their smallest, and half the room at least.
        all_lines = int((space.height - _ABOVE_FOOT) / step)
        for_notes = len(wrapped(notes, space.width / self.smallest, most=all_lines))
        most = max(all_lines - for_notes, all_lines // 2)
        lines, left_over = self._foot(record, space.width, most)
        if lines:
            yield f"{_lines(lines)} {self.smallest:g} foot"
            taken = len(lines) * step + _ABOVE_FOOT
            space = replace(space, height=space.height - taken)
        if notes:
            fitted = fit(notes, slot, space, self.typesetter)
            self._goes_on(ExposureRecord.field("notes").label, fitted, remainder)
            if fitted.lines:
                yield fill_slot(slot.name, fitted.lines, fitted.size)
        remainder.pieces += left_over

    def _foot(
        self, record: ExposureRecord, measure: float, most: int
    ) -> tuple[list[Line], list[Line]]:
        """The lines of the foot, `most` at most, and the items that did not fit there, whole."""
        gap = self.typesetter.glyphs(_BETWEEN_ITEMS)
        here: Line = []
        lines: list[Line] = []
        left_over: list[Line] = []
        for each in ExposureRecord.fields():
            if self.has_box(each) or each.section is Section.SCAN or record[each.name] is None:
                continue
            item = [*self._label(each.label), *self.typesetter.glyphs(record.show(each.name))]
            # The next item goes on in the last line; the lines before that are set already.
            flowing = [*here, *gap, *item] if here else item
            last = wrapped(flowing, measure / self.smallest, most=most + 1)
            if max(len(lines) - 1, 0) + len(last) > most:
                left_over.append(item)
                continue
            lines[-1:] = last
            here = last[-1]
        return lines, left_over

    def _label(self, label: str) -> Line:
        """A field's label before its value; no line ends within it."""
        return self.typesetter.glyphs(f"{label}  ".replace(" ", "\u00a0"), bold=True)

    def _goes_on(self, label: str, fitted: Fitted, remainder: _Remainder) -> None:
        if fitted.rest:
            sign = self.typesetter.glyphs("… " if fitted.lines else "")
            remainder.add(self._label(label), [*sign, *fitted.rest])

    def _continuations(self, heading: str, remainder: _Remainder) -> Iterator[str]:
        if not remainder.pieces:
            return
        gap = self.typesetter.glyphs("\n\n")
        text: Line = []
        for piece in remainder.pieces:
            text = [*text, *(gap if text else []), *piece]
        slot, head = self._slot("continued.text"), self._slot("continued.heading")
        space = self._room(slot, with_unit=False)
        title = self.typesetter.glyphs(heading.replace("\n", " "), bold=True)
        # What is cut off here stands in the box of the subject, or on this continuation.
        one_line = replace(self._room(head, with_unit=False), height=_HEADING_SIZE * 1.3)
        named = cut(title, one_line, _HEADING_SIZE, self.typesetter)
        while text:
            fitted = cut(text, space, _CONTINUED_SIZE, self.typesetter)
            yield "\n".join(
                [
                    "continuation-form",
                    fill_slot(head.name, named.lines, named.size),
                    fill_slot(slot.name, fitted.lines, fitted.size),
                ]
            )
            text = fitted.rest


def fill_slot(name: str, lines: list[Line], size: float) -> str:
    return f"/{name} {_lines(lines)} {size:g} fill-slot"


def _lines(lines: list[Line]) -> str:
    written = [postscript(line) for line in lines]
    return f"[{(' ' if sum(map(len, written)) < 160 else chr(10)).join(written)}]"


def _words(reading: Reading) -> str:
    """A reading as it stands on the scale: its zone is seen there."""
    return Readings().show_one(Reading(reading.area, reading.value, reading.unit))
