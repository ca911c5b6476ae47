"""Undo the last save of many scans, or save again what another program has overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from exifilm_core.actions.outcomes import Outcome, Progress
from exifilm_core.actions.saving_many import save_each
from exifilm_core.errors import ExifilmError
from exifilm_core.messages.saving import Saving
from exifilm_core.scans import Saved, Scan
from exifilm_core.scans.saving import UndoWish, Wish
from exifilm_core.value import Value


def undo(
    paths: Iterable[Path],
    *,
    force: bool = False,
    keep_time: bool = False,
    progress: Progress | None = None,
) -> Iterator[Outcome[Saved]]:
    """Undo the last save of each scan; the meanings are those of `Scan.undo`."""
    wish = UndoWish(force, keep_time)
    return save_each(paths, lambda _: wish, lambda _, saved: saved or Saved(), progress)


class Undone(Value):
    """The undo of a certain save of one scan."""

    scan: Scan | None = None
    """The scan as it now is; None if it was left, because the work was to stop."""
    saved: Saved = Saved()


def undo_saves(
    saves: Mapping[Path, str], *, stop: Callable[[], bool] = lambda: False
) -> Iterator[Outcome[Undone]]:
    """Undo these saves, by their ids in the journal, if each is still the last of its scan.

    Once `stop` says so, the scans that are just being saved are the last.
    """
    found: dict[Path, Scan] = {}

    def asked(scan: Scan) -> UndoWish | None:
        if stop():
            return None
        standing = scan.snapshot.journal.standing()
        if standing and standing[-1].id != saves[scan.path]:
            raise ExifilmError(Saving.SAVED_SINCE(), file=scan.path)
        found[scan.path] = scan
        return UndoWish()

    def told(path: Path, saved: Saved | None) -> Undone:
        return Undone(found.get(path), saved or Saved())

    return save_each(saves, asked, told)


@dataclass(frozen=True)
class Restored:
    """What was saved again in one scan."""

    saved: Saved
    labels: tuple[str, ...]
    """The labels of the fields that were overwritten; none if nothing was."""


def restore(
    paths: Iterable[Path], *, keep_time: bool = False, progress: Progress | None = None
) -> Iterator[Outcome[Restored]]:
    """Save again the overwritten fields of each scan."""

    overwritten_in_one: dict[Path, list[str]] = {}

    def asked(scan: Scan) -> Wish:
        names = scan.overwritten_in_one
        overwritten_in_one[scan.path] = [scan.record.field(name).label for name in names]
        return scan.to_restore(keep_time=keep_time)

    def told(path: Path, saved: Saved | None) -> Restored:
        saved = saved or Saved()
        labels = [change.label for change in saved.changes] + overwritten_in_one[path]
        return Restored(saved, tuple(dict.fromkeys(labels)))

    return save_each(paths, asked, told, progress)
