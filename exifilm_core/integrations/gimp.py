"""Install the plug-in where each GIMP looks for it, and remove it again.

The plug-in is one folder with everything that it needs, in plain Python. It works with GIMP's own
Python even without the ExiFilm that installed it. The new folder is complete before a rename puts
it in place; a note in it marks it as ours and gives its version.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from exifilm_core import __version__, dependencies
from exifilm_core.errors import ExifilmError, printable_path, reason_of
from exifilm_core.files.file_systems import where_supported
from exifilm_core.files.resources import resource
from exifilm_core.messages import Text, joined
from exifilm_core.messages.installing import Installing
from exifilm_core.messages.programs import Programs

NAME = "exifilm"
"""The name of the folder and of its program: GIMP runs only a program named like its folder."""
_NOTE = "carried.json"
_NEW, _OLD = f".{NAME}-new", f".{NAME}-old"
_VERSION = re.compile(r"(?:2\.10|[3-9]\.\d+)")
_NOT_CARRIED = shutil.ignore_patterns("__pycache__", "*.pyc", "*.so", "*.pyd", "tests")

_FILES = ("postscript", "plugins/exiftool", "plugins/exifilm_form")


class Gimp(NamedTuple):
    """One GIMP: its version, such as "3.0", and its folder of a user's plug-ins."""

    version: str
    folder: Path

    @property
    def plug_in(self) -> Path:
        return self.folder / NAME


def install(to: Path | None = None) -> Text:
    """Install the plug-in in every GIMP here, or in the folder `to`, and report it."""
    said = []
    for gimp in _chosen(to):
        before = version_in(gimp)
        _put(gimp)
        values = {"version": gimp.version, "folder": printable_path(gimp.plug_in)}
        said.append(
            Installing.GIMP_ADDED(**values)
            if before is None
            else Installing.GIMP_UPDATED(**values, old=before)
        )
    return joined([*said, Installing.GIMP_NEXT()], "\n")


def uninstall(to: Path | None = None) -> Text:
    """Remove the plug-in from every GIMP here, or from the folder `to`, and report it."""
    said = []
    for gimp in _chosen(to):
        _refuse_foreign(gimp)
        for name in (NAME, _NEW, _OLD):
            _remove(gimp.folder / name)
        said.append(Installing.GIMP_REMOVED(folder=printable_path(gimp.folder)))
    return joined(said, "\n")


