"""The same work on many files, each on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from exifilm_core.errors import ExifilmError
from exifilm_core.value import Value

T = TypeVar("T")

Progress = Callable[[Path], object]
"""Called with each file that is done. An exception that it raises ends the work."""


class Outcome(Value, Generic[T]):
    """The result of the work on one file, or its problem."""

    path: Path
    result: T | None = None
    problem: ExifilmError | OSError | None = None

    def get(self) -> T:
        """The result; raises the problem, if there is one."""
        if self.problem:
            raise self.problem
        assert self.result is not None
        return self.result


def each(
    paths: Iterable[Path], work: Callable[[Path], T], progress: Progress | None = None
) -> Iterator[Outcome[T]]:
    """The outcome for each file, in order, as soon as it is known."""
    for path in paths:
        try:
            outcome = Outcome(path, work(path))
        except (ExifilmError, OSError) as problem:
            outcome = Outcome[T](path, problem=problem)
        if progress:
            progress(path)
        yield outcome
