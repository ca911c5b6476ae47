"""`exifilm edit`: open the form in a window of its own.

GTK belongs to the system, and a virtual environment does not contain it. The first Python with GTK
3, this one or the system's, therefore runs the window. ExiFilm and its dependencies, all plain
Python, are on that Python's path. A Python without GTK ends with a status of its own.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType

import click

from exifilm_core import dependencies

_NO_GTK = 69
_NEEDED = ("exifilm_core", *dependencies.LIBRARY, *dependencies.OTHER_SCRIPTS)
"""The packages that the window imports."""
_STARTER = (
    "import sys; sys.path[:0] = {folders!r}; "
    "sys.version_info >= (3, 11) or sys.exit({no_gtk}); "
    "from exifilm_form.__main__ import main; sys.exit(main(sys.argv[1:]))"
)
_SYSTEM_PYTHONS = (
    "/usr/bin/python3",
    "/usr/local/bin/python3",
    "/opt/homebrew/bin/python3",
    "C:/msys64/ucrt64/bin/python.exe",
    "C:/msys64/mingw64/bin/python.exe",
)
_ENDING = [signal.SIGTERM] + ([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])


@click.command()
@click.argument(
    "paths", nargs=-1, metavar="[DIR|FILE]...", type=click.Path(path_type=Path, exists=True)
)
@click.option(
    "--list", "listed", metavar="LIST", type=click.Path(), help="Open the FILEs of a JSON list too."
)
@click.option(
    "--print", "printing", is_flag=True, help="Only show the dialogue that prints the records."
)
def edit(paths: tuple[Path, ...], listed: str | None, printing: bool) -> None:
    """Edit exposure records in a window laid out like the paper form.

    Opens the scans of a DIR, or of the folder that contains a FILE. Several FILEs make a list of
    just these. Without any, opens the last folder. The window saves when you choose another scan,
    when you close it, and with Ctrl+S.

    \b
    Examples:
      exifilm edit scans
      exifilm edit scans/sheet_017.tif
      exifilm edit --list chosen.json --print
    """
    more = _files_in(listed) if listed else []
    click.get_current_context().exit(open_window([*paths, *more], printing=printing))


def _files_in(listed: str) -> list[Path]:
    """The files of a list, which has no limit as a command line has. InputError if it is none."""
    from exifilm_core.commands.exits import InputError
    from exifilm_core.commands.given import read_json
    from exifilm_core.errors import printable_path

    names = read_json(listed, 'Write the list as ["scan_01.jpg", "scan_02.jpg"].')
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or not names:
        shown = printable_path(Path(listed))
        raise InputError(f'{shown} is not a list of files: ["scan_01.jpg", "scan_02.jpg"].')
    return [Path(name) for name in names]


def open_window(paths: Iterable[Path], *, printing: bool = False) -> int:
    """Open the window on these paths, and wait until it is closed; its exit status.

    With `printing`, only the dialogue that prints. ExifilmError if no Python here has GTK.
    """
    from exifilm_core.commands.messages import Commands
    from exifilm_core.errors import ExifilmError
    from exifilm_core.files.resources import resource

    folders = [str(resource("plugins/exifilm_form").parent), *folders_needed()]
    starter = _STARTER.format(folders=folders, no_gtk=_NO_GTK)
    # Absolute paths never look like options; -P keeps the current folder off Python's path.
    names = [os.fspath(path.absolute()) for path in paths]
    if printing:
        names.insert(0, "--print")
    for python in pythons():
        status = _run([python, "-P", "-c", starter, *names])
        if status != _NO_GTK and not (status == 2 and not _knows_safe_path(python)):
            return status if status >= 0 else 128 - status
    raise ExifilmError(Commands.NO_GTK())


def _run(command: list[str]) -> int:
    """Run the window; its exit status. Passes on the signals that end a process: it saves first."""
    window: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if window:
            window.send_signal(number)
        else:
            early.append(number)

    usual = {number: signal.signal(number, pass_on) for number in _ENDING}
    usual[signal.SIGINT] = signal.signal(signal.SIGINT, lambda *_of: None)  # it gets its own
    try:
        with subprocess.Popen(command) as window:
            for number in early:
                window.send_signal(number)
            return window.wait()
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


def folders_needed() -> list[str]:
    """The folders to put on the path of the Python that runs the window."""
    found = []
    for name in _NEEDED:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            found.append(str(Path(spec.origin).parent.parent))
    return list(dict.fromkeys(found))


def pythons() -> Iterator[str]:
    """The Pythons that may have GTK: this one if it has it, then the system's."""
    seen = set()
    own = [sys.executable] if importlib.util.find_spec("gi") else []
    named = [os.environ.get("EXIFILM_PYTHON", ""), *own, *_SYSTEM_PYTHONS]
    for python in (*named, *map(shutil.which, ("python3", "python"))):
        if python and (path := shutil.which(python)) and path not in seen:
            seen.add(path)
            yield path


def _knows_safe_path(python: str) -> bool:
    """Whether that Python has the option -P, as 3.11 and newer do."""
    asked = subprocess.run([python, "-P", "-c", ""], capture_output=True, check=False)
    return asked.returncode == 0
