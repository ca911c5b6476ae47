"""Find the ExifTool program, and run it once, as anybody would."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from exifilm_core.errors import ExifilmError
from exifilm_core.messages.programs import Programs

VARIABLE = "EXIFILM_EXIFTOOL"
"""The environment variable that names another program than `exiftool`."""
TIMEOUT = 30
"""Seconds that ExifTool may take to start; it needs a tenth of one."""


def found(program: str | None = None) -> str | None:
    """The path of ExifTool, None if there is none.

    The program is the one given, or the one that EXIFILM_EXIFTOOL names, or `exiftool`.
    """
    return shutil.which(_name(program))


def find(program: str | None = None) -> str:
    """The same. ExifilmError, with how to get it, if there is none."""
    path = found(program)
    if path is None:
        get = Programs.GET_EXIFTOOL()
        raise ExifilmError(Programs.NO_EXIFTOOL(program=_name(program), get=get))
    return path


def mark() -> str:
    """A text that changes when another ExifTool is installed; "" without one. It starts none."""
    path = found()
    try:
        status = Path(path).stat() if path else None
    except OSError:
        return ""
    return f"{path} {status.st_size} {status.st_mtime_ns}" if status else ""


def run(*arguments: str, config: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run plain ExifTool with the user's own configuration, or with this one.

    ExifilmError if it cannot be started or does not end.
    """
    path = find()
    chosen = ["-config", str(config)] if config else []
    try:
        return subprocess.run(
            [path, *chosen, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ExifilmError(Programs.EXIFTOOL_HANGS(path=path)) from problem


def _name(program: str | None) -> str:
    return program or os.environ.get(VARIABLE) or "exiftool"
