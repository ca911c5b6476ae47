"""`exifilm undo`: undo the last save of each scan."""

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
    from exifilm_core.scans import Saved


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=paths_to_files())
@click.option("--force", is_flag=True, help="Undo even if another program has changed the file.")
@click.option("--keep-time", is_flag=True, help="Keep the file's modification time.")
@recursive_option
def undo(files: tuple[Path, ...], force: bool, keep_time: bool, recursive: bool) -> None:
    """Undo the last save.

    Undoes the last save of each FILE; run it again to go further back. “exifilm log” lists the
    saves, and each undo.

    \b
    Examples:
      exifilm undo scan_017.tif
      exifilm undo *.tif
      exifilm undo --recursive scans
    """
    from exifilm_core.actions.undo import undo as undo_saves

    def tell(outcome: Outcome[Saved]) -> None:
        path, saved = outcome.path, outcome.get()
        for warning in saved.warnings:
            complain(warning, path)
        mention(f"{printable_path(path)}: the last save is undone")
        for line in as_changes((c.label, c.old, c.new) for c in saved.changes):
            mention(line)

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive)
        outcomes = undo_saves(paths, force=force, keep_time=keep_time)
        for outcome in with_progress(outcomes, len(paths), "Undoing", told_each=True):
            attempt(tell, outcome)
