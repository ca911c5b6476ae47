"""`exifilm log`: the history of a scan's record, from the journal."""

from __future__ import annotations

from pathlib import Path

import click

from exifilm_core.commands.record_text import as_changes
from exifilm_core.commands.speaking import complain, paths_to_files, say, there_is
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.record import ExposureRecord
from exifilm_core.scans.journal import Entry, Journal
from exifilm_core.storage import fields_of


@click.command()
@click.argument("file", metavar="FILE", type=paths_to_files())
def log(file: Path) -> None:
    """Show how the record of a scan has changed.

    Shows every save that ExiFilm has made of FILE, the oldest first: when, and which fields
    changed from what to what. “taken back” marks what “exifilm undo” has undone since.

    \b
    Example:
      exifilm log scan_017.tif
    """
    journal = Journal(file)
    entries = journal.entries()
    if journal.damaged:
        complain(
            f"the journal {printable_path(journal.path)} is damaged: {journal.damaged} of its "
            "entries cannot be read. The others follow; the scan itself is not affected."
        )
    if not entries:
        if not there_is(str(file)):
            raise ExifilmError("there is no such file.", file=file)
        say(f"{printable_path(file)}: ExiFilm has not saved anything in it yet.")
    undone = {entry.undoes for entry in entries if entry.undoes}
    for entry in entries:
        note = "  undo" if entry.undoes else "  taken back" if entry.id in undone else ""
        say(f"{entry.when:%Y-%m-%d %H:%M:%S}{note}")
        for line in _changes(entry):
            say(line)


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
        said.append(f"    tags brought in line: {', '.join(others)}")
    return said or ["    tags for other software only"]
