"""The ends of a command: its exit status, and the errors that end it.

Exit status: 0 all done, 1 some failed and the rest is done, 2 wrong usage, 130 interrupted, 141
the reader of our output has closed it.
"""

from __future__ import annotations

FAILED, WRONG_USAGE, INTERRUPTED, NO_READER = 1, 2, 130, 141


class OutputError(Exception):
    """Standard output accepts no more data, which ends the command. Its cause gives the reason."""


class InputError(Exception):
    """An invalid value. The report has no lines of usage: they would not help."""
