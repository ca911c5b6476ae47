"""A thread for slow work that returns each result on the main thread.

`deliver` (in a window `GLib.idle_add`) carries a job's result or exception to the main thread,
which calls `then(result, error)`. Only the job itself runs in the worker.
"""

from __future__ import annotations

import itertools
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol

from exifilm_core.errors import ExifilmError

Job = Callable[[], Any]
Then = Callable[[Any, Exception | None], None]
Deliver = Callable[[Callable[[], None]], Any]


class Doing(Protocol):
    """The interface of `Worker`."""

    def do(self, job: Job, then: Then, *, urgent: bool = True) -> None: ...

    def tell(self, call: Callable[[], None]) -> None: ...


class Worker:
    """One thread, one job at a time: the urgent ones first, else in order of arrival."""

    def __init__(self, deliver: Deliver, name: str) -> None:
        self.pending = 0
        """Jobs whose results the main thread has not received yet. The main thread alone uses it.
        """
        self._deliver = deliver
        self._name = name
        self._jobs: queue.PriorityQueue[tuple[int, int, Job | None, Then]] = queue.PriorityQueue()
        self._count = itertools.count()
        self._thread: threading.Thread | None = None

    def do(self, job: Job, then: Then, *, urgent: bool = True) -> None:
        """Run the job, and call `then(result, error)` on the main thread."""
        self.pending += 1
        self._jobs.put((0 if urgent else 1, next(self._count), job, then))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()

    def tell(self, call: Callable[[], None]) -> None:
        """Call this on the main thread, from a job that is not done yet."""
        self._deliver(call)

    def close(self) -> None:
        """End after the current job; drop the other jobs."""
        self._jobs.put((-1, next(self._count), None, lambda result, error: None))

    def _work(self) -> None:
        while True:
            _, _, job, then = self._jobs.get()
            if job is None:
                return
            result: Any = None
            error: Exception | None = None
            try:
                result = job()
            except Exception as problem:  # noqa: BLE001 - returned to the caller of the job
                error = problem
                if not isinstance(problem, (ExifilmError, OSError)):
                    sys.excepthook(type(problem), problem, problem.__traceback__)
            self._deliver(self._handing(then, result, error))
            del job, then, result, error  # an error's frames hold open files

    def _handing(self, then: Then, result: Any, error: Exception | None) -> Callable[[], None]:
        def hand_back() -> None:
            self.pending -= 1
            then(result, error)

        return hand_back
