"""Reads the scans that nobody opened yet, a batch at a time, those near the open one first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice

from exifilm_form.session.host import Host
from exifilm_form.session.worker import Doing

A_HANDFUL = 16
"""Scans read in one batch: few enough that a newly opened scan waits only briefly."""


class Survey:
    """The scans of a host that were not read yet. `looked(indices, error)` follows each batch."""

    def __init__(
        self,
        host: Host,
        reader: Doing,
        looked: Callable[[Sequence[int], Exception | None], None],
    ) -> None:
        self._host, self._reader, self._looked = host, reader, looked
        self._unseen: dict[int, None] = dict.fromkeys(range(len(host.scans)))
        self._first: dict[int, None] = {}
        self._looking = False
        self.waits = False
        """Whether only those asked for are read: else the window would take turns with a reader."""

    def first(self, indices: Iterable[int]) -> None:
        """Read these before all others, as far as they were not read yet."""
        self._first = dict.fromkeys(indices)

    def was_read(self, index: int) -> None:
        """Leave this scan out: its record was read in another way."""
        self._unseen.pop(index, None)

    def go_on(self, here: int) -> None:
        """Read the next batch, near this scan, unless one is being read."""
        if self._looking or not self._unseen:
            return
        here = max(here, 0)
        self._first = {i: None for i in self._first if i in self._unseen}
        if self.waits and not self._first:
            return
        span = self._first or range(here - 1, here + A_HANDFUL)
        handful = [i for i in span if i in self._unseen] or list(islice(self._unseen, A_HANDFUL))
        handful = handful[:A_HANDFUL]
        for index in handful:
            del self._unseen[index]
        self._looking = True
        scans = [self._host.scans[i] for i in handful]
        self._reader.do(
            partial(self._host.look, scans), partial(self._was_looked_at, handful), urgent=False
        )

    def _was_looked_at(self, handful: list[int], _result: None, error: Exception | None) -> None:
        self._looking = False
        self._looked(handful, error)
