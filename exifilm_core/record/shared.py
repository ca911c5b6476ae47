"""What several records share, and where they differ, how many have each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.value import Value


class Values(Value):
    """A field's values in several records."""

    name: str
    counted: Mapping[str, int]
    """How many records have each text, in the form's notation; "" is an empty field."""

    @property
    def mixed(self) -> bool:
        """Whether two records differ."""
        return len(self.counted) > 1

    @property
    def text(self) -> str:
        """The text that all of them have; "" where they differ."""
        return next(iter(self.counted), "") if not self.mixed else ""

    @property
    def filled(self) -> int:
        """How many have a value."""
        return sum(count for text, count in self.counted.items() if text)


def values_in(records: Sequence[ExposureRecord], names: Iterable[str]) -> list[Values]:
    """The values of these fields, the most frequent first."""
    return [Values(name, _counted(records, name)) for name in names]


def _counted(records: Iterable[ExposureRecord], name: str) -> dict[str, int]:
    count = Counter(record.show(name) for record in records)
    return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))


class Shared(Value):
    """What several records have in common."""

    record: ExposureRecord
    """The values that all of them have."""
    mixed: frozenset[str] = frozenset()
    """The names of the fields in which two of them differ."""


def shared(records: Iterable[ExposureRecord]) -> Shared:
    """What these records have in common; nothing, if there are none.

    It counts no values, so that ten thousand records take no longer than a key press.
    """
    common: dict[str, object] = {}
    mixed: set[str] = set()
    for number, record in enumerate(records):
        values = record.values()
        if not number:
            common = dict(values)
            continue
        mixed.update(name for name in values if name not in common)
        differing = [name for name, value in common.items() if values.get(name) != value]
        mixed.update(differing)
        for name in differing:
            del common[name]
    return Shared(ExposureRecord().replace(**common), frozenset(mixed))


def common_value(records: Collection[ExposureRecord], name: str) -> Any:
    """The value that more than half of the records with a value have; None without such a one."""
    filled = [record for record in records if record[name] is not None]
    counted = Counter(record.show(name) for record in filled)
    if not counted:
        return None
    [(text, count)] = counted.most_common(1)
    if 2 * count <= len(filled):
        return None
    return next(record[name] for record in filled if record.show(name) == text)
