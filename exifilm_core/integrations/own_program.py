"""The `exifilm` command that other programs are to start."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from exifilm_core.errors import ExifilmError
from exifilm_core.messages.installing import Installing


def own_program() -> str:
    """The full path of the `exifilm` in use. ExifilmError without one."""
    called = Path(sys.argv[0])
    name = "exifilm.exe" if os.name == "nt" else "exifilm"
    here = [called] if called.name == name else []
    for path in (*here, Path(sys.executable).with_name(name)):
        if path.is_file() and os.access(path, os.X_OK):
            return str(path.absolute())
    if found := shutil.which("exifilm"):
        return found
    raise ExifilmError(Installing.NO_COMMAND())
