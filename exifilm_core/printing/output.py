"""The output of a printed document: standard output, a PostScript file, or a PDF by Ghostscript.

A file gets its name only when it is complete. A document on standard output begins only when all of
it is valid (see `document.py`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from exifilm_core.errors import ExifilmError, reason_of
from exifilm_core.files.atomic import NewVersion
from exifilm_core.messages.files import Files
from exifilm_core.messages.paper import Printing
from exifilm_core.printing import ghostscript

T = TypeVar("T")
Write = Callable[[BinaryIO], T]
"""Writes a PostScript document, and returns its result."""

FORMATS = (".ps", ".pdf")


def to_standard_output(write: Write[T]) -> T:
    """Write the document to standard output. ExifilmError if that is closed."""
    if sys.stdout is None:
        raise ExifilmError(Printing.OUTPUT_CLOSED())
    result = write(sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return result


def to_file(write: Write[T], path: Path) -> T:
    """Write the document to a file, as PostScript or PDF by its extension."""
    if path.suffix.lower() == ".pdf":
        ghostscript.program()  # fail now, not after reading all records
    new = NewVersion(path)
    try:
        with new.draft.open("wb") as file:
            result = _write_pdf(write, file) if path.suffix.lower() == ".pdf" else write(file)
        new.sync(keep_time=False)
        new.put_in_place()
    except OSError as problem:
        unwritten = Files.NOT_WRITTEN(reason=reason_of(problem))
        raise ExifilmError(unwritten, file=path) from problem
    finally:
        new.discard()
    return result


def _write_pdf(write: Write[T], pdf: BinaryIO) -> T:
    with tempfile.TemporaryFile() as postscript:
        result = write(postscript)
        postscript.seek(0)
        ghostscript.to_pdf(postscript, pdf)
    return result
