"""`exifilm check`: find missing records, duplicate numbers and damaged files in folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exifilm_core.actions.check import Report, check_archive, check_files
from exifilm_core.actions.findings import (
    Contradiction,
    Disagreement,
    Duplicate,
    Finding,
    InvalidValue,
    Leftover,
    MisreadTag,
    OverwrittenFields,
    UnknownEncoding,
    UnlikelyValue,
    Unread,
    UnreadableNotes,
    WithoutRecord,
    kind_of,
)
from exifilm_core.commands.arguments import paths_to_files, recursive_option
from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    say,
    say_json,
    there_is,
)
from exifilm_core.commands.findings import sentence_of
from exifilm_core.commands.images import deeper, is_folder
from exifilm_core.commands.reading import counted_on_terminal
from exifilm_core.errors import printable_path
from exifilm_core.files.formats import is_image_name
from exifilm_core.files.tree import folders_in
from exifilm_core.scans import Archive

SUMMARY: dict[type[Finding], str] = {
    Unread: "cannot be read",
    WithoutRecord: "without a record",
    Duplicate: "with a duplicate number",
    InvalidValue: "with invalid values",
    UnlikelyValue: "with unlikely values",
    Contradiction: "with values that contradict each other",
    Disagreement: "with tags that disagree with the record",
    OverwrittenFields: "with a record that another program has overwritten",
    UnknownEncoding: "with text in an unknown encoding",
    UnreadableNotes: "with maker notes that cannot be read",
    Leftover: "left over from an interrupted save",
    MisreadTag: "read otherwise by ExifTool",
}
"""The words of each kind of finding in the summary, in its order."""
HINTS = (UnlikelyValue, Contradiction)
"""Kinds that do not fail the check, since the values may be right."""


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
      values that contradict each other (an exposure that its factors do not give)
      tags that disagree with the record
      records that another program has overwritten
      text in an unknown encoding
      maker notes that an earlier version of ExiFilm made unreadable
      files that cannot be read, and remains of interrupted saves
      tags of a random sample that ExifTool reads otherwise than ExiFilm

    Compares the number of a FILE with the others in its folder. With --recursive, checks each
    sub-folder like DIR.

    With --json, prints a list with an object {"folder", "scans", "findings"} for each DIR, and for
    the FILEs of a folder. A finding has "kind", "file" and "message". The kinds
    are unread, without, doubled, unreadable, unlikely, contradicted, drifted, overwritten,
    encoding, harmed, leftover and misread.

    The exit status is 0 if all is in order. It is 1 if there is anything to look at, or if all
    images are in sub-folders that were not checked. Unlikely values and contradictions do not
    count: they may be right.

    \b
    Examples:
      exifilm check ~/scans
      exifilm check --recursive ~/scans
      exifilm check scan_017.tif
      exifilm check --json ~/scans/2012 ~/scans/2013
    """
    data = []
    in_order = True

    def tell(name: Path, report: Report, hint: str = "") -> None:
        nonlocal in_order
        faults = [finding for finding in report.findings if not isinstance(finding, HINTS)]
        in_order = in_order and not faults and (report.scans > 0 or not hint)
        if as_json:
            data.append(_as_data(report))
            if hint:
                complain(hint, name)
            return
        for finding in report.findings:
            say(f"{printable_path(finding.file)}: {sentence_of(finding)}")
        counted = [summary(report)] if report.scans or report.findings or not hint else []
        say(f"{printable_path(name)}: {' '.join([*counted, hint])}".rstrip())

    def check_some(folder: Path, files: list[Path]) -> None:
        with Archive(folder) as archive:
            report = check_files(files, archive)
        tell(files[0] if len(files) == 1 else folder, report)

    def check_one(folder: Path) -> Report:
        with Archive(folder) as archive, counted_on_terminal(len(archive)) as progress:
            return check_archive(archive, progress)

    def check_folder(folder: Path) -> None:
        report = check_one(folder)
        tell(folder, report, deeper(folder, here=report.scans))

    def check_tree(top: Path) -> None:
        opened: list[Path] = []
        told: list[Path] = []

        def check_in_tree(folder: Path) -> None:
            report = check_one(folder)
            opened.append(folder)
            if report.findings or report.scans:
                tell(folder, report)
                told.append(folder)

        for folder in folders_in(top):
            attempt(check_in_tree, folder)
        if top in opened and not told:
            tell(top, Report(top, 0, ()))

    with each_on_its_own() as attempt:
        files: dict[Path, list[Path]] = {}
        for path in dict.fromkeys(paths):
            if not _means_folder(path):
                files.setdefault(path.parent, []).append(path)
        for path in dict.fromkeys(paths):
            if _means_folder(path):
                attempt(check_tree if recursive else check_folder, path)
            elif named := files.pop(path.parent, None):
                attempt(check_some, path.parent, named)
        if as_json:
            say_json(data)
    if not in_order:
        click.get_current_context().exit(1)


def _means_folder(path: Path) -> bool:
    """Whether the path is a folder, or, if there is nothing, its name is not an image's."""
    return is_folder(path) or not (there_is(str(path)) or is_image_name(path.name))


def _as_data(report: Report) -> dict[str, Any]:
    listed = [
        {"kind": kind_of(finding), "file": str(finding.file), "message": sentence_of(finding)}
        for finding in report.findings
    ]
    return {"folder": str(report.folder), "scans": report.scans, "findings": listed}


def summary(report: Report) -> str:
    """The number of scans, and of files with each kind of finding."""
    scans, found = report.scans, report.findings
    counted = f"{scans} scan{'' if scans == 1 else 's'}" if scans else "no images"
    files = {kind: len({f.file for f in found if type(f) is kind}) for kind in SUMMARY}
    parts = [f"{count} {SUMMARY[kind]}" for kind, count in files.items() if count]
    if scans and not parts:
        parts = ["all in order"]
    return "; ".join([counted, *parts]) + "."
