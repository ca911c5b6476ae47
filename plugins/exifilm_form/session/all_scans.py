"""All scans together: their records, the values used, and duplicate numbers.

Every answer comes from memory, so that a key press is quick even among ten thousand scans. The
numbers are indexed; used values are counted once after each look at the scans.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from exifilm_core.record import ExposureRecord
from exifilm_core.record.numbers import number_of
from exifilm_core.scans.numbering import Numbers
from exifilm_form.session.host import HostScan, shown_name
from exifilm_form.session.sheet_state import SheetState
from exifilm_form.session.texts import _, ngettext

_NAMED = 2
"""At most this many duplicates are listed by name; a message counts the rest."""


class AllScans:
    """The scans of a host. `sheet(index)` is a scan that was opened, as typed, else None.

    `as_typed` gives a record with what is typed for several scans, if it is one of these.
    """

    def __init__(
        self,
        scans: Sequence[HostScan],
        sheet: Callable[[int], SheetState | None],
        as_typed: Callable[[int, ExposureRecord], ExposureRecord] = lambda _index, record: record,
    ) -> None:
        self._as_typed = as_typed
        self.changed = 0
        """Counts up whenever a record was read or saved."""
        self._scans, self._sheet = scans, sheet
        self._numbers = Numbers[int]()
        self._used: dict[str, tuple[int, list[str]]] = {}

    def record(self, index: int) -> ExposureRecord | None:
        """The record of a scan as far as it is in memory; never reads a file."""
        sheet, summary = self._sheet(index), self._scans[index].summary
        if sheet and sheet.kept is not None:
            return self._as_typed(index, sheet.to_save())
        known = summary.record if summary and not summary.problem else None
        return known and self._as_typed(index, known)

    def saved(self, index: int) -> ExposureRecord | None:
        """The record in the scan's file, as last read or as it is being saved.

        None if it was not read, or cannot be.
        """
        sheet, summary = self._sheet(index), self._scans[index].summary
        if sheet and sheet.kept is not None:
            return sheet.kept if sheet.saving is None else sheet.saving
        return summary.record if summary and not summary.problem else None

    def is_unread(self, index: int) -> bool:
        """Whether nobody knows yet what is in the scan."""
        sheet = self._sheet(index)
        known = sheet is not None and (sheet.kept is not None or bool(sheet.problem))
        return not known and self._scans[index].summary is None

    def records(self) -> list[ExposureRecord | None]:
        """The record of each scan, as typed or as last read; None for a scan not read yet."""
        return [self.record(index) for index in range(len(self._scans))]

    def used(self, name: str) -> list[str]:
        """The values of a field on these scans, the most frequent first."""
        known = self._used.get(name)
        if known is None or known[0] != self.changed:
            count = Counter(record.show(name) for record in self.records() if record is not None)
            del count[""]
            self._used[name] = known = (
                self.changed,
                sorted(count, key=lambda text: (-count[text], text)),
            )
        return known[1]

    # ── numbers ──────────────────────────────────────────────────────────────────────────────

    def number(self, index: int) -> tuple[str, bool]:
        """The No. of a scan as typed, and whether it is only guessed from the file's name."""
        sheet, summary = self._sheet(index), self._scans[index].summary
        if sheet and sheet.kept is not None and (typed := number_of(sheet.typed)):
            return typed, False
        if summary is None or (sheet and sheet.kept is not None and not summary.guessed):
            return "", False
        return summary.number, summary.guessed

    def called(self, index: int) -> str:
        """The No. for display: "17", "17?" for a guess, "17 ⚠" for a duplicate."""
        number, guessed = self.number(index)
        sign = "?" if guessed else ""
        return f"{number}{sign} ⚠" if self._others(index, 1) else f"{number}{sign}"

    def name(self, index: int) -> str:
        """A scan's name for use in a sentence."""
        number, guessed = self.number(index)
        if not number:
            return shown_name(self._scans[index])
        return _("No. {number}").format(number=f"{number}?" if guessed else number)

    def renumber(self, index: int) -> list[int]:
        """Index the scan's No. again; returns the scans that became or ceased to be duplicates."""
        scan, record = self._scans[index], self.record(index)
        series = (record.roll or "") if record and record.image_id else ""
        path = scan.path or Path(scan.name)
        return self._numbers.put(index, path, self.number(index)[0], series)

    def duplicate(self, index: int) -> str:
        """A sentence that lists the scans with the same No.; "" if there are none."""
        others = self._others(index, _NAMED + 1)
        if not others:
            return ""
        number, guessed = self.number(index)
        names = ", ".join(shown_name(self._scans[other]) for other in others[:_NAMED])
        if len(others) > _NAMED:
            more = sum(1 for _other in self._numbers.others(index)) - _NAMED
            text = ngettext("{scans} and {count} more scan", "{scans} and {count} more scans", more)
            names = text.format(scans=names, count=more)
        if guessed:
            words = _("No. {number} (from the file's name) is also on {scans}.")
        elif all(self.number(other)[1] for other in others):
            words = _("The file names of {scans} also suggest No. {number}.")
        else:
            words = _("No. {number} is also on {scans}.")
        return words.format(number=number, scans=names)

    def _others(self, index: int, most: int) -> list[int]:
        return list(islice(self._numbers.others(index), most))
