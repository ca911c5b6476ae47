"""A search for records: words that all occur in them, and conditions on their fields.

A condition follows from its field's kind. Values that have an order are compared: f/22..f/45. Of
the others, the words are looked for in the text, without regard to case and accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from exifilm_core.errors import ExifilmError, InvalidFieldError, shortened
from exifilm_core.kinds.folding import folded, words_of
from exifilm_core.kinds.numbers import plain
from exifilm_core.messages import Text
from exifilm_core.messages.fields import Fields
from exifilm_core.messages.searching import Searching
from exifilm_core.messages.values import Ambiguous, either
from exifilm_core.patterns import pattern
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.field import Field
from exifilm_core.record.names import called
from exifilm_core.record.numbers import number_of

NUMBER = ExposureRecord.image_id.name
"""The No., for which roll and frame stand where it is empty."""
RANGE = ".."
"""Stands between the ends of a range; a missing end leaves it open."""
ANY = "*"
"""Asks for any value."""
_CONDITION = pattern(
    r"(?P<name>[^\W\d][\w .,-]*?)\s*(?P<sign>!=|[<>]=?|==?)(?P<text>.*)", re.DOTALL
)
_IN_UNIT = pattern(r"[+-]?[\d.,/ ]*[\d.,]\s*(?P<unit>[^\d\s].*)")
_PHRASES = re.compile(r"(?<!\d)[,;]|[,;](?!\d)")
"""Commas, but not those of decimals: f/5,6."""


class Between(NamedTuple):
    """The field's value lies between two points of its kind's order, both included, or touches it.

    A value that is itself a span, such as a year, needs to overlap.
    """

    name: str
    low: Any = None
    """None where the range is open."""
    high: Any = None

    def holds(self, record: ExposureRecord) -> bool:
        value = record[self.name]
        if value is None and self.name == NUMBER:
            value = number_of(record) or None
        if value is None:
            return False
        first, last = record.field(self.name).kind.span(value)
        return (self.low is None or last >= self.low) and (self.high is None or first <= self.high)


class Containing(NamedTuple):
    """For each phrase, a text of the field has all its words."""

    name: str
    phrases: tuple[tuple[str, ...], ...]

    def holds(self, record: ExposureRecord) -> bool:
        value = record[self.name]
        if value is None:
            return False
        texts = list(map(folded, record.field(self.name).kind.texts(value)))
        return all(any(_has_all(text, phrase) for text in texts) for phrase in self.phrases)


class Empty(NamedTuple):
    """The field has no value."""

    name: str

    def holds(self, record: ExposureRecord) -> bool:
        return record[self.name] is None


class Not(NamedTuple):
    """At least one of these conditions does not hold."""

    conditions: tuple[Condition, ...]

    @property
    def name(self) -> str:
        return self.conditions[0].name

    def holds(self, record: ExposureRecord) -> bool:
        return not all(condition.holds(record) for condition in self.conditions)


Condition = Between | Containing | Empty | Not


class Query(NamedTuple):
    """What a search asks for."""

    words: tuple[str, ...] = ()
    """Folded words; each is part of a text of the record, or of the scan's name."""
    conditions: tuple[Condition, ...] = ()

    def matches(self, record: ExposureRecord, *names: str) -> bool:
        """Whether all conditions hold, and all words occur in the record or in these names."""
        return self.holds(record) and (
            not self.words or self.has_words_in(searched(record, *names))
        )

    def holds(self, record: ExposureRecord) -> bool:
        """Whether all conditions hold."""
        return all(condition.holds(record) for condition in self.conditions)

    def has_words_in(self, texts: str) -> bool:
        """Whether all words occur in these texts, as `searched` gives them."""
        return _has_all(texts, self.words)

    def fields_of(self, record: ExposureRecord) -> list[str]:
        """The fields that the search is about: of its conditions, and those that have its words."""
        asked = {condition.name for condition in self.conditions}
        return [
            name
            for name, value in record.filled().items()
            if name in asked
            or any(
                word in folded(text) for text in _texts(record, name, value) for word in self.words
            )
        ]


class Asked(NamedTuple):
    """A query as it was typed, and the problems of its parts that are invalid."""

    query: Query
    problems: list[Text]

    def get(self) -> Query:
        """The query. ExifilmError with the first problem, if there is one."""
        if self.problems:
            raise ExifilmError(self.problems[0])
        return self.query


def searched(record: ExposureRecord, *names: str) -> str:
    """All texts of the record and these names, folded, in which a search looks for words."""
    texts = [
        text for name, value in record.filled().items() for text in _texts(record, name, value)
    ]
    # One by one: many scans share a text.
    return "\n".join(map(folded, [*texts, number_of(record), *names]))


