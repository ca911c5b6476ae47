"""A record as leaves of paper: its filled form, and continuations.

A leaf is a few readable lines of PostScript. They call the form's own procedures with the names of
its slots. Fields without a box are in small type at the foot of the form. A value that does not fit
continues in the notes, as far as they are free, and then on a continuation. No text is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from exifilm_core.film.movements import MOVEMENTS, STANDARDS
from exifilm_core.film.readings import Reading
from exifilm_core.kinds.readings import Readings
from exifilm_core.printing import zone_marks
from exifilm_core.printing.fitting import SMALLEST, Room, cut, fit, room, wrapped
from exifilm_core.printing.form import Form, Slot
from exifilm_core.printing.text import Line, Typesetter, postscript
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.field import Field, Section

_MOVEMENTS = tuple(f"{standard}_{movement}" for standard in STANDARDS for movement in MOVEMENTS)
_HEADING_SIZE = 9.0
_CONTINUED_SIZE = 7.0
_ABOVE_FOOT = 2.0
"""Points for the foot's rule."""
_BETWEEN_ITEMS = "    "


@dataclass(frozen=True)
class Piece:
    """A text that did not fit in its place, or the rest of one, with its field's label."""

    label: Line
    text: Line


class LeafMaker:
    """Makes leaves of one form. `scale` is its size on the paper."""

    def __init__(self, form: Form, typesetter: Typesetter, scale: float = 1.0) -> None:
        self.form = form
        self.typesetter = typesetter
        self.smallest = round(SMALLEST / min(scale, 1.0), 2)
        self._rooms: dict[tuple[str, bool], Room] = {}

    def leaves(self, number: str, record: ExposureRecord) -> Iterator[str]:
        """PostScript of the record's form and of its continuations.

        `number` replaces a missing No. in its box.
        """
        pieces: list[Piece] = []
        before: list[str] = []
        calls: list[str] = []
        for each in ExposureRecord.fields():
            if not self.has_box(each) or each.name in ("notes", "readings"):
                continue
            shown = record.show(each.name) or (number if each.name == "image_id" else "")
            if shown:
                self.fill(each, shown, before, calls, pieces)
        if "readings" in self.form.slots:
            calls += self._readings(record.readings or (), pieces)
        if {"standards.side", "standards.above"} <= self.form.slots.keys():
            calls += self._movements(record)
        calls += self._notes_and_foot(record, pieces)
        yield "\n".join([*before, "record-form", *calls])
        heading = " · ".join(filter(None, (record.show("image_id") or number, record.subject)))
        yield from self._continuations(heading, pieces)

    def has_box(self, each: Field[Any]) -> bool:
        """Whether the field has a box. Decided by the form, which people may edit."""
        return each.name in self.form.slots

    def _room(self, slot: Slot, *, with_unit: bool = False) -> Room:
        key = (slot.name, with_unit)
        if key not in self._rooms:
            self._rooms[key] = room(
                self.form, slot, self.typesetter, with_unit=with_unit, smallest=self.smallest
            )
        return self._rooms[key]

    def fill(
        self,
        each: Field[Any],
        shown: str,
        before: list[str],
        calls: list[str],
        pieces: list[Piece],
    ) -> None:
        """Print a value in its box, without its unit if it fits next to the form's unit.

        `before` gets what has to precede the form, and `pieces` what does not fit.
        """
        slot = self.form.slot(each.name)
        if slot.unit and shown.endswith(slot.unit):
            text = self._glyphs_for(slot, shown.removesuffix(slot.unit).rstrip())
            fitted = fit(text, slot, self._room(slot, with_unit=True), self.typesetter)
            if fitted.end == len(text):
                calls.append(fill_slot(slot.name, fitted.lines, fitted.size))
                return
        if slot.unit:
            before.append(f"/{slot.name} without-unit")
        calls += self._as_far_as_it_goes(slot, each.label, shown, pieces, in_parts=not each.unit)

    def _glyphs_for(self, slot: Slot, shown: str) -> Line:
        in_lines = shown if slot.is_open else shown.replace("\n", " ")
        return self.typesetter.glyphs(in_lines, bold=slot.look == "figure")

    def _as_far_as_it_goes(
        self, slot: Slot, label: str, shown: str, pieces: list[Piece], *, in_parts: bool = True
    ) -> Iterator[str]:
        """Print as much of a text as its box holds, with a sign if it continues elsewhere."""
        text = self._glyphs_for(slot, shown)
        fitted = fit(text, slot, self._room(slot), self.typesetter)
        lines = fitted.lines
        if fitted.end < len(text):
            end, lines = (fitted.end, lines) if in_parts else (0, [])
            piece = Piece(self._label(label), self.typesetter.glyphs(shown))
            pieces += self._left([piece], [len(text)], end)
        yield fill_slot(slot.name, lines or [self.typesetter.glyphs("…")], fitted.size)

    def _readings(self, readings: tuple[Reading, ...], pieces: list[Piece]) -> Iterator[str]:
        """Mark placed readings on the scale, and list the others next to it."""
        kind = Readings()
        label = ExposureRecord.field("readings").label
        on_zones = [r for r in readings if r.zone is not None]
        marks = zone_marks.placed(
            [self._wanted(r) for r in on_zones],
            self.form,
            self.form.slot("readings"),
            self.smallest,
            self.typesetter.glyphs("… "),
        )
        elsewhere = []
        for mark, reading in zip(marks, on_zones, strict=True):
            yield (
                f"{postscript(mark.words)} {mark.size:g} {mark.zone:g} {mark.lane} {mark.side} "
                "mark-reading"
                if mark.words
                else f"{mark.zone:g} mark-zone"
            )
            if not mark.whole:
                elsewhere.append(kind.show_one(reading))
        if elsewhere:
            those = self.typesetter.glyphs("; ".join(elsewhere))
            pieces.append(Piece(self._label(label), those))
        if beside := [kind.show_one(r) for r in readings if r.zone is None]:
            slot = self.form.slot("readings.unplaced")
            yield from self._as_far_as_it_goes(slot, label, "; ".join(beside), pieces)

    def _wanted(self, reading: Reading) -> zone_marks.Wanted:
        """A reading for the scale, whose position gives its zone."""
        show = Readings().show_one
        value = show(Reading("", reading.value, reading.unit))
        area = show(Reading(reading.area, reading.value, reading.unit)).removesuffix(value)
        return zone_marks.Wanted(
            reading.zone or 0.0, self.typesetter.glyphs(area), self.typesetter.glyphs(value)
        )

    def _movements(self, record: ExposureRecord) -> Iterator[str]:
        values = [record[name] for name in _MOVEMENTS]
        if any(value is not None for value in values):
            yield f"{' '.join(f'{value or 0:g}' for value in values)} draw-movements"

    def _notes_and_foot(self, record: ExposureRecord, pieces: list[Piece]) -> Iterator[str]:
        """The notes, then the rests of other fields; under them the fields without a box.

        Rests that do not fit stay in `pieces`.
        """
        slot = self.form.slot("notes")
        space = self._room(slot)
        if record.notes:
            label = self._label(ExposureRecord.field("notes").label)
            pieces.insert(0, Piece(label, self.typesetter.glyphs(record.notes)))
        text, ends = self._joined(pieces, "\n")
        if record.notes:
            text, ends = text[len(label) :], [end - len(label) for end in ends]
        step = self.smallest * space.leading
        # The foot gets the space below the notes in their smallest type, and at least half the
        # room.
        all_lines = int((space.height - _ABOVE_FOOT) / step)
        for_notes = len(wrapped(text, space.width / self.smallest, most=all_lines))
        most = max(all_lines - for_notes, all_lines // 2)
        lines, left_over = self._foot(record, space.width, most)
        if lines:
            yield f"{lines_of(lines)} {self.smallest:g} foot"
            taken = len(lines) * step + _ABOVE_FOOT
            space = replace(space, height=space.height - taken)
        if text:
            fitted = fit(text, slot, space, self.typesetter)
            if fitted.lines:
                yield fill_slot(slot.name, fitted.lines, fitted.size)
            pieces[:] = self._left(pieces, ends, fitted.end)
        pieces += left_over

    def _foot(
        self, record: ExposureRecord, measure: float, most: int
    ) -> tuple[list[Line], list[Piece]]:
        """The lines of the foot, at most `most`, and the complete items that did not fit."""
        gap = self.typesetter.glyphs(_BETWEEN_ITEMS)
        here: Line = []
        lines: list[Line] = []
        left_over: list[Piece] = []
        for each in ExposureRecord.fields():
            if self.has_box(each) or each.section is Section.SCAN or record[each.name] is None:
                continue
            # No line may end between a number and its unit.
            shown = record.show(each.name).replace(" ", "\u00a0" if each.unit else " ")
            piece = Piece(self._label(each.label), self.typesetter.glyphs(shown))
            # The next item continues the last line; the lines before it stay.
            flowing = [*here, *(gap if here else []), *piece.label, *piece.text]
            last = wrapped(flowing, measure / self.smallest, most=most + 1)
            if max(len(lines) - 1, 0) + len(last) > most:
                left_over.append(piece)
                continue
            lines[-1:] = last
            here = last[-1]
        return lines, left_over

    def _label(self, label: str) -> Line:
        """A field's label before its value, without a break in it."""
        return self.typesetter.glyphs(f"{label}  ".replace(" ", "\u00a0"), bold=True)

    def _joined(self, pieces: list[Piece], between: str) -> tuple[Line, list[int]]:
        """The pieces as one text, and the end of each of them in it."""
        gap = self.typesetter.glyphs(between)
        text: Line = []
        ends: list[int] = []
        for piece in pieces:
            text += [*(gap if text else []), *piece.label, *piece.text]
            ends.append(len(text))
        return text, ends

    def _left(self, pieces: list[Piece], ends: list[int], end: int) -> Iterator[Piece]:
        """The rests of pieces that end at `ends` in a text that is set up to `end`."""
        sign = self.typesetter.glyphs("… ")
        for piece, its_end in zip(pieces, ends, strict=True):
            stands = len(piece.text) - (its_end - end)
            if stands <= 0:
                yield piece
            elif its_end > end:
                yield Piece(piece.label, [*sign, *piece.text[stands:]])

    def _continuations(self, heading: str, pieces: list[Piece]) -> Iterator[str]:
        text, _ = self._joined(pieces, "\n\n")
        slot, head = self.form.slot("continued.text"), self.form.slot("continued.heading")
        title = self.typesetter.glyphs(heading.replace("\n", " "), bold=True)
        # The box of the subject, or this continuation, has the rest of a truncated heading.
        one_line = replace(self._room(head), height=_HEADING_SIZE * 1.3)
        named = cut(title, one_line, _HEADING_SIZE, self.typesetter)
        start = 0
        while start < len(text):
            fitted = cut(text, self._room(slot), _CONTINUED_SIZE, self.typesetter, start)
            yield "\n".join(
                [
                    "continuation-form",
                    fill_slot(head.name, named.lines, named.size),
                    fill_slot(slot.name, fitted.lines, fitted.size),
                ]
            )
            start = fitted.end


def fill_slot(name: str, lines: list[Line], size: float) -> str:
    return f"/{name} {lines_of(lines)} {size:g} fill-slot"


def lines_of(lines: list[Line]) -> str:
    """Lines of text in the form's notation, an array."""
    written = [postscript(line) for line in lines]
    return f"[{(' ' if sum(map(len, written)) < 160 else chr(10)).join(written)}]"
