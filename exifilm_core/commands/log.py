"""`exifilm log`: print the history of a scan's record, from the journal."""

from __future__ import annotations

from pathlib import Path

import click

from exifilm_core.commands.arguments import paths_to_files, recursive_option
from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    say,
    there_is,
)
from exifilm_core.commands.images import images_of
from exifilm_core.commands.record_text import as_changes
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.messages.files import Files
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.entries import Entry
from exifilm_core.scans.journal import Journal
from exifilm_core.tags.mapping import fields_of


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=paths_to_files())
@recursive_option
def log(files: tuple[Path, ...], recursive: bool) -> None:
    """Show how the record of a scan has changed.

    Lists all saves of each FILE by ExiFilm, the oldest first: when, and which fields changed.
    “undone” marks the saves that “exifilm undo” has undone.

    A scan keeps its history when you move or rename it. The first save of a copy begins its own
    history. If FILE has gone, shows the scan's new path, once ExiFilm has saved it there.

    \b
    Examples:
      exifilm log scan_017.tif
      exifilm log --recursive scans
    """
    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=recursive)
        for path in paths:
            if len(paths) > 1:
                say(printable_path(path))
            attempt(_tell, path)


def _tell(file: Path) -> None:
    """Print the history of one scan."""
    journal = _journal(file)
    entries = journal.entries()
    if journal.damaged:
        complain(
            f"the journal {printable_path(journal.path)} is damaged: {journal.damaged} of its "
            "entries cannot be read. The others follow. The scan itself is not affected."
        )
    if not there_is(str(file)):
        if not entries:
            raise ExifilmError(Files.NO_SUCH_FILE(), file=file)
        say(f"{printable_path(file)}: {_where(journal, file)}")
    elif original := journal.copy_of():
        say(f"{printable_path(file)}: is a copy of {printable_path(original)}.")
    if not entries:
        say(f"{printable_path(file)}: ExiFilm has not saved a record in it yet.")
    undone = {entry.undoes for entry in entries if entry.undoes}
    for entry in entries:
        note = "  undo" if entry.undoes else "  undone" if entry.id in undone else ""
        say(f"{entry.when:%Y-%m-%d %H:%M:%S}{note}")
        for line in _changes(entry):
            say(line)


def _journal(file: Path) -> Journal:
    """The journal of the scan at the path, or of the last scan there if the file has gone."""
    from exifilm_core.scans import Scan

    if not there_is(str(file)):
        journal = Scan(file).journal()
        return journal.moved_to() or journal
    try:
        return Scan(file).journal()
    except ExifilmError as problem:
        complain(problem)
        complain("the saves under this name follow; they may be another scan's.", file)
        return Journal(file)


def _where(journal: Journal, file: Path) -> str:
    """Where the scan is that used to be at the path."""
    if journal.scan == file.resolve():
        return "the file is no longer there."
    gone = "" if there_is(str(journal.scan)) else ", and is no longer there"
    return f"moved to {printable_path(journal.scan)}{gone}."


def _changes(entry: Entry) -> list[str]:
    try:
        before = ExposureRecord.from_json(entry.record_before)
        after = ExposureRecord.from_json(entry.record_after)
    except ExifilmError:
        return ["    what it changed cannot be read"]
    names = before.changes_to(after)
    said = as_changes((before.field(n).label, before.show(n), after.show(n)) for n in names)
    tags = {tag for place in entry.places for tag in place.after}
    if others := [before.field(n).label for n in fields_of(tags) if n not in names]:
        said.append(f"    tags updated to match the record: {', '.join(others)}")
    return said or ["    tags for other software only"]
