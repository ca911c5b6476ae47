"""Save a scan: one process at a time, into the image or its sidecar, or not at all.

The new versions of all places are made and verified first. Then the journal notes the old state,
and only then do the new versions replace the old ones. If a save is killed in that last step, the
next save completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from exifilm_core.errors import (
    CannotEmbedError,
    ChangedOnDiskError,
    ExifilmError,
    WrittenMeanwhileError,
    printable_path,
)
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import embeds
from exifilm_core.files.locks import save_lock
from exifilm_core.messages import Text
from exifilm_core.messages.saving import Saving
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import overwritten as overwriting
from exifilm_core.scans.changes import Saved, changes, differences, refuse_another_record
from exifilm_core.scans.entries import Entry, Written
from exifilm_core.scans.identity import id_mark, id_of
from exifilm_core.scans.interrupted import Noted, put_in_place, unfinished_writes
from exifilm_core.scans.journal import append_all
from exifilm_core.scans.pending import Draft, PendingRemoval, PendingWrite
from exifilm_core.scans.place import Place
from exifilm_core.scans.snapshot import Snapshot, merged
from exifilm_core.tags.mapping import StoredRecord
from exifilm_core.tags.styles import Raw


class Scan(Protocol):
    """What a save needs of `scans.scan.Scan`, which comes later in the order of the modules."""

    path: Path

    @property
    def exiftool(self) -> ExifTool: ...
    @property
    def snapshot(self) -> Snapshot: ...
    def read(self) -> ExposureRecord: ...
    def look_again(self) -> None: ...
    def holds(self, image: Place, sidecar: Place | None, stored: StoredRecord) -> None: ...


def locked(scan: Scan, save: Callable[[], Saved]) -> Saved:
    """Save while no other process of ours does; try once more if another program just wrote."""

    def save_on_top() -> Saved:
        scan.look_again()
        _recover_interrupted_save(scan)
        return save()

    with save_lock(scan.path):
        scan.look_again()
        before = scan.snapshot.stored.record
        try:
            return save_on_top()
        except WrittenMeanwhileError as problem:
            try:
                saved = save_on_top()
            except ChangedOnDiskError:
                raise problem from None
            # Includes changes made before the other program was noticed.
            return saved._replace(changes=changes(before, scan.snapshot.stored.record))


class Wish(NamedTuple):
    """What to save in a scan; the meanings are those of `Scan.save`."""

    record: ExposureRecord
    force: bool = False
    merge: bool = False
    keep_time: bool = False
    repair: Collection[str] = ()
    film_exif: bool = False


class UndoWish(NamedTuple):
    """An undo of a scan's last save; the meanings are those of `Scan.undo`."""

    force: bool = False
    keep_time: bool = False


class Plan(NamedTuple):
    """A save of a scan as it is now."""

    new: ExposureRecord
    """The complete record to be saved."""
    wish: Wish
    warnings: list[Text]


def planned(scan: Scan, wish: Wish, before: Snapshot) -> Plan | None:
    """The save of the wish, which was made for the record as it was `before`; None for none.

    ChangedOnDiskError when another program changed the record since.
    """
    snapshot = scan.snapshot
    read, now, wanted = before.stored.record, snapshot.stored.record, wish.record
    if wanted == now and not wish.repair and not wish.film_exif:
        return None
    # What an index remembered is no record that a person chose to overwrite.
    if (theirs := read.changes_to(now)) and not (wish.force and not before.remembered):
        if not wish.merge and not wish.force:
            raise ChangedOnDiskError(scan.path, differences(theirs, read, now, wanted))
        wanted = now.replace(**{name: wanted[name] for name in read.changes_to(wanted)})
    new = snapshot.moved(wanted, film_exif=wish.film_exif)
    lost = overwriting.overwritten(snapshot)
    chosen = {*now.changes_to(new), *wish.repair}
    return Plan(new, wish, overwriting.still_lost(lost, chosen))


def save_planned(scan: Scan, plan: Plan) -> Saved:
    """Save into the image, or into a sidecar where that would harm other contents of the image."""
    saved = _save_planned(scan, plan)
    return saved._replace(warnings=(*saved.warnings, *plan.warnings))


def _save_planned(scan: Scan, plan: Plan) -> Saved:
    snapshot = scan.snapshot
    beside = snapshot.sidecar_to_write

    def write_to(places: list[Place]) -> Saved:
        writes = to_write(snapshot, places, plan)
        return write(scan, writes, keep_time=plan.wish.keep_time, wanted=plan.new)

    try:
        return write_to(snapshot.places if embeds(snapshot.image.file_type) else [beside])
    except CannotEmbedError as problem:
        saved = write_to([beside])
        sidecar = printable_path(Path(beside.path.name))
        moved = Saving.SAVED_IN_SIDECAR(why=problem.text, sidecar=sidecar)
        return saved._replace(warnings=(*saved.warnings, moved))


def to_write(
    snapshot: Snapshot, places: list[Place], plan: Plan
) -> list[tuple[Place, dict[str, Raw]]]:
    """The tags to write to each place, with the scan's id."""
    new, wish = plan.new, plan.wish
    writes = snapshot.to_write(places, new, wish.repair, film_exif=wish.film_exif)
    scan_id = snapshot.journal.id_to_write() if new else ""
    if scan_id and any(tags for _, tags in writes):
        writes = [(p, tags | id_mark(p.tags, scan_id)) for p, tags in writes]
    return writes


