"""What is to be looked at in a scan. Each kind of finding is a class; a skin gives it its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from exifilm_core.messages import Text
from exifilm_core.scans import Scan
from exifilm_core.scans.overwritten import OverwrittenField
from exifilm_core.tags.mapping import Drift


@dataclass(frozen=True)
class Finding:
    """One thing to look at in a file."""

    kind: ClassVar[str]
    """Its name in `exifilm check --json`."""
    file: Path


@dataclass(frozen=True)
class Unread(Finding):
    """The file cannot be read."""

    kind = "unread"
    why: Text


@dataclass(frozen=True)
class WithoutRecord(Finding):
    """ExiFilm has saved no record there."""

    kind = "without"
    copy_exposure: str = ""
    """EXIF's exposure in the notation of the form, if it counts as a copy camera's."""


@dataclass(frozen=True)
class Duplicate(Finding):
    """Another sheet of the folder has the same No."""

    kind = "doubled"
    number: str
    guessed: bool
    others: tuple[Path, ...]


@dataclass(frozen=True)
class InvalidValue(Finding):
    """A tag holds no valid value of its field."""

    kind = "unreadable"
    field: str
    text: str


@dataclass(frozen=True)
class UnlikelyValue(Finding):
    """A value is possible, but probably something else was meant."""

    kind = "unlikely"
    field: str
    value: str
    meant: str


@dataclass(frozen=True)
class Disagreement(Finding):
    """A tag disagrees with the record."""

    kind = "drifted"
    drift: Drift
    value: str
    """The record's value."""
    restored: bool
    """Whether another program restored it in one of two places."""


@dataclass(frozen=True)
class OverwrittenFields(Finding):
    """Another program has overwritten fields of the last save."""

    kind = "overwritten"
    fields: tuple[OverwrittenField, ...]


@dataclass(frozen=True)
class UnknownEncoding(Finding):
    """A text is in an unknown encoding."""

    kind = "encoding"
    field: str
    tag: str


@dataclass(frozen=True)
class UnreadableNotes(Finding):
    """An earlier version made the maker notes unreadable."""

    kind = "harmed"
    names: tuple[str, ...]
    """The digital camera's names, which the next save restores."""


@dataclass(frozen=True)
class Leftover(Finding):
    """The file is left over from an interrupted save."""

    kind = "leftover"


def findings_of(scan: Scan) -> Iterator[Finding]:
    """The findings in one scan that holds a record or not, in the order of their kinds."""
    path, record = scan.path, scan.record
    for name, text in scan.unreadable.items():
        yield InvalidValue(path, name, text)
    for name, value in record.filled().items():
        if meant := record.field(name).kind.meant(value):
            yield UnlikelyValue(path, name, record.show(name), meant)
    put_back = scan.overwritten_in_one
    for drift in scan.drifted:
        yield Disagreement(path, drift, record.show(drift.field), drift.field in put_back)
    if lost := scan.overwritten:
        yield OverwrittenFields(path, tuple(lost))
    for name, tag in scan.unsure.items():
        yield UnknownEncoding(path, name, tag)
    if names := scan.displaced_names:
        yield UnreadableNotes(path, tuple(names.values()))


def copy_exposure_of(scan: Scan) -> str:
    """EXIF's exposure, if it counts as a copy camera's, which the first save moves; else ""."""
    return scan.record.show("copy_exposure") if scan.exif_is_the_copys else ""
