"""Ghostscript, as a program beside: PDF of a printed document, and what it measures for us.

The one idea: Ghostscript is always run in its safe mode, on streams, so that a document can neither
read nor write files, and a PDF appears under its name only when it is whole.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from exifilm_core.errors import ExifilmError

_NAMES = ("gs", "gswin64c", "gswin32c")


def program() -> str:
    """Ghostscript's path. ExifilmError says how to get it."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    raise ExifilmError(
        "Ghostscript is not installed, and PDF is made by it. Install it (on Debian: "
        "apt install ghostscript), or write PostScript: --output NAME.ps"
    )


def run(arguments: Sequence[str], *, stdin: bytes = b"") -> bytes:
    """Ghostscript's standard output. ExifilmError tells what it said."""
    result = subprocess.run(
        [program(), "-dSAFER", *arguments], input=stdin, capture_output=True, check=False
    )
    if result.returncode:
        said = (result.stderr or result.stdout).decode("utf-8", "replace").strip()
        raise ExifilmError(f"Ghostscript could not take the document: {said[-600:]}")
    return result.stdout


def write_pdf(postscript: Path, pdf: Path) -> None:
    """The PDF of a PostScript file, written straight to `pdf`."""
    run(
        [
            "-q",
            "-dBATCH",
            "-dNOPAUSE",
            "-sDEVICE=pdfwrite",
            "-dAutoRotatePages=/None",
            f"-o{pdf}",
            str(postscript),
        ]
    )
