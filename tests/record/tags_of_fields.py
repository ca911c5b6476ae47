"""The golden list of each field's tags: `python -m tests.record.tags_of_fields` prints it.

tests/data/tags_of_fields.toml holds the list, and a test compares the declaration with it. The
tests of a save allow a change of these tags and of no other, whatever the declaration says. To
update the list after a change of a field's tags, which you read first:

    python -m tests.record.tags_of_fields > new.toml && mv new.toml tests/data/tags_of_fields.toml
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from exifilm_core import ExposureRecord
from exifilm_core.record import Field
from exifilm_core.tags.mapping import owned_names, tags_of_field
from exifilm_core.tags.mapping.in_step import if_there

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "tags_of_fields.toml"
OF_NO_FIELD = "of no field"
_TITLE = """\
# The tags of each field, in the order of reading.
#
# home and mirrors: its tags in an image      sidecar: its tags in a sidecar, the home first
# own, instead: our own tag next to the home  if_there: other tags that a save updates, in an image
# sidecar_if_there: the same in a sidecar
#
# Do not edit: python -m tests.record.tags_of_fields > new.toml, then read the difference.
"""

Entry = dict[str, list[str]]
"""Names of tags by their part, such as "home"."""


def golden() -> dict[str, Entry]:
    """The entries of the golden list by field; the last has the tags that belong to no field."""
    return tomllib.loads(GOLDEN.read_text(encoding="utf-8"))


def declared() -> dict[str, Entry]:
    """The same entries of the present declaration."""
    entries = {field.name: _entry(field) for field in ExposureRecord.fields()}
    rest = {
        part: [name for name in owned_names(sidecar=sidecar) if name not in _of(entries, sidecar)]
        for part, sidecar in (("image", False), ("sidecar", True))
    }
    return entries | {OF_NO_FIELD: rest}


def owned(*, sidecar: bool) -> frozenset[str]:
    """Every tag in the golden list that a save may change, in an image or in a sidecar."""
    return _of(golden(), sidecar)


def written(entries: Mapping[str, Entry]) -> str:
    """The golden list of these entries."""
    blocks = [_TITLE]
    for name, entry in entries.items():
        key = name if name.isidentifier() else json.dumps(name)
        lines = [f"{part} = {json.dumps(names)}" for part, names in entry.items()]
        blocks.append("\n".join([f"[{key}]", *lines, ""]))
    return "\n".join(blocks)


def _of(entries: Mapping[str, Entry], sidecar: bool) -> frozenset[str]:
    only = ("sidecar", "sidecar_if_there") if sidecar else ("home", "mirrors", "image", "if_there")
    parts = (*only, "own", "instead")
    return frozenset(name for e in entries.values() for part in parts for name in e.get(part, ()))


def _entry(field: Field[Any]) -> Entry:
    home, *mirrors = tags_of_field(field, sidecar=False)
    parts = {
        "home": home.names,
        "mirrors": _names(mirrors),
        "own": _names([field.own] if field.own else []),
        "instead": _names([field.instead] if field.instead else []),
        "if_there": _names(if_there(field, sidecar=False)),
        "sidecar": _names(tags_of_field(field, sidecar=True)),
        "sidecar_if_there": _names(if_there(field, sidecar=True)),
    }
    return {part: list(names) for part, names in parts.items() if names}


def _names(tags: Iterable[Any]) -> list[str]:
    return [name for tag in tags for name in tag.names]


if __name__ == "__main__":
    sys.stdout.write(written(declared()))
