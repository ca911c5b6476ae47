"""What one field of the exposure record is, and what a record does with all of its fields.

A field is declared once, as a line in the body of `ExposureRecord`; reading the attribute gives
its value, assigning checks it, and assigning text reads it as a photographer writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from exifilm_core.errors import ExifilmError, shortened
from exifilm_core.if_there import IfThere, copies_of
from exifilm_core.kinds import Kind
from exifilm_core.record.names import called, refusal
from exifilm_core.tags import Tag

T = TypeVar("T")


class Section(Enum):
    """The sections of the form, in the order in which one works."""

    SHEET = "Sheet"
    FILM = "Film"
    CAMERA = "Camera and lens"
    GEOMETRY = "Camera geometry"
    LUMINOSITY = "Luminosity"
    EXPOSURE = "Exposure"
    DEVELOPMENT = "Development"
    NOTES = "Notes"
    SCAN = "The scan itself"

    @property
    def title(self) -> str:
        return self.value


class Field(Generic[T]):
    """One field: what it is called on the form, what it holds, and where that is kept."""

    name: str = ""

    def __init__(
        self,
        section: Section,
        label: str,
        kind: Kind[T],
        home: Tag,
        *mirrors: Tag,
        help: str,
        boxed: bool = False,
        own: Tag | None = None,
        instead: Tag | None = None,
        if_there: tuple[IfThere, ...] = (),
        also: str = "",
        stays: bool = False,
        counts: bool = False,
        sought: bool = False,
    ) -> None:
        self.section = section
        self.label = label
        self.kind = kind
        self.home = home
        self.mirrors = mirrors
        self.help = help
        self.own = own
        """Our own copy of a standard home that other programs write from libraries of theirs."""
        self.instead = instead
        """Where the value goes when the standard home has to stay what a copy camera wrote."""
        self.if_there = (*if_there, *copies_of(self.tags))
        """Mirrors that are brought in step where a file has them, and never created or read."""
        self.also = also
        """The field beside it that a notation such as “8 x 4 s” fills too."""
        self.stays = stays
        """Whether it commonly stays the same from sheet to sheet, as what is in the camera bag."""
        self.counts = counts
        """Whether it counts up from sheet to sheet."""
        self.sought = sought
        """Whether a list of scans is searched by it."""
        self.boxed = boxed
        """Whether it has a box of its own on the quarter-page form that is taken to the field."""

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.name = name
        self._owner = owner

    @overload
    def __get__(self, record: None, owner: type) -> Field[T]: ...
    @overload
    def __get__(self, record: Record, owner: type) -> T | None: ...
    def __get__(self, record: Record | None, owner: type) -> Field[T] | T | None:
        return self if record is None else record._values.get(self.name)

    def __set__(self, record: Record, value: T | str | None) -> None:
        values = (
            self.written(value) if isinstance(value, str) else {self.name: self.value_of(value)}
        )
        for name, checked in values.items():
            if checked is None:
                record._values.pop(name, None)
            else:
                record._values[name] = checked

    def __repr__(self) -> str:
        return f"<field {self.name}>"

    @property
    def unit(self) -> str:
        """The unit of the value, "" where it has none."""
        return self.kind.unit

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The home and the mirrors, in the order in which they are read."""
        return (self.home, *self.mirrors)

    def value_of(self, value: T | str | None) -> T | None:
        """The settled value of what was assigned or written; None for nothing.

        ExifilmError says the field, the text, and what would be understood.
        """
        try:
            return self.kind.parse(value) if isinstance(value, str) else self.kind.checked(value)
        except ValueError as problem:
            raise self.refusal(value, problem) from problem

    def written(self, text: str) -> dict[str, Any]:
        """The values of what a photographer wrote: the field's, and another's where it fills both.

        ExifilmError as for `value_of`.
        """
        try:
            parts = self.kind.split(text) if self.also else None
        except ValueError as problem:
            raise self.refusal(text, problem) from problem
        if parts is None:
            return {self.name: self.value_of(text)}
        other = self._owner.field(self.also)
        return {self.name: self.value_of(parts[0]), other.name: other.value_of(parts[1])}

    def value_of_json(self, data: Any) -> T | None:
        """The settled value of the field's JSON form."""
        try:
            return self.kind.from_json(data)
        except (ValueError, TypeError) as problem:
            raise self.refusal(data, problem) from problem

    def refusal(self, value: object, problem: Exception) -> ExifilmError:
        written = shortened(str(value))
        return ExifilmError(
            f"{self.label} ({self.name}): “{written}” cannot be understood: {problem}. "
            f"Write {self.kind.accepts}.",
            field=self.name,
        )


