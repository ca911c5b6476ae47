"""Show the records of scans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from exifilm_core.actions.findings import Finding, findings_of
from exifilm_core.actions.outcomes import Outcome, Progress, each
from exifilm_core.readers import Reader
from exifilm_core.record import ExposureRecord
from exifilm_core.scans import Scan
from exifilm_core.scans.quickly import quick_reader
from exifilm_core.value import Value


class Shown(Value):
    """A scan with its record."""

    scan: Scan
    record: ExposureRecord

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be looked at. ExifilmError if the journal cannot be read."""
        return tuple(findings_of(self.scan))

    def to_json(self) -> dict[str, Any]:
        """As `exifilm show --json` prints it, and `exifilm set --json` reads it."""
        scan = self.scan
        overwritten = {taken.field: taken.saved for taken in scan.overwritten}
        return {
            "file": str(scan.path),
            "record": self.record.to_json(),
            "unreadable": dict(scan.unreadable),
            "drifted": {drift.tag: drift.text for drift in scan.drifted},
            "overwritten": ExposureRecord(**overwritten).to_json(),
        }


def show(
    paths: Iterable[Path], *, reader: Reader | None = None, progress: Progress | None = None
) -> Iterator[Outcome[Shown]]:
    """The record of each scan. Several are read together, or taken from the index.

    Without a `reader`, ExifTool reads only what is in doubt.
    """
    chosen = reader or quick_reader()

    def show_one(path: Path) -> Shown:
        scan = made(path)
        return Shown(scan, scan.record)

    def made(path: Path) -> Scan:
        return Scan(path, reader=chosen)

    paths = list(paths)
    if len(paths) == 1 or len({*paths}) < len(paths):  # one that is given twice is read twice
        yield from each(paths, show_one, progress)
        return
    from exifilm_core.scans import known

    for scan, problem in known.load(paths, made, chosen):
        shown = None if problem else Shown(scan, scan.record)
        if progress:
            progress(scan.path)
        yield Outcome(scan.path, shown, problem)
