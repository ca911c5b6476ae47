"""`exifilm doctor`: what ExiFilm needs and can use, what of it is there, and what to do.

The one idea: nothing is believed that was not tried. ExifTool writes a tag of ours and reads it
back; the journal's folder takes a file.
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
from exifilm_core.commands import FAILED
from exifilm_core.commands.messages import Commands
from exifilm_core.commands.speaking import aligned, say
from exifilm_core.errors import ExifilmError, printable_path

OK, MISSING, ABSENT = "OK", "MISSING", "none"
_PATIENCE = 20
"""Seconds that a program may take to tell its version."""

HOSTS = {
    "GIMP": ("gimp", "gimp-3.0", "gimp-2.10"),
    "darktable": ("darktable", "darktable-cli"),
    "digiKam": ("digikam",),
}
"""The programs that photographers look at scans in, with the names that they are started by."""


class Found(NamedTuple):
    """One thing that was looked for."""

    verdict: str
    name: str
    said: str
    """Its version and place, or what to do where it is missing."""


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check that ExiFilm and the programs it uses are installed.

    Tries what ExiFilm needs (ExifTool, its own files, room for the journal), and looks for what it
    can use (Ghostscript for PDF, fontconfig for letters beyond Latin) and for the programs that
    scans are looked at in. Ends with status 1 if something that it needs is missing.

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
    say("Something is missing; see above." if missing else "ExiFilm has all that it needs.")
    if missing:
        context.exit(FAILED)


def needed() -> Iterator[Found]:
    """What ExiFilm cannot do without."""
    exiftool = _tried("ExifTool", _exiftool)
    yield exiftool
    if exiftool.verdict == OK:
        yield from _known_fault()
        yield _tried("tags", _tags_of_ours)
    yield _tried("the form", _form)
    yield _tried("journal", _journal)


def useful() -> Iterator[Found]:
    """What more of ExiFilm works with."""
    yield _program(
        "Ghostscript", ("gs", "gswin64c", "gswin32c"), "install ghostscript to write PDF"
    )
    yield _program("fontconfig", ("fc-match",), "install fontconfig to print letters beyond Latin")


def hosts() -> Iterator[Found]:
    """The programs that scans are looked at in."""
    for name, programs in HOSTS.items():
        yield _program(name, programs, "not installed")
    yield from _plug_ins_in_gimp()


def _plug_ins_in_gimp() -> Iterator[Found]:
    """Which GIMPs have which version of the plug-in."""
    from exifilm_core.hosts import gimp

    for one in gimp.installed_gimps():
        version = gimp.version_in(one)
        name = f"in GIMP {one.version}"
        where = printable_path(one.folder)
        if version is None:
            yield Found(ABSENT, name, f"no exposure record yet: exifilm install gimp ({where})")
        elif version != __version__:
            yield Found(OK, name, f"{version}, of another ExiFilm: exifilm install gimp ({where})")
        else:
            yield Found(OK, name, f"exposure record {version}, {where}")


SECTIONS = {"Needed": needed, "Useful": useful, "Hosts": hosts}


def _tried(name: str, examine: Callable[[], str]) -> Found:
    try:
        return Found(OK, name, examine())
    except ExifilmError as problem:
        return Found(MISSING, name, str(problem))
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        return Found(MISSING, name, f"{where}{problem.strerror}")


def _exiftool() -> str:
    from exifilm_core.exiftool import ExifTool

    version = ExifTool.shared().version()
    path = shutil.which(os.environ.get("EXIFILM_EXIFTOOL") or "exiftool")
    return f"{version}, {path}"


def _known_fault() -> Iterator[Found]:
    """What to know of an ExifTool that by itself breaks XMP."""
    from exifilm_core.exiftool import ExifTool
    from exifilm_core.exiftool.known_faults import has_fault

    if has_fault(version := ExifTool.shared().version()):
        said = (
            f"by itself {version} breaks XMP metadata of other programs; ExiFilm mends that while "
            "it uses it. Plain exiftool needs 13.28 or later, or our configuration"
        )
        yield Found(OK, "XMP", said)


def _tags_of_ours() -> str:
    """Whether ExifTool writes a tag that only our configuration knows, and reads it back."""
    from exifilm_core.exiftool import ExifTool
    from exifilm_core.own_folder import OwnFolder
    from exifilm_core.record import ExposureRecord

    tag, text = ExposureRecord.field("film").home.name, "probe ½"
    with OwnFolder() as folder:
        probe = folder / "probe.xmp"
        ExifTool.shared().write({tag: text}, None, probe)
        found = ExifTool.shared().read_one(probe).tags.get(tag)
    if found != text:
        raise ExifilmError(Commands.TAG_NOT_READ_BACK(tag=tag, found=repr(found)))
    return f"ExifTool writes {tag} and gives it back"


def _form() -> str:
    from exifilm_core.resources import resource

    return printable_path(resource("postscript/exposure_record.ps"))


def _journal() -> str:
    from exifilm_core.scans.folders import data_folder

    folder = data_folder()
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    with tempfile.NamedTemporaryFile(dir=nearest, prefix=".exifilm-"):
        return printable_path(folder)


def _program(name: str, programs: tuple[str, ...], absent: str) -> Found:
    for program in programs:
        if path := shutil.which(program):
            return Found(OK, name, f"{_version(path)}, {path}")
    return Found(ABSENT, name, absent)


def _version(path: str) -> str:
    """The version that a program tells, without a window and within a time."""
    try:
        told = subprocess.run(
            [path, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "did not tell its version"
    number = re.search(rb"\d+(\.\d+)+", told.stdout + told.stderr)
    return number[0].decode() if number else "did not tell its version"
