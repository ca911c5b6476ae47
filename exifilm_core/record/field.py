"""The fields of a record, and the record as the sum of its fields.

`ExposureRecord` declares each field once, as a line in its body. The attribute gives the field's
value. An assignment checks the value, and parses a text in the photographer's notation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from exifilm_core.errors import (
    AmbiguousValueError,
    ExifilmError,
    InvalidFieldError,
    InvalidValueError,
    shortened,
)
from exifilm_core.kinds import Kind
from exifilm_core.messages import Text
from exifilm_core.messages.fields import Fields
from exifilm_core.messages.values import Reason
from exifilm_core.record.names import called, refusal
from exifilm_core.tags.if_there import IfThere, copies_of
from exifilm_core.tags.styles import Tag

T = TypeVar("T")


class Section(Enum):
    """The sections of the form, in the order of the work."""

    SHEET = "Sheet"
    FILM = "Film"
    CAMERA = "Camera and lens"
    GEOMETRY = "Movements"
    LUMINOSITY = "Meter readings"
    EXPOSURE = "Exposure"
    DEVELOPMENT = "Development"
    NOTES = "Notes"
    SCAN = "The scan itself"

    @property
    def title(self) -> str:
        return self.value


class Field(Generic[T]):
    """One field: its label on the form, its kind of value, and its tags."""

    name: str = ""

    def __init__(
        self,
        section: Section,
        label: str,
        kind: Kind[T],
        home: Tag,
        *mirrors: Tag,
        help: str,
        example: str = "",
        aliases: tuple[str, ...] = (),
        boxed: bool = False,
        own: Tag | None = None,
        instead: Tag | None = None,
        if_there: tuple[IfThere, ...] = (),
        also: tuple[str, ...] = (),
        fills: str = "",
        stays: bool = False,
        counts: bool = False,
        in_panels: bool = False,
        kit: str = "",
        decided: bool = False,
    ) -> None:
        self.section = section
        self.label = label
        self.kind = kind
        self.home = home
        self.mirrors = mirrors
        self.purpose = help
        """The field's help without its example."""
        self.example = example
        """A valid text, for a kind that accepts any."""
        self.aliases = aliases
        """Further names of the field, in any language: shorter ones, and former labels."""
        self.own = own
        """Our own copy of a standard home that other programs write from their library."""
        self.instead = instead
        """The home of the value in an image whose standard home must keep a copy camera's value."""
        self.if_there = (*if_there, *copies_of(self.tags))
        """Mirrors of other programs. A save updates them, but never creates or reads them."""
        self.also = also
        """The further fields that a notation such as “8 x 4 s” fills."""
        self.fills = fills
        """That notation in words, for a person who types it."""
        self.stays = stays
        """Whether sheets often share its value, such as a lens in the camera bag."""
        self.counts = counts
        """Whether its value counts up from sheet to sheet."""
        self.boxed = boxed
        """Whether it has a box on the quarter-page paper form."""
        self.in_panels = in_panels
        """Whether a panel in a photo program shows it, unless its user has chosen others."""
        self.kit = kit
        """The sort of kit that it describes, such as "lens"; "" for what is no equipment."""
        self.decided = decided
        """Whether the photographer decides it for that thing, where others are facts of it."""

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
        """The unit of the value, "" if it has none."""
        return self.kind.unit

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The home and the mirrors, in the order of reading."""
        return (self.home, *self.mirrors)

    @property
    def hint(self) -> Text:
        """The field's help for a person who types: with its notation for several fields."""
        described = self._described()
        if not self.fills:
            return described
        return Fields.AND_NOTATION(purpose=described, notation=Text(self.fills))

    @property
    def help(self) -> str:
        """The field's help in English, with its example if it has one."""
        return str(self._described())

    def _described(self) -> Text:
        purpose = Text(self.purpose)
        if not self.example:
            return purpose
        return Fields.FOR_EXAMPLE(purpose=purpose, example=Text(self.example))

    @property
    def accepts(self) -> Text:
        """Examples of valid entries, to follow “Enter”."""
        if self.example:
            return Fields.TEXT_SUCH_AS(example=Text(self.example))
        return Text(self.kind.accepts)

    def value_of(self, value: T | str | None) -> T | None:
        """The settled value of an assigned value or text; None if it is empty.

        InvalidFieldError gives the field, the text, the reason, and valid notations.
        """
        try:
            return self.kind.parse(value) if isinstance(value, str) else self.kind.checked(value)
        except ValueError as problem:
            raise self._refusal(value, problem) from problem

    @property
    def partners(self) -> tuple[str, ...]:
        """All other fields that a text may fill, their own partners included."""
        found = [self.name]
        for name in found:
            found += [each for each in self._owner.field(name).also if each not in found]
        return tuple(found[1:])

    def written(self, text: str) -> dict[str, Any]:
        """The values of a photographer's text, by field; some notations fill several fields.

        Errors as for `value_of`.
        """
        try:
            parts = self.kind.split(text) if self.also else None
        except ValueError as problem:
            raise self._refusal(text, problem) from problem
        if parts is None:
            return {self.name: self.value_of(text)}
        values = {self.name: self.value_of(parts[0])}
        for name, part in zip(self.also, parts[1:], strict=True):
            if part is not None:
                values |= self._owner.field(name).written(part)
        return values

    def value_of_json(self, data: Any) -> T | None:
        """The settled value of the field's JSON form."""
        try:
            return self.kind.from_json(data)
        except (ValueError, TypeError) as problem:
            raise self._refusal(data, problem) from problem

    def _refusal(self, value: object, problem: Exception) -> InvalidFieldError:
        text = shortened(str(value))
        invalid = self.kind.invalid(text=text)
        if isinstance(problem, AmbiguousValueError):
            words = Fields.SEVERAL_READINGS(text=text, readings=problem.text)
        elif isinstance(problem, InvalidValueError) and problem.code != Reason.NOT_VALID.name:
            words = Fields.INVALID_BECAUSE(
                invalid=invalid, reason=problem.text, accepts=self.accepts
            )
        else:
            words = Fields.INVALID(invalid=invalid, accepts=self.accepts)
        return InvalidFieldError(self.label, self.name, words)


