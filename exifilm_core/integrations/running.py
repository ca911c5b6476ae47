"""Whether a program runs, so that its settings cannot be changed now.

darktable and digiKam write their settings when they quit, and would lose what was changed
meanwhile. On Linux a process counts only if it uses these settings: another one of the same user
may have another home folder.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Environment = Mapping[str, str]
_TIMEOUT = 20


def is_running(name: str, concerns: Callable[[Environment], bool]) -> bool:
    """Whether this user runs a program of that name, in an environment that concerns us.

    Only Linux shows the environment of a process; elsewhere, each one concerns us.
    """
    if sys.platform != "linux":
        return name in _elsewhere()
    return any(concerns(environment) for environment in _on_linux(name))


def is_alive(pid: int, name: str) -> bool:
    """Whether that process is there and is a program of that name."""
    if sys.platform != "linux":
        return name in _elsewhere(pid)
    try:
        return _name_of(Path(f"/proc/{pid}")).startswith(name)
    except OSError:
        return False


def _on_linux(name: str) -> Iterator[Environment]:
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or hides from us
            if process.stat().st_uid != os.getuid() or _name_of(process) != name:
                continue
            if (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[
                0
            ] == "Z":
                continue
            pairs = (process / "environ").read_bytes().split(b"\0")
            texts = (os.fsdecode(pair).partition("=") for pair in pairs if b"=" in pair)
            yield {key: value for key, _, value in texts}


def _name_of(process: Path) -> str:
    return (process / "comm").read_text("utf-8", "replace").strip()


def _elsewhere(pid: int | None = None) -> set[str]:
    """The names of this user's processes, or of one, without folders and endings."""
    if sys.platform == "win32":
        chosen = [] if pid is None else ["/FI", f"PID eq {pid}"]
        lines = _printed(["tasklist", "/NH", "/FO", "CSV", *chosen])
        names = [line.split('","')[0].strip('"') for line in lines if line.startswith('"')]
    else:
        which = ["-x", "-U", str(os.getuid())] if pid is None else ["-p", str(pid)]
        names = _printed(["ps", *which, "-o", "comm="])
    return {Path(one.strip()).name.removesuffix(".exe") for one in names}


def _printed(command: list[str]) -> list[str]:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT, check=False
    )
    return done.stdout.decode("utf-8", "replace").splitlines()
