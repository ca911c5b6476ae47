"""The sorts of kit and their fields, an item of kit, a set of items, and a table of N±."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from exifilm_core.kinds.folding import folded
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.field import Field
from exifilm_core.value import Value


class Sort(Value):
    """A sort of kit, such as lenses."""

    name: str
    """As in the declaration of its fields, and in the heading of an item: [[lens]]."""
    main: str
    """The field that holds an item's name, unless the item says otherwise."""
    second: str = ""
    """The field that tells two items with the same name apart."""
    own: str = ""
    """The key of what an item has besides fields."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in the order of the form."""
        return tuple(field.name for field in ExposureRecord.fields() if field.kit == self.name)

    @property
    def title(self) -> str:
        """What a list of its items is called."""
        return f"{self.name.capitalize()}{'e' if self.name.endswith('s') else ''}s"


def _sort(main: Field[Any], second: Field[Any] | None = None, own: str = "") -> Sort:
    return Sort(main.kit, main.name, second.name if second else "", own)


SPEEDS, FACTORS, HOLDERS = "speeds", "factors", "holders"
SORTS: dict[str, Sort] = {
    sort.name: sort
    for sort in (
        _sort(ExposureRecord.camera_model, ExposureRecord.camera_serial),
        _sort(ExposureRecord.lens, ExposureRecord.lens_serial, SPEEDS),
        _sort(ExposureRecord.filter, own=FACTORS),
        _sort(ExposureRecord.meter),
        _sort(ExposureRecord.film, ExposureRecord.film_format, HOLDERS),
        _sort(ExposureRecord.developer, ExposureRecord.dilution),
    )
}
"""The sorts by name, in the order of a list."""


class Item(Value):
    """A piece of kit: its name, and what it fills in."""

    sort: str
    name: str
    values: Mapping[str, Any]
    """The settled values of fields of a record, by name, in the order of the form."""
    speeds: Mapping[float, float] = {}
    """Of a lens: the measured times of marks of its shutter, both in s."""
    factors: Mapping[str, float] = {}
    """Of a filter: its factors by film."""
    holders: tuple[str, ...] = ()
    """Of a film: the holders in which it is loaded."""

    @property
    def names(self) -> frozenset[str]:
        """What it is called, folded: its name, alone and after its sort, and its main field."""
        main = self.values.get(SORTS[self.sort].main, "")
        return frozenset(map(folded, filter(None, (self.name, f"{self.sort} {self.name}", main))))

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words by which a few letters find it."""
        return words_in([self.sort, self.name, *shown(self.values, SORTS[self.sort].fields)])

    @property
    def called(self) -> str:
        """What a set calls it: its name, or the holder that it is in."""
        holder: str = self.values.get(ExposureRecord.holder.name, self.name)
        return holder

    def in_holder(self, holder: str) -> Item:
        """This film, with the holder that it is in."""
        return self.replace(values={**self.values, ExposureRecord.holder.name: holder})


class Set(Value):
    """Items that are used together, and values of fields, which win over those of the items."""

    name: str
    items: tuple[Item, ...]
    own: Mapping[str, Any] = {}
    """The settled values of fields that the set gives itself."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset({folded(self.name), folded(f"set {self.name}")})

    @property
    def words(self) -> tuple[str, ...]:
        return words_in(["set", self.name])


Thing = Item | Set


class Table(Value):
    """A photographer's own developing times for a film, by the stops from normal."""

    about: Mapping[str, Any]
    """Film and developer, as values of fields."""
    times: Mapping[float, float]
    """Seconds by stops from normal: 1 for N+1."""

    def nearest(self, stops: float) -> float:
        """The stops of the table that are nearest to these; of two, those nearer to normal.

        >>> Table({}, {-1: 400, 0: 540, 1: 780}).nearest(1.5)
        1
        """
        return min(self.times, key=lambda known: (abs(known - stops), abs(known)))


TABLE_FIELDS = tuple(
    field.name for field in ExposureRecord.fields() if field.kit in ("film", "developer")
)
"""The fields that say what a table is for."""


def shown(values: Mapping[str, Any], fields: Iterable[str]) -> list[str]:
    """The values of these fields in the form's notation, as far as there are any."""
    return [ExposureRecord.field(name).kind.show(values[name]) for name in fields if name in values]


def told(values: Mapping[str, Any]) -> str:
    """The values in one line; a number that says nothing alone has its label: EI 64.

    >>> told({"lens_make": "Nikon", "focal_length": 150.0, "exposure_index": 64.0})
    'Nikon, 150 mm, EI 64'
    """
    parts = []
    for name, value in values.items():
        field = ExposureRecord.field(name)
        text = field.kind.show(value)
        says_nothing = text[-1:].isdigit() and not field.kind.textual
        parts.append(f"{field.label} {text}" if says_nothing else text)
    return ", ".join(parts)


def words_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The folded words of texts, and the parts of those with a hyphen and the like."""
    found = [word for text in texts for word in re.findall(r"[^\s,;()]+", folded(text))]
    parts = [part for word in found for part in re.findall(r"\w+", word)]
    return tuple(dict.fromkeys([*found, *parts]))


def begins(words: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether each of the `wanted` is the beginning of one of the words."""
    words = tuple(words)
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


def in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in the order of the form, without empty ones."""
    return {
        field.name: values[field.name]
        for field in ExposureRecord.fields()
        if values.get(field.name) is not None
    }
