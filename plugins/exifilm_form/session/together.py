"""Scans that are edited together: what was typed is saved in all of them as one action.

An action is a job of the thread that saves. Its results come one by one; it can be cancelled, and
undone as a whole. If it fails for some scans, what was to be saved in them is kept as a sheet of
its own, with the reasons, until it is saved or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from exifilm_core.record import ExposureRecord
from exifilm_form.session import trace
from exifilm_form.session.actions import Action, Progress, Saved
from exifilm_form.session.all_scans import AllScans
from exifilm_form.session.failures import in_words
from exifilm_form.session.field_counts import in_scans_shortly
from exifilm_form.session.host import Host, SavesTogether, TogetherResult, shown_name
from exifilm_form.session.selection import Selection
from exifilm_form.session.several_sheet import SeveralSheet
from exifilm_form.session.sheet_state import moment
from exifilm_form.session.texts import _, could_not_be_saved, ngettext, translated
from exifilm_form.session.worker import Doing

MOST_NAMED = 10
"""At most this many scans are listed by name; a message counts the rest."""


class Editing(Protocol):
    """What this needs of the session."""

    all: AllScans

    def take_saved(self, index: int, record: ExposureRecord, names: Collection[str]) -> None:
        """A scan was saved together with others, and has this record now."""

    def go_on(self, indices: Iterable[int]) -> None:
        """These scans are no longer being saved together: do what waited for that."""

    def read(self, index: int | None = None) -> None:
        """Read a scan's record again."""

    def read_first(self, indices: Iterable[int]) -> None:
        """Read these scans before others."""

    def shared_again(self) -> None:
        """The sheet of the selected scans has changed."""

    def tell(self, words: str) -> None:
        """An action has a message."""

    def stands(self, index: int) -> None:
        """Report a change of that scan's state."""

    def call_back(self, sheet: SeveralSheet, typed_in: SeveralSheet | None) -> None:
        """Return to what could not be saved, unless something is being typed elsewhere."""


