"""Two readers take turns, so that many files are read on two processors."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol

from exifilm_core.readers.reader import FileTags, Progress, Reader

if TYPE_CHECKING:
    from concurrent.futures import Future


WORTH_A_SECOND = 64
"""The number of files from which a second reader is faster than it takes to start."""
BATCH = 200
"""The most files that a reader reads at a time."""
_WAITING = 4
"""The most batches that are read before the first of them is taken."""


class ClosableReader(Reader, Protocol):
    """A reader with something to end, such as a process."""

    def close(self) -> None: ...


class TwoReaders:
    """A reader and, for many files, a second one, which `close` ends."""

    def __init__(self, first: Reader, another: Callable[[], ClosableReader]) -> None:
        self.first = first
        self.second: ClosableReader | None = None
        self._another = another

    def close(self) -> None:
        """End the second reader, if there is one; the first is its owner's."""
        if self.second:
            self.second.close()

    def read(self, paths: Iterable[Path], progress: Progress | None = None) -> Iterator[FileTags]:
        """As `Reader.read`."""
        paths = list(paths)
        if len(paths) < WORTH_A_SECOND:
            yield from self.first.read(paths, progress)
            return
        from concurrent.futures import ThreadPoolExecutor

        if self.second is None:
            self.second = self._another()
        free: SimpleQueue[Reader] = SimpleQueue()
        free.put(self.first)
        free.put(self.second)

        def read(batch: list[Path]) -> list[FileTags]:
            reader = free.get()
            try:
                return list(reader.read(batch, progress))
            finally:
                free.put(reader)

        remaining = iter(paths)
        size = min(BATCH, -(-len(paths) // 2))
        running: deque[Future[list[FileTags]]] = deque()
        pool = ThreadPoolExecutor(2, "reading")
        try:
            while batch := list(islice(remaining, size)):
                running.append(pool.submit(read, batch))
                if len(running) == _WAITING:
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
