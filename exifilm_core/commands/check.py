"""`exifilm check`: what a photographer should look at in folders of scans."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from exifilm_core.commands.images import deeper, is_folder, recursive_option
from exifilm_core.commands.reading import reading
from exifilm_core.commands.show import (
    drifted_mirrors,
    exif_of_the_copy,
    harmed_notes,
    overwritten,
    unknown_encodings,
    unlikely_values,
    unreadable_values,
)
from exifilm_core.commands.speaking import (
    complain,
    each_on_its_own,
    paths_to_files,
    say,
    say_json,
    there_is,
)
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.scans import Archive, Scan
from exifilm_core.scans.formats import is_image_name
from exifilm_core.scans.numbering import Numbers
from exifilm_core.scans.replacing import leftovers
from exifilm_core.scans.tree import folders_in, images_below

KINDS = {
    "unread": "cannot be read",
    "without": "without a record",
    "doubled": "with a number that another has",
    "unreadable": "with values that make no sense",
    "unlikely": "with values that can hardly be meant",
    "drifted": "with tags that disagree with the record",
    "overwritten": "with a record that another program has overwritten",
    "encoding": "with text in an unknown encoding",
    "harmed": "with maker notes that cannot be read",
    "leftover": "left over from a save that was cut off",
}
"""Kinds of finding, and how the summary counts their files."""
HINTS = ("unlikely",)
"""Those that may be right as they are: they do not fail the check."""


class Finding(NamedTuple):
    """One thing to look at."""

    kind: str
    file: Path
    message: str


@click.command()
@click.argument("paths", metavar="DIR|FILE…", nargs=-1, required=True, type=paths_to_files())
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@recursive_option
def check(paths: tuple[Path, ...], as_json: bool, recursive: bool) -> None:
    """Find what is missing, doubled or damaged in folders of scans.

    Finds scans without a record, numbers that two scans of a folder have, values that make no
    sense or can hardly be meant (a developer at 68 °C, as earlier versions stored it), tags that
    have come to say something else than the record, records that another program has overwritten,
    text in an unknown encoding, maker notes that an earlier version made unreadable, files that
    cannot be read, and what a save that was cut off has left behind. Nothing is changed.

    Of a FILE, the numbers in its folder are compared too. With --recursive, each sub-folder is
    checked like DIR.

    With --json, writes a list with an object {"folder", "scans", "findings"} for each DIR, and for
    the FILEs of a folder; a finding has "kind", "file" and "message".

    Ends with status 1 if there is anything to look at, or no image but in sub-folders that were not
    checked; 0 if all is in order. An unlikely value, which may be right, is reported all the same.

    \b
    Examples:
      exifilm check ~/scans
      exifilm check --recursive ~/scans
      exifilm check scan_017.tif
      exifilm check --json ~/scans/2012 ~/scans/2013
    """
    data = []
    in_order = True

    def tell(name: Path, folder: Path, scans: int, found: list[Finding], hint: str = "") -> None:
        nonlocal in_order
        faults = [finding for finding in found if finding.kind not in HINTS]
        in_order = in_order and not faults and (scans > 0 or not hint)
        if as_json:
            told = [f._asdict() | {"file": str(f.file)} for f in found]
            data.append({"folder": str(folder), "scans": scans, "findings": told})
            if hint:
                complain(f"{printable_path(name)}: {hint}")
            return
        for finding in found:
            say(f"{printable_path(finding.file)}: {finding.message}")
        counted = [summary(scans, found)] if scans or found or not hint else []
        say(f"{printable_path(name)}: {' '.join([*counted, hint])}".rstrip())

    def check_files(folder: Path, files: list[Path]) -> None:
        with Archive(folder) as archive:
            found = list(findings_in(files, archive))
        tell(files[0] if len(files) == 1 else folder, folder, len(files), found)

    def check_folder(folder: Path, *, quiet: bool = False) -> None:
        with loaded(folder) as archive:
            found = list(findings(archive))
        if found or archive.scans or not quiet:
            hint = "" if recursive else deeper(folder, here=len(archive))
            tell(folder, folder, len(archive), found, hint)

    def check_tree(top: Path) -> None:
        empty = not images_below(top, lambda _closed: None)
        for folder in folders_in(top):
            attempt(partial(check_folder, quiet=not empty or folder != top), folder)

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
    """Whether it is a folder; of what is not there, the name tells."""
    return is_folder(path) or not (there_is(str(path)) or is_image_name(path.name))


def findings(archive: Archive) -> Iterator[Finding]:
    """What there is to look at in a folder, scan by scan."""
    for path, message in archive.unreadable:
        yield Finding("unread", path, message)
    for scan in archive.readable():
        yield from _of_scan(scan)
    yield from _doubled(archive, [scan.path for scan in archive])
    for path in leftovers(archive.folder):
        yield Finding("leftover", path, "is left over from a save that was cut off; remove it.")


def findings_in(files: Collection[Path], archive: Archive) -> Iterator[Finding]:
    """What there is to look at in some files of a folder."""
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
    for message in unreadable_values(scan):
        yield Finding("unreadable", scan.path, message)
    for message in unlikely_values(scan):
        yield Finding("unlikely", scan.path, message)
    for message in drifted_mirrors(scan):
        yield Finding("drifted", scan.path, message)
    for message in overwritten(scan):
        yield Finding("overwritten", scan.path, message)
    for message in unknown_encodings(scan):
        yield Finding("encoding", scan.path, message)
    for message in harmed_notes(scan):
        yield Finding("harmed", scan.path, message)


def _doubled(archive: Archive, files: Collection[Path]) -> Iterator[Finding]:
    """The files that have a number that another of their folder has too."""
    numbered = {scan.path: (number, scan) for number, scan in archive.numbers()}
    numbers = Numbers[Path]()
    for path, (number, _scan) in numbered.items():
        numbers.put(path, path, number)
    for path in files:
        if others := list(numbers.others(path)):
            number, scan = numbered[path]
            names = ", ".join(other.name for other in others)
            guessed = " (guessed from its name)" if scan.guess else ""
            text = f"has the number {number}{guessed}, which {names} has too."
            yield Finding("doubled", path, text)


def summary(scans: int, found: list[Finding]) -> str:
    """How many scans there are, and how many files are of which kind of finding."""
    counted = f"{scans} scan{'' if scans == 1 else 's'}" if scans else "no images"
    files = {kind: len({f.file for f in found if f.kind == kind}) for kind in KINDS}
    parts = [f"{count} {KINDS[kind]}" for kind, count in files.items() if count]
    if scans and not parts:
        parts = ["all in order"]
    return "; ".join([counted, *parts]) + "."
