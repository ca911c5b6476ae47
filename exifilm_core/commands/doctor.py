"""`exifilm doctor`: which programs ExiFilm requires and uses, which are there, and what to install.

Doctor tries what it reports: ExifTool writes one of our tags and reads it back, the folder of the
journal takes a file, a Python loads GTK.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

import click

from exifilm_core import __version__
from exifilm_core.commands.console import aligned, say
from exifilm_core.commands.edit import pythons
from exifilm_core.commands.exits import FAILED
from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError, printable_path

OK, MISSING, ABSENT = "OK", "MISSING", "none"
_TIMEOUT = 20
"""Seconds that a program may take to print its version."""

HOSTS = {
    "GIMP": ("gimp", "gimp-3.0", "gimp-2.10"),
    "darktable": ("darktable", "darktable-cli"),
    "digiKam": ("digikam",),
}
"""The programs that photographers look at scans in, with the commands that start them."""
_FULL_NAMES = {"GIMP": "GNU Image Manipulation Program"}
"""The names that programs print before their version, if they differ from the usual ones."""

_GTK = """
import sys
assert sys.version_info >= (3, 11)
import gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
print("GTK", f"{Gtk.MAJOR_VERSION}.{Gtk.MINOR_VERSION}.{Gtk.MICRO_VERSION}")
gi.require_foreign("cairo")
import cairo
print("cairo", cairo.version)
"""
"""The window's requirements of a Python; each printed line is one that is met."""
_VIPS = """
import gi
gi.require_version("Vips", "8.0")
from gi.repository import Vips
Vips.block_untrusted_set
print(Vips.version_string())
"""
"""Prints the version of a libvips that the window can use."""


class Found(NamedTuple):
    """One item of the report."""

    verdict: str
    name: str
    said: str
    """Its version and place, or what to do where it is missing."""


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check that ExiFilm and the programs it uses are installed.

    Tries what ExiFilm requires: ExifTool, its own files, a writable undo journal. Looks for what it
    can use: GTK for the window, libvips for its pictures, Ghostscript for PDF, fontconfig for
    letters beyond Latin. Lists the photo programs on this computer. The exit status is 1 if
    something required is missing.

    \b
    Example:
      exifilm doctor
    """
    missing = False
    for title, examine in SECTIONS.items():
        say(title)
        found = list(examine())
        for line in aligned([(f"{f.verdict:<7}  {f.name}", f.said) for f in found], indent=4):
            say(line)
        say()
        missing = missing or any(f.verdict == MISSING for f in found)
    say("Something required is missing." if missing else "Everything required is installed.")
    if missing:
        context.exit(FAILED)


def required() -> Iterator[Found]:
    """The requirements of ExiFilm."""
    exiftool = _tried("ExifTool", _exiftool)
    yield exiftool
    if exiftool.verdict == OK:
        yield from _known_fault()
        yield _tried("ExiFilm's tags", _tags_of_ours)
    yield _tried("paper form", _form)
    yield _tried("undo journal", _journal)


def optional() -> Iterator[Found]:
    """The requirements of parts of ExiFilm."""
    yield from _window()
    yield _program(
        "Ghostscript", ("gs", "gswin64c", "gswin32c"), "install ghostscript to write PDF"
    )
    yield _program("fontconfig", ("fc-match",), "install fontconfig to print letters beyond Latin")
    yield _index()


def hosts() -> Iterator[Found]:
    """The photo programs, and in which of them ExiFilm is installed."""
    for name, programs in HOSTS.items():
        yield _program(name, programs, "not installed")
    yield from _plug_ins_in_gimp()
    yield from _panels_in_darktable()
    yield from _set_up_in_digikam()


def _plug_ins_in_gimp() -> Iterator[Found]:
    """Which GIMPs have which version of the plug-in."""
    from exifilm_core.integrations import gimp

    for one in gimp.installed_gimps():
        version = gimp.version_in(one)
        name = f"in GIMP {one.version}"
        where = printable_path(one.folder)
        if version is None:
            yield Found(ABSENT, name, f"plug-in not installed. Run: exifilm install gimp ({where})")
        elif version != __version__:
            yield Found(
                OK,
                name,
                f"plug-in {version}, of another ExiFilm. Run: exifilm install gimp ({where})",
            )
        else:
            yield Found(OK, name, f"plug-in {version}, {where}")


def _panels_in_darktable() -> Iterator[Found]:
    """Which darktables have which version of the panel, and ExiFilm's tags in their metadata."""
    from exifilm_core.integrations import darktable, darktable_tags

    for folder in darktable.installed_darktables():
        where = printable_path(folder)
        try:
            installed = darktable.installed_in(folder)
        except ExifilmError as problem:
            yield Found(ABSENT, "in darktable", str(problem))
            continue
        if installed is None:
            said = f"panel not installed. Run: exifilm install darktable ({where})"
            yield Found(ABSENT, "in darktable", said)
            continue
        parts = [f"panel {installed.version}"]
        if installed.version != __version__:
            parts[0] += ", of another ExiFilm. Run: exifilm install darktable"
        api = _LUA_API.search(_printed(["darktable", "--version"], errors=True))
        if api:
            parts.append(f"Lua API {api[1]}")
        if installed.tags is None:
            parts.append("its metadata takes no tags of others")
        elif len(installed.tags) == len(darktable_tags.rows()):
            parts.append(f"{', '.join(row.name for row in darktable_tags.rows())} in its metadata")
        else:
            parts.append("tags missing in its metadata. Run: exifilm install darktable")
        yield Found(OK, "in darktable", f"{'; '.join(parts)}, {where}")


