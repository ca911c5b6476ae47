"""Values that are declared by their parts, as frozen dataclasses are.

`dataclasses` loads Python's tokenizer and disassembler, and compiles code for each class. That
takes a third of the time in which a short command shows a record, so the core does without it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Value:
    """Immutable; two of one class are equal if their parts are.

    A subclass names its parts with their types, and gives defaults that cannot be changed:

    >>> class Reading(Value):
    ...     area: str
    ...     unit: str = "EV"
    >>> Reading("moss")
    Reading(area='moss', unit='EV')
    """

    _parts: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        names = [name for name in cls.__annotations__ if not name.startswith("_")]
        own = {name: vars(cls)[name] for name in names if name in vars(cls)}
        cls._parts = tuple(dict.fromkeys((*cls._parts, *names)))
        cls._defaults = {**cls._defaults, **own}

    def __init__(self, *values: Any, **named: Any) -> None:
        given = dict(zip(self._parts, values, strict=False))
        given.update(named)
        parts = vars(self)
        parts.update(self._defaults)
        parts.update(given)
        # There are fewer given if one is given twice, or if there are too many values.
        if len(given) < len(values) + len(named) or len(parts) != len(self._parts):
            raise self._refusal()
        self.__post_init__()

    def __post_init__(self) -> None:
        """Refuse parts that do not go together, in a subclass that has any."""

    @classmethod
    def parts(cls) -> tuple[str, ...]:
        """The names of the parts, in order."""
        return cls._parts

    def replace(self, **parts: Any) -> Self:
        """The same value with these parts changed."""
        copy = object.__new__(type(self))
        new = vars(copy)
        new.update(zip(self._parts, self._all(), strict=True))
        new.update(parts)
        if len(new) != len(self._parts):
            raise self._refusal()
        copy.__post_init__()
        return copy

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._parts)
        return f"{type(self).__name__}({parts})"

    def _refusal(self) -> TypeError:
        return TypeError(f"{type(self).__name__} has the parts {', '.join(self._parts)}")

    def _all(self) -> tuple[Any, ...]:
        return tuple(map(vars(self).__getitem__, self._parts))
