"""The `exifilm` command: its beginning.

`exifilm --help` needs only the table. The module of a command is imported when it is called.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import NoReturn

from exifilm_core.commands.exits import INTERRUPTED
from exifilm_core.commands.table import COMMANDS, READ_SCANS

__all__ = ["COMMANDS", "main"]


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, report what went wrong, and end the process."""
    words = sys.argv[1:] if words is None else words
    gc.set_threshold(20_000, 20, 100)  # records make many objects and no cycles
    try:
        if len(words) > 1 and words[0] in READ_SCANS and not {"-h", "--help"} & {*words}:
            from exifilm_core.commands.prewarm import start_exiftool_for

            start_exiftool_for(words)
        if len(words) > 1 and words[0] == "show" and not any(w.startswith("-") for w in words):
            from exifilm_core.commands.shown import show_files as run
        else:
            from exifilm_core.commands.app import run
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run(words)
