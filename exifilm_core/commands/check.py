"""`exifilm check`: find missing records, duplicate numbers and damaged files in folders."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    paths_to_files,
    say,
    say_json,
    there_is,
)
from exifilm_core.commands.findings import exif_of_the_copy, of_scan
from exifilm_core.commands.images import deeper, is_folder, recursive_option
from exifilm_core.commands.reading import reading
from exifilm_core.errors import ExifilmError, printable, printable_path
from exifilm_core.files.atomic import leftovers
from exifilm_core.files.formats import is_image_name
from exifilm_core.files.tree import folders_in
from exifilm_core.scans import Archive, Scan
from exifilm_core.scans.numbering import Numbers

KINDS = {
    "unread": "cannot be read",
    "without": "without a record",
    "doubled": "with a duplicate number",
    "unreadable": "with invalid values",
    "unlikely": "with unlikely values",
    "drifted": "with tags that disagree with the record",
    "overwritten": "with a record that another program has overwritten",
    "encoding": "with text in an unknown encoding",
    "harmed": "with maker notes that cannot be read",
    "leftover": "left over from an interrupted save",
}
"""The kinds of finding, with their words in the summary."""
HINTS = ("unlikely",)
"""Kinds that do not fail the check, since the values may be right."""


class Finding(NamedTuple):
    """One thing to look at in a file."""

    kind: str
    file: Path
    message: str


@click.command()
@click.argument("paths", metavar="DIR|FILE…", nargs=-1, required=True, type=paths_to_files())
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@recursive_option
def check(paths: tuple[Path, ...], as_json: bool, recursive: bool) -> None:
    """Check folders for missing records, duplicate numbers and damaged files.

    Changes nothing. Reports:

    \b
      scans without a record, and duplicate numbers in a folder
      invalid values, and unlikely ones (a developer at 68 °C)
      tags that disagree with the record
      records that another program has overwritten
      text in an unknown encoding
      maker notes that an earlier version of ExiFilm made unreadable
      files that cannot be read, and remains of interrupted saves

    Compares the number of a FILE with the others in its folder. With --recursive, checks each
    sub-folder like DIR.

    With --json, prints a list with an object {"folder", "scans", "findings"} for each DIR, and for
    the FILEs of a folder. A finding has "kind", "file" and "message".

    The exit status is 0 if all is in order. It is 1 if there is anything to look at, or if all
    images are in sub-folders that were not checked. Unlikely values do not count: they may be
    right.

    \b
    Examples:
      exifilm check ~/scans
      exifilm check --recursive ~/scans
      exifilm check scan_017.tif
      exifilm check --json ~/scans/2012 ~/scans/2013
    """
    data = []
    in_order = True

    def report(name: Path, folder: Path, scans: int, found: list[Finding], hint: str = "") -> None:
        nonlocal in_order
        faults = [finding for finding in found if finding.kind not in HINTS]
        in_order = in_order and not faults and (scans > 0 or not hint)
        if as_json:
            listed = [f._asdict() | {"file": str(f.file)} for f in found]
            data.append({"folder": str(folder), "scans": scans, "findings": listed})
            if hint:
                complain(hint, name)
            return
        for finding in found:
            say(f"{printable_path(finding.file)}: {finding.message}")
        counted = [summary(scans, found)] if scans or found or not hint else []
        say(f"{printable_path(name)}: {' '.join([*counted, hint])}".rstrip())

    def check_files(folder: Path, files: list[Path]) -> None:
        with Archive(folder) as archive:
            found = list(findings_in(files, archive))
        report(files[0] if len(files) == 1 else folder, folder, len(files), found)

    def check_folder(folder: Path) -> None:
        with loaded(folder) as archive:
            found = list(findings(archive))
        report(folder, folder, len(archive), found, deeper(folder, here=len(archive)))

    def check_tree(top: Path) -> None:
        opened: list[Path] = []
        reported: list[Path] = []

        def check_in_tree(folder: Path) -> None:
            with loaded(folder) as archive:
                opened.append(folder)
                found = list(findings(archive))
            if found or archive.scans:
                report(folder, folder, len(archive), found)
                reported.append(folder)

        for folder in folders_in(top):
            attempt(check_in_tree, folder)
        if top in opened and not reported:
            report(top, top, 0, [])

    with each_on_its_own() as attempt, reading() as loaded:
        files: dict[Path, list[Path]] = {}
        for path in dict.fromkeys(paths):
            if not _means_folder(path):
                files.setdefault(path.parent, []).append(path)
        for path in dict.fromkeys(paths):
            if _means_folder(path):
                attempt(check_tree if recursive else check_folder, path)
            elif named := files.pop(path.parent, None):
                attempt(check_files, path.parent, named)
        if as_json:
            say_json(data)
    if not in_order:
        click.get_current_context().exit(1)


def _means_folder(path: Path) -> bool:
    """Whether the path is a folder, or, if there is nothing, its name is not an image's."""
    return is_folder(path) or not (there_is(str(path)) or is_image_name(path.name))


def findings(archive: Archive) -> Iterator[Finding]:
    """The findings in a folder, scan by scan."""
    for path, message in archive.unreadable:
        yield Finding("unread", path, printable(str(message)))
    for scan in archive.readable():
        yield from _of_scan(scan)
    yield from _doubled(archive, [scan.path for scan in archive])
    for path in leftovers(archive.folder):
        yield Finding("leftover", path, "is left over from an interrupted save. Remove it.")


def findings_in(files: Collection[Path], archive: Archive) -> Iterator[Finding]:
    """The findings in some files of a folder."""
    for path in files:
        try:
            yield from _of_scan(Scan(path))
        except ExifilmError as problem:
            yield Finding("unread", path, problem.message)
    yield from _doubled(archive, files)


def _of_scan(scan: Scan) -> Iterator[Finding]:
    if not scan.has_record:
        words = " ".join(["has no exposure record.", *exif_of_the_copy(scan)])
        yield Finding("without", scan.path, words)
    for kind, message in of_scan(scan):
        yield Finding(kind, scan.path, message)


def _doubled(archive: Archive, files: Collection[Path]) -> Iterator[Finding]:
    """The files with a number that another sheet of their folder has too."""
    numbered = {scan.path: (number, scan) for number, scan in archive.numbers()}
    numbers = Numbers[Path]()
    for path, (number, _scan) in numbered.items():
        numbers.put(path, path, number)
    for path in files:
        if others := list(numbers.others(path)):
            number, scan = numbered[path]
            names = ", ".join(other.name for other in others)
            guessed = " (guessed from its name)" if scan.guess else ""
            text = f"has the number {number}{guessed}, as {names} has. Change one of them."
            yield Finding("doubled", path, text)


def summary(scans: int, found: list[Finding]) -> str:
    """The number of scans, and of files with each kind of finding."""
    counted = f"{scans} scan{'' if scans == 1 else 's'}" if scans else "no images"
    files = {kind: len({f.file for f in found if f.kind == kind}) for kind in KINDS}
    parts = [f"{count} {KINDS[kind]}" for kind, count in files.items() if count]
    if scans and not parts:
        parts = ["all in order"]
    return "; ".join([counted, *parts]) + "."
