"""The arguments of `exifilm set`: the files, and the values of fields as typed or in JSON.

It reads all of them before any scan, and reports every invalid part at once.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from exifilm_core.actions.values import in_json
from exifilm_core.commands.console import there_is
from exifilm_core.commands.exits import InputError
from exifilm_core.commands.hints import with_hint
from exifilm_core.commands.matching import Entries
from exifilm_core.commands.messages import Commands
from exifilm_core.errors import ExifilmError, printable_path, reason_of
from exifilm_core.kinds import PartialDate
from exifilm_core.kinds.numbers import is_bare, number, plain
from exifilm_core.record import ExposureRecord

_NAME = re.compile(r"[^\W\d][\w .,-]*")


def sorted_out(words: Iterable[str]) -> tuple[list[Path], list[tuple[str, str]]]:
    """The files among the words, and the fields with their texts."""
    files, assignments = [], []
    for word in words:
        name, equals, text = word.partition("=")
        if equals and _NAME.fullmatch(name) and not there_is(word):
            assignments.append((name, text))
        else:
            files.append(Path(word))
    return files, assignments


def accepted_fields(
    names: Iterable[str], typed: Mapping[str, Any], problems: list[str]
) -> list[str]:
    """The fields of --accept; adds unknown ones, and those with a value too, to the problems."""
    fields = []
    for name in names:
        try:
            fields.append(ExposureRecord.field(name).name)
        except ExifilmError as problem:
            problems.append(with_hint(problem.text))
    if both := [name for name in fields if name in typed]:
        problems.append(f"{both[0]} is given with --accept and with a value. Give one of them.")
    return fields


def refuse(problems: list[str]) -> None:
    """InputError with all problems, if there are any."""
    if problems:
        raise InputError("\n".join([*problems, "Nothing was changed."]))


def read_otherwise(assignments: Iterable[tuple[str, str]], typed: Mapping[str, Any]) -> str:
    """The values to confirm: dates, bare numbers in another unit, and texts for two fields."""
    given = {ExposureRecord.field(name).name: text for name, text in assignments}
    understood = ExposureRecord().replace(**typed)

    def is_what_was_typed(name: str) -> bool:
        value = understood[name]
        if not isinstance(value, (int, float, PartialDate)):
            return True
        words = plain(given[name])
        if isinstance(value, PartialDate):  # today, or a month by its name
            return words == understood.show(name)
        bare = words.removesuffix("°")
        return not is_bare(bare) or bool(value == float(number(bare, ratio=True)))

    return "; ".join(
        f"{understood.field(name).label} {understood.show(name)}"
        for name in understood
        if name not in given or not is_what_was_typed(name)
    )


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────


def read_json(name: str, hint: str = "“exifilm show --json” shows how to write a record.") -> Any:
    """The JSON in a file, or on standard input (-); the hint follows the error."""
    shown = "standard input" if name == "-" else printable_path(Path(name))
    if name == "-" and sys.stdin is None:
        raise ExifilmError(Commands.NO_STANDARD_INPUT())
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        unread = Commands.CANNOT_READ_INPUT(name=shown, reason=reason_of(problem))
        raise ExifilmError(unread) from problem
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as problem:
        what = "JSON" if name == "-" else "a JSON file"
        raise InputError(f"{shown} is not {what}. {hint}") from problem


def values_in_list(
    data: list[Any], files: Iterable[Path], attempt: Callable[..., None]
) -> dict[Path, dict[str, Any]]:
    """The values of each file with an entry in the list; reports the others by `attempt`."""
    problems: list[str] = []
    values: dict[Path, dict[str, Any]] = {}
    try:
        entries = Entries(data, files)
    except ExifilmError as problem:
        raise InputError(f"{problem}\nNothing was changed.") from problem

    def settle(path: Path) -> None:
        found = in_json(entries.of(path))
        values[path] = found.values
        problems.extend(f"{printable_path(path)}: {with_hint(text)}" for text in found.problems)

    for path in files:
        attempt(settle, path)
    refuse(problems)
    return values
