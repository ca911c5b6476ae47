#!/usr/bin/env python3
"""Print the exposure records of a folder of scans: print_records.py DIR [FIRST LAST] | lpr

The same as `exifilm print`, without an installation. If this Python lacks ExiFilm's dependencies,
the script uses the Python that `make setup` made.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

TOP = Path(__file__).resolve().parent.parent


def main() -> NoReturn:
    if (TOP / "exifilm_core").is_dir():
        sys.path.insert(0, str(TOP))
    if missing := missing_packages():
        sys.exit(run_with_own_python(missing))
    from exifilm_core.commands import main as exifilm

    exifilm(["print", *sys.argv[1:]])


def missing_packages() -> list[str]:
    """The packages that this Python lacks."""
    if not find_spec("exifilm_core"):
        return ["exifilm_core"]
    from exifilm_core.dependencies import COMMAND, LIBRARY, OTHER_SCRIPTS

    needed = sorted({**COMMAND, **LIBRARY, **OTHER_SCRIPTS}, key=str.lower)
    return [name for name in needed if not find_spec(name)]


def run_with_own_python(missing: list[str]) -> int:
    for place in ("bin/python", "Scripts/python.exe"):
        python = TOP / ".venv" / place
        if python.exists() and Path(sys.prefix).resolve() != (TOP / ".venv").resolve():
            command = [str(python), str(Path(__file__).resolve()), *sys.argv[1:]]
            if os.name == "posix":
                os.execv(command[0], command)
            return subprocess.call(command)
    print(
        f"print_records.py: this Python lacks {', '.join(missing)}. Run “make setup” in {TOP}, or "
        "install ExiFilm and use “exifilm print”.",
        file=sys.stderr,
    )
    return 2


if __name__ == "__main__":
    main()
