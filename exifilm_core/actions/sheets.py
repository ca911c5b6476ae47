"""The files of one sheet, such as scan.tif and scan.jpg, are told by their folder and stem."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from exifilm_core.record import ExposureRecord, Section
from exifilm_core.scans import Scan
from exifilm_core.scans.numbering import sheet_of
from exifilm_core.value import Value


class Differing(Value):
    """Files of one sheet whose records differ."""

    files: tuple[Path, ...]
    """The first is the one whose record counts."""
    fields: tuple[str, ...]
    """The names of the fields in which they differ."""

    @property
    def labels(self) -> str:
        return ", ".join(ExposureRecord.field(name).label for name in self.fields)

    @property
    def words(self) -> dict[str, str]:
        """What a sentence about them says: `first`, `others` and `labels`."""
        first, *others = (path.name for path in self.files)
        return {"first": first, "others": ", ".join(others), "labels": self.labels}


def by_sheet(scans: Iterable[Scan]) -> list[list[Scan]]:
    """The scans of each sheet, in the order of the first of each."""
    found: dict[Path, list[Scan]] = {}
    for scan in scans:
        found.setdefault(sheet_of(scan.path), []).append(scan)
    return list(found.values())


def one_of_each(scans: Iterable[Scan]) -> tuple[list[Scan], list[Differing]]:
    """One scan of each sheet, the first with a record, and the sheets whose records differ."""
    chosen, differing = [], []
    for sheet in by_sheet(scans):
        sheet.sort(key=lambda scan: not scan.has_record)
        chosen.append(sheet[0])
        if fields := differences([scan for scan in sheet if scan.has_record]):
            differing.append(Differing(tuple(scan.path for scan in sheet), fields))
    return chosen, differing


def differences(scans: Sequence[Scan], among: Collection[str] = ()) -> tuple[str, ...]:
    """The names of the fields, of all or `among` these, in which these files of a sheet differ."""
    return differing_fields([scan.record for scan in scans] if len(scans) > 1 else [], among)


def differing_fields(
    records: Sequence[ExposureRecord], among: Collection[str] = ()
) -> tuple[str, ...]:
    """The names of the fields, of all or `among` these, in which records of a sheet differ.

    A field that a file leaves empty is no difference, nor is one about the scan itself.
    """
    return tuple(
        field.name
        for field in ExposureRecord.fields()
        if (field.name in among if among else field.section is not Section.SCAN)
        and len({record.show(field.name) for record in records if record[field.name] is not None})
        > 1
    )
