"""The `exifilm` command: its table of commands, and its beginning.

`exifilm --help` needs only the table below. The module of a command is imported when the command
is called; it holds a click command of that name.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

COMMANDS = {
    # name: (module, help), in the order of a photographer's work.
    "show": ("show", "Show the exposure records of scans."),
    "set": ("set_fields", "Fill in fields of the exposure records of scans."),
    "edit": ("edit", "Edit exposure records in a window laid out like the paper form."),
    "print": ("print_records", "Print the exposure records of a folder of scans."),
    "form": ("blank_form", "Print blank forms to fill in by hand."),
    "undo": ("undo", "Undo the last save."),
    "restore": ("restore", "Save again what another program has overwritten."),
    "log": ("log", "Show how the record of a scan has changed."),
    "check": ("check", "Check folders for missing records, duplicate numbers and damaged files."),
    "schema": ("schema", "Describe the fields of a record, for people or for programs."),
    "install": ("install", "Set up GIMP, ExifTool or the desktop for ExiFilm."),
    "uninstall": ("install", "Remove what “exifilm install” added."),
    "doctor": ("doctor", "Check that ExiFilm and the programs it uses are installed."),
    "completion": ("completion", "Print a shell completion script."),
}
READ_SCANS = ("show", "set", "print", "undo", "restore", "log", "check")
"""The commands that need ExifTool at once."""


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, report what went wrong, and end the process."""
    words = sys.argv[1:] if words is None else words
    if len(words) > 1 and words[0] in READ_SCANS and not {"-h", "--help"} & {*words}:
        from exifilm_core.commands.prewarm import start_exiftool

        start_exiftool()
    from exifilm_core.commands.app import app

    app.main(words)
