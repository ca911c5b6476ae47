"""The errors of ExiFilm. Each tells the photographer what is wrong and what to do.

A user meets every failure as an `ExifilmError`. Its technical cause is chained to it
(`raise … from cause`) and is no part of the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from exifilm_core.messages import Text, joined
from exifilm_core.messages.changed import Changed
from exifilm_core.messages.fields import Fields
from exifilm_core.value import Value

if TYPE_CHECKING:
    from pathlib import Path


class ExifilmError(Exception):
    """A message for the photographer, with its file and its field, if it has them.

    Quoted text cannot steer a terminal.
    """

    def __init__(self, text: Text, *, file: Path | None = None, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.file = file
        self.field = field

    @property
    def code(self) -> str:
        """The code of the sentence in `exifilm_core.messages`."""
        return self.text.code

    @property
    def message(self) -> str:
        """The sentence in English."""
        return printable(str(self.text))

    def __str__(self) -> str:
        return f"{printable_path(self.file)}: {self.message}" if self.file else self.message


class InvalidValueError(ValueError):
    """A field cannot hold this value. The text gives the reason, without the value itself."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    @property
    def code(self) -> str:
        """The code of the reason in `exifilm_core.messages`."""
        return self.text.code

    def __str__(self) -> str:
        return printable(str(self.text))


class AmbiguousValueError(InvalidValueError):
    """The value has several readings. The text gives all of them, and what to enter."""


class InvalidFieldError(ExifilmError):
    """A field refused a value. `problem` is the message without the field's name."""

    def __init__(self, label: str, name: str, problem: Text) -> None:
        text = Fields.IN_FIELD(label=Text(label), name=name, problem=problem)
        super().__init__(text, field=name)
        self.problem = problem

    @property
    def code(self) -> str:
        """The code of the problem."""
        return self.problem.code


class CannotEmbedError(ExifilmError):
    """ExiFilm cannot write the record into this image without harm to its other contents."""


class WrittenMeanwhileError(ExifilmError):
    """Another program wrote the file during a save; the file keeps that program's version."""


class Difference(Value):
    """One field in three versions: values as the form shows them, "" for an empty field."""

    label: str
    when_read: str
    on_disk: str
    to_be_saved: str


class ChangedOnDiskError(ExifilmError):
    """Another program changed the record after ExiFilm read it; nothing was saved.

    `differences` maps the name of each field that changed on disk to its three versions.
    """

    def __init__(self, file: Path, differences: Mapping[str, Difference]) -> None:
        self.differences = dict(differences)
        lines = joined(map(_line, self.differences.values()), "\n")
        super().__init__(Changed.CHANGED_ON_DISK(differences=lines), file=file)


def _line(difference: Difference) -> Text:
    label = Text(difference.label)
    texts = (difference.when_read, difference.on_disk, difference.to_be_saved)
    was, now, new = map(quoted, texts)
    if new == now:
        return Changed.FIELD(label=label, was=was, now=now)
    return Changed.FIELD_TO_BE_SAVED(label=label, was=was, now=now, new=new)


def quoted(shown: str) -> Text:
    """A field's value on one line, in quotation marks; “empty” without them for none."""
    return Changed.VALUE(value=" ".join(shown.split())) if shown else Changed.EMPTY()


def reason_of(problem: OSError) -> str:
    """The system's words for its error."""
    return problem.strerror or str(problem)


def printable(text: str) -> str:
    """The text with every control character but the newline written out."""
    expanded = text.expandtabs(4)
    if expanded.isascii() and expanded.replace("\n", "").isprintable():
        return expanded
    return "".join(c if c.isprintable() or c == "\n" else _named(c) for c in expanded)


def _named(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte of a file's name that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return repr(character)[1:-1]


def shortened(text: str) -> str:
    """The text on one line, cut after 60 characters, to be quoted in a message."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def printable_path(path: Path) -> str:
    """The path on one line of plain text, also if its bytes are not UTF-8."""
    text = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
