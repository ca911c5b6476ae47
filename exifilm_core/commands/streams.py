"""The standard streams of a command: closed ones, and those that encode few characters."""

from __future__ import annotations

import contextlib
import errno
import os
import sys


def abandon_output() -> None:
    """Write nothing more to standard output, not even when Python ends."""
    if sys.stdout is None:
        return
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def occupy_closed_streams() -> None:
    """Open the closed standard streams, so that no file of ours gets their numbers."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError as closed:
            if closed.errno == errno.EBADF:
                os.open(os.devnull, os.O_RDWR)


def let_any_character_be_printed() -> None:
    """Print an escape for a character that a stream cannot encode."""
    for stream in (sys.stdout, sys.stderr):
        if stream and hasattr(stream, "reconfigure"):
            with contextlib.suppress(OSError):  # its buffer cannot be written
                stream.reconfigure(errors="backslashreplace")
