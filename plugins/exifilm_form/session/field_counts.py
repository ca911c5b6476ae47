"""Fields with the number of scans that have them: “Film, EI in 36 scans; Location in 9”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from exifilm_core.record import ExposureRecord
from exifilm_form.session.texts import MOST_FIELDS_NAMED, _, counted, labels_of, ngettext


def in_scans(each: Iterable[Iterable[str]]) -> str:
    """The fields of each scan, in words, those of most scans first; "" for none."""
    return _in_words(_by_count(each), labels_of)


def in_scans_shortly(each: Iterable[Iterable[str]]) -> str:
    """The same for one line: of many fields, those that as many scans have are counted."""
    groups = _by_count(each)
    few = sum(len(names) for _scans, names in groups) <= MOST_FIELDS_NAMED
    return _in_words(groups, labels_of if few else counted)


def _by_count(each: Iterable[Iterable[str]]) -> list[tuple[int, list[str]]]:
    """The numbers of scans, with the fields that as many have, in the order of the form."""
    scans = Counter(name for names in each for name in names)
    groups: dict[int, list[str]] = {}
    for field in ExposureRecord.fields():
        if field.name in scans:
            groups.setdefault(scans[field.name], []).append(field.name)
    return sorted(groups.items(), reverse=True)


def _in_words(
    groups: Sequence[tuple[int, list[str]]], called: Callable[[Sequence[str]], str]
) -> str:
    words: list[str] = []
    for scans, names in groups:
        text = _("{fields} in {count}")
        if not words:
            text = ngettext("{fields} in {count} scan", "{fields} in {count} scans", scans)
        words.append(text.format(fields=called(names), count=scans))
    return "; ".join(words)
