"""One session of editing: the scans of a host, which of them is open, and what to save.

When another scan opens, a worker saves the record; the other scan opens at once. If the save fails,
the session returns to that scan with all that was typed, unless typing has begun elsewhere.
`records.py` reads and saves the scans one by one. While several scans are selected, `together.py`
has their sheet, and saves it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from exifilm_core.record import ExposureRecord
from exifilm_core.tags.mapping import Drift
from exifilm_form.session.all_scans import AllScans
from exifilm_form.session.failures import in_words
from exifilm_form.session.host import Host, HostScan
from exifilm_form.session.previous import Previous
from exifilm_form.session.records import Records
from exifilm_form.session.selection import Selection
from exifilm_form.session.several_sheet import SeveralSheet
from exifilm_form.session.sheet_state import SheetState, State, Wrong
from exifilm_form.session.survey import Survey
from exifilm_form.session.texts import could_not_be_saved, in_order
from exifilm_form.session.together import Together
from exifilm_form.session.undoing import Undoing
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
        self._saver = saver
        self._records = Records(self, host, watcher, reader, saver)
        self._touched = False
        self.unable = ""
        """Why no record can be saved, as far as that is known before a save."""
        self._survey = Survey(host, reader, self._looked_at)
        self._when_idle: Callable[[int | None], None] | None = None
        self.all = AllScans(
            self.scans, self._records.opened, lambda at, record: self.together.as_typed(at, record)
        )
        self.together: Together = Together(self, host, saver)
        self._undoing = Undoing(self, watcher, self._records)
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
        return self._records.sheet(index)

    @property
    def drifted(self) -> tuple[Drift, ...]:
        """The tags that disagree with the open scan's record and that no save is to update yet."""
        summary, sheet = self.scan.summary, self.sheet
        if self.together.sheet or summary is None or sheet.kept is None or sheet.differences:
            return ()
        to_repair = self._records.to_repair(self.index)
        return tuple(drift for drift in summary.drifted if drift.field not in to_repair)

    def state(self, index: int) -> State:
        """The state of a scan, in which something typed for several may be unsaved."""
        state, held = self._records.state(index), self.together.held(index)
        if held is None or state not in (State.LOADING, State.EDITED, State.LOADED):
            return state
        return State.FAILED if held.problem else State.INVALID

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
            self._open_several(Selection.of(sheet.indices, self.index), sheet)

    def _open_several(self, selection: Selection, sheet: SeveralSheet | None = None) -> None:
        self.index, self.selection = selection.open, selection
        self._touched = False
        self.together.begin(selection, sheet)
        self._watcher.opened()
        self.look_around()

    def _leave(self) -> None:
        """Save what is open; another scan will be."""
        if self.together.sheet:
            self.together.leave()
        elif self.index >= 0:
            self.sheet.leave()
            self.save()
            if self.sheet.wrong:
                self._watcher.said(self.index, could_not_be_saved(self.sheet.wrong))

    def _open(self, index: int) -> None:
        self.index, self.selection = index, Selection.only(index)
        self._touched = False
        self._records.show_last_read(index)  # the next lines read it again
        self._watcher.opened()
        if self._records.needs_reading(index):
            self.read()

    def make_ready(self) -> None:
        """Find out whether records can be saved, before the photographer types any."""

        def found(_result: None, error: Exception | None) -> None:
            self.unable = in_words(error) if error else ""
            self.stands(self.index)

        self._saver.do(self.host.ready, found)

    def read(self, index: int | None = None) -> None:
        """Read a scan's record again; by default the open scan's, if it is still open by then."""
        if index is None:
            here = self.index
            self._records.read(here, lambda: self.index == here)
        else:
            self._records.read(index)

    # ── typing ───────────────────────────────────────────────────────────────────────────────

    def write(self, name: str, text: str) -> Wrong | None:
        """Set the text of a field of the open scan; returns what is wrong with it, if anything.

        Ignores the text until the record has been read; otherwise it would hide the saved value.
        """
        if self.sheet.kept is None:
            return None
        self._touched = True
        before = {each: self.sheet.text(each) for each in ExposureRecord.field(name).partners}
        wrong = self.sheet.write(name, text)
        if filled := tuple(each for each, old in before.items() if self.sheet.text(each) != old):
            self._watcher.wrote(filled)
        self.stands(self.index)
        return wrong

    def put(self, **values: Any) -> None:
        """Set fields of the open scan to these values, other than by typing."""
        if self.sheet.kept is None:
            return
        self._touched = True
        self.sheet.put(values)
        self.wrote(values)

    def follow(self, values: Sequence[Mapping[str, Any]]) -> None:
        """Set these values of the open scan, or of each selected one, as one step."""
        if self.sheet.kept is not None:
            self._touched = True
            self.wrote(self.sheet.follow(values))

    def step_back(self) -> None:
        """Undo what the photographer did last on the open scan, or on the selected ones."""
        self._undoing.step_back()

    @property
    def can_undo(self) -> str:
        """What `step_back` undoes, in words; "" for nothing."""
        return self._undoing.can_undo

    def empty(self, name: str) -> None:
        """Empty a field in all selected scans."""
        if self.together.sheet and self.sheet.kept is not None:
            self._touched = True
            self.together.sheet.empty(name)
            self.wrote([name])

    def put_first(self) -> None:
        """Revert the open scan to the record that the session opened; several, to their own."""
        self.sheet.put_first()
        self.wrote(field.name for field in ExposureRecord.fields())

    def stands(self, index: int) -> None:
        """Report a change of that scan's state, and of the scans whose duplicate it was."""
        for other in (*self.all.renumber(index), index):
            self._watcher.stands(other)

    def wrote(self, names: Iterable[str]) -> None:
        """Show these fields of the open scan again, and where it stands."""
        self._watcher.wrote(tuple(names))
        self.stands(self.index)

    # ── saving ───────────────────────────────────────────────────────────────────────────────

    def save(self, index: int | None = None) -> None:
        """Save what was typed on a scan (by default the open one), if it is not saved yet."""
        if index is None and self.together.sheet:
            self.together.save()
        else:
            self._records.save(self.index if index is None else index)

    def exif_is_the_films(self) -> None:
        """Save the exposure in the open scan's EXIF as the film's."""
        if self.sheet.kept is not None and not self.together.sheet:
            self._records.exif_is_the_films(self.index)
            self.save()

    def take(self, name: str, value: Any) -> None:
        """Set a field of the open scan to a tag's value, and save at once."""
        self.put(**{name: value})
        self.keep([name])

    def keep(self, names: Iterable[str]) -> None:
        """Keep the open scan's record: update the tags of these fields to it, at once."""
        if self.sheet.kept is not None:
            self._records.repair(self.index, names)
            self.save()

    def try_again(self) -> None:
        """Repeat what failed on the open scan."""
        to_repair = self._records.to_repair(self.index)
        if self.sheet.unsaved or (to_repair and not self.together.sheet):
            self.save()
        elif not self.together.sheet:
            self.sheet.problem = ""
            self.read()
        self.stands(self.index)

    def choose(self, theirs: Iterable[str]) -> None:
        """Keep these of another program's changes as they are on disk; then save."""
        self.sheet.choose(theirs)
        self._watcher.opened()
        self.save()
        self.stands(self.index)

    # ── what `Records` asks for ──────────────────────────────────────────────────────────────

    def was_read(self, index: int, *, changed: bool) -> None:
        """A scan was read, or could not be: show what is new of it, here or in the list."""
        self._survey.was_read(index)
        self.all.changed += 1
        if index in self.selection.chosen and self.together.look():
            self._watcher.opened()
        if index == self.index and changed and not self.together.sheet:
            self._watcher.opened()

    def was_saved(self, index: int) -> None:
        """A scan was saved: tell the host."""
        self.all.changed += 1
        self.host.saved(self.scans[index])

    def call_back_to(self, index: int) -> None:
        """Reopen the scan whose save failed, unless typing has begun on another by now.

        If the open one has failed too, it stays: leaving it would save it again, and its failure
        would lead back here without end. The notice leads to the others.
        """
        if index == self.index and not self.together.sheet:
            self._watcher.opened()
        elif not self._touched and self.sheet.state is not State.FAILED:
            self._leave()
            self._open(index)
            self._watcher.called_back()

    # ── what `Together` asks for ─────────────────────────────────────────────────────────────

    def take_saved(self, index: int, record: ExposureRecord, names: Collection[str]) -> None:
        """A scan was saved together with others, and has this record now."""
        self._records.take_saved(index, record, names)
        self._survey.was_read(index)
        self.was_saved(index)
        if index == self.index and not self.together.sheet:
            self._wrote_all()
        self.stands(index)

    def go_on(self, indices: Iterable[int]) -> None:
        """These scans are no longer being saved together: do what waited for that."""
        self._records.go_on(indices)

    def read_first(self, indices: Iterable[int]) -> None:
        """Read these scans before others."""
        self._survey.first(indices)

    def shared_again(self) -> None:
        """The sheet of the selected scans has changed, or an action began or ended."""
        if self.together.sheet:
            self._wrote_all()
        self.stands(self.index)
        self.if_idle()

    def _wrote_all(self) -> None:
        """Fill in all fields again, but the one in which typing is under way."""
        writing = self.sheet.writing
        self._watcher.wrote(f.name for f in ExposureRecord.fields() if f.name != writing)

    def close_message(self) -> None:
        """Close the message about the last action."""
        self.together.message = ""
        self.stands(self.index)

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

    # ── before the window closes ─────────────────────────────────────────────────────────────

    @property
    def saves_under_way(self) -> int:
        return self._records.saves_under_way

    def failed(self) -> list[int]:
        """The scans whose last save failed or waits for a choice."""
        return self._records.failed()

    def stuck(self) -> list[int]:
        """The scans that hold something unsaved."""
        return self._records.stuck()

    @property
    def invalid(self) -> tuple[str, ...]:
        """The fields with an invalid entry, in any scan."""
        sheets = [self.sheet, *self.together.pending, *map(self.sheet_of, self.stuck())]
        return in_order({name for sheet in sheets for name in sheet.wrong})

    def finish(self, then: Callable[[int | None], None]) -> None:
        """Save everything, then call `then` with a scan that is still unsaved, or None."""
        self.together.save(asked=False)
        for index in self.stuck():
            self.save(index)
        self._when_idle = then
        self.if_idle()

    def if_idle(self) -> None:
        """Call what waits for the last save, if this was the last."""
        if self._when_idle and not (self._records.will_save or self.together.under_way):
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

    def wait_to_look(self, waits: bool) -> None:
        """Read no scan that nobody asked for while the window scrolls; then go on."""
        self._survey.waits = waits
        self.look_around()

    def _looked_at(self, indices: Sequence[int], error: Exception | None) -> None:
        self.all.changed += 1
        for index in indices:
            self.stands(index)
        sheet = self.together.sheet
        if sheet and not {*sheet.indices}.isdisjoint(indices) and self.together.look():
            self._watcher.opened()
        if error is None:
            self.look_around()
