"""One command for many files, in which a bad file does not spoil the others.

If the answer fails, ExifTool's progress messages, or halving the list, identify the bad file. A
second command then covers the others.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from exifilm_core.errors import ExifilmError
from exifilm_core.messages.files import Files

T = TypeVar("T")
PROGRESS = b"-progress"
"""Makes ExifTool print the name of each file on standard error before it reads it."""
_BEGUN = re.compile(r"^======== (.*) \[\d+/\d+\]$\n?", re.MULTILINE)
DEEPEST = 100
"""The deepest nesting of values; no program writes a tenth of it."""


class UnansweredError(ExifilmError):
    """ExifTool gave no answer, or an unusable one; `file` is the file that it failed on."""


def each(
    files: Sequence[Path],
    ask: Callable[[Sequence[Path]], Mapping[Path, T]],
    failed: Callable[[Path, UnansweredError], T],
) -> dict[Path, T]:
    """The result of `ask` for each file, and of `failed` for those with an UnansweredError.

    An error without a file may be about any of them.
    """
    found: dict[Path, T] = {}
    waiting = [files]
    while waiting:
        part = waiting.pop()
        if not part:
            continue
        try:
            found |= ask(part)
        except UnansweredError as problem:
            bad = problem.file if problem.file in part else part[0] if len(part) == 1 else None
            if bad is None:
                waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
            else:
                found[bad] = failed(bad, problem)
                waiting += [part[part.index(bad) + 1 :], part[: part.index(bad)]]
    return found


def only(files: Mapping[bytes, Path]) -> Path | None:
    """The file, if there is only one."""
    return next(iter(files.values())) if len(files) == 1 else None


def at_work_on(stderr: str, files: Mapping[bytes, Path]) -> Path | None:
    """The file that ExifTool was reading when it wrote these messages, if they show it."""
    begun = _BEGUN.findall(stderr)
    return files.get(os.fsencode(begun[-1])) if begun else only(files)


def without_progress(stderr: str) -> str:
    """Its other messages."""
    return _BEGUN.sub("", stderr).strip()


def items_of(output: bytes, files: Mapping[bytes, Path]) -> list[dict[str, Any]]:
    """ExifTool's JSON about the files of these names.

    UnansweredError when it is unusable. Tag names have “\ufffd” for bytes that are not UTF-8: a
    file may give a namespace any prefix.
    """
    try:
        items: list[dict[str, Any]] = json.loads(
            output.decode("utf-8", "replace") or "[]",
            parse_float=str, parse_int=str, parse_constant=str,
        )  # fmt: skip
    except RecursionError as problem:
        raise _too_deep(files) from problem
    except ValueError as problem:
        raise UnansweredError(Files.INVALID_METADATA(), file=only(files)) from problem
    for item in items:
        if _is_too_deep(item):
            name = os.fsencode(item["SourceFile"])
            raise _too_deep({name: files[name]})
    return items


def _is_too_deep(item: Mapping[str, Any]) -> bool:
    level: list[Any] = [item]
    for _ in range(DEEPEST):
        inner = [value for value in level if isinstance(value, (dict, list))]
        level = [
            v for value in inner for v in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def _too_deep(files: Mapping[bytes, Path]) -> UnansweredError:
    return UnansweredError(Files.NESTED_TOO_DEEPLY(levels=DEEPEST), file=only(files))
