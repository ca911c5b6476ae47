"""Values over several records in their order: numbers that count up, and two records swapped."""

from __future__ import annotations

from typing import Any

from exifilm_core.record.counting import next_of
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.record.field import Section


def counting_from(name: str, first: str, count: int) -> list[str]:
    """That many values of a field, beginning with this one; fewer if it cannot be counted up.

    >>> counting_from("holder", "12A", 3)
    ['12A', '12B', '13A']
    """
    field = ExposureRecord.field(name)
    numbers = [first] if first and count else []
    while numbers and len(numbers) < count and (following := next_of(field, numbers[-1])):
        numbers.append(following)
    return numbers


def swapped(one: ExposureRecord, other: ExposureRecord) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values with which each gets what the other has, but for the fields about the scan."""
    names = [
        name
        for name in one.changes_to(other)
        if ExposureRecord.field(name).section is not Section.SCAN
    ]
    return {name: other[name] for name in names}, {name: one[name] for name in names}
