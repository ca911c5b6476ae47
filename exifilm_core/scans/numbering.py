"""The No. that a file name suggests: among its numbers, the one that counts up in the folder.

Names also hold rolls, years, resolutions and versions: R012-07, scan007_1998, 017 2400dpi,
017-edit2. The No. remains a guess, and is shown as one.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from exifilm_core.scans.formats import is_image_name

_VERSION = re.compile(
    r"(?<![\s_-])[\s_-]+(?:edit(?:ed)?|bearbeitet|copy|kopie|version|ver|v|final)[\s_-]?\d{0,4}"
    r"|(?<!\s)\s*\(\d{1,4}\)",
    re.IGNORECASE,
)
"""Additions to the name of another version of the same picture."""
_NUMBER = re.compile(
    r"(?<!\d)(?<!\dx)\d{1,9}(?!\d|\s?(?:dpi|ppi|bit|mp|px|x\d))(?:[a-z](?![^\W_]))?", re.IGNORECASE
)
_LONGEST = 255
"""The longest name on any file system, in bytes."""
_YEAR = re.compile(r"(?:18|19|20)\d\d")


def guesses(names: Iterable[str]) -> dict[str, str]:
    """The No. that each name of one folder's files suggests, such as 17 or 12A; "" for none."""
    found = {name: _numbers_in(name) for name in names}
    values = defaultdict[str, set[str]](set)
    for numbers in found.values():
        for before, number in numbers:
            values[before].add(number)

    def rank(place: int, before: str, number: str) -> tuple[int, bool, int]:
        return len(values[before]), not _YEAR.fullmatch(number), place

    return {
        name: max(
            ((rank(place, *number), number[1]) for place, number in enumerate(numbers)),
            default=(None, ""),
        )[1]
        for name, numbers in found.items()
    }


def guess(path: Path) -> str:
    """The No. that a file's name suggests among the others in its folder; "" for none."""
    try:
        folder = path.parent
        known = _in_folder(folder, folder.stat().st_mtime_ns)
    except OSError:
        known = {}
    return known.get(path.name) or guesses([path.name])[path.name]


@lru_cache(maxsize=16)
def _in_folder(folder: Path, _changed: int) -> dict[str, str]:
    with os.scandir(folder) as entries:
        return guesses(entry.name for entry in entries if is_image_name(entry.name))


def _numbers_in(name: str) -> list[tuple[str, str]]:
    """The numbers in a name, each with the text before it, other numbers replaced."""
    stem = Path(name).stem[:_LONGEST]
    versions = [match.start() for match in _VERSION.finditer(stem)]
    end = versions[0] if versions and versions[0] else len(stem)
    return [
        (re.sub(r"\d+[a-z]?", "#", stem[: match.start()].casefold()), _plain(match[0]))
        for match in _NUMBER.finditer(stem, 0, end)
    ]


def _plain(number: str) -> str:
    """The number without leading zeros: 017 is 17, 012a is 12A."""
    return number.upper().lstrip("0") or "0"
