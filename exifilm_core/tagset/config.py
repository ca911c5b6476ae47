"""The text of exifilm.config: tables made from the declaration, in a hand-written frame.

A field's kind decides how ExifTool has to treat it. Perl code beyond tables (notations, composite
tags, the header) is hand-written in `exifilm.config.in`. A line there such as `#{tags}` is replaced
by a table from this module.

The file is plain ASCII and works under `use strict` or `use utf8`, since people's own configuration
may include it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from exifilm_core.film.stops import STOPS
from exifilm_core.record import ExposureRecord, Field
from exifilm_core.tags import analogexif
from exifilm_core.tags.mapping.marks import SAVED, SCAN_ID, VERSION, VERSION_NOW
from exifilm_core.tags.xmp import NAMESPACE

FRAME = Path(__file__).with_name("exifilm.config.in")
GROUP = "XMP-exifilm"

MARKS = (VERSION, SAVED, SCAN_ID)
TAKEN = ("CameraModel", "Keywords", "Notes", "Subject")
"""Tags of ours whose names ExifTool uses for others: "-Notes=" keeps writing those."""

_OF_SCHEMA = {"string": "string", "number": "real", "integer": "integer"}
_PLAIN = string.ascii_letters + string.digits + " .,:;/-+()"
_NOTATIONS = {
    # ExifTool's notation without -n, by unit; the code is in the frame.
    "mm": "%mm",
    "°": "%degrees",
    "°C": "%celsius",
    "×": "%factor",
    "s": "%time",
    "stops": "%development",
}


def config() -> str:
    """The complete text of exifilm.config."""
    tables: dict[str, Callable[[], Iterator[str]]] = {
        "tags": _tags,
        "analogexif": _analog_exif,
        "shortcut": _shortcut,
        "stops": _stops,
    }
    lines: list[str] = []
    for line in FRAME.read_text(encoding="ascii").splitlines():
        if place := re.fullmatch(r"( *)#\{(\w+)\}", line):
            lines += [f"{place[1]}{made}".rstrip() for made in tables[place[2]]()]
        else:
            line = line.replace("{namespace}", NAMESPACE)
            lines.append(line.replace("{version}", VERSION_NOW))
    return "\n".join(lines) + "\n"


def our_fields() -> dict[str, Field[Any]]:
    """The fields that have a tag in our namespace, by the names of their tags."""
    return {
        name.removeprefix(f"{GROUP}:"): field
        for field in ExposureRecord.fields()
        for tag in (field.own, field.instead, field.home)
        for name in (tag.names if tag else ())
        if name.startswith(f"{GROUP}:")
    }


def holds_value(name: str, field: Field[Any]) -> bool:
    """Whether that tag of ours holds the field's value, not a text next to it."""
    homes = (field.own, field.instead, field.home)
    return any(tag and tag.name == f"{GROUP}:{name}" for tag in homes)


def description(name: str, field: Field[Any]) -> str:
    """The field's name in a list without sections: its label, or its tag's longer name.

    On the form “Time” is below “Development”; in ExifTool's list it is Development Time.
    """
    words, label = re.findall(r"[A-Z][a-z0-9]*", name), field.label.split()
    longer = label if len(label) >= len(words) and holds_value(name, field) else words
    return " ".join(word[0].upper() + word[1:] for word in longer)


def perl(text: str) -> str:
    """The text as a Perl literal that means its UTF-8 bytes in any context."""
    if text.isascii() and text.isprintable():
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    inside = (chr(byte) if chr(byte) in _PLAIN else f"\\x{byte:02x}" for byte in text.encode())
    return f'"{"".join(inside)}"'


def _stops() -> Iterator[str]:
    yield f"my @stops = ({', '.join(map(str, STOPS))});"


def _tags() -> Iterator[str]:
    section = None
    for name, field in our_fields().items():
        if field.section is not section:
            section = field.section
            yield f"# --- {section.title} ---"
        yield f"{name} => {{"
        yield f"    Description => {perl(description(name, field))},"
        yield f"    Notes => {perl(field.help)},"
        schema = field.kind.schema() if holds_value(name, field) else {"type": "string"}
        yield from (f"    {line}" for line in _type(schema, field.unit))
        if name in TAKEN:
            yield "    Avoid => 1,"
        yield "},"
    yield "# --- What version of the record this is, when and of which scan it was saved ---"
    for mark in MARKS:
        yield f"{mark.removeprefix(f'{GROUP}:')} => {{ }},"


def _parts(schema: dict[str, Any]) -> list[str]:
    """The names of a structure's parts; ExifTool shows each as a tag, except with -struct."""
    return [name.title() for name in schema.get("items", {}).get("properties", {})]


def _type(schema: dict[str, Any], unit: str) -> Iterator[str]:
    """The lines of a tag's definition with its type."""
    if _parts(schema):
        yield "List => 'Seq',"
        yield "Struct => {"
        yield "    STRUCT_NAME => 'Exifilm Reading',"
        for name, part in schema["items"]["properties"].items():
            written = _OF_SCHEMA[part.get("type", "string")]
            yield f"    {name.title()} => {{ Writable => '{written}' }},"
        yield "},"
    elif schema["type"] == "array":
        yield "List => 'Bag',"
    elif schema["type"] == "object":
        yield "List => 'Seq',"
    elif "pattern" in schema:
        yield "%date,"
    else:
        if schema["type"] != "string":
            yield f"Writable => '{_OF_SCHEMA[schema['type']]}',"
        if unit in _NOTATIONS:
            yield f"{_NOTATIONS[unit]},"


def _analog_exif() -> Iterator[str]:
    for name, written in analogexif.TAGS.items():
        yield f"{name} => {{ Writable => '{written}' }},"


def _shortcut() -> Iterator[str]:
    for field in ExposureRecord.fields():
        names = list(field.home.names)
        names += [name for name in field.home.in_sidecar().names if name not in names]
        names += [f"{names[0]}{part}" for part in _parts(field.kind.schema())]
        names += [tag.name for tag in (field.own, field.instead) if tag]
        yield " ".join(f"'{name}'," for name in names)
    # Without the scan's id: people copy a record to another scan by this shortcut.
    yield " ".join(f"'{mark}'," for mark in MARKS if mark != SCAN_ID)
