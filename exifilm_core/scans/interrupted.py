"""The last step of a save, after its entry in the journal, and recovery from a kill in it.

A save that was completed in one of two places is completed in the other, or undone in the first if
the record still reads as before. For a save that was completed in none, the journal notes that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from exifilm_core.errors import ExifilmError, WrittenMeanwhileError
from exifilm_core.files.atomic import take
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.entries import Entry, Written
from exifilm_core.scans.journal import Journal
from exifilm_core.scans.pending import Draft, PendingRemoval
from exifilm_core.scans.place import Place
from exifilm_core.scans.snapshot import Snapshot
from exifilm_core.tags.styles import Raw


class ToFinish(NamedTuple):
    """The remaining work of a killed save."""

    writes: list[tuple[Place, Mapping[str, Raw], Written | None]]
    """The tags to write to each place, and the save that they undo, if they do."""
    not_done: Entry | None
    """The save, if the journal has to note that it was not done."""


class Noted(NamedTuple):
    """A save whose entry is in the journal, and whose drafts are to be put in place."""

    drafts: Sequence[Draft | PendingRemoval]
    journal: Journal
    entry: Entry
    before: ExposureRecord
    """The record until then."""


def put_in_place(saves: Sequence[Noted]) -> list[ExifilmError | None]:
    """Put all drafts of several saves in place; the error of each save that failed.

    WrittenMeanwhileError when another program wrote one of its files. If that was the first, the
    journal notes that the save was not done.
    """
    problems: list[ExifilmError | None] = [None] * len(saves)
    # First the first place of every save: a scan's sidecar is in place before its image.
    for turn in range(max((len(save.drafts) for save in saves), default=0)):
        left = [
            number
            for number, save in enumerate(saves)
            if problems[number] is None and turn < len(save.drafts)
        ]
        taken = take([saves[number].drafts[turn].step() for number in left])
        for number, problem in zip(left, taken, strict=True):
            problems[number] = problem
            if turn == 0 and isinstance(problem, WrittenMeanwhileError):
                _note_not_done(saves[number])
    for save, problem in zip(saves, problems, strict=True):
        if problem is None:
            save.journal.note_done(save.entry)
    return problems


def _note_not_done(save: Noted) -> None:
    journal = save.journal
    journal.append(save.entry.not_done(save.before.to_json(), journal.scan_id))


def _was_written_since(place: Place, when: datetime) -> bool:
    try:
        return place.path.stat().st_mtime > when.timestamp()
    except OSError:
        return False  # no file, as before a first save


def unfinished_writes(snapshot: Snapshot) -> ToFinish | None:
    """The remaining work of the last save, None if it is complete or was changed since."""
    journal = snapshot.journal
    last = journal.last()
    if not last or not last.places or journal.is_done(last):
        return None
    places = [(snapshot.place_of(written), written) for written in last.places]
    left = [(place, w) for place, w in places if not w.stands_in(place.tags)]
    if not left or not all(w.is_gone_from(place.tags) for place, w in left):
        return None
    if left != places[-len(left) :]:
        return None  # a later place is complete: another program has restored the first
    if any(_was_written_since(place, last.when) for place, _ in left):
        return None  # the killed save did not write it
    if len(left) < len(places) and snapshot.stored.record.to_json() != last.record_before:
        undone = next((e for e in journal.entries() if e.id == last.undoes), None)
        back = [undone.written(sidecar=place.sidecar) if undone else None for place, _ in left]
        return ToFinish([(p, w.after, b) for (p, w), b in zip(left, back, strict=True)], None)
    return ToFinish([(p, w.before, w) for p, w in places if (p, w) not in left], last)
