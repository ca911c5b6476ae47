"""A thread that does the slow work, and hands each result back on the main thread.

The one idea: what a job returns or raises comes back as `then(result, error)`, carried over by
`deliver` (in a window `GLib.idle_add`), so that nothing but the job itself runs elsewhere.
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
    """Who does the slow work; see `Worker`."""

    def do(self, job: Job, then: Then, *, urgent: bool = True) -> None: ...


class Worker:
    """One thread, one job at a time: the urgent ones first, else in the order given."""

    def __init__(self, deliver: Deliver, name: str) -> None:
        self.pending = 0
        """Jobs whose results have not been handed back yet. Of the main thread."""
        self._deliver = deliver
        self._name = name
        self._jobs: queue.PriorityQueue[tuple[int, int, Job | None, Then]] = queue.PriorityQueue()
        self._count = itertools.count()
        self._thread: threading.Thread | None = None

    def do(self, job: Job, then: Then, *, urgent: bool = True) -> None:
        """Have the job done, and `then(result, error)` called on the main thread."""
        self.pending += 1
        self._jobs.put((0 if urgent else 1, next(self._count), job, then))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End after the job at hand; what else was asked for is not done any more."""
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
            except Exception as problem:  # noqa: BLE001 - handed to whoever asked for the job
                error = problem
                if not isinstance(problem, (ExifilmError, OSError)):
                    sys.excepthook(type(problem), problem, problem.__traceback__)
            self._deliver(self._handing(then, result, error))

    def _handing(self, then: Then, result: Any, error: Exception | None) -> Callable[[], None]:
        def hand_back() -> None:
            self.pending -= 1
            then(result, error)

        return hand_back
