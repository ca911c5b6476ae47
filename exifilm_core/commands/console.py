"""The output of commands: results on standard output, all else on standard error.

Several files are several tasks. A command reports a task that fails, goes on with the others, and
ends with status 1.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, TypeVar

from exifilm_core.commands.exits import FAILED, OutputError
from exifilm_core.errors import ExifilmError, printable, printable_path, reason_of
from exifilm_core.messages import Text

T = TypeVar("T")


def say(text: str = "") -> None:
    """Print a line of the result. OutputError when standard output accepts no more data."""
    _put(printable(text))


def mention(text: str) -> None:
    """Print a line about a result; ignores a closed standard output."""
    with contextlib.suppress(OutputError):
        _put(printable(text))


def say_json(data: Any) -> None:
    """Print the data as JSON; escapes the characters that standard output cannot print."""
    import json

    text = json.dumps(data, indent=2, ensure_ascii=False)
    if not text.isascii():
        text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2)
    _put(text)


def say_path(path: Path) -> None:
    """Print a path's bytes and a NUL, for “xargs -0”. A path is never taken for an option."""
    raw = os.fsencode(path)
    with _standard_output() as out:
        out.buffer.write((b"./" if raw.startswith(b"-") else b"") + raw + b"\0")


def _put(text: str) -> None:
    with _standard_output() as out:
        print(text, file=out)


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output, flushed in the end. OutputError when it accepts no more data."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as problem:
        raise OutputError(problem.strerror) from problem


def complain(problem: ExifilmError | OSError | Text | str, file: Path | None = None) -> None:
    """Report a problem on standard error, with its file and the command line's hint to it."""
    if isinstance(problem, OSError):
        file = Path(os.fsdecode(problem.filename)) if problem.filename else None
        problem = f"{reason_of(problem)}."
    elif isinstance(problem, ExifilmError):
        file, problem = problem.file, problem.text
    where = f"{printable_path(file)}: " if file else ""
    if isinstance(problem, Text):
        from exifilm_core.commands.hints import with_hint

        problem = with_hint(problem)
    if sys.stderr is not None:
        print(printable(f"exifilm: {where}{problem}"), file=sys.stderr, flush=True)


@contextmanager
def each_on_its_own() -> Iterator[Callable[..., None]]:
    """Run several tasks, report those that fail, and end with status 1 if any did.

    Several tasks may fail for one reason, such as a missing ExifTool; it is reported once.

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
        sys.exit(FAILED)


def with_progress(
    things: Iterable[T], count: int, doing: str, *, told_each: bool = False
) -> Iterable[T]:
    """The things, with a progress bar on the terminal if they take longer than a second.

    `told_each`: the command prints a line for each, which is progress enough on a terminal.
    """
    if count < 2 or not shows_progress() or (told_each and columns()):
        return things
    from tqdm import tqdm

    return tqdm(things, desc=doing, total=count, delay=1, leave=False, unit=" files")


@contextmanager
def above_progress() -> Iterator[None]:
    """Print lines while a progress bar is on the terminal: above the bar."""
    if not shows_progress():
        yield
        return
    from tqdm import tqdm

    with tqdm.external_write_mode():
        yield


def shows_progress() -> bool:
    """Whether there is a terminal to show progress on."""
    return sys.stderr is not None and sys.stderr.isatty()


def columns() -> int | None:
    """The width of the terminal; None when standard output is not a terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return max(40, get_terminal_size().columns)


def aligned(rows: Sequence[tuple[str, str]], *, indent: int, narrowest: int = 0) -> list[str]:
    """Lines with the second texts in one column, wrapped to the terminal's width."""
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


def there_is(name: str) -> bool:
    """Whether there is a file, a folder or a link of that name, even a broken link."""
    return os.path.lexists(name)
