"""A record with a value in every field, as a literal text, value and tags of each.

tests/data/full_record.json has for each field the text that a photographer types, its value in JSON
(if that differs from the text), and the tags that a save of this field alone writes in an image,
and in a sidecar (if they differ). For a new field, add its text. The command adds the present value
and tags; compare them with the field's kind and the standards of its tags, since tests trust them:

    python -m tests.record.full_record > new.json && mv new.json tests/data/full_record.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from exifilm_core import ExposureRecord
from exifilm_core.tags.mapping import to_write
from exifilm_core.tags.styles import as_read_back
from tests.record.tags_of_fields import OF_NO_FIELD, golden

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "full_record.json"
PLACES = {"image": False, "sidecar": True}


class Literal(NamedTuple):
    """One field's entry in the file."""

    text: str
    value: Any
    tags: dict[bool, dict[str, Any]]
    """The raw values by name of the tag; the key is whether they are in a sidecar."""


def literals() -> dict[str, Literal]:
    """The entries of the file by field."""
    found = {}
    for name, entry in json.loads(GOLDEN.read_text(encoding="utf-8")).items():
        image = entry.get("image", {})
        tags = {False: image, True: entry.get("sidecar", image)}
        found[name] = Literal(entry["text"], entry.get("value", entry["text"]), tags)
    return found


LITERAL = literals()


def full_record() -> ExposureRecord:
    """The record of all the literal texts."""
    return ExposureRecord(**{name: entry.text for name, entry in LITERAL.items()})


def written(record: ExposureRecord, *, sidecar: bool = False) -> dict[str, Any]:
    """The tags of a new file after a save of the record."""
    tags = to_write(ExposureRecord(), record, {}, sidecar=sidecar)
    return {name: as_read_back(raw) for name, raw in tags.items() if raw is not None}


def tags_of(record: ExposureRecord, *, sidecar: bool) -> dict[str, Any]:
    """The tags in a new file that belong to the fields of the record."""
    marks = {name for names in golden()[OF_NO_FIELD].values() for name in names}
    tags = written(record, sidecar=sidecar)
    return {name: raw for name, raw in tags.items() if name not in marks}


def answered() -> dict[str, dict[str, Any]]:
    """The file's contents with the present values and tags of its texts."""
    found = {}
    for name, literal in LITERAL.items():
        record = ExposureRecord(**{name: literal.text})
        entry = {"text": literal.text, "value": record.to_json()[name]}
        entry |= {place: tags_of(record, sidecar=sidecar) for place, sidecar in PLACES.items()}
        for part, same in (("value", "text"), ("sidecar", "image")):
            if entry[part] == entry[same]:
                del entry[part]
        found[name] = entry
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answered(), ensure_ascii=False, indent=1) + "\n")
