"""`exifilm show`: its options. `shown.py` prints the records."""

from __future__ import annotations

from pathlib import Path

import click

from exifilm_core.commands.arguments import paths_to_files, recursive_option


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, type=paths_to_files())
@click.option("--all", "empty_fields", is_flag=True, help="Show empty fields too.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@click.option("--roll", metavar="ROLL", help="Show the frames of the roll, in their order.")
@recursive_option
def show(
    files: tuple[Path, ...], empty_fields: bool, as_json: bool, roll: str | None, recursive: bool
) -> None:
    """Show the exposure records of scans.

    Shows the filled-in fields of each record, laid out as on the form. Reports on standard error
    invalid values, tags that disagree with the record, and values that another program has
    overwritten.

    --roll shows the frames of a roll among the FILEs, or in a folder (by default this one).

    With --json, prints an object {"file", "record", "unreadable", "drifted", "overwritten"} for
    one FILE, and a list of these for several FILEs or a folder. “exifilm set --json” reads both.
    “exifilm schema” describes the record.

    \b
    Examples:
      exifilm show scan_017.tif
      exifilm show --all scan_017.tif
      exifilm show --json *.tif > records.json
      exifilm show --roll 0418 scans
      exifilm show --recursive scans
    """
    from exifilm_core.commands.shown import print_shown

    if not files and roll is None:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    print_shown(
        files or (Path(),),
        empty_fields=empty_fields,
        as_json=as_json,
        recursive=recursive,
        roll=roll,
    )
