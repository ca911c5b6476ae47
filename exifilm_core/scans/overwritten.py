"""The fields of the last save that another program has overwritten, found through the journal.

A program that read a sidecar before a save and writes it afterwards restores an older state, or
removes the record. The time stamp in the file is then older than that of the save. A field counts
as overwritten if its tags hold an earlier value or none. A person gave it any other value, and
ExiFilm does not replace that.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from exifilm_core.errors import ExifilmError, shortened
from exifilm_core.messages import Text, joined
from exifilm_core.messages.changed import Changed
from exifilm_core.messages.saving import Saving
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.entries import Entry
from exifilm_core.scans.journal import Journal
from exifilm_core.scans.place import Place
from exifilm_core.scans.snapshot import Snapshot
from exifilm_core.tags.mapping import fields_of
from exifilm_core.tags.mapping.marks import SAVED, stamp_of
from exifilm_core.value import Value


class OverwrittenField(Value):
    """A field that another program has emptied, or overwritten with an earlier value."""

    field: str
    saved: Any
    """The value from the save."""
    now: Any
    """The present value."""
    when: datetime
    """The time of the save."""


def overwritten(snapshot: Snapshot) -> list[OverwrittenField]:
    """The fields of the last save that another program has overwritten. An undo does not count."""
    journal = snapshot.journal
    entries = journal.entries()
    not_done = {entry.undoes for entry in entries if not entry.places}
    last = next((e for e in reversed(entries) if e.places and e.id not in not_done), None)
    if last is None or not (stamp := _stamp_left(last)) or snapshot.saved >= stamp:
        return []
    if not (journal.fits(last) or all(written.sidecar for written in last.places)):
        return []  # without the id of the save, it may be another image
    now = snapshot.stored.record
    saved = _record_of(last.record_after)
    places = [snapshot.place_of(written) for written in last.places]
    return [
        OverwrittenField(name, saved[name], now[name], last.when)
        for name in now.changes_to(saved)
        if all(_says_former(journal, place, name) for place in places)
    ]


def named(lost: Iterable[OverwrittenField]) -> Text:
    """The fields, each with its saved and its present value in the notation of the form."""
    return joined(
        Saving.FIELD_CHANGE(
            label=Text(ExposureRecord.field(taken.field).label),
            before=_shown(taken.field, taken.saved),
            after=_shown(taken.field, taken.now),
        )
        for taken in lost
    )


def still_lost(lost: Iterable[OverwrittenField], chosen: Collection[str]) -> list[Text]:
    """The warning of a save that leaves fields as another program overwrote them."""
    if not (left := [taken for taken in lost if taken.field not in chosen]):
        return []
    return [Saving.STILL_OVERWRITTEN(fields=named(left))]


def undo_refusal(lost: Collection[OverwrittenField], file: Path) -> ExifilmError:
    """The error when undo finds the last save overwritten by another program."""
    if lost:
        return ExifilmError(Saving.UNDO_OF_OVERWRITTEN_FIELDS(fields=named(lost)), file=file)
    return ExifilmError(Saving.UNDO_OF_OVERWRITTEN(), file=file)


def overwritten_in_one(snapshot: Snapshot) -> list[str]:
    """The fields that another program has overwritten in one of two places.

    A place counts only if a save has written it with its stamp.
    """
    places = snapshot.places
    if len(places) < 2 or not all(place.ours for place in places):
        return []
    older = min(places, key=lambda place: place.saved)
    if older.saved == snapshot.saved or older.saved >= _last_stamp(snapshot.journal, older):
        return []
    names = older.differing(snapshot.stored.record)
    return [name for name in names if _says_former(snapshot.journal, older, name)]


def _last_stamp(journal: Journal, place: Place) -> str:
    """The latest stamp that a save or an undo left in the place, "" for none."""
    for entry in reversed(journal.entries()):
        written = entry.written(sidecar=place.sidecar)
        if written is not None and SAVED in written.after:
            return stamp_of({SAVED: written.after[SAVED] or ""})
    return ""


def _shown(name: str, value: Any) -> str | Text:
    return shortened(ExposureRecord().replace(**{name: value}).show(name)) or Changed.EMPTY()


def _says_former(journal: Journal, place: Place, name: str) -> bool:
    """Whether saves wrote tags of the field there, and each holds an earlier value, or none.

    A tag that only other programs wrote there holds a value of theirs.
    """
    entries = (entry.written(sidecar=place.sidecar) for entry in journal.entries())
    saves = [written for written in entries if written is not None]
    tags = {tag for save in saves for tag in save.after if name in fields_of([tag])}
    present = {tag for tag in place.tags if name in fields_of([tag])}
    return bool(tags) and all(
        any(place.tags[tag] in (save.before.get(tag), save.after.get(tag)) for save in saves)
        for tag in present
    )


def _stamp_left(entry: Entry) -> str:
    """The stamp that a save left; "" for none."""
    return max(stamp_of({SAVED: written.after.get(SAVED, "")}) for written in entry.places)


def _record_of(data: dict[str, Any]) -> ExposureRecord:
    """The record in JSON, without fields that this version cannot read."""
    record = ExposureRecord()
    for name in data:
        with contextlib.suppress(ExifilmError):
            record = record.replace(**{name: ExposureRecord.from_json({name: data[name]})[name]})
    return record
