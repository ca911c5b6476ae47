"""`exifilm number`: number the frames of a roll."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exifilm_core.commands.arguments import paths_to_files
from exifilm_core.commands.console import (
    complain,
    each_on_its_own,
    mention,
    say,
    with_progress,
)
from exifilm_core.commands.exits import InputError
from exifilm_core.commands.hints import with_hint
from exifilm_core.commands.images import images_of, is_folder
from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError, printable_path
from exifilm_core.record import ExposureRecord
from exifilm_core.record.numbers import of_frame

if TYPE_CHECKING:
    from exifilm_core.actions import Outcome
    from exifilm_core.actions.number import Plan
    from exifilm_core.actions.set_fields import Set
    from exifilm_core.scans import Scan

_NAMED = 3
"""At most this many files are listed by name; a message counts the rest."""


@click.command()
@click.argument("files", metavar="DIR|FILE…", nargs=-1, required=True, type=paths_to_files())
@click.option("--roll", metavar="ROLL", help="The roll's number or name.")
@click.option("--from", "first", metavar="FRAME", help="The first frame: 1, 0A, 00 …")
@click.option(
    "--by",
    type=click.Choice(["name", "date", "given"]),
    help="The order. By default, that of the names in DIR, and that of FILEs as given.",
)
@click.option("--half-frame", is_flag=True, help="Count both halves: 1, 1A, 2, 2A.")
@click.option(
    "--insert",
    "new",
    metavar="FILE",
    type=paths_to_files(),
    help="Give FILE the frame of --from, and move the frames from there on by one.",
)
@click.option("--pattern", metavar="PATTERN", help="Take roll and frame from the file names.")
@click.option("--dry-run", is_flag=True, help="Show the numbers without writing them.")
@click.option("--keep-time", is_flag=True, help="Keep the files' modification time.")
def number(
    files: tuple[Path, ...],
    roll: str | None,
    first: str | None,
    by: str | None,
    half_frame: bool,
    new: Path | None,
    pattern: str | None,
    dry_run: bool,
    keep_time: bool,
) -> None:
    """Number the frames of a roll.

    Writes roll and frame into the records of the scans in DIR, or of the FILEs, in their order.
    The No. stays as it is; where it is empty, 0418-07 stands for it.

    The frame after 0 is 1, and after 0A it is 1A: a camera that begins between two numbers of the
    film goes on so. --half-frame counts 0, 0A, 1. Files of one sheet, such as scan.tif and
    scan.jpg, get the same frame. Scans in DIR that belong to another roll stay as they are.

    --insert moves the frames up to the next gap. In PATTERN, {roll} and {frame} stand for these,
    and * for any text; it is compared with the names without their suffixes.

    “exifilm undo” of the same files undoes it.

    \b
    Examples:
      exifilm number scans --roll 0418 --from 0A
      exifilm number scans --roll 0418 --from 1 --by date
      exifilm number c.tif a.tif b.tif --roll 0418 --from 7
      exifilm number scans --roll 0418 --from 12 --insert scans/late.tif
      exifilm number scans --pattern "scan_{roll}-{frame}"
      exifilm number scans --roll 0418 --pattern "*_{frame}" --dry-run
    """
    roll_name, frame = _checked(roll, first, by, half_frame, new, pattern)
    from exifilm_core.actions import number as numbering
    from exifilm_core.actions.set_fields import How, set_fields

    with each_on_its_own() as attempt:
        paths = images_of(files, attempt, recursive=False, folders=True)
        if new and new not in paths:
            paths.append(new)
        scans = list(_read(paths, attempt))
        in_folder = all(map(is_folder, files))
        order = numbering.Order(by or ("name" if in_folder else "given"))

        def plan_all() -> Plan:
            if pattern:
                return numbering.by_pattern(scans, pattern, roll_name)
            if new:
                return numbering.inserted(scans, new, roll_name, frame, half=half_frame)
            return numbering.in_order(
                scans, roll_name, frame, order, half=half_frame, others_too=not in_folder
            )

        plans: list[Plan] = []
        attempt(lambda: plans.append(plan_all()))
        if not plans:
            return
        plan = numbering.with_taken(plans[0], scans)
        _report(plan, attempt)
        numbers = {
            path: of_frame(frame.roll, frame.frame) for frame in plan.frames for path in frame.files
        }
        if dry_run:
            for path, text in numbers.items():
                say(f"{printable_path(path)}: {text}")
            return

        def tell(outcome: Outcome[Set]) -> None:
            done = outcome.get()
            for warning in done.saved.warnings if done.saved else ():
                complain(warning, outcome.path)
            mention(f"{printable_path(outcome.path)}: {numbers[outcome.path]}")

        outcomes = set_fields(plan.values, How(keep_time=keep_time))
        for outcome in with_progress(outcomes, len(numbers), "Saving", told_each=True):
            attempt(tell, outcome)


def _checked(
    roll: str | None,
    first: str | None,
    by: str | None,
    half_frame: bool,
    new: Path | None,
    pattern: str | None,
) -> tuple[str, str]:
    """The settled roll and first frame. InputError for options that do not go together."""
    if pattern is not None:
        given = {"--from": first, "--by": by, "--half-frame": half_frame, "--insert": new}
        if wrong := [option for option, value in given.items() if value]:
            raise InputError(f"--pattern and {wrong[0]} cannot be combined. Choose one.")
    elif not roll:
        raise InputError("no roll given. Give --roll ROLL, or --pattern PATTERN.")
    elif not first:
        raise InputError("no first frame given. Give --from FRAME, such as 1 or 0A.")
    if new is not None and by:
        raise InputError("--insert and --by cannot be combined. Choose one.")
    try:
        record = ExposureRecord(roll=roll, frame=first)
    except ExifilmError as problem:
        raise InputError(with_hint(problem.text)) from problem
    return record.roll or "", record.frame or ""


def _read(paths: Iterable[Path], attempt: Callable[..., None]) -> Iterable[Scan]:
    """The scans that can be read, each once; reports the others by `attempt`."""
    from exifilm_core.scans import Scan, known
    from exifilm_core.scans.quickly import quick_reader

    reader = quick_reader()
    chosen = list(dict.fromkeys(paths))

    def fail(problem: ExifilmError | OSError) -> None:
        raise problem

    for scan, problem in known.load(chosen, lambda path: Scan(path, reader=reader), reader):
        if problem:
            attempt(fail, problem)
        else:
            yield scan


def _report(plan: Plan, attempt: Callable[..., None]) -> None:
    def fail(problem: ExifilmError) -> None:
        raise problem

    for differing in plan.differing:
        attempt(fail, ExifilmError(Commands.DIFFERING_FILES(**differing.words)))
    if plan.others:
        complain(Commands.OTHER_ROLLS(n=len(plan.others), names=names_of(plan.others)))
    if plan.unmatched:
        words = Commands.NOT_OF_PATTERN(n=len(plan.unmatched), names=names_of(plan.unmatched))
        attempt(fail, ExifilmError(words))
    for frame, other in plan.taken:
        text = of_frame(frame.roll, frame.frame)
        complain(Commands.FRAME_TAKEN(number=text, other=printable_path(other)), frame.files[0])


def names_of(paths: Iterable[Path]) -> str:
    """The names of the first files, and how many more there are."""
    names = [path.name for path in paths]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
