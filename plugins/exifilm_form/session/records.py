"""The records of the scans: read, kept as typed, and saved, whichever scan is open.

Workers read and save; the results arrive on the main thread. A save compares the file with the last
reading, so it waits for a reading that is under way. A reading and a save also wait while the scan
is saved together with others. What waits here is done in its turn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Protocol

from exifilm_core.errors import ChangedOnDiskError
from exifilm_core.record import ExposureRecord
from exifilm_form.session.failures import in_words
from exifilm_form.session.host import Host, HostScan, SaveResult
from exifilm_form.session.sheet_state import SheetState, State, moment
from exifilm_form.session.texts import _, could_not_be_saved, translated
from exifilm_form.session.together import Together
from exifilm_form.session.watcher import Watcher
from exifilm_form.session.worker import Doing


class Editing(Protocol):
    """What this needs of the session."""

    index: int
    together: Together

    def was_read(self, index: int, *, changed: bool) -> None:
        """A scan was read, or could not be; `changed`: its sheet is no longer as it was."""

    def was_saved(self, index: int) -> None:
        """A scan was saved."""

    def call_back_to(self, index: int) -> None:
        """Reopen the scan whose save failed, unless typing has begun on another by now."""

    def stands(self, index: int) -> None:
        """Report a change of that scan's state."""

    def look_around(self) -> None:
        """Read the scans not read yet."""

    def if_idle(self) -> None:
        """Do what waits for the last save, if this was the last."""


