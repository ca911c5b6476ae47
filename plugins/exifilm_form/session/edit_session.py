"""One session of editing: the scans of a host, which of them is open, and what to save.

When another scan opens, a worker saves the record; the other scan opens at once. If the save fails,
the session returns to that scan with all that was typed, unless typing has begun elsewhere. While
several scans are selected, `together.py` has their sheet, and saves it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Any

from exifilm_core.errors import ChangedOnDiskError
from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import Drift
from exifilm_form.session.all_scans import AllScans
from exifilm_form.session.failures import in_words
from exifilm_form.session.host import Host, HostScan, SaveResult
from exifilm_form.session.previous import Previous
from exifilm_form.session.selection import Selection
from exifilm_form.session.several_sheet import SeveralSheet
from exifilm_form.session.sheet_state import SheetState, State, Wrong
from exifilm_form.session.survey import Survey
from exifilm_form.session.texts import _, translated
from exifilm_form.session.together import Together
from exifilm_form.session.watcher import Watcher
from exifilm_form.session.worker import Doing


class EditSession:
    """The scans of a host during editing. The main thread alone may use it."""

    def __init__(self, host: Host, watcher: Watcher, reader: Doing, saver: Doing) -> None:
        self.host = host
        self.scans: Sequence[HostScan] = host.scans
        self.index = -1
        self.selection = Selection()
        self._watcher = watcher
        self._reader, self._saver = reader, saver
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
        self._repair: defaultdict[int, set[str]] = defaultdict(set)
        """Fields of a scan whose tags the next save updates to agree with the record."""
        self._touched = False
        self.unable = ""
        """Why no record can be saved, as far as that is known before a save."""
        self._survey = Survey(host, reader, self._looked_at)
        self._when_idle: Callable[[int | None], None] | None = None
        self.all = AllScans(self.scans, self._sheets.get)
        self.together = Together(self, host, saver)
        self.previous = Previous(self, watcher, reader)

    # ── the open scan ────────────────────────────────────────────────────────────────────────

    @property
    def scan(self) -> HostScan:
        return self.scans[self.index]

    @property
    def sheet(self) -> SheetState:
        """The open scan's record, as typed; or what the selected scans share."""
        return self.together.sheet or self.sheet_of(self.index)

    def sheet_of(self, index: int) -> SheetState:
        return self._sheets.setdefault(index, SheetState())

    @property
    def drifted(self) -> tuple[Drift, ...]:
        """The tags that disagree with the open scan's record and that no save is to update yet."""
        summary, sheet = self.scan.summary, self.sheet
        if self.together.sheet or summary is None or sheet.kept is None or sheet.differences:
            return ()
        return tuple(d for d in summary.drifted if d.field not in self._repair[self.index])

    def state(self, index: int) -> State:
        sheet = self._sheets.get(index)
        return sheet.state if sheet else State.LOADING

    def select(self, index: int) -> None:
        """Open that scan, and save the one that was open."""
        index = min(max(index, 0), len(self.scans) - 1)
        if (index == self.index and not self.together.sheet) or index < 0:
            return
        self._leave()
        self._open(index)

    def select_several(self, selection: Selection) -> None:
        """Edit these scans together, and save what was open."""
        if not (self.together.possible and selection.several):
            self.select(selection.open)
        elif selection != self.selection:
            self._leave()
            self._open_several(selection)

    def return_to(self, sheet: SeveralSheet) -> None:
        """Select the scans of a sheet that could not be saved."""
        if self.together.sheet is not sheet:
            self._leave()
            self._open_several(Selection.of(sheet.indices, self.index))

    def _open_several(self, selection: Selection) -> None:
        self.index, self.selection = selection.open, selection
        self._touched = False
        self.together.begin(selection)
        self._watcher.opened()
        self.look_around()

    def _leave(self) -> None:
        """Save what is open; another scan will be."""
        if self.together.sheet:
            self.together.leave()
        elif self.index >= 0:
            self.sheet.leave()
            self.save()

    def _open(self, index: int) -> None:
        self.index, self.selection = index, Selection.only(index)
        self._touched = False
        sheet, summary = self.sheet, self.scans[index].summary
        if sheet.kept is None and summary and not summary.problem:
            sheet.arrived(summary.record)  # as last read; the next lines read it again
            self._unread.add(index)
        self._watcher.opened()
        clean = sheet.saving is None and not sheet.unsaved and not sheet.differences
        if clean or index in self._unread:
            self.read()

    def make_ready(self) -> None:
        """Find out whether records can be saved, before the photographer types any."""

        def found(_result: None, error: Exception | None) -> None:
            self.unable = in_words(error) if error else ""
            self._stands(self.index)

        self._saver.do(self.host.ready, found)

    def read(self, index: int | None = None) -> None:
        """Read a scan's record again; by default the open scan's, if it is still open by then."""
        asked, index = index, self.index if index is None else index
        scan = self.scans[index]
        if self.together.saves(index):
            self._read_later.add(index)
            return

        def job() -> ExposureRecord | None:
            wanted = asked is not None or self.index == index or index in self._save_when_read
            return scan.read() if wanted else None

        self._being_read[index] += 1
        self._reader.do(job, partial(self._was_read, index, self._saved_together[index]))

    def _was_read(
        self, index: int, saves: int, record: ExposureRecord | None, error: Exception | None
    ) -> None:
        sheet = self.sheet_of(index)
        self._being_read[index] -= 1
        if saves != self._saved_together[index]:
            self.read(index)
            return
        if record is None and error is None:
            if index in self._save_when_read and not self._being_read[index]:
                self._save_when_read.discard(index)
                self.save(index)
            return
        before = sheet.kept, sheet.problem
        if record is not None:
            self._unread.discard(index)
            sheet.arrived(record)
        elif error:
            sheet.failed(in_words(error))
        self._survey.was_read(index)
        self.all.changed += 1
        if index in self.selection.chosen and self.together.look():
            self._watcher.opened()
        other = before != (sheet.kept, sheet.problem) or bool(sheet.differences)
        if index == self.index and other and not self.together.sheet:
            self._watcher.opened()
        if index in self._save_when_read and not self._being_read[index]:
            self._save_when_read.discard(index)
            if error or sheet.differences:
                self._call_back_to(index)
            else:
                self.save(index)
        self._stands(index)
        self.look_around()
        self._if_idle()

    # ── typing ───────────────────────────────────────────────────────────────────────────────

    def write(self, name: str, text: str) -> Wrong | None:
        """Set the text of a field of the open scan; returns what is wrong with it, if anything.

        Ignores the text until the record has been read; otherwise it would hide the saved value.
        """
        if self.sheet.kept is None:
            return None
        self._touched = True
        also = ExposureRecord.field(name).also
        before = self.sheet.text(also) if also else ""
        wrong = self.sheet.write(name, text)
        if also and self.sheet.text(also) != before:
            self._watcher.wrote((also,))
        self._stands(self.index)
        return wrong

    def put(self, **values: Any) -> None:
        """Set fields of the open scan to these values, other than by typing."""
        if self.sheet.kept is None:
            return
        self._touched = True
        self.sheet.put(values)
        self._wrote(values)

    def step_back(self) -> None:
        """Undo the last step on the open scan; of several scans, also the last action."""
        if self.together.sheet and not self.sheet.can_step_back:
            self.together.undo()
        else:
            self._wrote(self.sheet.step_back())

    def empty(self, name: str) -> None:
        """Empty a field in all selected scans."""
        if self.together.sheet and self.sheet.kept is not None:
            self._touched = True
            self.together.sheet.empty(name)
            self._wrote([name])

    def put_first(self) -> None:
        """Revert the open scan to the record that the session opened; several, to their own."""
        self.sheet.put_first()
        self._wrote(field.name for field in ExposureRecord.fields())

    def _stands(self, index: int) -> None:
        """Report a change of that scan's state, and of the scans whose duplicate it was."""
        for other in (*self.all.renumber(index), index):
            self._watcher.stands(other)

    def _wrote(self, names: Iterable[str]) -> None:
        self._watcher.wrote(tuple(names))
        self._stands(self.index)

    # ── saving ───────────────────────────────────────────────────────────────────────────────

    def save(self, index: int | None = None) -> None:
        """Save what was typed on a scan (by default the open one), if it is not saved yet."""
        if index is None and self.together.sheet:
            self.together.save()
            return
        index = self.index if index is None else index
        sheet = self._sheets.get(index)
        if sheet is None or sheet.differences:
            return
        repair = frozenset(self._repair[index])
        if not (sheet.unsaved or sheet.saving is not None or index in self._films or repair):
            return
        if sheet.saving is not None or self.together.saves(index):
            self._again.add(index)
            return
        if index in self._unread or self._being_read[index]:
            # The save compares the file with this reading, so the session must receive it first.
            self._save_when_read.add(index)
            if not self._being_read[index]:
                self.read(index)
            return
        sheet.saving = wanted = sheet.to_save()
        sheet.problem = ""
        self._saver.do(
            partial(_saved_or_changed, self.scans[index], wanted, index in self._films, repair),
            partial(self._was_saved, index, repair),
        )
        self._films.discard(index)
        self._stands(index)

    def exif_is_the_films(self) -> None:
        """Save the exposure in the open scan's EXIF as the film's."""
        if self.sheet.kept is not None and not self.together.sheet:
            self._films.add(self.index)
            self.save()

    def take(self, name: str, value: Any) -> None:
        """Set a field of the open scan to a tag's value, and save at once."""
        self.put(**{name: value})
        self.keep([name])

    def keep(self, names: Iterable[str]) -> None:
        """Keep the open scan's record: update the tags of these fields to it, at once."""
        if self.sheet.kept is not None:
            self._repair[self.index].update(names)
            self.save()

    def _was_saved(
        self, index: int, repaired: frozenset[str], done: Any, error: Exception | None
    ) -> None:
        sheet = self.sheet_of(index)
        again = index in self._again
        self._again.discard(index)
        if error:
            sheet.failed(in_words(error))
        elif isinstance(done, SaveResult):
            before = {name: sheet.text(name) for name in sheet.typed.changes_to(done.record)}
            sheet.saved(done.record)
            self.all.changed += 1
            self.host.saved(self.scans[index])
            self._repair[index] -= repaired
            words = [translated(warning) for warning in done.warnings]
            if done.brought_in_line:
                fields = ", ".join(map(_, done.brought_in_line))
                said = _("Tags updated to agree with the record: {fields}")
                words.append(said.format(fields=fields))
            if words:
                self._watcher.said(index, "\n".join(words))
            if index == self.index:
                self._watcher.wrote(n for n, text in before.items() if sheet.text(n) != text)
        else:
            sheet.saving = None
            sheet.changed_on_disk(done)
        if error or sheet.differences:
            self._call_back_to(index)
        elif again or (sheet.unsaved and index != self.index):
            self.save(index)
        self._stands(index)
        self._if_idle()

    def _call_back_to(self, index: int) -> None:
        """Reopen the scan whose save failed, unless typing has begun on another by now."""
        if index == self.index and not self.together.sheet:
            self._watcher.opened()
        elif not self._touched:
            self._leave()
            self._open(index)
            self._watcher.called_back()

    def try_again(self) -> None:
        """Repeat what failed on the open scan."""
        if self.sheet.unsaved or (self._repair[self.index] and not self.together.sheet):
            self.save()
        elif not self.together.sheet:
            self.sheet.problem = ""
            self.read()
        self._stands(self.index)

    def choose(self, theirs: Iterable[str]) -> None:
        """Keep these of another program's changes as they are on disk; then save."""
        self.sheet.choose(theirs)
        self._watcher.opened()
        self.save()
        self._stands(self.index)

    # ── what `Together` asks for ─────────────────────────────────────────────────────────────

    def take_saved(self, index: int, record: ExposureRecord, names: Collection[str]) -> None:
        """A scan was saved together with others, and has this record now."""
        self._saved_together[index] += 1
        sheet = self._sheets.get(index)
        if sheet and sheet.kept is not None:
            sheet.saved_together(record, names)
        self._unread.discard(index)
        self._survey.was_read(index)
        self.all.changed += 1
        self.host.saved(self.scans[index])
        if index == self.index and not self.together.sheet:
            self._wrote_all()
        self._stands(index)

    def go_on(self, indices: Iterable[int]) -> None:
        """These scans are no longer being saved together: do what waited for that."""
        for index in indices:
            if index in self._read_later and not self.together.saves(index):
                self._read_later.discard(index)
                self.read(index)
            if index in self._again and not self.together.saves(index):
                self._again.discard(index)
                self.save(index)

    def read_first(self, indices: Iterable[int]) -> None:
        """Read these scans before others."""
        self._survey.first(indices)

    def shared_again(self) -> None:
        """The sheet of the selected scans has changed, or an action began or ended."""
        if self.together.sheet:
            self._wrote_all()
        self._stands(self.index)
        self._if_idle()

    def _wrote_all(self) -> None:
        """Fill in all fields again, but the one in which typing is under way."""
        writing = self.sheet.writing
        self._watcher.wrote(f.name for f in ExposureRecord.fields() if f.name != writing)

    def close_message(self) -> None:
        """Close the message about the last action."""
        self.together.message = ""
        self._stands(self.index)

    def tell(self, words: str) -> None:
        """An action has a message."""
        self._watcher.said(-1, words)

    def call_back(self, sheet: SeveralSheet, typed_in: SeveralSheet | None) -> None:
        """Return to what could not be saved, unless something is being typed elsewhere."""
        here = self.together.sheet
        still_there = here is not None and here is typed_in and not (here.unsaved or here.wrong)
        if still_there or not self._touched:
            self.return_to(sheet)
            self._watcher.called_back()

    @property
    def saves_under_way(self) -> int:
        return sum(sheet.saving is not None for sheet in self._sheets.values())

    def failed(self) -> list[int]:
        """The scans whose last save failed or waits for a choice."""
        troubled = (State.FAILED, State.CHANGED_ON_DISK)
        return sorted(i for i, sheet in self._sheets.items() if sheet.state in troubled)

    def stuck(self) -> list[int]:
        """The scans that hold something unsaved."""
        return sorted(i for i, sheet in self._sheets.items() if sheet.unsaved or sheet.wrong)

    def finish(self, then: Callable[[int | None], None]) -> None:
        """Save everything, then call `then` with a scan that is still unsaved, or None."""
        self.together.save(asked=False)
        for index in self.stuck():
            self.save(index)
        self._when_idle = then
        self._if_idle()

    def _if_idle(self) -> None:
        busy = self.saves_under_way or self._save_when_read or self.together.under_way
        if self._when_idle and not busy:
            then, self._when_idle = self._when_idle, None
            stuck = next(iter(self.stuck()), None)
            if pending := self.together.unfinished():
                self.return_to(pending)
                stuck = self.index
            then(stuck)

    # ── reading the other scans ──────────────────────────────────────────────────────────────

    def look_around(self) -> None:
        """Read the scans not read yet, those near the open one first."""
        self._survey.go_on(self.index)

    def _looked_at(self, indices: Sequence[int], error: Exception | None) -> None:
        self.all.changed += 1
        for index in indices:
            self._stands(index)
        sheet = self.together.sheet
        if sheet and not {*sheet.indices}.isdisjoint(indices) and self.together.look():
            self._watcher.opened()
        if error is None:
            self.look_around()


def _saved_or_changed(
    scan: HostScan, record: ExposureRecord, film_exif: bool, repair: Collection[str]
) -> SaveResult | ExposureRecord:
    """Save the record; if another program changed it since, return that program's record."""
    try:
        return scan.save(record, film_exif=film_exif, repair=repair)
    except ChangedOnDiskError:
        return scan.read()
