"""Set fields of many scans, or say what that would change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exifilm_core.actions.findings import copy_exposure_of
from exifilm_core.actions.outcomes import Outcome, Progress
from exifilm_core.actions.saving_many import save_each
from exifilm_core.errors import ChangedOnDiskError
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Change, Saved, Scan
from exifilm_core.scans.changes import differences
from exifilm_core.scans.saving import Wish


@dataclass(frozen=True)
class How:
    """How to save; the meanings are those of `Scan.save`."""

    accept: Collection[str] = ()
    """The fields to take over from tags that disagree with the record."""
    film_exif: bool = False
    """Whether EXIF's exposure is the film's, not a copy camera's."""
    force: bool = False
    merge: bool = False
    keep_time: bool = False
    over: Mapping[str, Any] | None = None
    """To set a field only where it is empty or has this value; None to set it everywhere."""
    follow: Callable[[Path, ExposureRecord], Mapping[str, Any]] | None = None
    """Gives the values to set in a scan with this record, in place of those that all get."""
    dry_run: bool = False
    """Whether to find out the changes without making them."""


@dataclass(frozen=True)
class Set:
    """What was set in one scan, or would be."""

    changes: tuple[Change, ...] | None = None
    """The changes of a dry run; None where nothing is to be set."""
    saved: Saved | None = None
    """The result of the save; None without one."""
    copy_exposure: str = ""
    """EXIF's exposure as it was, if the save counted it as a copy camera's."""
    no_copy_exposure: bool = False
    """Whether `film_exif` had no effect: no exposure counts as a copy camera's."""
    own: tuple[str, ...] = ()
    """The fields that kept a value of the scan's own, because of `How.over`."""
    scan: Scan | None = None
    """The scan as it now is."""
    left: bool = False
    """Whether it was left unread, because the work was to stop."""


def set_fields(
    values: Mapping[Path, Mapping[str, Any]],
    how: How,
    progress: Progress | None = None,
    *,
    stop: Callable[[], bool] = lambda: False,
    seen: Mapping[Path, ExposureRecord] | None = None,
) -> Iterator[Outcome[Set]]:
    """Set these values of each scan; None empties a field, and other fields stay.

    Once `stop` says so, the scans that are just being saved are the last. `seen` are records as a
    person saw them who chose the values: if another program has given one of these fields another
    value since, the problem of that scan is a ChangedOnDiskError.
    """

    known: dict[Path, Set] = {}

    def asked(scan: Scan) -> Wish | None:
        path = scan.path
        if stop():
            known[path] = Set(left=True)
            return None
        asked_for = how.follow(path, scan.record) if how.follow else values[path]
        given, own = _not_over_own(scan.record, asked_for, how.over)
        wanted = {**given, **{name: scan.accepted(name) for name in how.accept}}
        if seen and (before := seen.get(path)) is not None:
            _refuse_changed(scan, before, wanted)
        film_exif = how.film_exif and bool(scan.plan(scan.record, film_exif=True))
        in_vain = how.film_exif and not film_exif
        known[path] = Set(no_copy_exposure=in_vain, own=own, scan=scan)
        if not wanted and in_vain:
            return None
        record = scan.record.replace(**wanted)
        if how.dry_run:
            changes = scan.plan(record, film_exif=film_exif)
            known[path] = replace(known[path], changes=changes)
            return None
        copy_exposure = "" if film_exif else copy_exposure_of(scan)
        known[path] = replace(known[path], copy_exposure=copy_exposure)
        return Wish(record, how.force, how.merge, how.keep_time, tuple(wanted), film_exif)

    def told(path: Path, saved: Saved | None) -> Set:
        return replace(known.pop(path), saved=saved)

    return save_each(values, asked, told, progress)


def _refuse_changed(scan: Scan, seen: ExposureRecord, wanted: Mapping[str, Any]) -> None:
    """ChangedOnDiskError if a value to be overwritten is neither the seen nor the wanted one."""
    now, new = scan.record, seen.replace(**wanted)
    names = [name for name in wanted if now[name] not in (seen[name], new[name])]
    if names:
        raise ChangedOnDiskError(scan.path, differences(names, seen, now, new))


def _not_over_own(
    record: ExposureRecord, values: Mapping[str, Any], over: Mapping[str, Any] | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values that replace none of the record's own, and the fields that keep such a one."""
    if over is None:
        return dict(values), ()
    own = [n for n, value in values.items() if record[n] not in (None, value, over.get(n))]
    return {n: value for n, value in values.items() if n not in own}, tuple(own)
