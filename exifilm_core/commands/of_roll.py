"""The files of a roll, for the option --roll of several commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from exifilm_core.actions.rolls import Roll, roll_among


def of_roll(files: Iterable[Path], roll: str, attempt: Callable[..., None]) -> Roll | None:
    """The scans of the roll; reports by `attempt` unreadable files, and that there are none."""
    found: list[Roll] = []

    def fail(problem: Exception) -> None:
        raise problem

    attempt(lambda: found.append(roll_among(files, roll)))
    for problem in found[0].problems if found else ():
        attempt(fail, problem)
    return found[0] if found else None


def in_frame_order(files: Iterable[Path], roll: str, attempt: Callable[..., None]) -> list[Path]:
    """The files of the roll in the order of its frames. Reports as `of_roll`."""
    found = of_roll(files, roll, attempt)
    return found.in_frame_order if found else []
