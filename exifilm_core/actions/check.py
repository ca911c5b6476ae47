"""Check folders and files for missing records, duplicate numbers and damaged files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exifilm_core.actions.exposing import known_films
from exifilm_core.actions.findings import (
    Contradiction,
    Duplicate,
    Finding,
    Leftover,
    MisreadTag,
    Unread,
    WithoutRecord,
    copy_exposure_of,
    findings_of,
)
from exifilm_core.actions.worked_out import WorkedOut
from exifilm_core.errors import ExifilmError
from exifilm_core.files.atomic import leftovers
from exifilm_core.files.formats import sidecar_of
from exifilm_core.film.films import Catalogue
from exifilm_core.kit import Kit, known_kit
from exifilm_core.readers import Progress
from exifilm_core.readers.quick.sample import misread
from exifilm_core.scans import Archive, Scan
from exifilm_core.scans.numbering import Numbers


@dataclass(frozen=True)
class Report:
    """The findings in a folder, or in some of its files."""

    folder: Path
    scans: int
    """How many scans were checked."""
    findings: tuple[Finding, ...]


def check_archive(archive: Archive, progress: Progress | None = None) -> Report:
    """The findings in a folder, scan by scan."""
    archive.load(progress)
    found: list[Finding] = [Unread(path, why) for path, why in archive.unreadable]
    for scan in archive.readable():
        found += _of_scan(scan)
    found += _duplicates(archive, archive.paths)
    found += map(Leftover, leftovers(archive.folder))
    found += _misread([*archive.paths, *filter(Path.exists, map(sidecar_of, archive.paths))])
    return Report(archive.folder, len(archive), tuple(found))


def check_files(files: Collection[Path], archive: Archive) -> Report:
    """The findings in some files of a folder; their Nos. are compared with all in it."""
    found: list[Finding] = []
    for path in files:
        try:
            found += _of_scan(Scan(path))
        except ExifilmError as problem:
            found.append(Unread(path, problem.text))
    found += _duplicates(archive, files)
    found += _misread(list(files))
    return Report(archive.folder, len(files), tuple(found))


def _of_scan(scan: Scan) -> Iterator[Finding]:
    if not scan.has_record:
        yield WithoutRecord(scan.path, copy_exposure_of(scan))
    yield from findings_of(scan)
    for doubt in WorkedOut(scan.record, *_known()).doubts():
        yield Contradiction(scan.path, doubt.field, doubt.why)


@cache
def _known() -> tuple[Catalogue, Kit]:
    """All films, and the kit; mistakes in the photographer's own files are for others to tell."""
    (catalogue, _of_films), (kit, _of_kit) = known_films(), known_kit()
    return catalogue, kit


def _misread(files: list[Path]) -> Iterator[Finding]:
    """Of a sample of the files, the tags that ExifTool reads otherwise than the quick reader."""
    from exifilm_core.exiftool import ExifTool

    return (MisreadTag(*one) for one in misread(files, ExifTool.shared()))


def _duplicates(archive: Archive, files: Collection[Path]) -> Iterator[Finding]:
    """The files with a number that another sheet of their folder has too."""
    known = archive.numbers()
    numbers = Numbers[Path]()
    for path, number in known.items():
        numbers.put(path, path, number.given or number.guess, number.series)
    for path in files:
        if others := tuple(numbers.others(path)):
            yield Duplicate(path, known[path].compared, bool(known[path].guess), others)
