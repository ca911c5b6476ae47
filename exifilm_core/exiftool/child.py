"""One ExifTool process kept open, through PyExifTool, with a timeout for its answers.

PyExifTool reads its child's pipes in the caller's thread: it spins when the child is killed, and
waits for ever when the child hangs or fills the other pipe. Here one thread reads each pipe to its
end, and the caller waits for both with a timeout.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import queue
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import IO, Any, NamedTuple

import exiftool

from exifilm_core.messages import Text
from exifilm_core.messages.programs import Programs

_open_children: weakref.WeakSet[Child] = weakref.WeakSet()
_CHUNK = 1 << 16
_numbers = itertools.count(100_000)
"""The numbers of the commands, which mark the end of each answer."""


class Answer(NamedTuple):
    """ExifTool's answer to one command."""

    output: bytes
    stderr: str
    status: int


class ChildGoneError(Exception):
    """The process ended before it had finished the command, or we ended it for its silence."""

    def __init__(self, text: Text, stderr: bytes | bytearray = b"") -> None:
        """`stderr` is its standard error until then."""
        super().__init__(text)
        self.text = text
        self.stderr = stderr.decode("utf-8", "replace")

    def __str__(self) -> str:
        return str(self.text)


class ChildWasGoneError(ChildGoneError):
    """The process had ended before it received the command."""


class Child(exiftool.ExifTool):  # type: ignore[misc]  # PyExifTool has no types
    """A running ExifTool. `ask` it, one command at a time; `terminate` it."""

    def __init__(
        self, executable: str, config: Path, timeout: float, created: threading.Event
    ) -> None:
        """Start the process, and wait for its first answer; sets `created` in between."""
        self._timeout = timeout
        self._created = created
        self._busy = self._started = False
        self._heard: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        super().__init__(
            executable=executable, common_args=None, config_file=str(config), encoding="utf-8"
        )
        started: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        threading.Thread(target=_run_in_thread, args=([self], started), daemon=True).start()
        if problem := started.get():
            raise problem
        self._started = True

    def execute(self, *params: str | bytes, raw_bytes: bool = False) -> Any:
        """PyExifTool's own way to send a command; it reads the version so, first of all."""
        _open_children.add(self)
        self._created.set()
        answer = self.ask([p.encode() if isinstance(p, str) else p for p in params], self._timeout)
        return answer.output if raw_bytes else answer.output.decode()

    def ask(self, lines: list[bytes], timeout: float) -> Answer:
        """Carry out one command, an argument per line, and wait for its complete answer.

        `timeout` is the longest silence in seconds. ChildGoneError when ExifTool is silent for
        longer (its process is then ended) or ends itself; ChildWasGoneError when it had ended
        already.
        """
        self._busy = True
        answer = self._answer_to(lines, timeout)
        self._busy = False
        return answer

    def _answer_to(self, lines: list[bytes], timeout: float) -> Answer:
        if not self._heard_by_threads():
            self._listen()
        number = next(_numbers)
        ready, done = f"{{ready{number}}}".encode(), f"post{number}".encode()
        command = [*lines, b"-echo4", b"=${status}=" + done, f"-execute{number}\n".encode()]
        try:
            self._process.stdin.write(b"\n".join(command))
            self._process.stdin.flush()
        except OSError as gone:
            self.terminate(graceful=False)
            raise ChildWasGoneError(Programs.EXIFTOOL_ENDED()) from gone
        heard = {"output": bytearray(), "stderr": bytearray()}
        ends = {"output": ready, "stderr": done}
        last = time.monotonic()
        while any(not heard[pipe][-40:].rstrip().endswith(ends[pipe]) for pipe in heard):
            try:
                pipe, chunk = self._heard.get(timeout=max(0.01, last + timeout - time.monotonic()))
            except queue.Empty:
                self.terminate(graceful=False)
                silent = Programs.EXIFTOOL_SILENT(seconds=round(timeout))
                raise ChildGoneError(silent, heard["stderr"]) from None
            if not chunk:
                self.terminate(graceful=False)
                raise ChildGoneError(Programs.EXIFTOOL_ENDED(), heard["stderr"])
            heard[pipe] += chunk
            last = time.monotonic()
        output = bytes(heard["output"].rstrip()[: -len(ready)])
        stderr, _, status = (
            heard["stderr"].rstrip()[: -len(done) - 1].decode("utf-8", "replace").rpartition("=")
        )
        return Answer(output, stderr.strip(), int(status))

    @property
    def alive(self) -> bool:
        """Whether the process runs; its end becomes known a moment later."""
        return self._process is not None and self._process.poll() is None

    def terminate(self, *, graceful: bool = True, seconds: float = 3.0) -> None:
        """End the process: by request, within these seconds, or else at once.

        Does nothing if it has ended.
        """
        process = self._process
        if process is None:
            return
        self._flag_running_false()
        _open_children.discard(self)
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if graceful:
                process.stdin.write(b"-stay_open\nFalse\n")
                process.stdin.close()
                process.wait(timeout=seconds)
        process.kill()
        process.wait()
        with contextlib.suppress(OSError):  # of data that it did not read
            process.stdin.close()

    def __del__(self) -> None:
        self.terminate(graceful=False)

    def _heard_by_threads(self) -> bool:
        return getattr(self, "_listening_to", None) is self._process

    def _listen(self) -> None:
        self._listening_to = self._process
        for name, pipe in (("output", self._process.stdout), ("stderr", self._process.stderr)):
            threading.Thread(target=_read, args=(pipe, name, self._heard), daemon=True).start()


def _run_in_thread(not_started: list[Child], started: queue.SimpleQueue[Exception | None]) -> None:
    """Start the child from a thread that outlives it.

    On Linux the kernel ends PyExifTool's child when the thread that started it ends. The thread
    takes the child out of the list, since a reference in its arguments would keep an unused child
    alive.
    """
    child = not_started.pop()
    try:
        child.run()
    except Exception as problem:  # noqa: BLE001 - handed to the thread that waits for the start
        started.put(problem)
        return
    process = child._process
    started.put(None)
    del child
    if process is not None:  # unless it was ended before it had answered
        process.wait()


def _read(pipe: IO[bytes], name: str, heard: queue.SimpleQueue[tuple[str, bytes]]) -> None:
    """Forward the data of a pipe until its end, which is an empty chunk."""
    chunk = b"."
    while chunk:
        try:
            chunk = pipe.read1(_CHUNK)  # type: ignore[attr-defined]
        except (OSError, ValueError):
            chunk = b""
        heard.put((name, chunk))
    with contextlib.suppress(OSError):
        pipe.close()


@atexit.register
def _end_all() -> None:
    """Ask each to end, also one behind a launcher; do not wait for one without a command."""
    for child in list(_open_children):
        at_work = child._started and child._busy
        child.terminate(seconds=3.0 if at_work or not sys.platform.startswith("linux") else 0.0)
