"""Processes in namespaces of their own, started in lanes, and an end to all of them at once.

The one idea: whatever takes long is a process. While one suite waits for a disk, a display or the
network, another has the processors, so several are tried at once, each in a thread that waits for
its process. A signal reaches the main thread alone: it ends the processes, and each lane learns
from the end of its own that the gate is to stop, and sees to what it has begun.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_lock = threading.Lock()
_running: set[subprocess.Popen[bytes]] = set()
_stopped_by: signal.Signals | None = None


class Stopped(BaseException):
    """Someone ended the gate; the machines in use go with it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = signal.Signals(number)
        self.status = 128 + number


@contextmanager
def started(words: list[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has ended when the block has. Stopped, if that is why it ended."""
    with _lock:
        _refuse_when_stopped()
        process = subprocess.Popen(words, **how)
        _running.add(process)
    try:
        yield process
    finally:
        with _lock:
            _running.discard(process)
        _end(process)
    _refuse_when_stopped()


def in_lanes(number: int, do: Callable[[Thing], Result], things: Sequence[Thing]) -> list[Result]:
    """What `do` gives for each thing, in their order; so many of them are done at a time.

    When one cannot be done, or a signal comes, the others are stopped too.
    """
    with ThreadPoolExecutor(max(1, number)) as lanes:
        try:
            futures = [lanes.submit(do, thing) for thing in things]
            return [future.result() for future in futures]
        except BaseException as reason:
            lanes.shutdown(wait=False, cancel_futures=True)
            _stop(reason.signal if isinstance(reason, Stopped) else signal.SIGTERM)
            raise


def _stop(number: signal.Signals) -> None:
    """End what runs, and have nothing more started."""
    global _stopped_by
    with _lock:
        _stopped_by = number
        for process in _running:
            _kill(process)


def _refuse_when_stopped() -> None:
    if _stopped_by is not None:
        raise Stopped(_stopped_by)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it, and return when nothing is left of it."""
    _kill(process)
    process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the first process of its namespaces, not `unshare` above that.

    `unshare` then ends only after the kernel has ended all the others.
    """
    if process.poll() is None:
        with suppress(FileNotFoundError, ProcessLookupError):
            below = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            os.kill(int(below[0]) if below else process.pid, signal.SIGKILL)
