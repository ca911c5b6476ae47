"""Processes in namespaces of their own, in parallel lanes, and the end of all of them at once.

Every long task is a process. While one suite waits for a disk, a display or the network, another
uses the processors. So several run at once, each in a thread that waits for its process. A signal
reaches only the main thread, which ends the processes. The end of its process then stops each lane,
which cleans up.
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
    """A signal has ended the gate; the machines in use are removed."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = signal.Signals(number)
        self.status = 128 + number


@contextmanager
def started(words: list[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has ended by the end of the block. Stopped, if the gate ended it."""
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
    """The results of `do` for the things, in their order; that many run at a time.

    An error or a signal stops the others too.
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
    """End all processes, and prevent new ones."""
    global _stopped_by
    with _lock:
        _stopped_by = number
        for process in _running:
            _kill(process)


def _refuse_when_stopped() -> None:
    if _stopped_by is not None:
        raise Stopped(_stopped_by)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it, and return when all its processes have ended."""
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
