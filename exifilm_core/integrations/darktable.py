"""Install the panel where each darktable looks for scripts, and remove it again.

darktable runs what its file luarc requires, from the folder lua beside it. The panel is in a folder
of that one, because the script managers of darktable 4.2 fail on a script that is not. It gets the
full path of the command as a preference, since a desktop's search path lacks many folders.
darktable writes its preferences and its data when it quits, so it must be closed.

A note beside these files has what `install` put there; `uninstall` takes out only that.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from exifilm_core import __version__
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.files.resources import resource
from exifilm_core.integrations import darktable_tags
from exifilm_core.integrations.own_program import own_program
from exifilm_core.integrations.running import is_alive, is_running
from exifilm_core.integrations.small_files import (
    digest,
    read,
    read_note,
    remove,
    remove_empty_folders,
    replace,
    write,
    write_note,
)
from exifilm_core.messages import Text, joined
from exifilm_core.messages.installing import Installing

SOURCE = "plugins/darktable"
NOTE = "exifilm-installed.json"
PREFERENCE = "lua/exifilm/program"
_SHIPPED = frozenset({".lua", ".mo"})
_LOCKS = ("data.db.lock", "library.db.lock")
_BY = b'by "exifilm install darktable"'
_SCRIPT = b'require "contrib/exifilm"'
_LINE = _SCRIPT + b" -- put in " + _BY + b"\n"
_MADE_WITH_FILE = b" -- put in, with this file, " + _BY + b"\n"
_MADE = _SCRIPT + _MADE_WITH_FILE
_MADE_EARLIER = b'require "exifilm"' + _MADE_WITH_FILE
_WHOLE = rb'^require "(?:contrib/)?exifilm" -- put in[^\n]*' + re.escape(_BY) + rb"\n?"
_OURS = re.compile(
    rb"\n" + _WHOLE + rb"\Z|(?:(?<=\n)\n|\A\n)?" + _WHOLE,
    re.MULTILINE,
)
"""Our line, with the line break that is in front of it if it stands as `install` put it."""
_THEIRS = re.compile(rb"""^\s*require\s*\(?\s*["']contrib[/.]exifilm["']""", re.MULTILINE)
_LAST = re.compile(rb"^[ \t]*return\b[^\n]*\s*(?:--[^\n]*\s*)*\Z", re.MULTILINE)
"""A last statement of Lua, behind which nothing may stand."""


class Installed(NamedTuple):
    """What of ExiFilm is in a darktable."""

    version: str
    tags: list[str] | None
    """The tags in darktable's list of metadata; None if this darktable has no such list."""


def install() -> Text:
    """Install the panel and the tags in every darktable here, and report it."""
    program = own_program()
    if not program.isprintable():
        raise ExifilmError(Installing.COMMAND_NOT_STARTABLE(), file=Path(program))
    said = []
    for folder in _chosen():
        _refuse_running(folder)
        before = read_note(folder / NOTE)
        said += _install(folder, program, before)
    return joined([*said, Installing.DARKTABLE_NEXT()], "\n")


def uninstall() -> Text:
    """Take out of every darktable what `install` put in, and report it."""
    said: list[Text] = []
    for folder in _chosen():
        if not (note := read_note(folder / NOTE)):
            said.append(Installing.NOTHING_THERE(place=printable_path(folder)))
            continue
        _refuse_running(folder)
        said += _uninstall(folder, note)
    return joined(said, "\n")


def installed_darktables() -> list[Path]:
    """The configuration folder of every darktable here."""
    folders = _folders()
    found = [folder for folder in folders if folder.is_dir()]
    if folders[0] not in found and shutil.which("darktable"):
        found.insert(0, folders[0])
    return found


def installed_in(folder: Path) -> Installed | None:
    """What is in the darktable with this folder; None without anything of ours."""
    note = read_note(folder / NOTE)
    if not note:
        return None
    return Installed(str(note.get("exifilm", "")), darktable_tags.present(folder))


def _chosen() -> list[Path]:
    if found := installed_darktables():
        return found
    raise ExifilmError(Installing.NO_DARKTABLE())


def _folders(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Where darktables of all kinds keep their configuration, the usual place first."""
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return [(Path(local) if local else home / "AppData" / "Local") / "darktable"]
    if sys.platform == "darwin":
        return [home / ".config" / "darktable"]
    named = Path(environment.get("XDG_CONFIG_HOME", ""))
    config = named if named.is_absolute() else home / ".config"
    flatpak = home / ".var" / "app" / "org.darktable.Darktable" / "config"
    return list(dict.fromkeys([config / "darktable", flatpak / "darktable"]))


def _refuse_running(folder: Path) -> None:
    """ExifilmError while a darktable uses this folder."""
    for name in _LOCKS:
        with contextlib.suppress(ValueError):
            if is_alive(int((read(folder / name) or b"").split(b"\0")[0]), "darktable"):
                raise ExifilmError(Installing.CLOSE_DARKTABLE(), file=folder)

    def uses_it(environment: Mapping[str, str]) -> bool:
        return _folders(environment)[0].resolve() == folder.resolve()

    # The number in a lock of a Flatpak means another process outside of it.
    if folder != _folders()[0] and is_running("darktable", uses_it):
        raise ExifilmError(Installing.CLOSE_DARKTABLE(), file=folder)


# ── one darktable ────────────────────────────────────────────────────────────────────────────


def _install(folder: Path, program: str, before: dict[str, Any]) -> list[Text]:
    files = _files()
    known: dict[str, list[str]] = before.get("files", {})
    for name, text in files.items():
        there = read(folder / name)
        if there is not None and there != text and digest(there) not in known.get(name, []):
            raise ExifilmError(Installing.FOREIGN_FILE(), file=folder / name)
    digests = {name: [digest(text)] for name, text in files.items()}
    listed = darktable_tags.present(folder)
    missing = [row.tag for row in darktable_tags.rows() if row.tag not in (listed or [])]
    tags: list[str] = before.get("tags", [])
    note: dict[str, Any] = {
        "exifilm": __version__,
        # A kill may come before or after the steps below.
        "files": {
            name: list(dict.fromkeys([*digests.get(name, []), *known.get(name, [])]))
            for name in {**known, **digests}
        },
        "program": program,
        "tags": tags if listed is None else list(dict.fromkeys([*tags, *missing])),
    }
    _make(folder)
    write_note(folder / NOTE, note)
    added, backup = darktable_tags.add(folder)
    for name, text in files.items():
        if read(folder / name) != text:
            write(folder / name, text)
    rc, luarc = folder / "darktablerc", folder / "luarc"
    replace(rc, old := read(rc), _with_preference(old or b"", program))
    replace(luarc, old := read(luarc), _with_line(old))
    earlier = sorted(known.keys() - files.keys())  # luarc no longer names a script of these
    kept = [name for name in earlier if not _remove(folder, name, known[name])]
    note["files"] = digests
    write_note(folder / NOTE, note)
    said = _reported(folder, before, added, backup, has_list=listed is not None)
    return said + _said_of(folder, kept)


def _reported(
    folder: Path, before: dict[str, Any], added: list[str], backup: Path | None, *, has_list: bool
) -> list[Text]:
    where, names = printable_path(folder), dict(darktable_tags.rows())
    said = [
        Installing.DARKTABLE_UPDATED(folder=where)
        if before
        else Installing.DARKTABLE_ADDED(folder=where)
    ]
    if backup and added:
        tags = ", ".join(names[tag] for tag in added)
        said.append(Installing.DARKTABLE_TAGS(tags=tags, backup=printable_path(backup)))
    elif backup:
        first = darktable_tags.rows()[0].name
        said.append(Installing.DARKTABLE_TAGS_IN_ORDER(first=first, backup=printable_path(backup)))
    elif not has_list and not (folder / darktable_tags.NAME).exists():
        said.append(Installing.DARKTABLE_START_ONCE())
    return said


def _uninstall(folder: Path, note: dict[str, Any]) -> list[Text]:
    backup = darktable_tags.remove(folder, note.get("tags", []))
    luarc, rc = folder / "luarc", folder / "darktablerc"
    replace(luarc, old := read(luarc), _without_line(old))
    replace(rc, old := read(rc), _without_preference(old, str(note.get("program", ""))))
    kept = [
        name for name, known in note.get("files", {}).items() if not _remove(folder, name, known)
    ]
    remove(folder / NOTE)
    said = [Installing.DARKTABLE_REMOVED(folder=printable_path(folder))]
    if backup:
        said.append(Installing.DARKTABLE_TAGS_REMOVED(backup=printable_path(backup)))
    return said + _said_of(folder, kept)


def _said_of(folder: Path, kept: list[str]) -> list[Text]:
    return [Installing.CHANGED_FILE_STAYS(file=printable_path(folder / name)) for name in kept]


def _files() -> dict[str, bytes]:
    """The files of the panel, by their paths in darktable's folder."""
    source = resource(SOURCE)
    found = sorted(path for path in source.rglob("*") if path.suffix in _SHIPPED)
    return {f"lua/{path.relative_to(source).as_posix()}": path.read_bytes() for path in found}


def _make(folder: Path) -> None:
    """Make the folder as darktable does: private."""
    if not folder.exists():
        write(folder / NOTE, b"{}\n")
        folder.chmod(0o700)


def _remove(folder: Path, name: str, known: list[str]) -> bool:
    """Remove a file of ours; False if it was changed since."""
    path = folder / name
    there = read(path)
    if there is None:
        return True
    if digest(there) not in known:
        return False
    remove(path)
    remove_empty_folders(path.parent, folder)
    return True


# ── the lines in darktable's files ───────────────────────────────────────────────────────────


def _with_line(luarc: bytes | None) -> bytes:
    """The file with our line, once: the last statement but a `return`."""
    bare = _without_line(luarc)
    if bare is None:
        return _MADE
    if _THEIRS.search(bare):
        return bare
    if end := _LAST.search(bare):
        return bare[: end.start()] + b"\n" + _LINE + bare[end.start() :]
    return bare + b"\n" + _LINE


def _without_line(luarc: bytes | None) -> bytes | None:
    """The file without our line; None if `install` made the file and it has no other."""
    if luarc in (None, _MADE, _MADE_EARLIER):
        return None
    return _OURS.sub(b"", luarc)


def _with_preference(rc: bytes, program: str) -> bytes:
    """darktable's preferences with the path of the command."""
    lines = _lines_without_preference(rc)
    ending = b"" if not lines or lines[-1].endswith(b"\n") else b"\n"
    return b"".join(lines) + ending + f"{PREFERENCE}={program}\n".encode("utf-8", "surrogateescape")


def _without_preference(rc: bytes | None, program: str) -> bytes | None:
    """darktable's preferences without that path, if it is still ours; None without any."""
    ours = f"{PREFERENCE}={program}".encode("utf-8", "surrogateescape")
    if rc is None or ours not in rc.splitlines():
        return rc
    return b"".join(_lines_without_preference(rc)) or None


def _lines_without_preference(rc: bytes) -> list[bytes]:
    begin = PREFERENCE.encode() + b"="
    return [line for line in rc.splitlines(keepends=True) if not line.startswith(begin)]
