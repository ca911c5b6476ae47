"""Problems found in a scan, a class for each kind. `commands/findings.py` has their sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exifilm_core.messages import Text
from exifilm_core.scans import Scan
from exifilm_core.scans.overwritten import OverwrittenField
from exifilm_core.tags.mapping import Drift
from exifilm_core.value import Value


class Unread(Value):
    """The file cannot be read."""

    file: Path
    why: Text


class WithoutRecord(Value):
    """ExiFilm has saved no record there."""

    file: Path
    copy_exposure: str = ""
    """EXIF's exposure in the notation of the form, if it counts as a copy camera's."""


class Duplicate(Value):
    """Another sheet of the folder has the same No."""

    file: Path
    number: str
    guessed: bool
    others: tuple[Path, ...]


class InvalidValue(Value):
    """A tag holds no valid value of its field."""

    file: Path
    field: str
    text: str


class UnlikelyValue(Value):
    """A value is possible, but probably something else was meant."""

    file: Path
    field: str
    value: str
    meant: str


class Contradiction(Value):
    """Other values of the record contradict a field's; `check` alone looks for that."""

    file: Path
    field: str
    why: Text


class Disagreement(Value):
    """A tag disagrees with the record."""

    file: Path
    drift: Drift
    value: str
    """The record's value."""
    restored: bool
    """Whether another program restored it in one of two places."""


class OverwrittenFields(Value):
    """Another program has overwritten fields of the last save."""

    file: Path
    fields: tuple[OverwrittenField, ...]


class UnknownEncoding(Value):
    """A text is in an unknown encoding."""

    file: Path
    field: str
    tag: str


class UnreadableNotes(Value):
    """An earlier version made the maker notes unreadable."""

    file: Path
    names: tuple[str, ...]
    """The digital camera's names, which the next save restores."""


class Leftover(Value):
    """The file is left over from an interrupted save."""

    file: Path


class MisreadTag(Value):
    """The quick reader reads a tag otherwise than ExifTool."""

    file: Path
    tag: str
    quick: str
    other: str
    """What ExifTool reads."""


Finding = (
    Unread
    | WithoutRecord
    | Duplicate
    | InvalidValue
    | UnlikelyValue
    | Contradiction
    | Disagreement
    | OverwrittenFields
    | UnknownEncoding
    | UnreadableNotes
    | Leftover
    | MisreadTag
)
KINDS: dict[type[Finding], str] = {
    Unread: "unread",
    WithoutRecord: "without",
    Duplicate: "doubled",
    InvalidValue: "unreadable",
    UnlikelyValue: "unlikely",
    Contradiction: "contradicted",
    Disagreement: "drifted",
    OverwrittenFields: "overwritten",
    UnknownEncoding: "encoding",
    UnreadableNotes: "harmed",
    Leftover: "leftover",
    MisreadTag: "misread",
}
"""The name of each kind in `exifilm check --json`."""


def kind_of(finding: Finding) -> str:
    """The name of its kind."""
    return KINDS[type(finding)]


def findings_of(scan: Scan, *, just_saved: bool = False) -> Iterator[Finding]:
    """The findings in one scan that holds a record or not, in the order of their kinds.

    Nothing has overwritten a record that was `just_saved`.
    """
    path, record = scan.path, scan.record
    for name, text in scan.unreadable.items():
        yield InvalidValue(path, name, text)
    for name, value in record.filled().items():
        if meant := record.field(name).kind.meant(value):
            yield UnlikelyValue(path, name, record.show(name), meant)
    put_back = scan.overwritten_in_one
    for drift in scan.drifted:
        yield Disagreement(path, drift, record.show(drift.field), drift.field in put_back)
    if not just_saved and (lost := scan.overwritten):
        yield OverwrittenFields(path, tuple(lost))
    for name, tag in scan.unsure.items():
        yield UnknownEncoding(path, name, tag)
    if names := scan.displaced_names:
        yield UnreadableNotes(path, tuple(names.values()))


def copy_exposure_of(scan: Scan) -> str:
    """EXIF's exposure, if it counts as a copy camera's, which the first save moves; else ""."""
    return scan.record.show("copy_exposure") if scan.exif_is_the_copys else ""
