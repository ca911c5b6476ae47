"""Save many scans together, and tell the outcome of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from exifilm_core.actions.outcomes import Outcome, Progress
from exifilm_core.scans import Saved, Scan
from exifilm_core.scans.batch import Asked, save_all

T = TypeVar("T")


def save_each(
    paths: Iterable[Path],
    asked: Asked,
    told: Callable[[Path, Saved | None], T],
    progress: Progress | None = None,
) -> Iterator[Outcome[T]]:
    """Save what is `asked` for each scan, as it was read; the outcomes in order.

    `told` makes the result of what was saved: None where nothing was asked for.
    """
    with closing(save_all([Scan(path) for path in paths], asked)) as saves:
        for scan, result in saves:
            if isinstance(result, Exception):
                outcome = Outcome[T](scan.path, problem=result)
            else:
                outcome = Outcome(scan.path, told(scan.path, result))
            if progress:
                progress(scan.path)
            yield outcome
