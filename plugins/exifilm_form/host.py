"""What the form asks of the program that shows it: its sheets, read and saved one at a time.

The one idea: the form knows sheets of film, not files. A host gives it a list of them; `read` and
`save` run in worker threads and may take their time, all else is called on the main thread.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from exifilm_core.messages import Text
from exifilm_core.record import ExposureRecord
from exifilm_core.storage import Drift


class Glance(NamedTuple):
    """What the list of sheets says of one, as it was when somebody last looked."""

    record: ExposureRecord
    number: str
    """The image number or name, "" where it has none."""
    has_record: bool
    problem: str = ""
    """Why it cannot be read, "" when it can."""
    drifted: tuple[Drift, ...] = ()
    """The tags that disagree with the record; found by `read` and `save` alone."""
    guessed: bool = False
    """Whether the number is what the file's name suggests."""

    @property
    def called(self) -> str:
        """The number as it is shown, one that is guessed as "17?"."""
        return f"{self.number}?" if self.guessed else self.number

    exif_is_the_copys: bool = False
    """Whether EXIF's exposure is taken for a copy camera's, which the first save moves out."""

    @property
    def subject(self) -> str:
        return self.record.subject or ""


class Kept(NamedTuple):
    """What a save left in the sheet."""

    record: ExposureRecord
    """All of it, as it would be read now: a save may fill in more than it was asked to."""
    warnings: tuple[Text, ...] = ()
    brought_in_line: tuple[str, ...] = ()
    """The labels of the fields whose tags were written though the field did not change."""


class Sheet(Protocol):
    """One sheet of film."""

    name: str
    """What it is called where it has no number: a file's name, an image's."""
    path: Path | None
    """Its picture, for whoever shows it; None where there is no file."""
    glance: Glance | None
    """None until it was looked at. Kept up to date by `read` and `save`."""

    def read(self) -> ExposureRecord:
        """Read the record anew; what `save` is given is compared with it. ExifilmError if not."""

    def save(
        self, record: ExposureRecord, *, film_exif: bool = False, mend: Collection[str] = ()
    ) -> Kept:
        """Keep the record in the sheet; `film_exif`: EXIF's exposure is not the copy camera's.

        `mend` names the fields whose tags are to agree with the record, whatever they say now.
        ChangedOnDiskError when it was changed elsewhere since it was read (after the next `read`
        it can be saved), ExifilmError when it cannot be saved: what was there is there still.
        """


class Host(Protocol):
    """Who shows the form."""

    title: str
    """What the sheets are: the name of a folder, or of an image."""
    sheets: Sequence[Sheet]
    start: int
    """Which of them is opened first."""
    trouble: str
    """Why there are no sheets, "" where there are some."""

    def look(self, sheets: Sequence[Sheet]) -> None:
        """Give each of these a glance (in a worker thread, a handful at a time)."""

    def saved(self, sheet: Sheet) -> None:
        """Called on the main thread after a save: a host may have a copy to bring up to date."""

    def close(self) -> None:
        """Called when the form is gone: end what was started for it."""
