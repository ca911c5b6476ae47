"""`exifilm kit edit`: open the file of the kit in an editor, then check it.

The editor is a program with its options, as VISUAL or EDITOR names it, or else the desktop's. No
shell reads these words, nor the path.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click

from exifilm_core.commands.console import complain, mention
from exifilm_core.commands.exits import FAILED, InputError
from exifilm_core.errors import ExifilmError, printable_path, reason_of

OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open",)
"""The programs that open a file in the desktop's own editor, and do not wait for it."""


@click.command(name="edit")
def edit_kit() -> None:
    """Open the file of the kit in an editor, then check it.

    Opens it in the editor of the environment variable VISUAL or EDITOR, or else in the desktop's.
    When the editor has ended, mistakes in the file are reported with their lines, and the exit
    status is 1. There is a file with an explanation if there was none.

    \b
    Examples:
      exifilm kit edit
      EDITOR="nano -l" exifilm kit edit
    """
    from exifilm_core.kit import known_kit, own_file
    from exifilm_core.kit.own_kit import make

    path = own_file()
    editor = _editor()
    make(path)
    waits = bool(editor)
    _open(editor or _opener(path), path)
    if not waits:
        mention(f"{printable_path(path)} is open in the desktop's editor.")
        return
    mistakes = known_kit()[1]
    for mistake in mistakes:
        complain(mistake, path)
    if mistakes:
        click.get_current_context().exit(FAILED)


def _editor() -> list[str]:
    """The words of the environment's editor; [] without one. InputError if it is not there."""
    for name in ("VISUAL", "EDITOR"):
        text = os.environ.get(name, "").strip()
        if not text:
            continue
        try:
            words = shlex.split(text)
        except ValueError as problem:
            raise InputError(f"{name} is “{text}”, which has a quote without its end.") from problem
        program = shutil.which(words[0])
        if not program:
            raise InputError(f"{name} is “{text}”, and there is no program “{words[0]}”.")
        return [program, *words[1:]]
    return []


def _opener(path: Path) -> list[str]:
    for name in OPENERS:
        if program := shutil.which(name):
            return [program]
    raise InputError(f"no editor is known. Set EDITOR, or open {printable_path(path)} yourself.")


def _open(words: list[str], path: Path) -> None:
    """Run the program with the path, and wait until it ends."""
    from exifilm_core.messages import Text

    try:
        status = subprocess.run([*words, os.fspath(path)], check=False).returncode
    except OSError as problem:
        raise InputError(f"“{words[0]}” cannot be started: {reason_of(problem)}.") from problem
    if status:
        raise ExifilmError(Text(f"“{Path(words[0]).name}” ended with status {status}."), file=path)
