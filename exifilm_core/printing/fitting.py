"""Values fitted to their boxes: smaller type first, then several lines, then a remainder.

The one idea: nothing is cut off. `fit` gives the lines that stand in the box and, when not all of
the text found room at the smallest readable size, the rest of it, to be set on the next form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from exifilm_core.printing.form import Form, Slot
from exifilm_core.printing.text import LATIN_TOP, Line, Typesetter, is_break, top, width

SMALLEST = 5.5
"""Points: smaller type is not read with the naked eye."""
_LARGEST = {"figure": 10.0, "cell": 7.5, "row": 7.5}
_LARGEST_ELSEWHERE = 8.0
_STEP = 0.5
_GOES_ON = " …"
_OPEN_RISE, _DESCENT = 0.9, 0.24
"""Where the form's `fill-slot` puts the first and the last line, in parts of the type size."""


@dataclass(frozen=True)
class Fitted:
    """Lines of one size for a slot, and the glyphs that found no room there."""

    lines: list[Line]
    size: float
    rest: Line

    @property
    def whole(self) -> bool:
        return not self.rest


@dataclass(frozen=True)
class Room:
    """What a box leaves to a value, in points: the line's length and the height, all told."""

    width: float
    height: float
    leading: float
    open: bool
    smallest: float

    def lines(self, size: float) -> int:
        """How many lines of a size have room."""
        one = size * (self.first_rise + _DESCENT)
        return max(0, int((self.height - one) / (size * self.leading) + 1.0001))

    @property
    def first_rise(self) -> float:
        """What the first line takes above its base line, in parts of the type size."""
        return _OPEN_RISE if self.open else LATIN_TOP

    def takes(self, lines: Sequence[Line], size: float) -> bool:
        if not lines:
            return True
        rise = self.first_rise if self.open else top(lines[0])
        height = (rise + _DESCENT + (len(lines) - 1) * self.leading) * size
        return height <= self.height + 0.001 and all(
            width(line) * size <= self.width + 0.001 for line in lines
        )


def room(
    form: Form, slot: Slot, typesetter: Typesetter, *, with_unit: bool, smallest: float
) -> Room:
    """The room in a slot, as the form's procedure `fill-slot` reckons it."""
    unit = width(typesetter.glyphs(slot.unit)) * form.number("unit-size") + 1.5
    label = form.number("label-room" if slot.has_label_inside else "bare-room")
    return Room(
        slot.width - 2 * form.number("padding") - (unit if slot.unit and with_unit else 0),
        slot.height - label - form.number("floor-room"),
        form.number("leading"),
        slot.is_open,
        smallest,
    )


def fit(text: Line, slot: Slot, space: Room, typesetter: Typesetter) -> Fitted:
    """The text in the largest type in which it stands in the room whole, or as much as stands."""
    sizes = list(_sizes(_LARGEST.get(slot.look, _LARGEST_ELSEWHERE), space.smallest))
    if not any(map(is_break, text)):
        for size in sizes:
            if space.takes([text], size):
                return Fitted([text], size, [])
    for size in sizes:
        lines = wrapped(text, space.width / size, most=space.lines(size) + 1)
        if space.takes(lines, size):
            return Fitted(lines, size, [])
    return cut(text, space, space.smallest, typesetter)


def cut(text: Line, space: Room, size: float, typesetter: Typesetter) -> Fitted:
    """As many lines of the text as have room, the last with a sign that it goes on."""
    sign = typesetter.glyphs(_GOES_ON)
    breaks = list(islice(breaks_of(text, space.width / size), space.lines(size) + 1))
    if space.takes([text[a:b] for a, b in breaks], size):
        return Fitted([text[a:b] for a, b in breaks], size, [])
    while breaks and not space.takes([text[a:b] for a, b in breaks], size):
        breaks.pop()
    if not breaks:
        return Fitted([], size, text)
    start, end = breaks.pop()
    last = next(breaks_of(text[start:end], space.width / size - width(sign)), (0, 0))
    lines = [text[a:b] for a, b in breaks]
    level = text[start].level
    lines.append([*text[start : start + last[1]], *(g._replace(level=level) for g in sign)])
    return Fitted(lines, size, _stripped(text[start + last[1] :]))


def wrapped(text: Line, measure: float, most: int | None = None) -> list[Line]:
    """The text in lines (`most` at most) no longer than `measure`, in parts of the type size."""
    return [text[start:end] for start, end in islice(breaks_of(text, measure), most)]


def breaks_of(text: Line, measure: float) -> Iterator[tuple[int, int]]:
    """Start and end of each line. Lines end at a space, beside an ideograph, or else anywhere."""
    start = good = 0
    length = 0.0
    for place, glyph in enumerate(text):
        character = glyph.character
        if character == "\n":
            yield start, place
            start = good = place + 1
            length = 0.0
            continue
        if glyph.ideograph:
            good = max(good, place)
        length += glyph.width
        if length > measure and place > start and character != " ":
            end = good if good > start else place
            yield start, _without_space(text, start, end)
            start = end
            length = width(text[start : place + 1])
        if character in " -/" or glyph.ideograph:
            good = place + 1
    if start < len(text):
        yield start, _without_space(text, start, len(text))


def _sizes(largest: float, smallest: float) -> Iterator[float]:
    size = largest
    while size > smallest:
        yield size
        size -= _STEP
    yield smallest


def _without_space(text: Line, start: int, end: int) -> int:
    while end > start and text[end - 1].character == " ":
        end -= 1
    return end


def _stripped(text: Line) -> Line:
    start = 0
    while start < len(text) and text[start].character in " \n":
        start += 1
    return text[start:]
