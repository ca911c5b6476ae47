"""The last step of a save that the journal has noted, and what is left when it was killed in it.

Done in one place of two, it is to be finished, or taken back there where the record that is read
is still the one before; done in none, it is to be noted that it was not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from exifilm_core.errors import WrittenMeanwhileError
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.drafts import Draft, Removal
from exifilm_core.scans.journal import Entry, Journal, Written
from exifilm_core.scans.places import Place
from exifilm_core.scans.seen import Seen
from exifilm_core.tags import Raw


class ToFinish(NamedTuple):
    """What is left to do of a killed save."""

    writes: list[tuple[Place, Mapping[str, Raw], Written | None]]
    """The tags to write to each place, and the save that they take back, if they do."""
    not_done: Entry | None
    """The save, where it is to be noted that it was not done."""


def put_in_place(
    drafts: Sequence[Draft | Removal], journal: Journal, noted: Entry, before: ExposureRecord
) -> None:
    """Put all drafts of a save in place, which the journal has `noted`.

    WrittenMeanwhileError when another program wrote one of the files. If it was the first, it is
    noted that the save was not done; `before` is the record that is there then.
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
        return False  # there is none, as before a first save


def left_to_do(seen: Seen) -> ToFinish | None:
    """What is left to do of the last save, None where it is done, or was changed since."""
    journal = seen.journal
    last = journal.last()
    if not last or not last.places or journal.is_done(last):
        return None
    places = [(seen.place_of(written), written) for written in last.places]
    left = [(place, w) for place, w in places if not w.stands_in(place.tags)]
    if not left or not all(w.is_gone_from(place.tags) for place, w in left):
        return None
    if left != places[-len(left) :]:
        return None  # a later one is done: another program has put the first back since
    if any(_was_written_since(place, last.when) for place, _ in left):
        return None  # a killed save has not touched it
    if len(left) < len(places) and seen.stored.record.to_json() != last.record_before:
        undone = next((e for e in journal.entries() if e.id == last.undoes), None)
        back = [undone.written(sidecar=place.sidecar) if undone else None for place, _ in left]
        return ToFinish([(p, w.after, b) for (p, w), b in zip(left, back, strict=True)], None)
    return ToFinish([(p, w.before, w) for p, w in places if (p, w) not in left], last)
