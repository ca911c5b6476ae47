"""The one kind of error: what was asked, what is wrong, what to do, in a photographer's words.

Everything that can go wrong in ExiFilm reaches the user as an `ExifilmError`; the technical cause
is chained to it (`raise … from cause`) and never part of the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from exifilm_core.messages import Text


class ExifilmError(Exception):
    """A message for a photographer, with the file and the field that it is about, if any.

    What it quotes cannot steer a terminal, wherever it came from.
    """

    def __init__(self, text: Text, *, file: Path | None = None, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.file = file
        self.field = field

    @property
    def code(self) -> str:
        """Which sentence it is, as `exifilm_core.messages` names it."""
        return self.text.code

    @property
    def message(self) -> str:
        """The sentence in English."""
        return printable(str(self.text))

    def __str__(self) -> str:
        return f"{printable_path(self.file)}: {self.message}" if self.file else self.message


class InvalidValueError(ValueError):
    """A value that its field cannot hold; the text says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return printable(str(self.text))


class CannotEmbedError(ExifilmError):
    """The record cannot be put into this image without harm to what else is in it."""


class WrittenMeanwhileError(ExifilmError):
    """Another program wrote the file while a save was being made; what it wrote stands there."""


class Difference(NamedTuple):
    """One field as three parties know it: shown values, empty text where the field is empty."""

    label: str
    when_read: str
    on_disk: str
    to_be_saved: str


class ChangedOnDiskError(ExifilmError):
    """Another program changed the record in the file since it was read; nothing was saved.

    `differences` maps the names of the fields that changed on disk to what each party holds.
    """

    def __init__(self, file: Path, differences: Mapping[str, Difference]) -> None:
        self.differences = dict(differences)
        lines = [
            f"  {d.label}: was {d.when_read or 'empty'!r}, is now {d.on_disk or 'empty'!r}"
            + (f", to be saved {d.to_be_saved or 'empty'!r}" if d.to_be_saved != d.on_disk else "")
            for d in self.differences.values()
        ]
        super().__init__(
            "another program changed the record since it was read, so nothing was saved:\n"
            + "\n".join(lines)
            + "\nRead it again, or save with --merge (keeps both sides' changes; yours win) "
            "or --force (yours replaces it).",
            file=file,
        )


def printable(text: str) -> str:
    """The text without characters that would steer a terminal; new lines stay."""
    expanded = text.expandtabs(4)
    if expanded.isascii() and expanded.replace("\n", "").isprintable():
        return expanded
    return "".join(c if c.isprintable() or c == "\n" else _named(c) for c in expanded)


def _named(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte of a file's name that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return repr(character)[1:-1]


def shortened(text: str) -> str:
    """The text on one line of a message, its end left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def printable_path(path: Path) -> str:
    """The path as it can be shown on one line, also when its bytes are not UTF-8."""
    text = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
