"""The end of every command: its exit status, and the report of the error that ended it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from exifilm_core.commands.exits import (
    FAILED,
    INTERRUPTED,
    NO_READER,
    WRONG_USAGE,
    InputError,
    OutputError,
)
from exifilm_core.commands.streams import (
    abandon_output,
    let_any_character_be_printed,
    occupy_closed_streams,
)


def end_with(work: Callable[[], int | None]) -> NoReturn:
    """Do the work, which gives an exit status; report what went wrong, and end the process."""
    occupy_closed_streams()
    let_any_character_be_printed()
    try:
        status = work() or 0
    except KeyboardInterrupt:
        complain_in_words("")  # the terminal shows ^C in the same line
        status = INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the last place to report it
        status = _reported(problem)
    sys.exit(status)


def complain_in_words(text: str) -> None:
    """Print the text on standard error."""
    from exifilm_core.errors import printable

    if sys.stderr is not None:
        print(printable(text), file=sys.stderr, flush=True)


def _reported(problem: Exception) -> int:
    """Report what went wrong; the exit status."""
    from exifilm_core.commands.console import complain
    from exifilm_core.errors import ExifilmError

    if isinstance(problem, InputError):
        complain(str(problem))
        return WRONG_USAGE
    if os.environ.get("EXIFILM_DEBUG"):
        from traceback import format_exception

        complain_in_words("".join(format_exception(problem)).rstrip("\n"))
    if isinstance(problem, OutputError):
        abandon_output()
        if isinstance(problem.__cause__, BrokenPipeError):
            return NO_READER
        complain(f"the output could not be written: {problem}.")
    elif isinstance(problem, (ExifilmError, OSError)):
        complain(problem)
    else:
        what = " ".join(f"{type(problem).__name__}: {problem}".split())
        complain(
            f"this is a bug in ExiFilm ({what}). Please report it, with the output of “exifilm "
            "--debug …” in place of “exifilm …”."
        )
    return FAILED
