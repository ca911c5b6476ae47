"""Copying from the previous scan's record, and the fields that are still empty compared with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from exifilm_core.record import ExposureRecord, Section
from exifilm_core.record.counting import next_of
from exifilm_form.session.all_scans import AllScans
from exifilm_form.session.failures import in_words
from exifilm_form.session.host import HostScan
from exifilm_form.session.sheet_state import SheetState
from exifilm_form.session.together import Together
from exifilm_form.session.watcher import Watcher
from exifilm_form.session.worker import Doing


class Editing(Protocol):
    """What this needs of the session."""

    index: int
    scans: Sequence[HostScan]
    all: AllScans
    together: Together

    @property
    def sheet(self) -> SheetState: ...

    def put(self, **values: Any) -> None: ...


class Previous:
    """Fills in the open scan from the one before it; several selected scans have none."""

    def __init__(self, editing: Editing, watcher: Watcher, reader: Doing) -> None:
        self._editing, self._watcher, self._reader = editing, watcher, reader

    def fill(
        self,
        field: str | None = None,
        section: Section | None = None,
        *,
        whole: bool = False,
        then: Callable[[set[str]], None] = lambda filled: None,
    ) -> None:
        """Fill in from the previous scan, then call `then` with the names of the filled fields.

        Fills one field, even if it has a value; or the empty fields of a section, of the camera
        bag, or of the `whole` record.
        """
        editing, sheet = self._editing, self._editing.sheet
        index = editing.index
        if index < 1 or sheet.kept is None or editing.together.sheet:
            return

        def take(record: ExposureRecord | None, error: Exception | None) -> None:
            if record is None:
                self._watcher.said(index, in_words(error) if error else "")
            elif editing.sheet is sheet:  # else another is open by now
                names = [field] if field else empty_fields(sheet, section, whole=whole)
                editing.put(**(values := following(record, names)))
                then(set(values))

        known, summary = editing.all.record(index - 1), editing.scans[index - 1].summary
        if known and not (summary and summary.remembered):
            take(known, None)
        else:
            self._reader.do(editing.scans[index - 1].read, take)

    def still_empty(self) -> set[str]:
        """The empty fields of the open scan that the previous scan has filled."""
        editing = self._editing
        if editing.together.sheet or editing.index < 1:
            return set()
        return still_empty(editing.sheet, editing.all.record(editing.index - 1))


def following(record: ExposureRecord, names: Iterable[str]) -> dict[str, Any]:
    """The values of these fields for the next sheet; fields that count are counted up."""
    values = {
        name: next_of(field, record[name]) if field.counts and record[name] else record[name]
        for name, field in ((name, ExposureRecord.field(name)) for name in names)
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def empty_fields(sheet: SheetState, section: Section | None, *, whole: bool) -> list[str]:
    """The empty fields of a section, of the `whole` record, or of the camera bag.

    Fields about the scanning count only if their own section is asked for.
    """
    return [
        field.name
        for field in ExposureRecord.fields()
        if (field.section is section if section else field.section is not Section.SCAN)
        and (section or whole or field.stays or field.counts)
        and not sheet.text(field.name)
    ]


def still_empty(sheet: SheetState, previous: ExposureRecord | None) -> set[str]:
    """The empty fields that the previous scan's record has, in other words the next to fill in."""
    if previous is None:
        return set()
    empty = empty_fields(sheet, None, whole=True)
    return {name for name in empty if previous[name] is not None}
