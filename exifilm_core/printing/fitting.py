"""Values fitted to their boxes: smaller type first, then several lines, then a remainder.

No text is lost. `fit` gives the lines in the box. If the text does not fit at the smallest readable
size, it also gives the rest, for the next form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from exifilm_core.printing.form import Form, Slot
from exifilm_core.printing.text import (
    DESCENT,
    LATIN_TOP,
    Glyph,
    Line,
    Typesetter,
    is_break,
    top,
    width,
)

SMALLEST = 5.5
"""Points; smaller type is unreadable without a magnifier."""
_LARGEST = {"figure": 10.0, "cell": 7.5, "row": 7.5}
_LARGEST_ELSEWHERE = 8.0
_STEP = 0.5
_GOES_ON = " …"
_OPEN_RISE = 0.9
"""The rise of the first line of an open field, as in `fill-slot`, in parts of the type size."""
_SIGNS = frozenset("+-−±.,:/⁄")
"""Signs before, after or between the digits of one number."""
_LONGEST_NUMBER = 20
"""Characters; a longer row of digits may be broken like a word."""


@dataclass(frozen=True)
class Fitted:
    """Lines of one size for a slot. The text continues at `end`, without room for more of it."""

    lines: list[Line]
    size: float
    end: int


@dataclass(frozen=True)
class Room:
    """The space for a value in a box, in points: the length of a line, and the total height."""

    width: float
    height: float
    leading: float
    open: bool
    smallest: float

    def lines(self, size: float) -> int:
        """The number of lines of a size that fit."""
        one = size * (self.first_rise + DESCENT)
        return max(0, int((self.height - one) / (size * self.leading) + 1.0001))

    @property
    def first_rise(self) -> float:
        """The height of the first line above its base line, in parts of the type size."""
        return _OPEN_RISE if self.open else LATIN_TOP

    def takes(self, lines: Sequence[Line], size: float) -> bool:
        if not lines:
            return True
        rise = self.first_rise if self.open else top(lines[0])
        height = (rise + DESCENT + (len(lines) - 1) * self.leading) * size
        return height <= self.height + 0.001 and all(
            width(line) * size <= self.width + 0.001 for line in lines
        )


def room(
    form: Form, slot: Slot, typesetter: Typesetter, *, with_unit: bool, smallest: float
) -> Room:
    """The room in a slot, by the same rules as the form's procedure `fill-slot`."""
    unit = width(typesetter.glyphs(slot.unit)) * form.number("unit-size") + form.number("unit-gap")
    right = form.number("open-padding" if slot.look == "open" else "padding")
    label = form.number("label-room" if slot.has_label_inside else "bare-room")
    return Room(
        slot.width - form.number("padding") - right - (unit if slot.unit and with_unit else 0),
        slot.height - label - form.number("floor-room"),
        form.number("leading"),
        slot.is_open,
        smallest,
    )


def fit(text: Line, slot: Slot, space: Room, typesetter: Typesetter) -> Fitted:
    """The text in the largest type in which all of it fits, or as much as fits."""
    sizes = list(_sizes(_LARGEST.get(slot.look, _LARGEST_ELSEWHERE), space.smallest))
    if not any(map(is_break, text)):
        for size in sizes:
            if space.takes([text], size):
                return Fitted([text], size, len(text))
    for size in sizes:
        if (fitted := _standing(text, space, size)).end == len(text):
            return fitted
    return cut(text, space, space.smallest, typesetter)


def cut(text: Line, space: Room, size: float, typesetter: Typesetter, start: int = 0) -> Fitted:
    """As many lines of the text from `start` on as fit.

    If the text continues, a sign ends the last line.
    """
    standing = _standing(text, space, size, start)
    if standing.end == len(text):
        return standing
    signs = typesetter.glyphs(_GOES_ON)
    places = list(islice(breaks_of(text, space.width / size, start), len(standing.lines)))
    lines = standing.lines[:]
    while lines:
        lines.pop()
        begin, _ = places[len(lines)]
        _, end = next(breaks_of(text, space.width / size - width(signs), begin))
        sign = [glyph._replace(level=text[begin].level) for glyph in signs]
        last = [*text[begin:end], *sign]
        if (end > begin or not lines) and space.takes([*lines, last], size):
            return Fitted([*lines, last], size, _after_space(text, end))
    return Fitted([], size, start)


def _standing(text: Line, space: Room, size: float, start: int = 0) -> Fitted:
    """The lines of the text from `start` on that fit in this size."""
    places = list(islice(breaks_of(text, space.width / size, start), space.lines(size) + 1))
    while places and not space.takes([text[begin:end] for begin, end in places], size):
        places.pop()
    end = _after_space(text, places[-1][1] if places else start)
    return Fitted([text[begin:end] for begin, end in places], size, end)


def wrapped(text: Line, measure: float, most: int | None = None) -> list[Line]:
    """The text in at most `most` lines no longer than `measure`, in parts of the type size."""
    return [text[start:end] for start, end in islice(breaks_of(text, measure), most)]


def breaks_of(text: Line, measure: float, start: int = 0) -> Iterator[tuple[int, int]]:
    """Start and end of each line of the text from `start` on.

    A line ends at a space, after a hyphen or a stroke, or next to an ideograph. Otherwise it ends
    anywhere but in a number. A number that is longer than the line is a line of its own, which runs
    over.
    """
    good = start
    length = 0.0
    for place in range(start, len(text)):
        glyph = text[place]
        if is_break(glyph):
            yield start, place
            start = good = place + 1
            length = 0.0
            continue
        if place > start and _may_end_between(text[place - 1], glyph):
            good = place
        length += glyph.width
        if length > measure and glyph.character != " ":
            end = good if good > start else _end_within_word(text, start, place)
            if end > start:
                yield start, _without_space(text, start, end)
                start = end
                length = width(text[start : place + 1])
    if start < len(text):
        yield start, _without_space(text, start, len(text))


def _may_end_between(one: Glyph, other: Glyph) -> bool:
    if one.character not in " -/":
        return one.ideograph or other.ideograph
    return one.character == " " or not _in_one_number(one, other)


def _end_within_word(text: Line, start: int, place: int) -> int:
    """The end of a line within a word that does not fit, at most `place`.

    It is `start` if the word begins with a number that is longer than the line.
    """
    end = place
    while (
        end > start and place - end < _LONGEST_NUMBER and _in_one_number(*text[end - 1 : end + 1])
    ):
        end -= 1
    return place if place - end == _LONGEST_NUMBER else end


def _in_one_number(one: Glyph, other: Glyph) -> bool:
    """Whether two neighbours belong to one number: -120.5, 1/60, 22½, 1998-05-03."""
    if one.ideograph or other.ideograph:
        return False
    signs = [glyph.character in _SIGNS for glyph in (one, other)]
    digits = [glyph.character.isnumeric() for glyph in (one, other)]
    return any(digits) and all(map(max, signs, digits))


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


def _after_space(text: Line, place: int) -> int:
    while place < len(text) and text[place].character in " \n":
        place += 1
    return place
