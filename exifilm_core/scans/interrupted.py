"""The last step of a save, after its entry in the journal, and recovery from a kill in it.

A save that was completed in one of two places is completed in the other, or undone in the first if
the record still reads as before. For a save that was completed in none, the journal notes that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from exifilm_core.errors import WrittenMeanwhileError
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.journal import Entry, Journal, Written
from exifilm_core.scans.pending import PendingRemoval, PendingWrite
from exifilm_core.scans.place import Place
from exifilm_core.scans.snapshot import Snapshot
from exifilm_core.tags.styles import Raw


class ToFinish(NamedTuple):
    """The remaining work of a killed save."""

    writes: list[tuple[Place, Mapping[str, Raw], Written | None]]
    """The tags to write to each place, and the save that they undo, if they do."""
    not_done: Entry | None
    """The save, if the journal has to note that it was not done."""


def put_in_place(
    drafts: Sequence[PendingWrite | PendingRemoval],
    journal: Journal,
    noted: Entry,
    before: ExposureRecord,
) -> None:
    """Put all drafts of a save in place, after the journal has `noted` it.

    WrittenMeanwhileError when another program wrote one of the files. If that was the first, the
    journal notes that the save was not done; `before` is the record in that case.
    """
    for draft in drafts:
        try:
            draft.put_in_place()
        except WrittenMeanwhileError:
            if draft is drafts[0]:
                journal.append(noted.not_done(before.to_json(), journal.scan_id))
            raise
    journal.note_done(noted)


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
