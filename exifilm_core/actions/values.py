"""The values to set: typed, copied from another record, or in JSON.

Every invalid part is collected, so that a person corrects all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from exifilm_core.errors import ExifilmError
from exifilm_core.messages import Text
from exifilm_core.messages.fields import Fields
from exifilm_core.record import ExposureRecord, Section

T = TypeVar("T")
NOT_COPIED = ("image_id", "frame")
"""The fields that are not copied besides the section of the scan: the sheet's own numbers."""


@dataclass
class Values:
    """Values by field, and the problems of those that are invalid."""

    values: dict[str, Any] = field(default_factory=dict)
    """None empties the field."""
    problems: list[Text] = field(default_factory=list)

    def get(self) -> dict[str, Any]:
        """The values. ExifilmError with the first problem, if there is one."""
        if self.problems:
            raise ExifilmError(self.problems[0])
        return self.values


def typed(assignments: Iterable[tuple[str, str]]) -> Values:
    """The values of texts by a field's name or label, in the photographer's notation."""
    return _collected(assignments, lambda name, text: ExposureRecord.field(name).written(text))


def in_json(data: Any) -> Values:
    """The values of a record in JSON, or of one scan as `exifilm show --json` writes it."""
    if isinstance(data, Mapping) and "record" in data:
        data = data["record"]
    if isinstance(data, Mapping):
        return _collected(
            data.items(), lambda name, part: ExposureRecord.values_in_json({name: part})
        )
    try:
        return Values(ExposureRecord.values_in_json(data))
    except ExifilmError as problem:
        return Values(problems=[problem.text])


def copied(record: ExposureRecord) -> dict[str, Any]:
    """The filled-in values that a copy of another scan's record takes over."""
    return {
        name: value
        for name, value in record.filled().items()
        if name not in NOT_COPIED and record.field(name).section is not Section.SCAN
    }


def _collected(
    given: Iterable[tuple[str, T]], values_of: Callable[[str, T], dict[str, Any]]
) -> Values:
    found = Values()
    for name, written in given:
        try:
            values = values_of(name, written)
        except ExifilmError as problem:
            found.problems.append(problem.text)
            continue
        for meant, value in values.items():
            if found.values.setdefault(meant, value) != value:
                found.problems.append(Fields.GIVEN_TWICE(name=meant))
    return found
