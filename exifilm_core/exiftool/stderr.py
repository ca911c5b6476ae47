"""Messages for a photographer, from the error messages of ExifTool and the system."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.messages import Text
from exifilm_core.messages.files import Files
from exifilm_core.messages.programs import Programs
from exifilm_core.patterns import pattern

_NOT_FOR_ITS_CONTENT = pattern(
    r"no space|disk full|error writing|permission denied|error creating|looks more like|"
    r"not defined|doesn't exist|not writable|isn't writable|nothing to|already exists",
    re.IGNORECASE,
)
"""Errors of the disk, the file's name or our tags, which a sidecar does not avoid."""
_LONGEST = 400
"""Characters of ExifTool's message to show; damaged files cause long messages."""
_REPAIR = "exiftool -all= -tagsfromfile @ -all:all -unsafe -icc_profile"
_MEANINGS = {
    # What ExifTool's message contains: our sentence. The first that matches counts.
    r"bigtiff|write btf": Files.BIG_TIFF,
    r"not yet supported|can't (currently )?write": Files.UNWRITABLE_FORMAT,
    r"\[minor\]|bad .*(offset|directory|ifd)|error in .*ifd|ifd0? pointer": Files.DAMAGED_METADATA,
    r"not a valid .*looks more like": Files.WRONG_EXTENSION,
    r"no space|disk full": Files.DISK_FULL,
    r"error writing": Files.CANNOT_WRITE,
    r"permission denied|error creating": Files.NO_WRITE_PERMISSION,
    r"file format error|binary zeros|unknown (file|image) type|file is empty": Files.NOT_AN_IMAGE,
    r"not defined|doesn't exist|not writable|isn't writable|nothing to": Programs.TAGS_UNKNOWN,
    r"truncated|corrupt|error reading|unexpected end|format error|bad format": (
        Files.DAMAGED_OR_TRUNCATED
    ),
}


def explained(said: str) -> Text:
    """What ExifTool's message means, and what to do."""
    said = re.sub(r"^(Error|Warning): ", "", said.strip())
    if len(said) > _LONGEST:
        said = f"{said[:_LONGEST]}…"
    for words, sentence in _MEANINGS.items():
        if re.search(words, said, re.IGNORECASE):
            more = {"repair": _REPAIR} if sentence is Files.DAMAGED_METADATA else {}
            return sentence(said=said.rstrip("."), **more)
    return Files.EXIFTOOL_ERROR(said=said.rstrip(".") or Files.NO_REASON())


def is_for_the_content(said: str) -> bool:
    """Whether the file's own contents keep ExifTool from writing it."""
    return _NOT_FOR_ITS_CONTENT.search(said) is None


def why_unread(path: Path, status: os.stat_result | None, stderr: str) -> Text:
    """Why ExifTool could not read the path."""
    if status and stat.S_ISDIR(status.st_mode):
        return Files.IS_A_FOLDER()
    if status and not stat.S_ISREG(status.st_mode):
        return Files.IS_A_DEVICE()
    if status and not status.st_size:
        return Files.EMPTY_FILE()
    try:
        with path.open("rb"):
            pass
    except FileNotFoundError:
        return Files.NO_SUCH_FILE()
    except PermissionError:
        return Files.NO_READ_PERMISSION()
    except OSError as problem:
        return Files.CANNOT_READ(reason=reason_of(problem))
    except ValueError:
        return Files.IMPOSSIBLE_NAME()
    return explained(stderr)


def no_room(problem: OSError) -> ExifilmError:
    """The error when ExiFilm cannot create its temporary files."""
    folder = tempfile.gettempdir()
    return ExifilmError(Files.NO_TEMPORARY_FILES(folder=folder, reason=reason_of(problem)))
