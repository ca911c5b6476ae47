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
from collections import deque
from collections.abc import Iterable, Iterator
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
        return next(self.ask_in_turn([(lines, timeout)]))

    def ask_in_turn(self, commands: Iterable[tuple[list[bytes], float]]) -> Iterator[Answer]:
        """The answers to several commands as to one, each with its timeout.

        The next command lies ready while ExifTool carries out one, so it never waits for us. Two
        commands fit into its pipe, so neither do we.
        """
        sent: deque[tuple[int, float]] = deque()
        self._busy = True
        for lines, timeout in commands:
            try:
                sent.append((self._send(lines), timeout))
            except ChildWasGoneError as gone:
                if sent:  # it had begun
                    raise ChildGoneError(gone.text) from gone
                raise
            if len(sent) == 2:
                yield self._answer_to(*sent.popleft(), more=True)
        while sent:
            answer = self._answer_to(*sent.popleft(), more=bool(sent))
            self._busy = bool(sent)
            yield answer

    def _send(self, lines: list[bytes]) -> int:
        """Send a command; the number that marks its answer."""
        if not self._heard_by_threads():
            self._listen()
        number = next(_numbers)
        status = b"=${status}=post%d" % number
        command = [*lines, b"-echo4", status, b"-execute%d\n" % number]
        try:
            self._process.stdin.write(b"\n".join(command))
            self._process.stdin.flush()
        except OSError as gone:
            self.terminate(graceful=False)
            raise ChildWasGoneError(Programs.EXIFTOOL_ENDED()) from gone
        return number

    def _answer_to(self, number: int, timeout: float, *, more: bool) -> Answer:
        """The answer of that number; with `more`, the beginning of the next may have come too."""
        heard = self._unread
        ends = {"output": b"{ready%d}" % number, "stderr": b"post%d" % number}
        last = time.monotonic()
        while any(_end(heard[pipe], ends[pipe], more=more) < 0 for pipe in heard):
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
        output, said = (_taken(heard[pipe], ends[pipe], more=more) for pipe in heard)
        stderr, _, status = said[:-1].decode("utf-8", "replace").rpartition("=")
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
        self._unread = {"output": bytearray(), "stderr": bytearray()}
        for name, pipe in (("output", self._process.stdout), ("stderr", self._process.stderr)):
            threading.Thread(target=_read, args=(pipe, name, self._heard), daemon=True).start()


def _end(heard: bytearray, mark: bytes, *, more: bool) -> int:
    """Where the mark that ends an answer begins, -1 if it has not come yet.

    It is the last that ExifTool says, unless it carries out another command already.
    """
    if more:
        return heard.find(mark)
    return len(heard.rstrip()) - len(mark) if heard[-40:].rstrip().endswith(mark) else -1


def _taken(heard: bytearray, mark: bytes, *, more: bool) -> bytes:
    """The answer before its mark; removes both from what was heard."""
    at = _end(heard, mark, more=more)
    answer = bytes(heard[:at])
    del heard[: at + len(mark) + 1]
    return answer


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
