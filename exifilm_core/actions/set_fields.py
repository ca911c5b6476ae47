"""Set fields of many scans, or say what that would change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exifilm_core.actions.findings import copy_exposure_of
from exifilm_core.actions.outcomes import Outcome, Progress, each
from exifilm_core.scans import Change, Saved, Scan


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


def set_fields(
    values: Mapping[Path, Mapping[str, Any]], how: How, progress: Progress | None = None
) -> Iterator[Outcome[Set]]:
    """Set these values of each scan; None empties a field, and other fields stay."""

    def set_one(path: Path) -> Set:
        scan = Scan(path)
        wanted = {**values[path], **{name: scan.accepted(name) for name in how.accept}}
        film_exif = how.film_exif and bool(scan.plan(scan.record, film_exif=True))
        in_vain = how.film_exif and not film_exif
        if not wanted and in_vain:
            return Set(no_copy_exposure=True)
        record = scan.record.replace(**wanted)
        if how.dry_run:
            return Set(scan.plan(record, film_exif=film_exif), no_copy_exposure=in_vain)
        copy_exposure = "" if film_exif else copy_exposure_of(scan)
        saved = scan.save(
            record,
            force=how.force,
            merge=how.merge,
            keep_time=how.keep_time,
            repair=wanted,
            film_exif=film_exif,
        )
        return Set(saved=saved, copy_exposure=copy_exposure, no_copy_exposure=in_vain)

    return each(values, set_one, progress)
