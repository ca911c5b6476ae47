"""Finding ExifTool and starting it, so that what has started can be relied upon."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from exifilm_core.errors import ExifilmError
from exifilm_core.exiftool import known_faults
from exifilm_core.exiftool.child import Child
from exifilm_core.exiftool.complaints import no_room
from exifilm_core.resources import resource

OLDEST = (12, 57)
"""Debian 12's ExifTool, the oldest that ExiFilm is tested with."""
GET_IT = (
    "Install ExifTool 12.57 or later: “apt install libimage-exiftool-perl” on Debian and Ubuntu, "
    "“dnf install perl-Image-ExifTool” on Fedora, “pacman -S perl-image-exiftool” on Arch, "
    "“brew install exiftool” on macOS, or from exiftool.org."
)


def start(
    executable: str | None, config: Path | None, patience: float, folder: Callable[[], Path]
) -> Child:
    """A running ExifTool that is not too old, and that reads XMP right.

    Without an `executable`, it is what EXIFILM_EXIFTOOL names, or else what is on the path.
    `folder` gives a folder for a file of ours. ExifilmError says what is wrong and what to do.
    """
    config = config or resource("plugins/exiftool/exifilm.config")
    executable = executable or os.environ.get("EXIFILM_EXIFTOOL") or "exiftool"
    found = shutil.which(executable)
    if not found:
        raise ExifilmError(f"ExifTool is not installed (“{executable}” was not found). {GET_IT}")
    if not config.is_file():
        raise ExifilmError(f"ExifTool's configuration {config} is missing. Install ExiFilm again.")
    try:
        child = Child(found, config, patience)
        version = str(child.version)
        breaks_xmp = known_faults.has_fault(version) and not _reads_well(child, patience, folder)
    except ExifilmError:
        raise
    except Exception as problem:
        raise ExifilmError(f"ExifTool ({found}) does not start: {problem}. {GET_IT}") from problem
    if known_faults.numbers_of(version) < OLDEST:
        child.end()
        raise ExifilmError(f"ExifTool {version} ({found}) is too old. {GET_IT}")
    if breaks_xmp:
        child.end()
        raise ExifilmError(
            f"ExifTool {version} ({found}) breaks XMP metadata, such as darktable's edits, and "
            "ExiFilm could not mend that: its configuration is damaged, or does not suit this "
            "ExifTool. Install ExifTool 13.28 or later, or ExiFilm again."
        )
    return child


def _reads_well(child: Child, patience: float, folder: Callable[[], Path]) -> bool:
    """Whether the fault of some versions is mended in this process."""
    probe = folder() / "probe.xmp"
    try:
        probe.write_bytes(known_faults.PROBE)
    except OSError as problem:
        raise no_room(problem) from problem
    answer = child.ask([*known_faults.PROBE_TAGS, os.fsencode(probe)], patience)
    return answer.output.split() == known_faults.PROBE_ANSWER