def _set_up_in_digikam() -> Iterator[Found]:
    """Which digiKams are set up, and what of it has been changed since."""
    from exifilm_core.integrations import digikam, digikam_queue

    for one in digikam.installed_digikams():
        where = printable_path(one.settings)
        try:
            installed = digikam.installed_in(one)
        except ExifilmError as problem:
            yield Found(ABSENT, "in digiKam", str(problem))
            continue
        if installed is None:
            said = f"not set up. Run: exifilm install digikam ({where})"
            yield Found(ABSENT, "in digiKam", said)
            continue
        parts = [
            "reads sidecars" if installed.reads_sidecars else "does not read sidecars any longer",
        ]
        if digikam_queue.is_possible():
            there = installed.has_workflows
            parts.append("workflows for records" if there else "workflows missing")
        parts += [f"{target} from {tag}" for target, tag in installed.mapping.items()]
        if installed.version != __version__:
            parts.append("set up by another ExiFilm. Run: exifilm install digikam")
        yield Found(OK, "in digiKam", f"{'; '.join(parts)}, {where}")


_LUA_API = re.compile(r"Lua\b[^\n]*?\bAPI (?:version )?(\d+(?:\.\d+)+)")
"""The version of the Lua API, where darktable prints it."""

SECTIONS = {"Required": required, "Optional": optional, "Photo programs": hosts}


def _tried(name: str, examine: Callable[[], str]) -> Found:
    try:
        return Found(OK, name, examine())
    except ExifilmError as problem:
        return Found(MISSING, name, str(problem))
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        return Found(MISSING, name, f"{where}{problem.strerror}")


def _exiftool() -> str:
    from exifilm_core.exiftool import ExifTool, program

    version = ExifTool.shared().version()
    return f"{version}, {program.find()}"


def _known_fault() -> Iterator[Found]:
    """A warning of an ExifTool that breaks XMP unless ExiFilm runs it."""
    from exifilm_core.exiftool import ExifTool
    from exifilm_core.exiftool.known_faults import has_fault

    if has_fault(version := ExifTool.shared().version()):
        said = (
            f"ExifTool {version} can break other programs' XMP. ExiFilm prevents that; so does "
            "“exifilm install exiftool” for plain exiftool, or ExifTool 13.28 or later"
        )
        yield Found(OK, "XMP", said)


