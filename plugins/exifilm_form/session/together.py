"""Scans that are edited together: what was typed is saved in all of them as one action.

An action is a job of the thread that saves. Its results come one by one; it can be cancelled, and
undone as a whole. If it fails for some scans, what was to be saved in them is kept as a sheet of
its own, with the reasons, until it is saved or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple, Protocol

from exifilm_core.record import ExposureRecord
from exifilm_form.session import trace
from exifilm_form.session.all_scans import AllScans
from exifilm_form.session.failures import in_words
from exifilm_form.session.host import Host, SavesTogether, TogetherResult, shown_name
from exifilm_form.session.selection import Selection
from exifilm_form.session.several_sheet import SeveralSheet
from exifilm_form.session.texts import _, labels_of, ngettext, translated
from exifilm_form.session.worker import Doing

MOST_NAMED = 10
"""At most this many scans are listed by name; a message counts the rest."""
_MOST_FIELDS_NAMED = 4
"""More are counted, so that the line at the foot has room for them."""


class Saved:
    """What an action has saved: the scans' saves in the journal, to be undone together."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = tuple(each.name for each in ExposureRecord.fields() if each.name in names)
        """The fields that it set, in the order of the form."""
        self.saves: dict[int, str] = {}


class Action:
    """The values that each scan gets, or the saves that are undone; and how far it has come."""

    def __init__(self, indices: Iterable[int], saved: Saved, sheet: SeveralSheet | None) -> None:
        self.indices = tuple(indices)
        self.saved, self.sheet = saved, sheet
        self.values: Mapping[int, Mapping[str, Any]] = {}
        self.undoes = False
        self.stopped = False
        self.done = 0
        """How many scans have a result."""
        self.problems: dict[int, str] = {}
        self.left: list[int] = []
        """The scans that were left because the action was cancelled."""
        self.warnings: dict[str, None] = {}


class Progress(NamedTuple):
    """How far the present action has come."""

    words: str
    done: int
    of: int
    stops: bool
    """Whether it was cancelled, and ends after the scans that are just being saved."""


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
        """What could not be saved, each with its problem."""
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

    def begin(self, selection: Selection) -> None:
        """Edit these scans together."""
        again = [sheet for sheet in self.pending if sheet.indices == selection.indices]
        self.sheet = again[0] if again else SeveralSheet(selection.indices)
        self.look()

    def leave(self) -> None:
        """Save what was typed: the selection changes. What cannot be saved stays pending."""
        if self.sheet:
            self.sheet.leave()
        self.save(asked=False)
        if self.sheet and self.sheet not in self.pending:
            self.pending.append(self.sheet)
        self.pending = [sheet for sheet in self.pending if sheet.unsaved or sheet.wrong]
        self.sheet = None

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

    def put_each(self, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Save values of its own in each scan, together with what was typed, as one action."""
        if (sheet := self.sheet) is not None and sheet.kept is not None:
            for index, own in values.items():
                sheet.own.setdefault(index, {}).update(own)
            self.save()

    def _save(self, sheet: SeveralSheet, changes: Mapping[int, Mapping[str, Any]]) -> None:
        if sheet in self.pending:
            self.pending.remove(sheet)
        saved = self._saved_of.pop(sheet, None)
        if saved is None:
            saved = Saved({name for values in changes.values() for name in values})
        seen = {index: found for index in changes if (found := self._seen(index)) is not None}
        sheet.asked()
        action = Action(changes, saved, sheet)
        action.values = changes
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
        if self._done and self._host:
            saved = self._done.pop()
            action = Action(saved.saves, saved, None)
            action.undoes = True
            self._start(action, partial(self._host.undo_together, dict(saved.saves)))

    @property
    def can_undo(self) -> str:
        """What would be undone, in words; "" for nothing."""
        return _what(self._done[-1].names, len(self._done[-1].saves)) if self._done else ""

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
        again.values = rest
        self._start(again, partial(self._host.save_together, rest, {}))

    def _start(self, action: Action, results: Callable[..., Any]) -> None:
        self.interrupted, self.message = None, ""
        self._actions.append(action)
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
            if action.undoes:
                del action.saved.saves[index]
            elif result.save:
                action.saved.saves[index] = result.save
            action.warnings |= dict.fromkeys(map(translated, result.warnings))
            names = action.values.get(index, {})
            self._editing.take_saved(index, result.record, names)

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
        self._editing.shared_again()

    def _was_saved(self, action: Action) -> None:
        saved = action.saved
        if saved.saves and saved not in self._done:
            self._done.append(saved)
        if action.left:
            self.interrupted = action
        count = len(action.indices) - len(action.problems) - len(action.left)
        trace.emit("saved", scans=count)
        words = [_("Saved: {what}").format(what=_what(saved.names, count))] if count else []
        self._editing.tell("\n".join([*words, *action.warnings]))
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
        count = len(action.indices) - len(action.problems) - len(action.left)
        for index in action.problems:
            action.saved.saves.pop(index, None)
        if action.saved.saves:  # it was cancelled
            self._done.append(action.saved)
        if count:
            what = _what(action.saved.names, count)
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
        words = _("Undoing: {what}") if action.undoes else _("Saving: {what}")
        what = _what(action.saved.names, len(action.indices))
        return Progress(words.format(what=what), action.done, len(action.indices), action.stopped)


def _what(names: Collection[str], scans: int) -> str:
    """The fields and the number of scans: "Lens, Aperture in 20 scans", "9 fields in 36 scans"."""
    fields = labels_of(names)
    if len(names) > _MOST_FIELDS_NAMED:
        fields = ngettext("{n} field", "{n} fields", len(names)).format(n=len(names))
    words = ngettext("{fields} in {count} scan", "{fields} in {count} scans", scans)
    return words.format(fields=fields, count=scans)


def _failed(scans: int) -> str:
    words = ngettext("{count} scan could not be saved.", "{count} scans could not be saved.", scans)
    return words.format(count=scans)
