"""`exifilm check`: what a photographer should look at in folders of scans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from exifilm_core.commands.reading import loaded
from exifilm_core.commands.show import (
    drifted_mirrors,
    exif_of_the_copy,
    harmed_notes,
    overwritten,
    unknown_encodings,
    unlikely_values,
    unreadable_values,
)
from exifilm_core.commands.speaking import each_on_its_own, paths_to_files, say, say_json
from exifilm_core.errors import printable_path
from exifilm_core.scans import Archive, Scan
from exifilm_core.scans.replacing import leftovers
from exifilm_core.scans.selection import number_of

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


class Finding(NamedTuple):
    """One thing to look at."""

    kind: str
    file: Path
    message: str


@click.command()
@click.argument("folders", metavar="DIR…", nargs=-1, required=True, type=paths_to_files())
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
def check(folders: tuple[Path, ...], as_json: bool) -> None:
    """Find what is missing, doubled or damaged in folders of scans.

    Finds scans without a record, numbers that two scans of a folder have, values that make no
    sense or can hardly be meant (a developer at 68 °C, as earlier versions stored it), tags that
    have come to say something else than the record, records that another program has overwritten,
    text in an unknown encoding, maker notes that an earlier version made unreadable, files that
    cannot be read, and what a save that was cut off has left behind. Nothing is changed.

    With --json, writes a list with an object {"folder", "scans", "findings"} for each DIR; a
    finding has "kind", "file" and "message".

    Ends with status 1 if there is anything to look at, 0 if all is in order.

    \b
    Examples:
      exifilm check ~/scans
      exifilm check --json ~/scans/2012 ~/scans/2013
    """
    data = []
    in_order = True

    def check_one(folder: Path) -> None:
        nonlocal in_order
        with loaded(folder) as archive:
            found = list(findings(archive))
        in_order = in_order and not found
        if as_json:
            told = [f._asdict() | {"file": str(f.file)} for f in found]
            data.append({"folder": str(folder), "scans": len(archive), "findings": told})
            return
        for finding in found:
            say(f"{printable_path(finding.file)}: {finding.message}")
        say(f"{printable_path(folder)}: {summary(len(archive), found)}")

    with each_on_its_own() as attempt:
        for folder in folders:
            attempt(check_one, folder)
        if as_json:
            say_json(data)
    if not in_order:
        click.get_current_context().exit(1)


def findings(archive: Archive) -> Iterator[Finding]:
    """What there is to look at, scan by scan."""
    for path, message in archive.unreadable:
        yield Finding("unread", path, message)
    scans = list(archive.readable())
    same_number: dict[str, list[Scan]] = {}
    for scan in scans:
        if name := number_of(scan):
            same_number.setdefault(name, []).append(scan)
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
    for number, of_that_number in same_number.items():
        for scan in of_that_number if len(of_that_number) > 1 else ():
            others = ", ".join(s.path.name for s in of_that_number if s is not scan)
            guessed = " (guessed from its name)" if scan.guess else ""
            words = f"has the number {number}{guessed}, which {others} has too."
            yield Finding("doubled", scan.path, words)
    for path in leftovers(archive.folder):
        yield Finding("leftover", path, "is left over from a save that was cut off; remove it.")


def summary(scans: int, found: list[Finding]) -> str:
    """How many scans there are, and how many files are of which kind of finding."""
    counted = f"{scans} scan{'' if scans == 1 else 's'}"
    files = {kind: len({f.file for f in found if f.kind == kind}) for kind in KINDS}
    parts = [f"{count} {KINDS[kind]}" for kind, count in files.items() if count]
    return f"{counted}; " + ("; ".join(parts) if parts else "all in order") + "."
