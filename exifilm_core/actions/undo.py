"""Undo the last save of many scans, or save again what another program has overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from exifilm_core.actions.outcomes import Outcome, Progress, each
from exifilm_core.scans import Saved, Scan


def undo(
    paths: Iterable[Path],
    *,
    force: bool = False,
    keep_time: bool = False,
    progress: Progress | None = None,
) -> Iterator[Outcome[Saved]]:
    """Undo the last save of each scan; the meanings are those of `Scan.undo`."""
    return each(paths, lambda path: Scan(path).undo(force=force, keep_time=keep_time), progress)


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

    def restore_one(path: Path) -> Restored:
        scan = Scan(path)
        in_one = [scan.record.field(name).label for name in scan.overwritten_in_one]
        saved = scan.restore(keep_time=keep_time)
        labels = dict.fromkeys([change.label for change in saved.changes] + in_one)
        return Restored(saved, tuple(labels))

    return each(paths, restore_one, progress)
