"""Find ExifTool, start it, and check that it works."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.exiftool import known_faults, program
from exifilm_core.exiftool.child import Child, ChildGoneError
from exifilm_core.exiftool.stderr import no_room
from exifilm_core.files.resources import resource
from exifilm_core.messages import Text
from exifilm_core.messages.programs import Programs

OLDEST = (12, 57)
"""Debian 12's ExifTool, the oldest that ExiFilm is tested with."""


def start(
    executable: str | None,
    config: Path | None,
    timeout: float,
    folder: Callable[[], Path],
    created: Event,
) -> Child:
    """A running ExifTool that is not too old and reads XMP correctly.

    `executable` is as in `program.find`; `folder` gives a folder for a file of ours; `created` is
    set once the process is there. ExifilmError when there is no such ExifTool.
    """
    get = Programs.GET_EXIFTOOL()
    config = config or resource("plugins/exiftool/exifilm.config")
    found = program.find(executable)
    if not config.is_file():
        raise ExifilmError(Programs.NO_CONFIG(path=str(config)))
    try:
        child = Child(found, config, timeout, created)
        version = str(child.version)
        breaks_xmp = known_faults.has_fault(version) and not _reads_well(child, timeout, folder)
    except ExifilmError:
        raise
    except Exception as problem:
        failed = Programs.EXIFTOOL_NOT_STARTED(path=found, reason=_reason(problem), get=get)
        raise ExifilmError(failed) from problem
    if known_faults.numbers_of(version) < OLDEST:
        child.terminate()
        raise ExifilmError(Programs.OLD_EXIFTOOL(version=version, path=found, get=get))
    if breaks_xmp:
        child.terminate()
        raise ExifilmError(Programs.EXIFTOOL_BREAKS_XMP(version=version, path=found))
    return child


def _reason(problem: Exception) -> str | Text:
    """Why ExifTool does not start."""
    if isinstance(problem, ChildGoneError):  # its own sentence is about a file
        return Programs.NO_ANSWER()
    return reason_of(problem) if isinstance(problem, OSError) else str(problem).rstrip(".")


def _reads_well(child: Child, timeout: float, folder: Callable[[], Path]) -> bool:
    """Whether this process reads XMP correctly, also where its version has the fault."""
    probe = folder() / "probe.xmp"
    try:
        probe.write_bytes(known_faults.PROBE)
    except OSError as problem:
        raise no_room(problem) from problem
    answer = child.ask([*known_faults.PROBE_TAGS, os.fsencode(probe)], timeout)
    return answer.output.split() == known_faults.PROBE_ANSWER
