"""Save a scan: one process at a time, into the image or its sidecar, or not at all.

The new versions of all places are made and verified first. Then the journal notes the old state,
and only then do the new versions replace the old ones. If a save is killed in that last step, the
next save completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from exifilm_core.errors import (
    CannotEmbedError,
    ChangedOnDiskError,
    WrittenMeanwhileError,
    printable_path,
)
from exifilm_core.exiftool import ExifTool
from exifilm_core.files.formats import embeds
from exifilm_core.files.locks import save_lock
from exifilm_core.messages.saving import Saving
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.changes import Saved, changes, refuse_another_record
from exifilm_core.scans.identity import id_mark, id_of
from exifilm_core.scans.interrupted import put_in_place, unfinished_writes
from exifilm_core.scans.journal import Entry, Written
from exifilm_core.scans.pending import PendingRemoval, PendingWrite
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


def save_embedded_or_sidecar(
    scan: Scan, new: ExposureRecord, *, keep_time: bool, repair: Collection[str], film_exif: bool
) -> Saved:
    """Save into the image, or into a sidecar where that would harm other contents of the image."""
    snapshot = scan.snapshot
    beside = snapshot.sidecar_to_write
    scan_id = snapshot.journal.id_to_write() if new else ""

    def write_to(places: list[Place]) -> Saved:
        writes = snapshot.to_write(places, new, repair, film_exif=film_exif)
        if scan_id and any(tags for _, tags in writes):
            writes = [(p, tags | id_mark(p.tags, scan_id)) for p, tags in writes]
        return write(scan, writes, keep_time=keep_time, wanted=new)

    try:
        return write_to(snapshot.places if embeds(snapshot.image.file_type) else [beside])
    except CannotEmbedError as problem:
        saved = write_to([beside])
        sidecar = printable_path(Path(beside.path.name))
        moved = Saving.SAVED_IN_SIDECAR(why=problem.text, sidecar=sidecar)
        return saved._replace(warnings=(*saved.warnings, moved))


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
    snapshot = scan.snapshot
    before = snapshot.stored.record
    with ExitStack() as cleanup:
        drafts: list[PendingWrite | PendingRemoval] = []
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
                refuse_another_record(wanted, before, scan.path)
            return Saved()
        outcome = {draft.place.sidecar: draft.outcome for draft in drafts}
        image, sidecar = outcome.get(False) or snapshot.image, outcome.get(True, snapshot.sidecar)
        after = merged(sidecar, image)
        if wanted is not None:
            refuse_another_record(wanted, after.record, scan.path)
        for draft in drafts:
            draft.place.refuse_what_changed()
        journal = snapshot.journal
        noted = journal.append(
            Entry(
                file=str(scan.path.absolute()).encode("utf-8", "backslashreplace").decode(),
                places=tuple(draft.noted() for draft in drafts),
                record_before=before.to_json(),
                record_after=after.record.to_json(),
                undoes=undoes.id if undoes else None,
                scan_id=undoes.scan_id if undoes else "",
                id_before=journal.scan_id,
                id_after=id_of(image.tags, sidecar.tags if sidecar else None),
            )
        )
        put_in_place(drafts, journal, noted, before)
    outcome = {draft.place.sidecar: draft.outcome for draft in drafts}
    image, sidecar = outcome.get(False) or snapshot.image, outcome.get(True, snapshot.sidecar)
    scan.holds(image, sidecar, after)
    warnings = tuple(warning for draft in drafts for warning in draft.warnings)
    written = tuple(name for draft in drafts for name in draft.noted().after)
    return Saved(changes(before, scan.snapshot.stored.record), warnings, written)


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
