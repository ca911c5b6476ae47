"""`exifilm restore`: save again the fields that another program has overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exifilm_core.commands.arguments import paths_to_files, recursive_option
from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    mention,
    with_progress,
)
from exifilm_core.commands.images import images_of
from exifilm_core.commands.record_text import as_changes
from exifilm_core.errors import printable_path

if TYPE_CHECKING:
    from exifilm_core.actions import Outcome


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=paths_to_files())
@click.option("--keep-time", is_flag=True, help="Keep the file's modification time.")
@recursive_option
def restore(files: tuple[Path, ...], keep_time: bool, recursive: bool) -> None:
    """Save again what another program has overwritten.

    A program such as darktable reads a sidecar, keeps it in memory, and writes it later. It then
    overwrites newer values of ExiFilm with older ones, or deletes them. “exifilm show” and
    “exifilm check” report it.

    Saves these fields of each FILE again, as the last save left them. Nothing else is changed, and
    values that you typed in the other program stay. “exifilm undo” undoes it.

    \b
    Examples:
      exifilm restore scan_017.nef
      exifilm restore *.nef
      exifilm restore --recursive scans
    """
    from exifilm_core.actions.undo import Restored
    from exifilm_core.actions.undo import restore as restore_fields

    def tell(outcome: Outcome[Restored]) -> None:
        path, restored = outcome.path, outcome.get()
        for warning in restored.saved.warnings:
            complain(warning, path)
        if not restored.labels:
            mention(f"{printable_path(path)}: nothing was overwritten")
            return
        mention(f"{printable_path(path)}: {', '.join(restored.labels)} saved again")
        for line in as_changes((c.label, c.old, c.new) for c in restored.saved.changes):
            mention(line)

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive)
        outcomes = restore_fields(paths, keep_time=keep_time)
        for outcome in with_progress(outcomes, len(paths), "Saving", told_each=True):
            attempt(tell, outcome)