class Together:
    """The selected scans while there are several, and the actions on them."""

    def __init__(self, editing: Editing, host: Host, saver: Doing) -> None:
        self._editing, self._saver = editing, saver
        self._host = host if isinstance(host, SavesTogether) else None
        self._scans = host.scans
        self.sheet: SeveralSheet | None = None
        """What the selected scans share; None while one scan is open alone."""
        self.pending: list[SeveralSheet] = []
        """What could not be saved, each with its problem or its invalid entries."""
        self._held: dict[int, SeveralSheet] = {}
        self.interrupted: Action | None = None
        """The last action, if it was cancelled before its end."""
        self.message = ""
        """What went wrong when the last action was undone."""
        self._actions: list[Action] = []
        self._done: list[Saved] = []
        self._saved_of: dict[SeveralSheet, Saved] = {}

    @property
    def possible(self) -> bool:
        """Whether the host saves several scans as one action."""
        return self._host is not None

    # ── the selected scans ───────────────────────────────────────────────────────────────────

    def begin(self, selection: Selection, sheet: SeveralSheet | None = None) -> None:
        """Edit these scans together: on that sheet, or on one that could not be saved."""
        again = [each for each in self.pending if each.indices == selection.indices]
        self.sheet = sheet or (again[0] if again else SeveralSheet(selection.indices))
        self.look()

    def leave(self) -> None:
        """Save what was typed: the selection changes. What cannot be saved stays pending."""
        if sheet := self.sheet:
            sheet.leave()
            if sheet.wrong and not sheet.unsaved:  # else the save says so
                self._editing.tell(could_not_be_saved(sheet.wrong))
        self.save(asked=False)
        self._hold()
        self.sheet = None

    def _hold(self) -> None:
        """Keep what was typed and is not saved; its scans are marked, so that it is found again."""
        if self.sheet and self.sheet not in self.pending:
            self.pending.append(self.sheet)
        self.pending = [sheet for sheet in self.pending if sheet.unsaved or sheet.wrong]
        self._mark()

    def _mark(self) -> None:
        """Report the scans in which something came to be unsaved, or no longer is."""
        held = [sheet for sheet in self.pending if sheet.problem or sheet.wrong]
        before = self._held
        self._held = {index: sheet for sheet in held for index in sheet.indices}
        for index in before.keys() ^ self._held.keys():
            self._editing.stands(index)

    def held(self, index: int) -> SeveralSheet | None:
        """What was typed for this scan and others, and could not be saved; None for nothing."""
        return self._held.get(index)

    def look(self) -> bool:
        """Take what the selected scans share, once all are read. Returns whether it is new."""
        sheet = self.sheet
        if sheet is None or sheet.saves_under_way:
            return False
        if unread := [index for index in sheet.indices if self._editing.all.is_unread(index)]:
            self._editing.read_first(unread)
            return False
        records = {index: self._editing.all.saved(index) for index in sheet.indices}
        before = sheet.kept, sheet.typed
        sheet.share({index: record for index, record in records.items() if record is not None})
        return before != (sheet.kept, sheet.typed)

    def unfinished(self) -> SeveralSheet | None:
        """What several scans still lack, because it could not be saved; None for nothing."""
        here = [self.sheet] if self.sheet else []
        return next((each for each in [*here, *self.pending] if each.unsaved or each.wrong), None)

    # ── saving ───────────────────────────────────────────────────────────────────────────────

    def save(self, *, asked: bool = True) -> None:
        """Save what was typed for the selected scans, as one action.

        Unless it was `asked` for, what failed before is not tried again.
        """
        if (sheet := self.sheet) is None or (sheet.problem and not asked):
            return
        if changes := sheet.changes() if sheet.unsaved else {}:
            self._save(sheet, changes)
        self._hold()

    def put_each(self, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Save values of its own in each scan, together with what was typed, as one action."""
        if (sheet := self.sheet) is not None and sheet.kept is not None:
            sheet.put_each(values)
            self.save()

    def as_typed(self, index: int, record: ExposureRecord) -> ExposureRecord:
        """The record of a scan, with what is typed for the selected scans if it is one of these."""
        return self.sheet.as_typed(index, record) if self.sheet else record

    def _save(self, sheet: SeveralSheet, changes: Mapping[int, Mapping[str, Any]]) -> None:
        if sheet in self.pending:
            self.pending.remove(sheet)
        saved = self._saved_of.pop(sheet, None)
        if saved is None:
            saved = Saved()
        seen = {index: found for index in changes if (found := self._seen(index)) is not None}
        sheet.asked()
        action = Action(changes, saved, sheet)
        action.values, action.before = changes, seen
        action.invalid = sheet.invalid
        assert self._host
        self._start(action, partial(self._host.save_together, changes, seen))

    def _seen(self, index: int) -> ExposureRecord | None:
        """The record of a scan once the actions under way are done; None if it is not known."""
        record = self._editing.all.saved(index)
        for action in self._actions:
            if index in action.indices:
                if action.undoes or record is None:
                    return None
                record = record.replace(**action.values[index])
        return record

    def undo(self) -> None:
        """Undo the last action on all its scans."""
        if self.sheet:
            self.sheet.leave()  # the field in which it was typed is filled in again too
        if self.can_undo and self._host:
            saved = self._done.pop()
            action = Action(saved.saves, saved, None)
            action.undoes = True
            self._start(action, partial(self._host.undo_together, dict(saved.saves)))

    @property
    def can_undo(self) -> str:
        """What would be undone, in words; "" for nothing.

        Nothing while scans are being saved: the last action is the one that has not ended.
        """
        if not self._done or any(not action.undoes for action in self._actions):
            return ""
        return self._done[-1].in_words(self._done[-1].saves)

    def fields_to_undo(self, indices: Collection[int]) -> Sequence[str]:
        """The fields that an undo would change in these scans."""
        return self._done[-1].fields_in(indices)

    def changed_since(self, index: int, moment: int) -> set[str]:
        """The fields that actions have changed in a scan after that moment."""
        later = [saved for saved in self._done if saved.moment > moment] if not self.sheet else []
        return {name for saved in later for name in saved.fields_in([index])}

    @property
    def last(self) -> int:
        """The moment of the last action that was not undone; 0 if there is none."""
        saving = [action.saved for action in self._actions if not action.undoes]
        return max((saved.moment for saved in (*self._done[-1:], *saving)), default=0)

    def cancel(self) -> None:
        """Leave the scans to which the actions have not come yet."""
        for action in self._actions:
            action.stopped = True
        self._editing.shared_again()

    def finish_interrupted(self) -> None:
        """Go on with the action that was cancelled."""
        if (action := self.interrupted) is None or self._host is None:
            return
        self.interrupted = None
        rest = {index: action.values[index] for index in action.left}
        again = Action(rest, action.saved, None)
        again.values, again.before = rest, action.before
        self._start(again, partial(self._host.save_together, rest, {}))

    def _start(self, action: Action, results: Callable[..., Any]) -> None:
        self.interrupted, self.message = None, ""
        self._actions.append(action)
        if action.undoes:
            action.words = _("Undoing: {what}").format(what=action.saved.in_words(action.indices))
        else:
            action.saved.moment = moment()
            what = in_scans_shortly(action.values.values())
            action.words = _("Saving: {what}").format(what=what)
        if action.sheet:
            action.sheet.saves_under_way += 1

        def job() -> None:
            for index, result in results(lambda: action.stopped):
                self._saver.tell(partial(self._came, action, index, result))

        self._saver.do(job, partial(self._ended, action))
        self._editing.shared_again()

    def _came(self, action: Action, index: int, result: TogetherResult) -> None:
        action.done += 1
        if result.left:
            action.left.append(index)
        elif result.record is None:
            assert result.error
            action.problems[index] = in_words(result.error)
        else:
            values = action.values.get(index, {})
            if action.undoes:
                del action.saved.saves[index]
            elif result.save:
                action.saved.saves[index] = result.save
                action.saved.changed[index] = _changed(action.before.get(index), values)
            action.warnings |= dict.fromkeys(map(translated, result.warnings))
            self._editing.take_saved(index, result.record, values)

    def _ended(self, action: Action, _result: None, error: Exception | None) -> None:
        if error:  # a fault; what has no result was not saved
            known = {*action.problems, *action.left, *action.saved.saves}
            missing = [index for index in action.indices if index not in known]
            action.problems |= dict.fromkeys(missing, in_words(error))
        self._actions.remove(action)
        if action.sheet:
            action.sheet.saves_under_way -= 1
        if action.undoes:
            self._was_undone(action)
        else:
            self._was_saved(action)
        self._editing.go_on(action.indices)
        for index in action.problems:
            self._editing.read(index)
        self.look()
        self._mark()
        self._editing.shared_again()

    def _was_saved(self, action: Action) -> None:
        saved = action.saved
        if saved in self._done:  # it was tried again, and is the last one now
            self._done.remove(saved)
        if saved.saves:
            self._done.append(saved)
        if action.left:
            self.interrupted = action
        count = len(action.indices) - len(action.problems) - len(action.left)
        trace.emit("saved", scans=count)
        words = []
        if what := saved.in_words(action.indices):
            words.append(_("Saved: {what}").format(what=what))
        elif count:
            words.append(_("Nothing changed: the scans have these values already."))
        if action.invalid:
            words.append(could_not_be_saved(action.invalid))
        self._editing.tell("\n".join(filter(None, ["; ".join(words), *action.warnings])))
        if action.problems:
            sheet = SeveralSheet(sorted(action.problems))
            saved_in = self._editing.all.saved
            sheet.share({index: saved_in(index) or ExposureRecord() for index in sheet.indices})
            sheet.propose({index: action.values[index] for index in sheet.indices})
            sheet.problem = _failed(len(action.problems)) + "\n" + self._named(action.problems)
            self.pending.append(sheet)
            self._saved_of[sheet] = saved
            self._editing.call_back(sheet, action.sheet)

    def _was_undone(self, action: Action) -> None:
        undone = set(action.indices) - {*action.problems, *action.left}
        for index in action.problems:
            action.saved.saves.pop(index, None)
        if action.saved.saves:  # it was cancelled
            self._done.append(action.saved)
        if undone:
            what = action.saved.in_words(undone)
            self._editing.tell(_("Undone: {what}").format(what=what))
        if action.problems:
            failed = ngettext(
                "{count} scan was not undone.",
                "{count} scans were not undone.",
                len(action.problems),
            )
            words = failed.format(count=len(action.problems))
            self.message = words + "\n" + self._named(action.problems)

    def _named(self, problems: Mapping[int, str]) -> str:
        """The scans with their problems, each reason once; "" for none."""
        by_reason: dict[str, list[int]] = {}
        for index, why in sorted(problems.items()):
            by_reason.setdefault(" ".join(why.split()).rstrip(". "), []).append(index)
        return "\n".join(f"{self.listed(scans)}: {why}" for why, scans in by_reason.items())

    def listed(self, indices: Collection[int]) -> str:
        """The names of these scans; of many, the first ones."""
        names = ", ".join(shown_name(self._scans[index]) for index in list(indices)[:MOST_NAMED])
        if (more := len(indices) - MOST_NAMED) > 0:
            text = ngettext("{scans} and {count} more scan", "{scans} and {count} more scans", more)
            names = text.format(scans=names, count=more)
        return names

    # ── how far it has come ──────────────────────────────────────────────────────────────────

    @property
    def under_way(self) -> bool:
        return bool(self._actions)

    def saves(self, index: int) -> bool:
        """Whether an action that has not ended saves this scan."""
        return any(index in action.indices for action in self._actions)

    @property
    def progress(self) -> Progress | None:
        """How far the present action has come; None for none."""
        if not self._actions:
            return None
        action = self._actions[0]
        return Progress(action.words, action.done, len(action.indices), action.stopped)


def _changed(before: ExposureRecord | None, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a save of these values has changed."""
    changed = [n for n, new in values.items() if before is not None and before[n] != new]
    return tuple(changed or values)  # something was saved, also where the record was not known


def _failed(scans: int) -> str:
    words = ngettext("{count} scan could not be saved.", "{count} scans could not be saved.", scans)
    return words.format(count=scans)
