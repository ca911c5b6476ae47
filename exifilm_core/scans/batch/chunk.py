"""Some scans that are saved together: planned, written, checked, noted, and put in place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from exifilm_core.errors import ExifilmError
from exifilm_core.files.formats import has_sidecar
from exifilm_core.readers.quick import UnsureError, read
from exifilm_core.readers.quick.quick_reader import is_on
from exifilm_core.scans import saving
from exifilm_core.scans.batch.quick_draft import TYPES, QuickDraft
from exifilm_core.scans.batch.quick_undo import QuickUndo
from exifilm_core.scans.batch.writers import Writers, Written
from exifilm_core.scans.changes import Saved, refuse_another_record
from exifilm_core.scans.entries import Entry
from exifilm_core.scans.interrupted import unfinished_writes
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
    draft: QuickDraft | QuickUndo | None = None
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
        self.why = why
        self.ready = None
        self.discard()

    def discard(self) -> None:
        """Remove the new version, unless it is in place."""
        if self.draft:
            self.draft.discard()
        self.draft = None


@contextlib.contextmanager
def _doubting(save: Save) -> Iterator[None]:
    """Leave the save to a single one, which has the words for it, where that fails.

    Also after a fault of these readers: it must not stop a save that is possible without them.
    """
    try:
        yield
    except Exception as doubt:  # noqa: BLE001
        save.doubt(doubt)


class Chunk:
    """The saves of some scans, whose locks the caller holds until `finish`."""

    def __init__(self, scans: Sequence[Scan], asked: Asked, busy: Collection[Path] = ()) -> None:
        """`busy` are the paths of those whose locks others hold."""
        self._saves = [Save(scan) for scan in scans]
        self._asked = asked
        self._busy = busy
        self._begun: list[tuple[list[Save], Future[Written]]] = []

    def begin(self, writers: Writers) -> None:
        """Plan all saves, and have ExifTool begin to write the new versions."""
        for save in self._saves:
            with _doubting(save):
                self._plan(save)
        drafts = [save for save in self._saves if save.draft]
        writings = [save.draft.writing for save in drafts if save.draft]
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
        if has_sidecar(scan.path):
            raise UnsureError("a sidecar")
        found = read(scan.path)
        if found.file_type not in TYPES:
            raise UnsureError("a type that is not compared here")
        scan.load(found, None)
        snapshot = scan.snapshot
        if unfinished_writes(snapshot):
            raise UnsureError("a save to complete")
        wish = save.wish = self._asked(scan)
        if isinstance(wish, UndoWish):
            save.undoes = saving.to_undo(snapshot, force=wish.force)
            [written] = save.undoes.places
            if written.sidecar:
                raise UnsureError("a save in a sidecar")
            save.draft = QuickUndo(snapshot.image, written)
            return
        plan = saving.planned(scan, wish, snapshot) if wish else None
        if plan is None:
            save.result, save.done = Saved() if wish else None, True
            return
        [(place, writes)] = saving.to_write(snapshot, [snapshot.image], plan)
        if writes:
            save.plan, save.draft = plan, QuickDraft(place, writes)
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
        for saves, written in self._begun:
            for save, said in zip(saves, written.result(), strict=True):
                with _doubting(save):
                    if isinstance(said, ExifilmError):
                        raise said
                    if said:
                        raise UnsureError(said[0])
                    assert save.draft
                    assert save.wish
                    save.draft.keep(keep_time=save.wish.keep_time)
                    on_disk.append((save, disk.submit(save.draft.version.to_disk)))
        for save, _ in on_disk:
            with _doubting(save):
                assert save.draft
                save.draft.check()
                save.ready = Ready(save.scan, [save.draft], save.undoes)
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
