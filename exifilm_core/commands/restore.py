"""`exifilm restore`: save again the fields that another program has overwritten."""

from __future__ import annotations

from pathlib import Path

import click

from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    mention,
    paths_to_files,
    with_progress,
)
from exifilm_core.commands.images import images_of, recursive_option
from exifilm_core.commands.prewarm import start_exiftool
from exifilm_core.commands.record_text import as_changes
from exifilm_core.errors import printable_path


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
    start_exiftool()
    from exifilm_core.scans import Scan

    def restore_one(path: Path) -> None:
        scan = Scan(path)
        in_one = [scan.record.field(name).label for name in scan.put_back_in_one]
        saved = scan.restore(keep_time=keep_time)
        for warning in saved.warnings:
            complain(warning, path)
        if not (saved.changes or in_one):
            mention(f"{printable_path(path)}: nothing was overwritten")
            return
        labels = [change.label for change in saved.changes] + in_one
        mention(f"{printable_path(path)}: {', '.join(dict.fromkeys(labels))} saved again")
        for line in as_changes((c.label, c.old, c.new) for c in saved.changes):
            mention(line)

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive)
        for path in with_progress(paths, len(paths), "Saving", told_each=True):
            attempt(restore_one, path)
