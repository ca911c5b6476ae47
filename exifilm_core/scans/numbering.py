"""The No. that a file name suggests: among its numbers, the one that counts up in the folder.

Names also hold rolls, years, resolutions and versions: R012-07, scan007_1998, 017 2400dpi,
017-edit2. The No. remains a guess, and is shown as one.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from exifilm_core.files.formats import is_image_name, whole_number
from exifilm_core.patterns import pattern
from exifilm_core.record.numbers import of_frame, unpacked
from exifilm_core.value import Value

K = TypeVar("K", bound=Hashable)

_VERSION = pattern(
    r"(?<![\s_-])[\s_-]+(?:edit(?:ed)?|bearbeitet|copy|kopie|version|ver|v|final)[\s_-]?\d{0,4}"
    r"|(?<!\s)\s*\(\d{1,4}\)",
    re.IGNORECASE,
)
"""Additions to the name of another version of the same picture."""
_NUMBER = pattern(
    r"(?<!\d)(?<!\dx)\d{1,9}(?!\d|\s?(?:dpi|ppi|bit|mp|px|x\d))(?:[a-z](?![^\W_]))?", re.IGNORECASE
)
_LONGEST = 255
"""The longest name on any file system, in bytes."""
_YEAR = pattern(r"(?:18|19|20)\d\d")


class Number(Value):
    """The No. of a scan. If it has none, its roll and frame stand for it: 0418-07."""

    image_id: str
    """As the record has it, "" for none."""
    guess: str = ""
    """The one that the file name suggests, if the record has neither it nor a frame."""
    roll: str = ""
    frame: str = ""

    @classmethod
    def unpacked(cls, text: str, guess: Callable[[], str] = lambda: "") -> Number:
        """The No. in the text that `record.numbers.packed` made; `guess` for a record without."""
        image_id, roll, frame = unpacked(text)
        known = cls(image_id, "", roll, frame)
        return known if known.given else known.replace(guess=guess())

    @property
    def given(self) -> str:
        """The No. in the record, or else its roll and frame; "" for neither."""
        return self.image_id or of_frame(self.roll, self.frame)

    @property
    def whole(self) -> int | None:
        """The No., or that of the frame, as a number; None if it is none."""
        return whole_number(self.image_id or self.frame or self.guess)

    @property
    def shown(self) -> str:
        """The No. to show; a guessed one as "17?"."""
        return self.given or (f"{self.guess}?" if self.guess else "")

    def name(self, path: Path) -> str:
        """The name of the scan on paper: the No. to show, or else the file name."""
        return self.shown or path.stem

    @property
    def compared(self) -> str:
        """The No. as it is compared with others: the same for 7 and 007."""
        return compared(self.given or self.guess)

    @property
    def series(self) -> str:
        """The roll whose Nos. it is one of; "" for a number with the roll in it, or without one."""
        return self.roll if self.image_id else ""


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


def sheet_of(path: Path) -> Path:
    """The same for all files of one sheet: those that differ in their suffix alone."""
    return path.with_suffix("")


def compared(number: str) -> str:
    """A No. as it is compared with others: the same for 7 and 007."""
    value = whole_number(number)
    return number if value is None else str(value)


class Numbers(Generic[K]):
    """Which scans have which No., kept up to date scan by scan, to find duplicates at once.

    Files that differ in their suffix alone, scan.tif and scan.jpg, are one sheet and no duplicates.
    Nor are equal Nos. of two rolls. A plain number counts in its folder only, since every roll has
    a No. 5; any other No., such as 2012-017, counts everywhere.
    """

    def __init__(self) -> None:
        self._known: dict[K, tuple[str, Path]] = {}
        self._having: defaultdict[str, dict[K, Path]] = defaultdict(dict)

    def put(self, scan: K, path: Path, number: str, series: str = "") -> list[K]:
        """Note the scan's No., "" for none, and the roll whose Nos. it is one of.

        Returns the other scans that became duplicates, or ceased to be.
        """
        sheet, number = sheet_of(path), _scoped(path, number, series)
        before = self._known.get(scan)
        if before == (number, sheet):
            return []
        changed: list[K] = []
        if before and before[0]:
            having = self._having[before[0]]
            del having[scan]
            changed += self._if_alone(before[0], before[1])
        self._known[scan] = number, sheet
        if number:
            changed += self._if_alone(number, sheet)
            self._having[number][scan] = sheet
        return changed

    def _if_alone(self, number: str, sheet: Path) -> list[K]:
        """The scans of the one other sheet that has the No.; none where several have it."""
        found: dict[K, Path] = {}
        for scan, other in self._having[number].items():
            if other != sheet:
                if found and other not in found.values():
                    return []
                found[scan] = other
        return list(found)

    def others(self, scan: K) -> Iterator[K]:
        """The scans of other sheets that have the same No."""
        number, sheet = self._known.get(scan, ("", Path()))
        if number:
            yield from (other for other, path in self._having[number].items() if path != sheet)


def _scoped(path: Path, number: str, series: str) -> str:
    """The No. with what it counts in: its folder if it is a plain number, and its series."""
    number = compared(number)
    if not number:
        return ""
    folder = path.parent if whole_number(number) is not None else ""
    return f"{number}\0{series}\0{folder}"


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
