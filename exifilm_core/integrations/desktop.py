"""`exifilm install desktop`: add the window to the menu of a Linux desktop.

A desktop finds a program by three files: a menu entry, its icon, and a page for software centres.
Each contains a line that ExiFilm put it there; only such files are replaced or removed. The entry
has the full path of the command, since desktops have search paths of their own.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.files.resources import resource
from exifilm_core.integrations.own_program import own_program
from exifilm_core.integrations.small_files import read, remove, remove_empty_folders, write
from exifilm_core.messages import Text
from exifilm_core.messages.installing import Installing

ID = "org.exifilm.ExiFilm"
_ENTRY = f"applications/{ID}.desktop"
_FILES = {
    # path in the data folder: path of the source
    _ENTRY: f"plugins/desktop/{ID}.desktop",
    f"icons/hicolor/scalable/apps/{ID}.svg": f"plugins/desktop/{ID}.svg",
    f"metainfo/{ID}.metainfo.xml": f"plugins/desktop/{ID}.metainfo.xml",
}
_OURS = b'"exifilm install desktop"'
_LIST = "applications/mimeinfo.cache"
_EMPTY_LIST = b"[MIME Cache]"
_NOT_STARTED = frozenset("=%")
"""Menu entries forbid the first in a program name, and GLib misreads the second."""
_TIMEOUT = 30


def install() -> Text:
    """Add the window to the application menu, and report it.

    ExifilmError where there is no such menu, or a file cannot be written.
    """
    data = data_folder()
    wanted = {data / place: _content(source) for place, source in _FILES.items()}
    outdated = {path: text for path, text in wanted.items() if read(path) != text}
    if not outdated:
        return Installing.DESKTOP_PRESENT(folder=printable_path(data))
    for path in outdated:
        _refuse_foreign(path)
    for path, text in outdated.items():
        write(path, text)
    _tell_desktop(data)
    return Installing.DESKTOP_ADDED(folder=printable_path(data))


def uninstall() -> Text:
    """Remove the files that `install` added, and report it."""
    data = data_folder()
    found = [path for path in map(data.joinpath, _FILES) if read(path) is not None]
    if not found:
        return Installing.NOTHING_THERE(place=printable_path(data))
    for path in found:
        _refuse_foreign(path)
    for path in found:
        remove(path)
    _tell_desktop(data)
    for path in map(data.joinpath, _FILES):
        remove_empty_folders(path.parent, data)
    return Installing.DESKTOP_REMOVED(folder=printable_path(data))


def is_there() -> bool:
    """Whether the window is in the application menu."""
    return (data_folder() / _ENTRY).exists()


def data_folder() -> Path:
    """The user's folder in which a freedesktop.org desktop looks for programs."""
    if sys.platform in ("win32", "cygwin", "darwin"):
        raise ExifilmError(Installing.NO_DESKTOP())
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "share"


# ── the contents ────────────────────────────────────────────────────────────────────────


def _content(source: str) -> bytes:
    text = resource(source).read_bytes()
    if source.endswith(".desktop"):
        program = _program()
        text = text.replace(b"\nTryExec=exifilm\n", b"\nTryExec=%s\n" % _as_value(program))
        text = text.replace(b"\nExec=exifilm ", b"\nExec=%s " % _as_argument(program))
    return text


def _program() -> str:
    """The full path of the `exifilm` in use, which a desktop can start."""
    found = own_program()
    if not found.isprintable() or set(found) & _NOT_STARTED:
        raise ExifilmError(Installing.COMMAND_NOT_STARTABLE(), file=Path(found))
    return found


def _as_value(text: str) -> bytes:
    """The text as a value in a desktop entry."""
    return text.replace("\\", r"\\").encode("utf-8")


def _as_argument(text: str) -> bytes:
    """The text as one word of the command in a desktop entry, quoted if needed."""
    if re.search(r"[^\w@+:,./-]", text, re.ASCII):
        text = '"' + re.sub(r'(["`$\\])', r"\\\1", text) + '"'
    return _as_value(text)


# ── the files ────────────────────────────────────────────────────────────────────────────────


def _refuse_foreign(path: Path) -> None:
    """ExifilmError when someone else put a file of that name there."""
    found = read(path)
    if found is not None and _OURS not in found:
        raise ExifilmError(Installing.FOREIGN_FILE(), file=path)


# ── the desktop's own lists of these files ───────────────────────────────────


def _tell_desktop(data: Path) -> None:
    """Rebuild the list of which program opens which files, if its tool is installed."""
    folder, made = data / "applications", data / _LIST
    tool = shutil.which("update-desktop-database")
    if tool and folder.is_dir():
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                [tool, "-q", str(folder)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT,
                check=False,  # another program's entry may be invalid
            )
    if not (data / _ENTRY).exists() and (read(made) or b"").strip() == _EMPTY_LIST:
        remove(made)
    if (icons := data / "icons" / "hicolor").is_dir():
        with contextlib.suppress(OSError):
            os.utime(icons)  # a desktop ignores a list of icons that is older than its folder
