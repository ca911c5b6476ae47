"""ExifTool's answers about files, made from its JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exifilm_core.exiftool.blocks import BLOCKS, in_bytes, of_answer
from exifilm_core.exiftool.stderr import explained, why_unread
from exifilm_core.patterns import pattern
from exifilm_core.readers import FileTags
from exifilm_core.tags import iim

if TYPE_CHECKING:  # the tags' own module needs all kinds of value, and time to load them
    from exifilm_core.tags.styles import Raw

_IMAGE_TYPES = ("image/", "application/vnd.adobe.photoshop", "application/rdf+xml")
_OF_A_RECORD = ("IFD0", "ExifIFD", "GPS", "IPTC")
_COPY = pattern(r"Copy\d+")
_IS_PACKET = pattern(r"XMP:(Copy\d+:)?XMP")


@dataclass
class Everything:
    """Everything that ExifTool can read in one file."""

    values: dict[str, list[str]] = field(default_factory=dict)
    """Family 1 group and tag to its values as JSON, of all copies, sorted."""
    notes: frozenset[str] = frozenset()
    """The names of the tags that are in maker notes."""
    warnings: tuple[str, ...] = ()
    packets: tuple[bytes, ...] = ()
    """The XMP as it is in the file; a JPEG may need several packets for it."""
    blocks: Mapping[str, bytes | None] = field(default_factory=dict)
    """The EXIF, XMP and IPTC blocks that ExifTool can write back unchanged."""
    tags: dict[str, Raw] | None = None
    """The tags that may hold a record, as `ExifTool.read` gives them. None where this answer does
    not tell: with binary values, ExifTool gives some texts in another form."""


def everything_of(item: dict[str, Any]) -> Everything:
    """Everything in one file, from ExifTool's answer with -G0:1:4."""
    values: dict[str, list[str]] = {}
    notes = set()
    tags: dict[str, Raw] = {}
    known = True
    for name, value in item.items():
        # ExifTool counts copies over all groups: a new one in another group changes the number.
        *groups, tag = [part for part in name.split(":") if not _COPY.fullmatch(part)]
        if name == "SourceFile" or (tag in BLOCKS and groups == [tag]):
            continue
        plain = f"{groups[-1]}:{tag}"
        values.setdefault(plain, []).append(json.dumps(value, sort_keys=True))
        if groups[0] == "MakerNotes":
            notes.add(plain)
        if tag.startswith("MakerNote"):
            tags[plain] = ""  # only their presence matters
        elif (groups[0] in BLOCKS or plain == iim.DIGEST) and not _is_binary(value):
            known = known and plain not in tags and not case_was_lost(value)
            tags[plain] = value
        elif groups[-1] in _OF_A_RECORD or groups[0] == "XMP":
            known = False
    warnings = values.get("ExifTool:Warning", []) + values.get("ExifTool:Error", [])
    return Everything(
        {name: sorted(found) for name, found in values.items()},
        frozenset(notes),
        tuple(json.loads(text) for text in warnings),
        tuple(in_bytes(str(text)) for name, text in item.items() if _IS_PACKET.fullmatch(name)),
        of_answer(item),
        tags if known else None,
    )


def _is_binary(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("base64:")


def file_tags_of(
    path: Path, status: os.stat_result | None, item: dict[str, Any] | None, stderr: str
) -> FileTags:
    """The tags of one file; `item` is ExifTool's answer, None where there is none."""
    if item is None or "Error opening file" in str(item.get("ExifTool:Error")):
        return FileTags(path, "", error=why_unread(path, status, stderr), status=status)
    error = item.pop("ExifTool:Error", "")
    item.pop("ExifTool:Warning", None)
    file_type = item.pop("File:FileType", "")
    mime = item.pop("File:MIMEType", "")
    if not error and not mime.startswith(_IMAGE_TYPES):
        error = "file format error"
    return FileTags(path, file_type, item, explained(error) if error else None, status)


def case_was_lost(value: Any) -> bool:
    """Whether ExifTool's JSON has a text such as "True" as a boolean."""
    if isinstance(value, dict):
        return any(map(case_was_lost, value.values()))
    if isinstance(value, list):
        return any(map(case_was_lost, value))
    return isinstance(value, bool)
