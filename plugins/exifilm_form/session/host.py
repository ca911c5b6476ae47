"""The interface between the form and the program that shows it: scans, read and saved one by one.

A host supplies a list of scans; the form itself opens no files. `read`, `save` and `look` run in
worker threads and may take their time; the main thread calls everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

from exifilm_core.errors import printable_path
from exifilm_core.messages import Text
from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import Drift


class Summary(NamedTuple):
    """A row of the scan list, from the last reading."""

    record: ExposureRecord
    number: str
    """The image number or name, "" if there is none."""
    has_record: bool
    problem: str = ""
    """Why the record cannot be read, "" if it can."""
    drifted: tuple[Drift, ...] = ()
    """The tags that disagree with the record; only `read` and `save` find them."""
    guessed: bool = False
    """Whether the number is guessed from the file's name."""

    @property
    def called(self) -> str:
        """The number for display; "17?" for a guess."""
        return f"{self.number}?" if self.guessed else self.number

    exif_is_the_copys: bool = False
    """Whether the first save will move EXIF's exposure, as a copy camera's, to its own field."""
    remembered: bool = False
    """Whether an index gave it. It is shown; what a save takes over has to be read first."""

    @property
    def subject(self) -> str:
        return self.record.subject or ""


class SaveResult(NamedTuple):
    """The result of a save."""

    record: ExposureRecord
    """The record as it would now be read: a save may fill in more than the caller asked."""
    warnings: tuple[Text, ...] = ()
    brought_in_line: tuple[str, ...] = ()
    """The labels of the fields whose tags were updated although the field did not change."""


class HostScan(Protocol):
    """One scan, or a host's image, with its record."""

    name: str
    """The name if there is no number: of the file or the image."""
    path: Path | None
    """The picture's file, for display; None if there is none."""
    summary: Summary | None
    """None until the first reading. `read` and `save` keep it up to date."""

    def read(self) -> ExposureRecord:
        """Read the record again; `save` compares with this reading. Raises ExifilmError."""

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, repair: Collection[str] = ()
    ) -> SaveResult:
        """Save the record; `film_exif`: EXIF's exposure is the film's, not the copy camera's.

        `repair` names the fields whose tags the save updates to agree with the record. Raises
        ChangedOnDiskError if another program changed the record since the last reading; `read`
        again before the next `save`. Raises ExifilmError if the save fails; the old record then
        stays.
        """


class TogetherResult(NamedTuple):
    """What became of one scan among several that are saved together."""

    record: ExposureRecord | None = None
    """Its record as it is now; None if the save failed, or the scan was left."""
    save: str = ""
    """The id of the save in the journal; "" if there was nothing to save."""
    warnings: tuple[Text, ...] = ()
    error: Exception | None = None
    """Why it could not be saved."""

    @property
    def left(self) -> bool:
        """Whether the work was to stop before."""
        return self.record is None and self.error is None


def shown_name(scan: HostScan) -> str:
    """The scan's name on one line, without control characters."""
    if scan.name.isprintable():  # almost always, even among ten thousand
        return scan.name
    return printable_path(Path(scan.name))


class Host(Protocol):
    """The program that shows the form."""

    title: str
    """The name of the folder, or of the image."""
    start: int
    """The scan to open first."""
    trouble: str
    """Why there are no scans, "" if there are some."""

    @property
    def scans(self) -> Sequence[HostScan]:
        """The scans; their number and order stay."""

    def look(self, scans: Sequence[HostScan]) -> None:
        """Read the summary of each of these, a batch at a time, in a worker thread."""

    def ready(self) -> None:
        """Wait until records can be saved, in a worker thread. ExifilmError when they cannot."""

    def saved(self, scan: HostScan) -> None:
        """Called on the main thread after a save: a host may have a copy to update."""

    def close(self) -> None:
        """Called when the form is destroyed: end the processes that serve it."""


@runtime_checkable
class SavesTogether(Protocol):
    """A host that saves several of its scans as one action, in a worker thread.

    The results come in the order of the scans. Once `stop` says so, the scans that are just being
    saved are the last.
    """

    def save_together(
        self,
        values: Mapping[int, Mapping[str, Any]],
        seen: Mapping[int, ExposureRecord],
        stop: Callable[[], bool],
    ) -> Iterator[tuple[int, TogetherResult]]:
        """Set these values of each scan, by its number; None empties a field.

        A field of which another program changed the value since it was `seen` is an error.
        """

    def undo_together(
        self, saves: Mapping[int, str], stop: Callable[[], bool]
    ) -> Iterator[tuple[int, TogetherResult]]:
        """Undo these saves, each if it is still the last of its scan."""
