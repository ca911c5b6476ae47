"""`exifilm show`: print records as the form, or as JSON for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    paths_to_files,
    say,
    say_json,
    with_progress,
)
from exifilm_core.commands.findings import exif_of_the_copy, of_scan
from exifilm_core.commands.images import images_of, is_folder, recursive_option
from exifilm_core.commands.prewarm import start_exiftool
from exifilm_core.errors import printable_path

if TYPE_CHECKING:
    from exifilm_core.scans import Scan


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=paths_to_files())
@click.option("--all", "empty_fields", is_flag=True, help="Show empty fields too.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@recursive_option
def show(files: tuple[Path, ...], empty_fields: bool, as_json: bool, recursive: bool) -> None:
    """Show the exposure records of scans.

    Shows the filled-in fields of each record, laid out as on the form. Reports on standard error
    invalid values, tags that disagree with the record, and values that another program has
    overwritten.

    With --json, prints an object {"file", "record", "unreadable", "drifted", "overwritten"} for
    one FILE, and a list of these for several FILEs or a folder. “exifilm set --json” reads both.
    “exifilm schema” describes the record.

    \b
    Examples:
      exifilm show scan_017.tif
      exifilm show --all scan_017.tif
      exifilm show --json *.tif > records.json
      exifilm show --recursive scans
    """
    start_exiftool()
    from exifilm_core.commands.record_text import as_form
    from exifilm_core.scans import Scan

    found: list[dict[str, Any]] = []
    several = len(files) > 1 or (recursive and is_folder(files[0]))

    def show_form(path: Path, first: bool) -> None:
        scan = Scan(path)
        lines = as_form(scan.record, empty_fields=empty_fields)
        if not first:
            say()
        say(printable_path(path))
        for line in lines:
            say(line)
        _warn(scan)

    def gather(path: Path) -> None:
        found.append(as_data(Scan(path)))

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive)
        if as_json:
            for path in with_progress(paths, len(paths), "Reading"):
                attempt(gather, path)
            if found or several:
                say_json(found if several else found[0])
        else:
            for path in with_progress(paths, len(paths), "Reading", told_each=True):
                attempt(show_form, path, path == paths[0])


def as_data(scan: Scan) -> dict[str, Any]:
    """A scan as `show --json` prints it."""
    from exifilm_core.record import ExposureRecord

    return {
        "file": str(scan.path),
        "record": scan.record.to_json(),
        "unreadable": dict(scan.unreadable),
        "drifted": {drift.tag: drift.text for drift in scan.drifted},
        "overwritten": ExposureRecord(**{t.field: t.saved for t in scan.taken_back}).to_json(),
    }


def _warn(scan: Scan) -> None:
    for sentence in (*exif_of_the_copy(scan), *(said for _kind, said in of_scan(scan))):
        complain(sentence, scan.path)
