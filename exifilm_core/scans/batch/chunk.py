"""Some scans that are saved together: planned, written, checked, noted, and put in place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import has_sidecar, sidecar_of
from exifilm_core.readers import FileTags
from exifilm_core.readers.quick import UnsureError, read
from exifilm_core.readers.quick.quick_reader import is_on
from exifilm_core.scans import saving
from exifilm_core.scans.batch.quick_draft import TYPES, QuickDraft
from exifilm_core.scans.batch.quick_undo import QuickUndo
from exifilm_core.scans.batch.writers import Writers, Written
from exifilm_core.scans.changes import Saved, refuse_another_record
from exifilm_core.scans.entries import Entry
from exifilm_core.scans.interrupted import unfinished_writes
from exifilm_core.scans.late_writers import is_just_written, was_complete
from exifilm_core.scans.pending import PendingRemoval, of_loss
from exifilm_core.scans.saving import Plan, Ready, UndoWish, Wish
from exifilm_core.scans.scan import Scan

Asked = Callable[[Scan], Wish | UndoWish | None]
"""What to save in a scan as it was read, or that its last save is to be undone; None for nothing.
"""
Result = Saved | ExifilmError | OSError | None
"""The result of a save, or why it failed; None where nothing was asked for."""


@dataclass
class Save:
    """The save of one scan."""

    scan: Scan
    drafts: list[QuickDraft | QuickUndo] = field(default_factory=list)
    """Of its sidecar and its image, in the order in which they get in place."""
    wish: Wish | UndoWish | None = None
    """What is asked for, once the scan was read."""
    plan: Plan | None = None
    undoes: Entry | None = None
    ready: Ready | None = None
    result: Result = None
    done: bool = False
    """Whether the result is known."""
    why: Exception | None = None
    """Why it is left to a single save."""

    def doubt(self, why: Exception) -> None:
        """Leave it to a single save."""
        self.why = self.why or why  # a second one may follow from the first
        self.ready = None
        self.discard()

    def discard(self) -> None:
        """Remove the new versions, unless they are in place."""
        for draft in self.drafts:
            draft.discard()
        self.drafts = []


@contextlib.contextmanager
def _doubting(save: Save) -> Iterator[None]:
    """Leave the save to a single one, which has the words for it, where that fails.

    Also after a fault of these readers: it must not stop a save that is possible without them.
    """
    try:
        yield
    except Exception as doubt:  # noqa: BLE001
        save.doubt(doubt)


def _sidecar_of(image: Path) -> FileTags | None:
    """What is in the sidecar; None for none. UnsureError while another program writes it."""
    if not has_sidecar(image):
        return None
    found = read(sidecar_of(image))
    if is_just_written(found.path) or not was_complete(found):
        raise UnsureError("a sidecar that is being written")
    return found


class Chunk:
    """The saves of some scans, whose locks the caller holds until `finish`."""

    def __init__(self, scans: Sequence[Scan], asked: Asked, busy: Collection[Path] = ()) -> None:
        """`busy` are the paths of those whose locks others hold."""
        self._saves = [Save(scan) for scan in scans]
        self._asked = asked
        self._busy = busy
        self._begun: list[tuple[list[tuple[Save, QuickDraft | QuickUndo]], Future[Written]]] = []

    def begin(self, writers: Writers) -> None:
        """Plan all saves, and have ExifTool begin to write the new versions."""
        for save in self._saves:
            with _doubting(save):
                self._plan(save)
        drafts = [(save, draft) for save in self._saves for draft in save.drafts]
        # All images, then all sidecars: so each ExifTool gets its share of both.
        drafts.sort(key=lambda each: each[1].place.sidecar)
        writings = [draft.writing for _, draft in drafts]
        self._begun = [
            ([drafts[number] for number in mine], written)
            for mine, written in writers.write(writings)
        ]

    def _plan(self, save: Save) -> None:
        """Plan one save, from tags that are all that it may touch."""
        scan = save.scan
        if not is_on():
            raise UnsureError("the quick reader is turned off")
        if scan.path in self._busy:
            raise UnsureError("a lock that others hold")
        found = read(scan.path)
        if found.file_type not in TYPES:
            raise UnsureError("a type that is not compared here")
        scan.load(found, _sidecar_of(scan.path))
        snapshot = scan.snapshot
        if unfinished_writes(snapshot):
            raise UnsureError("a save to complete")
        wish = save.wish = self._asked(scan)
        if isinstance(wish, UndoWish):
            save.undoes = saving.to_undo(snapshot, force=wish.force)
            [written, *more] = save.undoes.places
            if more or written.sidecar:
                raise UnsureError("a save in a sidecar")
            save.drafts = [QuickUndo(snapshot.image, written)]
            return
        plan = saving.planned(scan, wish, snapshot) if wish else None
        if plan is None:
            save.result, save.done = Saved() if wish else None, True
            return
        writes = [each for each in saving.to_write(snapshot, snapshot.places, plan) if each[1]]
        if any(PendingRemoval.suits(place, tags) for place, tags in writes):
            raise UnsureError("a sidecar to remove")
        if writes:
            save.plan = plan
            for place, tags in writes:
                save.drafts.append(QuickDraft(place, tags))
            return
        refuse_another_record(plan.new, snapshot.stored.record, scan.path)
        save.result, save.done = Saved(warnings=tuple(plan.warnings)), True

    def finish(self, disk: Executor) -> None:
        """Check the new versions, and put them in place."""
        self._check(disk)
        self._commit()

    @property
    def left(self) -> bool:
        """Whether some are left to single saves, after `finish`."""
        return not all(save.done for save in self._saves)

    def results(self) -> Iterator[tuple[Scan, Result]]:
        """The result for each scan, in order; saves those that are left one by one."""
        for save in self._saves:
            if not save.done:
                save.result, save.done = self._alone(save), True
            yield save.scan, save.result

    def _check(self, disk: Executor) -> None:
        """Check each new version, while the disk takes all of them."""
        on_disk: list[tuple[Save, Future[None]]] = []
        for drafts, written in self._begun:
            for (save, draft), said in zip(drafts, written.result(), strict=True):
                with _doubting(save):
                    if save.why:  # of its other draft
                        continue
                    if isinstance(said, ExifilmError):
                        raise said
                    if doubts := of_loss(said):
                        raise UnsureError(doubts[0])
                    assert save.wish
                    draft.keep(keep_time=save.wish.keep_time)
                    on_disk.append((save, disk.submit(draft.version.to_disk)))
        for save in self._saves:
            if not save.drafts:
                continue
            with _doubting(save):
                for draft in save.drafts:
                    draft.check()
                save.ready = Ready(save.scan, save.drafts, save.undoes)
                if save.plan:
                    refuse_another_record(save.plan.new, save.ready.after.record, save.scan.path)
        for save, synced in on_disk:
            with _doubting(save):
                if (problem := synced.exception()) and not save.why:
                    raise problem

    def _commit(self) -> None:
        """Note the saves and put the new versions in place."""
        ready = [save for save in self._saves if save.ready and save.scan.snapshot.is_current]
        results = saving.commit([save.ready for save in ready if save.ready])
        for save, result in zip(ready, results, strict=True):
            if isinstance(result, Saved):
                warnings = (*result.warnings, *(save.plan.warnings if save.plan else ()))
                save.result, save.done = result._replace(warnings=warnings), True
        for save in self._saves:
            save.discard()

    def _alone(self, save: Save) -> Result:
        scan = save.scan
        try:
            if save.wish is None:  # else what it was asked for when it was read
                scan.forget()
                save.wish = self._asked(scan)
            if isinstance(save.wish, UndoWish):
                return scan.undo(**save.wish._asdict())
            return scan.save(**save.wish._asdict()) if save.wish else None
        except (ExifilmError, OSError) as problem:
            return problem

    def abandon(self) -> None:
        """Remove the new versions that are not in place, after ExifTool has ended its work."""
        for _, written in self._begun:
            with contextlib.suppress(Exception):
                written.cancel() or written.result()
        for save in self._saves:
            save.discard()
