"""EXIF texts that ExifTool's JSON does not give: it has “?” for each byte that is not UTF-8.

With -b ExifTool gives such a text as base 64. ExiFilm asks for that only if a text has a “?”.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Mapping
from typing import Any

from exifilm_core.tags.not_utf8 import NotUtf8

_GROUPS = ("IFD0:", "ExifIFD:", "GPS:")


def texts_in_doubt(items: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """The arguments that read the tags whose text might not be UTF-8; none without such tags."""
    found = {os.fsencode(item["SourceFile"]): _in_doubt(item) for item in items}
    tags = {f"-{tag}".encode() for tags in found.values() for tag in tags}
    return [*sorted(tags), *(name for name, tags in found.items() if tags)]


def take_bytes(items: Iterable[dict[str, Any]], binary: Iterable[Mapping[str, Any]]) -> None:
    """Replace the texts that are not UTF-8 in the `items` by those of the answer to -b."""
    by_name = {item["SourceFile"]: item for item in binary}
    for item in items:
        coded = by_name.get(item["SourceFile"], {})
        for tag in _in_doubt(item):
            value = coded.get(tag)
            # A text that is the same without -b contains “base64:” itself.
            if isinstance(value, str) and value.startswith("base64:") and value != item[tag]:
                item[tag] = NotUtf8.of(base64.b64decode(value.removeprefix("base64:")))


def _in_doubt(item: Mapping[str, Any]) -> list[str]:
    return [
        tag
        for tag, raw in item.items()
        if tag.startswith(_GROUPS) and isinstance(raw, str) and "?" in raw
    ]
