"""Numbers and dates over the selected scans; and two scans swapped.

Each function gives a plan, whose preview is shown while the photographer chooses. The order is that
of the list, unless another is given: the grid may be sorted. Files that differ in their suffix
alone, scan.tif and scan.jpg, are one sheet and get the same value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from exifilm_core.errors import InvalidFieldError, InvalidValueError
from exifilm_core.kinds.date_series import Shift, out_of_order, shifted, spread
from exifilm_core.kinds.partial_dates import PartialDate, RoughDate
from exifilm_core.record import ExposureRecord
from exifilm_core.record.series import counting_from, swapped
from exifilm_form.session.edit_session import EditSession
from exifilm_form.session.host import shown_name
from exifilm_form.session.texts import _, ngettext, translated

COUNTING = tuple(field.name for field in ExposureRecord.fields() if field.counts)
"""The fields that can count up."""
_DATE = ExposureRecord.field("taken")
_SHOWN = 3
"""So many values begin a preview."""


class Plan(NamedTuple):
    """What each scan would get, by its number; and words for it, or why it cannot be."""

    values: dict[int, dict[str, Any]]
    words: str


def sheets(session: EditSession, order: Sequence[int] = ()) -> list[list[int]]:
    """The selected scans, sheet by sheet. A sheet has the place of its first scan."""
    found: dict[Path, list[int]] = {}
    for index in order or session.selection.indices:
        scan = session.scans[index]
        found.setdefault((scan.path or Path(scan.name)).with_suffix(""), []).append(index)
    return list(found.values())


def with_ends(session: EditSession, groups: Sequence[Sequence[int]], values: Sequence[str]) -> str:
    """The first values of these sheets and the last one, the ends with their files."""
    texts = list(values)
    for place in {0, len(texts) - 1}:
        texts[place] += f": {shown_name(session.scans[groups[place][0]])}"
    return _shortened(texts)


def first_number(session: EditSession, name: str, order: Sequence[int] = ()) -> str:
    """The value of the first selected scan, to count up from; "" for none."""
    first = (order or session.selection.indices)[0]
    record = session.all.record(first)
    value = record.show(name) if record else ""
    return value or (session.all.number(first)[0] if name == "image_id" else "")


def count_up(session: EditSession, name: str, first: str, order: Sequence[int] = ()) -> Plan:
    """The values of a field that counts up, beginning with this one."""
    groups = sheets(session, order)
    try:
        value = ExposureRecord.field(name).value_of(first)
    except InvalidFieldError as problem:
        return Plan({}, translated(problem.problem))
    numbers = counting_from(name, value or "", len(groups))
    if len(numbers) < len(groups):
        words = _("Enter a number to count up from, such as 17, 0418-07 or 12A.")
        return Plan({}, words)
    values = {
        index: {name: ExposureRecord.field(name).value_of(number)}
        for group, number in zip(groups, numbers, strict=True)
        for index in group
    }
    return Plan(values, with_ends(session, groups, numbers))


def shift_dates(session: EditSession, by: Shift) -> Plan:
    """The dates of the exposures, shifted. A scan whose date lacks such a part stays as it is."""
    values: dict[int, dict[str, Any]] = {}
    changes: list[str] = []
    left: list[int] = []
    for index in session.selection.indices:
        record = session.all.record(index)
        if record is None or record.taken is None:
            continue
        try:
            new = shifted(record.taken, by)
        except InvalidValueError:
            left.append(index)
            continue
        if new != record.taken:
            values[index] = {_DATE.name: new}
            changes.append(f"{_DATE.kind.show(record.taken)} → {_DATE.kind.show(new)}")
    words = [_shortened(changes, "\n")] if changes else []
    if left:
        kept = ngettext(
            "{count} date is not exact enough, and stays: {scans}",
            "{count} dates are not exact enough, and stay: {scans}",
            len(left),
        )
        words.append(kept.format(count=len(left), scans=session.together.listed(left)))
    return Plan(values, "\n".join(words))


def ends_of_dates(session: EditSession, order: Sequence[int] = ()) -> tuple[str, str]:
    """The dates of the first and the last selected scan; "" for none."""
    order = order or session.selection.indices
    records = [session.all.record(index) for index in (order[0], order[-1])]
    first, last = (record.show(_DATE.name) if record else "" for record in records)
    return first, last


def spread_dates(session: EditSession, first: str, last: str, order: Sequence[int] = ()) -> Plan:
    """Dates from the first to the last. Scans between them keep the dates that are known.

    Those between known dates get estimates, which a further spreading replaces.
    """
    groups = sheets(session, order)
    try:
        begin, end = _DATE.value_of(first), _DATE.value_of(last)
    except InvalidFieldError as problem:
        return Plan({}, translated(problem.problem))
    if begin is None or end is None:
        return Plan({}, _("Enter the dates of the first and the last of them."))
    known = [_known_date(session, group) for group in groups]
    known[-1], known[0] = end, begin
    if places := out_of_order(known):
        one, other = (_dated(session, groups[at][0], known[at]) for at in places)
        words = _("The dates contradict the order of the scans: {one}, then {other}.")
        return Plan({}, words.format(one=one, other=other))
    try:
        dates = spread(known)
    except InvalidValueError as problem:
        return Plan({}, translated(problem.text))
    kept = {i for group in groups[1:-1] for i in group if _exact(_date_of(session, i))}
    values = {
        index: {_DATE.name: date}
        for group, date in zip(groups, dates, strict=True)
        for index in group
        if index not in kept and _date_of(session, index) != date
    }
    preview = with_ends(session, groups, [_DATE.kind.show(date) for date in dates])
    parts = (preview, _kept_in_words(len(kept)), _replaced_dates(session, values))
    return Plan(values, "\n".join(filter(None, parts)))


def _date_of(session: EditSession, index: int) -> PartialDate | None:
    record = session.all.record(index)
    return record.taken if record else None


def _exact(date: PartialDate | None) -> bool:
    """Whether it is a known date, be it a year; an approximate one is not."""
    return date is not None and not isinstance(date, RoughDate)


def _known_date(session: EditSession, group: Sequence[int]) -> PartialDate | None:
    """The exact date of a sheet; None if none of its scans has one."""
    return next(filter(_exact, (_date_of(session, index) for index in group)), None)


def _dated(session: EditSession, index: int, date: PartialDate | None) -> str:
    return f"{shown_name(session.scans[index])} ({_DATE.kind.show(date) if date else ''})"


def _kept_in_words(count: int) -> str:
    words = ngettext(
        "{count} scan between them keeps its date.",
        "{count} scans between them keep their dates.",
        count,
    )
    return words.format(count=count) if count else ""


def _replaced_dates(session: EditSession, indices: Iterable[int]) -> str:
    """The dates that these scans have and lose, exact ones first; "" for none."""
    dates = [(index, date) for index in indices if (date := _date_of(session, index))]
    dates.sort(key=lambda each: not _exact(each[1]))
    what = _shortened([_dated(session, index, date) for index, date in dates])
    return _("Replaces: {what}").format(what=what) if what else ""


def swap(session: EditSession) -> Plan:
    """What two selected scans have, the other way round, but for what is about the scan itself."""
    records = [session.all.record(index) for index in session.selection.indices]
    if len(records) != 2 or records[0] is None or records[1] is None:
        return Plan({}, _("Select two scans to swap their records."))
    both = zip(session.selection.indices, swapped(records[0], records[1]), strict=True)
    values = {index: given for index, given in both if given}
    return Plan(values, "" if values else _("Both records are the same."))


def _shortened(texts: Sequence[str], between: str = ", ") -> str:
    """The first of these texts, and the last."""
    if len(texts) <= _SHOWN + 1:
        return between.join(texts)
    return between.join([*texts[:_SHOWN], "…", texts[-1]])