def asked(arguments: Iterable[str]) -> Asked:
    """The query that consists of words and of conditions: FIELD=VALUE, FIELD!=VALUE.

    VALUE may be a range in the field's notation, open at one end; none asks for an empty field.
    """
    words: list[str] = []
    conditions: list[Condition] = []
    problems: list[Text] = []
    for argument in arguments:
        try:
            condition = _condition(argument)
        except ExifilmError as problem:
            problems.append(problem.text)
            continue
        if condition is None:
            words += words_of(argument)
        else:
            conditions += condition
    return Asked(Query(tuple(words), tuple(conditions)), problems)


def _condition(argument: str) -> tuple[Condition, ...] | None:
    """The conditions that all hold; None for words."""
    match = _CONDITION.fullmatch(argument)
    if not match:
        return None
    name, sign, text = match["name"], match["sign"], match["text"].strip()
    if sign[0] in "<>":
        if "=" not in sign and not called(name, ExposureRecord.fields()):
            return None
        name = ExposureRecord.field(name).name
        written = f"{name}={text}{RANGE}" if sign[0] == ">" else f"{name}={RANGE}{text}"
        raise ExifilmError(Searching.COMPARISON(text=shortened(argument), range=shortened(written)))
    conditions = _of_field(ExposureRecord.field(name), text)
    return (Not(conditions),) if sign == "!=" else conditions


def _of_field(declared: Field[Any], text: str) -> tuple[Condition, ...]:
    name, kind = declared.name, declared.kind
    if not text:
        return (Empty(name),)
    if text == ANY:
        return (Not((Empty(name),)),)
    if not kind.ordered:
        phrases = (words_of(phrase) for phrase in _PHRASES.split(text))
        return (Containing(name, tuple(phrase for phrase in phrases if phrase)),)
    if RANGE in text:
        return (_range(declared, text),)
    written = declared.written(text)
    spans = {name: ExposureRecord.field(name).kind.span(value) for name, value in written.items()}
    return tuple(Between(name, *span) for name, span in spans.items())


def _range(declared: Field[Any], text: str) -> Between:
    """The range of a text such as f/22..f/45, 2012.. or ..30s."""
    low, _, high = map(str.strip, text.partition(RANGE))
    kind = declared.kind
    first = declared.value_of(low) if low else None
    last = declared.value_of(high) if high else None
    least = None if first is None else kind.span(first)[0]
    greatest = None if last is None else kind.span(last)[1]
    if least is not None and greatest is not None:
        _refuse_two_units(declared, text, (low, high), (first, last))
        if least > greatest:
            swapped = shortened(f"{declared.name}={high}{RANGE}{low}")
            raise _refusal(declared, Searching.BACKWARDS(text=shortened(text), swapped=swapped))
    return Between(declared.name, least, greatest)


def _refuse_two_units(
    declared: Field[Any], text: str, ends: tuple[str, str], values: tuple[Any, Any]
) -> None:
    """InvalidFieldError where an end without a unit may have the other end's: 4..8 min."""
    kind = declared.kind
    readings = []
    for this, other in ((0, 1), (1, 0)):
        unit = _unit_of(ends[other])
        if not unit or _unit_of(ends[this]):
            continue
        try:
            meant = kind.parse(f"{ends[this]} {unit}")
        except ValueError:
            continue
        if meant is not None and meant != values[this]:
            both = [*values]
            both[this] = meant
            readings = [_shown(declared, *values), _shown(declared, *both)]
    if readings:
        words = Ambiguous.AMBIGUOUS(readings=either(readings))
        raise _refusal(declared, Fields.SEVERAL_READINGS(text=shortened(text), readings=words))


def _unit_of(text: str) -> str:
    """What follows the number, "" for a number alone or another notation."""
    try:
        match = _IN_UNIT.fullmatch(plain(text))
    except ValueError:  # it is too long
        return ""
    return match["unit"] if match else ""


def _shown(declared: Field[Any], first: Any, last: Any) -> Text:
    show = declared.kind.show
    return Ambiguous.PERIOD(first=show(first), last=show(last))


def _refusal(declared: Field[Any], words: Text) -> InvalidFieldError:
    return InvalidFieldError(declared.label, declared.name, words)


def _texts(record: ExposureRecord, name: str, value: Any) -> tuple[str, ...]:
    kind = record.field(name).kind
    return kind.texts(value) if kind.textual else ()


def _has_all(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)
