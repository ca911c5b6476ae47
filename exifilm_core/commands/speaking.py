"""What commands say, and where: results on standard output, all else on standard error.

The one idea: several files are several tasks. One that fails is named and does not stop the
others, and then the command ends with status 1.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from exifilm_core.commands import FAILED, OutputError
from exifilm_core.errors import ExifilmError, printable, printable_path

T = TypeVar("T")


def say(text: str = "") -> None:
    """A line of what was asked for. OutputError where nobody can hear it."""
    _put(printable(text))


def mention(text: str) -> None:
    """A line on what was done, which may go unheard."""
    with contextlib.suppress(OutputError):
        _put(printable(text))


def say_json(data: Any) -> None:
    """The data as JSON; what cannot be printed, or not with this output's letters, is escaped."""
    import json

    text = json.dumps(data, indent=2, ensure_ascii=False)
    if not text.isascii():
        text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2)
    _put(text)


def _put(text: str) -> None:
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        click.echo(text)
    except OSError as problem:
        raise OutputError(problem.strerror) from problem


def complain(problem: ExifilmError | OSError | str) -> None:
    """Name a problem, on standard error."""
    if isinstance(problem, OSError):
        name = problem.filename
        where = f"{printable_path(Path(os.fsdecode(name)))}: " if name else ""
        problem = f"{where}{problem.strerror or problem}."
    if sys.stderr is not None:
        click.echo(printable(f"exifilm: {problem}"), err=True)


@contextmanager
def each_on_its_own() -> Iterator[Callable[..., None]]:
    """Run several tasks of which some may fail, and end with status 1 if any did.

    What makes all of them fail, such as an ExifTool that is missing, is said once.

    >>> with each_on_its_own() as attempt:
    ...     for path in paths:
    ...         attempt(show, path)
    """
    said: set[str] = set()

    def attempt(task: Callable[..., object], *arguments: Any) -> None:
        try:
            task(*arguments)
        except BrokenPipeError:
            raise
        except (ExifilmError, OSError) as problem:
            if str(problem) not in said:
                complain(problem)
            said.add(str(problem))

    yield attempt
    if said:
        click.get_current_context().exit(FAILED)


def with_progress(
    things: Iterable[T], count: int, doing: str, *, told_each: bool = False
) -> Iterable[T]:
    """The things, with a progress bar on the terminal if they take longer than a second.

    `told_each` says that each is told on a line of its own: on a terminal, that is progress enough.
    """
    if count < 2 or not shows_progress() or (told_each and columns()):
        return things
    from tqdm import tqdm

    return tqdm(things, desc=doing, total=count, delay=1, leave=False, unit=" files")


def shows_progress() -> bool:
    """Whether there is a terminal to show progress on."""
    return sys.stderr is not None and sys.stderr.isatty()


def columns() -> int | None:
    """The width of the terminal that standard output is, None where it is none."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return max(40, shutil.get_terminal_size().columns)


def aligned(rows: Sequence[tuple[str, str]], *, indent: int, narrowest: int = 0) -> list[str]:
    """Lines in which the second texts stand under each other, wrapped to the terminal's width."""
    first = max([narrowest, *(len(left) for left, _ in rows)])
    margin = " " * (indent + first + 2)
    width = columns()
    lines = []
    for left, right in rows:
        parts = [part for line in right.split("\n") for part in _wrapped(line, width, len(margin))]
        lines.append(f"{' ' * indent}{left:<{first}}  {parts[0]}".rstrip())
        lines += [f"{margin}{part}".rstrip() for part in parts[1:]]
    return lines


def _wrapped(line: str, width: int | None, margin: int) -> list[str]:
    if width is None or len(line) + margin <= width:
        return [line]
    from textwrap import wrap

    return wrap(line, max(20, width - margin), break_on_hyphens=False) or [""]


def paths_to_files() -> click.Path:
    """What a FILE on the command line is; whether it is there is found out file by file."""
    return click.Path(path_type=Path, readable=False)


def there_is(name: str) -> bool:
    """Whether something of that name is on the disk, be it a link that leads nowhere."""
    return os.path.lexists(name)