class Record:
    """The values of the fields of a subclass. Two records with equal values are equal."""

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
        """The field of that name, in any case, or of that label, in any language of the form.

        ExifilmError if the name means no field or several; it lists those, or similar names.
        """
        if found := cls._fields.get(name):
            return found
        meant = called(name, cls.fields())
        if len(meant) == 1:
            return meant[0]
        raise refusal(name, cls.fields())

    def __getitem__(self, name: str) -> Any:
        return self._values.get(name if name in self._fields else self.field(name).name)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, self.field(name).name, value)

    def take(self, name: str, settled: Any) -> None:
        """Set the field of that name to a value that its kind has just given."""
        self._values[name] = settled

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._fields and name != "_values":
            raise refusal(name, self.fields())  # a label is no attribute
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]  # a record can be changed

    def __bool__(self) -> bool:
        """Whether any field has a value."""
        return bool(self._values)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.filled().items())
        return f"{type(self).__name__}({inside})"

    def __iter__(self) -> Iterator[str]:
        return iter(self.filled())

    def values(self) -> Mapping[str, Any]:
        """The values of the fields that have one, in any order, and quickly."""
        return self._values

    def filled(self) -> dict[str, Any]:
        """The values of the fields that have one, in the order of the form."""
        return {name: self._values[name] for name in self._fields if name in self._values}

    def show(self, name: str) -> str:
        """The field's value in the form's notation, "" if it is empty."""
        value = self[name]
        return "" if value is None else self.field(name).kind.show(value)

    def replace(self, **values: Any) -> Self:
        """A copy with these values of these fields."""
        copy = type(self)()
        copy._values = dict(self._values)
        for name, value in values.items():
            copy[name] = value
        return copy

    def to_json(self) -> dict[str, Any]:
        """The fields with a value, for `json.dump`; numbers are in the field's unit."""
        return {name: self.field(name).kind.to_json(value) for name, value in self.filled().items()}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The record of its JSON form. Null is an empty field; a text has the form's notation.

        ExifilmError if a field or a value is invalid.
        """
        return cls().replace(**cls.values_in_json(data))

    @classmethod
    def values_in_json(cls, data: Any) -> dict[str, Any]:
        """The values by field in the JSON form of a record, None for null. Errors as there."""
        if not isinstance(data, Mapping):
            raise ExifilmError(Fields.NOT_A_RECORD(example='{"subject": "Moonrise"}'))
        values: dict[str, Any] = {}
        for name, part in data.items():
            field = cls.field(str(name))
            if isinstance(part, str):
                written = field.written(part)
            else:
                written = {field.name: field.value_of_json(part)}
            for meant, value in written.items():
                if values.setdefault(meant, value) != value:
                    raise ExifilmError(Fields.GIVEN_TWICE(name=meant))
        return values

    def changes_to(self, other: Record) -> tuple[str, ...]:
        """The names of the fields whose values differ in `other`, in the order of the form."""
        mine, theirs = self._values, other._values
        if mine == theirs:
            return ()
        names = self._fields
        pairs = zip(names, map(mine.get, names), map(theirs.get, names), strict=True)
        return tuple([name for name, old, new in pairs if old is not new and old != new])