class Record:
    """Values of the fields that a subclass declares. Two records with equal values are equal."""

    _fields: ClassVar[Mapping[str, Field[Any]]] = {}
    _values: dict[str, Any]

    def __init_subclass__(cls) -> None:
        cls._fields = {name: field for name, field in vars(cls).items() if isinstance(field, Field)}

    def __init__(self, **values: Any) -> None:
        self._values = {}
        for name, value in values.items():
            self[name] = value

    @classmethod
    def fields(cls) -> tuple[Field[Any], ...]:
        """All fields, in the order of the paper form."""
        return tuple(cls._fields.values())

    @classmethod
    def field(cls, name: str) -> Field[Any]:
        """The field of that name, in any case, or with that label, in any language of the form.

        ExifilmError when there is none, with the nearest, or more than one, with all of them.
        """
        if found := cls._fields.get(name):
            return found
        meant = called(name, cls.fields())
        if len(meant) == 1:
            return meant[0]
        raise refusal(name, cls.fields())

    def __getitem__(self, name: str) -> Any:
        return self._values.get(self.field(name).name)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, self.field(name).name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._fields and name != "_values":
            raise refusal(name, self.fields())  # an attribute is not found by a label
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]  # a record can be changed

    def __bool__(self) -> bool:
        """Whether anything is filled in."""
        return bool(self._values)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.filled().items())
        return f"{type(self).__name__}({inside})"

    def __iter__(self) -> Iterator[str]:
        return iter(self.filled())

    def filled(self) -> dict[str, Any]:
        """The values of the fields that are filled in, in the order of the form."""
        return {name: self._values[name] for name in self._fields if name in self._values}

    def show(self, name: str) -> str:
        """The field's value in the notation of the form, "" where it is empty."""
        value = self[name]
        return "" if value is None else self.field(name).kind.show(value)

    def replace(self, **values: Any) -> Self:
        """A copy in which these fields have these values."""
        copy = type(self)()
        copy._values = dict(self._values)
        for name, value in values.items():
            copy[name] = value
        return copy

    def to_json(self) -> dict[str, Any]:
        """The filled-in fields as what `json.dump` writes: numbers in the field's unit."""
        return {name: self.field(name).kind.to_json(value) for name, value in self.filled().items()}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The record of its JSON form; null is an empty field, a text what one writes on paper.

        ExifilmError says what is wrong.
        """
        return cls().replace(**cls.values_in_json(data))

    @classmethod
    def values_in_json(cls, data: Any) -> dict[str, Any]:
        """The fields that the JSON form of a record names, None for null. ExifilmError as there."""
        if not isinstance(data, Mapping):
            raise ExifilmError(
                "a record in JSON is an object with the names of fields, such as "
                '{"subject": "Moonrise"}; “exifilm schema” describes it.'
            )
        values: dict[str, Any] = {}
        for name, part in data.items():
            field = cls.field(str(name))
            if isinstance(part, str):
                written = field.written(part)
            else:
                written = {field.name: field.value_of_json(part)}
            for meant, value in written.items():
                if values.setdefault(meant, value) != value:
                    raise ExifilmError(f"{meant} is given twice, with different values.")
        return values

    def changes_to(self, other: Record) -> tuple[str, ...]:
        """The names of the fields whose values are others in `other`, in the order of the form."""
        return tuple(
            name for name in self._fields if self._values.get(name) != other._values.get(name)
        )
