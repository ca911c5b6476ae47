"""Ghostscript as a separate program: it makes PDF files and pictures, and measures documents.

It runs in its safe mode, on streams, so that a document can neither read nor write files. A PDF
gets its name only when it is complete.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from typing import BinaryIO

from exifilm_core.errors import ExifilmError
from exifilm_core.messages.programs import Programs

_NAMES = ("gs", "gswin64c", "gswin32c")


def program() -> str:
    """Ghostscript's path. ExifilmError if it is not installed."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    raise ExifilmError(Programs.NO_GHOSTSCRIPT())


def run(arguments: Sequence[str], *, stdin: bytes) -> bytes:
    """The output of a PostScript program. ExifilmError if it fails."""
    result = subprocess.run(
        [program(), "-dSAFER", "-q", *arguments], input=stdin, capture_output=True, check=False
    )
    _check(result.returncode, result.stderr or result.stdout)
    return result.stdout


def to_pdf(postscript: BinaryIO, pdf: BinaryIO) -> None:
    """Make the PDF of a document. Both are open files, so Ghostscript needs no file names."""
    result = subprocess.run(
        [
            program(),
            "-dSAFER",
            "-q",
            "-sstdout=%stderr",
            "-sDEVICE=pdfwrite",
            "-dAutoRotatePages=/None",
            "-o-",
            "-",
        ],
        stdin=postscript,
        stdout=pdf,
        stderr=subprocess.PIPE,
        check=False,
    )
    _check(result.returncode, result.stderr)


def to_png(postscript: bytes, dpi: float) -> bytes:
    """The picture of a document of one page, with that many dots per inch."""
    smooth = ("-dTextAlphaBits=4", "-dGraphicsAlphaBits=4")
    words = [program(), "-dSAFER", "-q", "-sstdout=%stderr", "-sDEVICE=png16m", f"-r{dpi:.1f}"]
    result = subprocess.run(
        [*words, *smooth, "-o-", "-"], input=postscript, capture_output=True, check=False
    )
    _check(result.returncode, result.stderr)
    return result.stdout


def _check(status: int, said: bytes) -> None:
    if status:
        words = said.decode("utf-8", "replace").strip()[-600:]
        raise ExifilmError(Programs.GHOSTSCRIPT_FAILED(status=status, said=words))