class Records:
    """The scans' records during editing, by the scans' indices."""

    def __init__(
        self, editing: Editing, host: Host, watcher: Watcher, reader: Doing, saver: Doing
    ) -> None:
        self._editing, self._watcher = editing, watcher
        self._reader, self._saver = reader, saver
        self._scans = host.scans
        self._sheets: dict[int, SheetState] = {}
        self._again: set[int] = set()
        self._unread: set[int] = set()
        """Scans shown as last read; they must be read again before a save."""
        self._save_when_read: set[int] = set()
        self._read_later: set[int] = set()
        self._being_read: Counter[int] = Counter()
        self._saved_together: Counter[int] = Counter()
        """How often a scan was saved together with others; a reading before that is out of date."""
        self._films: set[int] = set()
        """Scans whose EXIF exposure the photographer declared the film's, until saved."""
        self.last_save = 0
        """The moment at which a scan was last saved alone."""
        self._repair: defaultdict[int, set[str]] = defaultdict(set)
        """Fields of a scan whose tags the next save updates to agree with the record."""

    # ── the sheets ───────────────────────────────────────────────────────────────────────────

    def sheet(self, index: int) -> SheetState:
        """The sheet of a scan; an empty one if it was never opened."""
        return self._sheets.setdefault(index, SheetState())

    def opened(self, index: int) -> SheetState | None:
        """The sheet of a scan; None if it was never opened."""
        return self._sheets.get(index)

    def state(self, index: int) -> State:
        sheet = self._sheets.get(index)
        return sheet.state if sheet else State.LOADING

    @property
    def saves_under_way(self) -> int:
        return sum(sheet.saving is not None for sheet in self._sheets.values())

    @property
    def will_save(self) -> bool:
        """Whether a save is under way, or waits for a reading."""
        return bool(self.saves_under_way or self._save_when_read)

    def failed(self) -> list[int]:
        """The scans whose last save failed or waits for a choice."""
        troubled = (State.FAILED, State.CHANGED_ON_DISK)
        return sorted(i for i, sheet in self._sheets.items() if sheet.state in troubled)

    def stuck(self) -> list[int]:
        """The scans that hold something unsaved."""
        return sorted(i for i, sheet in self._sheets.items() if sheet.unsaved or sheet.wrong)

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    def show_last_read(self, index: int) -> None:
        """Fill an empty sheet with the record as last read; `needs_reading` then tells so."""
        sheet, summary = self.sheet(index), self._scans[index].summary
        if sheet.kept is None and summary and not summary.problem:
            sheet.arrived(summary.record)
            self._unread.add(index)

    def needs_reading(self, index: int) -> bool:
        """Whether a scan that opens is to be read: it was not read yet, or nothing was typed."""
        sheet = self.sheet(index)
        clean = sheet.saving is None and not sheet.unsaved and not sheet.differences
        return clean or index in self._unread

    def read(self, index: int, wanted: Callable[[], bool] = lambda: True) -> None:
        """Read a scan's record again, if it is still `wanted` by then, or a save waits for it."""
        if self._editing.together.saves(index):
            self._read_later.add(index)
            return

        def job() -> ExposureRecord | None:
            still = wanted() or index in self._save_when_read
            return self._scans[index].read() if still else None

        self._being_read[index] += 1
        self._reader.do(job, partial(self._was_read, index, self._saved_together[index]))

    def _was_read(
        self, index: int, saves: int, record: ExposureRecord | None, error: Exception | None
    ) -> None:
        sheet = self.sheet(index)
        self._being_read[index] -= 1
        if saves != self._saved_together[index]:
            self.read(index)
            return
        if record is None and error is None:
            if self._save_waited(index):
                self.save(index)
            return
        before = sheet.kept, sheet.problem
        if record is not None:
            self._unread.discard(index)
            sheet.arrived(record)
        elif error:
            sheet.failed(in_words(error))
        changed = before != (sheet.kept, sheet.problem) or bool(sheet.differences)
        self._editing.was_read(index, changed=changed)
        if self._save_waited(index):
            if error or sheet.differences:
                self._editing.call_back_to(index)
            else:
                self.save(index)
        self._editing.stands(index)
        self._editing.look_around()
        self._editing.if_idle()

    def _save_waited(self, index: int) -> bool:
        """Whether a save waited for the reading that is done. It waits no longer."""
        if index not in self._save_when_read or self._being_read[index]:
            return False
        self._save_when_read.discard(index)
        return True

    # ── saving ───────────────────────────────────────────────────────────────────────────────

    def save(self, index: int) -> None:
        """Save what was typed on a scan, if it is not saved yet."""
        sheet = self._sheets.get(index)
        if sheet is None or sheet.differences:
            return
        repair = frozenset(self._repair[index])
        if not (sheet.unsaved or sheet.saving is not None or index in self._films or repair):
            return
        if sheet.saving is not None or self._editing.together.saves(index):
            self._again.add(index)
            return
        if index in self._unread or self._being_read[index]:
            # The save compares the file with this reading, so it must arrive here first.
            self._save_when_read.add(index)
            if not self._being_read[index]:
                self.read(index)
            return
        self.last_save = moment()
        sheet.saving = wanted = sheet.to_save()
        sheet.problem = ""
        self._saver.do(
            partial(_saved_or_changed, self._scans[index], wanted, index in self._films, repair),
            partial(self._was_saved, index, repair),
        )
        self._films.discard(index)
        self._editing.stands(index)

    def exif_is_the_films(self, index: int) -> None:
        """Have the next save store the exposure in EXIF as the film's."""
        self._films.add(index)

    def repair(self, index: int, names: Iterable[str]) -> None:
        """Have the next save update the tags of these fields to agree with the record."""
        self._repair[index].update(names)

    def to_repair(self, index: int) -> Collection[str]:
        """The fields whose tags the next save, or the one under way, updates."""
        return self._repair[index]

    def _was_saved(
        self,
        index: int,
        repaired: frozenset[str],
        done: SaveResult | ExposureRecord | None,
        error: Exception | None,
    ) -> None:
        sheet = self.sheet(index)
        again = index in self._again
        self._again.discard(index)
        if error:
            sheet.failed(in_words(error))
        elif isinstance(done, SaveResult):
            before = {name: sheet.text(name) for name in sheet.typed.changes_to(done.record)}
            sheet.saved(done.record)
            self._editing.was_saved(index)
            self._repair[index] -= repaired
            if words := _said_of(done):
                if sheet.wrong and index != self._editing.index:  # as it was said when it was left
                    words += "\n" + could_not_be_saved(sheet.wrong)
                self._watcher.said(index, words)
            if index == self._editing.index:
                self._watcher.wrote(n for n, text in before.items() if sheet.text(n) != text)
        else:
            assert done is not None
            sheet.saving = None
            sheet.changed_on_disk(done)
        if error or sheet.differences:
            self._editing.call_back_to(index)
        elif again or (sheet.unsaved and index != self._editing.index):
            self.save(index)
        self._editing.stands(index)
        self._editing.if_idle()

    # ── saved together with others ───────────────────────────────────────────────────────────

    def take_saved(self, index: int, record: ExposureRecord, names: Collection[str]) -> None:
        """A scan was saved together with others, and has this record now."""
        self._saved_together[index] += 1
        sheet = self._sheets.get(index)
        if sheet and sheet.kept is not None:
            sheet.saved_together(record, names)
        self._unread.discard(index)

    def go_on(self, indices: Iterable[int]) -> None:
        """These scans are no longer being saved together: do what waited for that."""
        for index in indices:
            if index in self._read_later and not self._editing.together.saves(index):
                self._read_later.discard(index)
                self.read(index)
            if index in self._again and not self._editing.together.saves(index):
                self._again.discard(index)
                self.save(index)


def _said_of(done: SaveResult) -> str:
    """The warnings of a save, and the fields whose tags it updated unasked; "" for neither."""
    words = [translated(warning) for warning in done.warnings]
    if done.brought_in_line:
        fields = ", ".join(map(_, done.brought_in_line))
        said = _("Tags updated to agree with the record: {fields}")
        words.append(said.format(fields=fields))
    return "\n".join(words)


def _saved_or_changed(
    scan: HostScan, record: ExposureRecord, film_exif: bool, repair: Collection[str]
) -> SaveResult | ExposureRecord:
    """Save the record; if another program changed it since, return that program's record."""
    try:
        return scan.save(record, film_exif=film_exif, repair=repair)
    except ChangedOnDiskError:
        return scan.read()
