"""A measured shutter time on the command line: MARK=TIME."""

from __future__ import annotations

from collections.abc import Iterable

from exifilm_core.errors import InvalidValueError
from exifilm_core.kinds.time import Time


def measured_times(words: Iterable[str], option: str, problems: list[str]) -> dict[float, float]:
    """The measured times of a shutter by its marks, both in s; adds invalid ones to the problems.

    `option` is the option that has the words.
    """
    found = {}
    for word in words:
        mark, equals, time = word.partition("=")
        try:
            marked, true = Time().parse(mark), Time().parse(time)
        except InvalidValueError:
            marked = true = None
        if not equals or marked is None or true is None:
            problems.append(
                f"{option}: “{word}” is not a mark with its time. Enter one such as 1/250=1/160."
            )
            continue
        found[marked] = true
    return found
