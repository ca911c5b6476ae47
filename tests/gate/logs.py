"""The output of a run: complete in its file, and live on the terminal.

If several runs are active, the terminal gets complete lines, each with the run's name before it.
"""

import sys
from typing import BinaryIO


class Log:
    """A run's log."""

    def __init__(self, file: BinaryIO, name: str = "") -> None:
        self._file, self._before = file, f"{name} | ".encode() if name else b""
        self._begun = b""

    def say(self, *lines: str) -> None:
        self.tell("".join(line + "\n" for line in lines).encode())

    def tell(self, said: bytes) -> None:
        """Forward the output at once."""
        self._file.write(said)
        self._file.flush()
        if self._before:
            *lines, self._begun = (self._begun + said).split(b"\n")
            said = b"".join(self._before + line + b"\n" for line in lines)
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
