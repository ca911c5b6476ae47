"""`exifilm edit`: the form, in a window of its own.

The one idea: GTK belongs to the system, and an environment of Python that one installs ExiFilm
into does not see it. The window is therefore run by the first Python that has GTK 3, this one or
the system's, with ExiFilm and what it needs (all of it plain Python) put on its path. A Python
that has no GTK says so by its exit status, so nothing is asked twice.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import click

_NO_GTK = 69
_NEEDED = ("exifilm_core", "exiftool", "platformdirs", "filelock", "defusedxml", "fontTools")
"""What the window imports, of ours and of others."""
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
GET_GTK = """\
the window needs GTK 3 for Python (PyGObject), and no Python here has it. Install it:
  Debian, Ubuntu: apt install python3-gi python3-gi-cairo gir1.2-gtk-3.0
  Fedora:         dnf install python3-gobject gtk3
  Arch:           pacman -S python-gobject python-cairo gtk3
  macOS:          brew install pygobject3 gtk+3
  Windows (MSYS2): pacman -S mingw-w64-ucrt-x86_64-python-gobject mingw-w64-ucrt-x86_64-gtk3"""


@click.command()
@click.argument(
    "paths", nargs=-1, metavar="[DIR|FILE]...", type=click.Path(path_type=Path, exists=True)
)
def edit(paths: tuple[Path, ...]) -> None:
    """Fill in exposure records in a window like the paper form.

    Opens the scans of a folder, or of the folder that a file is in; several files make a list of
    just these. Without a name, the folder of the last time is opened. What is typed is saved when
    the next scan is chosen, when the window is closed, and by Ctrl+S.

    \b
    Examples:
      exifilm edit scans
      exifilm edit scans/sheet_017.tif
    """
    from exifilm_core.errors import ExifilmError
    from exifilm_core.resources import resource

    folders = [str(resource("plugins/exifilm_form").parent), *_folders_needed()]
    starter = _STARTER.format(folders=folders, no_gtk=_NO_GTK)
    # Names are made absolute: one that begins with a dash is no option, and -P keeps the folder
    # that one happens to be in off Python's path.
    names = [os.fspath(path.absolute()) for path in paths]
    for python in pythons():
        status = _run([python, "-P", "-c", starter, *names])
        if status != _NO_GTK and not (status == 2 and not _knows_safe_path(python)):
            click.get_current_context().exit(status if status >= 0 else 128 - status)
    raise ExifilmError(GET_GTK)


def _run(command: list[str]) -> int:
    """Run the window; its exit status. A signal to end ends the window, which saves first."""
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


def _folders_needed() -> list[str]:
    """The folders to be put on the path of the Python that runs the window."""
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
    """Whether that Python is new enough (3.11) to have understood how it was called."""
    asked = subprocess.run([python, "-P", "-c", ""], capture_output=True, check=False)
    return asked.returncode == 0
