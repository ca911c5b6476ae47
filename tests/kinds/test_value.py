"""Values that are declared by their parts: what a frozen dataclass gives, without its cost."""

from __future__ import annotations

import copy
import pickle
from functools import cached_property
from typing import Generic, TypeVar

import pytest

from exifilm_core.kinds import PartialDate, Reading, RoughDate
from exifilm_core.value import Value

T = TypeVar("T")


class Point(Value):
    """Two numbers and a name."""

    x: int
    y: int = 0
    name: str = "origin"

    @cached_property
    def total(self) -> int:
        return self.x + self.y


class Named(Point):
    """With a better default, and a part of its own."""

    name: str = "here"
    colour: str = "red"


class Box(Value, Generic[T]):
    """Something of any type."""

    content: T


def test_parts_come_in_order_or_by_name() -> None:
    assert Point(1) == Point(x=1) == Point(1, 0, "origin") != Point(1, 2)
    assert Named(1).name == "here" and Named(1, 2, "n", "blue").colour == "blue"
    assert repr(Named(1)) == "Named(x=1, y=0, name='here', colour='red')"
    assert Named.parts() == ("x", "y", "name", "colour")
    assert Box[int](3) == Box(3) != Box(4)


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, "n", 4), {}), ((1,), {"z": 1}), ((1,), {"x": 1}), ((), {"y": 1})],
)
def test_missing_and_unknown_parts_are_errors(values: tuple, named: dict) -> None:
    with pytest.raises(TypeError):
        Point(*values, **named)
    with pytest.raises(TypeError):
        Point(1).replace(z=1)


def test_values_of_two_classes_differ() -> None:
    assert Named(1, name="origin") != Point(1)
    assert PartialDate(1974) != RoughDate(1974, about=True)
    assert Point(1) != (1, 0, "origin")


def test_a_value_cannot_be_changed() -> None:
    point = Point(1, 2)
    for name in ("x", "other"):
        with pytest.raises(AttributeError):
            setattr(point, name, 5)
    assert point.total == 3, "what follows from it may be remembered"
    changed = point.replace(y=5)
    assert (point.y, changed.y, changed.total) == (2, 5, 6)
    assert hash(point) == hash(Point(1, 2)) and len({point, Point(1, 2), changed}) == 2


def test_copies_are_equal() -> None:
    for value in (Named(1), RoughDate(1974, about=True), Reading("moss", 9, zone=3)):
        assert copy.deepcopy(value) == copy.copy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value


def test_an_approximate_date_is_checked_whenever_it_is_made() -> None:
    with pytest.raises(ValueError):
        RoughDate(1974)
    with pytest.raises(ValueError):
        RoughDate(1974, about=True).replace(about=False)
