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
from exifilm_core.commands.images import images_of, is_folder, recursive_option
from exifilm_core.errors import printable_path

if TYPE_CHECKING:
    from exifilm_core.actions import Outcome
    from exifilm_core.actions.show import Shown


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
    from exifilm_core.actions.show import show as show_records
    from exifilm_core.commands.record_text import as_form

    found: list[dict[str, Any]] = []
    several = len(files) > 1 or (recursive and is_folder(files[0]))

    def show_form(outcome: Outcome[Shown], first: bool) -> None:
        shown = outcome.get()
        if not first:
            say()
        say(printable_path(outcome.path))
        for line in as_form(shown.record, empty_fields=empty_fields):
            say(line)
        _warn(shown)

    def gather(outcome: Outcome[Shown]) -> None:
        found.append(outcome.get().to_json())

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive)
        outcomes = with_progress(show_records(paths), len(paths), "Reading", told_each=not as_json)
        for number, outcome in enumerate(outcomes):
            if as_json:
                attempt(gather, outcome)
            else:
                attempt(show_form, outcome, number == 0)
        if as_json and (found or several):
            say_json(found if several else found[0])


def _warn(shown: Shown) -> None:
    from exifilm_core.actions.findings import copy_exposure_of
    from exifilm_core.commands.findings import exif_of_the_copy, sentence_of

    exposure = copy_exposure_of(shown.scan)
    for sentence in (*exif_of_the_copy(exposure), *map(sentence_of, shown.findings)):
        complain(sentence, shown.scan.path)
