"""The files of a roll, for the option --roll of several commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from exifilm_core.actions.rolls import Roll, roll_among
from exifilm_core.commands.console import complain
from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError


def of_roll(files: Iterable[Path], roll: str, attempt: Callable[..., None]) -> Roll | None:
    """The scans of the roll; reports by `attempt` unreadable files, and that there are none."""
    found: list[Roll] = []
    attempt(lambda: found.append(roll_among(files, roll)))
    for problem in found[0].problems if found else ():
        attempt(_fail, problem)
    return found[0] if found else None


def frames_of(roll: Roll, frames: Iterable[str], attempt: Callable[..., None]) -> Roll:
    """The roll with these frames alone; reports the frames that no scan has."""
    chosen, unknown = roll.frames(frames)
    if not chosen.scans:
        attempt(_fail, ExifilmError(Commands.NO_SUCH_FRAMES(frames=", ".join(unknown))))
    elif unknown:
        complain(Commands.NO_SUCH_FRAMES(frames=", ".join(unknown)))
    return chosen


def agreeing(
    roll: Roll,
    wanted: Mapping[Path, Mapping[str, Any]],
    over: Mapping[str, Any] | None,
    own: dict[str, list[Path]],
    attempt: Callable[..., None],
) -> dict[Path, Mapping[str, Any]]:
    """What to set, without the sheets whose files differ; reports these.

    Adds to `own` the fields that stay empty, as another file of the sheet has a value of its own.
    """
    to_set = roll.to_set(wanted, over)
    for differing in to_set.differing:
        attempt(_fail, ExifilmError(Commands.DIFFERING_TO_SET(**differing.words)))
    for path, name in to_set.own:
        own.setdefault(name, []).append(path)
    return dict(to_set.values)


def _fail(problem: Exception) -> None:
    raise problem


def in_frame_order(files: Iterable[Path], roll: str, attempt: Callable[..., None]) -> list[Path]:
    """The files of the roll in the order of its frames. Reports as `of_roll`."""
    found = of_roll(files, roll, attempt)
    return found.in_frame_order if found else []
