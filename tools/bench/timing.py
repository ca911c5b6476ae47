"""Times two ways of doing the same, side by side.

A machine's speed changes from minute to minute. So the two take turns, each is first as often as
the other, and the result is the ratio of their medians.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """A result: seconds of ours and of the plain tool, medians of several rounds."""

    what: str
    ours: float
    plain: float
    at_most: float
    spread: tuple[float, float] | None = None
    """The lowest and the highest ratio of a round; None for a single measurement."""

    @property
    def value(self) -> float:
        return self.ours / self.plain

    @property
    def holds(self) -> bool:
        return self.value <= self.at_most


def side_by_side(
    what: str,
    ours: Callable[[], float],
    plain: Callable[[], float],
    *,
    at_most: float,
    rounds: int,
) -> Ratio:
    """Time both. Each function does its work once and returns the seconds to count."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            times[which].append((ours, plain)[which]())
    ratios = [mine / base for mine, base in zip(*times, strict=True)]
    ours_takes, base_takes = map(statistics.median, times)
    return Ratio(what, ours_takes, base_takes, at_most, (min(ratios), max(ratios)))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(frozen=True)
class Process:
    """A finished process: its seconds, and the most memory that it or a child of it used."""

    seconds: float
    megabytes: float


def process(command: Sequence[str | os.PathLike[str]]) -> Process:
    """Run the command, which must succeed, and discard its output."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    spent = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(map(str, command)))
    return Process(spent, used.ru_maxrss / 1024)
