"""A program that runs under the name of another one, for tests of what finds running programs."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def running(name: str, folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """The number of a process that sleeps under that name."""
    program = folder / name
    shutil.copyfile("/bin/sleep", program)
    program.chmod(0o755)
    with subprocess.Popen([program, "60"], env=environment) as child:
        try:
            # The kernel gives the name a moment after it has started the program, and the
            # environment a moment after the name.
            process = Path(f"/proc/{child.pid}")
            while (process / "comm").read_text().strip() != name or not (
                process / "environ"
            ).read_bytes():
                time.sleep(0.01)
            yield child.pid
        finally:
            child.kill()
