"""Learn a kit from records: the cameras, lenses and so on that they name.

Records that name the same thing agree on most of it. What they disagree on is left out: a film's
EI, if it was exposed at several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from exifilm_core.kinds.folding import folded
from exifilm_core.kit import SORTS, Item, Kit, Sort
from exifilm_core.kit.items import in_order
from exifilm_core.record import ExposureRecord

_DIFFERS = object()
"""Stands for values on which the records disagree."""
_Key = tuple[str, str]
"""The folded texts of a sort's two fields that tell its items apart."""


class Learner:
    """What the records say of the kit, record by record; it keeps none of them."""

    def __init__(self) -> None:
        self._found: dict[str, dict[_Key, dict[str, Any]]] = {sort: {} for sort in SORTS}

    def see(self, record: ExposureRecord) -> None:
        """Take what the record says of each sort."""
        for sort in SORTS.values():
            if record[sort.main] is None:
                continue
            key = _folded(record, sort.main), _folded(record, sort.second)
            known = self._found[sort.name].setdefault(key, {})
            for field in sort.fields:
                _agree(known, field, record[field])

    def new(self, kit: Kit) -> list[Item]:
        """The items that the kit has not, sort by sort, in the order of their names."""
        return [item for sort in SORTS.values() for item in self._new(sort, kit)]

    def _new(self, sort: Sort, kit: Kit) -> list[Item]:
        groups = _joined(self._found[sort.name])
        names = {folded(item.name) for item in kit.of(sort.name)}
        mains = [main for main, _second in groups]
        items = []
        for key, values in sorted(groups.items()):
            kept = {name: value for name, value in values.items() if value is not _DIFFERS}
            if _is_known(sort, key, kit):
                continue
            name = _name(sort, kept, alone=mains.count(key[0]) == 1)
            if folded(name) in names:
                name = _name(sort, kept, alone=False)
            if folded(name) not in names:
                names.add(folded(name))
                items.append(Item(sort.name, name, in_order(kept)))
        return items


def learnt(records: Iterable[ExposureRecord], kit: Kit) -> list[Item]:
    """The items that these records name and the kit has not."""
    learner = Learner()
    for record in records:
        learner.see(record)
    return learner.new(kit)


def _agree(known: dict[str, Any], field: str, value: Any) -> None:
    if value is None:
        return
    before = known.setdefault(field, value)
    if before is not _DIFFERS and before != value:
        same = isinstance(value, str) and folded(before) == folded(value)
        known[field] = before if same else _DIFFERS


def _joined(groups: dict[_Key, dict[str, Any]]) -> dict[_Key, dict[str, Any]]:
    """The groups, with those that lack a serial number and the like joined to the one that has it.

    If several have one, it is not known which of them is meant, and nothing is learnt.
    """
    full = {key: dict(values) for key, values in groups.items() if key[1]}
    for (main, second), values in groups.items():
        if second:
            continue
        same = [key for key in full if key[0] == main]
        if not same:
            full[main, second] = dict(values)
        elif len(same) == 1:
            for field, value in values.items():
                if value is _DIFFERS:
                    full[same[0]][field] = _DIFFERS
                else:
                    _agree(full[same[0]], field, value)
    return full


def _is_known(sort: Sort, key: _Key, kit: Kit) -> bool:
    """Whether the kit has an item of this name, with nothing that makes it another."""
    main, second = key
    for item in kit.of(sort.name):
        its = folded(_text(item.values, sort.second))
        if main in item.names and (not second or not its or its == second):
            return True
    return False


def _name(sort: Sort, values: dict[str, Any], *, alone: bool) -> str:
    """The name of an item; if it is not alone of that name, with what makes the difference."""
    parts: Sequence[str] = [" ".join(str(values[sort.main]).split())]
    if not alone and (second := _text(values, sort.second)):
        parts = [*parts, second]
    return ", ".join(parts)


def _text(values: Any, field: str) -> str:
    return str(values.get(field, "")) if field else ""


def _folded(record: ExposureRecord, field: str) -> str:
    return folded(record.show(field)) if field else ""
