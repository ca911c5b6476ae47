"""Times two ways of doing the same, side by side.

A machine's speed changes from minute to minute. So the two take turns, each is first as often as
the other, and the result is the ratio of their medians.
"""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
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
    return _ratio(what, *times, at_most)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor(work: Callable[[], object]) -> float:
    """The seconds of this process's processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


@dataclass(frozen=True)
class Process:
    """A finished process: its seconds, and the most memory that it or a child of it used."""

    seconds: float
    megabytes: float
    processor: float
    """Seconds of processor time, with those of its children."""


def process(command: Sequence[str | os.PathLike[str]], *, quiet: bool = False) -> Process:
    """Run the command, which must succeed, and discard its output; `quiet`: its messages too."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
    )
    _, status, used = os.wait4(child.pid, 0)
    spent = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(map(str, command)))
    return Process(spent, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)


def wall_and_processor(
    what: str,
    ours: Callable[[], Process],
    plain: Callable[[], Process],
    *,
    at_most: tuple[float, float],
    rounds: int,
) -> Iterator[Ratio]:
    """Time both as `side_by_side` does: the clock on the wall, and the time of processors."""
    done: tuple[list[Process], list[Process]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            done[which].append((ours, plain)[which]())
    first, _, base = what.partition(" | ")
    for part, of, limit in (
        ("", lambda one: one.seconds, at_most[0]),
        (", processor time", lambda one: one.processor, at_most[1]),
    ):
        times = [list(map(of, each)) for each in done]
        yield _ratio(f"{first}{part} | {base}", times[0], times[1], limit)


def _ratio(what: str, ours: list[float], plain: list[float], at_most: float) -> Ratio:
    ratios = [mine / base for mine, base in zip(ours, plain, strict=True)]
    spread = min(ratios), max(ratios)
    return Ratio(what, statistics.median(ours), statistics.median(plain), at_most, spread)
