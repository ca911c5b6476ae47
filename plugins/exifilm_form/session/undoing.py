"""What Ctrl+Z undoes: the last step on the open scan, or the last action on several scans."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from exifilm_form.session.records import Records
from exifilm_form.session.selection import Selection
from exifilm_form.session.sheet_state import SheetState
from exifilm_form.session.texts import _, fields_in_words, in_order
from exifilm_form.session.together import Together
from exifilm_form.session.watcher import Watcher


class Editing(Protocol):
    """What this needs of the session."""

    index: int
    selection: Selection
    together: Together

    @property
    def sheet(self) -> SheetState:
        """The open scan's record, as typed; or what the selected scans share."""

    def wrote(self, names: Collection[str]) -> None:
        """These fields have another text."""


class Undoing:
    """Undoes what the photographer did last."""

    def __init__(self, editing: Editing, watcher: Watcher, records: Records) -> None:
        self._editing, self._watcher, self._records = editing, watcher, records

    def step_back(self) -> None:
        """Undo the last step on the open scan, or the last action on several, if that is later."""
        editing = self._editing
        if not self.can_undo:
            return
        if self._action_is_last:
            shown = editing.together.fields_to_undo(editing.selection.chosen)
            editing.together.undo()
            if shown:
                self._watcher.undone(shown, "")
            return
        names = in_order(editing.sheet.step_back())
        editing.wrote(names)
        self._watcher.undone(names, _("Undone: {what}").format(what=fields_in_words(names)))

    @property
    def can_undo(self) -> str:
        """What `step_back` undoes, in words; "" for nothing.

        A step is no longer undone whose fields a later action on several scans has changed.
        """
        editing = self._editing
        if self._action_is_last:
            return editing.together.can_undo
        step = editing.sheet.last_step
        later = editing.together.changed_since(editing.index, step.moment)
        return fields_in_words(step.texts) if later.isdisjoint(step.texts) else ""

    @property
    def _action_is_last(self) -> bool:
        """Whether the last action on several scans is later than the last step on the open one.

        While one scan is open alone, it must also be later than all that was saved alone: else it
        is not what the photographer did last, and those scans cannot be undone any more.
        """
        editing = self._editing
        before = editing.sheet.last_step.moment
        if not editing.together.sheet:
            before = max(before, self._records.last_save)
        return editing.together.last > before