def version_in(gimp: Gimp) -> str | None:
    """The version of the plug-in in this GIMP; None without ours."""
    try:
        note = json.loads((gimp.plug_in / _NOTE).read_text(encoding="utf-8"))
        return str(note["exifilm"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def installed_gimps() -> list[Gimp]:
    """Every GIMP here: one that has run once, or whose program is on the path."""
    found: dict[Path, Gimp] = {}
    for config in _config_folders():
        with contextlib.suppress(OSError):
            for folder in config.iterdir():
                if _VERSION.fullmatch(folder.name) and folder.is_dir():
                    found[folder] = Gimp(folder.name, folder / "plug-ins")
    for version in _versions_on_the_path():
        folder = _config_folders()[0] / version
        found.setdefault(folder, Gimp(version, folder / "plug-ins"))
    for variable, default in (("GIMP3_DIRECTORY", "3.0"), ("GIMP2_DIRECTORY", "2.10")):
        if named := os.environ.get(variable):
            folder = Path(named)
            version = folder.name if _VERSION.fullmatch(folder.name) else default
            found[folder] = Gimp(version, folder / "plug-ins")
    return sorted(found.values(), key=lambda gimp: (_as_numbers(gimp.version), gimp.folder))


def _chosen(to: Path | None) -> list[Gimp]:
    if to is not None:
        to = to.absolute()
        if not to.is_dir():
            raise ExifilmError(Installing.NO_PLUG_INS_FOLDER(), file=to)
        version = next((p.name for p in (to, *to.parents) if _VERSION.fullmatch(p.name)), "3.0")
        return [Gimp(version, to)]
    if gimps := installed_gimps():
        return gimps
    raise ExifilmError(Installing.NO_GIMP())


def _config_folders() -> list[Path]:
    """The folders in which GIMPs of all kinds keep their versions, the usual one first."""
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "GIMP"]
    if sys.platform == "darwin":
        return [home / "Library" / "Application Support" / "GIMP"]
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return [
        config / "GIMP",
        home / ".var" / "app" / "org.gimp.GIMP" / "config" / "GIMP",  # Flatpak
        home / "snap" / "gimp" / "current" / ".config" / "GIMP",
    ]


def _versions_on_the_path() -> Iterator[str]:
    """The versions of installed programs, by the names that distributions give them."""
    for folder in os.get_exec_path():
        with contextlib.suppress(OSError):
            for program in Path(folder).glob("gimp-*"):
                version = program.name.removeprefix("gimp-").removesuffix(".exe")
                if _VERSION.fullmatch(version):
                    yield version


def _as_numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


# ── putting it there ─────────────────────────────────────────────────────────────────────────


def _put(gimp: Gimp) -> None:
    """Make the plug-in's folder and put it in place. ExifilmError: nothing has changed."""
    new, old = gimp.folder / _NEW, gimp.folder / _OLD
    try:
        gimp.folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(gimp)
        if old.exists() and not gimp.plug_in.exists():
            old.rename(gimp.plug_in)  # the last installation was killed between its two steps
        _remove(new)
        _remove(old)
        _fill(new, gimp)
        if gimp.plug_in.exists():
            gimp.plug_in.rename(old)
        try:
            new.rename(gimp.plug_in)
        except OSError:
            old.rename(gimp.plug_in)
            raise
        _remove(old)
    except (OSError, ExifilmError) as problem:
        with contextlib.suppress(ExifilmError):
            _remove(new)
        if isinstance(problem, ExifilmError):
            raise
        reason = reason_of(problem)
        raise ExifilmError(Installing.NOT_PUT_THERE(reason=reason), file=gimp.plug_in) from problem


def _fill(new: Path, gimp: Gimp) -> None:
    """Copy all files of the plug-in, and last the note that it is ours."""
    source = resource("plugins/gimp2" if gimp.version.startswith("2.") else "plugins/gimp3/exifilm")
    _copy(source, new)
    _make_executable(new / f"{NAME}.py")
    lib = new / "lib"
    _copy(
        Path(__file__).parents[1],
        lib / "exifilm_core",
        ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "_share"),
    )
    for name in _FILES:
        _copy(resource(name), lib / name)
    for package, project in carried_in(gimp).items():
        _copy(_folder_of(package), lib / package)
        _copy_licences(project, lib / "licences" / project)
    note = {"exifilm": __version__, "command": shutil.which("exifilm")}
    (new / _NOTE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def carried_in(gimp: Gimp) -> dict[str, str]:
    """The packages in the plug-in, with their projects, whose licences are copied too.

    GIMP 2.10's Python is too old for the core, so the plug-in runs the command. None has
    fontTools: it is larger than all the rest, and only some records need it on paper.
    """
    command = dependencies.COMMAND if gimp.version.startswith("2.") else {}
    return dependencies.LIBRARY | command


def _copy(
    source: Path, target: Path, ignore: Callable[[str, list[str]], set[str]] = _NOT_CARRIED
) -> None:
    """Copy a folder without permissions and times, which not every file system supports."""
    target.mkdir(parents=True)
    names = [path.name for path in source.iterdir()]
    for name in sorted(set(names) - ignore(str(source), names)):
        if (source / name).is_dir():
            _copy(source / name, target / name, ignore)
        else:
            shutil.copyfile(source / name, target / name)


def _make_executable(program: Path) -> None:
    """Let GIMP start the program, where the file system does not permit that already."""
    with where_supported():
        program.chmod(0o755)
    if not os.access(program, os.X_OK):
        raise ExifilmError(Installing.NOT_EXECUTABLE(), file=program.parent)


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ExifilmError(Programs.INCOMPLETE_INSTALLATION(name=package))
    return Path(spec.origin).parent


def _copy_licences(project: str, folder: Path) -> None:
    """Copy the licences of other people's packages with them."""
    try:
        files = importlib.metadata.files(project) or []
    except importlib.metadata.PackageNotFoundError:
        return  # copied from an installed plug-in, which has the licences
    for file in files:
        if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.name, re.IGNORECASE):
            path = Path(str(file.locate()))
            if path.is_file():
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / file.name)


def _refuse_foreign(gimp: Gimp) -> None:
    """ExifilmError when someone else put a plug-in of that name there."""
    if os.path.lexists(gimp.plug_in) and version_in(gimp) is None:
        raise ExifilmError(Installing.FOREIGN_FILE(), file=gimp.plug_in)


def _remove(folder: Path) -> None:
    try:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
    except OSError as problem:
        unremoved = Installing.CLOSE_GIMP(reason=reason_of(problem))
        raise ExifilmError(unremoved, file=folder) from problem
