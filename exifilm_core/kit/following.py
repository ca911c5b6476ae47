"""What follows in a record when another lens, film, camera … is named in it.

The fields of a sort describe the thing that the record names, so they go with it: a value of the
former thing gives way to the new one's, or to nothing. What the photographer decides himself, such
as an EI that neither thing gives, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exifilm_core.film.films import Catalogue
from exifilm_core.kinds.folding import folded, words_of
from exifilm_core.kit.items import SORTS, Item, Set, Sort, Thing, begins, words_in
from exifilm_core.kit.kit import Kit, same_film, same_value
from exifilm_core.record.exposure_record import ExposureRecord
from exifilm_core.value import Value

_FORMAT = ExposureRecord.film_format.name
"""Another film in the same camera has the same format, unless its item says otherwise."""
_INDEX = ExposureRecord.exposure_index.name
_FILM = ExposureRecord.film.name


class Followed(Value):
    """What follows in one record."""

    values: Mapping[str, Any] = {}
    """What to set, by field; None empties it."""
    lost: Mapping[str, Any] = {}
    """Values that neither thing gives and that are replaced or emptied."""
    kept: Mapping[str, Any] = {}
    """The photographer's own values that stay, though the new thing gives others; and his EI."""


def chosen(
    record: ExposureRecord, field: str, text: str, kit: Kit, catalogue: Catalogue
) -> Followed:
    """What follows when this text is chosen for a field that names a thing.

    `record` is as it was before. Of several items with that name counts what they have in common.
    """
    sort = next((sort for sort in SORTS.values() if sort.main == field), None)
    if sort is None or not text.strip():
        return Followed()
    items = _of_record(record, kit.named(sort.name, text), sort)
    new = _in_common(items, record, kit, catalogue)
    if sort.main == _FILM:
        new = _of_list(text, catalogue) | new
    differs = _differs(record, sort, text, items, kit, catalogue)
    return _follow(record, sort, _known(record, sort, kit, catalogue), new, differs=differs)


def filled_in(
    record: ExposureRecord,
    things: Sequence[Thing],
    kit: Kit,
    catalogue: Catalogue | None = None,
    *,
    film: str = "",
    over: Mapping[str, Any] | None = None,
) -> Followed:
    """What follows when items and sets are filled in: all their values, as of `Kit.values`.

    Besides, the values of former things give way. With `over`, a thing stays that the record names
    itself, unless `over` has that name; nothing of another is then filled in.
    """
    film = film or kit.values(things).get(_FILM) or record.film or ""
    given = kit.values(things, film, catalogue)
    values: dict[str, Any] = dict(given)
    lost: dict[str, Any] = {}
    for sort in SORTS.values():
        if sort.main not in given:
            continue
        items = _item_among(things, sort, given)
        differs = _differs(record, sort, given[sort.main], items, kit, catalogue)
        if differs and over is not None and record[sort.main] != over.get(sort.main):
            values = {n: v for n, v in values.items() if n == sort.main or n not in sort.fields}
            continue
        new = {name: given[name] for name in sort.fields if name in given}
        if catalogue and sort.main == _FILM:
            new = _of_list(given[_FILM], catalogue) | new
        old = _known(record, sort, kit, catalogue)
        found = _follow(record, sort, old, new, differs=differs)
        # The list of films corrects what it said of the former film, and fills in no more.
        changed = {name for name in found.values if name not in given and record[name] is not None}
        values |= {name: found.values[name] for name in changed}
        lost |= {name: value for name, value in found.lost.items() if name in changed}
    return Followed(values, lost)


def _item_among(things: Iterable[Thing], sort: Sort, given: Mapping[str, Any]) -> list[Item]:
    """The last item of the sort, in a list; none if a set itself names another thing."""
    each = [i for thing in things for i in (thing.items if isinstance(thing, Set) else (thing,))]
    last = [item for item in each if item.sort == sort.name][-1:]
    return [item for item in last if item.values.get(sort.main) == given[sort.main]]


def _follow(
    record: ExposureRecord,
    sort: Sort,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    differs: bool,
) -> Followed:
    """What the values of the new thing are in place of those of the old one."""
    if not (old or new):
        return Followed()  # nothing is known of either, nor whether they differ
    values: dict[str, Any] = {}
    lost: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for name in dict.fromkeys((*sort.fields, *old, *new)):
        has, given = record[name], new.get(name)
        if name == sort.main or same_value(has, given):
            continue
        if has is None:
            values[name] = given
            continue
        of_old = same_value(has, old.get(name))
        if not differs or (given is None and name == _FORMAT):
            continue
        if of_old or not ExposureRecord.field(name).decided:
            values[name] = given
            lost |= {} if of_old else {name: has}
        elif given is not None or name == _INDEX:
            kept[name] = has
    return Followed(values, lost, kept)


def _differs(
    record: ExposureRecord,
    sort: Sort,
    text: str,
    items: list[Item],
    kit: Kit,
    catalogue: Catalogue | None,
) -> bool:
    """Whether the record names another thing than the text, which means these items of the kit.

    A beginning of the name is no other thing: what was typed with it may be of this one.
    """
    former = record[sort.main]
    if former is None:
        return False
    old = kit.item_of(record, sort.name)
    if old and items:
        return old.name not in (item.name for item in items)
    if folded(former) == folded(text):
        return False
    if sort.main == _FILM:
        if same_film(former, text, catalogue):
            return False
        if catalogue and len(catalogue.meant(former)) == len(catalogue.meant(text)) == 1:
            return True  # Velvia and Velvia 100 are two films
    words = words_of(former)
    return not any(begins(known, words) for known in (words_in([text]), *(i.words for i in items)))


def _known(
    record: ExposureRecord, sort: Sort, kit: Kit, catalogue: Catalogue | None
) -> dict[str, Any]:
    """What the kit and the list of films say of the thing that the record names."""
    known: dict[str, Any] = {}
    if catalogue and record.film and sort.main == _FILM:
        known = _of_list(record.film, catalogue)
    item = kit.item_of(record, sort.name)
    return known | kit.values([item] if item else [], record.film or "", catalogue)


def _of_list(film: str, catalogue: Catalogue) -> dict[str, Any]:
    """Box speed and process of the film, if the list knows it for certain."""
    meant = catalogue.meant(film)
    if len(meant) != 1:
        return {}
    known = {"box_speed": meant[0].iso, "process": meant[0].process}
    return {name: value for name, value in known.items() if value}


def _of_record(record: ExposureRecord, items: list[Item], sort: Sort) -> list[Item]:
    """Of several items with one name, those with the record's serial number, format …"""
    second = record[sort.second] if sort.second else None
    same = [item for item in items if second and same_value(item.values.get(sort.second), second)]
    return same or items


def _in_common(
    items: list[Item], record: ExposureRecord, kit: Kit, catalogue: Catalogue
) -> dict[str, Any]:
    """The values on which these items agree."""
    each = [kit.values([item], record.film or "", catalogue) for item in items]
    first = each[0] if each else {}
    return {
        name: value
        for name, value in first.items()
        if all(same_value(values.get(name), value) for values in each)
    }
