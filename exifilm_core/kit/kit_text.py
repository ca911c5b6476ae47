"""Writes things of a kit as text of its file.

TOML needs no library for this: a thing is a heading, and lines of a name and a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exifilm_core.kinds import Factor, Time
from exifilm_core.kit.items import FACTORS, HOLDERS, SORTS, SPEEDS, Item, Set, Thing
from exifilm_core.record.exposure_record import ExposureRecord

HEAD = """\
# Your kit: cameras, lenses, filters, meters, films, developers, and sets of them.
# Each begins with a line such as [[lens]]. Write values as in the form. For example:
#
# [[lens]]
# name = "Nikkor-W 150"
# lens_make = "Nikon"
# focal_length = "150 mm"
# speeds = { "1/60" = "1/52" }
"""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x7f]")


def text_of(thing: Thing) -> str:
    """The thing as a table of the file."""
    return "".join(f"{line}\n" for line in _lines(thing))


def _lines(thing: Thing) -> Iterator[str]:
    if isinstance(thing, Set):
        yield "[[set]]"
        yield f"name = {_quoted(thing.name)}"
        if thing.items:
            yield f"items = {_list(item.values.get('holder', item.name) for item in thing.items)}"
        yield from _fields(thing.own)
        return
    yield f"[[{thing.sort}]]"
    main = SORTS[thing.sort].main
    yield f"name = {_quoted(thing.name)}"
    given = {n: value for n, value in thing.values.items() if (n, value) != (main, thing.name)}
    yield from _fields(given)
    yield from _own(thing)


def _own(item: Item) -> Iterator[str]:
    show = Time().show
    if item.speeds:
        speeds = {show(mark): show(time) for mark, time in item.speeds.items()}
        yield f"{SPEEDS} = {_table(speeds)}"
    if item.factors:
        factors = {film: Factor().show(factor) for film, factor in item.factors.items()}
        yield f"{FACTORS} = {_table(factors)}"
    if item.holders:
        yield f"{HOLDERS} = {_list(item.holders)}"


def _fields(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield f"{name} = {_quoted(ExposureRecord.field(name).kind.show(value))}"


def _table(pairs: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{_key(one)} = {_quoted(other)}' for one, other in pairs.items())} }}"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    """The text as TOML quotes it: like JSON, and without a delete character."""
    import json  # only a kit that is written needs it

    return _CONTROL.sub("\\\\u007f", json.dumps(text, ensure_ascii=False))
