"""Many saves, chunk after chunk: some are written while the next is planned, the last checked."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from exifilm_core.files.locks import SaveLocks
from exifilm_core.scans.batch.chunk import Asked, Chunk, Result
from exifilm_core.scans.batch.writers import Writers
from exifilm_core.scans.scan import Scan

MOST_FILES, MOST_BYTES = 32, 96_000_000
"""The largest chunk."""
AHEAD = 2
"""The chunks that ExifTool has got when the one before them is checked and put in place, so that it
never waits. So many and one may lie unfinished next to the old files.
"""
SYNCING = 4
"""How many new versions the disk takes at the same time."""


def save_all(scans: Sequence[Scan], asked: Asked) -> Generator[tuple[Scan, Result]]:
    """Save in each scan what is `asked` for it; the results in order, as each chunk is done.

    Whoever takes no more results, or raises in between, finds every file either saved or as it was.
    """
    if not scans:
        return
    flying: deque[tuple[Chunk, SaveLocks]] = deque()
    with Writers(scans[0].exiftool, len(scans)) as writers, ThreadPoolExecutor(SYNCING) as disk:

        def land() -> Iterator[tuple[Scan, Result]]:
            """Finish the first chunk; all of them, if single saves follow.

            These wait for locks, and nobody who waits holds a lock that another waits for.
            """
            landed: list[Chunk] = []
            while flying and (not landed or any(chunk.left for chunk in landed)):
                chunk, locks = flying[0]
                chunk.finish(disk)
                flying.popleft()
                locks.release()
                landed.append(chunk)
            for chunk in landed:
                yield from chunk.results()

        try:
            for some in _chunks(scans):
                locks = SaveLocks(scan.path for scan in some)
                chunk = Chunk(some, asked, busy=locks.busy)
                flying.append((chunk, locks))
                chunk.begin(writers)
                if len(flying) > AHEAD:
                    yield from land()
            while flying:
                yield from land()
        finally:
            for chunk, locks in flying:
                chunk.abandon()
                locks.release()


def _chunks(scans: Sequence[Scan]) -> Iterator[list[Scan]]:
    """The scans in chunks; the first is small, so that ExifTool has work early."""
    some: list[Scan] = []
    total, most = 0, max(1, MOST_FILES // 4)
    for scan in scans:
        size = 0
        with suppress(OSError):
            size = scan.path.stat().st_size
        if some and (total + size > MOST_BYTES or len(some) == most):
            yield some
            some, total, most = [], 0, MOST_FILES
        some.append(scan)
        total += size
    if some:
        yield some