def _tags_of_ours() -> str:
    """A tag that only our configuration defines, written by ExifTool and read back."""
    from exifilm_core.exiftool import ExifTool
    from exifilm_core.files.temporary import OwnFolder
    from exifilm_core.record import ExposureRecord

    tag, text = ExposureRecord.field("film").home.name, "probe ½"
    with OwnFolder() as folder:
        probe = folder / "probe.xmp"
        ExifTool.shared().write({tag: text}, None, probe)
        found = ExifTool.shared().read_one(probe).tags.get(tag)
    if found != text:
        raise ExifilmError(Commands.TAG_NOT_READ_BACK(tag=tag, found=repr(found)))
    return f"written and read back ({tag})"


def _form() -> str:
    from exifilm_core.files.resources import resource

    return printable_path(resource("postscript/exposure_record.ps"))


def _journal() -> str:
    from exifilm_core.files.user_folders import data_folder

    folder = data_folder()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    with tempfile.NamedTemporaryFile(dir=nearest, prefix=".exifilm-"):
        return printable_path(folder)


def _index() -> Found:
    from exifilm_core.files.user_folders import cache_folder
    from exifilm_core.index import Index, is_off

    with Index(cache_folder()) as known:
        if is_off():
            return Found(ABSENT, "index", "turned off by EXIFILM_INDEX")
        if not known.opens():
            return Found(ABSENT, "index", f"{known.trouble}: {printable_path(known.folder)}")
        return Found(OK, "index", printable_path(known.folder))


def _window() -> Iterator[Found]:
    """The first Python that can show the window, in the order of `exifilm edit`; its libvips."""
    lacking = (
        "no Python has GTK 3: install python3-gi python3-gi-cairo gir1.2-gtk-3.0 for the window"
    )
    for python in pythons():
        # As `exifilm edit` runs it: no module of the current folder takes the place of GTK's.
        has = _printed([python, "-P", "-c", _GTK]).splitlines()
        if len(has) == 2:
            yield Found(OK, "window", f"{', '.join(has)}, in {python}")
            version = _printed([python, "-P", "-c", _VIPS]).strip()
            break
        if has:
            lacking = (
                f"{python} has {has[0]} but not cairo: install python3-gi-cairo for the window"
            )
    else:
        yield Found(ABSENT, "window", lacking)
        return
    if version:
        yield Found(OK, "libvips", f"{version}, in {python}")
    else:
        said = "install gir1.2-vips-8.0 to show very large scans, and colours by their profiles"
        yield Found(ABSENT, "libvips", said)


def _program(name: str, programs: tuple[str, ...], absent: str) -> Found:
    for program in programs:
        if path := shutil.which(program):
            version = version_in(_printed([path, "--version"], errors=True), name)
            return Found(OK, name, f"{version or 'version unknown'}, {path}")
    return Found(ABSENT, name, absent)


def version_in(printed: str, name: str) -> str:
    """The version in the output of the program of that name; "" without one.

    It comes right after the name, or alone on a line. Other numbers do not count, such as the time
    before darktable's warning that it runs as root.
    """
    full_name = re.escape(_FULL_NAMES.get(name, name))
    number = r"v?(\d+(?:\.\d+)+)"
    named = re.search(rf"\b{full_name},?\s+(?:version\s+)?{number}", printed, re.IGNORECASE)
    alone = re.search(rf"^\s*{number}\s*$", printed, re.MULTILINE)
    found = named or alone
    return found[1] if found else ""


def _printed(command: list[str], *, errors: bool = False) -> str:
    """A program's output, without a window and with a timeout; with its `errors` if required."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if errors else subprocess.DEVNULL,
            timeout=_TIMEOUT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
