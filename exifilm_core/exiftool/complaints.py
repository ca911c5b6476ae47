"""What ExifTool and the system complain of, in words for a photographer."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

from exifilm_core.errors import ExifilmError

_NOT_FOR_ITS_CONTENT = re.compile(
    r"no space|disk full|error writing|permission denied|error creating|looks more like|"
    r"not defined|doesn't exist|not writable|isn't writable|nothing to|already exists",
    re.IGNORECASE,
)
"""What stands in the way is the disk, the file's name or our tags: beside it fares no better."""
_LONGEST = 400
"""Characters of a complaint that anybody reads; damaged files make up long ones."""
_REPAIR = "exiftool -all= -tagsfromfile @ -all:all -unsafe -icc_profile"
_MEANINGS = {
    r"bigtiff|write btf": "it is a BigTIFF, which this ExifTool cannot write. Saved as a plain "
    "TIFF, which has room for 4 GB, it takes the record itself",
    r"not yet supported|can't (currently )?write": "this ExifTool cannot write such a file. A copy "
    "of it as a TIFF takes the record itself",
    r"\[minor\]|bad .*(offset|directory|ifd)|error in .*ifd|ifd0? pointer": "its metadata are "
    f"damaged. In a JPEG or PNG “{_REPAIR} FILE” makes them whole; save a TIFF anew with an image "
    "editor",
    r"not a valid .*looks more like": "it is of another format than the end of its name says. "
    "Rename it, and save again",
    r"no space|disk full": "it could not be written: the disk is full. Make room and save again",
    r"error writing": "it could not be written: the disk may be full, or the image damaged or cut "
    "short. See to either and save again",
    r"permission denied|error creating": "it may not be written; change the permissions of the "
    "file and its folder",
    r"file format error|binary zeros|unknown (file|image) type|file is empty": "it is not an "
    "image, or it is damaged",
    r"not defined|doesn't exist|not writable|isn't writable|nothing to": "ExifTool does not know "
    "ExiFilm's tags: its configuration is damaged. Install ExiFilm again",
    r"truncated|corrupt|error reading|unexpected end|format error|bad format": "the image is "
    "damaged or cut short",
}


def explained(said: str) -> str:
    """ExifTool's complaint: what it means and what to do."""
    said = re.sub(r"^(Error|Warning): ", "", said.strip())
    if len(said) > _LONGEST:
        said = f"{said[:_LONGEST]}…"
    for pattern, meaning in _MEANINGS.items():
        if re.search(pattern, said, re.IGNORECASE):
            return f"{meaning} (ExifTool: {said})"
    return f"ExifTool refuses: {said}"


def is_for_the_content(said: str) -> bool:
    """Whether ExifTool cannot write this file for what is in it, whatever that may be."""
    return _NOT_FOR_ITS_CONTENT.search(said) is None


def why_unread(path: Path, status: os.stat_result | None, complaints: str) -> str:
    """Why ExifTool gave nothing for the path."""
    if status and stat.S_ISDIR(status.st_mode):
        return "it is a folder, not an image"
    if status and not stat.S_ISREG(status.st_mode):
        return "it is a device or a pipe, not an image"
    if status and not status.st_size:
        return "the file is empty"
    try:
        with path.open("rb"):
            pass
    except FileNotFoundError:
        return "there is no such file"
    except PermissionError:
        return "you may not read this file; ask its owner, or change its permissions"
    except OSError as problem:
        return f"it cannot be read: {problem.strerror}"
    except ValueError:
        return "no file can have this name"
    return explained(complaints or "it gave no reason")


def no_room(problem: OSError) -> ExifilmError:
    """The error when ExiFilm's own temporary files cannot be made."""
    return ExifilmError(
        f"ExiFilm's temporary files cannot be made in {tempfile.gettempdir()}: "
        f"{problem.strerror}. Nothing was changed; make room or allow writing there."
    )