def to_undo(snapshot: Snapshot, *, force: bool) -> Entry:
    """The save to undo: the last that has not been undone.

    ExifilmError when there is none, or when its tags were changed since (unless `force`).
    """
    journal, path = snapshot.journal, snapshot.image.path
    for entry in reversed(journal.standing()):
        places = [(snapshot.place_of(written), written) for written in entry.places]
        if all(written.is_gone_from(place.tags) for place, written in places):
            if force:
                continue
            raise overwriting.undo_refusal(overwriting.overwritten(snapshot), path)
        stands = all(written.stands_in(place.tags) for place, written in places)
        if not force and not (stands and journal.fits(entry)):
            raise ExifilmError(Saving.UNDO_OF_CHANGED(), file=path)
        return entry
    raise ExifilmError(Saving.NOTHING_TO_UNDO(), file=path)


def write(
    scan: Scan,
    writes: Iterable[tuple[Place, Mapping[str, Raw]]],
    *,
    keep_time: bool,
    undoes: Entry | None = None,
    wanted: ExposureRecord | None = None,
) -> Saved:
    """Make all drafts, note the old state, then put the drafts in place.

    ExifilmError, with all files unchanged, when reading would not give the record `wanted`.
    """
    with ExitStack() as cleanup:
        drafts: list[Draft | PendingRemoval] = []
        for place, tags in writes:
            if not tags or not (place.exists or any(raw is not None for raw in tags.values())):
                continue
            if PendingRemoval.suits(place, tags):
                drafts.append(PendingRemoval(place))
            else:
                back = undoes.written(sidecar=place.sidecar) if undoes else None
                new = PendingWrite(place, tags, scan.exiftool, keep_time=keep_time, back=back)
                drafts.append(new)
                cleanup.callback(new.discard)
                if undoes is None:
                    new.note_bytes(scan.exiftool)
        if not drafts:
            if wanted is not None:
                refuse_another_record(wanted, scan.snapshot.stored.record, scan.path)
            return Saved()
        ready = Ready(scan, drafts, undoes)
        if wanted is not None:
            refuse_another_record(wanted, ready.after.record, scan.path)
        [saved] = commit([ready])
        if isinstance(saved, ExifilmError):
            raise saved
        return saved


@dataclass
class Ready:
    """A save whose drafts are finished and verified."""

    scan: Scan
    drafts: Sequence[Draft | PendingRemoval]
    undoes: Entry | None = None

    def __post_init__(self) -> None:
        self.before = self.scan.snapshot.stored.record
        image, sidecar = self.places()
        self.after = merged(sidecar, image)
        """The record of the new versions."""

    def places(self) -> tuple[Place, Place | None]:
        """Image and sidecar as they are with the drafts, so far as these are in place."""
        snapshot = self.scan.snapshot
        outcome = {draft.place.sidecar: draft.outcome for draft in self.drafts}
        return outcome.get(False) or snapshot.image, outcome.get(True, snapshot.sidecar)

    def entry(self) -> Entry:
        """What the journal notes of it."""
        image, sidecar = self.places()
        undoes, scan = self.undoes, self.scan
        return Entry(
            file=str(scan.path.absolute()).encode("utf-8", "backslashreplace").decode(),
            places=tuple(draft.noted() for draft in self.drafts),
            record_before=self.before.to_json(),
            record_after=self.after.record.to_json(),
            undoes=undoes.id if undoes else None,
            scan_id=undoes.scan_id if undoes else "",
            id_before=scan.snapshot.journal.scan_id,
            id_after=id_of(image.tags, sidecar.tags if sidecar else None),
        )

    def done(self) -> Saved:
        """The result, once all drafts are in place; the scan then holds them."""
        image, sidecar = self.places()
        self.scan.holds(image, sidecar, self.after)
        warnings = tuple(warning for draft in self.drafts for warning in draft.warnings)
        written = tuple(name for draft in self.drafts for name in draft.noted().after)
        return Saved(changes(self.before, self.after.record), warnings, written)


def commit(saves: Sequence[Ready]) -> list[Saved | ExifilmError]:
    """Note several saves in their journals, then put all drafts in place: each result, or error.

    One that fails does not stop the others. A killed one is completed or noted as not done by the
    next save of its scan.
    """
    results: list[Saved | ExifilmError | None] = [None] * len(saves)

    def left() -> list[int]:
        return [number for number, result in enumerate(results) if result is None]

    for number in left():
        try:
            for draft in saves[number].drafts:
                draft.place.refuse_what_changed()
        except ExifilmError as problem:
            results[number] = problem
    entries = {n: (saves[n].scan.snapshot.journal, saves[n].entry()) for n in left()}
    noted: dict[int, Noted] = {}
    for number, entry in zip(entries, append_all([*entries.values()]), strict=True):
        if isinstance(entry, ExifilmError):
            results[number] = entry
        else:
            save = saves[number]
            noted[number] = Noted(save.drafts, entries[number][0], entry, save.before)
    for number, failed in zip(noted, put_in_place([*noted.values()]), strict=True):
        results[number] = failed or saves[number].done()._replace(entry=noted[number].entry.id)
    return [result for result in results if result is not None]


def _recover_interrupted_save(scan: Scan) -> None:
    """Complete the last save, if it was killed between its entry in the journal and its end."""
    if not (left := unfinished_writes(scan.snapshot)):
        return
    now = scan.snapshot.stored.record.to_json()
    _put(scan, left.writes)
    if left.not_done:
        journal = scan.snapshot.journal
        journal.append(left.not_done.not_done(now, journal.scan_id))


def _put(scan: Scan, writes: Iterable[tuple[Place, Mapping[str, Raw], Written | None]]) -> None:
    """Write these tags, which the journal has noted already; everything, of a save to undo."""
    for place, tags, back in writes:
        if PendingRemoval.suits(place, tags):
            PendingRemoval(place).put_in_place()
        else:
            draft = PendingWrite(place, tags, scan.exiftool, keep_time=False, back=back)
            draft.put_in_place()
    scan.read()
